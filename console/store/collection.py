"""The truth on a desk: frozen snapshots of one aggregate, and signals that say what really changed."""

from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal


class HasId(Protocol):
    """A snapshot."""

    @property
    def id(self) -> UUID: ...


T = TypeVar("T", bound=HasId)


class Collection(QObject, Generic[T]):
    """Snapshots by id; `upserted` and `removed` carry lists and come only for true differences."""

    upserted = Signal(object)  # list[T]
    removed = Signal(object)  # list[T], as they were last
    reset = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_id: dict[UUID, T] = {}

    def __iter__(self) -> Iterator[T]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, key: object) -> bool:
        return key in self._by_id

    def get(self, key: UUID | None) -> T | None:
        """The snapshot of an id, None when the desk does not hold it."""
        return self._by_id.get(key) if key is not None else None

    def upsert(self, snapshots: Iterable[T]) -> None:
        """Take in newer snapshots; those that equal what is held change nothing."""
        changed = [one for one in snapshots if self._by_id.get(one.id) != one]
        if changed:
            self._by_id.update((one.id, one) for one in changed)
            self.upserted.emit(changed)

    def remove(self, keys: Iterable[UUID]) -> None:
        """Let go of snapshots."""
        gone = [self._by_id.pop(key) for key in list(keys) if key in self._by_id]
        if gone:
            self.removed.emit(gone)

    def fill(self, snapshots: Iterable[T]) -> None:
        """Take a whole new picture. The first one resets; a later one is diffed, so that nothing flashes."""
        picture = {one.id: one for one in snapshots}
        if not self._by_id:
            self._by_id = picture
            self.reset.emit()
            return
        self.remove([key for key in self._by_id if key not in picture])
        self.upsert(picture.values())
