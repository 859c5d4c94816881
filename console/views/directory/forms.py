"""Forms of the directory: a person, an absence, a wish, a partner."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QDateTimeEdit, QFormLayout, QLineEdit, QSpinBox, QWidget

from console.commands.programs import add_responder
from console.commands.staffing import add_absence, add_wish, edit_responder, set_partner, set_qualifications
from console.desk.desk import Desk
from console.domain.ids import AbsenceId, ResponderId, WishId, new_uuid
from console.domain.qualifications import Held
from console.domain.rosters import Absence, AbsenceKind, PartnerKind, Person, Wish
from console.domain.units import Discipline
from console.errors import BadInput, TandemError
from console.ui.ask import Question
from console.ui.build import button, label, row

PRIVATE = "Why and the note are seen by supervisors and coordinators only."


class _Form(Question):
    """Fields below each other, a refusal in place, Ctrl+Enter saves."""

    def __init__(
        self, parent: QWidget, heading: str, fields: Sequence[tuple[str, QWidget]], sentence: str = ""
    ) -> None:
        super().__init__(parent, heading, sentence)
        form = QFormLayout()
        for text, field in fields:
            field.setAccessibleName(text)
            form.addRow(label(text, "field"), field)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.body.addLayout(form)
        self.body.addWidget(self.fault)
        self.send = button("Save", self.save, "primary")
        self.send.setShortcut("Ctrl+Return")
        self.body.addLayout(row(label("Ctrl+Enter saves", "small"), None, button("Back", self.close), self.send))
        self.setMinimumWidth(520)
        self.open()
        fields[0][1].setFocus()

    def save(self) -> None:
        """Send what is typed."""
        raise NotImplementedError

    def refused(self, fault: TandemError) -> None:
        """Say why not; what was typed stays."""
        self.fault.setText(str(fault))
        self.fault.show()


class PersonForm(_Form):
    """Name, discipline, licence, home zone and qualifications; somebody new when no person is given."""

    def __init__(self, parent: QWidget, desk: Desk, person: Person | None, _people: Sequence[Person]) -> None:
        self._desk, self._person, self._id = desk, person, person.id if person else ResponderId(new_uuid())
        self.name, self.licence, self.held = QLineEdit(), QLineEdit(), QLineEdit()
        self.discipline, self.zone = QComboBox(), QComboBox()
        for one in Discipline:
            self.discipline.addItem(one.value.capitalize(), one.value)
        self._zones = [None, *(zone.id for zone in sorted(desk.store.zones, key=lambda zone: zone.name))]
        names = {zone.id: zone.name for zone in desk.store.zones}
        self.zone.addItems(["None", *(names[key] for key in self._zones if key is not None)])
        self.held.setPlaceholderText("Such as CIT-40h to 2027-03-31, language:spanish, youth")
        if person is not None:
            self.name.setText(person.name)
            self.licence.setText(person.licence or "")
            self.discipline.setCurrentIndex(list(Discipline).index(person.discipline))
            self.discipline.setEnabled(False)
            self.zone.setCurrentIndex(self._zones.index(person.zone_id) if person.zone_id in self._zones else 0)
            self.held.setText(told_held(person.qualifications))
        fields = (("Name", self.name), ("Discipline", self.discipline), ("Licence", self.licence),
                  ("Home zone", self.zone), ("Qualifications", self.held))  # fmt: skip
        super().__init__(parent, "A person" if person is None else person.name, fields)

    def save(self) -> None:
        try:
            held = read_held(self.held.text())
        except BadInput as fault:
            self.refused(fault)
            return
        zone, licence = self._zones[self.zone.currentIndex()], self.licence.text().strip() or None
        if self._person is None:
            discipline = Discipline(self.discipline.currentData())
            errand = self._desk.run_once(
                self._id, add_responder, self._id, self.name.text(), discipline, licence=licence, zone_id=zone,
                qualifications=held,
            )  # fmt: skip
            errand.then(self.finish).otherwise(self.refused)
            return
        before = (self._person.name, self._person.licence, self._person.zone_id)
        if (self.name.text().strip(), licence, zone) == before:
            self._keep_held(held)
            return
        edited = self._desk.run(edit_responder, self._id, self._person.version, self.name.text(), licence, zone)
        edited.then(lambda _none: self._keep_held(held)).otherwise(self.refused)

    def _keep_held(self, held: list[Held]) -> None:
        self._desk.run(set_qualifications, self._id, held).then(self.finish).otherwise(self.refused)


class AbsenceForm(_Form):
    """From when to when somebody is away, and why."""

    def __init__(self, parent: QWidget, desk: Desk, person: Person, _people: Sequence[Person]) -> None:
        self._desk, self._person, self._id = desk, person, AbsenceId(new_uuid())
        self.kind, self.note = QComboBox(), QLineEdit()
        for one in AbsenceKind:
            self.kind.addItem(one.word, one.value)
        now = desk.store.now().astimezone(desk.store.program.zone if desk.store.program else None)
        self.since, self.until = QDateTimeEdit(), QDateTimeEdit()
        for field, hour in ((self.since, now.hour), (self.until, 23)):
            field.setDisplayFormat("ddd d MMM yyyy HH:mm")
            field.setCalendarPopup(True)
            field.setDateTime(QDateTime(QDate(now.year, now.month, now.day), QTime(hour, 0)))
        self.approved = QCheckBox("Approved: nobody plans them then")
        self.approved.setChecked(True)
        fields = (
            ("Why", self.kind), ("From", self.since), ("Until", self.until), ("Binds", self.approved),
            ("Note", self.note),
        )  # fmt: skip
        super().__init__(parent, f"{person.name} is away", fields, PRIVATE)

    def save(self) -> None:
        kind = AbsenceKind(self.kind.currentData())
        since, until = (self._moment(field) for field in (self.since, self.until))
        absence = Absence(kind, since, until, self.approved.isChecked())
        errand = self._desk.run_once(self._id, add_absence, self._id, self._person.id, absence, self.note.text())
        errand.then(self.finish).otherwise(self.refused)

    def _moment(self, field: QDateTimeEdit) -> datetime:
        day, hour = field.date(), field.time()
        zone = self._desk.store.program.zone if self._desk.store.program else UTC
        return datetime.combine(date(day.year(), day.month(), day.day()), time(hour.hour(), hour.minute()), zone)


class WishForm(_Form):
    """A day that somebody would like to work, or to have off."""

    def __init__(self, parent: QWidget, desk: Desk, person: Person, _people: Sequence[Person]) -> None:
        self._desk, self._person, self._id = desk, person, WishId(new_uuid())
        today = desk.store.today()
        self.day, self.what, self.weight = QDateEdit(QDate(today.year, today.month, today.day)), QComboBox(), QSpinBox()
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.day.setCalendarPopup(True)
        self.what.addItems(["would like to be off", "would like to work"])
        self.weight.setRange(1, 10)
        fields = (("Day", self.day), ("Wish", self.what), ("Weight", self.weight))
        super().__init__(parent, f"A wish of {person.name}", fields)

    def save(self) -> None:
        day = self.day.date()
        wish = Wish(date(day.year(), day.month(), day.day()), self.what.currentIndex() == 1, self.weight.value())
        errand = self._desk.run_once(self._id, add_wish, self._id, self._person.id, wish)
        errand.then(self.finish).otherwise(self.refused)


class PartnerForm(_Form):
    """Somebody whom a person usually rides with, or never may."""

    def __init__(self, parent: QWidget, desk: Desk, person: Person, people: Sequence[Person]) -> None:
        self._desk, self._person = desk, person
        self._others = [one for one in people if one.id != person.id]
        self.who, self.kind, self.note = QComboBox(), QComboBox(), QLineEdit()
        self.who.addItems([f"{one.name} ({one.discipline.value})" for one in self._others])
        self.kind.addItems(["usually", "never"])
        fields = (("With", self.who), ("Rides", self.kind), ("Note", self.note))
        super().__init__(parent, f"{person.name} rides", fields, PRIVATE)

    def save(self) -> None:
        kind = PartnerKind.USUAL if self.kind.currentIndex() == 0 else PartnerKind.NEVER
        other = self._others[self.who.currentIndex()].id
        errand = self._desk.run(set_partner, self._person.id, other, kind, self.note.text())
        errand.then(self.finish).otherwise(self.refused)


def told_held(held: Sequence[Held]) -> str:
    """Qualifications as they are typed."""
    return ", ".join(f"{one.code} to {one.expires.isoformat()}" if one.expires else one.code for one in held)


def read_held(text: str) -> list[Held]:
    """Qualifications from "CIT-40h to 2027-03-31, youth".

    Raises:
        BadInput: a date is none; the sentence repeats the part.
    """
    found = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        code, _, day = part.partition(" to ")
        try:
            found.append(Held(code.strip(), date.fromisoformat(day.strip()) if day else None))
        except ValueError:
            raise BadInput(f'"{part}": write the last day as 2027-03-31.') from None
    return found
