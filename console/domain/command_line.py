"""The command line's grammar: one line of words becomes a wish, or a sentence that says what is wrong.

Verbs and their short forms follow the habit of dispatch systems: the verb first, units next, the call last; a bare
call sign followed by a status word sets that unit's status. Status words are read from the end of the line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from console.domain.assignments import AssignmentStatus
from console.domain.units import Availability
from console.errors import BadInput


class Verb(StrEnum):
    """What a line can ask for."""

    DISPATCH = "dispatch"
    ADD = "add"
    STATUS = "status"
    CLEAR = "clear"
    NEW = "new"
    RAISE = "raise"
    LOWER = "lower"
    NOTE = "note"
    CHECK_IN = "checkin"
    FIND = "find"
    SHOW = "show"
    LOG_ON = "on"
    LOG_OFF = "off"
    EMERGENCY = "emergency"
    RESERVE = "reserve"
    PAIR = "pair"
    UNPAIR = "unpair"
    HELP = "?"


VERBS: dict[str, Verb] = {
    "d": Verb.DISPATCH, "dispatch": Verb.DISPATCH, "send": Verb.DISPATCH,
    "a": Verb.ADD, "add": Verb.ADD,
    "s": Verb.STATUS, "status": Verb.STATUS,
    "c": Verb.CLEAR, "clear": Verb.CLEAR,
    "n": Verb.NEW, "new": Verb.NEW,
    "raise": Verb.RAISE, "up": Verb.RAISE,
    "lower": Verb.LOWER, "down": Verb.LOWER,
    "note": Verb.NOTE, "r": Verb.NOTE, "remark": Verb.NOTE,
    "ci": Verb.CHECK_IN, "checkin": Verb.CHECK_IN,
    "f": Verb.FIND, "find": Verb.FIND,
    "m": Verb.SHOW, "show": Verb.SHOW, "map": Verb.SHOW,
    "on": Verb.LOG_ON, "logon": Verb.LOG_ON,
    "off": Verb.LOG_OFF, "logoff": Verb.LOG_OFF,
    "reserve": Verb.RESERVE, "res": Verb.RESERVE,
    "pair": Verb.PAIR, "unpair": Verb.UNPAIR,
    "em": Verb.EMERGENCY, "emergency": Verb.EMERGENCY,
    "?": Verb.HELP, "help": Verb.HELP,
}  # fmt: skip

USAGE: dict[Verb, tuple[str, str]] = {
    Verb.DISPATCH: ("d UNIT... [CALL]", "send units to a call, or to the chosen one"),
    Verb.ADD: ("a UNIT... [CALL]", "add units to a call that has some"),
    Verb.STATUS: (
        "s UNIT... STATUS  or  UNIT... STATUS",
        "report a status: ack, er, st, os, tr, af, avail, meal, oos, free",
    ),
    Verb.CLEAR: ("c CALL DISPOSITION [REASON]", "clear a call; REASON says why no team went"),
    Verb.NEW: ("n PLACE / NATURE / LEVEL", "take a call, each part may be left out"),
    Verb.RAISE: ("raise [CALL] [LEVEL]", "raise the level"),
    Verb.LOWER: ("lower [CALL] LEVEL REASON", "lower the level, with a reason"),
    Verb.NOTE: ("note [CALL] TEXT", "add a note"),
    Verb.CHECK_IN: ("ci UNIT...", "the unit was heard and is safe"),
    Verb.FIND: ("f WORDS", "search calls, closed ones too"),
    Verb.SHOW: ("m UNIT or CALL or PLACE", "show it on the map"),
    Verb.LOG_ON: ("on UNIT...", "log units on"),
    Verb.LOG_OFF: ("off UNIT...", "log units off"),
    Verb.RESERVE: ("res UNIT [CALL]", "keep a unit for a scheduled visit"),
    Verb.EMERGENCY: ("em UNIT", "record an emergency of a unit"),
    Verb.PAIR: ("pair NAME... DAY SHIFT [ZONE]", "seat people in a team of the open roster"),
    Verb.UNPAIR: ("unpair [NAME...] DAY SHIFT [ZONE]", "clear their seats, or the whole team"),
    Verb.HELP: ("?", "this list"),
}

STATUS_WORDS: dict[str, AssignmentStatus | Availability] = {
    "ack": AssignmentStatus.ACKNOWLEDGED, "acknowledged": AssignmentStatus.ACKNOWLEDGED,
    "er": AssignmentStatus.EN_ROUTE, "enroute": AssignmentStatus.EN_ROUTE,
    "st": AssignmentStatus.STAGING, "staging": AssignmentStatus.STAGING,
    "os": AssignmentStatus.ON_SCENE, "onscene": AssignmentStatus.ON_SCENE, "scene": AssignmentStatus.ON_SCENE,
    "tr": AssignmentStatus.TRANSPORTING, "transporting": AssignmentStatus.TRANSPORTING,
    "af": AssignmentStatus.AT_FACILITY, "facility": AssignmentStatus.AT_FACILITY,
    "free": AssignmentStatus.CLEARED, "cleared": AssignmentStatus.CLEARED,
    "avail": Availability.AVAILABLE, "available": Availability.AVAILABLE, "av": Availability.AVAILABLE,
    "meal": Availability.BREAK, "break": Availability.BREAK,
    "meeting": Availability.MEETING, "mt": Availability.MEETING,
    "oos": Availability.OUT_OF_SERVICE,
}  # fmt: skip
_TWO_WORDS = {("en", "route"): "enroute", ("on", "scene"): "onscene", ("at", "facility"): "facility",
              ("out", "of"): "oos"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A parsed line: units and call are as typed, the program finds them; `call` None means the chosen one."""

    verb: Verb
    units: tuple[str, ...] = ()
    call: str | None = None
    status: AssignmentStatus | Availability | None = None
    level: int | None = None
    text: str = ""
    words: tuple[str, ...] = field(default=())


def parse(line: str, is_unit: Callable[[str], bool], is_call: Callable[[str], bool]) -> Wish:
    """Read one line.

    `is_unit` and `is_call` tell whether a word names one that exists, so that both may be typed in any order.

    Raises:
        BadInput: with what is missing or unknown, and how the verb is used.
    """
    words = line.split()
    if not words:
        raise BadInput("Type a command, or ? for the list.")
    verb = VERBS.get(words[0].lower())
    # A call sign may look like a verb ("C", "M"); what follows decides.
    if verb is None or (is_unit(words[0]) and len(words) > 1 and _status_at_end(words)[0] is not None):
        if is_unit(words[0]):
            return _status(words, is_unit, is_call)
        raise BadInput(f'"{words[0]}" is no command and no unit. Type ? for the list.')
    return _READERS[verb](verb, words[1:], is_unit, is_call)


Words = Sequence[str]
Known = Callable[[str], bool]


def _units_and_call(words: Words, is_unit: Known, is_call: Known) -> tuple[tuple[str, ...], str | None, list[str]]:
    units: list[str] = []
    call: str | None = None
    rest: list[str] = []
    for word in words:
        bare = word.strip(",")
        if bare and is_unit(bare):
            units.append(bare.upper())
        elif bare and call is None and is_call(bare):
            call = bare
        elif bare:
            rest.append(bare)
    return tuple(units), call, rest


def _send(verb: Verb, words: Words, is_unit: Known, is_call: Known) -> Wish:
    units, call, rest = _units_and_call(words, is_unit, is_call)
    if rest:
        raise BadInput(f'"{rest[0]}" is no unit and no open call. {_usage(verb)}')
    if not units:
        raise BadInput(f"Which unit? {_usage(verb)}")
    return Wish(verb, units, call)


def _status_at_end(words: Words) -> tuple[AssignmentStatus | Availability | None, list[str]]:
    left = [word.lower() for word in words]
    if len(left) >= 2 and (pair := _TWO_WORDS.get((left[-2], left[-1]))):
        return STATUS_WORDS[pair], list(words[:-2])
    if len(left) >= 3 and left[-3:] == ["out", "of", "service"]:
        return Availability.OUT_OF_SERVICE, list(words[:-3])
    status = STATUS_WORDS.get(left[-1]) if left else None
    return status, list(words[:-1]) if status is not None else list(words)


def _status(words: Words, is_unit: Known, is_call: Known) -> Wish:
    if len(words) > 1 and words[-1].lower() in ("on", "off"):
        verb = Verb.LOG_ON if words[-1].lower() == "on" else Verb.LOG_OFF
        return _units_only(verb, words[:-1], is_unit, is_call)
    status, before = _status_at_end(words)
    units, call, rest = _units_and_call(before, is_unit, is_call)
    if rest:
        raise BadInput(f'"{rest[0]}" is no unit and no status. {_usage(Verb.STATUS)}')
    if not units:
        raise BadInput(f"Which unit? {_usage(Verb.STATUS)}")
    if status is None:
        raise BadInput(f"Which status? {_usage(Verb.STATUS)}")
    return Wish(Verb.STATUS, units, call, status=status)


def _units_only(verb: Verb, words: Words, is_unit: Known, is_call: Known) -> Wish:
    units, _call, rest = _units_and_call(words, is_unit, lambda _word: False)
    if rest:
        raise BadInput(f'"{rest[0]}" is no unit. {_usage(verb)}')
    if not units:
        raise BadInput(f"Which unit? {_usage(verb)}")
    return Wish(verb, units)


def _clear(verb: Verb, words: Words, is_unit: Known, is_call: Known) -> Wish:
    left = list(words)
    call = left.pop(0) if left and is_call(left[0]) else None
    if not left:
        raise BadInput(f"How did it end? {_usage(verb)}")
    return Wish(verb, call=call, words=tuple(word.lower() for word in left))


def _new(verb: Verb, words: Words, is_unit: Known, is_call: Known) -> Wish:
    return Wish(verb, text=" ".join(words), words=tuple(part.strip() for part in " ".join(words).split("/")))


def _level(verb: Verb, words: Words, is_unit: Known, is_call: Known) -> Wish:
    left = list(words)
    call = left.pop(0) if left and is_call(left[0]) else None
    level = int(left.pop(0)) if left and left[0] in ("1", "2", "3", "4") else None
    text = " ".join(left)
    if verb is Verb.LOWER and (level is None or not text):
        raise BadInput(f"Lowering needs a level and a reason. {_usage(verb)}")
    if verb is Verb.RAISE and text:
        raise BadInput(f'"{left[0]}" is no level. {_usage(verb)}')
    return Wish(verb, call=call, level=level, text=text)


def _note(verb: Verb, words: Words, is_unit: Known, is_call: Known) -> Wish:
    left = list(words)
    call = left.pop(0) if len(left) > 1 and is_call(left[0]) else None
    if not left:
        raise BadInput(f"The note is empty. {_usage(verb)}")
    return Wish(verb, call=call, text=" ".join(left))


def _words(verb: Verb, words: Words, is_unit: Known, is_call: Known) -> Wish:
    if not words and verb is not Verb.HELP:
        raise BadInput(f"What? {_usage(verb)}")
    return Wish(verb, text=" ".join(words), words=tuple(words))


def _usage(verb: Verb) -> str:
    return f"Use: {USAGE[verb][0]}"


_READERS: dict[Verb, Callable[[Verb, Words, Known, Known], Wish]] = {
    Verb.DISPATCH: _send,
    Verb.ADD: _send,
    Verb.STATUS: lambda _verb, words, is_unit, is_call: _status(words, is_unit, is_call),
    Verb.CLEAR: _clear,
    Verb.NEW: _new,
    Verb.RAISE: _level,
    Verb.LOWER: _level,
    Verb.NOTE: _note,
    Verb.CHECK_IN: _units_only,
    Verb.FIND: _words,
    Verb.SHOW: _words,
    Verb.LOG_ON: _units_only,
    Verb.LOG_OFF: _units_only,
    Verb.EMERGENCY: _units_only,
    Verb.RESERVE: _send,
    Verb.PAIR: _words,
    Verb.UNPAIR: _words,
    Verb.HELP: _words,
}


def complete(line: str, units: Sequence[str], calls: Sequence[str], dispositions: Sequence[str]) -> list[str]:
    """Whole lines that go on from what is typed; the last word is what is being completed."""
    head, _blank, last = line.rpartition(" ")
    prefix = f"{head} " if head else ""
    if not head:
        pool: list[str] = [*dict.fromkeys(verb.value for verb in VERBS.values() if verb is not Verb.HELP), *units]
    else:
        verb = VERBS.get(head.split()[0].lower())
        pool = _pool_after(verb, units, calls, dispositions)
    wanted = last.lower()
    found = [one for one in pool if one.lower().startswith(wanted) or (wanted and one.lower().endswith(wanted))]
    return [prefix + one for one in found if one.lower() != wanted][:8]


def _pool_after(
    verb: Verb | None, units: Sequence[str], calls: Sequence[str], dispositions: Sequence[str]
) -> list[str]:
    statuses = ["ack", "er", "st", "os", "tr", "af", "free", "avail", "meal", "meeting", "oos"]
    if verb in (Verb.DISPATCH, Verb.ADD, Verb.SHOW, Verb.RESERVE):
        return [*units, *calls]
    if verb is Verb.CLEAR:
        return [*calls, *dispositions]
    if verb in (Verb.NEW, Verb.FIND, Verb.PAIR, Verb.UNPAIR):
        return []  # free words: a call sign offered inside them would only be in the way
    if verb in (Verb.RAISE, Verb.LOWER, Verb.NOTE):
        return list(calls)
    if verb in (Verb.CHECK_IN, Verb.LOG_ON, Verb.LOG_OFF, Verb.EMERGENCY):
        return list(units)
    return [*units, *statuses]
