"""Windows of the week in which somebody may work, as they are typed: "Mon-Fri 07:00-19:00, Sat 22:00-06:00"."""

from console.domain.rosters import WEEK_DAYS, Available
from console.errors import BadInput


def told_windows(windows: tuple[Available, ...]) -> str:
    """Windows as they are typed."""
    return ", ".join(f"{WEEK_DAYS[one.weekday]} {_told(one.begins)}-{_told(one.ends)}" for one in windows)


def read_windows(text: str) -> tuple[Available, ...]:
    """Windows from "Mon-Fri 07:00-19:00, Sat 22:00-06:00"; one that ends before it begins goes on into the next day.

    Raises:
        BadInput: a part is none; the sentence repeats it.
    """
    found: list[Available] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        days, _, hours = part.rpartition(" ")
        begins, _, ends = hours.partition("-")
        try:
            since, until = _minutes(begins), _minutes(ends)
            found += [Available(day, since, until if until > since else until + 24 * 60) for day in _days(days)]
        except ValueError:
            raise BadInput(f'"{part}" is no window. Write such as Mon-Fri 07:00-19:00.') from None
    return tuple(one.checked() for one in found)


def _days(text: str) -> list[int]:
    names = [one.lower() for one in WEEK_DAYS]
    first, _, last = text.strip().lower().partition("-")
    begin = names.index(first.strip()[:3])
    end = names.index(last.strip()[:3]) if last else begin
    return [one % 7 for one in range(begin, end + 1 if end >= begin else end + 8)]


def _minutes(text: str) -> int:
    hours, _, minutes = text.strip().partition(":")
    if not 0 <= int(hours) <= 24 or not 0 <= int(minutes or 0) < 60:
        raise ValueError(text)
    return int(hours) * 60 + int(minutes or 0)


def _told(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
