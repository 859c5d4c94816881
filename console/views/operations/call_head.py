"""The head of a call's card: level, number, timer, place, marks, caller, who is on it, what was here before."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.domain.assignments import AssignmentStatus, may_follow
from console.domain.calls import place_key
from console.domain.roles import Permission
from console.domain.urgency import Urgency
from console.snapshots.calls import AssignmentSnapshot, CallSnapshot, History
from console.ui.build import Button, button, emptied, label, mark, row
from console.ui.elided import ElidedLabel, ElidedLink
from console.ui.paint import badge_text, level_badge, level_shape
from console.ui.theme import theme
from console.views.operations.wishes import Wishes
from console.views.parts.words import chips_of, local, nature_word, waiting


class Badge(QWidget):
    """The level by number, word, colour and shape."""

    def __init__(self) -> None:
        super().__init__()
        self._level = Urgency.ROUTINE

    def show_level(self, level: Urgency) -> None:
        """Show a level."""
        self._level = level
        self.setAccessibleName(f"Level {level.value} {level.word}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme()
        return QSize(look.px(46) + look.px(8.4) * len(badge_text(self._level)), look.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        level_shape(painter, QRectF(0, 0, look.px(20), look.px(20)), self._level, digit=False)
        level_badge(painter, look.px(26), 0, self._level)
        painter.end()


class CallHead(QWidget):
    """Everything about the chosen call that is not a list."""

    history_requested = Signal(object)  # CallId of an earlier call
    clear_requested = Signal()
    more_requested = Signal()

    def __init__(self, desk: Desk, wishes: Wishes) -> None:
        super().__init__()
        self._desk, self._store, self._wishes = desk, desk.store, wishes
        self._call: CallSnapshot | None = None
        self.badge = Badge()
        self._number = label("", "title")
        self._timer = label("", "title")
        self._nature = label("", "title", wrap=True)
        self._place = label("", wrap=True)
        self._received = ElidedLabel("small")
        self._caller = ElidedLabel("small")
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self._history = QVBoxLayout()
        self._history.setSpacing(2)
        self._units = QVBoxLayout()
        self._units.setSpacing(4)
        self._acts = self._make_acts()
        self._lay_out()

    def show_call(self, call: CallSnapshot) -> None:
        """Show a call, or its newer picture."""
        self._call = call
        self.badge.show_level(call.level)
        self._number.setText(call.number)
        self._nature.setText(nature_word(call.nature))
        self._place.setText(call.place)
        zone = self._store.zones.get(call.zone_id)
        old = self._store.now() - call.received_at > timedelta(hours=20)
        form = "%a %d %b %H:%M" if old else "%H:%M:%S"
        received = f"{call.source.word} · received {local(call.received_at, self._store, form)}"
        if call.approximate:
            received += " (approximate)"
        if call.due_at is not None:
            received += f" · due {local(call.due_at, self._store, '%a %H:%M')}"
        self._received.show_text(received + (f" · {zone.name}" if zone else ""))
        self._show_caller(call)
        self._show_chips(call)
        self._show_units(call)
        for act in self._acts:
            act.setVisible(call.is_open or act is self._acts[-1])
        self.tick()

    def tick(self) -> None:
        """A second went by."""
        if self._call is not None:
            over = not self._call.is_open
            self._timer.setText(self._call.status.word.upper() if over else waiting(self._call, self._store.now()))
            unassigned = self._call.is_unassigned and self._call.level >= Urgency.URGENT
            mark(self._timer, "kind", "error" if unassigned else "title")

    def show_history(self, history: History) -> None:
        """Show what happened at this address and with this caller before."""
        emptied(self._history)
        if not history.in_90_days:
            return
        head = label(f"Before: {history.in_30_days} in 30 days, {history.in_90_days} in 90 days", "warn")
        self._history.addWidget(head)
        for earlier in history.calls[:3]:
            door = self._call is not None and place_key(earlier.place) == place_key(self._call.place)
            shared = (("address" if door else "building", earlier.by_place), ("caller", earlier.by_caller))
            same = " and ".join(word for word, is_same in shared if is_same)
            when = local(earlier.received_at, self._store, "%d %b %H:%M")
            known = self._store.calls.get(earlier.id)
            if known is not None and known.is_open:
                when = f"OPEN NOW {earlier.number}"
            text = f"{when} · {earlier.level.value} · {nature_word(earlier.nature)} · same {same}"
            self._history.addWidget(ElidedLink(text, partial(self.history_requested.emit, earlier.id)))

    def _show_caller(self, call: CallSnapshot) -> None:
        if not self._desk.may(Permission.SEE_CALLER):
            self._caller.show_text("Caller: hidden for your role")
            return
        known = ", ".join(part for part in (call.caller_name, call.caller_phone) if part)
        self._caller.show_text(f"Caller: {known or 'not given'}")

    def _show_chips(self, call: CallSnapshot) -> None:
        emptied(self._chips)
        marks = [(text, danger) for text, danger in chips_of(call) if text != call.source.word]
        for text, danger in marks[:5]:
            chip = label(text, "chip")
            mark(chip, "danger", danger)
            self._chips.addWidget(chip)
        if len(marks) > 5:
            rest = label(f"+{len(marks) - 5}", "chip")
            rest.setToolTip(", ".join(text for text, _danger in marks[5:]))
            self._chips.addWidget(rest)
        self._chips.addStretch(1)
        for link in call.links:
            words = {"linked": "linked with", "merged": "merged with", "split": "split with"}
            note = label(f"{words[link.kind.value]} {link.number}", "small")
            self._chips.addWidget(note)

    def _show_units(self, call: CallSnapshot) -> None:
        emptied(self._units)
        for run in call.active:
            self._units.addLayout(self._unit_line(call, run))
        gone = [run for run in call.assignments if not run.status.is_active]
        if gone and not call.active:
            words = ", ".join(dict.fromkeys(f"{run.call_sign} {run.status.word.lower()}" for run in gone))
            self._units.addWidget(label(f"Was on it: {words}", "small", wrap=True))

    def _unit_line(self, call: CallSnapshot, run: AssignmentSnapshot) -> QHBoxLayout:
        primary = " · primary" if run.unit_id == call.primary_unit_id and len(call.active) > 1 else ""
        since = local(run.since, self._store)
        name = label(f"{run.call_sign}  {run.status.word}{primary}", "section")
        when = ElidedLabel("small")
        when.show_text(f"since {since}")
        change = Button("Status ▾")
        change.setAccessibleName(f"Status of {run.call_sign}")
        change.setMenu(self._status_menu(call, run, change))
        change.setEnabled(self._desk.may(Permission.DISPATCH))
        line = row(name, when, change)
        line.setStretch(1, 1)
        return line

    def _status_menu(self, call: CallSnapshot, run: AssignmentSnapshot, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for status in AssignmentStatus:
            if may_follow(run.status, status) and status is not AssignmentStatus.CANCELLED:
                word = "Clear from this call" if status is AssignmentStatus.CLEARED else status.word
                menu.addAction(word, partial(self._wishes.status, [run.unit_id], status, call.id))
        menu.addSeparator()
        menu.addAction("Checked in, safe", lambda: self._wishes.check_in([run.unit_id]))
        if run.unit_id != call.primary_unit_id:
            menu.addAction("Make primary", lambda: self._wishes.make_primary(call.id, run.unit_id))
        menu.addAction("Emergency", lambda: self._wishes.emergency(run.unit_id))
        return menu

    def _make_acts(self) -> list[QPushButton]:
        raised = button("Raise", self._raise, tip="Ctrl+Up")
        raised.setEnabled(self._desk.may(Permission.RAISE_LEVEL))
        lowered = button("Lower …", self._lower, tip="Ctrl+Down")
        lowered.setEnabled(self._desk.may(Permission.LOWER_LEVEL))
        cleared = button("Clear …", self.clear_requested.emit, tip="Ctrl+Shift+C")
        cleared.setEnabled(self._desk.may(Permission.CLEAR_CALL))
        more = button("More ▾", self.more_requested.emit, tip="Edit, merge, split, link, cancel, print (Ctrl+.)")
        return [raised, lowered, cleared, more]

    def _raise(self) -> None:
        if self._call is not None:
            self._wishes.raise_one(self._call.id)

    def _lower(self) -> None:
        if self._call is not None:
            self._wishes.lower(self._call.id)

    def menu_anchor(self) -> QPushButton:
        """Where the menu of further acts opens."""
        return self._acts[-1]

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 8)
        whole.setSpacing(5)
        whole.addLayout(row(self.badge, self._number, None, self._timer))
        for part in (self._nature, self._place, self._received, self._caller):
            whole.addWidget(part)
        whole.addLayout(self._chips)
        whole.addLayout(self._history)
        whole.addLayout(self._units)
        whole.addLayout(row(*self._acts, None, spacing=6))
