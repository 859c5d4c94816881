"""Cells of a table that a spreadsheet does not take for formulas, and that come back as they were."""

import re

_SIGNS = "[=+\\-@\t\r\n＝＋－＠]"  # the wide ones are run by spreadsheets of East Asia
_FORMULA = re.compile(f"'*{_SIGNS}")
_GUARDED = re.compile(f"'+{_SIGNS}")


def guarded(cell: str) -> str:
    """The cell with a mark before what would be run; a cell that is marked already gets one more."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the mark; an apostrophe that stands before anything else is the cell's own."""
    return cell[1:] if _GUARDED.match(cell) else cell
