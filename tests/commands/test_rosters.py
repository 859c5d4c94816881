"""Drafts are made, filled and published; hard rules hold, firm ones bend with a reason; two coordinators are told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from make import Program, an_actor
from rosters import BEFORE, MONDAY, Planned, a_template, seated

from console.commands.roster_teams import TeamChange, change_published, change_teams
from console.commands.rosters import begin_roster, drop_draft, keep_difference, publish_roster, take_as_base
from console.commands.shift_templates import save_template, set_roster_rules
from console.commands.staffing import add_absence, end_absence, set_contract, set_partner
from console.commands.swaps import SwapWish, ask_swap, decide_swap
from console.domain.ids import AbsenceId, RosterId, SwapId, new_uuid
from console.domain.qualifications import Held, language
from console.domain.roles import Role
from console.domain.roster_rules import RosterRules
from console.domain.rosters import Absence, AbsenceKind, Contract, PartnerKind, RosterState, Seat
from console.domain.units import Discipline, Presence
from console.errors import BadInput, EditConflict, RuleBroken
from console.planning.roster.comparing import differences
from console.queries.rosters import rosters
from console.snapshots.rosters import SwapState

SUPERVISOR, COORDINATOR = an_actor(Role.SUPERVISOR), an_actor(Role.COORDINATOR)


@pytest.fixture
def planned(program: Program) -> Planned:
    made = Planned(program)
    made.at(BEFORE)
    return made


def published(planned: Planned, roster_id: RosterId) -> RosterId:
    version = planned.book(roster_id).roster.version
    planned.program.run(publish_roster, roster_id, version, "as agreed", by=COORDINATOR)
    return roster_id


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


def test_publishing_stops_at_what_was_repaired_meanwhile_until_somebody_looked_at_it(planned: Planned) -> None:
    first, ana, max_ = planned.draft(), planned.person(), planned.person("Max Boyd")
    planned.seat(first, [ana, None])
    published(planned, first)
    draft = planned.draft(base=first)
    assert planned.team(draft).members == (ana,)
    planned.seat(first, [max_, None], command=change_published, by=SUPERVISOR)  # a sick call
    with pytest.raises(EditConflict, match="Day on Mon 16 Mar was changed in the roster in force"):
        published(planned, draft)
    differs, in_force = planned.team(draft), planned.team(first)
    planned.program.run(keep_difference, differs.id, differs.version, in_force.version, by=COORDINATOR)
    published(planned, draft)
    assert planned.team(draft).members == (ana,), "the draft's own, after the change was looked at"
    held = {one.id: one.state for one in planned.program.ask(rosters)}
    assert held == {draft: RosterState.PUBLISHED}
    with pytest.raises(RuleBroken, match="is published"):
        planned.seat(draft, [max_, None])


def test_a_reason_given_in_force_is_no_other_team(planned: Planned) -> None:
    first, ana, max_ = planned.draft(), planned.person(), planned.person("Max Boyd", contract=Contract(week_minutes=60))
    planned.seat(first, [ana, None])
    published(planned, first)
    draft = planned.draft(base=first)
    planned.seat(first, [max_, None], command=change_published, reason="nobody else", by=SUPERVISOR)
    planned.seat(draft, [max_, None])
    assert differences(planned.book(draft), planned.book(first)) == []
    published(planned, draft)
    assert planned.team(draft).seats[0].reason == "nobody else", "why he may is kept"


def test_a_draft_from_nowhere_does_not_replace_what_is_in_force(planned: Planned) -> None:
    published(planned, planned.draft())
    with pytest.raises(EditConflict, match="was not begun from From 16 Mar 2026, which is in force"):
        published(planned, planned.draft())
    longer = planned.draft(14)
    with pytest.raises(RuleBroken, match="overlaps"):
        published(planned, longer)
    planned.program.run(drop_draft, longer, planned.book(longer).roster.version)


def taken_as_base(planned: Planned, draft: RosterId, in_force: RosterId) -> None:
    seen = {one.id: one.version for one in planned.book(in_force).teams}
    version = planned.book(draft).roster.version
    planned.program.run(take_as_base, draft, version, in_force, seen, by=COORDINATOR)


def test_a_draft_that_was_begun_otherwise_is_published_once_it_was_compared(planned: Planned) -> None:
    first, ana, max_ = planned.draft(), planned.person(), planned.person("Max Boyd")
    planned.seat(first, [ana, None])
    published(planned, first)
    draft = planned.draft()
    planned.seat(draft, [max_, None])
    taken_as_base(planned, draft, first)
    assert not any(one.theirs for one in differences(planned.book(draft), planned.book(first))), "it was looked at"
    planned.seat(first, [None, None], command=change_published, by=SUPERVISOR)
    with pytest.raises(EditConflict, match="Day on Mon 16 Mar was changed in the roster in force"):
        published(planned, draft)
    taken_as_base(planned, draft, first)
    published(planned, draft)
    assert planned.team(draft).members == (max_,)
    with pytest.raises(RuleBroken, match="only a draft replaces another roster"):
        taken_as_base(planned, first, draft)


def test_only_a_roster_in_force_of_the_same_weeks_is_replaced(planned: Planned) -> None:
    first, longer, draft = planned.draft(), planned.draft(14), planned.draft()
    with pytest.raises(RuleBroken, match="is not in force any more"):
        taken_as_base(planned, draft, first)
    published(planned, first)
    with pytest.raises(RuleBroken, match="is in force for other weeks"):
        taken_as_base(planned, longer, first)


def test_what_is_over_stays_as_it_was_and_stops_nothing(planned: Planned) -> None:
    """A night's sick call is recorded from the shift's begin: nobody rewrites that shift to publish the next days."""
    first, ana, max_ = planned.draft(), planned.person(), planned.person("Max Boyd")
    planned.seat(first, [ana, None])
    published(planned, first)
    draft = planned.draft(base=first)
    planned.seat(draft, [max_, None])
    planned.seat(draft, [max_, None], day=3)
    day = planned.team(first)
    planned.program.run(add_absence, new_uuid(), ana, Absence(AbsenceKind.SICK, day.starts_at, day.ends_at))
    planned.at(day.ends_at + timedelta(hours=12))
    published(planned, draft)
    assert planned.team(draft).members == (ana,), "history is as it was in force"
    assert planned.team(draft, 3).members == (max_,)


def test_a_shift_that_runs_is_not_changed_by_publishing(planned: Planned) -> None:
    first, ana, max_ = planned.draft(), planned.person(), planned.person("Max Boyd")
    planned.seat(first, [ana, None])
    published(planned, first)
    draft = planned.draft(base=first)
    planned.seat(draft, [max_, None])
    planned.at(planned.team(first).starts_at + timedelta(hours=1))
    with pytest.raises(RuleBroken, match=r"Day on Mon 16 Mar has begun already.*Take its present seats over"):
        published(planned, draft)
    planned.seat(draft, [ana, None])
    published(planned, draft)


def test_firm_rules_enter_force_with_a_note_only_which_their_seats_keep(planned: Planned) -> None:
    roster, ana = planned.draft(), planned.person(contract=Contract(rest_minutes=16 * 60))
    planned.seat(roster, [ana, None])
    planned.seat(roster, [ana, None], day=1)
    with pytest.raises(RuleBroken, match=r"2 firm rules are broken\. Publish it with a note that says why"):
        planned.program.run(publish_roster, roster, planned.book(roster).roster.version, " ", by=COORDINATOR)
    published(planned, roster)
    assert [planned.team(roster, day).seats[0].reason for day in (0, 1)] == ["as agreed", "as agreed"]


def test_a_roster_that_breaks_a_hard_rule_is_not_published(planned: Planned) -> None:
    roster, ana = planned.draft(), planned.person()
    planned.seat(roster, [ana, None])
    moment = datetime(2026, 3, 16, tzinfo=UTC)
    planned.program.run(add_absence, new_uuid(), ana, Absence(AbsenceKind.SICK, moment, moment + timedelta(days=2)))
    with pytest.raises(RuleBroken, match="Mend this before it is published"):
        published(planned, roster)


@pytest.mark.parametrize("wrong", [{"week_shifts": 8}, {"run": 0}, {"least_minutes": 9000, "most_minutes": 6000}])
def test_a_contract_that_nobody_can_work_by(planned: Planned, wrong: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="is not possible"):
        planned.program.run(set_contract, planned.person(), 1, Contract(**wrong))


@pytest.fixture
def asked(planned: Planned) -> Callable[..., SwapId]:
    def ask(roster: RosterId, kind: str, *who: object) -> SwapId:
        key = SwapId(new_uuid())
        planned.program.run(ask_swap, key, roster, SwapWish(kind, *who), by=SUPERVISOR)  # type: ignore[arg-type]
        return key

    return ask


def test_a_swap_is_approved_once_and_changes_both_seats(planned: Planned, asked: Callable[..., SwapId]) -> None:
    roster, ana, max_ = planned.draft(), planned.person(), planned.person("Max Boyd")
    planned.seat(roster, [ana, None])
    planned.seat(roster, [max_, None], day=1)
    published(planned, roster)
    one, other = planned.team(roster), planned.team(roster, 1)
    key = asked(roster, "swap", one.id, ana, other.id, max_)
    assert [swap.state for swap in planned.book(roster).swaps] == [SwapState.ASKED]
    planned.program.run(decide_swap, key, 1, SwapState.APPROVED, by=COORDINATOR)
    assert planned.team(roster).members == (max_,) and planned.team(roster, 1).members == (ana,)
    with pytest.raises(RuleBroken, match="approved already"):
        planned.program.run(decide_swap, key, 2, SwapState.REFUSED, by=COORDINATOR)


def test_an_open_shift_is_taken_and_a_request_that_time_overtook_is_said(
    planned: Planned, asked: Callable[..., SwapId]
) -> None:
    roster, ana, max_ = planned.draft(), planned.person(), planned.person("Max Boyd")
    published(planned, roster)
    first, second = (asked(roster, "open", planned.team(roster).id, one) for one in (ana, max_))
    planned.program.run(decide_swap, first, 1, SwapState.APPROVED)
    assert planned.team(roster).members == (ana,)
    with pytest.raises(RuleBroken, match="has no open seat for this officer any more"):
        planned.program.run(decide_swap, second, 1, SwapState.APPROVED)  # the clinician's seat alone is open
    planned.program.run(decide_swap, second, 1, SwapState.REFUSED)


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
