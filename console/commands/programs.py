"""A program is founded; its clock is paced; units, responders and shifts are added to it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import available_timezones

from sqlalchemy import select

from console.db.unit_of_work import UnitOfWork
from console.domain.clock import MAX_RATE
from console.domain.geography import Box
from console.domain.ids import ProgramId, QualificationId, ResponderId, ShiftId, UnitId, ZoneId, new_uuid
from console.domain.qualifications import Held
from console.domain.roles import Permission
from console.domain.units import Availability, Discipline, UnitKind
from console.errors import BadInput, NotFound, RuleBroken
from console.models.people import Qualification, Responder, Shift
from console.models.program import Account, Program, Setting
from console.models.units import Unit
from console.snapshots.program import Mode


async def found_program(
    uow: UnitOfWork,
    name: str,
    mode: Mode,
    time_zone: str,
    *,
    extent: Box | None = None,
    demo: str | None = None,
    starts_at: datetime | None = None,
    rate: float = 1.0,
) -> ProgramId:
    """Create the database's one program and the local account of whoever creates it.

    A program is training or production from here on. `starts_at` and `rate` set a training program's clock.

    Raises:
        RuleBroken: the database has a program already, or a production clock would not be real time.
    """
    if (await uow.session.execute(select(Program.id).limit(1))).first():
        raise RuleBroken("This database holds a program already.")
    if not name.strip():
        raise BadInput("A program needs a name.")
    if mode is Mode.PRODUCTION and (starts_at is not None or rate != 1.0 or demo):
        raise RuleBroken("A production program runs on real time, always.")
    if not 0 <= rate <= MAX_RATE:
        raise BadInput(f"The speed is 0 to {MAX_RATE:.0f}.")
    if time_zone not in available_timezones():
        raise BadInput(f'"{time_zone}" is no time zone. Write one such as America/New_York.')
    real = uow.now
    program_id = ProgramId(new_uuid())
    box = [extent.south, extent.west, extent.north, extent.east] if extent else None
    uow.session.add(
        Program(
            id=program_id, name=name.strip(), mode=mode.value, time_zone=time_zone, extent=box, demo=demo,
            real_epoch=real, program_epoch=starts_at or real, rate=rate,
        )
    )  # fmt: skip
    uow.session.add(Setting(name="history", value={"id": str(new_uuid())}))
    if not uow.is_shared:  # there an account is a login, and whoever founds the program has one
        uow.session.add(
            Account(
                id=uow.actor.account_id, name=uow.actor.name, created_at=real,
                roles=sorted(role.value for role in uow.actor.roles),
            )
        )  # fmt: skip
    return program_id


async def set_pace(uow: UnitOfWork, rate: float) -> None:
    """Let a training program's clock run faster or slower, 0 (stopped) to 60.

    Raises:
        RuleBroken: the program is a production program.
    """
    uow.require(Permission.EDIT_SETTINGS)
    program = await the_program(uow)
    if program.mode == Mode.PRODUCTION.value:
        raise RuleBroken("A production program runs on real time, always.")
    if not 0 <= rate <= MAX_RATE:
        raise BadInput(f"The speed is 0 to {MAX_RATE:.0f}.")
    program.real_epoch, program.program_epoch = uow.clock.real_epoch + _since(uow), uow.now
    program.rate = rate


def _since(uow: UnitOfWork) -> timedelta:
    """Real time since the clock's epoch, at the moment that `uow.now` names."""
    if uow.clock.rate:
        return (uow.now - uow.clock.program_epoch) / uow.clock.rate
    return datetime.now(uow.now.tzinfo) - uow.clock.real_epoch


async def the_program(uow: UnitOfWork) -> Program:
    """The database's program."""
    program = (await uow.session.execute(select(Program).limit(1))).scalar()
    if program is None:
        raise NotFound("This database holds no program yet. Start Tandem and create one.")
    return program


async def add_unit(
    uow: UnitOfWork, unit_id: UnitId, call_sign: str, kind: UnitKind, zone_id: ZoneId | None, *, on_duty: bool = False
) -> None:
    """Add a unit; its call sign is unique, written in capitals.

    Raises:
        RuleBroken: the call sign is taken.
    """
    uow.require(Permission.CREW_UNIT)
    sign = call_sign.strip().upper()
    if not sign or " " in sign:
        raise BadInput("A call sign is one word of letters and digits, such as C09.")
    if (await uow.session.execute(select(Unit.id).where(Unit.call_sign == sign))).first():
        raise RuleBroken(f"There is a unit {sign} already.")
    availability = Availability.AVAILABLE if on_duty else Availability.OFF_DUTY
    uow.session.add(
        Unit(
            id=unit_id, call_sign=sign, kind=kind.value, zone_id=zone_id, availability=availability.value,
            availability_since=uow.now, on_duty_since=uow.now if on_duty else None,
        )
    )  # fmt: skip


async def add_responder(
    uow: UnitOfWork,
    responder_id: ResponderId,
    name: str,
    discipline: Discipline,
    *,
    licence: str | None = None,
    zone_id: ZoneId | None = None,
    qualifications: Sequence[Held] = (),
) -> None:
    """Add a responder with the qualifications that they hold."""
    uow.require(Permission.ADD_RESPONDER)
    if not name.strip():
        raise BadInput("A responder needs a name.")
    if await uow.session.get(Responder, responder_id) is not None:
        raise RuleBroken(f"{name.strip()} is in the directory already.")
    uow.session.add(
        Responder(
            id=responder_id, name=name.strip(), discipline=discipline.value, licence=licence or None, zone_id=zone_id
        )
    )
    await uow.session.flush()
    for held in qualifications:
        expires: date | None = held.expires
        uow.session.add(
            Qualification(
                id=QualificationId(new_uuid()), responder_id=responder_id, code=held.code, expires=expires
            )
        )


async def add_shift(
    uow: UnitOfWork, shift_id: ShiftId, name: str, zone_id: ZoneId | None, starts_at: datetime, ends_at: datetime
) -> None:
    """Add a dated shift.

    Raises:
        BadInput: it ends before it starts.
    """
    uow.require(Permission.CREW_UNIT)
    if ends_at <= starts_at:
        raise BadInput(f"The shift {name} ends before it starts.")
    uow.session.add(Shift(id=shift_id, name=name, zone_id=zone_id, starts_at=starts_at, ends_at=ends_at))
