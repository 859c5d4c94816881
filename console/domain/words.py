"""Text as it is compared: what a person means to be the same word is the same string."""

import re
from unicodedata import combining, normalize

_SIGNS = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Without case, accents, signs and runs of blanks; letters of every script stay."""
    if not text.isascii():
        text = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    return " ".join(_SIGNS.sub(" ", text.lower()).split())
