"""How a call ended, and why no team went: the agency's lists, mapped to APCO ANS 1.111.2-2018."""

from dataclasses import dataclass
from enum import StrEnum

from console.errors import BadInput


@dataclass(frozen=True, slots=True)
class Disposition:
    """One way to close a call: the code that is typed, its word, the common disposition code of the standard."""

    code: str
    word: str
    apco: str


DISPOSITIONS: tuple[Disposition, ...] = (
    Disposition("settled", "Settled on scene", "18"),
    Disposition("phone", "Settled by phone", "05"),
    Disposition("referred", "Referred to partner agency", "15"),
    Disposition("facility", "Transported to crisis facility", "33"),
    Disposition("hospital", "Transported to hospital by law enforcement", "33"),
    Disposition("ems", "Transported by EMS", "45"),
    Disposition("private", "Transported by family or friend", "34"),
    Disposition("refused", "Help refused", "42"),
    Disposition("gone", "Gone on arrival or unable to locate", "14"),
    Disposition("evaluated", "Evaluated, no treatment needed", "41"),
    Disposition("treated", "Treated and released", "43"),
    Disposition("arrest", "Arrest", "03"),
    Disposition("citation", "Citation", "04"),
    Disposition("escort", "Transport or escort", "16"),
    Disposition("information", "Information only", "13"),
    Disposition("duplicate", "Duplicate call", "22"),
    Disposition("no_person", "No person in need found", "38"),
    Disposition("cancelled", "Cancelled", "10"),
    Disposition("cancelled_en_route", "Cancelled en route", "21"),
)
_BY_CODE = {disposition.code: disposition for disposition in DISPOSITIONS}


def disposition(code: str) -> Disposition:
    """The disposition of a code.

    Raises:
        BadInput: the code is not in the agency's list.
    """
    try:
        return _BY_CODE[code]
    except KeyError:
        raise BadInput(f'"{code}" is no disposition. Use one of: {", ".join(_BY_CODE)}.') from None


class MissedReason(StrEnum):
    """Why no team went to an eligible call (measure 3 of the program's measures)."""

    NO_UNIT_FREE = "no_unit_free"
    OFF_HOURS = "off_hours"
    OUT_OF_AREA = "out_of_area"
    NOT_RECOGNISED = "not_recognised"
    OVERRIDDEN = "overridden"
    SAFETY = "safety"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        """The word on the screen."""
        return _MISSED_WORDS[self]


_MISSED_WORDS = {
    MissedReason.NO_UNIT_FREE: "No team free",
    MissedReason.OFF_HOURS: "No team on duty",
    MissedReason.OUT_OF_AREA: "Out of area",
    MissedReason.NOT_RECOGNISED: "Not recognised in time",
    MissedReason.OVERRIDDEN: "Sent another response",
    MissedReason.SAFETY: "Not safe for a team",
    MissedReason.CANCELLED: "Caller cancelled",
}
