"""Times of other people's files: every form gives back what it was written from, and nothing else is taken."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.documents.time_formats import example_of, time_reader
from console.errors import BadInput

EARLIEST = datetime.fromisoformat("1970-01-01")  # naive on purpose: a file's local times
moments = st.datetimes(EARLIEST, datetime.fromisoformat("2068-12-31")).map(lambda m: m.replace(microsecond=0))
FORMS = [
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%d.%m.%Y %H:%M:%S",
    "%d %b %Y, %H:%M:%S",
    "%y%m%d %H:%M:%S",
    "(%Y) %m+%d %H.%M.%S %%",
]


@given(moments, st.sampled_from(FORMS))
def test_what_was_written_is_read(moment: datetime, form: str) -> None:
    assert time_reader(form)(moment.strftime(form)) == moment


@given(st.text(max_size=30), st.sampled_from([*FORMS, "iso"]))
def test_any_text_is_read_or_refused(text: str, form: str) -> None:
    with suppress(ValueError):
        assert isinstance(time_reader(form)(text), datetime)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("%Y-%m-%d %H:%M:%S", "2016-01-04"),
        ("%Y-%m-%d %H:%M:%S", "2016-01-04 "),
        ("%Y-%m-%d %H:%M:%S", "2016-W01-1 10:20:30"),
        ("%Y-%m-%d %H:%M:%S", "2016-02-30 10:20:30"),
        ("%Y-%m-%d %H:%M:%S", "2016-01-04T10:20:30"),
        ("%m/%d/%Y %I:%M:%S %p", "03/01/2016 13:00:00 PM"),
        ("%m/%d/%Y %I:%M:%S %p", "03/01/2016 00:10:00 AM"),
        ("%m/%d/%Y %I:%M:%S %p", "03/01/2016 01:00:00 PM, about"),
        ("iso", "2016-01-04"),
        ("iso", "yesterday at noon"),
    ],
)
def test_what_is_not_of_the_form_is_refused(form: str, text: str) -> None:
    with pytest.raises(ValueError):  # the message is the reader's business
        time_reader(form)(text)


@pytest.mark.parametrize(
    ("text", "hour"), [("12:05:09 AM", 0), ("12:05:09 PM", 12), ("1:05:09 p.m.", 13), ("11:05:09 am", 11)]
)
def test_midnight_and_noon(text: str, hour: int) -> None:
    assert time_reader("%m/%d/%Y %I:%M:%S %p")(f"03/02/2016 {text}") == datetime(
        2016, 3, 2, hour, 5, 9, tzinfo=UTC
    ).replace(tzinfo=None)


def test_an_offset_makes_the_time_aware() -> None:
    written = "2026-01-31T21:05:09-06:00"
    expected = datetime(2026, 2, 1, 3, 5, 9, tzinfo=UTC)
    assert time_reader("iso")(written) == time_reader("%Y-%m-%dT%H:%M:%S%z")(written) == expected
    assert time_reader("%Y-%m-%dT%H:%M:%S%z")("2026-01-31T21:05:09Z").utcoffset() == timedelta(0)


def test_fractions_of_a_second() -> None:
    assert time_reader("%Y-%m-%d %H:%M:%S.%f")("2026-01-31 21:05:09.5").microsecond == 500_000


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ("%Y-%m-%d", "must tell year, month, day and hour"),
        ("%H:%M", "must tell year, month, day and hour"),
        ("%Y-%m-%d %I:%M", "%I and %p together"),
        ("%Y-%m-%d %Q", "has %Q, which is not one of %Y"),
        ("%Y-%m-%d %H %", "has %, which is not one of"),
        ("%Y-%Y-%m-%d %H", "has %Y twice"),
    ],
)
def test_a_form_that_cannot_work_is_refused(form: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        time_reader(form)


@pytest.mark.parametrize("form", [*FORMS, "iso"])
def test_the_example_is_of_the_form(form: str) -> None:
    assert time_reader(form)(example_of(form)).day == 31
