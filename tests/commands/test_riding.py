"""The running shift: whoever is changed on the roster is changed in the unit; seats shared and by telephone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from night import COORDINATOR, MAX, SUPERVISOR, Night

from console.commands.crews import crew_unit
from console.commands.programs import add_shift
from console.commands.roster_teams import TeamChange, change_published
from console.commands.swaps import SwapWish, ask_swap, decide_swap
from console.commands.tonight import change_riding
from console.domain.ids import SwapId, new_uuid
from console.domain.rosters import Seat
from console.domain.units import Discipline, Presence
from console.errors import EditConflict, NotPermitted, RuleBroken
from console.snapshots.rosters import SwapState


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
