"""New call (F2) and editing a call: a panel beside the map that keeps what is typed until it is saved or dropped."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from console.domain.calls import CallDraft, CallSource, RiskFlag, level_floor
from console.domain.gazetteer import Match
from console.domain.geography import Point
from console.domain.ids import CallId, new_uuid
from console.domain.natures import NATURES, Nature
from console.domain.qualifications import NEEDS
from console.domain.urgency import Urgency
from console.errors import TandemError
from console.snapshots.calls import CallSnapshot
from console.store.store import Store
from console.ui.build import button, column, label, mark, row
from console.ui.choices import Choices
from console.ui.due_field import DueField
from console.ui.footed import FootedScroll, panel_foot
from console.ui.nature_field import NatureField
from console.ui.place_field import PlaceField
from console.views.operations.call_fields import LANGUAGES, Fields, Held, merged
from console.views.operations.same_place import SamePlace


class CallForm(FootedScroll):
    """Fields in the order in which a caller is asked; Ctrl+Enter saves from any of them, Esc leaves and keeps."""

    saved = Signal(object)  # CallDraft
    left = Signal()
    dropped = Signal()  # what is typed is not wanted
    point_requested = Signal(bool)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._store = store
        self.editing: CallSnapshot | None = None
        self._title = label("New call", "title")
        self._fault = label("", "error", wrap=True)
        self.place = PlaceField(lambda: store.gazetteer)
        self._place_state = label("", "small", wrap=True)
        self._same_place = SamePlace(store, self.place, lambda: self.key)
        self.nature = NatureField(NATURES)
        self.source = Choices([(one.value, one.word) for one in CallSource], columns=3, narrow=2)
        self.level = Choices([(str(one.value), f"{one.value} {one.word}") for one in Urgency], columns=4, narrow=2)
        self.flags = {flag: QCheckBox(flag.word) for flag in RiskFlag}
        self.needs = {need: QCheckBox(word) for need, (word, _any) in NEEDS.items()}
        self.language = QComboBox()
        self.language.addItems(("", *LANGUAGES))  # empty: nobody asked yet
        self.language.setLineEdit(QLineEdit(placeholderText="Not known"))
        self.caller = QLineEdit()
        self.phone = QLineEdit()
        self.note = QLineEdit()
        self.due = DueField("Scheduled visit, due at")
        self._lay_out()
        self._connect()
        self.clear()

    def restyle(self) -> None:
        """Lay out anew for the present text size."""
        self.source.fit()
        self.level.fit()

    def clear(self) -> None:
        """An empty form for a new call."""
        self.editing = None
        self._id = CallId(new_uuid())
        self._level_touched = False
        self._name_it()
        self._fill(self._empty())
        self._base = self.fields()

    def edit(self, call: CallSnapshot) -> None:
        """Fill the form with a call that is to be changed."""
        self.editing = call
        self._level_touched = True
        self._name_it()
        self._fill(self._fields_of(call))
        self._base = self.fields()

    def hold(self) -> Held:
        """Everything that is typed, to be resumed."""
        return Held(self._id, self.editing, self._level_touched, self._base, self.fields())

    def resume(self, held: Held) -> None:
        """Go on where the form was left."""
        self._id, self.editing, self._level_touched = held.id, held.editing, held.level_touched
        self._name_it()
        self._fill(held.fields)
        self._base = held.base

    def take_newer(self, call: CallSnapshot) -> None:
        """Another desk changed the call: what is untouched follows it, what is typed stays, what both changed is told.

        The form holds the newer version then, so that saving once more is a decision.
        """
        mine, base, said = self.fields(), self._base, self._fault.text()
        self.edit(call)
        made, both = merged(base, mine, self._base)
        self._fill(made)
        lines = [f"Both desks changed this. {'. '.join(both)}. Ctrl+Enter saves yours."] if both else []
        self.say("\n".join([*([said] if said else []), *lines]))

    def go_on(self, call: CallSnapshot, sent: Fields) -> None:
        """The call was saved as `sent` while more was typed: go on as an edit of it."""
        mine = self.fields()
        self.edit(call)
        self._fill(replace(mine, note="" if mine.note == sent.note else mine.note))
        self.say(f"{call.number} is saved. What you typed since is not: Ctrl+Enter saves it too.")

    @property
    def key(self) -> CallId:
        """The call that the form is about: the one that is edited, or the one that is taken."""
        return self.editing.id if self.editing is not None else self._id

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed that is not saved."""
        return self.fields() != self._base

    @property
    def base(self) -> Fields:
        """What the form showed before anything was typed."""
        return self._base

    @property
    def is_busy(self) -> bool:
        """Whether what it holds is on its way to the database."""
        return not self._save.isEnabled()

    def set_busy(self, busy: bool) -> None:
        """Take no second press while the first is on its way; typing goes on."""
        self._save.setEnabled(not busy)

    def fields(self) -> Fields:
        """What the fields hold now."""
        return Fields(
            place=self.place.text(), match=self.place.match, nature=self.nature.code, nature_text=self.nature.text(),
            source=CallSource(self.source.value), level=Urgency(int(self.level.value)),
            flags=frozenset(flag for flag, box in self.flags.items() if box.isChecked()),
            needs=frozenset(need for need, box in self.needs.items() if box.isChecked()),
            language=self.language.currentText(), caller=self.caller.text(), phone=self.phone.text(),
            note=self.note.text(), due=self.due.moment(self._zone),
        )  # fmt: skip

    def _empty(self) -> Fields:
        return Fields(
            "", None, None, "", CallSource.EMERGENCY_911, Urgency.MODERATE, frozenset(), frozenset(), "",
            "", "", "", None,
        )  # fmt: skip

    def _fields_of(self, call: CallSnapshot) -> Fields:
        match = Match(call.place, call.point, "call") if call.point is not None else None
        return Fields(
            call.place, match, call.nature, "", call.source, call.level, frozenset(call.flags), frozenset(call.needs),
            (call.language or "").capitalize(), call.caller_name or "", call.caller_phone or "", "",
            call.due_at,
        )  # fmt: skip

    def _name_it(self) -> None:
        self.set_busy(False)
        self._title.setText(f"Edit {self.editing.number}" if self.editing else "New call")
        self._save.setText("Save changes  Ctrl+⏎" if self.editing else "Save call  Ctrl+⏎")

    def _fill(self, fields: Fields) -> None:
        texts = ((self.place, fields.place), (self.caller, fields.caller), (self.phone, fields.phone),
                 (self.note, fields.note))  # fmt: skip
        for field, text in texts:
            if field.text() != text:  # the cursor stays where nothing changes
                field.setText(text)
        self.place.match, self.place.fault = fields.match, ""
        self.nature.choose(fields.nature)
        if fields.nature is None:
            self.nature.setText(fields.nature_text)
        self.source.choose(fields.source.value)
        self.level.choose(str(max(fields.level, level_floor(fields.flags)).value))
        for flag, box in self.flags.items():
            with QSignalBlocker(box):
                box.setChecked(flag in fields.flags)
        for need, mark_of in self.needs.items():
            mark_of.setChecked(need in fields.needs)
        self.language.setCurrentText(fields.language)
        soon = self._store.now() + timedelta(hours=1)
        self.due.show_time(fields.due or soon, self._zone, given=fields.due is not None)
        self.say("")
        self._show_place(fields.match)

    def take_point(self, lat: float, lon: float) -> None:
        """A click on the map is the place; a name that was typed stays as its words."""
        point = Point(round(lat, 6), round(lon, 6))
        typed = self.place.text().strip()
        text = typed if typed and self.place.match is None else f"{point.lat:.5f}, {point.lon:.5f}"
        self.place.set_match(Match(text, point, "map"))
        self.place.setFocus()

    def say(self, text: str) -> None:
        """Show why it was not saved; empty for nothing."""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))

    def _forget_fault(self) -> None:
        self.say("")
        mark(self.place, "wrong", False)
        mark(self.nature, "wrong", False)

    def refused(self, fault: TandemError) -> None:
        """The database refused it: everything typed is still here."""
        self.set_busy(False)
        self.say(str(fault))

    def save(self) -> None:
        """Hand the draft over when what it needs is there; else say what is missing and go there."""
        if self.is_busy:
            return
        self.place.settle()
        missing = self._missing()
        mark(self.place, "wrong", missing is self.place)
        mark(self.nature, "wrong", missing is self.nature)
        if missing is not None:
            missing.setFocus()
            return
        self.say("")
        self.saved.emit(self._draft())

    def _missing(self) -> QWidget | None:
        if self.place.fault:
            self.say(self.place.fault)
            return self.place
        if not self.place.text().strip():
            self.say("Where is it? Type a place, coordinates, or press “On map”.")
            return self.place
        if self.nature.code is None:
            self.say("What is it about? Type some letters of the nature and choose one.")
            return self.nature
        return None

    def _draft(self) -> CallDraft:
        match = self.place.match
        nature = self.nature.code
        assert nature is not None
        return CallDraft(
            id=self.key, place=self.place.text().strip(),
            point=match.point if match else None, nature=nature, source=CallSource(self.source.value),
            level=Urgency(int(self.level.value)),
            flags=tuple(flag for flag, box in self.flags.items() if box.isChecked()),
            language=self.language.currentText().strip().lower() or None,
            needs=tuple(need for need, box in self.needs.items() if box.isChecked()),
            caller_name=self.caller.text(), caller_phone=self.phone.text(),
            due_at=self.due.moment(self._zone), note=self.note.text() or None,
        )  # fmt: skip

    @property
    def _zone(self) -> ZoneInfo | None:
        return self._store.program.zone if self._store.program else None

    def _is_outside(self, point: Point) -> bool:
        extent = self._store.program.extent if self._store.program else None
        return extent is not None and not extent.grown(1.5).holds(point)

    def _show_place(self, match: Match | None) -> None:
        self._same_place.look()
        if match is not None and self._is_outside(match.point):
            self._place_state.setText("Outside the program's area. Check the place; Ctrl+Enter saves it all the same.")
            mark(self._place_state, "kind", "warn")
        elif match is not None:
            self._place_state.setText(f"✓ on the map: {match.point.lat:.5f}, {match.point.lon:.5f}")
            mark(self._place_state, "kind", "good")
        elif self.place.text().strip():
            typing = self.place.hasFocus() and not self.place.fault
            self._place_state.setText(
                self.place.fault
                or ("Go on typing, or choose from the list." if typing else
                    "Not in the gazetteer: it will be saved as text, without drive times.")
            )  # fmt: skip
            mark(self._place_state, "kind", "small" if typing else "warn")
        else:
            self._place_state.setText("")

    def _on_nature(self, nature: Nature | None) -> None:
        if nature is not None and not self._level_touched:
            self.level.choose(str(max(nature.default_level, self._floor()).value))

    def _on_flags(self) -> None:
        floor = self._floor()
        if int(self.level.value) < floor:
            self.level.choose(str(floor.value))

    def _floor(self) -> Urgency:
        return level_floor(flag for flag, box in self.flags.items() if box.isChecked())

    def _touch_level(self) -> None:
        self._level_touched = True
        self._on_flags()

    def _connect(self) -> None:
        self.place.resolved.connect(self._show_place)
        for field in (self.place, self.nature):
            field.textEdited.connect(self._forget_fault)
        self.nature.chosen.connect(self._on_nature)
        self.level.picked.connect(self._touch_level)
        for box in self.flags.values():
            box.toggled.connect(lambda _on: self._on_flags())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.save()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._save = button("Save call  Ctrl+⏎", self.save, "primary")
        point = button("On map", lambda: self.point_requested.emit(True))
        body = QWidget()
        body.setObjectName("panelBody")
        whole = QVBoxLayout(body)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(7)
        self._fault.hide()
        flags = _grid(list(self.flags.values()), 2)
        needs = _grid(list(self.needs.values()), 2)
        self.caller.setPlaceholderText("Name")
        self.phone.setPlaceholderText("Number")
        self.note.setPlaceholderText("First words of the caller")
        parts: list[QWidget | QHBoxLayout | QGridLayout | QVBoxLayout] = [
            row(self._title, None, label("Esc keeps it", "small")), self._fault,
            label("Where", "field"), row(self.place, point), self._place_state, self._same_place,
            label("What", "field"), self.nature, label("Level", "field"), self.level,
            label("Risk", "field"), flags, label("How it came in", "field"), self.source,
            row(column(label("Caller", "field"), self.caller, spacing=3),
                column(label("Phone", "field"), self.phone, spacing=3)),
            label("Language", "field"), self.language, label("The team should have", "field"), needs,
            label("Note", "field"), self.note, self.due,
        ]  # fmt: skip
        for part in parts:
            if isinstance(part, QWidget):
                whole.addWidget(part)
            else:
                whole.addLayout(part)
        whole.addStretch(1)
        for name, field in (("Where", self.place), ("What", self.nature), ("Caller", self.caller),
                            ("Phone", self.phone), ("Note", self.note), ("Language", self.language)):  # fmt: skip
            field.setAccessibleName(name)
        self.setWidget(body)
        self.set_foot(panel_foot(self._save, button("Drop", self.dropped.emit), None))
        QWidget.setTabOrder(self.note, point)  # Tab leads from the place to the nature: the fastest way through


def _grid(widgets: list[QCheckBox], columns: int) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(5)
    for place, widget in enumerate(widgets):
        grid.addWidget(widget, place // columns, place % columns)
    return grid
