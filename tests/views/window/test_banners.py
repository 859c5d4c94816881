"""What stands across the window by itself: positions that stopped coming, a database that is away."""

from datetime import UTC, datetime, timedelta

import pytest
from make import a_unit
from pytestqt.qtbot import QtBot

from console.store.positions import PositionBatch
from console.store.store import Link, LinkState, Store
from console.views.window import banners as of_banners
from console.views.window.banners import Banners

ONE, OTHER = a_unit("C01"), a_unit("C02")


@pytest.fixture
def store() -> Store:
    made = Store()
    made.units.fill([ONE, OTHER])
    made.set_link(Link(LinkState.LIVE, datetime.now(UTC)))
    return made


@pytest.fixture
def banners(qtbot: QtBot, store: Store, monkeypatch: pytest.MonkeyPatch) -> Banners:
    monkeypatch.setattr(of_banners, "FEED_BEGINS_SECONDS", -1.0)
    made = Banners(store)
    qtbot.addWidget(made)
    made.show()
    return made


def seen(store: Store, unit: object, ago: timedelta) -> None:
    at = (store.now() - ago).timestamp()
    store.positions.apply(PositionBatch([unit.id], [0], [0], [0], [0.0], [at]))  # type: ignore[attr-defined]


def said(banners: Banners) -> str:
    banners.look_at_positions()
    return banners._positions._text.text() if not banners._positions.isHidden() else ""


def test_positions_that_stopped_are_said_in_one_line(banners: Banners, store: Store) -> None:
    assert said(banners) == "", "a program without a feed has nothing that could stop"
    seen(store, ONE, timedelta(minutes=4))
    when = f"{store.now() - timedelta(minutes=4):%H:%M}"
    assert said(banners) == f"No positions since {when}: drive times are old. Ask teams by radio."
    seen(store, OTHER, timedelta(seconds=20))
    assert said(banners) == "", "one unit is heard: each drive time tells its own age"


def test_a_database_that_is_away_is_said_alone(banners: Banners, store: Store) -> None:
    seen(store, ONE, timedelta(minutes=4))
    assert said(banners)
    store.set_link(Link(LinkState.LOST, datetime.now(UTC)))
    assert said(banners) == ""


def test_the_loss_is_said_once(banners: Banners, store: Store) -> None:
    generic = "The database cannot be reached. Nothing was saved; your text is kept. Try again soon."
    store.set_link(Link(LinkState.LOST, datetime.now(UTC), fault=generic))
    text = banners._lost._text.text()
    assert text.endswith("nothing can be saved.") and "Nothing was saved" not in text and "Try again" not in text
    full = "The disk with /data is full. Nothing was saved. Free some space, then try again."
    store.set_link(Link(LinkState.LOST, datetime.now(UTC), fault=full))
    assert banners._lost._text.text().endswith(
        "nothing can be saved. The disk with /data is full. Free some space, then try again."
    )
