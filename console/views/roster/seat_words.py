"""What is said of the seat under the cursor."""

from console.planning.roster.checks import Checks
from console.snapshots.rosters import TeamSnapshot


def seat_told(checks: Checks, team: TeamSnapshot, place: int) -> str:
    """Where it is, who sits there and for what reason, and what speaks most against it."""
    seat = team.seats[min(place, len(team.seats) - 1)]
    person = checks.people.get(seat.responder_id) if seat.responder_id is not None else None
    told = [*(checks.of_seat(team, seat, person) if person is not None else ()), *checks.of_team(team)]
    zone = checks.book.zones.get(team.zone_id, "") if team.zone_id is not None else ""
    where = " ".join(filter(None, (zone, team.name)))
    who = person.name if person is not None else f"no {seat.discipline.value} — Enter seats somebody"
    parts = (f"{where}, {team.day:%a %d %b}: {who}", seat.reason, told[0].sentence if told else "")
    return " · ".join(filter(None, parts))
