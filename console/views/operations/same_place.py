"""Below the place of the form: open calls in the same building, so that one need is not taken twice."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel

from console.domain.calls import building_key
from console.domain.ids import CallId
from console.store.store import Store
from console.ui.build import mark
from console.ui.place_field import PlaceField
from console.views.parts.words import nature_word, who_is_on

SHOWN = 3


class SamePlace(QLabel):
    """A line for each; it forbids nothing. `own` is the call that the form is about."""

    def __init__(self, store: Store, place: PlaceField, own: Callable[[], CallId]) -> None:
        super().__init__()
        self._store, self._place, self._own = store, place, own
        self.setWordWrap(True)
        mark(self, "kind", "warn")
        self.hide()
        store.calls.upserted.connect(lambda _changed: self.look())
        for change in (store.calls.removed, store.calls.reset):
            change.connect(lambda *_: self.look())

    def look(self) -> None:
        """Show the open calls in the building that is typed now."""
        building = building_key(self._place.text())
        own = self._own()
        here = [
            one for one in self._store.calls
            if building and one.is_open and one.id != own and building_key(one.place) == building
        ]  # fmt: skip
        now = self._store.now()
        lines = [
            f"Open here: {one.number} {nature_word(one.nature)}, {one.place}, {who_is_on(one, now)}"
            for one in sorted(here, key=lambda one: one.received_at, reverse=True)[:SHOWN]
        ]
        if len(here) > SHOWN:
            lines.append(f"and {len(here) - SHOWN} more")
        self.setText("\n".join(lines))
        self.setVisible(bool(lines))
