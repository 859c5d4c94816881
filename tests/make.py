"""Readable defaults for tests: snapshots of calls and units, actors, and a whole program in a file of its own."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from console.commands.crews import crew_unit
from console.commands.dispatch import Taking, dispatch_units
from console.commands.programs import add_responder, add_unit, found_program
from console.commands.take_calls import take_call
from console.db.engine import Database, open_database
from console.db.schema import bring_up_to_date
from console.db.unit_of_work import UnitOfWork, perform, read
from console.domain.calls import CallDraft, CallSource, CallStatus, Lifecycle
from console.domain.geography import Point
from console.domain.ids import (
    AccountId,
    AssignmentId,
    CallId,
    CommandId,
    DeskId,
    ResponderId,
    UnitId,
    new_uuid,
)
from console.domain.qualifications import Held
from console.domain.roles import Actor, Role
from console.domain.units import Availability, Discipline, UnitKind
from console.domain.urgency import Urgency
from console.queries.calls import calls_by_ids
from console.queries.units import units_by_ids
from console.snapshots.calls import CallSnapshot
from console.snapshots.program import Mode
from console.snapshots.units import MemberSnapshot, UnitSnapshot

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
CENTRE = Point(40.12, -75.34)
PAIR = (Discipline.OFFICER, Discipline.CLINICIAN)
TIME_ZONE = "America/New_York"


def an_actor(*roles: Role, name: str = "R. Okafor", account_id: AccountId | None = None) -> Actor:
    """Somebody at a desk; without roles, somebody who may do everything."""
    return Actor(account_id or AccountId(new_uuid()), name, frozenset(roles or Role), DeskId(new_uuid()))


def a_member(
    discipline: Discipline = Discipline.OFFICER, *, name: str = "Ana Reyes", licence: str | None = None,
    held: Sequence[str | Held] = (), expires: date | None = None,
) -> MemberSnapshot:  # fmt: skip
    """A responder aboard; qualifications as codes, all with one date of expiry, or whole."""
    qualifications = tuple(one if isinstance(one, Held) else Held(one, expires) for one in held)
    return MemberSnapshot(ResponderId(new_uuid()), name, discipline, licence, qualifications)


def a_unit(call_sign: str = "C09", *, crew: Sequence[Discipline] = PAIR, **changes: Any) -> UnitSnapshot:
    """A crewed, available co-response team that came on duty two hours before noon."""
    unit = UnitSnapshot(
        id=UnitId(new_uuid()), version=1, call_sign=call_sign, kind=UnitKind.CO_RESPONSE, zone_id=None,
        availability=Availability.AVAILABLE, availability_since=NOON - timedelta(hours=2), availability_note=None,
        members=tuple(a_member(one) for one in crew), pairing_id=None, on_duty_since=NOON - timedelta(hours=2),
        shift_ends_at=None, checked_in_at=None,
    )  # fmt: skip
    return replace(unit, **changes)


def a_call(number: str = "26-00042", **changes: Any) -> CallSnapshot:
    """An open call of level 3 without anybody on it, received at noon."""
    call = CallSnapshot(
        id=CallId(new_uuid()), version=1, number=number, received_at=NOON, nature="emotional_crisis",
        source=CallSource.EMERGENCY_911, place="214 Water St", point=CENTRE, zone_id=None, level=Urgency.URGENT,
        level_since=NOON, waiting_since=NOON, flags=(), language=None, needs=(), caller_name=None, caller_phone=None,
        lifecycle=Lifecycle.OPEN, status=CallStatus.PENDING, primary_unit_id=None,
    )  # fmt: skip
    return replace(call, **changes)


def a_draft(**changes: Any) -> CallDraft:
    """A call as it is taken: level 2, at a street address, without flags."""
    draft = CallDraft(
        CallId(new_uuid()), "214 Water St", CENTRE, "emotional_crisis", CallSource.EMERGENCY_911, Urgency.MODERATE
    )
    return replace(draft, **changes)


class Program:
    """A program in a file: runs commands as somebody who may everything, unless told otherwise."""

    def __init__(self, path: Path, arun: Callable[..., Any]) -> None:
        self.path = path
        self.actor = an_actor()
        self.database: Database = open_database(path)
        self.arun = arun
        self._opened = [self.database]

    def run(
        self, command: Callable[..., Awaitable[Any]], *args: Any, by: Actor | None = None,
        command_id: UUID | None = None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """The command's result, once it is committed."""
        key = CommandId(command_id or new_uuid())
        return self.arun(perform(self.database, by or self.actor, key, command, *args, **kwargs))

    def ask(self, query: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Any:
        """The query's answer."""
        return self.arun(read(self.database, query, *args, **kwargs))

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """What the file holds, past every query of the program's own."""

        async def look(session: Any) -> list[Any]:
            return list((await session.execute(text(sql), values)).all())

        result: list[Any] = self.ask(look)
        return result

    def alter(self, statement: Any) -> None:
        """Change rows past every command, as time or somebody with the file in hand would."""

        async def altered(uow: UnitOfWork) -> None:
            await uow.session.execute(statement)

        self.run(altered)

    def wait(self, seconds: float) -> None:
        """Let the loop run."""
        self.arun(asyncio.sleep(seconds))

    def another_connection(self) -> Database:
        """The same file as a second desk has it open; closed with the program."""
        self._opened.append(open_database(self.path))
        return self._opened[-1]

    def close(self) -> None:
        """Return every connection."""
        for database in self._opened:
            self.arun(database.close())

    def call(self, **changes: Any) -> CallId:
        """A call that was just taken."""
        draft = a_draft(**changes)
        self.run(take_call, draft)
        return draft.id

    def responder(self, discipline: Discipline, name: str | None = None, **more: Any) -> ResponderId:
        """Somebody who can ride."""
        key = ResponderId(new_uuid())
        self.run(add_responder, key, name or f"{discipline.value.capitalize()} {key.hex[-4:]}", discipline, **more)
        return key

    def unit(
        self, call_sign: str = "C09", crew: Sequence[Discipline] = PAIR, kind: UnitKind = UnitKind.CO_RESPONSE,
        *, on_duty: bool = True,
    ) -> UnitId:  # fmt: skip
        """A unit on duty with its crew."""
        key = UnitId(new_uuid())
        self.run(add_unit, key, call_sign, kind, None, on_duty=on_duty)
        if crew:
            self.run(crew_unit, key, None, [self.responder(one) for one in crew])
        return key

    def send(self, call_id: CallId, *unit_ids: UnitId, taking: Taking = Taking.ASK) -> list[AssignmentId]:
        """Dispatch units to a call."""
        made: list[AssignmentId] = self.run(dispatch_units, call_id, unit_ids, taking)
        return made

    def seen(self, call_id: CallId) -> CallSnapshot:
        """The call as a screen sees it."""
        call: CallSnapshot = self.ask(calls_by_ids, [call_id])[0]
        return call

    def seen_unit(self, unit_id: UnitId) -> UnitSnapshot:
        """The unit as a screen sees it."""
        unit: UnitSnapshot = self.ask(units_by_ids, [unit_id])[0]
        return unit

    def said(self, call_id: CallId) -> list[str]:
        """The call's timeline, the oldest line first."""
        lines = self.rows("SELECT text FROM timeline WHERE call_id = :key ORDER BY at, id", key=call_id.hex)
        return [line for (line,) in lines]


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a founded training program; tests take copies, so that the schema is built once."""
    path = tmp_path_factory.mktemp("founded") / "tandem.db"
    bring_up_to_date(path)
    return path


@pytest.fixture
def program(founded: Path, tmp_path: Path, arun: Callable[..., Any]) -> Iterator[Program]:
    """A training program without units and calls, in a file of its own."""
    path = tmp_path / "tandem.db"
    shutil.copy(founded, path)
    made = Program(path, arun)
    made.run(found_program, "Riverton", Mode.TRAINING, TIME_ZONE)
    yield made
    made.close()
