"""Where the teams of a book stand on the board: a row for each recurring shift and place, a column for each day."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from console.domain.ids import TeamId, TemplateId
from console.snapshots.rosters import Book, TeamSnapshot


@dataclass(frozen=True, slots=True)
class Row:
    """One recurring shift, in one zone; `place` counts several teams of it."""

    template_id: TemplateId
    place: int
    zone: str
    shift: str  # name and hours, as the head of the row says them


class Grid:
    """Rows and columns of a book, and which team stands where."""

    def __init__(self, book: Book | None, first: int = 0, days: int | None = None) -> None:
        self.rows: list[Row] = []
        self.days: list[date] = []
        self.seats: list[int] = []  # the most that a team of each row has
        self._teams: dict[tuple[int, int], TeamSnapshot] = {}
        self._places: dict[TeamId, tuple[int, int]] = {}
        if book is not None:
            self._fill(book, first, days)

    def team(self, row: int, column: int) -> TeamSnapshot | None:
        """The team of a cell; None where the shift is not worked that day."""
        return self._teams.get((row, column))

    def place_of(self, team_id: TeamId) -> tuple[int, int] | None:
        """Row and column of a team."""
        return self._places.get(team_id)

    def _fill(self, book: Book, first: int, days: int | None) -> None:
        self.days = book.roster.dates[first : first + (days or book.roster.days)]
        columns = {day: at for at, day in enumerate(self.days)}
        zone_of_time = ZoneInfo(book.time_zone)
        found: dict[tuple[TemplateId, int], TeamSnapshot] = {}
        for team in book.teams:
            found.setdefault((team.template_id, team.place), team)

        def order(key: tuple[TemplateId, int]) -> tuple[int, str, str, int]:
            team = found[key]
            begins = minute_of(team.starts_at, zone_of_time)
            return begins, team.name, book.zones.get(team.zone_id, "") if team.zone_id else "", key[1]

        rows: dict[tuple[TemplateId, int], int] = {}
        for key in sorted(found, key=order):
            team = found[key]
            # The shifts' own hours: a recurring shift that was changed since is not what this roster was made of.
            begins, ends = (minute_of(at, zone_of_time) for at in (team.starts_at, team.ends_at))
            zone = book.zones.get(team.zone_id, "") if team.zone_id else ""
            rows[key] = len(self.rows)
            shift = f"{team.name} {clock(begins)}–{clock(ends)}"
            self.rows.append(Row(key[0], key[1], zone or "Whole area", shift))
        self.seats = [0] * len(self.rows)
        for team in book.teams:
            if team.day in columns:
                at = rows[team.template_id, team.place], columns[team.day]
                self._teams[at] = team
                self._places[team.id] = at
                self.seats[at[0]] = max(self.seats[at[0]], len(team.seats))


def minute_of(at: datetime, zone: ZoneInfo) -> int:
    """Minutes after midnight, by the agency's clock."""
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute


def clock(minutes: int) -> str:
    """Minutes after midnight as hours and minutes of the day."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
