"""Tonight: the teams of the running shift, who is in, late or sick, and which unit each team rides in."""

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from console.commands.staffing import add_absence
from console.commands.tonight import crew_from_roster, split_riding
from console.domain.ids import AbsenceId, ResponderId, new_uuid
from console.domain.roles import Permission
from console.domain.rosters import Absence, AbsenceKind, Person, RosterState
from console.domain.units import UnitKind
from console.errors import ReasonNeeded, TandemError
from console.snapshots.rosters import TeamSnapshot
from console.snapshots.units import UnitSnapshot
from console.ui.ask import ask_choice, ask_reason
from console.ui.build import button, label, row
from console.ui.rows_table import dress
from console.ui.theme import theme
from console.views.roster.planner import Planner
from console.views.roster.seat_picker import Option, Picker
from console.views.roster.tonight_acts import Put, ask_other, ask_swap_with

HEADINGS = ("Shift", "Team", "Unit")
AHEAD = timedelta(hours=3)  # shifts that begin within these hours are shown, too
LATE = timedelta(minutes=30)
CREWED = (UnitKind.CO_RESPONSE, UnitKind.CIT_PATROL, UnitKind.MOBILE_CRISIS)


class Tonight(QDialog):
    """Follows roster and units while it is open."""

    def __init__(self, parent: QWidget, planner: Planner, put: Put) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tandem")
        self._planner, self._desk, self._put = planner, planner.desk, put
        self.teams: list[TeamSnapshot] = []
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setHorizontalHeaderLabels(HEADINGS)
        self.table.setAccessibleName("Tonight's teams")
        self.table.itemActivated.connect(lambda _item: self._ask_unit())
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self._said = label("", "dim", wrap=True)
        self.ride = button("Put in service …", self._ask_unit, "primary")
        self.sick = button("Sick …", partial(self._ask_who, AbsenceKind.SICK))
        self.late = button("Late …", partial(self._ask_who, AbsenceKind.LATE))
        self.other = button("Somebody else …", self._ask_other)
        self.swap = button("Change places …", self._ask_swap)
        self.split = button("Split …", self._ask_split, tip="Each goes back to the unit they came from")
        self._lay_out()
        planner.opened.connect(self.refresh)
        planner.changed.connect(self.refresh)
        store = self._desk.store
        for change in (store.units.upserted, store.units.removed):
            change.connect(self._follow)
        self.refresh()
        self.open()
        self.table.setFocus()

    def _follow(self, _units: object) -> None:  # a method, so that it is let go of with the window
        self.refresh()

    def refresh(self) -> None:
        """Take the teams and units as they are now; the row that was chosen stays chosen."""
        book, now, chosen = self._planner.book, self._desk.store.now(), self.team()
        in_force = book is not None and book.roster.state is RosterState.PUBLISHED
        found = [one for one in book.teams if one.starts_at - AHEAD <= now < one.ends_at] if book and in_force else []
        self.teams = sorted(found, key=lambda one: (one.starts_at, one.name, one.id))
        self.table.setRowCount(len(self.teams))
        for place, team in enumerate(self.teams):
            zone = book.zones.get(team.zone_id, "") if book is not None and team.zone_id is not None else ""
            hours = "–".join(self._hour(one) for one in (team.starts_at, team.ends_at))
            unit = self._unit_of(team)
            shift = " ".join(filter(None, (zone, team.name, hours)))
            cells = (shift, self._who(team), unit.call_sign if unit else "none")
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column == 2 and unit is None:
                    item.setForeground(theme().colour("warn.text"))
                self.table.setItem(place, column, item)
        self.table.resizeRowsToContents()
        ids = [one.id for one in self.teams]
        if ids:
            self.table.selectRow(ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0)
        told = "" if in_force else " Open the roster that is in force."
        here = f"{len(ids)} teams now or within three hours." if ids else "No team of this hour."
        self._said.setText(here + told)
        may = self._desk.may(Permission.CREW_UNIT)
        for act in (self.ride, self.split):
            act.setVisible(may)
        for act in (self.ride, self.sick, self.late, self.other, self.swap, self.split):
            act.setEnabled(bool(ids))

    def team(self) -> TeamSnapshot | None:
        """The chosen team."""
        place = self.table.currentRow()
        return self.teams[place] if 0 <= place < len(self.teams) else None

    # Words

    def _who(self, team: TeamSnapshot) -> str:
        return "\n".join(self._state(seat.responder_id, team) or f"No {seat.discipline.value}" for seat in team.seats)

    def _state(self, key: ResponderId | None, team: TeamSnapshot) -> str:
        person = self._planner.person(key)
        if person is None:
            return ""
        units = [one for one in self._desk.store.units if one.on_duty]
        rides = next((unit for unit in units if any(one.responder_id == key for one in unit.members)), None)
        away = [
            one for one in person.absences if one.approved and one.touches(team.starts_at, team.ends_at)
            and (rides is None or one.kind is not AbsenceKind.LATE)  # late no more
        ]  # fmt: skip
        where = f"in {rides.call_sign}" if rides is not None else "not in yet"
        return f"{person.name}: {away[0].kind.word.lower() if away else where}"

    def _unit_of(self, team: TeamSnapshot) -> UnitSnapshot | None:
        """The unit that the team rides in now: as the roster has it, or the one with all of them aboard."""
        members = set(team.members)
        for unit in self._desk.store.units:
            aboard = {one.responder_id for one in unit.members} & members
            if unit.on_duty and aboard and (unit.id == team.unit_id or aboard == members):
                return unit
        return None

    def _hour(self, at: datetime) -> str:
        zone = self._desk.store.program.zone if self._desk.store.program is not None else None
        return f"{at.astimezone(zone):%H:%M}"

    # Acts

    def _ask_unit(self) -> None:
        team = self.team()
        if team is None:
            return
        units = sorted(self._desk.store.units, key=lambda one: (bool(one.members), one.call_sign))
        free = {unit.id: unit for unit in units if not unit.assignments and unit.kind in CREWED}
        options = [Option(self._told(unit), key) for key, unit in free.items()]
        heading = f"Which unit does {team.name} ride in?"
        Picker(self, heading, "Call sign, or a name", options, lambda key: self._crew(team, free[key]))

    @staticmethod
    def _told(unit: UnitSnapshot) -> str:
        crew = " + ".join(one.short for one in unit.members) or "empty"
        return f"{unit.call_sign} · {crew}" + ("" if unit.on_duty else " · is logged on")

    def _crew(self, team: TeamSnapshot, unit: UnitSnapshot, reason: str = "") -> None:
        errand = self._desk.run(crew_from_roster, team.id, unit.id, unit.pairing_id, team.version, reason)
        errand.then(self._done).otherwise(partial(self._ask_reason, team, unit))

    def _ask_reason(self, team: TeamSnapshot, unit: UnitSnapshot, fault: TandemError) -> None:
        if not isinstance(fault, ReasonNeeded):
            self._refuse(fault)
            return
        ask_reason(
            self, "This bends a rule", f"{fault} Give a reason to put them in service all the same.",
            "Put in service", partial(self._crew, team, unit),
        )  # fmt: skip

    def _ask_other(self) -> None:
        if (team := self.team()) is not None:
            ask_other(self, self._planner, team, self._put)

    def _ask_swap(self) -> None:
        if (team := self.team()) is not None:
            ask_swap_with(self, self._planner, team, self.teams, self._put)

    def _ask_split(self) -> None:
        team = self.team()
        unit = self._unit_of(team) if team is not None else None
        if team is None or unit is None:
            return
        said = "Each goes back to the unit they came from, if there is one. The roster keeps them as a team."
        ask_choice(
            self, f"Split the crew of {unit.call_sign}?", said,
            [("Split", partial(self._split, team, unit)), ("Leave them together", lambda: None)],
        )  # fmt: skip

    def _split(self, team: TeamSnapshot, unit: UnitSnapshot) -> None:
        errand = self._desk.run(split_riding, team.id, unit.id, unit.pairing_id)
        errand.then(self._done).otherwise(self._refuse)

    def _ask_who(self, kind: AbsenceKind) -> None:
        team = self.team()
        people = [one for key in team.members if (one := self._planner.person(key)) is not None] if team else []
        if team is None or not people:
            return
        ask_choice(
            self, f"Who is {kind.word.lower()}?", "It is on record, and supervisors and coordinators see it.",
            [(one.name, partial(self._absent, one, team, kind)) for one in people],
        )  # fmt: skip

    def _absent(self, person: Person, team: TeamSnapshot, kind: AbsenceKind) -> None:
        now = self._desk.store.now()
        since = min(now, team.starts_at)
        until = max(now, team.starts_at) + LATE if kind is AbsenceKind.LATE else team.ends_at
        work = self._desk.run(add_absence, AbsenceId(new_uuid()), person.id, Absence(kind, since, until))
        work.then(self._done).otherwise(self._refuse)

    def _done(self, _result: object) -> None:  # a method: Esc may have been first
        self.fault.hide()

    def _refuse(self, fault: TandemError) -> None:
        self.fault.setText(str(fault))
        self.fault.show()

    def _lay_out(self) -> None:
        table = self.table
        dress(table)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().resizeSection(0, theme().px(230))
        table.horizontalHeader().resizeSection(1, theme().px(300))
        table.horizontalHeader().setStretchLastSection(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.addWidget(label("Tonight", "title"))
        whole.addWidget(self._said)
        whole.addWidget(table, 1)
        whole.addWidget(self.fault)
        whole.addLayout(row(self.sick, self.late, self.other, self.swap, self.split, None))
        whole.addLayout(row(None, button("Back", self.close), self.ride))
        self.resize(theme().px(720), theme().px(520))
