"""Writing a file that leaves the program: whole or not at all."""

from collections.abc import Iterable
from pathlib import Path

from console.errors import StorageFault


def write_whole(file: Path, parts: Iterable[str]) -> None:
    """Write text beside its place first, then put it there.

    Raises:
        StorageFault: the place cannot be written.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        # Whoever opens it in a table calculation gets its letters right by the mark at its beginning.
        with part.open("w", encoding="utf-8-sig", newline="") as text:
            text.writelines(parts)
        part.replace(file)
    except OSError as fault:
        raise StorageFault(f"Not saved: {file}: {fault.strerror or fault}. Choose another place.") from fault
