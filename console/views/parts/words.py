"""How a call is said in one line, the same on every screen."""

from datetime import datetime, timedelta

from console.domain.calls import may_wait
from console.domain.clock import spoken
from console.domain.natures import NATURE_BY_CODE
from console.domain.qualifications import need_word
from console.snapshots.calls import CallSnapshot
from console.store.store import Store


def nature_word(code: str) -> str:
    """The nature's name; a code of another time is shown as it is."""
    nature = NATURE_BY_CODE.get(code)
    return nature.name if nature else code.replace("_", " ").capitalize()


def waiting(call: CallSnapshot, now: datetime) -> str:
    """The call's running timer: since it was received, or until and since its due time.

    A visit that became urgent before its time waits since then.
    """
    if call.due_at is not None and call.is_open:
        left = call.due_at - now
        if left > timedelta(0) and not is_ahead(call, now):
            return spoken(now - max(call.waiting_since, call.level_since))
        return f"in {spoken(left)}" if left > timedelta(0) else f"late {spoken(-left)}"
    return spoken((call.closed_at or now) - call.received_at)


def is_ahead(call: CallSnapshot, now: datetime) -> bool:
    """Whether this is a scheduled visit whose time has not come and that may wait for it: it waits for nobody yet."""
    return call.due_at is not None and call.due_at > now and may_wait(call.level, call.due_at)


def wants_team(call: CallSnapshot, now: datetime) -> bool:
    """Whether nobody is on it and somebody should be: every screen and page counts the unassigned by this."""
    return call.is_unassigned and not is_ahead(call, now)


def turn(call: CallSnapshot) -> datetime:
    """The moment by which calls of one level take their turn."""
    return call.due_at if call.due_at is not None and may_wait(call.level, call.due_at) else call.received_at


def who_is_on(call: CallSnapshot, now: datetime) -> str:
    """Who is on it, the primary unit first; UNASSIGNED in capitals so that it cannot be overlooked."""
    if call.is_unassigned and is_ahead(call, now):
        return "Scheduled"
    active = sorted(call.active, key=lambda one: one.unit_id != call.primary_unit_id)
    if not active:
        return "REOPENED" if call.status.value == "reopened" else "UNASSIGNED" if call.is_open else call.status.word
    first = active[0]
    more = f" +{len(active) - 1}" if len(active) > 1 else ""
    return f"{first.call_sign} {first.status.word.lower()}{more}"


def chips_of(call: CallSnapshot) -> list[tuple[str, bool]]:
    """The call's short marks: risk flags first (True: danger), then language, needs and source."""
    marks = [(flag.word, flag.is_danger) for flag in sorted(call.flags, key=lambda flag: not flag.is_danger)]
    if call.language and call.language.lower() != "english":
        marks.append((call.language.capitalize(), False))
    marks += [(need_word(need), False) for need in call.needs]
    marks.append((call.source.word, False))
    return marks


def local(moment: datetime, store: Store, form: str = "%H:%M:%S") -> str:
    """A moment in the agency's time zone."""
    zone = store.program.zone if store.program else None
    return moment.astimezone(zone).strftime(form)
