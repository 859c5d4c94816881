from array import array

import pytest
from pytestqt.qtbot import QtBot

from console.domain.ids import UnitId, new_uuid
from console.store.positions import PositionBatch, Positions
from console.views.parts.map.lane import Lane

UNITS = [UnitId(new_uuid()) for _ in range(4)]


@pytest.fixture
def positions() -> Positions:
    made = Positions()
    made.apply(PositionBatch(UNITS, [1] * 4, [2] * 4, [3] * 4, [0.0] * 4, [1.0] * 4))
    return made


def number(script: str) -> int:
    return int(script.rpartition(",")[2].rstrip(")"))


def test_nothing_goes_before_the_page_is_there(positions: Positions, qtbot: QtBot) -> None:
    sent: list[str] = []
    lane = Lane(sent.append, 0)
    lane.offer(array("i", [0]))
    assert sent == []
    lane.restart(positions)
    assert len(sent) == 1


def test_the_next_goes_only_when_the_last_was_painted(positions: Positions, qtbot: QtBot) -> None:
    sent: list[str] = []
    lane = Lane(sent.append, 0)
    lane.restart(positions)
    lane.offer(array("i", [0]))
    lane.offer(array("i", [1]))
    lane.acknowledge(number(sent[0]) - 1)  # an answer to something older
    qtbot.wait(20)
    assert len(sent) == 1
    lane.acknowledge(number(sent[0]))
    qtbot.waitUntil(lambda: len(sent) == 2)
    lane.acknowledge(number(sent[1]))
    qtbot.wait(20)
    assert len(sent) == 2, "both offers went together"


def test_at_most_one_goes_in_an_interval(positions: Positions, qtbot: QtBot) -> None:
    sent: list[str] = []
    lane = Lane(sent.append, 150)
    lane.restart(positions)
    lane.acknowledge(number(sent[0]))
    lane.offer(array("i", [0]))
    qtbot.wait(50)
    assert len(sent) == 1
    qtbot.waitUntil(lambda: len(sent) == 2, timeout=1000)


def test_a_page_that_went_is_owed_everything_when_it_is_back(positions: Positions, qtbot: QtBot) -> None:
    sent: list[str] = []
    lane = Lane(sent.append, 0)
    lane.restart(positions)
    lane.stop()
    lane.offer(array("i", [0]))
    assert len(sent) == 1
    lane.restart(positions)  # although the first was never answered
    assert len(sent) == 2


def test_a_map_without_positions_waits(qtbot: QtBot) -> None:
    sent: list[str] = []
    lane = Lane(sent.append, 0)
    lane.restart(None)
    lane.restart(Positions())
    assert sent == []
