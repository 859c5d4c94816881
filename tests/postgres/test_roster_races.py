"""Two desks write one roster at the same moment: what is asked of the rules holds until it is saved."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

import pytest
from make import Program
from rosters import Planned, planned_ahead, seated
from shared import SharedProgram

from console.commands.roster_teams import change_published, change_teams
from console.commands.rosters import publish_roster
from console.db.unit_of_work import perform
from console.domain.ids import CommandId, new_uuid
from console.domain.rosters import RosterState
from console.errors import EditConflict, RuleBroken

Command = Callable[..., Awaitable[Any]]
A_MOMENT = 0.3  # seconds in which a command that waits for nobody is done


@pytest.fixture
def planned(program: SharedProgram) -> Planned:
    return planned_ahead(program)


def overtaken(program: Program, first: tuple[Any, ...], second: tuple[Any, ...]) -> BaseException | None:
    """What the second command meets that another desk sends while the first one is not committed yet."""
    inside, go = asyncio.Event(), asyncio.Event()
    command: Command = first[0]

    @wraps(command)
    async def held_up(*args: Any) -> None:
        await command(*args)
        await args[0].session.flush()
        inside.set()
        await go.wait()

    async def both() -> BaseException | None:
        here, there = program.database, program.another_connection()
        one = asyncio.ensure_future(perform(here, program.actor, CommandId(new_uuid()), held_up, *first[1:]))
        await inside.wait()
        other = asyncio.ensure_future(perform(there, program.actor, CommandId(new_uuid()), *second))
        await asyncio.wait([other], timeout=A_MOMENT)
        go.set()
        await one
        return (await asyncio.gather(other, return_exceptions=True))[0]

    found: BaseException | None = program.arun(both())
    return found


def test_two_desks_do_not_seat_one_person_twice(planned: Planned) -> None:
    roster, ana = planned.draft(), planned.person()
    day, evening = planned.team(roster), planned.team(roster, name="Evening")
    fault = overtaken(
        planned.program, (change_teams, roster, [seated(day, [ana, None])]),
        (change_teams, roster, [seated(evening, [ana, None])]),
    )  # fmt: skip
    assert isinstance(fault, RuleBroken) and "already works Day" in str(fault)
    assert planned.team(roster, name="Evening").members == ()


def test_a_repair_is_not_lost_while_somebody_publishes(planned: Planned) -> None:
    first, ana, max_ = planned.draft(), planned.person(), planned.person("Max Boyd")
    planned.seat(first, [ana, None])
    planned.program.run(publish_roster, first, 1, "as agreed")
    draft = planned.draft(base=first)
    planned.seat(draft, [None, None])
    repair = seated(planned.team(first), [max_, None])
    fault = overtaken(
        planned.program, (change_published, first, [repair], "sick call"), (publish_roster, draft, 1, "new weeks")
    )
    assert isinstance(fault, EditConflict) and "Day on Mon 16 Mar was changed in the roster in force" in str(fault)
    assert planned.book(first).roster.state is RosterState.PUBLISHED


def test_of_two_who_publish_the_same_weeks_the_second_is_told(planned: Planned) -> None:
    first = planned.draft()
    planned.program.run(publish_roster, first, 1, "as agreed")
    one, other = planned.draft(base=first), planned.draft(base=first)
    fault = overtaken(planned.program, (publish_roster, one, 1, "mine"), (publish_roster, other, 1, "mine too"))
    assert isinstance(fault, EditConflict), fault
