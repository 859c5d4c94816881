"""The filtered entries of the audit as a CSV file; that they left the program is itself on the audit."""

import csv
import io
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from console.snapshots.audit import AuditSnapshot
from console.snapshots.program import ProgramSnapshot
from console.views.admin.audit_table import HEADINGS, cells

MOST = 100_000  # entries of one file
TRAINING_MARK = "TRAINING: these entries are not about real calls."
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_head(program: ProgramSnapshot | None) -> str:
    """What stands above the entries; a training program says so in the first line."""
    mark = [[TRAINING_MARK]] if program is not None and program.is_training else []
    return _lines([*mark, [*HEADINGS, "Row", "Entry"]])


def csv_part(zone: ZoneInfo | None, entries: Sequence[AuditSnapshot]) -> str:
    """Some entries as text, in their order."""
    return _lines([_harmless(one) for one in (*cells(entry, zone), entry.row, str(entry.seq))] for entry in entries)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a table calculation would take for a formula is marked as text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
