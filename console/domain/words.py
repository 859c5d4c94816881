"""Text as it is compared: what a person means to be the same word is the same string."""

import re
from unicodedata import combining, normalize

_SIGNS = re.compile(r"[\W_]+")


_FLAT = re.compile(
    r"\s*,?\s*#\s*\d[\w-]*|\s*,?\s*#\s*[a-z]\d*\b|"
    r"[\s,]+(?:apt|apartment|unit|suite|ste|room|rm|flat)\b\.?\s*#?\s*(?:\d[\w-]*|[a-z]\d*\b)",
    re.IGNORECASE,
)


def without_flat(place: str) -> str:
    """A place without its apartment, unit, suite or room: the building, as it was typed."""
    return " ".join(_FLAT.sub("", place).split()) or place


def folded(text: str) -> str:
    """Without case, accents, signs and runs of blanks; letters of every script stay."""
    if not text.isascii():
        text = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    return " ".join(_SIGNS.sub(" ", text.lower()).split())
