"""Local times as UTC: the zone's own answer, and the two hours a year that are not clear."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.feeds.local_times import LocalTimes

FORM = "%Y-%m-%d %H:%M:%S"
NEW_YORK = ZoneInfo("America/New_York")


def read(text: str, zone: str = "America/New_York") -> tuple[datetime, str | None]:
    return LocalTimes([FORM, "iso"], ZoneInfo(zone)).read(text)


# Lord Howe moves its clocks by half an hour, Kathmandu is off by a quarter, Apia once skipped a whole day.
@given(
    st.lists(
        st.datetimes(datetime.fromisoformat("1975-01-01"), datetime.fromisoformat("2037-01-01")),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"]),
)
def test_the_zones_own_answer_whatever_was_read_before(moments: list[datetime], zone: str) -> None:
    times, info = LocalTimes(["%Y-%m-%d %H:%M:%S.%f"], ZoneInfo(zone)), ZoneInfo(zone)
    for moment in moments:
        assert times.read(f"{moment:%Y-%m-%d %H:%M:%S.%f}")[0] == moment.replace(tzinfo=info).astimezone(UTC)


def test_an_hour_that_was_skipped_is_read_as_if_the_clock_was_not_moved() -> None:
    moment, remark = read("2016-03-13 02:30:00")
    assert moment == datetime(2016, 3, 13, 7, 30, tzinfo=UTC)
    assert remark == "02:30 was skipped by the clocks that day: read as 03:30."


def test_an_hour_that_came_twice_is_read_as_the_first() -> None:
    moment, remark = read("2016-11-06 01:30:00")
    assert moment == datetime(2016, 11, 6, 5, 30, tzinfo=UTC)
    assert remark == "01:30 came twice that day: read as the first."


@pytest.mark.parametrize(
    "text", ["2016-03-13 01:59:59", "2016-03-13 03:00:00", "2016-11-06 00:59:59", "2016-11-06 02:00:00"]
)
def test_the_hours_around_are_clear(text: str) -> None:
    moment, remark = read(text)
    assert remark is None
    assert moment.astimezone(NEW_YORK).strftime(FORM) == text


def test_half_an_hour_skipped_inside_an_hour() -> None:
    assert read("2016-10-02 02:15:00", "Australia/Lord_Howe")[1] is not None
    assert read("2016-10-02 02:45:00", "Australia/Lord_Howe")[1] is None


def test_an_offset_in_the_text_wins() -> None:
    assert read("2016-11-06T01:30:00-05:00") == (datetime(2016, 11, 6, 6, 30, tzinfo=UTC), None)


@pytest.mark.parametrize("text", ["2016-01-04", "soon", "0001-01-01T00:00:00+14:00", "2016-13-01 10:00:00"])
def test_what_is_no_time_is_told_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is no time such as 2026-01-31 21:05:09 or 2026-01-31T21:05:09"):
        read(text)
