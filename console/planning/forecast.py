"""Expected calls for each hour of the week from the program's own calls, and how sure that is.

Each hour of the week is drawn towards what its weekday and its hour of the day say, the more so the fewer calls there
are (a Gamma-Poisson model, its spread estimated from the calls by the method of moments); the level is that of recent
weeks. The interval holds the expected number with 80 %: wide when there were few calls, never narrower than they allow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp, sqrt
from zoneinfo import ZoneInfo

from console.planning.gamma import gamma_quantile

WEEK_HOURS = 168
HALF_LIFE = timedelta(weeks=6)  # a call of six weeks ago says half as much about the level as one of today
SHARE = 0.8  # of the interval
DOUBT = 3  # calls: so much a weekday or an hour of the day is drawn towards the flat level
MOST_SPREAD = 1.0  # no hour is so odd that the others say nothing about it
LEAST_WEEKS, LEAST_CALLS = 4, 100
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the week (0 is Monday from midnight, local time): calls expected in it, and the interval's ends."""

    hour: int
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The 168 hours; `enough` is False while nobody should staff by them, and `sentence` says why."""

    hours: tuple[Hour, ...]
    calls: int
    weeks: float
    enough: bool
    sentence: str

    @property
    def per_week(self) -> float:
        """Calls expected in a whole week."""
        return sum(one.expected for one in self.hours)


@dataclass(slots=True)
class _Counts:
    """Calls and hours watched, by hour of the week; and the same weighted by how recent they are."""

    calls: list[float]
    hours: list[float]
    recent_calls: float = 0.0
    recent_hours: float = 0.0
    recent_square: float = 0.0  # the weights' squares: how many calls the weighted ones are worth


def hour_of_week(moment: datetime, zone: ZoneInfo) -> int:
    """The hour of the week in which a moment lies, by the clock on the wall."""
    local = moment.astimezone(zone)
    return local.weekday() * 24 + local.hour


def forecast(received: Iterable[datetime], since: datetime, until: datetime, time_zone: str) -> Forecast:
    """What to expect, from all calls that came in between two moments; calls outside of them are passed over."""
    zone = ZoneInfo(time_zone)
    since = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    until = until.astimezone(UTC)
    inside = sorted(one for one in received if since <= one < until)
    weeks = max(0.0, (until - since) / timedelta(weeks=1))
    counts = _counted(inside, since, until, zone)
    hours = _estimated(counts) if sum(counts.hours) else tuple(Hour(one, 0.0, 0.0, 0.0) for one in range(WEEK_HOURS))
    enough = weeks >= LEAST_WEEKS - 0.01 and len(inside) >= LEAST_CALLS
    return Forecast(hours, len(inside), weeks, enough, _said(len(inside), weeks, enough))


def _counted(received: Sequence[datetime], since: datetime, until: datetime, zone: ZoneInfo) -> _Counts:
    counts = _Counts([0.0] * WEEK_HOURS, [0.0] * WEEK_HOURS)
    moment = since
    while moment < until:  # hour by hour: in the night when clocks change one hour is watched twice, or not at all
        part = min(1.0, (until - moment) / timedelta(hours=1))
        counts.hours[hour_of_week(moment, zone)] += part
        counts.recent_hours += part * _weight(moment, until)
        moment += timedelta(hours=1)
    for one in received:
        weight = _weight(one, until)
        counts.calls[hour_of_week(one, zone)] += 1
        counts.recent_calls += weight
        counts.recent_square += weight * weight
    return counts


def _weight(moment: datetime, until: datetime) -> float:
    return float(0.5 ** ((until - moment) / HALF_LIFE))


def _estimated(counts: _Counts) -> tuple[Hour, ...]:
    calls, watched = sum(counts.calls), sum(counts.hours)
    flat = (calls + 0.5) / watched  # half a call: never having seen one is no proof that there are none
    usual = _usual(counts, flat)
    spread = _spread(counts, usual)
    # Weekday and hour of day are estimates, too: 30 figures from all calls.
    shape = 1 / (spread + 30 / (calls + 30))
    level = (counts.recent_calls + 0.5) / counts.recent_hours / flat
    worth = counts.recent_calls**2 / counts.recent_square if counts.recent_square else 0.0
    found = []
    for hour in range(WEEK_HOURS):
        rate = (shape + counts.calls[hour]) / (shape / usual[hour] + counts.hours[hour])
        unsure = 1 / (shape + counts.calls[hour]) + 1 / (worth + 0.5)
        expected, alpha = rate * level, 1 / unsure
        low, high = (gamma_quantile(share, alpha) * expected / alpha for share in ((1 - SHARE) / 2, (1 + SHARE) / 2))
        found.append(Hour(hour, expected, low, high))
    return tuple(found)


def _usual(counts: _Counts, flat: float) -> list[float]:
    """What weekday and hour of the day say of each hour, both drawn towards the flat level."""
    by_day = [_factor(counts, range(day * 24, day * 24 + 24), flat) for day in range(7)]
    by_hour = [_factor(counts, range(hour, WEEK_HOURS, 24), flat) for hour in range(24)]
    usual = [flat * by_day[hour // 24] * by_hour[hour % 24] for hour in range(WEEK_HOURS)]
    told = sum(rate * watched for rate, watched in zip(usual, counts.hours, strict=True))
    scale = flat * sum(counts.hours) / told
    return [rate * scale for rate in usual]


def _factor(counts: _Counts, hours: range, flat: float) -> float:
    calls, watched = sum(counts.calls[one] for one in hours), sum(counts.hours[one] for one in hours)
    return (calls + DOUBT) / (watched * flat + DOUBT)


def _spread(counts: _Counts, usual: Sequence[float]) -> float:
    """How far hours truly differ from what is usual, squared and relative: what is left above a Poisson's own noise.

    Two standard errors are added: chance often hides the differences, and an interval that trusts it is too narrow.
    """
    means = [rate * watched for rate, watched in zip(usual, counts.hours, strict=True)]
    excess = sum((calls - mean) ** 2 - mean for calls, mean in zip(counts.calls, means, strict=True))
    noise = sqrt(sum(2 * mean * mean + mean for mean in means))
    return min(MOST_SPREAD, (max(0.0, excess) + 2 * noise) / sum(mean * mean for mean in means))


def _said(calls: int, weeks: float, enough: bool) -> str:
    seen = f"{calls:,} {'call' if calls == 1 else 'calls'} in {weeks:.0f} {'week' if round(weeks) == 1 else 'weeks'}"
    if enough:
        return f"From {seen}."
    if not calls:
        return "No calls yet: there is nothing to forecast from. Import past calls, or plan by what you know."
    return (
        f"Only {seen}: take the curve as a rough guess. It is worth staffing by from {LEAST_WEEKS} weeks and "
        f"{LEAST_CALLS} calls on."
    )


def answered_within(teams: int, per_hour: float, minutes_per_call: float, within_minutes: float) -> float:
    """The share of calls for which a team is free within some minutes: the Erlang C formula.

    A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
    exchanges" (1917); as in D. Gross and C. M. Harris, "Fundamentals of Queueing Theory", section 2.3 (M/M/c). Calls
    come at random, wait in one line, and none gives up. With too few teams the line never ends: 0.
    """
    load = per_hour * minutes_per_call / 60  # teams busy on average
    if load <= 0:
        return 1.0
    if teams <= load:
        return 0.0
    blocked = 1.0  # Erlang B by its recursion, which never overflows
    for one in range(1, teams + 1):
        blocked = load * blocked / (one + load * blocked)
    waits = blocked / (1 - load / teams * (1 - blocked))
    return 1 - waits * exp(-(teams - load) * within_minutes / minutes_per_call)


def teams_needed(
    per_hour: float, minutes_per_call: float, target_share: float = 0.9, within_minutes: float = 10.0, most: int = 99
) -> int:
    """The fewest teams with which this share of calls gets a free team within some minutes; none for no calls."""
    if per_hour <= 0 or minutes_per_call <= 0:
        return 0
    for teams in range(1, most):
        if answered_within(teams, per_hour, minutes_per_call, within_minutes) >= target_share:
            return teams
    return most


def teams_by_hour(
    told: Forecast, minutes_per_call: float, target_share: float = 0.9, within_minutes: float = 10.0
) -> tuple[int, ...]:
    """The teams that each hour of the week needs."""
    return tuple(teams_needed(one.expected, minutes_per_call, target_share, within_minutes) for one in told.hours)


def teams_for_shift(by_hour: Sequence[int], weekday: int, begins: int, minutes: int) -> int:
    """The teams of a shift: what its busiest hour needs; `begins` in minutes after midnight."""
    first = weekday * 24 + begins // 60
    last = weekday * 24 + (begins + max(1, minutes) - 1) // 60
    return max(by_hour[hour % WEEK_HOURS] for hour in range(first, last + 1))


def hour_words(hour: int) -> str:
    """An hour of the week in words: Monday 07:00."""
    return f"{NAMES[hour // 24 % 7]} {hour % 24:02d}:00"
