"""The command line: any text is a wish or a sentence; wishes come back as they were typed."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.assignments import AssignmentStatus
from console.domain.command_line import STATUS_WORDS, USAGE, VERBS, Verb, Wish, complete, parse
from console.domain.units import Availability
from console.errors import BadInput

UNITS = ("C09", "C11", "M2", "ON")  # the last one looks like a verb
CALLS = ("26-00042", "26-00043", "42")
WORDS = [*VERBS, *STATUS_WORDS, *UNITS, *CALLS, "en", "route", "out", "of", "service", "1", "4", "/", ",", "settled"]

units = st.lists(st.sampled_from(UNITS[:3]), min_size=1, max_size=3, unique=True)
calls = st.none() | st.sampled_from(CALLS)


def is_unit(word: str) -> bool:
    return word.upper() in UNITS


def is_call(word: str) -> bool:
    return any(one.endswith(word) for one in CALLS)  # as a desk does it: the end of a number is enough


def read(line: str) -> Wish:
    return parse(line, is_unit, is_call)


@given(st.text(max_size=60))
def test_any_text_is_a_wish_or_a_sentence(line: str) -> None:
    try:
        wish = read(line)
    except BadInput as fault:
        assert str(fault)
    else:
        assert wish.verb in Verb


@given(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join))
def test_any_line_of_known_words_is_a_wish_or_a_sentence(line: str) -> None:
    try:
        wish = read(line)
    except BadInput as fault:
        assert str(fault)
    else:
        assert wish.call is None or is_call(wish.call)
        assert wish.call != ""
        assert all(one in UNITS for one in wish.units)


@given(units, calls, st.randoms(use_true_random=False), st.booleans())
def test_units_and_call_may_be_typed_in_any_order(
    sent: list[str], call: str | None, chance: Random, small: bool
) -> None:
    words = [*sent, *([call] if call else [])]
    chance.shuffle(words)
    line = f"d {', '.join(words)}"
    wish = read(line.lower() if small else line)
    assert wish.verb is Verb.DISPATCH
    assert set(wish.units) == set(sent)
    assert wish.call == call


@given(units, st.sampled_from(sorted(STATUS_WORDS)), calls)
def test_a_status_is_read_from_the_end_with_and_without_its_verb(sent: list[str], word: str, call: str | None) -> None:
    words = " ".join([*sent, *([call] if call else []), word])
    assert read(words) == read(f"s {words}")
    assert read(words) == Wish(Verb.STATUS, tuple(sent), call, status=STATUS_WORDS[word])


@pytest.mark.parametrize(
    ("line", "wish"),
    [
        ("c09 en route", Wish(Verb.STATUS, ("C09",), status=AssignmentStatus.EN_ROUTE)),
        ("C09 C11 On Scene", Wish(Verb.STATUS, ("C09", "C11"), status=AssignmentStatus.ON_SCENE)),
        ("C09 out of service", Wish(Verb.STATUS, ("C09",), status=Availability.OUT_OF_SERVICE)),
        ("on os", Wish(Verb.STATUS, ("ON",), status=AssignmentStatus.ON_SCENE)),
        ("on C09", Wish(Verb.LOG_ON, ("C09",))),
        ("raise", Wish(Verb.RAISE)),
        ("raise 26-00042 4", Wish(Verb.RAISE, call="26-00042", level=4)),
        ("lower 26-00042 2 calm now", Wish(Verb.LOWER, call="26-00042", level=2, text="calm now")),
        ("note 26-00042 door is open", Wish(Verb.NOTE, call="26-00042", text="door is open")),
        ("c 26-00042 settled", Wish(Verb.CLEAR, call="26-00042", words=("settled",))),
        ("?", Wish(Verb.HELP)),
    ],
)
def test_lines_of_the_guide(line: str, wish: Wish) -> None:
    assert read(line) == wish


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Type a command"),
        ("blah", '"blah" is no command and no unit'),
        ("d", "Which unit?"),
        ("d C09 C77", '"C77" is no unit and no open call'),
        ("C09", "Which status?"),
        ("lower 26-00042 calm", "Lowering needs a level and a reason"),
        ("note", "The note is empty"),
        ("c 26-00042", "How did it end?"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_missing(line: str, said: str) -> None:
    with pytest.raises(BadInput, match="^" + said.replace("?", r"\?")):
        read(line)


def test_every_verb_is_in_the_list_and_can_be_typed() -> None:
    assert set(USAGE) == set(Verb) == set(VERBS.values())


@given(st.text(max_size=30))
def test_completions_go_on_from_what_is_typed(line: str) -> None:
    head = line.rpartition(" ")[0]
    for whole in complete(line, UNITS, CALLS, ("settled",)):
        assert whole.startswith(head)
        assert whole != line


def test_the_end_of_a_number_completes_to_the_number() -> None:
    assert complete("d C09 00042", UNITS, CALLS, ()) == ["d C09 26-00042"]
