"""A call of level 4 waits too long: one record, one sound, the top bar, an answer with a note; history never rings."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from make import a_draft
from PySide6.QtWidgets import QApplication
from station import Station, press, settle, until, words, write

from console.commands.import_calls import import_calls
from console.commands.programs import set_pace
from console.commands.take_calls import take_call
from console.db.engine import open_database
from console.domain.geography import Point
from console.domain.ids import DeskId, new_uuid
from console.domain.imported_call import ImportedCall
from console.domain.roles import Actor, Role
from console.domain.urgency import Urgency
from console.feeds.watcher import Watcher


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station]) -> Iterator[Station]:
    """A console on a program whose clock runs sixty times as fast."""
    made = open_station()
    made.elsewhere(set_pace, 60.0)
    until(lambda: made.store.clock.rate == 60)
    yield made
    made.close()


def standing(station: Station) -> list[object]:
    return [one for one in station.store.escalations if one.stands]


def test_a_call_that_waits_too_long(station: Station) -> None:
    top = station.console.window.top
    assert top._escalations.text() == "No escalations"
    draft = a_draft(point=Point(40.93, -100.16), level=Urgency.EMERGENT)
    station.elsewhere(take_call, draft)
    until(lambda: "new_call" in station.console.sounds.played, what="a new call rings")
    until(lambda: standing(station), 8, what="the watcher fires")
    until(lambda: "1 escalation" in top._escalations.text())
    assert top._escalations.property("alarm")
    assert station.console.sounds.played.count("escalation") == 1
    until(lambda: station.probe("call", draft.id)["escalated"], what="the map shows it")
    assert draft.id in station.at.calls.cards.escalated
    station.at.calls.view.setFocus()
    press("F7")
    assert station.at.selection.call_id == draft.id
    card = next(iter(station.at.detail.escalations._cards.values()))
    until(card.note.hasFocus, what="the cursor is in the answer")
    assert "No team for 60 s" in words(card)
    press("Return")
    settle(0.1)
    assert standing(station), "an answer needs a note"
    assert card.note.property("wrong")
    write("Sending the supervisor")
    press("Return")
    until(lambda: not standing(station), what="it is answered")
    until(lambda: top._escalations.text() == "No escalations")
    until(lambda: "Sending the supervisor" in station.at.detail.timeline._text.toPlainText())
    settle(0.3)
    recorded = station.rows("SELECT count(*) FROM escalation WHERE call_id = ?", draft.id.hex)
    assert recorded == [(1,)], "two minutes of program time later it is still one"


def test_no_escalation_is_nothing_to_answer(station: Station) -> None:
    station.at.calls.view.setFocus()
    held = QApplication.focusWidget()
    press("F7")
    assert "No escalation stands." in station.notices()
    assert QApplication.focusWidget() is held


def test_imported_history_neither_rings_nor_escalates(station: Station) -> None:
    played = list(station.console.sounds.played)
    before = station.at.calls.model.rowCount()
    recorded = station.rows("SELECT count(*) FROM escalation")
    at = station.store.now() - timedelta(days=400)
    old = [
        ImportedCall(
            f"{number}", f"{number}", at, False, "suicide_attempt", Urgency.EMERGENT, "1 Old Rd", "1 old rd",
            Point(40.93, -100.16), None, at + timedelta(hours=1), "settled", "as the file said it",
        )
        for number in range(3)
    ]  # fmt: skip
    assert station.elsewhere(import_calls, old, "old.csv", ZoneInfo("America/Chicago")) == 3
    assert station.rows("SELECT count(*) FROM call WHERE imported") == [(3,)]
    settle(1.2)  # the watcher looks once a second
    assert station.at.calls.model.rowCount() == before
    assert station.console.sounds.played == played
    assert station.rows("SELECT count(*) FROM escalation") == recorded


def test_when_nobody_watches_every_screen_says_so_until_somebody_does(station: Station) -> None:
    (watcher,) = (one for one in station.session._tasks if one.get_name() == "watcher")
    banner = station.console.window.banners._unwatched
    assert not banner.isVisible()
    watcher.cancel()
    until(lambda: watcher.done(), what="the watcher has ended")
    until(banner.isVisible, 12, "the banner stands")
    assert "Nobody watches the timers" in words(banner)
    actor = Actor(station.actor.account_id, "Watcher", frozenset({Role.ADMIN}), DeskId(new_uuid()))

    watched = asyncio.Event()
    station.store.watched_changed.connect(lambda is_watched: watched.set() if is_watched else None)

    async def watch_elsewhere() -> None:
        database = open_database(station.path)
        other = asyncio.create_task(Watcher(database, actor).run())
        try:
            await watched.wait()
        finally:
            other.cancel()
            await asyncio.gather(other, return_exceptions=True)
            await database.close()

    station.drive(watch_elsewhere())
    until(lambda: not banner.isVisible(), what="another watcher took over")
