"""Signing in and out, and screens that lock (CJIS Security Policy 5.9.5, AC-8, AC-11, IA-5)."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from console.errors import BadInput

LONGEST_MINUTES = 30
SIGN_IN_AGAIN = timedelta(hours=12)  # IA-5(j): then the password is asked again
LOCK_RULE, BANNER_SETTING = "lock", "banner"  # the names of the program's settings
LONGEST_BANNER = 1200  # signs: what fits on the smallest window at the largest text

# AC-8: restricted, watched, punishable, use is consent. An agency may write its own.
BANNER = (
    "This is a restricted information system. Use may be monitored, recorded and audited. Unauthorised use is "
    "prohibited and may be punished by law. Whoever uses it agrees to being monitored and recorded."
)


def checked_banner(words: str) -> str:
    """The agency's banner, or nothing where Tandem's own is meant.

    Raises:
        BadInput: it is too long.
    """
    told = words.strip()
    if len(told) > LONGEST_BANNER:
        raise BadInput(f"The banner has {len(told):,} signs; at most {LONGEST_BANNER:,} can be read at a sign-in.")
    return "" if told == BANNER else told


def banner_of(value: dict[str, Any] | None) -> str:
    """The banner from the program's setting; Tandem's own where there is none."""
    return str((value or {}).get("text") or BANNER)


class SessionEvent(StrEnum):
    """What the audit keeps of a session; up to eight letters, as the audit's column has it."""

    SIGNED_IN = "sign_in"
    SIGNED_OUT = "sign_out"
    LOCKED = "lock"
    UNLOCKED = "unlock"
    TAKEN_OVER = "takeover"


@dataclass(frozen=True, slots=True)
class LockRule:
    """After how many idle minutes a screen is concealed; dispatch positions in a secure place may be exempt (AC-11)."""

    minutes: int = 15
    dispatch_exempt: bool = False
    secure_place: str = ""

    def checked(self) -> "LockRule":
        """The rule, when it may be one.

        Raises:
            BadInput: the minutes are not 1 to 30, or an exemption names no secure place.
        """
        if not 1 <= self.minutes <= LONGEST_MINUTES:
            raise BadInput(f"A screen locks after 1 to {LONGEST_MINUTES} minutes.")
        if self.dispatch_exempt and not self.secure_place.strip():
            raise BadInput("An exemption names the secure place where the dispatch positions are.")
        return self

    @property
    def words(self) -> str:
        """The rule in a few words."""
        unit = "minute" if self.minutes == 1 else "minutes"
        exempt = f", dispatch positions in {self.secure_place} exempt" if self.dispatch_exempt else ""
        return f"{self.minutes} {unit}{exempt}"

    def as_setting(self) -> dict[str, Any]:
        """As the program's setting keeps it."""
        return asdict(self)

    @classmethod
    def of_setting(cls, value: dict[str, Any] | None) -> "LockRule":
        """From the program's setting; the usual rule where there is none."""
        known = value or {}
        return cls(**{name: known[name] for name in ("minutes", "dispatch_exempt", "secure_place") if name in known})
