"""A responder's own calendar of a roster as an iCalendar file (RFC 5545), for their telephone.

It leaves the program, so it says no more than a roster on a wall does: shift, zone, and who rides along.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, Event

from console.domain.ids import ResponderId
from console.domain.rosters import RosterState
from console.snapshots.rosters import Book, TeamSnapshot


def calendar_of(
    book: Book, person_id: ResponderId, made_at: datetime, *, left: Iterable[TeamSnapshot] = ()
) -> bytes:  # fmt: skip
    """The file. `left` are shifts that stood in an earlier file and are theirs no more: they are marked cancelled."""
    teams = [one for one in book.teams if person_id in one.members]
    kept = {(one.template_id, one.day, one.place) for one in teams}
    status = "CONFIRMED" if book.roster.state is RosterState.PUBLISHED else "TENTATIVE"
    whole = Calendar()
    for name, value in (
        ("version", "2.0"), ("prodid", "-//Tandem//Roster//EN"), ("calscale", "GREGORIAN"), ("method", "PUBLISH"),
    ):  # fmt: skip
        whole.add(name, value)
    for team in sorted(teams, key=lambda one: one.starts_at):
        whole.add_component(_event(book, team, person_id, made_at, status))
    gone = {(one.template_id, one.day, one.place): one for one in left}
    for team in sorted((one for key, one in gone.items() if key not in kept), key=lambda one: one.starts_at):
        whole.add_component(_event(book, team, person_id, made_at, "CANCELLED"))
    return bytes(whole.to_ical())


def _event(book: Book, team: TeamSnapshot, person_id: ResponderId, made_at: datetime, status: str) -> Event:
    zone = book.zones.get(team.zone_id, "") if team.zone_id is not None else ""
    names = {one.id: one.short for one in book.people}
    others = [names[one] for one in team.members if one != person_id and one in names]
    made = Event()
    # The same shift of the next roster is the same event on the telephone, and the later file is the newer one.
    made.add("uid", f"{team.template_id}-{team.day}-{team.place}-{person_id}@tandem")
    made.add("sequence", int(made_at.timestamp()) // 60)
    for name, moment in (("dtstamp", made_at), ("dtstart", team.starts_at), ("dtend", team.ends_at)):
        made.add(name, moment.astimezone(UTC))
    made.add("summary", ", ".join(filter(None, (team.name, zone))))
    if zone:
        made.add("location", zone)
    if others and status != "CANCELLED":
        made.add("description", f"With {' and '.join(others)}")
    made.add("status", status)
    made.add("class", "PRIVATE")
    made.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    return made
