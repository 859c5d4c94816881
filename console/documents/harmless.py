"""Cells of a table that a spreadsheet does not take for formulas, and that come back as they were."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """The cell with a mark before what would be run; a cell that is marked already gets one more."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the mark; an apostrophe that stands before anything else is the cell's own."""
    return cell[1:] if _GUARDED.match(cell) else cell
