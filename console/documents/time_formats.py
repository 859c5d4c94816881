"""Time formats of other people's files, read without the machine's locale: AM is AM on a German desk too."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from console.errors import BadInput

TimeReader = Callable[[str], datetime]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# directive: (pattern, what it looks like on 31 January 2026, 21:05:09)
_DIRECTIVES = {
    "Y": (r"(?P<Y>\d{4})", "2026"),
    "y": (r"(?P<y>\d{2})", "26"),
    "m": (r"(?P<m>\d{1,2})", "01"),
    "b": (rf"(?P<b>{'|'.join(_MONTHS)})[a-z]*", "Jan"),
    "d": (r"(?P<d>\d{1,2})", "31"),
    "H": (r"(?P<H>\d{1,2})", "21"),
    "I": (r"(?P<I>\d{1,2})", "09"),
    "M": (r"(?P<M>\d{1,2})", "05"),
    "S": (r"(?P<S>\d{1,2})", "09"),
    "f": (r"(?P<f>\d{1,6})", "000"),
    "p": (r"(?P<p>[AaPp])\.?[Mm]\.?", "PM"),
    "z": (r"(?P<z>[+-]\d{2}:?\d{2}|Z)", "-06:00"),
    "%": ("%", "%"),
}


def time_reader(form: str) -> TimeReader:
    """A function that reads times of one form: "iso", or strptime's %Y %y %m %b %d %H %I %p %M %S %f %z.

    What it returns is aware only when the text named its offset. It raises ValueError for any other text.

    Raises:
        BadInput: the form has an unknown directive, or does not tell the day and the hour.
    """
    if form == "iso":
        return _iso
    if form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"):
        return _full_iso(form[8])
    pattern = re.compile(_translated(form, 0), re.IGNORECASE)
    known = set(pattern.groupindex)
    if not ({"Y", "y"} & known and {"m", "b"} & known and "d" in known and {"H", "I"} & known):
        raise BadInput(f'the time format "{form}" must tell year, month, day and hour, such as %Y-%m-%d %H:%M:%S')
    if ("I" in known) != ("p" in known):
        raise BadInput(f'the time format "{form}" must have %I and %p together: 12 hours need AM or PM')

    def read(text: str) -> datetime:
        match = pattern.fullmatch(text)
        if match is None:
            raise ValueError(text)
        return _assembled(match.groupdict())

    return read


def example_of(form: str) -> str:
    """What a time of this form looks like, for a sentence."""
    return "2026-01-31T21:05:09" if form == "iso" else _translated(form, 1)


def _translated(form: str, which: int) -> str:
    parts, letters = [], iter(form)
    for letter in letters:
        if letter != "%":
            parts.append(letter if which else re.escape(letter))
            continue
        directive = next(letters, "")
        if directive not in _DIRECTIVES:
            raise BadInput(f'the time format "{form}" has %{directive}, which is not one of %{" %".join(_DIRECTIVES)}')
        piece = _DIRECTIVES[directive][which]
        if piece in parts and not which:
            raise BadInput(f'the time format "{form}" has %{directive} twice')
        parts.append(piece)
    return "".join(parts)


def _iso(text: str) -> datetime:
    if len(text) < 13:  # a day alone is no moment, and what a cut line leaves looks exactly like that
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _full_iso(separator: str) -> TimeReader:
    """The commonest form of all, through the parser in C: ten times faster than a pattern."""

    def read(text: str) -> datetime:
        if len(text) != 19 or text[10] != separator or text[5] == "W":
            raise ValueError(text)
        return datetime.fromisoformat(text)

    return read


def _assembled(parts: dict[str, str | None]) -> datetime:
    hour = int(parts.get("H") or 0)
    if twelve := parts.get("I"):
        if not 1 <= int(twelve) <= 12:
            raise ValueError(twelve)
        hour = int(twelve) % 12 + (12 if (parts["p"] or "").lower() == "p" else 0)
    short = int(parts.get("y") or 0)
    year = int(parts.get("Y") or short + (1900 if short >= 69 else 2000))  # POSIX: 69 to 99 are of the last century
    month = _MONTHS.index((parts["b"] or "").lower()) + 1 if parts.get("b") else int(parts["m"] or 0)
    fraction = (parts.get("f") or "0").ljust(6, "0")
    naive = datetime(year, month, int(parts["d"] or 0), hour, int(parts.get("M") or 0), int(parts.get("S") or 0))  # noqa: DTZ001  # the file's local time; the reader of the file knows the zone
    return naive.replace(microsecond=int(fraction), tzinfo=_offset(parts.get("z")))


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-span if text[0] == "-" else span)
