"""A responder's calendar is read back as it was meant, by the format's own rules."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from books import well
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.ids import ResponderId, TeamId, new_uuid
from console.domain.rosters import RosterState
from console.planning.roster.calendar_file import calendar_of
from console.snapshots.rosters import TeamSnapshot

MADE = datetime(2026, 3, 10, 12, 30, 5, tzinfo=UTC)
MINUTE = str(int(MADE.timestamp()) // 60)
BOOK = well(1)
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
SIGNS = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def uid(team: TeamSnapshot, person: ResponderId) -> str:
    return f"{team.template_id}-{team.day}-{team.place}-{person}@tandem"


def unescaped(text: str) -> str:
    return re.sub(r"\\[nN,;\\]", lambda found: SIGNS[found[0]], text)


def read(file: bytes) -> list[dict[str, str]]:
    """The events, as a reader of RFC 5545 takes them."""
    assert file.endswith(b"\r\n") and b"\n" not in file.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    events: list[dict[str, str]] = []
    for line in file.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        name, value = line.split(":", 1)
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1][name] = unescaped(value)
    return events


def test_every_shift_of_one_person_is_in_it() -> None:
    book = well(1)
    book = replace(book, zones=dict.fromkeys(book.zones, "Harbour; Pier 4, North"))
    person = next(one for one in book.people if sum(one.id in team.members for team in book.teams) > 2)
    mine = sorted((one for one in book.teams if person.id in one.members), key=lambda one: one.starts_at)
    events = read(calendar_of(book, person.id, MADE))
    assert [one["UID"] for one in events] == [uid(one, person.id) for one in mine]
    first = events[0]
    assert first["DTSTART"] == f"{mine[0].starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    assert (first["DTSTAMP"], first["SEQUENCE"], first["STATUS"]) == ("20260310T123005Z", MINUTE, "TENTATIVE")
    assert first["SUMMARY"] == f"{mine[0].name}, Harbour; Pier 4, North"
    others = [one.short for one in book.people if one.id in mine[0].members and one.id != person.id]
    assert first["DESCRIPTION"] == f"With {' and '.join(others)}"


def test_a_shift_that_was_published_counts_on_and_one_that_was_left_is_cancelled() -> None:
    book = well(1)
    book = replace(book, roster=replace(book.roster, state=RosterState.PUBLISHED))
    person = next(one for one in book.people if sum(one.id in team.members for team in book.teams) > 1)
    mine = [one for one in book.teams if person.id in one.members]
    gone = replace(mine[0], version=5, seats=tuple(replace(one, responder_id=None) for one in mine[0].seats))
    after = replace(book, teams=tuple(gone if one.id == gone.id else one for one in book.teams))
    events = {one["UID"]: one for one in read(calendar_of(after, person.id, MADE, left=[gone, mine[1]]))}
    assert len(events) == len(mine)
    cancelled = events[uid(gone, person.id)]
    assert (cancelled["STATUS"], cancelled["SEQUENCE"]) == ("CANCELLED", MINUTE) and "DESCRIPTION" not in cancelled
    assert events[uid(mine[1], person.id)]["STATUS"] == "CONFIRMED"


def test_a_shift_of_the_next_roster_is_the_same_event() -> None:
    """A telephone that has the first file takes the second as its newer state, and doubles nothing."""
    book = well(1)
    person = next(one for one in book.people if any(one.id in team.members for team in book.teams))
    later = replace(book, teams=tuple(replace(one, id=TeamId(new_uuid()), version=1) for one in book.teams))
    first = read(calendar_of(book, person.id, MADE))
    second = read(calendar_of(later, person.id, MADE + timedelta(hours=1)))
    assert [one["UID"] for one in first] == [one["UID"] for one in second]
    assert int(second[0]["SEQUENCE"]) > int(first[0]["SEQUENCE"])


@settings(max_examples=60, deadline=None)
@given(st.text(LETTERS | st.sampled_from(list("\n\\;,é漢🙂")), min_size=1, max_size=300))
def test_any_text_comes_back(text: str) -> None:
    book = replace(BOOK, zones=dict.fromkeys(BOOK.zones, text))
    person = next(one for team in book.teams for one in team.members)
    file = calendar_of(book, person, MADE)
    assert all(line.decode() is not None for line in file.split(b"\r\n")), "each line is whole characters"
    for event in read(file):
        assert event.get("LOCATION", text) == text


def test_the_library_is_loaded_only_when_a_calendar_is_saved() -> None:
    own = "from console.planning.roster.calendar_file import"
    users = [file.read_text() for file in Path("console").rglob("*.py")]
    assert [text.count(f"\n    {own}") for text in users if own in text] == [1], "imported within a function"
