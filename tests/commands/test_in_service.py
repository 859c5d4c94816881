"""How a team of the roster comes to ride, and how it ends: put in service, split, and published over."""

from dataclasses import replace

import pytest
from night import COORDINATOR, MAX, SUPERVISOR, Night

from console.commands.crews import crew_unit
from console.commands.roster_teams import change_published
from console.commands.rosters import publish_roster
from console.commands.staffing import add_absence, end_absence, set_contract
from console.commands.tonight import crew_from_roster
from console.domain.ids import AbsenceId, PairingId, ResponderId, new_uuid
from console.domain.rosters import Absence, AbsenceKind, Contract
from console.domain.units import Availability
from console.errors import EditConflict, NotPermitted, ReasonNeeded, RuleBroken


def test_a_crew_that_was_changed_beside_the_roster_is_told(night: Night) -> None:
    program, team = night.planned.program, night.team()
    with pytest.raises(EditConflict, match="changed the crew of C21"):
        program.run(crew_from_roster, team.id, night.unit, PairingId(new_uuid()), team.version, by=SUPERVISOR)
    with pytest.raises(EditConflict, match="changed Now on"):
        program.run(crew_from_roster, team.id, night.unit, None, team.version - 1, by=SUPERVISOR)


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
    with pytest.raises(RuleBroken, match="is not in force any more"):
        night.split(by=SUPERVISOR)
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
    program = night.planned.program
    with pytest.raises(NotPermitted):
        night.split(by=COORDINATOR)
    night.split(by=SUPERVISOR)
    assert night.aboard() == set() and night.team().unit_id is None
    assert night.team().members == (night.officer, night.clinician)
    other = night.planned.person(MAX)
    program.run(crew_unit, night.unit, None, [night.officer])  # alone, by Operations: no team of the roster
    night.change([other, night.clinician], command=change_published, by=COORDINATOR)
    assert night.aboard() == {night.officer}
