"""Carries out command lines: finds units, calls and dispositions by what was typed, then wishes."""

from collections.abc import Callable, Sequence

from console.commands.settle_calls import clear_call
from console.commands.take_calls import take_call
from console.desk.desk import Desk
from console.domain.calls import CallDraft, CallSource
from console.domain.command_line import USAGE, VERBS, Verb, Wish, complete, parse
from console.domain.dispositions import DISPOSITIONS, MissedReason
from console.domain.gazetteer import Match
from console.domain.geography import Point
from console.domain.ids import CallId, UnitId, new_uuid
from console.domain.natures import NATURES, Nature
from console.domain.urgency import Urgency
from console.errors import BadInput, TandemError
from console.snapshots.calls import CallSnapshot
from console.views.operations.wishes import Wishes
from console.views.parts.selection import Selection

NAMED = 3  # of the places that a line could mean

Show = Callable[[Point], object]
Say = Callable[[str, bool], object]
Pair = Callable[[Sequence[str], bool, Say], None]  # words, seat or clear, where the answer goes


def _no_roster(_words: Sequence[str], _seats: bool, _say: Say) -> None:
    raise BadInput("Your role does not see the roster.")


class Verbs:
    """One line in, one line of acceptance or refusal out (`say`), by way of the same wishes as the buttons."""

    def __init__(self, desk: Desk, wishes: Wishes, selection: Selection) -> None:
        self._desk, self._store = desk, desk.store
        self._wishes, self._selection = wishes, selection
        self.say: Say = lambda _text, _refused: None
        self.show: Show = lambda _point: None
        self.find: Callable[[str], object] = lambda _words: None
        self.new_call: Callable[[], object] = lambda: None
        self.pair: Pair = _no_roster
        self.help: Callable[[], object] = lambda: None
        self._carry: dict[Verb, Callable[[Wish], None]] = {
            Verb.DISPATCH: self._dispatch, Verb.ADD: self._dispatch, Verb.STATUS: self._status,
            Verb.CLEAR: self._clear, Verb.NEW: self._new, Verb.RAISE: self._raise, Verb.LOWER: self._lower,
            Verb.NOTE: self._note, Verb.FIND: self._find, Verb.SHOW: self._show,
            Verb.CHECK_IN: lambda wish: self._wishes.check_in(self._units(wish)),
            Verb.LOG_ON: lambda wish: self._wishes.log_on(self._units(wish)),
            Verb.LOG_OFF: lambda wish: self._wishes.log_off(self._units(wish)),
            Verb.EMERGENCY: lambda wish: self._wishes.emergency(self._units(wish)[0]),
            Verb.PAIR: lambda wish: self.pair(wish.words, True, self.say),
            Verb.UNPAIR: lambda wish: self.pair(wish.words, False, self.say),
            Verb.RESERVE: self._reserve, Verb.HELP: lambda _wish: self._help(),
        }  # fmt: skip

    def run(self, line: str) -> bool:
        """Carry out a line; False when it was refused at once, so that it may be mended."""
        try:
            wish = parse(line, self.is_unit, self.is_call)
            self._carry[wish.verb](wish)
        except TandemError as fault:
            self.say(str(fault), True)
            return False
        return True

    def preview(self, line: str) -> str:
        """What Enter would do, or what is still missing."""
        if not line.strip():
            return ""
        try:
            wish = parse(line, self.is_unit, self.is_call)
        except BadInput:
            # Half a command is no fault yet: say how it goes on.
            verb = VERBS.get(line.split(maxsplit=1)[0].lower())
            return " · ".join(USAGE[verb]) if verb is not None else "? lists all commands"
        return self._told(wish)

    def completions(self, line: str) -> list[str]:
        """Whole lines that go on from what is typed."""
        units = [unit.call_sign for unit in sorted(self._store.units, key=lambda one: one.call_sign)]
        calls = [call.number for call in self._store.calls if call.is_open]
        return complete(line, units, calls, [one.code for one in DISPOSITIONS])

    def is_unit(self, word: str) -> bool:
        """Whether a word is a call sign."""
        return self._unit_of(word) is not None

    def is_call(self, word: str) -> bool:
        """Whether a word is the number of a call, or the end of one."""
        return self._call_of(word) is not None

    def _unit_of(self, word: str) -> UnitId | None:
        wanted = word.upper()
        return next((unit.id for unit in self._store.units if unit.call_sign == wanted), None)

    def _call_of(self, word: str) -> CallSnapshot | None:
        digits = word.lstrip("#")
        if not digits or not digits.replace("-", "").isdigit():
            return None
        calls = [call for call in self._store.calls if call.number == digits]
        if not calls and len(digits) >= 2:
            ends = [
                call for call in self._store.calls if call.number.rpartition("-")[2].lstrip("0") == digits.lstrip("0")
            ]
            calls = ends or [call for call in self._store.calls if len(digits) >= 3 and call.number.endswith(digits)]
        return max(calls, key=lambda call: (call.is_open, call.received_at), default=None)

    def _units(self, wish: Wish) -> list[UnitId]:
        return [key for word in wish.units if (key := self._unit_of(word)) is not None]

    def _call(self, wish: Wish) -> CallSnapshot:
        call = self._call_of(wish.call) if wish.call else self._store.calls.get(self._selection.call_id)
        if call is None:
            raise BadInput("Which call? Choose one in the list, or type the end of its number.")
        return call

    def _told(self, wish: Wish) -> str:
        if wish.verb in (Verb.DISPATCH, Verb.ADD):
            try:
                return f"dispatch {' '.join(wish.units)} to {self._call(wish).number}"
            except BadInput as fault:
                return str(fault)
        if wish.verb is Verb.STATUS and wish.status is not None:
            return f"{' '.join(wish.units)} {wish.status.word.lower()}"
        return USAGE[wish.verb][1]

    def _dispatch(self, wish: Wish) -> None:
        self._wishes.dispatch(self._call(wish).id, self._units(wish))

    def _reserve(self, wish: Wish) -> None:
        self._wishes.reserve(self._call(wish).id, self._units(wish)[0])

    def _status(self, wish: Wish) -> None:
        assert wish.status is not None
        call = self._call(wish).id if wish.call else None
        self._wishes.status(self._units(wish), wish.status, call)

    def _clear(self, wish: Wish) -> None:
        call = self._call(wish)
        words = list(wish.words)
        code = words.pop(0)
        known = [one for one in DISPOSITIONS if code in (one.code, one.apco)] or [
            one for one in DISPOSITIONS if one.code.startswith(code)
        ]
        if len(known) > 1:
            raise BadInput(f'"{code}" means {" or ".join(one.code for one in known)}. Type one of these.')
        if not known:
            raise BadInput(f'"{code}" is no disposition. Use one of: {", ".join(one.code for one in DISPOSITIONS)}.')
        missed = None
        if words:
            wanted = "_".join(words)
            missed = next((one for one in MissedReason if one.value.startswith(wanted)), None)
            if missed is None:
                raise BadInput(
                    f'"{" ".join(words)}" is no reason. Use one of: {", ".join(one.value for one in MissedReason)}.'
                )
        errand = self._desk.run(clear_call, call.id, call.version, known[0].code, missed)
        errand.then(lambda _none: self.say(f"{call.number} cleared: {known[0].word.lower()}", False))
        errand.otherwise(lambda fault: self.say(str(fault), True))

    def _new(self, wish: Wish) -> None:
        if not wish.text.strip():
            self.new_call()
            return
        if len(wish.words) > 3:
            raise BadInput("A new call has three parts: n PLACE / NATURE / LEVEL.")
        parts = [*wish.words, "", ""]
        match, others = self._place(parts[0])
        nature = _nature(parts[1])
        level = _level(parts[2]) or nature.default_level
        draft = CallDraft(
            CallId(new_uuid()), match.label if match else parts[0], match.point if match else None, nature.code,
            CallSource.EMERGENCY_911, level,
        )  # fmt: skip

        def taken(number: str | None) -> None:
            unsure = f". The place is kept as text: it could be {others}. Ctrl+E sets it." if others else ""
            self.say(f"{number or 'Call'} taken: {nature.name}, {draft.place}, level {level.value}{unsure}", False)
            self._selection.choose_call(draft.id)

        self._desk.run(take_call, draft).then(taken).otherwise(lambda fault: self.say(str(fault), True))

    def _place(self, typed: str) -> tuple[Match | None, str]:
        """The place that is meant, when it is one; else none, and the names that it could be."""
        match = self._store.gazetteer.resolve(typed)
        if match is not None:
            return match, ""
        near = self._store.gazetteer.complete(typed, NAMED + 1)
        if len(near) <= 1:
            return (near[0] if near else None), ""
        more = " or others" if len(near) > NAMED else ""
        return None, " or ".join(one.label for one in near[:NAMED]) + more

    def _raise(self, wish: Wish) -> None:
        self._wishes.raise_one(self._call(wish).id, Urgency(wish.level) if wish.level else None)

    def _lower(self, wish: Wish) -> None:
        assert wish.level is not None
        self._wishes.lower(self._call(wish).id, Urgency(wish.level), wish.text)

    def _note(self, wish: Wish) -> None:
        self._wishes.note(self._call(wish).id, wish.text)

    def _find(self, wish: Wish) -> None:
        self.find(wish.text)
        self.say(f"Searching for “{wish.text}”", False)

    def _show(self, wish: Wish) -> None:
        unit_id = self._unit_of(wish.words[0])
        call = self._call_of(wish.words[0]) if unit_id is None else None
        if unit_id is not None:
            self._selection.choose_unit(unit_id)
            point = self._store.positions.point(unit_id)
        elif call is not None:
            self._selection.choose_call(call.id)
            point = call.point
        else:
            match = self._store.gazetteer.resolve(wish.text) or next(
                iter(self._store.gazetteer.complete(wish.text, 1)), None
            )
            point = match.point if match else None
        if point is None:
            raise BadInput(f'"{wish.text}" has no place on the map.')
        self.show(point)
        self.say(f"{wish.text} on the map. L unlocks the view.", False)

    def _help(self) -> None:
        self.help()


def _level(text: str) -> Urgency | None:
    wanted = text.strip().lower()
    if not wanted:
        return None
    for level in Urgency:
        if wanted in (str(level.value), level.word.lower()):
            return level
    raise BadInput(f'"{text}" is no level. Use 1, 2, 3 or 4; 4 is worst.')


def _nature(text: str) -> Nature:
    wanted = text.strip().lower()
    if not wanted:
        return next(nature for nature in NATURES if nature.code == "emotional_crisis")
    for test in (str.startswith, str.__contains__):
        for nature in NATURES:
            if test(nature.name.lower(), wanted) or test(nature.code, wanted):
                return nature
    raise BadInput(f'"{text}" is no nature. Try: welfare, suicidal, psychotic, overdose, family, youth.')
