"""A sick call: ranked ways to cover it that break no hard rule and touch no shift that has begun."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from books import SMALL, TIGHT, messy, well
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_checks import PlainChecks

from console.commands.roster_teams import broken_by
from console.domain.ids import ResponderId
from console.domain.rosters import Strength
from console.planning.roster.plans import Repair, RepairKind
from console.planning.roster.repair import Repairs, sick_call
from console.snapshots.rosters import Book, TeamSnapshot

HOUR = timedelta(hours=1)


def written(book: Book, plan: Repair) -> Book:
    seats = plan.seats(book)
    return replace(book, teams=tuple(replace(one, seats=seats.get(one.id, one.seats)) for one in book.teams))


def missed_by(book: Book, place: int, count: int, now: datetime) -> tuple[ResponderId, list[TeamSnapshot]]:
    busy = [one for one in book.people if any(one.id in team.members for team in book.teams if team.starts_at > now)]
    person = busy[place % len(busy)]
    return person.id, [one for one in book.teams if person.id in one.members and one.starts_at > now][:count]


def called(book: Book, place: int = 0, count: int = 1, days: int = 2) -> tuple[Repairs, ResponderId, datetime]:
    now = book.teams[0].starts_at + timedelta(days=days)
    person, teams = missed_by(book, place, count, now)
    return sick_call(book, person, [one.id for one in teams], now), person, now


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 500), st.integers(0, 40), st.integers(1, 4), st.integers(0, 10),
    st.sampled_from([SMALL, TIGHT, None]),
)
def test_no_repair_breaks_a_hard_rule_or_touches_what_has_begun(
    seed: int, place: int, count: int, days: int, size: object
) -> None:
    book = messy(seed) if size is None else well(seed, size)  # type: ignore[arg-type]
    found, away, now = called(book, place, count, days)
    teams = {one.id: one for one in book.teams}
    for plan in found.plans:
        assert all(teams[one.team_id].starts_at > now for one in plan.changes)
        assert all(one.after != away for one in plan.changes)
        assert {one.team_id for one in plan.changes} >= set(found.gaps), "every missed shift is spoken of"
        assert len(plan.changes) <= 4 * count
        after = written(book, plan)
        before = {one.id: one.seats for one in book.teams}
        told = broken_by(after, [one.team_id for one in plan.changes], before)
        assert sorted(one.sentence for one in told) == sorted(one.sentence for one in plan.bends)
        assert all(one.strength is not Strength.HARD for one in told), plan.sentence
        assert plan.is_firm == any(one.strength is Strength.FIRM for one in told)
        if plan.overtime_minutes:
            assert any(one.rule in ("hours", "week hours") for one in told), plan.sentence


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 500), st.integers(0, 40))
def test_a_repair_without_a_bent_rule_leaves_the_book_as_good_as_it_was(seed: int, place: int) -> None:
    book = well(seed)
    for plan in called(book, place)[0].plans:
        if not plan.is_firm:
            assert all(one.strength is Strength.SOFT for one in PlainChecks(written(book, plan)).of_roster())


def test_the_same_book_gives_the_same_list() -> None:
    assert called(well(4), 3, 2)[0] == called(well(4), 3, 2)[0]


@pytest.mark.parametrize("size", [SMALL, TIGHT])
def test_direct_ones_come_first_and_the_open_seat_last(size: object) -> None:
    for place in range(6):
        plans = called(well(8, size), place)[0].plans  # type: ignore[arg-type]
        kinds = [(one.kind, one.is_firm) for one in plans]
        order = [(RepairKind.DIRECT, False), (RepairKind.EXCHANGE, False), (RepairKind.DIRECT, True),
                 (RepairKind.MOVE, False), (RepairKind.OPEN, False)]  # fmt: skip
        assert kinds == sorted(kinds, key=order.index)
        assert kinds[-1] == (RepairKind.OPEN, False) and kinds.count((RepairKind.OPEN, False)) == 1
        assert len({one.changes for one in plans}) == len(plans)


def test_whoever_has_the_fewest_hours_is_asked_first() -> None:
    book = well(8, replace(SMALL, officers=30))
    plans = [one for one in called(book)[0].plans if one.kind is RepairKind.DIRECT]
    plans = [one for one in plans if not {"wish"} & {bent.rule for bent in one.bends} and not one.is_firm]
    ledger = PlainChecks(book).ledger
    hours = [ledger.minutes(one.people[0]) for one in plans]
    assert hours == sorted(hours) and len(hours) > 1


def test_when_nobody_is_free_others_exchange_and_nothing_bends() -> None:
    exchanges = [
        plan
        for seed in range(12)
        for place in range(4)
        for plan in called(well(seed, TIGHT), place)[0].plans
        if plan.kind is RepairKind.EXCHANGE
    ]
    assert {len(one.changes) for one in exchanges} == {2, 3}
    assert not any(one.is_firm or one.overtime_minutes for one in exchanges)
    assert " instead of " in exchanges[0].sentence


def test_a_shift_that_has_begun_is_left_to_tonight() -> None:
    book = well(2)
    first = book.teams[0]
    person = first.members[0]
    found = sick_call(book, person, [first.id], first.starts_at + HOUR)
    assert found.plans == () and found.begun == (first.id,)
    assert found.sentence.endswith("One shift has begun: change it under Tonight.")


def test_overtime_is_told_and_marked() -> None:
    plans = [one for place in range(8) for one in called(well(1, TIGHT), place)[0].plans if one.overtime_minutes]
    assert plans and all(one.is_firm for one in plans)
    assert " h overtime. Bends a rule: " in plans[0].sentence


def test_who_is_in_no_team_misses_nothing() -> None:
    book = well(2)
    nobody = sick_call(book, book.people[0].id, [], datetime(2026, 3, 16, tzinfo=UTC))
    assert nobody.plans == () and "misses no shift" in nobody.sentence
