"""The words of rosters: contracts, absences, wishes, partners, templates of shifts, and teams on dated shifts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from console.domain.ids import AbsenceId, ResponderId, TemplateId, WishId, ZoneId
from console.domain.nights import night_minutes
from console.domain.qualifications import Held
from console.domain.units import Discipline, Presence
from console.errors import BadInput

WEEK_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 24 * 60
MOST_DAYS = 56  # of one roster: eight weeks
Taken = tuple[Discipline, ResponderId | None, Presence]  # a seat, without the reason


class RosterState(StrEnum):
    """Where a roster stands: worked on, in force, or replaced by a newer one of its days."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Strength(StrEnum):
    """Nobody breaks a hard rule, a supervisor a firm one on the night with a reason; a soft one has a weight."""

    HARD = "hard"
    FIRM = "firm"
    SOFT = "soft"


class AbsenceKind(StrEnum):
    """Why somebody is away."""

    TIME_OFF = "time_off"
    SICK = "sick"
    TRAINING = "training"
    LATE = "late"

    @property
    def word(self) -> str:
        """The word on the screen."""
        return {"time_off": "Time off", "sick": "Sick", "training": "Training", "late": "Late"}[self.value]


class PartnerKind(StrEnum):
    """Two people who should, or must not, ride together."""

    USUAL = "usual"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Contract:
    """What somebody owes and may be asked for; times in minutes, the period is four weeks."""

    week_minutes: int = 40 * 60
    least_minutes: int = 0  # in four weeks
    most_minutes: int = 160 * 60
    week_shifts: int = 5
    run: int = 5  # shifts on consecutive days
    least_run: int = 1
    rest_days: int = 1  # days off in a row, when there are any
    weekends: int = 4  # in four weeks
    nights: int = 20
    rest_minutes: int = 10 * 60  # between the end of one shift and the beginning of the next
    availability: tuple["Available", ...] = ()  # none: at any time

    def within(self, limit: int, days: int) -> int:
        """How much of a four weeks' limit counts in a roster of so many days, rounded up."""
        return -(-limit * days // 28)

    def checked(self) -> "Contract":
        """The contract, when somebody can work by it.

        Raises:
            BadInput: a number is not possible; the sentence names it.
        """
        limits = (
            ("Minutes a week", self.week_minutes, 0, 7 * DAY_MINUTES),
            ("Minutes owed in four weeks", self.least_minutes, 0, self.most_minutes),
            ("Minutes in four weeks", self.most_minutes, 0, 28 * DAY_MINUTES),
            ("Shifts a week", self.week_shifts, 0, 7), ("Days in a row", self.run, 1, 14),
            ("The shortest run", self.least_run, 1, self.run), ("Days off in a row", self.rest_days, 1, 7),
            ("Weekends", self.weekends, 0, 9), ("Nights", self.nights, 0, 56),
            ("Rest between shifts", self.rest_minutes, 0, 2 * DAY_MINUTES),
        )  # fmt: skip
        for name, value, least, most in limits:
            if not least <= value <= most:
                raise BadInput(f"{name}: {value} is not possible; it is {least} to {most}.")
        for one in self.availability:
            one.checked()
        return self


@dataclass(frozen=True, slots=True)
class Available:
    """A window of the week in which somebody may work: weekday (0 is Monday), minutes after its midnight."""

    weekday: int
    begins: int
    ends: int  # up to 36 h: a window may run into the next morning

    def checked(self) -> "Available":
        """The window, when it is one.

        Raises:
            BadInput: it is not.
        """
        if not 0 <= self.weekday <= 6 or not 0 <= self.begins < DAY_MINUTES or not self.begins < self.ends <= 36 * 60:
            raise BadInput("A window of availability has a weekday, and begins before it ends.")
        return self


@dataclass(frozen=True, slots=True)
class Template:
    """A shift as it recurs: on which weekdays, when (local time), how long, which team it takes, how many of them."""

    id: TemplateId
    version: int
    name: str
    zone_id: ZoneId | None
    begins: int  # minutes after local midnight
    minutes: int
    weekdays: frozenset[int]
    teams: int = 1
    disciplines: tuple[Discipline, ...] = (Discipline.OFFICER, Discipline.CLINICIAN)
    needs: tuple[str, ...] = ()  # qualifications that the team must have among it
    retired: bool = False
    rest_minutes: int = 0  # that everybody needs after it; 0: what their contract says

    def checked(self) -> "Template":
        """The template, when shifts can be made of it.

        Raises:
            BadInput: a part is not possible; the sentence names it.
        """
        if not self.name.strip():
            raise BadInput("A shift needs a name, such as Evening.")
        if not 0 <= self.begins < DAY_MINUTES or not 60 <= self.minutes <= DAY_MINUTES:
            raise BadInput(f"{self.name}: a shift begins within the day and takes 1 to 24 hours.")
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise BadInput(f"{self.name}: choose at least one weekday.")
        if not 1 <= self.teams <= 99 or not 1 <= len(self.disciplines) <= 6:
            raise BadInput(f"{self.name}: 1 to 99 teams, each with 1 to 6 seats.")
        if not 0 <= self.rest_minutes <= DAY_MINUTES:
            raise BadInput(f"{self.name}: the rest after it is 0 to 24 hours.")
        return self

    def window(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """When the shift of a day begins and ends: its length holds in the night when clocks change, too."""
        midnight = datetime.combine(day, time(), tzinfo=zone)
        begins = (midnight + timedelta(minutes=self.begins)).astimezone(ZoneInfo("UTC"))
        return begins, begins + timedelta(minutes=self.minutes)

    @property
    def is_night(self) -> bool:
        """Whether at least three of its hours lie between 22:00 and 06:00."""
        return night_minutes(self.begins, self.minutes) >= 180


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a team: the discipline that it is for, and who sits in it (None: it is open)."""

    discipline: Discipline
    responder_id: ResponderId | None = None
    reason: str = ""  # why a firm rule was overridden for it
    presence: Presence = Presence.ABOARD

    @property
    def taken(self) -> Taken:
        """What makes it the same seat as another: for whom it is, who sits there and how; why they may is left out."""
        return self.discipline, self.responder_id, self.presence

    @property
    def is_apart(self) -> bool:
        """Whether whoever sits here may be with another team of the same hours, too."""
        return self.presence is not Presence.ABOARD

    def checked(self) -> "Seat":
        """The seat, when there can be such a one.

        Raises:
            BadInput: an officer by telephone, or shared between cars.
        """
        if self.is_apart and self.discipline is Discipline.OFFICER:
            raise BadInput("An officer rides in the car; only others are shared, or with a team by telephone.")
        return self


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which somebody is away; only an approved one binds."""

    kind: AbsenceKind
    starts_at: datetime
    ends_at: datetime
    approved: bool = True
    id: AbsenceId | None = None  # None: not on record yet

    def touches(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether it overlaps a shift."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody would like to work on a day, or not to; on one shift of it or on any. Weight 1 to 10."""

    day: date
    works: bool
    weight: int = 1
    template_id: TemplateId | None = None
    id: WishId | None = None  # None: not on record yet


@dataclass(frozen=True, slots=True)
class Person:
    """A responder as the roster knows them."""

    id: ResponderId
    version: int
    name: str
    discipline: Discipline
    licence: str | None
    zone_id: ZoneId | None
    contract: Contract | None = None  # none: they cannot be rostered, and the checks say so
    contract_version: int = 0
    qualifications: tuple[Held, ...] = ()
    absences: tuple[Absence, ...] = ()
    wishes: tuple[Wish, ...] = ()
    never_with: frozenset[ResponderId] = frozenset()
    usually_with: frozenset[ResponderId] = frozenset()

    @property
    def short(self) -> str:
        """The name on the board: the last word of it."""
        return self.name.split()[-1] if self.discipline is Discipline.OFFICER else _initials(self.name)


def _initials(name: str) -> str:
    first, *rest = name.split()
    return f"{first[0]}. {rest[-1]}" if rest else first
