"""The filtered entries of the audit as a CSV file; that they left the program is itself on the audit."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from console.errors import StorageFault
from console.snapshots.audit import AuditSnapshot
from console.snapshots.program import ProgramSnapshot
from console.views.admin.audit_table import HEADINGS, cells

MOST = 100_000  # entries of one file
TRAINING_MARK = "TRAINING: these entries are not about real calls."
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def audit_csv(entries: Sequence[AuditSnapshot], program: ProgramSnapshot | None) -> str:
    """The entries as text, the newest first; a training program says so in the first line."""
    zone: ZoneInfo | None = program.zone if program is not None else None
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    if program is not None and program.is_training:
        sheet.writerow([TRAINING_MARK])
    sheet.writerow([*HEADINGS, "Row", "Entry"])
    for entry in entries:
        sheet.writerow([_harmless(one) for one in (*cells(entry, zone), entry.row, str(entry.seq))])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a table calculation would take for a formula is marked as text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_csv(file: Path, entries: Sequence[AuditSnapshot], program: ProgramSnapshot | None) -> None:
    """Write them whole or not at all.

    Raises:
        StorageFault: the place cannot be written.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        # Whoever opens it in a table calculation gets its letters right by the mark at its beginning.
        part.write_text(audit_csv(entries, program), encoding="utf-8-sig", newline="")
        part.replace(file)
    except OSError as fault:
        raise StorageFault(f"Not saved: {file}: {fault.strerror or fault}. Choose another place.") from fault
