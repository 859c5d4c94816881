"""The hand-over page for the next supervisor, and the board to write on in the hour when everything is down."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

from console.domain.assignments import AssignmentStatus
from console.domain.clock import spoken
from console.domain.ids import CallId
from console.domain.qualifications import need_word
from console.snapshots.calls import CallSnapshot
from console.snapshots.escalations import EscalationSnapshot
from console.snapshots.hand_over import LastNote
from console.snapshots.units import UnitSnapshot
from console.store.store import LinkState, Store
from console.views.parts.record import NEW_SHEET
from console.views.parts.words import is_ahead, local, nature_word, turn, waiting, wants_team, who_is_on

ANSWERED_SINCE = timedelta(hours=12)
SPARE_CALLS, SPARE_UNITS = 8, 2  # empty rows of the board
_STYLE = (
    "body { font-size: 9pt; color: #000; } h1 { font-size: 15pt; margin: 0; } "
    "h2 { font-size: 11pt; margin: 12px 0 3px 0; } th { text-align: left; font-weight: bold; background: #eee; } "
    ".dim { color: #444; } .mark { font-size: 11pt; font-weight: bold; color: #6b2fb3; }"
)


_UNIT_HEAD = ("Unit", "Status", "Since", "On call", "Crew", "Safety check")


def hand_over_html(store: Store, notes: Mapping[CallId, Sequence[LastNote]], words: str, *, printed_by: str) -> str:
    """What the next supervisor must know; every typed word is escaped."""
    parts = [_head(store, "Hand-over", printed_by)]
    if words.strip():
        lines = "<br>".join(escape(line) for line in words.strip().splitlines())
        parts.append(f"<h2>From {escape(printed_by)}</h2><p>{lines}</p>")
    parts += [_calls(store, notes), _units(store), _escalations(store)]
    parts.append(
        '<p class="dim">This page holds places and notes of calls: hand it over, then shred it.</p></body></html>'
    )
    return "".join(parts)


def board_html(store: Store, *, printed_by: str) -> str:
    """Calls and units as two tables with empty columns to write in; made from what the desk holds alone."""
    now = store.now()
    calls = [_board_call(one, store) for one in open_calls(store)]
    units = [(*_unit_row(one, store, now), "", "", "") for one in on_duty(store)]
    call_head = (
        "Call", "Level", "What and where", "Flags, language, needs", "Received, due", "Units", "En route", "On scene",
        "Cleared, how",
    )  # fmt: skip
    unit_head = (*_UNIT_HEAD, "New status", "Time", "Next call")
    return "".join(
        (
            _head(store, f"Board at {local(now, store, '%H:%M')}", printed_by),
            "<h2>Calls</h2>", _grid(call_head, [*calls, *[("",) * len(call_head)] * SPARE_CALLS], ""),
            NEW_SHEET, "<h2>Units</h2>", _grid(unit_head, [*units, *[("",) * len(unit_head)] * SPARE_UNITS], ""),
            '<p class="dim">Write times in 24 hours. Enter everything when the program is back, then shred this page.'
            "</p></body></html>",
        )
    )  # fmt: skip


def open_calls(store: Store) -> list[CallSnapshot]:
    """The open calls, the worst and oldest first."""
    return sorted((one for one in store.calls if one.is_open), key=lambda one: (-one.level.value, turn(one)))


def on_duty(store: Store) -> list[UnitSnapshot]:
    """The units on duty; emergencies first, then by call sign."""
    units = [one for one in store.units if one.on_duty]
    return sorted(units, key=lambda one: (one.emergency_id is None, one.call_sign))


def _calls(store: Store, notes: Mapping[CallId, Sequence[LastNote]]) -> str:
    now, calls = store.now(), open_calls(store)
    head = ("Call", "Level", "What and where", "Waiting since, or due", "Who is on it", "Flags and needs", "Last notes")
    rows = [_call_row(one, store, now, notes.get(one.id, ())) for one in calls]
    wanting = sum(1 for one in calls if wants_team(one, now))
    ahead = sum(1 for one in calls if one.is_unassigned) - wanting
    told = f"{len(calls)}, {wanting} unassigned" + (f", {ahead} scheduled" if ahead else "")
    return f"<h2>Open calls: {told}</h2>{_grid(head, rows, 'No open call.')}"


def _units(store: Store) -> str:
    now, units = store.now(), on_duty(store)
    rows = [_unit_row(one, store, now) for one in units]
    return f"<h2>Units on duty: {len(units)}</h2>{_grid(_UNIT_HEAD, rows, 'No unit is on duty.')}"


def _escalations(store: Store) -> str:
    since = store.now() - ANSWERED_SINCE
    known = sorted(store.escalations, key=lambda one: one.fired_at)
    standing = [_escalation_row(one, store) for one in known if one.stands]
    answered = [_answer_row(one, store) for one in known if one.answered_at is not None and one.answered_at > since]
    head = ("Fired", "Call", "What")
    return (
        f"<h2>Escalations that stand: {len(standing)}</h2>{_grid(head, standing, 'None.')}"
        f"<h2>Escalations answered in the last 12 hours: {len(answered)}</h2>"
        + _grid((*head, "Answered", "By", "Answer"), answered, "None.")
    )


def _call_row(call: CallSnapshot, store: Store, now: datetime, notes: Sequence[LastNote]) -> tuple[str, ...]:
    others = [f"{one.call_sign} {one.status.word.lower()}" for one in call.active]
    return (
        call.number, f"{call.level.value} {call.level.word}", _what_and_where(call, store), _waits(call, store, now),
        ", ".join(others) or who_is_on(call, now), _asks(call),
        "\n".join(f"{local(one.at, store, '%H:%M')} {one.text} ({one.who})" for one in notes),
    )  # fmt: skip


def _board_call(call: CallSnapshot, store: Store) -> tuple[str, ...]:
    """A call with the times that are known already; one line for each unit."""
    due = f"\ndue {_due(call.due_at, store)}" if call.due_at is not None else ""
    under_way = [(one.call_sign, one.en_route_at) for one in call.active]
    there = [
        (one.call_sign, one.on_scene_at or (one.since if one.status is AssignmentStatus.ON_SCENE else None))
        for one in call.active
    ]
    return (
        call.number, f"{call.level.value} {call.level.word}", _what_and_where(call, store), _asks(call),
        local(call.received_at, store, "%H:%M") + due, "\n".join(one.call_sign for one in call.active),
        _times(under_way, store), _times(there, store), "",
    )  # fmt: skip


def _times(of_units: Sequence[tuple[str, datetime | None]], store: Store) -> str:
    return "\n".join(f"{sign} {local(at, store, '%H:%M')}" for sign, at in of_units if at is not None)


def _what_and_where(call: CallSnapshot, store: Store) -> str:
    zone = store.zones.get(call.zone_id)
    return f"{nature_word(call.nature)}\n{call.place}" + (f", {zone.name}" if zone else "")


def _asks(call: CallSnapshot) -> str:
    language = [call.language.capitalize()] if call.language and call.language.lower() != "english" else []
    return ", ".join([*(flag.word for flag in call.flags), *language, *(need_word(need) for need in call.needs)])


def _waits(call: CallSnapshot, store: Store, now: datetime) -> str:
    if call.due_at is None:
        return f"{local(call.waiting_since, store, '%H:%M')} ({spoken(now - call.waiting_since)})"
    due = f"due {_due(call.due_at, store)}"
    if call.due_at <= now or is_ahead(call, now):
        return f"{due} ({waiting(call, now)})"
    return f"waits {waiting(call, now)}, {due}"  # it became urgent before its time


def _due(at: datetime, store: Store) -> str:
    today = local(store.now(), store, "%Y-%m-%d") == local(at, store, "%Y-%m-%d")
    return local(at, store, "%H:%M" if today else "%d %b %H:%M")


def _unit_row(unit: UnitSnapshot, store: Store, now: datetime) -> tuple[str, ...]:
    timer = unit.safety
    check = "" if timer is None else f"due {local(timer.alert_at, store, '%H:%M')}"
    if timer is not None and timer.alert_at <= now:
        check = f"OVERDUE since {local(timer.alert_at, store, '%H:%M')}"
    emergency = f"EMERGENCY since {local(unit.emergency_since, store, '%H:%M')}. " if unit.emergency_since else ""
    missing = ", ".join(one.value for one in unit.missing)
    crew = unit.crew + (f" (without {missing})" if missing else "")
    on = ", ".join(one.number for one in unit.assignments)
    return unit.call_sign, emergency + unit.status_word, local(unit.status_since, store, "%H:%M"), on, crew, check


def _escalation_row(one: EscalationSnapshot, store: Store) -> tuple[str, ...]:
    call = store.calls.get(one.call_id)
    return local(one.fired_at, store, "%H:%M"), call.number if call else "", one.sentence


def _answer_row(one: EscalationSnapshot, store: Store) -> tuple[str, ...]:
    answered = local(one.answered_at, store, "%H:%M") if one.answered_at else ""
    return *_escalation_row(one, store), answered, one.answered_by or "", one.answer or ""


def _head(store: Store, heading: str, printed_by: str) -> str:
    program = store.program
    parts = [f"<html><head><style>{_STYLE}</style></head><body>"]
    if program is not None and program.is_training:
        parts.append('<p class="mark">TRAINING: these are no real calls.</p>')
    parts.append(f"<h1>{escape(heading)}: {escape(program.name if program else '')}</h1>")
    printed = local(store.now(), store, "%Y-%m-%d %H:%M:%S")
    parts.append(f'<p class="dim">{printed} by {escape(printed_by)}{_link_words(store)}</p>')
    return "".join(parts)


def _link_words(store: Store) -> str:
    """What whoever reads the page must know of how the desk stood to its database."""
    since = local(store.program_time(store.link.since), store)
    told = {
        LinkState.STARTING: "the desk was still starting",
        LinkState.CATCHING_UP: f"the database was back since {since}, and the desk was catching up",
        LinkState.OUTDATED: "this desk was read only: it and the database are of different versions",
        LinkState.ENDED: "this account was ended: nothing is shown",
        LinkState.LOST: f"as of {since}, the database was lost then",
    }.get(store.link.state)
    return f" · {told}" if told else ""


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]], empty: str) -> str:
    if not rows:
        return f"<p>{empty}</p>"
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table border="1" cellspacing="0" cellpadding="4" width="100%"><thead><tr>{top}</tr></thead>{body}</table>'


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>") or "&nbsp;"
