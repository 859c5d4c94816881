"""A responder's own calendar of a roster as an iCalendar file (RFC 5545), for their telephone.

It leaves the program, so it says no more than a roster on a wall does: shift, zone, and who rides along.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from console.domain.ids import ResponderId
from console.domain.rosters import RosterState
from console.snapshots.rosters import Book, TeamSnapshot

OCTETS = 75  # of a line, without its end
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def calendar_of(
    book: Book, person_id: ResponderId, made_at: datetime, *, left: Iterable[TeamSnapshot] = ()
) -> bytes:  # fmt: skip
    """The file. `left` are shifts that stood in an earlier file and are theirs no more: they are marked cancelled."""
    teams = [one for one in book.teams if person_id in one.members]
    kept = {one.id for one in teams}
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tandem//Roster//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    ]  # fmt: skip
    for team in sorted(teams, key=lambda one: one.starts_at):
        status = "CONFIRMED" if book.roster.state is RosterState.PUBLISHED else "TENTATIVE"
        lines += _event(book, team, person_id, made_at, status)
    for team in sorted((one for one in left if one.id not in kept), key=lambda one: one.starts_at):
        lines += _event(book, team, person_id, made_at, "CANCELLED")
    lines.append("END:VCALENDAR")
    return b"".join(folded_line(one) for one in lines)


def _event(
    book: Book, team: TeamSnapshot, person_id: ResponderId, made_at: datetime, status: str
) -> Iterator[str]:  # fmt: skip
    zone = book.zones.get(team.zone_id, "") if team.zone_id is not None else ""
    names = {one.id: one.short for one in book.people}
    others = [names[one] for one in team.members if one != person_id and one in names]
    yield "BEGIN:VEVENT"
    yield f"UID:{team.id}@tandem"
    yield f"DTSTAMP:{_utc(made_at)}"
    yield f"SEQUENCE:{team.version}"
    yield f"DTSTART:{_utc(team.starts_at)}"
    yield f"DTEND:{_utc(team.ends_at)}"
    yield f"SUMMARY:{escaped(', '.join(filter(None, (team.name, zone))))}"
    if zone:
        yield f"LOCATION:{escaped(zone)}"
    if others and status != "CANCELLED":
        yield f"DESCRIPTION:{escaped('With ' + ' and '.join(others))}"
    yield f"STATUS:{status}"
    yield "CLASS:PRIVATE"
    yield f"TRANSP:{'TRANSPARENT' if status == 'CANCELLED' else 'OPAQUE'}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A text as the format writes it (3.3.11): backslash, semicolon, comma and line end have signs of their own."""
    return text.replace("\r\n", "\n").translate(_ESCAPES)


def folded_line(line: str) -> bytes:
    """A line with its end, broken where it has more than 75 octets (3.1), never within a character."""
    parts: list[bytes] = []
    part = b""
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join((*parts, part)) + b"\r\n"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
