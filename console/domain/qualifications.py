"""What a responder is trained or licensed for, and what a call can ask of a team."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LANGUAGE_PREFIX = "language:"

# Languages that are known by their name alone, wherever somebody writes one; any other is written language:quechua.
LANGUAGES = frozenset({
    "albanian", "amharic", "arabic", "armenian", "bengali", "bosnian", "burmese", "cantonese", "chinese", "creole",
    "dari", "english", "farsi", "french", "german", "greek", "gujarati", "hebrew", "hindi", "hmong", "italian",
    "japanese", "khmer", "korean", "lao", "mandarin", "marshallese", "navajo", "nepali", "oromo", "pashto",
    "polish", "portuguese", "punjabi", "russian", "samoan", "serbian", "somali", "spanish", "swahili", "tagalog",
    "tamil", "thai", "tigrinya", "turkish", "ukrainian", "urdu", "vietnamese", "yiddish", "sign language",
})  # fmt: skip
STANDARD = ("CIT-40h", "LCSW", "LMFT", "LPC", "RN", "EMT-P", "youth", "negotiator")

# What a call can ask for beside a language: key, word on the screen, the qualifications any one of which meets it.
NEEDS: dict[str, tuple[str, frozenset[str]]] = {
    "youth": ("Youth", frozenset({"youth"})),
    "negotiator": ("Negotiator", frozenset({"negotiator"})),
    "nurse": ("Nurse", frozenset({"RN"})),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One qualification as held by a responder; `expires` is the last valid day, None for ever."""

    code: str
    expires: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether it is still valid on the day."""
        return self.expires is None or day <= self.expires

    @property
    def word(self) -> str:
        """The word on the screen: the language itself, or the qualification's name."""
        return self.code.removeprefix(LANGUAGE_PREFIX).capitalize() if self.is_language else self.code

    @property
    def is_language(self) -> bool:
        """Whether this is a spoken language."""
        return self.code.startswith(LANGUAGE_PREFIX)


def language(name: str) -> str:
    """The qualification code of a language."""
    return LANGUAGE_PREFIX + name.strip().lower()


def meets(need: str, held: Iterable[Held], day: date) -> bool:
    """Whether the team's qualifications meet a need on the day; a need is a key of NEEDS or a language code."""
    wanted = NEEDS[need][1] if need in NEEDS else frozenset({need})
    return any(one.code in wanted and one.valid_on(day) for one in held)


def need_word(need: str) -> str:
    """The need's word on the screen."""
    return NEEDS[need][0] if need in NEEDS else need.removeprefix(LANGUAGE_PREFIX).capitalize()


def told_code(code: str) -> str:
    """A qualification as a table has it: a well-known language by its name, anything else by its code."""
    name = code.removeprefix(LANGUAGE_PREFIX)
    return name.capitalize() if name in LANGUAGES and code == language(name) else code


def read_code(text: str, known: Iterable[str] = ()) -> str:
    """The code of what a table says, capitals or not; `known` are the codes that somebody holds."""
    codes, said = frozenset(known), text.strip()
    if said in codes:
        return said
    plain = said.casefold()
    if plain in LANGUAGES:
        return language(plain)
    if plain.startswith(LANGUAGE_PREFIX):
        return language(plain.removeprefix(LANGUAGE_PREFIX))
    return next((one for one in (*STANDARD, *sorted(codes)) if one.casefold() == plain), said)
