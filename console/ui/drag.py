"""What travels in a drag inside the program: ids of units."""

from collections.abc import Iterable
from uuid import UUID

from PySide6.QtCore import QByteArray, QMimeData

from console.domain.ids import UnitId

UNITS_MIME = "application/x-tandem-units"


def with_units(unit_ids: Iterable[UnitId]) -> QMimeData:
    """Mime data that carries units."""
    data = QMimeData()
    data.setData(UNITS_MIME, QByteArray("\n".join(str(one) for one in unit_ids).encode()))
    return data


def units_in(data: QMimeData) -> tuple[UnitId, ...]:
    """The units that a drag carries."""
    text = bytes(data.data(UNITS_MIME).data()).decode()
    return tuple(UnitId(UUID(part)) for part in text.split())
