"""One roster on one screen: its book as it is now, the wishes on it, and what can be taken back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from console.commands.roster_teams import TeamChange, change_published, change_teams
from console.commands.tonight import change_riding
from console.desk.desk import Desk
from console.domain.ids import PairingId, ResponderId, RosterId, TeamId, UnitId
from console.domain.roles import Permission
from console.domain.roster_rules import Finding
from console.domain.rosters import Person, RosterState, Strength
from console.errors import TandemError
from console.planning.roster.checks import Checks
from console.planning.roster.comparing import Difference, differences
from console.queries.rosters import roster_book, rosters
from console.snapshots.rosters import Book, RosterSnapshot, TeamSnapshot
from console.views.roster.steps import Seats, Step, Steps

COALESCE_MS = 40  # what several desks and a builder write at once is read once


class Planner(QObject):
    """Holds the book that is open. A wish is written, and the screen follows when the database says so."""

    listed = Signal(object)  # list[RosterSnapshot]
    opened = Signal()  # another roster, or the same one with other shifts
    changed = Signal()  # somebody sits elsewhere, or is away
    compared = Signal()  # another roster is beside this one, or none any more
    refused = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.all: list[RosterSnapshot] = []
        self.book: Book | None = None
        self.checks: Checks | None = None
        self.other: Book | None = None  # the roster that the open one is compared with
        self.different: dict[TeamId, Difference] = {}
        self._beside: RosterId | None = None
        self._steps = Steps(self.team, self._send_step, self.refused.emit)
        self._wanted: RosterId | None = None
        self._opening: RosterId | None = None  # asked for, and not there yet
        self._later = QTimer(self, singleShot=True, interval=COALESCE_MS)
        self._later.timeout.connect(self.refresh)
        desk.store.rosters_changed.connect(lambda _ids: self._later.start())

    # What is there

    def refresh(self) -> None:
        """Read which rosters there are, and the open one anew."""
        self.desk.ask(rosters).then(self._list).otherwise(self._refuse)

    def open(self, roster_id: RosterId) -> None:
        """Show another roster."""
        if self._wanted != roster_id:
            self._steps.clear()
            self.compare(None)
        self._wanted = self._opening = roster_id
        self.desk.ask(roster_book, roster_id).then(self._take).otherwise(self._refuse)
        if self._beside is not None:
            self.desk.ask(roster_book, self._beside).then(self._take_other).otherwise(self._refuse)

    def open_running(self) -> None:
        """Show the roster in force for today, or for the night that began yesterday, if there is one."""
        today = self.desk.store.today()
        now = [one for one in self.all if one.state is RosterState.PUBLISHED and one.first_day <= today <= one.last_day]
        if now and now[0].id != self._wanted:
            self.open(now[0].id)

    def compare(self, roster_id: RosterId | None) -> None:
        """Put another roster beside the open one; None: none any more."""
        self._beside = roster_id
        if roster_id is not None:
            self.desk.ask(roster_book, roster_id).then(self._take_other).otherwise(self._refuse)
        elif self.other is not None:
            self.other = None
            self._find_differences()

    def _list(self, found: list[RosterSnapshot]) -> None:
        self.all = found
        self.listed.emit(found)
        known = {one.id for one in found}
        if self._wanted not in known and self._opening is None:  # one just made may be newer than this list
            today = self.desk.store.today()
            running = [one for one in found if one.first_day <= today <= one.last_day] or found
            running = [one for one in running if one.state is RosterState.PUBLISHED] or running
            self._wanted = running[0].id if running else None
            self._steps.clear()
        if self._wanted is not None:
            self.open(self._wanted)
        elif self.book is not None:
            self.book = self.checks = None
            self.opened.emit()

    def _take(self, book: Book) -> None:
        if book.roster.id != self._wanted:
            return  # another one was asked for meanwhile
        before, self.book, self.checks = self.book, book, Checks(book)
        self._opening = None
        self._steps.free()
        self._find_differences()
        same = before is not None and before.roster.id == book.roster.id and len(before.teams) == len(book.teams)
        (self.changed if same else self.opened).emit()

    def _take_other(self, book: Book) -> None:
        if book.roster.id == self._beside:
            self.other = book
            self._find_differences()

    def differences(self) -> list[Difference]:
        """Where the two differ, what was changed in force meanwhile first."""
        return differences(self.book, self.other) if self.book is not None and self.other is not None else []

    def _find_differences(self) -> None:
        before = self.different
        self.different = {one.team.id: one for one in self.differences() if one.team is not None}
        if before or self.different or self.other is not None:
            self.compared.emit()

    def _refuse(self, fault: TandemError) -> None:
        self._opening = None
        self.refused.emit(str(fault))

    # What may be done

    @property
    def is_draft(self) -> bool:
        """Whether the open roster is worked on."""
        return self.book is not None and self.book.roster.state is RosterState.DRAFT

    @property
    def may_change(self) -> bool:
        """Whether the actor may put people on the seats of the open roster."""
        if self.book is None:
            return False
        return self.desk.may(Permission.EDIT_ROSTER if self.is_draft else Permission.CHANGE_PUBLISHED)

    def team(self, team_id: TeamId | None) -> TeamSnapshot | None:
        """A team as it is now."""
        return self.checks.teams.get(team_id) if self.checks is not None and team_id is not None else None

    def person(self, key: ResponderId | None) -> Person | None:
        """Somebody by id."""
        return self.checks.people.get(key) if self.checks is not None and key is not None else None

    def verdict(
        self, team: TeamSnapshot, place: int, person: Person, *, leaving: Sequence[TeamId] = ()
    ) -> list[Finding]:
        """What would speak against a person on a seat, the strongest first; asked while hovering."""
        if self.checks is None:
            return []
        seats = list(team.seats)
        seats[place] = replace(seats[place], responder_id=person.id)
        told = self.checks.of_seat(team, team.seats[place], person, without=leaving)
        together = self.checks.of_team(team, seats)
        order = list(Strength)
        return sorted([*told, *together], key=lambda one: order.index(one.strength))

    def bent(self, teams: Sequence[TeamSnapshot], seats: Seats) -> list[str]:
        """Every firm rule that speaks against a seat that would change."""
        told: dict[str, None] = {}
        for team in teams:
            for place, (old, new) in enumerate(zip(team.seats, seats[team.id], strict=False)):
                if old != new and (person := self.person(new.responder_id)) is not None:
                    against = self.verdict(team, place, person, leaving=list(seats))
                    told |= {one.sentence: None for one in against if one.strength is Strength.FIRM}
        return list(told)

    # Wishes

    def put(
        self, words: str, seats: Seats, *, reason: str = "", asked: Callable[[TandemError], object] | None = None,
        then: Callable[[], object] = lambda: None, seen: Iterable[TeamSnapshot] = (),
    ) -> None:  # fmt: skip
        """Let these teams have these seats; `asked` gets a refusal instead of the notice, `then` follows when done.

        `seen` are the teams from which the seats were made, when that is a while ago: a change since then refuses it.
        """
        before = {key: team.seats for key in seats if (team := self.team(key)) is not None}
        step = Step(words, before, {key: value for key, value in seats.items() if before.get(key) != value})
        if not step.after:
            then()
            return

        def done() -> None:
            self._steps.add(step)
            then()

        self._send(step.after, reason, done, asked, {one.id: one.version for one in seen})

    def undo(self, said: Callable[[str], object]) -> None:
        """Take the last wish back; `said` gets its words when it is done, or "" when there is none."""
        self._steps.back(said)

    def redo(self, said: Callable[[str], object]) -> None:
        """Do again what was taken back."""
        self._steps.forth(said)

    def _send_step(
        self, seats: Seats, done: Callable[[], object], refused: Callable[[TandemError], object]
    ) -> None:
        self._send(seats, "", done, refused, {})

    def _send(
        self, seats: Seats, reason: str, done: Callable[[], object], asked: Callable[[TandemError], object] | None,
        seen: Mapping[TeamId, int],
    ) -> None:  # fmt: skip
        if self.book is None:
            return
        teams = [(self.team(key), value) for key, value in seats.items()]
        crews: dict[UnitId | None, PairingId | None] = {one.id: one.pairing_id for one in self.desk.store.units}
        changes = [
            TeamChange(team.id, seen.get(team.id, team.version), value, crew=crews.get(team.unit_id))
            for team, value in teams if team is not None
        ]  # fmt: skip
        if self.is_draft:
            errand = self.desk.run(change_teams, self.book.roster.id, changes)
        elif self.desk.may(Permission.CREW_UNIT) and any(self._may_ride(team) for team, _seats in teams):
            errand = self.desk.run(change_riding, self.book.roster.id, changes, reason)
        else:
            errand = self.desk.run(change_published, self.book.roster.id, changes, reason)
        errand.then(lambda _none: done()).otherwise(asked or self._refuse)

    def _may_ride(self, team: TeamSnapshot | None) -> bool:
        """Whether a team has its unit and its shift is not over: whoever is changed in it is changed in the unit."""
        return team is not None and team.unit_id is not None and team.ends_at > self.desk.store.now()
