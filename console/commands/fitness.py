"""What speaks against sending units to a call, read from the rows: the same gates as the recommendation asks."""

from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from console.db.unit_of_work import UnitOfWork
from console.domain.calls import RiskFlag
from console.domain.qualifications import Held
from console.domain.units import Discipline, UnitKind
from console.domain.urgency import Urgency
from console.models.calls import Call
from console.models.people import Pairing, PairingMember, Qualification, Responder
from console.models.program import Program
from console.models.units import Emergency, Unit
from console.planning.gates import Asked, Crew, Gates, against_crew, is_dangerous, needs_in, unmet
from console.planning.readiness import RESPONSE_KINDS


async def speaks_against(uow: UnitOfWork, call: Call, units: Iterable[Unit], on_it: Iterable[UUID]) -> dict[UUID, str]:
    """The reasons against each unit that has any; where a unit is and how far is the screen's to know."""
    going = list(units)
    gates = Gates(zone=ZoneInfo((await uow.session.execute(select(Program.time_zone).limit(1))).scalar() or "UTC"))
    aboard = await _aboard(uow, {*(unit.id for unit in going), *on_it})
    flags = [RiskFlag(word) for word in call.flags]
    held = [one for _disciplines, some in aboard.values() for one in some]
    open_needs = unmet(needs_in(flags, call.language, call.needs), held, gates.day(uow.now))
    asked = Asked(open_needs, is_dangerous(Urgency(call.level), flags))
    calling = select(Emergency.unit_id).where(Emergency.cleared_at.is_(None))
    standing = set((await uow.session.execute(calling)).scalars())
    told: dict[UUID, str] = {}
    for unit in going:
        kind, (disciplines, some) = UnitKind(unit.kind), aboard.get(unit.id, ([], []))
        said = ["has an emergency"] if unit.id in standing else []
        if kind not in RESPONSE_KINDS and kind is not UnitKind.MEDIC:
            said.append(f"{kind.word.lower()}, not a crisis team")
        said += against_crew(asked, Crew(kind, disciplines, some, unit.on_duty_since), uow.now, gates)
        if said:
            told[unit.id] = "; ".join(said)
    return told


async def _aboard(uow: UnitOfWork, unit_ids: set[UUID]) -> dict[UUID, tuple[list[Discipline], list[Held]]]:
    """Disciplines and qualifications of those who ride in the units now, licences among them."""
    riding = (
        select(Pairing.unit_id, Responder.id, Responder.discipline, Responder.licence)
        .join(PairingMember, PairingMember.pairing_id == Pairing.id)
        .join(Responder, Responder.id == PairingMember.responder_id)
        .where(Pairing.unit_id.in_(unit_ids), Pairing.ended_at.is_(None), PairingMember.left_at.is_(None))
    )
    found: dict[UUID, tuple[list[Discipline], list[Held]]] = {}
    rides: dict[UUID, list[UUID]] = {}  # somebody shared, or by telephone, is with several
    for unit_id, responder_id, discipline, licence in (await uow.session.execute(riding)).all():
        disciplines, held = found.setdefault(unit_id, ([], []))
        disciplines.append(Discipline(discipline))
        held += [Held(licence)] if licence else []
        rides.setdefault(responder_id, []).append(unit_id)
    wanted = select(Qualification.responder_id, Qualification.code, Qualification.expires)
    for responder_id, code, expires in await uow.session.execute(wanted.where(Qualification.responder_id.in_(rides))):
        for unit_id in rides[responder_id]:
            found[unit_id][1].append(Held(code, expires))
    return found
