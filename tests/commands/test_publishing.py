"""A draft takes the place of the roster in force, and nothing of that is undone unseen."""

from datetime import UTC, datetime, timedelta

import pytest
from make import Program, an_actor
from rosters import Planned, planned_ahead, published

from console.commands.roster_teams import change_published
from console.commands.rosters import drop_draft, keep_difference, publish_roster, take_as_base
from console.commands.staffing import add_absence
from console.domain.ids import RosterId, new_uuid
from console.domain.roles import Role
from console.domain.rosters import Absence, AbsenceKind, Contract, RosterState
from console.errors import EditConflict, RuleBroken
from console.planning.roster.comparing import differences
from console.queries.rosters import rosters

SUPERVISOR, COORDINATOR = an_actor(Role.SUPERVISOR), an_actor(Role.COORDINATOR)


@pytest.fixture
def planned(program: Program) -> Planned:
    return planned_ahead(program)


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


def test_nobody_publishes_what_another_changed_since_they_looked(planned: Planned) -> None:
    draft, ana = planned.draft(), planned.person()
    book = planned.book(draft)
    seen = sum(one.version for one in book.teams)
    planned.seat(draft, [ana, None])
    with pytest.raises(EditConflict, match="were changed just now"):
        planned.program.run(publish_roster, draft, book.roster.version, "as agreed", seen, by=COORDINATOR)
    planned.program.run(publish_roster, draft, book.roster.version, "as agreed", seen + 1, by=COORDINATOR)


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
