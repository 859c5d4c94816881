"""Passwords of local accounts, and when an account locks (CJIS Security Policy 5.9.5, AC-7 and IA-5(1))."""

import re
import secrets
from datetime import datetime, timedelta

from console.errors import BadInput

LEAST_LENGTH = 8
MOST_FAILURES = 5
FAILING_WINDOW = timedelta(minutes=15)
# The most used passwords of public leaks that are long enough to be tried; the list is reviewed with each release.
BANNED = frozenset(
    {
        "password", "password1", "password123", "12345678", "123456789", "1234567890", "qwertyuiop", "iloveyou",
        "sunshine", "princess", "football", "baseball", "superman", "trustno1", "passw0rd", "letmein1", "welcome1",
        "admin123", "dispatch", "dispatcher", "tandem123", "qwerty123", "1q2w3e4r5t", "abc12345",
    }
)  # fmt: skip

_READABLE = "abcdefghijkmnpqrstuvwxyz23456789"


def checked_password(password: str, *names: str) -> str:
    """The password, when it may be one; every printable sign counts and nothing is cut off.

    Raises:
        BadInput: it is too short, well known, or holds one of the names.
    """
    folded = password.lower()
    if len(password) < LEAST_LENGTH:
        raise BadInput(f"A password has at least {LEAST_LENGTH} characters.")
    if folded in BANNED or len(set(password)) < 4:
        raise BadInput("This password is among the first that anybody tries. Choose another one.")
    if any(name and name.lower() in folded for name in names):
        raise BadInput("The password may not hold your name.")
    return password


def checked_login(login: str) -> str:
    """The login, when it may be somebody's on a shared database.

    Raises:
        BadInput: it is not.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_.]{1,40}", login) or login.startswith(("tandem_", "pg_")):
        raise BadInput("A login is 2 to 41 small letters, digits, dots or underscores, and begins with a letter.")
    return login


def new_password() -> str:
    """A first password that can be read out: four groups without signs that look alike; some 79 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def failures_after(failures: int, since: datetime | None, at: datetime) -> tuple[int, datetime]:
    """The count of wrong passwords after one more, and since when; what is older than the window is forgotten."""
    if since is None or at - since > FAILING_WINDOW:
        return 1, at
    return failures + 1, since
