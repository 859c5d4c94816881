"""Lines across the window that cannot be overlooked: database lost, nobody watches the timers, muted in alarm."""

import re
import time
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.store.store import LinkState, Store
from console.ui.build import label, mark, row
from console.views.parts.words import local

_SENTENCES = re.compile(r"(?<=\.) ")
CLOCK_OFF = timedelta(seconds=30)
NO_POSITIONS = timedelta(minutes=2)  # of every unit on duty; drive times from older ones mislead
FEED_BEGINS_SECONDS = 10.0  # a feed that starts with the desk has sent its first positions by then
BATCHES_SECONDS = 15.0  # real time: on a fast training clock two minutes pass between two batches


class Banners(QWidget):
    """One line for each standing fault; gone by itself when the fault is."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._emergency = _Banner()
        self._lost = _Banner()
        self._unwatched = _Banner(mild=True)
        self._positions = _Banner(mild=True)
        self._opened = time.monotonic()
        self._settings = _Banner(mild=True)
        self._map = _Banner(mild=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for banner in (self._emergency, self._lost, self._unwatched, self._positions, self._settings, self._map):
            whole.addWidget(banner)
        store.link_changed.connect(self.refresh)
        for change in (store.units.upserted, store.units.removed):
            change.connect(lambda _changed: self._show_emergencies())
        store.units.reset.connect(self._show_emergencies)
        self._show_emergencies()
        store.watched_changed.connect(lambda _watched: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show what stands now."""
        link = self._store.link
        if link.state is LinkState.LOST:
            since = local(self._store.program_time(link.since), self._store)
            parts = (f"Database unreachable since {since}.", f"The screen shows {since}; nothing can be saved.")
            self._lost.say(" ".join((*parts, _why(link.fault))).rstrip())
        elif link.state is LinkState.CATCHING_UP:
            self._lost.say("The database was unreachable and is back. Catching up; saving is possible in a moment.")
        elif link.state in (LinkState.OUTDATED, LinkState.ENDED):
            self._lost.say(link.fault)
        elif abs(self._store.ahead) > CLOCK_OFF:
            minutes = abs(self._store.ahead).total_seconds() / 60
            self._lost.say(
                f"This workstation's clock is {minutes:.0f} min off the database's. "
                "Timers follow the database; set the clock."
            )
        else:
            self._lost.hide()
        if self._store.watched or link.state is not LinkState.LIVE:
            self._unwatched.hide()
        else:
            self._unwatched.say(
                "Nobody watches the timers: no escalation will fire. Open another console, or run: tandem watch"
            )

    def look_at_positions(self) -> None:
        """At each beat: say it when no unit on duty was heard of for minutes; drive times look live all the same."""
        store = self._store
        fixes = (store.positions.fixed_at(unit.id) for unit in store.units if unit.on_duty)
        newest = max((fix for fix in fixes if fix is not None), default=None)
        limit = max(NO_POSITIONS, timedelta(seconds=BATCHES_SECONDS * store.clock.rate))
        begun = time.monotonic() - self._opened > FEED_BEGINS_SECONDS
        stopped = newest is not None and store.now() - datetime.fromtimestamp(newest, UTC) > limit
        if newest is None or not stopped or not begun or store.link.state is not LinkState.LIVE:
            self._positions.hide()
            return
        since = datetime.fromtimestamp(newest, UTC)
        form = "%H:%M" if store.now() - since < timedelta(hours=20) else "%d %b %H:%M"
        self._positions.say(f"No positions since {local(since, store, form)}: drive times are old. Ask teams by radio.")

    def _show_emergencies(self) -> None:
        standing = [unit for unit in self._store.units if unit.emergency_id is not None]
        if not standing:
            self._emergency.hide()
            return
        told = [
            f"{unit.call_sign} since {local(unit.emergency_since, self._store)}"
            + (f" on {unit.current.number}" if unit.current else "")
            for unit in standing
            if unit.emergency_since is not None
        ]
        self._emergency.say(f"EMERGENCY  {'; '.join(told)}. A supervisor clears it with a note: Ctrl+Shift+L.")

    def say_about_settings(self, text: str | None) -> None:
        """A fault of this desk's own files, told once at the start."""
        if text:
            self._settings.say(text)
        else:
            self._settings.hide()

    def say_about_map(self, text: str) -> None:
        """Why the map is not the one that was chosen, or is not there."""
        self._map.say(text)


def _why(fault: str) -> str:
    """What the fault says beside that nothing was saved: the banner says that itself."""
    said = ("cannot be reached", "Nothing was saved", "Try again soon")
    return " ".join(part for part in _SENTENCES.split(fault) if not any(one in part for one in said))


class _Banner(QWidget):
    def __init__(self, *, mild: bool = False) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        mark(self, "mild", mild)
        self._text = label("", wrap=True)
        inner = row(self._text)
        inner.setContentsMargins(16, 6, 16, 6)
        self.setLayout(inner)
        self.hide()

    def say(self, text: str) -> None:
        self._text.setText(text)
        self.show()
