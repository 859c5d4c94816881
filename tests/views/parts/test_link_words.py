"""A page and a locked screen tell how the desk stands to its database, and nothing else than that."""

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from console.store.store import Link, LinkState, Store
from console.ui.ticker import Ticker
from console.views.parts.hand_over_page import board_html, hand_over_html
from console.views.window.lock_page import LockPage

PAGES = {
    LinkState.STARTING: "still starting", LinkState.LIVE: "", LinkState.CATCHING_UP: "was catching up",
    LinkState.OUTDATED: "read only", LinkState.LOST: "the database was lost then",
    LinkState.ENDED: "this account was ended",
}  # fmt: skip
LOCKED = {
    LinkState.STARTING: "Starting", LinkState.LIVE: "● Live", LinkState.CATCHING_UP: "● Catching up",
    LinkState.OUTDATED: "● Read only", LinkState.LOST: "● Database lost since",
    LinkState.ENDED: "● Account ended",
}  # fmt: skip


def standing(state: LinkState) -> Store:
    store = Store()
    store.set_link(Link(state, datetime.now(UTC), fault="" if state is LinkState.LIVE else "a fault"))
    return store


@pytest.mark.parametrize("state", LinkState)
def test_a_page_says_how_the_desk_stood(state: LinkState) -> None:
    store = standing(state)
    for page in (board_html(store, printed_by="R. Okafor"), hand_over_html(store, {}, "", printed_by="R. Okafor")):
        assert PAGES[state] in page
        assert not [one for other, one in PAGES.items() if other is not state and one and one in page]


@pytest.mark.parametrize("state", LinkState)
def test_a_locked_screen_says_how_the_desk_stands(state: LinkState, qtbot: Any) -> None:
    qtbot.addWidget(window := QWidget())
    page = LockPage(window, standing(state), Ticker(window), "R. Okafor")
    said = [one.text() for one in page.findChildren(QLabel)]
    assert [one for one in said if one.startswith(LOCKED[state])]
    assert not [one for other, told in LOCKED.items() if other is not state for one in said if one.startswith(told)]
