"""The hand-over page for the next supervisor, and the board to write on in the hour when everything is down."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

from console.domain.clock import spoken
from console.domain.ids import CallId
from console.domain.qualifications import need_word
from console.snapshots.calls import CallSnapshot
from console.snapshots.escalations import EscalationSnapshot
from console.snapshots.hand_over import LastNote
from console.snapshots.units import UnitSnapshot
from console.store.store import LinkState, Store
from console.views.parts.words import local, nature_word, turn, who_is_on

ANSWERED_SINCE = timedelta(hours=12)
SPARE_CALLS, SPARE_UNITS = 8, 2  # empty rows of the board
_STYLE = (
    "body { font-size: 9pt; color: #000; } h1 { font-size: 15pt; margin: 0; } "
    "h2 { font-size: 11pt; margin: 12px 0 3px 0; } th { text-align: left; font-weight: bold; background: #eee; } "
    ".dim { color: #444; } .mark { font-size: 11pt; font-weight: bold; color: #6b2fb3; }"
)


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
    calls = [
        (one.number, f"{one.level.value} {one.level.word}", nature_word(one.nature), one.place,
         local(one.received_at, store, "%H:%M"), ", ".join(run.call_sign for run in one.active), "", "", "")
        for one in open_calls(store)
    ]  # fmt: skip
    units = [
        (one.call_sign, one.crew, one.status_word, local(one.status_since, store, "%H:%M"),
         one.current.number if one.current else "", "", "", "")
        for one in on_duty(store)
    ]  # fmt: skip
    call_head = ("Call", "Level", "Nature", "Place", "Received", "Units", "En route", "On scene", "Cleared, how")
    unit_head = ("Unit", "Crew", "Status", "Since", "On call", "New status", "Time", "Next call")
    return "".join(
        (
            _head(store, f"Board at {local(now, store, '%H:%M')}", printed_by),
            "<h2>Calls</h2>", _grid(call_head, [*calls, *[("",) * len(call_head)] * SPARE_CALLS], ""),
            "<h2>Units</h2>", _grid(unit_head, [*units, *[("",) * len(unit_head)] * SPARE_UNITS], ""),
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
    head = ("Call", "Level", "What and where", "Waiting since", "Who is on it", "Flags and needs", "Last notes")
    rows = [_call_row(one, store, now, notes.get(one.id, ())) for one in calls]
    waiting = sum(1 for one in calls if one.is_unassigned)
    return f"<h2>Open calls: {len(calls)}, {waiting} without a team</h2>{_grid(head, rows, 'No open call.')}"


def _units(store: Store) -> str:
    now, units = store.now(), on_duty(store)
    head = ("Unit", "Status", "Since", "On call", "Crew", "Safety check")
    rows = [_unit_row(one, store, now) for one in units]
    return f"<h2>Units on duty: {len(units)}</h2>{_grid(head, rows, 'No unit is on duty.')}"


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
    zone = store.zones.get(call.zone_id)
    place = call.place + (f", {zone.name}" if zone else "")
    others = [f"{one.call_sign} {one.status.word.lower()}" for one in call.active]
    language = [call.language.capitalize()] if call.language and call.language.lower() != "english" else []
    return (
        call.number, f"{call.level.value} {call.level.word}", f"{nature_word(call.nature)}\n{place}",
        f"{local(call.waiting_since, store, '%H:%M')} ({spoken(now - call.waiting_since)})",
        ", ".join(others) or who_is_on(call, now),
        ", ".join([*(flag.word for flag in call.flags), *language, *(need_word(need) for need in call.needs)]),
        "\n".join(f"{local(one.at, store, '%H:%M')} {one.text} ({one.who})" for one in notes),
    )  # fmt: skip


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
    since = local(store.link.since, store)
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
    return f'<table border="1" cellspacing="0" cellpadding="4" width="100%"><tr>{top}</tr>{body}</table>'


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>") or "&nbsp;"
