"""A collection announces true differences only, and a second picture never resets what is shown."""

from dataclasses import dataclass
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from console.store.collection import Collection


@dataclass(frozen=True)
class Thing:
    id: UUID
    value: int


pictures = st.dictionaries(st.integers(1, 8).map(lambda key: UUID(int=key)), st.integers(0, 3), max_size=6).map(
    lambda held: [Thing(key, value) for key, value in held.items()]
)


class Mirror:
    """Somebody who only listens: what a list on the screen does."""

    def __init__(self, collection: Collection[Thing]) -> None:
        self.held: dict[UUID, Thing] = {}
        self.resets = 0
        self._collection = collection
        collection.upserted.connect(self._on_upserted)
        collection.removed.connect(self._on_removed)
        collection.reset.connect(self._on_reset)

    def _on_upserted(self, things: list[Thing]) -> None:
        assert things, "nothing is announced for nothing"
        assert all(self.held.get(one.id) != one for one in things)
        self.held.update((one.id, one) for one in things)

    def _on_removed(self, things: list[Thing]) -> None:
        assert [self.held.pop(one.id) for one in things] == things

    def _on_reset(self) -> None:
        self.resets += 1
        self.held = {one.id: one for one in self._collection}


@given(st.lists(st.tuples(st.sampled_from(["fill", "upsert", "remove"]), pictures), max_size=8))
def test_who_only_listens_holds_the_same(steps: list[tuple[str, list[Thing]]]) -> None:
    collection: Collection[Thing] = Collection()
    mirror = Mirror(collection)
    for how, things in steps:
        empty = len(collection) == 0
        resets = mirror.resets
        if how == "remove":
            collection.remove([one.id for one in things])
        else:
            getattr(collection, how)(things)
        assert mirror.held == {one.id: one for one in collection}
        assert mirror.resets == resets or (how == "fill" and empty)
        if how == "fill":
            assert mirror.held == {one.id: one for one in things}
