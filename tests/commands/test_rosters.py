"""Drafts are made, filled and published; hard rules hold, firm ones bend with a reason; two coordinators are told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from make import Program, an_actor
from rosters import MONDAY, Planned, a_template, planned_ahead, published, seated

from console.commands.roster_teams import TeamChange, change_published, change_teams
from console.commands.rosters import begin_roster
from console.commands.shift_templates import save_template, set_roster_rules
from console.commands.staffing import add_absence, end_absence, set_contract, set_partner
from console.domain.ids import AbsenceId, RosterId, new_uuid
from console.domain.qualifications import Held, language
from console.domain.roles import Role
from console.domain.roster_rules import RosterRules
from console.domain.rosters import Absence, AbsenceKind, Contract, PartnerKind, RosterState, Seat
from console.domain.units import Discipline, Presence
from console.errors import BadInput, EditConflict, RuleBroken

SUPERVISOR, COORDINATOR = an_actor(Role.SUPERVISOR), an_actor(Role.COORDINATOR)


@pytest.fixture
def planned(program: Program) -> Planned:
    return planned_ahead(program)


def test_a_draft_has_a_team_for_each_shift_of_each_day(planned: Planned) -> None:
    whole = planned.book(planned.draft(14))
    assert len(whole.teams) == 28 and whole.roster.state is RosterState.DRAFT
    first = whole.teams[0]
    assert (first.day, first.name, len(first.seats)) == (MONDAY, "Day", 2)
    assert first.starts_at == datetime(2026, 3, 16, 11, 0, tzinfo=UTC), "07:00 in New York"


def test_a_shift_keeps_its_length_in_the_night_when_clocks_change(program: Program) -> None:
    planned = Planned(program, [a_template("Night", 22 * 60)])
    night = planned.team(planned.draft(14, date(2026, 3, 2)), -9, "Night")  # Saturday, 7 March
    zone = ZoneInfo("America/New_York")
    assert night.minutes == 600
    assert night.ends_at.astimezone(zone).hour == 9, "an hour was skipped: it ends at nine by the clock"


def test_a_roster_goes_over_the_end_of_a_year(planned: Planned) -> None:
    whole = planned.book(planned.draft(7, date(2026, 12, 28)))
    assert {one.day.year for one in whole.teams} == {2026, 2027}


@pytest.mark.parametrize(
    ("first", "days", "says"),
    [(date(2026, 3, 17), 7, "begins on a Monday"), (MONDAY, 10, "whole weeks"), (MONDAY, 63, "whole weeks")],
)
def test_weeks_that_are_none_are_refused(planned: Planned, first: date, days: int, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        planned.program.run(begin_roster, RosterId(new_uuid()), "", first, days)


def test_somebody_is_seated_and_nobody_is_in_two_places(planned: Planned) -> None:
    roster, ana, tove = planned.draft(), planned.person(), planned.clinician()
    planned.seat(roster, [ana, tove])
    assert planned.team(roster).members == (ana, tove)
    with pytest.raises(RuleBroken, match="already works Day on Mon 16 Mar"):
        planned.seat(roster, [ana, None], name="Evening")
    assert planned.team(roster, name="Evening").members == ()


def test_what_nobody_may_break(planned: Planned) -> None:
    roster, program = planned.draft(), planned.program
    expired = planned.person("Ida Haddad", held=(Held("CIT-40h", MONDAY - timedelta(days=1)),))
    untrained, unlicensed = planned.person("Max Boyd", held=()), planned.clinician("Rae Vance", licence=None)
    away = planned.person("Lee Park")
    until = datetime(2026, 3, 18, tzinfo=UTC)
    absence = AbsenceId(new_uuid())
    program.run(add_absence, absence, away, Absence(AbsenceKind.TIME_OFF, until - timedelta(days=3), until))
    for people, says in (
        ([expired, None], "CIT-40h expires on 15 Mar, before this shift"), ([untrained, None], "has no CIT-40h"),
        ([None, unlicensed], "no licence on record"), ([away, None], "time off until Tue 17 Mar 20:00"),
        ([planned.clinician(), None], "is a clinician; this seat is for an officer"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=says):
            planned.seat(roster, people)
    program.run(end_absence, absence, until - timedelta(days=3))
    planned.seat(roster, [away, None])


def test_a_team_has_among_it_what_its_shift_asks_for(program: Program) -> None:
    planned = Planned(program, [a_template(needs=(language("spanish"),))])
    roster, ana, tove = planned.draft(), planned.person(), planned.clinician()
    planned.seat(roster, [ana, None])
    with pytest.raises(RuleBroken, match="Nobody of this team has Spanish"):
        planned.seat(roster, [ana, tove])
    speaker = planned.person("Rosa Silva", held=(Held("CIT-40h"), Held(language("spanish"))))
    planned.seat(roster, [speaker, tove])


def test_a_firm_rule_bends_in_force_with_a_reason_and_the_seat_keeps_it(planned: Planned) -> None:
    short = Contract(rest_minutes=16 * 60)
    roster, ana = planned.draft(), planned.person(contract=short)
    planned.seat(roster, [ana, None])
    published(planned, roster)
    with pytest.raises(RuleBroken, match=r"14 h rest after Day on Mon 16 Mar; at least 16 h"):
        planned.seat(roster, [ana, None], day=1, name="Day", command=change_published, by=SUPERVISOR)
    planned.seat(roster, [ana, None], day=1, command=change_published, reason="nobody else", by=SUPERVISOR)
    assert planned.team(roster, 1).seats[0].reason == "nobody else"


def test_people_who_must_not_ride_together(planned: Planned) -> None:
    roster, ana, tove = planned.draft(), planned.person(), planned.clinician()
    planned.program.run(set_partner, tove, ana, PartnerKind.NEVER, "ask the lead")
    published(planned, roster)
    with pytest.raises(RuleBroken, match="must not ride together"):
        planned.seat(roster, [ana, tove], command=change_published)
    planned.program.run(set_partner, ana, tove, None)
    planned.seat(roster, [ana, tove], command=change_published)


def test_whoever_sits_otherwise_than_before_is_asked_about(planned: Planned) -> None:
    """A clinician shared by two teams may not ride in the car of one of them: that is two places at once."""
    program = planned.program
    program.run(save_template, a_template("Beside"))
    roster, tove = planned.draft(), planned.clinician()
    apart = Seat(Discipline.CLINICIAN, tove, presence=Presence.SHARED)
    day, beside = planned.team(roster), planned.team(roster, name="Beside")
    both = [TeamChange(one.id, one.version, (one.seats[0], apart)) for one in (day, beside)]
    program.run(change_teams, roster, both)
    published(planned, roster)
    day = planned.team(roster)
    aboard = TeamChange(day.id, day.version, (day.seats[0], replace(apart, presence=Presence.ABOARD)))
    with pytest.raises(RuleBroken, match="already works Beside"):
        program.run(change_published, roster, [aboard], "she may", by=SUPERVISOR)


def test_a_seat_taken_away_lets_the_team_be_asked_for_what_its_shift_needs(program: Program) -> None:
    planned = Planned(program, [a_template(needs=(language("spanish"),))])
    roster, ana = planned.draft(), planned.person()
    planned.seat(roster, [ana, None])
    team = planned.team(roster)
    with pytest.raises(RuleBroken, match="Nobody of this team has Spanish"):
        program.run(change_teams, roster, [TeamChange(team.id, team.version, team.seats[:1])])


def test_a_bent_rule_is_not_asked_again_of_those_who_stay(planned: Planned) -> None:
    roster, ana, tove = planned.draft(), planned.person(), planned.clinician()
    planned.program.run(set_partner, tove, ana, PartnerKind.NEVER, "ask the lead")
    third = Seat(Discipline.MEDIC, planned.person("Lia Ito", Discipline.MEDIC))
    team = planned.team(roster)
    seats = (replace(team.seats[0], responder_id=ana), replace(team.seats[1], responder_id=tove), third)
    planned.program.run(change_teams, roster, [TeamChange(team.id, team.version, seats)])
    published(planned, roster)
    planned.seat(roster, [ana, tove, None], command=change_published, by=SUPERVISOR)
    assert planned.team(roster).members == (ana, tove)


def test_two_coordinators_on_one_draft_are_told_of_each_other(planned: Planned) -> None:
    roster, ana, max_ = planned.draft(), planned.person(), planned.person("Max Boyd")
    seen = planned.team(roster)
    planned.seat(roster, [ana, None])
    with pytest.raises(EditConflict, match="changed Day on Mon 16 Mar"):
        planned.program.run(change_teams, roster, [seated(seen, [max_, None])])
    assert planned.team(roster).members == (ana,)


@pytest.mark.parametrize("wrong", [{"week_shifts": 8}, {"run": 0}, {"least_minutes": 9000, "most_minutes": 6000}])
def test_a_contract_that_nobody_can_work_by(planned: Planned, wrong: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="is not possible"):
        planned.program.run(set_contract, planned.person(), 1, Contract(**wrong))


def test_the_next_roster_in_force_speaks_against_the_end_of_this_one(planned: Planned) -> None:
    next_, ana = planned.draft(7, MONDAY + timedelta(days=7)), planned.person()
    planned.put(next_, planned.book(next_).teams[0], [ana, None])
    published(planned, next_)
    first = planned.draft()
    published(planned, first)
    with pytest.raises(RuleBroken, match="5 h rest"):
        planned.seat(first, [ana, None], day=6, name="Evening", command=change_published, by=SUPERVISOR)


def test_a_conflict_names_people_and_hours(planned: Planned) -> None:
    roster, ana = planned.draft(), planned.person()
    planned.seat(roster, [ana, None])
    with pytest.raises(EditConflict, match=r"seats: no officer \+ no clinician → Ana Reyes \+ no clinician"):
        planned.program.run(change_teams, roster, [replace(seated(planned.team(roster), [None, None]), seen=1)])
    planned.program.run(set_contract, ana, 1, Contract(week_minutes=38 * 60))
    with pytest.raises(EditConflict, match=r"week: 4\d h → 38 h"):
        planned.program.run(set_contract, ana, 1, Contract(week_minutes=30 * 60))


def test_rules_are_weighed_and_a_second_desk_is_told(planned: Planned) -> None:
    first = RosterRules(wish=30, crisis_training="")
    planned.program.run(set_roster_rules, first, RosterRules(), by=COORDINATOR)
    book = planned.book(planned.draft())
    assert book.rules == first
    with pytest.raises(EditConflict, match="They are now: wish 30, usual partner 4"):
        planned.program.run(set_roster_rules, RosterRules(fairness=9), RosterRules(), by=COORDINATOR)
    with pytest.raises(BadInput, match="weight of home zone is 0 to 100"):
        planned.program.run(set_roster_rules, replace(first, home_zone=101), first, by=COORDINATOR)
    assert planned.book(book.roster.id).rules == first
