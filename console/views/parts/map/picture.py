"""The whole picture that a page must show, kept so that a fresh page can be given all of it."""

import json
from collections.abc import Callable, Iterable

from console.domain.ids import UnitId
from console.store.positions import Positions
from console.views.parts.map.marks import UnitMark
from console.views.parts.map.packing import Json, slot_rows, unit_row


class Picture:
    """Tells the page what changed, and a fresh page everything. Nothing here waits: statuses go at once."""

    def __init__(self, run: Callable[[str], None]) -> None:
        """Run scripts through `run` once a page is there."""
        self._run = run
        self.is_live = False
        self._said: dict[str, tuple[Json, ...]] = {}
        self._units: dict[UnitId, UnitMark] = {}
        self._positions: Positions | None = None

    def replay(self) -> None:
        """A fresh page is there: say everything."""
        self.is_live = True
        for name, values in self._said.items():
            self._call(name, *values)
        self._call("units", [unit_row(mark) for mark in self._units.values()], [])
        self.bind(self._positions)

    def pause(self) -> None:
        """The page is gone: keep what is said for the next one."""
        self.is_live = False

    def say(self, name: str, *values: Json) -> None:
        """Set one part of the picture; it goes out when it differs from what was said."""
        if self._said.get(name) != values:
            self._said[name] = values
            self._call(name, *values)

    def say_again(self, name: str, *values: Json) -> None:
        """Set one part of the picture that is also a wish: it goes out even when it is what was said before."""
        self._said[name] = values
        self._call(name, *values)

    def merge(self, name: str, values: dict[str, Json]) -> None:
        """Set some entries of one part of the picture."""
        known = self._said.get(name, ({},))[0]
        self.say(name, {**known, **values} if isinstance(known, dict) else values)

    def wish(self, name: str, *values: Json) -> None:
        """Ask for something once; a later page is not told of it."""
        self._call(name, *values)

    def note(self, name: str, *values: Json) -> None:
        """Remember what the page itself did, so that the next page starts from there."""
        self._said[name] = values

    def set_units(self, marks: Iterable[UnitMark]) -> None:
        """Hold exactly these units; only true differences go out."""
        held = self._units
        wanted = {mark.unit_id: mark for mark in marks}
        changed = [
            unit_row(mark)
            for unit_id, mark in wanted.items()
            if (known := held.get(unit_id)) is not mark and known != mark  # most marks are the same object
        ]
        gone: list[Json] = [str(unit_id) for unit_id in held if unit_id not in wanted]
        self._units = wanted
        if changed or gone:
            self._call("units", changed, gone)

    def bind(self, positions: Positions | None) -> None:
        """Tell whose slots these are; the page forgets every slot it knew."""
        self._positions = positions
        rows = [] if positions is None else slot_rows(positions, range(len(positions)))
        self._call("slots", rows, True)

    def reassign(self, slots: Iterable[int]) -> None:
        """Tell the new owners of these slots; the page clears the positions that it held for them."""
        if self._positions is not None and self.is_live:
            self._call("slots", slot_rows(self._positions, slots), False)

    def _call(self, name: str, *values: Json) -> None:
        if self.is_live:
            # Escaped to ASCII, JSON is JavaScript.
            self._run(f"tandem.{name}({','.join(json.dumps(value, separators=(',', ':')) for value in values)})")
