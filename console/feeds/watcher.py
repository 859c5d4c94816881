"""The leased watcher: ticks the timed rules and records what fires, on a desk or headless."""

import asyncio
import logging
import time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from console.commands.escalations import record_firings
from console.db.engine import Database
from console.db.lane import drop_lease, hold_lease, purge_changes
from console.db.unit_of_work import perform, read
from console.domain.assignments import AssignmentStatus
from console.domain.calls import Lifecycle
from console.domain.escalations import ESCALATION_RULES, EscalationRule, Firing, WatchedAssignment, WatchedCall, firings
from console.domain.ids import AssignmentId, CallId, CommandId, UnitId, new_uuid
from console.domain.roles import Actor
from console.domain.units import UnitKind
from console.domain.urgency import Urgency
from console.errors import TandemError
from console.models.calls import Assignment, Call
from console.models.escalations import Escalation
from console.models.units import Unit
from console.queries.program import real_now, the_program

LEASE = "watcher"
LEASE_SECONDS = 3.0
TICK_SECONDS = 1.0
TIDY_SECONDS = 3600.0
FAILURES = 3  # in a row: then somebody else may try, and every screen says that nobody watches

log = logging.getLogger(__name__)


class Watcher:
    """Watches while it holds the lease; another one takes over within seconds when this one dies."""

    def __init__(
        self, database: Database, actor: Actor, rules: tuple[EscalationRule, ...] = ESCALATION_RULES
    ) -> None:
        self._database = database
        self._actor = actor
        self._rules = rules
        self._holder: UUID = new_uuid()
        self._holds = False
        self._failed = 0
        self._tidy_at = time.monotonic() + TIDY_SECONDS

    async def run(self) -> None:
        """Tick for ever; a fault is logged and tried again, but a watcher that cannot look does not keep the lease."""
        try:
            while True:
                if await self._looked():
                    self._failed = 0
                else:
                    self._failed += 1
                    if self._failed == FAILURES:
                        await self._let_go()
                await asyncio.sleep(TICK_SECONDS)
        finally:
            await self._let_go()

    async def _looked(self) -> bool:
        """One turn: only a look that succeeded makes the lease longer; True also while somebody else holds it."""
        try:
            if self._failed >= FAILURES:
                await self.tick()  # it looks once without the lease before it asks for it again
            if not self._holds:
                self._holds = await self._hold()
            if self._holds:
                await self.tick()
                self._holds = await self._hold()
                await self._tidied()
        except TandemError as fault:
            log.warning("the watcher could not look: %s", fault)
            return False
        except Exception:
            log.exception("the watcher could not look")
            return False
        return True

    async def _tidied(self) -> None:
        if time.monotonic() > self._tidy_at:
            self._tidy_at = time.monotonic() + TIDY_SECONDS
            await purge_changes(self._database)

    async def _hold(self) -> bool:
        return await hold_lease(self._database, LEASE, self._holder, LEASE_SECONDS)

    async def _let_go(self) -> None:
        self._holds = False
        try:
            await drop_lease(self._database, LEASE, self._holder)
        except (TandemError, SQLAlchemyError, OSError):
            log.warning("the watcher's lease could not be given back; it ends by itself in seconds")

    async def tick(self) -> int:
        """Look once; returns how many escalations were recorded."""
        due = await read(self._database, due_firings, self._rules)
        if not due:
            return 0
        return await perform(self._database, self._actor, CommandId(new_uuid()), record_firings, due) or 0


async def due_firings(session: AsyncSession, rules: tuple[EscalationRule, ...]) -> list[Firing]:
    """What stands fired at program time now and is not recorded yet."""
    program = await the_program(session)
    if program is None:
        return []
    due = firings(await watched_calls(session), rules, program.clock.at(await real_now(session)))
    if not due:
        return []
    known = {
        tuple(row)
        for row in await session.execute(
            select(Escalation.call_id, Escalation.rule, Escalation.occurrence).where(
                Escalation.call_id.in_({one.call_id for one in due})
            )
        )
    }
    return [one for one in due if (one.call_id, one.rule, one.occurrence) not in known]


async def watched_calls(session: AsyncSession) -> list[WatchedCall]:
    """Every open call as the rules see it."""
    call = Call.__table__.c
    live = select(*call).where(call.lifecycle.in_(("open", "reopened")), call.imported.is_(False))
    rows = (await session.execute(live)).all()
    run = Assignment.__table__.c
    runs: dict[UUID, list[WatchedAssignment]] = {}
    wanted = select(
        run.id, run.call_id, run.unit_id, run.status, run.since, Unit.call_sign, Unit.kind, Unit.checked_in_at
    )
    for row in await session.execute(wanted.join(Unit, Unit.id == run.unit_id).where(run.ended_at.is_(None))):
        runs.setdefault(row.call_id, []).append(
            WatchedAssignment(
                AssignmentId(row.id), UnitId(row.unit_id), row.call_sign, UnitKind(row.kind),
                AssignmentStatus(row.status), row.since, row.checked_in_at,
            )
        )  # fmt: skip
    return [
        WatchedCall(
            CallId(row.id), Urgency(row.level), Lifecycle(row.lifecycle), row.waiting_since, row.level_since,
            row.due_at, tuple(runs.get(row.id, ())), silent=row.imported,
        )
        for row in rows
    ]  # fmt: skip
