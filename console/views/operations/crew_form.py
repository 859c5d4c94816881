"""Who rides in a unit tonight: mark the responders, Enter puts them aboard; or split the team."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from console.commands.crews import crew_unit, split_team
from console.commands.programs import add_responder, add_unit
from console.desk.desk import Desk
from console.desk.errand import Errand
from console.domain.ids import ResponderId, UnitId, ZoneId, new_uuid
from console.domain.qualifications import Held, language
from console.domain.units import Discipline, UnitKind
from console.errors import EditConflict, TandemError
from console.queries.program import responders
from console.queries.units import units_by_ids
from console.snapshots.units import MemberSnapshot, UnitSnapshot
from console.ui.ask import Question
from console.ui.build import button, label, row
from console.ui.notices import Notices

ID_ROLE = Qt.ItemDataRole.UserRole + 1


class CrewForm(Question):
    """The responders by discipline; those aboard are marked, those in another unit say which."""

    def __init__(self, parent: QWidget, desk: Desk, notices: Notices, unit: UnitSnapshot) -> None:
        super().__init__(
            parent, f"Crew of {unit.call_sign}", "Space marks, Enter saves. Who rides elsewhere leaves that unit."
        )
        self._desk, self._notices, self._unit = desk, notices, unit
        self._fault = label("", "error", wrap=True)
        self._list = QListWidget()
        self._list.setMinimumHeight(340)
        self._list.setAccessibleName("Responders")
        split = button("Split the team", self._split)
        split.setEnabled(bool(unit.members))
        split.setToolTip("Each member goes back to the unit they came from")
        for part in (self._list, self._fault):
            self.body.addWidget(part)
        self.body.addLayout(row(split, None, button("Back", self.close), button("Save", self._save, "primary")))
        self._fault.hide()
        self.open()
        self._list.setFocus()
        desk.ask(responders).then(self._fill)

    def _fill(self, everyone: Sequence[MemberSnapshot]) -> None:
        aboard = {member.responder_id for member in self._unit.members}
        elsewhere = {
            member.responder_id: unit.call_sign
            for unit in self._desk.store.units
            for member in unit.members
            if unit.id != self._unit.id
        }
        order = {discipline: place for place, discipline in enumerate(Discipline)}
        for one in sorted(everyone, key=lambda one: (order[one.discipline], one.name)):
            where = f"   rides in {elsewhere[one.responder_id]}" if one.responder_id in elsewhere else ""
            item = QListWidgetItem(f"{one.short}   {one.discipline.value}{where}")
            item.setData(ID_ROLE, one.responder_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            checked = one.responder_id in aboard
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        if not everyone:
            self._say("There are no responders yet. Ctrl+K, “Add a responder”.")

    def _chosen(self) -> list[ResponderId]:
        items = [self._list.item(place) for place in range(self._list.count())]
        return [item.data(ID_ROLE) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _save(self) -> None:
        unit = self._unit
        errand = self._desk.run(crew_unit, unit.id, unit.pairing_id, self._chosen())
        errand.then(lambda _key: self._notices.done(f"{unit.call_sign} crewed"))
        errand.then(self.finish).otherwise(self._refused)

    def _split(self) -> None:
        unit = self._unit
        errand = self._desk.run(split_team, unit.id, unit.pairing_id)
        errand.then(lambda _none: self._notices.done(f"{unit.call_sign} split"))
        errand.then(self.finish).otherwise(self._refused)

    def _refused(self, fault: TandemError) -> None:
        self._say(str(fault))
        if isinstance(fault, EditConflict):
            self._desk.ask(units_by_ids, [self._unit.id]).then(self._take_newer)

    def _take_newer(self, units: list[UnitSnapshot]) -> None:
        # Who rides in it now has been said above the buttons, and the marks stay: the next Save means it.
        self._unit = units[0] if units else self._unit

    def _say(self, text: str) -> None:
        self._fault.setText(text)
        self._fault.show()


class _Adding(Question):
    """A question whose answer adds something; a refusal is said in place."""

    def __init__(self, parent: QWidget, desk: Desk, notices: Notices, heading: str, sentence: str) -> None:
        super().__init__(parent, heading, sentence)
        self._desk, self._notices = desk, notices
        self._fault = label("", "error", wrap=True)
        self._fault.hide()

    def _await(self, errand: Errand[None], said: str) -> None:
        errand.then(lambda _none: self._notices.done(said)).then(self.finish).otherwise(self._refused)

    def _refused(self, fault: TandemError) -> None:
        self._fault.setText(str(fault))
        self._fault.show()


class UnitForm(_Adding):
    """A new unit: call sign, kind, zone."""

    def __init__(self, parent: QWidget, desk: Desk, notices: Notices) -> None:
        super().__init__(parent, desk, notices, "Add a unit", "It starts off duty. Crew it, then log it on.")
        self._sign = QLineEdit()
        self._sign.setPlaceholderText("Call sign, such as C09")
        self._kind = QComboBox()
        for kind in UnitKind:
            self._kind.addItem(kind.word, kind.value)
        self._zone = _zones(desk)
        for part in (self._sign, self._kind, self._zone, self._fault):
            self.body.addWidget(part)
        self._sign.returnPressed.connect(self._save)
        self.body.addLayout(row(None, button("Back", self.close), button("Add", self._save, "primary")))
        self.open()
        self._sign.setFocus()

    def _save(self) -> None:
        sign = self._sign.text().strip().upper()
        kind = UnitKind(str(self._kind.currentData()))
        zone: ZoneId | None = self._zone.currentData()
        self._await(self._desk.run(add_unit, UnitId(new_uuid()), sign, kind, zone), f"{sign} added, off duty")


class ResponderForm(_Adding):
    """A new responder: name, discipline, licence, languages and skills."""

    def __init__(self, parent: QWidget, desk: Desk, notices: Notices) -> None:
        super().__init__(
            parent, desk, notices,
            "Add a responder", "Qualifications with expiry dates are kept with the roster, later.",
        )  # fmt: skip
        self._name = QLineEdit()
        self._name.setPlaceholderText("First and last name")
        self._discipline = QComboBox()
        for discipline in Discipline:
            self._discipline.addItem(discipline.value.capitalize(), discipline.value)
        self._licence = QLineEdit()
        self._licence.setPlaceholderText("Licence, if any: LCSW, LMFT, LPC, RN")
        self._skills = QLineEdit()
        self._skills.setPlaceholderText("Skills and languages, by commas: CIT-40h, youth, Spanish")
        for part in (self._name, self._discipline, self._licence, self._skills, self._fault):
            self.body.addWidget(part)
        self.body.addLayout(row(None, button("Back", self.close), button("Add", self._save, "primary")))
        self.open()
        self._name.setFocus()

    def _save(self) -> None:
        skills = [part.strip() for part in self._skills.text().split(",") if part.strip()]
        known = {"cit-40h": "CIT-40h", "youth": "youth", "negotiator": "negotiator", "nurse": "RN", "rn": "RN"}
        held = [Held(known.get(skill.lower()) or language(skill)) for skill in skills]
        discipline = Discipline(str(self._discipline.currentData()))
        name = self._name.text().strip()
        errand = self._desk.run(
            add_responder, ResponderId(new_uuid()), name, discipline,
            licence=self._licence.text().strip().upper() or None, qualifications=held,
        )  # fmt: skip
        self._await(errand, f"{discipline.value.capitalize()} added")


def _zones(desk: Desk) -> QComboBox:
    box = QComboBox()
    box.addItem("No home zone", None)
    for zone in sorted(desk.store.zones, key=lambda one: one.name):
        box.addItem(f"Home zone {zone.name}", zone.id)
    return box
