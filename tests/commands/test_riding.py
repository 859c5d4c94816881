"""The running shift: whoever is changed on the roster is changed in the unit; seats shared and by telephone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from make import TIME_ZONE, Program, an_actor
from rosters import Planned, a_template

from console.commands.crews import crew_unit
from console.commands.programs import add_shift
from console.commands.roster_teams import TeamChange, change_published
from console.commands.rosters import publish_roster
from console.commands.staffing import add_absence, end_absence, set_contract
from console.commands.swaps import SwapWish, ask_swap, decide_swap
from console.commands.tonight import change_riding, crew_from_roster, split_riding
from console.domain.ids import AbsenceId, PairingId, ResponderId, RosterId, SwapId, UnitId, new_uuid
from console.domain.roles import Role
from console.domain.rosters import Absence, AbsenceKind, Contract, Seat
from console.domain.units import Availability, Discipline, Presence
from console.errors import EditConflict, NotPermitted, ReasonNeeded, RuleBroken
from console.snapshots.rosters import SwapState, TeamSnapshot

MAX = "Max Boyd"
SUPERVISOR, COORDINATOR = an_actor(Role.SUPERVISOR), an_actor(Role.COORDINATOR)


@dataclass
class Night:
    """A roster in force whose first shift runs, with one team in its unit."""

    planned: Planned
    roster: RosterId
    unit: UnitId
    officer: ResponderId
    clinician: ResponderId
    place: int = 0

    def team(self, place: int = 0) -> TeamSnapshot:
        """A team of the running shift."""
        now = datetime.now(UTC)
        running = [one for one in self.planned.book(self.roster).teams if one.starts_at <= now < one.ends_at]
        return running[place]

    def change(self, people: Sequence[ResponderId | None], command: object = change_riding, **more: object) -> None:
        team = self.team()
        seats = tuple(replace(seat, responder_id=one) for seat, one in zip(team.seats, people, strict=True))
        self.planned.program.run(command, self.roster, [self.wish(team, seats)], **more)  # type: ignore[arg-type]

    def wish(self, team: TeamSnapshot, seats: Sequence[Seat]) -> TeamChange:
        """These seats, by somebody who sees the team's unit as it is."""
        unit = self.planned.program.seen_unit(team.unit_id) if team.unit_id is not None else None
        return TeamChange(team.id, team.version, tuple(seats), crew=unit.pairing_id if unit is not None else None)

    def ride(self, unit: UnitId, place: int = 0, reason: str = "") -> None:
        seen, team = self.planned.program.seen_unit(unit).pairing_id, self.team(place)
        self.planned.program.run(crew_from_roster, team.id, unit, seen, team.version, reason, by=SUPERVISOR)

    def aboard(self, unit: UnitId | None = None) -> set[ResponderId]:
        return {one.responder_id for one in self.planned.program.seen_unit(unit or self.unit).members}


@pytest.fixture
def night(program: Program) -> Night:
    now = datetime.now(ZoneInfo(TIME_ZONE))
    begins = max(0, now.hour * 60 + now.minute - 60)
    planned = Planned(program, [a_template("Now", begins, 600, teams=3)])
    officer, clinician = planned.person(), planned.clinician()
    roster = planned.draft(7, now.date() - timedelta(days=now.weekday()))
    made = Night(planned, roster, program.unit("C21", crew=()), officer, clinician)
    planned.put(roster, made.team(), [officer, clinician])
    program.run(publish_roster, roster, planned.book(roster).roster.version, by=COORDINATOR)
    made.ride(made.unit)
    assert made.aboard() == {officer, clinician}
    return made


def test_whoever_is_changed_on_the_roster_is_changed_in_the_unit(night: Night) -> None:
    other = night.planned.person("Max Boyd")
    night.change([other, night.clinician], by=SUPERVISOR)
    assert night.aboard() == {other, night.clinician}
    assert night.team().members == (other, night.clinician)


def test_only_who_crews_units_changes_a_team_that_rides(night: Night) -> None:
    other = night.planned.person("Max Boyd")
    with pytest.raises(RuleBroken, match=r"rides already\. A supervisor changes it, under Tonight"):
        night.change([other, night.clinician], command=change_published, by=COORDINATOR)
    with pytest.raises(NotPermitted):
        night.change([other, night.clinician], by=COORDINATOR)
    key = SwapId(new_uuid())
    wish = SwapWish("give", night.team().id, night.officer, other_id=other)
    night.planned.program.run(ask_swap, key, night.roster, wish, by=COORDINATOR)
    with pytest.raises(RuleBroken, match="rides already"):
        night.planned.program.run(decide_swap, key, 1, SwapState.APPROVED, by=COORDINATOR)
    assert night.aboard() == {night.officer, night.clinician}


def test_nobody_leaves_a_unit_that_is_on_a_call(night: Night) -> None:
    program = night.planned.program
    program.send(program.call(), night.unit)
    with pytest.raises(RuleBroken, match="C21 is on a call"):
        night.change([night.planned.person("Max Boyd"), night.clinician], by=SUPERVISOR)
    assert night.team().members == (night.officer, night.clinician), "all of it or nothing"


def test_a_unit_is_not_left_without_anybody(night: Night) -> None:
    with pytest.raises(RuleBroken, match="Somebody must stay"):
        night.change([None, None], by=SUPERVISOR)


def test_two_who_change_places_change_units_in_one_commit(night: Night) -> None:
    program = night.planned.program
    second = program.unit("C22", crew=())
    others = (night.planned.person("Max Boyd"), night.planned.clinician("Sam Bloom"))
    team = night.team(1)
    seats = tuple(replace(seat, responder_id=one) for seat, one in zip(team.seats, others, strict=True))
    program.run(change_published, night.roster, [TeamChange(team.id, team.version, seats)])
    night.ride(second, 1)
    one, other = night.team(), night.team(1)
    swapped = [
        night.wish(one, (replace(one.seats[0], responder_id=others[0]), one.seats[1])),
        night.wish(other, (replace(other.seats[0], responder_id=night.officer), other.seats[1])),
    ]
    program.run(change_riding, night.roster, swapped, by=SUPERVISOR)
    assert night.aboard() == {others[0], night.clinician}
    assert night.aboard(second) == {night.officer, others[1]}


@pytest.mark.parametrize("presence", [Presence.REMOTE, Presence.SHARED])
def test_a_clinician_is_with_two_units_at_once(night: Night, presence: Presence) -> None:
    program = night.planned.program
    second, max_ = program.unit("C22", crew=()), night.planned.person("Max Boyd")
    apart = Seat(Discipline.CLINICIAN, night.clinician, presence=presence)
    one, other = night.team(), night.team(1)
    changes = [
        night.wish(one, (one.seats[0], apart)),
        night.wish(other, (replace(other.seats[0], responder_id=max_), apart)),
    ]
    program.run(change_riding, night.roster, changes, by=SUPERVISOR)
    night.ride(second, 1)
    assert night.aboard() == {night.officer, night.clinician}
    assert night.aboard(second) == {max_, night.clinician}
    member = program.seen_unit(second).members[-1]
    assert member.presence is presence and presence.word in member.short


def test_a_third_person_rides_along(night: Night) -> None:
    medic = night.planned.person("Lia Ito", Discipline.MEDIC)
    team = night.team()
    change = night.wish(team, (*team.seats, Seat(Discipline.MEDIC, medic)))
    night.planned.program.run(change_riding, night.roster, [change], by=SUPERVISOR)
    assert night.aboard() == {night.officer, night.clinician, medic}


def test_a_crew_that_was_changed_beside_the_roster_is_told(night: Night) -> None:
    program, team = night.planned.program, night.team()
    with pytest.raises(EditConflict, match="changed the crew of C21"):
        program.run(crew_from_roster, team.id, night.unit, PairingId(new_uuid()), team.version, by=SUPERVISOR)
    with pytest.raises(EditConflict, match="changed Now on"):
        program.run(crew_from_roster, team.id, night.unit, None, team.version - 1, by=SUPERVISOR)


def test_whoever_was_added_in_operations_stays_aboard(night: Night) -> None:
    program, medic = night.planned.program, night.planned.person("Lia Ito", Discipline.MEDIC)
    program.run(crew_unit, night.unit, program.seen_unit(night.unit).pairing_id, [*night.team().members, medic])
    other = night.planned.person(MAX)
    night.change([other, night.clinician], by=SUPERVISOR)
    assert night.aboard() == {other, night.clinician, medic}, "the team still rides, with one who is not on the roster"


def test_nobody_is_fetched_back_from_the_unit_to_which_they_were_moved(night: Night) -> None:
    program, second = night.planned.program, night.planned.program.unit("C22")
    held = program.seen_unit(second)
    crew = [one.responder_id for one in held.members]
    program.run(crew_unit, second, held.pairing_id, [*crew, night.clinician])
    other = night.planned.person(MAX)
    night.change([other, night.clinician], by=SUPERVISOR)
    assert night.aboard() == {other}
    assert night.clinician in night.aboard(second)


def test_a_unit_whose_crew_was_changed_since_is_looked_at_again(night: Night) -> None:
    program, team = night.planned.program, night.team()
    wish = night.wish(team, (replace(team.seats[0], responder_id=night.planned.person(MAX)), team.seats[1]))
    medic = night.planned.person("Lia Ito", Discipline.MEDIC)
    program.run(crew_unit, night.unit, program.seen_unit(night.unit).pairing_id, [*team.members, medic])
    with pytest.raises(EditConflict, match="changed the crew of C21"):
        program.run(change_riding, night.roster, [wish], by=SUPERVISOR)
    assert night.team().members == team.members


def test_a_team_that_was_crewed_anew_still_rides(night: Night) -> None:
    """Whatever shift the new pairing is of: that its people are in its unit is what counts."""
    program, other = night.planned.program, night.planned.person(MAX)
    program.run(add_shift, new_uuid(), "Another", None, datetime.now(UTC) - timedelta(hours=1),
                datetime.now(UTC) + timedelta(hours=20))  # fmt: skip
    medic = night.planned.person("Lia Ito", Discipline.MEDIC)
    program.run(crew_unit, night.unit, program.seen_unit(night.unit).pairing_id, [night.officer, medic])
    with pytest.raises(RuleBroken, match="rides already"):
        night.change([other, None], command=change_published, by=COORDINATOR)
    night.change([other, night.clinician], by=SUPERVISOR)
    assert night.aboard() == {other, medic}


def test_publishing_keeps_the_unit_of_a_team_and_does_not_touch_who_rides(night: Night) -> None:
    program, other, team = night.planned.program, night.planned.person(MAX), night.team(1)
    second = program.unit("C22", crew=())
    program.run(change_published, night.roster, [night.wish(team, (replace(team.seats[0], responder_id=other),))])
    draft = night.planned.draft(7, night.planned.book(night.roster).roster.first_day, night.roster)
    night.ride(second, 1)  # after the draft was begun: it knows no unit
    copied = {one.place: one for one in night.planned.book(draft).teams if one.day == team.day}
    night.planned.put(draft, copied[0], [None, night.clinician])
    with pytest.raises(RuleBroken, match="rides already, and has other people in this draft"):
        program.run(publish_roster, draft, 1, "new weeks", by=COORDINATOR)
    now = next(one for one in night.planned.book(draft).teams if one.id == copied[0].id)
    night.planned.put(draft, now, [night.officer, night.clinician])
    program.run(publish_roster, draft, 1, "new weeks", by=COORDINATOR)
    night.roster = draft
    assert [night.team(place).unit_id for place in (0, 1)] == [night.unit, second]
    assert night.aboard() == {night.officer, night.clinician}
    with pytest.raises(RuleBroken, match="rides already"):
        night.change([None, night.clinician], command=change_published, by=COORDINATOR)


def seat_second(night: Night, *people: ResponderId | None) -> None:
    """Put people on the second team of the shift, which rides in nothing."""
    team = night.team(1)
    seats = (replace(seat, responder_id=one) for seat, one in zip(team.seats, people, strict=True))
    night.planned.program.run(change_published, night.roster, [night.wish(team, tuple(seats))], "as they asked")


def test_nobody_rides_against_a_hard_rule_and_a_unit_off_duty_is_logged_on(night: Night) -> None:
    program, max_ = night.planned.program, night.planned.person(MAX)
    second = program.unit("C22", crew=(), on_duty=False)
    seat_second(night, max_, None)
    team, sick = night.team(1), AbsenceId(new_uuid())
    program.run(add_absence, sick, max_, Absence(AbsenceKind.SICK, team.starts_at, team.ends_at))
    with pytest.raises(RuleBroken, match=r"Max Boyd: sick until .* Change the team first"):
        night.ride(second, 1)
    assert night.aboard(second) == set() and program.seen_unit(second).availability is Availability.OFF_DUTY
    program.run(end_absence, sick, team.starts_at)
    night.ride(second, 1)
    assert night.aboard(second) == {max_} and program.seen_unit(second).availability is Availability.AVAILABLE


def test_a_firm_rule_asks_for_a_reason_before_somebody_rides_and_once_only(night: Night) -> None:
    program, max_ = night.planned.program, night.planned.person(MAX)
    second = program.unit("C22", crew=())
    seat_second(night, max_, None)
    program.run(set_contract, max_, 1, Contract(week_minutes=60))
    with pytest.raises(ReasonNeeded, match="10 h that week; at most 1 h"):
        night.ride(second, 1)
    night.ride(second, 1, "he offered")
    assert night.team(1).seats[0].reason == "he offered"
    night.ride(second, 1)
    assert night.aboard(second) == {max_}


def test_a_team_that_is_split_does_not_ride_and_stays_on_the_roster(night: Night) -> None:
    program, team = night.planned.program, night.team()
    with pytest.raises(NotPermitted):
        program.run(split_riding, team.id, night.unit, program.seen_unit(night.unit).pairing_id, by=COORDINATOR)
    program.run(split_riding, team.id, night.unit, program.seen_unit(night.unit).pairing_id, by=SUPERVISOR)
    assert night.aboard() == set() and night.team().unit_id is None
    assert night.team().members == (night.officer, night.clinician)
    other = night.planned.person(MAX)
    program.run(crew_unit, night.unit, None, [night.officer])  # alone, by Operations: no team of the roster
    night.change([other, night.clinician], command=change_published, by=COORDINATOR)
    assert night.aboard() == {night.officer}
