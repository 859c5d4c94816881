"""What every command stands on: finding rows, comparing versions, adding to the timeline."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select

from console.commands.told_values import told_name, told_value
from console.db.last_edits import Edit, last_edits
from console.db.record import HIDDEN
from console.db.unit_of_work import UnitOfWork
from console.domain.assignments import by_progress
from console.domain.ids import CallId, UnitId, new_uuid
from console.errors import EditConflict, NotFound, RuleBroken
from console.models.base import Base
from console.models.calls import Assignment, Call
from console.models.logs import TimelineRow
from console.models.people import Responder
from console.models.program import Program
from console.models.units import Unit

Row = TypeVar("Row", bound=Base)
_UNSAID = frozenset({"version", "lat", "lon"})


async def found(uow: UnitOfWork, kind: type[Row], key: UUID, word: str) -> Row:
    """The row of an id.

    Raises:
        NotFound: it does not exist.
    """
    row = await uow.session.get(kind, key)
    if row is None:
        raise NotFound(f"This {word} does not exist in the database any more.")
    return row


async def open_call(uow: UnitOfWork, call_id: CallId) -> Call:
    """The call, when it is still open.

    Raises:
        NotFound, RuleBroken: it does not exist, or it is closed.
    """
    call = await found(uow, Call, call_id, "call")
    if call.lifecycle not in ("open", "reopened"):
        raise RuleBroken(f"{call.number} is {call.lifecycle}. Reopen it first.")
    return call


async def unit_of(uow: UnitOfWork, unit_id: UnitId) -> Unit:
    """The unit of an id."""
    return await found(uow, Unit, unit_id, "unit")


async def active_assignments(
    uow: UnitOfWork, *, call_id: UUID | None = None, unit_id: UUID | None = None
) -> list[Assignment]:
    """Runs that have not ended, of a call or of a unit, the oldest first."""
    wanted = select(Assignment).where(Assignment.ended_at.is_(None)).order_by(Assignment.dispatched_at, Assignment.id)
    if call_id is not None:
        wanted = wanted.where(Assignment.call_id == call_id)
    if unit_id is not None:
        wanted = wanted.where(Assignment.unit_id == unit_id)
    return list((await uow.session.execute(wanted)).scalars())


async def present_call(uow: UnitOfWork, unit_id: UUID) -> UUID | None:
    """The call that the unit is on now; others may wait for it."""
    runs = by_progress(await active_assignments(uow, unit_id=unit_id))
    return runs[0].call_id if runs else None


async def expect(uow: UnitOfWork, row: Any, now: int, seen: int | None, what: str) -> None:
    """Refuse when the operator saw an older version; `seen` None skips the check (the wish is safe either way).

    Raises:
        EditConflict: with who changed what, when, from what to what.
    """
    if seen is None or seen == now:
        return
    # Each update raised the version by one.
    (key,) = inspect(row).identity
    entries = await last_edits(uow.session, row.__tablename__, key, max(1, now - seen))
    if not entries:
        raise EditConflict(f"{what} was changed on another desk. Look again, then repeat what you wanted.")
    zone = await program_zone(uow)
    when = uow.clock.at(entries[0].real_at).astimezone(zone)  # as the clock on the screen shows it
    told = _both_values(entries, zone, await _people_in(uow, entries))
    raise EditConflict(
        f"{entries[0].who} changed {what} at {when:%H:%M:%S} ({told}). "
        "Nothing of yours was saved; look again, then repeat it."
    )


async def _people_in(uow: UnitOfWork, entries: Sequence[Edit]) -> dict[str, str]:
    """The names of those who sat or sit on seats that were changed, by id as text."""
    values = [side.get("seats") for edit in entries for side in (edit.before, edit.after)]
    rows = [seat for seats in values if isinstance(seats, list) for seat in seats]
    keys = {UUID(seat["responder"]) for seat in rows if seat.get("responder")}
    wanted = select(Responder.id, Responder.name).where(Responder.id.in_(keys))
    return {str(key): name for key, name in await uow.session.execute(wanted)} if keys else {}


def _both_values(newest_first: Sequence[Edit], zone: ZoneInfo, people: Mapping[str, str]) -> str:
    """What changed over several updates, from the first value to the last; what only the program reads is left out."""
    first: dict[str, object] = {}
    last: dict[str, object] = {}
    for edit in reversed(newest_first):
        for column, value in edit.after.items():
            name = f"caller {column}" if edit.table == "caller" else column
            first.setdefault(name, edit.before.get(column))
            last[name] = value
    told = partial(told_value, zone=zone, people=people)
    lines = [
        f"{name.replace('_', ' ')} changed"
        if HIDDEN in (first[name], value)
        else f"{told_name(name)}: {told(name, first[name])} → {told(name, value)}"
        for name, value in last.items()
        if name not in _UNSAID and not name.endswith(("_key", "_id", "_since", " id"))
    ]
    return ", ".join(lines) or "its details"


async def program_zone(uow: UnitOfWork) -> ZoneInfo:
    """The agency's time zone, in which every time is told."""
    return ZoneInfo((await uow.session.execute(select(Program.time_zone).limit(1))).scalar() or "UTC")


def say(
    uow: UnitOfWork, kind: str, text: str, *, call_id: UUID | None = None, unit_id: UUID | None = None
) -> None:
    """Add one line to the timeline of a call, of a unit, or of both."""
    uow.session.add(
        TimelineRow(
            id=new_uuid(), at=uow.now, kind=kind, text=text, who=uow.actor.name, account_id=uow.actor.account_id,
            desk_id=uow.actor.desk_id, call_id=call_id, unit_id=unit_id,
        )
    )  # fmt: skip


def reason_given(reason: str | None, act: str) -> str:
    """The reason, stripped.

    Raises:
        RuleBroken: there is none.
    """
    text = (reason or "").strip()
    if not text:
        raise RuleBroken(f"{act} needs a reason.")
    return text
