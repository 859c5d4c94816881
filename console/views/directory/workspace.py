"""The Directory workspace: everybody with contract and qualifications; what is chosen is changed at the right."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.commands.staffing import approve_absence, drop_wish, end_absence, set_partner
from console.desk.desk import Desk
from console.domain.ids import AbsenceId, ResponderId, WishId
from console.domain.roles import Permission
from console.domain.rosters import Absence, Person, Wish
from console.errors import TandemError
from console.queries.rosters import staff
from console.ui.build import button, emptied, label, row
from console.ui.notices import Notices
from console.ui.rows_table import dress
from console.ui.theme import theme
from console.views.directory.contract_form import ContractForm
from console.views.directory.forms import AbsenceForm, PartnerForm, PersonForm, WishForm
from console.views.directory.people_export import PeopleExport
from console.views.directory.people_import import PeopleImport
from console.views.directory.words import contract_words, held_words, soon_expired

HEADINGS = ("Name", "Discipline", "Licence and qualifications", "Contract", "Home zone")
WIDTHS = (180, 90, 300, 190)
AHEAD = timedelta(days=60)  # qualifications that expire within these days are listed


class Directory(QWidget):
    """A list that is searched, and the chosen person beside it."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self._desk, self._notices, self._window = desk, notices, window
        self.people: list[Person] = []
        self._shown: list[Person] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Name, licence, language, qualification")
        self.search.setAccessibleName("Find people")
        self.expiring = QCheckBox("Expires within 60 days")
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setHorizontalHeaderLabels(HEADINGS)
        self.table.setAccessibleName("People")
        self._count = label("", "small")
        self.exporting = PeopleExport(window, desk, notices, self)
        self._detail = QVBoxLayout()
        self._lay_out()
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.expiring.toggled.connect(lambda _on: self._narrow())
        self.table.itemSelectionChanged.connect(self._show_chosen)
        if desk.may(Permission.EDIT_DIRECTORY):
            self.table.doubleClicked.connect(lambda _index: self._edit(PersonForm))
        desk.store.rosters_changed.connect(lambda _ids: self.refresh())
        self.setFocusProxy(self.search)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read everybody anew; who was chosen stays chosen."""
        if self.isVisible():
            self._desk.ask(staff).then(self._take).otherwise(self._refuse)

    def chosen(self) -> Person | None:
        """Who is chosen."""
        place = self.table.currentRow()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def add(self) -> None:
        """Ask for somebody new."""
        PersonForm(self._window, self._desk, None, self.people)

    def export(self) -> None:
        """Ask where everybody goes as a table."""
        self.exporting.ask()

    def import_people(self) -> None:
        """Ask for a table of people."""
        PeopleImport(self._window, self._desk, self._notices)

    def _take(self, people: list[Person]) -> None:
        self.people = people
        self._narrow()

    def _narrow(self) -> None:
        before = self.chosen()
        words, day = self.search.text().lower().split(), self._desk.store.today()
        self._shown = [
            one for one in self.people
            if all(word in f"{one.name} {one.discipline.value} {held_words(one)}".lower() for word in words)
            and (not self.expiring.isChecked() or soon_expired(one, day, day + AHEAD))
        ]  # fmt: skip
        zones = {zone.id: zone.name for zone in self._desk.store.zones}
        self.table.setRowCount(len(self._shown))
        for place, one in enumerate(self._shown):
            soon = soon_expired(one, day, day + AHEAD)
            zone = zones.get(one.zone_id, "") if one.zone_id is not None else ""
            cells = (one.name, one.discipline.value.capitalize(), held_words(one), contract_words(one.contract), zone)
            for at, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if (at == 2 and soon) or (at == 3 and one.contract is None):
                    item.setForeground(theme().colour("warn.text"))
                self.table.setItem(place, at, item)
        ids = [one.id for one in self._shown]
        self.table.selectRow(ids.index(before.id) if before is not None and before.id in ids else 0)
        without = sum(one.contract is None for one in self.people)
        told = f"{len(self._shown)} of {len(self.people)} people"
        self._count.setText(told + (f" · {without} without a contract" if without else ""))
        self._show_chosen()

    # The chosen person

    def _show_chosen(self) -> None:
        emptied(self._detail)
        one = self.chosen()
        if one is None:
            self._detail.addWidget(label("Nobody is chosen. Add people, or take the words away.", "dim", wrap=True))
            self._detail.addStretch(1)
            return
        edits = self._desk.may(Permission.EDIT_DIRECTORY)
        self._detail.addWidget(label(one.name, "title", wrap=True))
        self._detail.addWidget(label(held_words(one) or "No licence and no qualification on record.", "dim", wrap=True))
        day = self._desk.store.today()
        for held in soon_expired(one, day, day + AHEAD):
            word = "expires" if held.valid_on(day) else "expired"
            self._detail.addWidget(label(f"⚠ {held.word} {word} on {held.expires:%d %b %Y}", "error", wrap=True))
        if edits:
            edit = button("Person …", partial(self._edit, PersonForm))
            self._detail.addLayout(row(edit, button("Contract …", self._contract), None))
        self._detail.addWidget(label("Contract", "section"))
        self._detail.addWidget(label(contract_words(one.contract, whole=True), "dim", wrap=True))
        now, may = self._desk.store.now(), self._desk.may(Permission.CHANGE_PUBLISHED)
        there = [absence for absence in one.absences if absence.ends_at > max(now, absence.starts_at)]
        away = [self._away(absence) for absence in there if absence.approved]
        self._section("Away", away, "Nobody knows of any time away.", AbsenceForm if may else None)
        for absence in (one for one in there if not one.approved):
            acts = [button("Approve", partial(self._approve, absence), "small")] if may else []
            text, strike = self._away(absence)
            acts += [button("Strike off", strike, "small")] if may and callable(strike) else []
            self._detail.addLayout(row(label(f"Asked for, not approved · {text}", "dim", wrap=True), None, *acts))
        wishes = [self._wish(wish) for wish in one.wishes if wish.day >= day]
        self._section("Wishes", wishes, "No wish.", WishForm if edits else None)
        names = {person.id: person.name for person in self.people}
        partners = [(f"Usually with {names.get(key, 'somebody who left')}", key) for key in one.usually_with]
        partners += [(f"Never with {names.get(key, 'somebody who left')}", key) for key in one.never_with]
        lines = [(text, partial(self._part, one.id, key)) for text, key in sorted(partners)]
        self._section("Rides with", lines, "With anybody.", PartnerForm if edits else None)
        self._detail.addStretch(1)

    def _section(self, name: str, lines: Sequence[tuple[str, object]], nothing: str, form: type | None) -> None:
        add = [button("Add …", partial(self._edit, form), "small")] if form is not None else []
        self._detail.addLayout(row(label(name, "section"), None, *add))
        for text, strike in lines:
            parts = [button("Strike off", strike, "small")] if form is not None and callable(strike) else []
            self._detail.addLayout(row(label(text, wrap=True), None, *parts))
        if not lines:
            self._detail.addWidget(label(nothing, "dim", wrap=True))

    def _away(self, absence: Absence) -> tuple[str, object]:
        zone = self._desk.store.program.zone if self._desk.store.program is not None else None
        since, until = (f"{one.astimezone(zone):%a %d %b %H:%M}" for one in (absence.starts_at, absence.ends_at))
        return f"{absence.kind.word}: {since} to {until}", partial(self._strike_absence, absence)

    def _strike_absence(self, absence: Absence) -> None:
        """One that has begun ends now, and stays on record; one to come is struck off."""
        if absence.id is not None:
            ends = max(absence.starts_at, min(self._desk.store.now(), absence.ends_at))
            self._desk.run(end_absence, AbsenceId(absence.id), ends).otherwise(self._refuse)

    def _approve(self, absence: Absence) -> None:
        if absence.id is not None:
            self._desk.run(approve_absence, AbsenceId(absence.id)).otherwise(self._refuse)

    def _wish(self, wish: Wish) -> tuple[str, object]:
        what = "would like to work" if wish.works else "would like to be off"
        return f"{wish.day:%a %d %b}: {what} (weight {wish.weight})", partial(self._strike_wish, wish)

    def _strike_wish(self, wish: Wish) -> None:
        if wish.id is not None:
            self._desk.run(drop_wish, WishId(wish.id)).otherwise(self._refuse)

    def _part(self, one: ResponderId, other: ResponderId) -> None:
        self._desk.run(set_partner, one, other, None).otherwise(self._refuse)

    def _edit(self, form: type) -> None:
        if (one := self.chosen()) is not None and self._desk.may(Permission.CHANGE_PUBLISHED):
            form(self._window, self._desk, one, self.people)

    def _contract(self) -> None:
        if (one := self.chosen()) is not None:
            ContractForm(self._window, self._desk, one)

    def _refuse(self, fault: TandemError) -> None:
        self._notices.refused(str(fault))

    def _lay_out(self) -> None:
        table = self.table
        dress(table)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, width in enumerate(WIDTHS):
            header.resizeSection(at, theme().px(width))
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)  # what somebody holds is the longest
        left = QVBoxLayout()
        left.setContentsMargins(12, 8, 8, 8)
        files = [button("Export …", self.export, tip="Everybody as a CSV file")]
        add = []
        if self._desk.may(Permission.EDIT_DIRECTORY):
            files.append(button("Import …", self.import_people, tip="People from a CSV file"))
            add = [button("Add a person …", self.add, "primary")]
        for one in files:
            one.setAccessibleName(one.toolTip())
        left.addLayout(row(self.search, self.expiring, *files, *add))
        left.addWidget(table, 1)
        left.addWidget(self._count)
        side = QWidget()
        side.setLayout(self._detail)
        self._detail.setContentsMargins(12, 12, 12, 12)
        scroll = QScrollArea()
        scroll.setWidget(side)
        scroll.setWidgetResizable(True)
        scroll.setFixedWidth(theme().px(340))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(left, 1)
        whole.addWidget(scroll)
