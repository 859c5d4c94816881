"""Two rosters beside each other: what differs, who changed it, and whose hours change."""

from dataclasses import replace

from books import well

from console.domain.ids import RosterId, TeamId, new_uuid
from console.planning.roster.comparing import differences, hours_told
from console.snapshots.rosters import Book, TeamSnapshot


def draft_of(book: Book) -> Book:
    """A draft begun from a book: its teams are others and remember the version that they were taken over from."""
    roster = replace(book.roster, id=RosterId(new_uuid()), base_id=book.roster.id)
    teams = tuple(
        replace(one, id=TeamId(new_uuid()), roster_id=roster.id, base_version=one.version) for one in book.teams
    )
    return replace(book, roster=roster, teams=teams)


def changed(book: Book, at: int, **changes: object) -> Book:
    team: TeamSnapshot = replace(book.teams[at], **changes)  # type: ignore[arg-type]
    return replace(book, teams=(*book.teams[:at], team, *book.teams[at + 1 :]))


def test_a_draft_as_it_was_begun_differs_in_nothing() -> None:
    book = well(1)
    assert differences(draft_of(book), book) == []
    assert hours_told(draft_of(book), book) == []


def test_what_was_changed_in_force_meanwhile_comes_first_and_is_called_so() -> None:
    book = well(1)
    draft = draft_of(book)
    mine, theirs = 3, len(book.teams) - 1
    emptied = tuple(replace(seat, responder_id=None) for seat in book.teams[mine].seats)
    draft = changed(draft, mine, seats=emptied)
    left = tuple(replace(seat, responder_id=None) for seat in book.teams[theirs].seats)
    book = changed(book, theirs, seats=left, version=book.teams[theirs].version + 1)
    told = differences(draft, book)
    assert [one.team.id for one in told if one.team] == [draft.teams[theirs].id, draft.teams[mine].id]
    assert [one.theirs for one in told] == [True, False]
    assert "instead of nobody" in told[0].sentence and "nobody instead of" in told[1].sentence
    names = {one.id: one.name for one in book.people}
    shorter = [names[one] for one in book.teams[mine].members if one not in draft.teams[theirs].members]
    lost = book.teams[mine].minutes // 60
    assert {f"{one} -{lost} h" for one in shorter} <= set(hours_told(draft, book))


def test_a_draft_from_elsewhere_accuses_nobody_of_a_change() -> None:
    book = well(1)
    draft = replace(draft_of(book), roster=replace(draft_of(book).roster, base_id=None))
    book = changed(book, 0, seats=tuple(replace(seat, responder_id=None) for seat in book.teams[0].seats), version=9)
    assert [one.theirs for one in differences(draft, book)] == [False]


def test_shifts_that_one_of_them_lacks_are_said() -> None:
    book = well(1)
    draft = draft_of(book)
    shorter, fewer = replace(draft, teams=draft.teams[1:]), replace(book, teams=book.teams[:-1])
    told = differences(shorter, fewer)
    assert {one.team is None for one in told} == {True, False}
    assert {one.sentence.rsplit(": ", 1)[1] for one in told} == {"not in this draft.", "not in the other roster."}
