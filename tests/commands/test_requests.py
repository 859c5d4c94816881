"""Requests: asked for on somebody's behalf, approved once, carried over to the roster that replaces theirs."""

from collections.abc import Callable

import pytest
from make import Program, an_actor
from rosters import Planned

from console.commands.rosters import publish_roster
from console.commands.swaps import SwapWish, ask_swap, decide_swap
from console.domain.ids import RosterId, SwapId, new_uuid
from console.domain.roles import Role
from console.errors import RuleBroken
from console.snapshots.rosters import SwapState

SUPERVISOR, COORDINATOR = an_actor(Role.SUPERVISOR), an_actor(Role.COORDINATOR)


@pytest.fixture
def planned(program: Program) -> Planned:
    return Planned(program)


def published(planned: Planned, roster_id: RosterId) -> RosterId:
    version = planned.book(roster_id).roster.version
    planned.program.run(publish_roster, roster_id, version, "as agreed", by=COORDINATOR)
    return roster_id


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


def test_requests_go_over_to_the_roster_that_replaces_theirs(planned: Planned, asked: Callable[..., SwapId]) -> None:
    first, ana = planned.draft(), planned.person()
    published(planned, first)
    key = asked(first, "open", planned.team(first).id, ana)
    second = planned.draft(base=first)
    published(planned, second)
    assert [one.id for one in planned.book(second).swaps] == [key] and not planned.book(first).swaps
    planned.program.run(decide_swap, key, planned.book(second).swaps[0].version, SwapState.APPROVED, by=COORDINATOR)
    assert planned.team(second).members == (ana,) and not planned.team(first).members
    with pytest.raises(RuleBroken, match=r"is not in force\. Requests are for the roster that is"):
        asked(first, "open", planned.team(first).id, ana)
