"""Escalations are recorded once and answered once."""

from collections.abc import Sequence

from sqlalchemy import select

from console.commands.ground import found, reason_given, say
from console.db.unit_of_work import UnitOfWork
from console.domain.escalations import Firing
from console.domain.ids import EscalationId, new_uuid
from console.domain.roles import Permission
from console.errors import EditConflict
from console.models.escalations import Escalation


async def record_firings(uow: UnitOfWork, firings: Sequence[Firing]) -> int:
    """Record what is not recorded yet, keyed by (call, rule, occurrence); returns how many were new."""
    uow.require(Permission.WATCH)
    if not firings:
        return 0
    known = {
        (row.call_id, row.rule, row.occurrence)
        for row in await uow.session.execute(
            select(Escalation.call_id, Escalation.rule, Escalation.occurrence).where(
                Escalation.call_id.in_({one.call_id for one in firings})
            )
        )
    }
    new = [one for one in firings if (one.call_id, one.rule, one.occurrence) not in known]
    for firing in new:
        uow.session.add(
            Escalation(
                id=EscalationId(new_uuid()), call_id=firing.call_id, unit_id=firing.unit_id, rule=firing.rule,
                occurrence=firing.occurrence, sentence=firing.sentence, fired_at=uow.now,
            )
        )  # fmt: skip
        say(uow, "escalation", f"Escalation: {firing.sentence}", call_id=firing.call_id, unit_id=firing.unit_id)
    return len(new)


async def answer_escalation(uow: UnitOfWork, escalation_id: EscalationId, note: str) -> None:
    """Answer for an escalation with a note.

    Raises:
        EditConflict: somebody answered first; the sentence says who and what.
        RuleBroken: there is no note.
    """
    uow.require(Permission.ANSWER_ESCALATION)
    what = reason_given(note, "Answering an escalation")
    escalation = await found(uow, Escalation, escalation_id, "escalation")
    if escalation.answered_at is not None:
        raise EditConflict(f"{escalation.answered_by} has answered this already: {escalation.answer}")
    escalation.answered_at, escalation.answered_by, escalation.answer = uow.now, uow.actor.name, what
    say(uow, "answered", f"Escalation answered ({escalation.sentence}): {what}", call_id=escalation.call_id)
