"""Whom the list marks by itself, and what becomes of the mark when a better ranking comes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from make import a_call, a_unit
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.desk.advice import Advisor
from console.planning.verdicts import Candidate, Recommendation, Verdict
from console.store.positions import PositionBatch
from console.store.store import Store
from console.views.operations.recommendations import Recommendations

NEAR, FAR, THIRD = a_unit("C01"), a_unit("C02"), a_unit("C03")


@pytest.fixture
def teams(qtbot: QtBot) -> Recommendations:
    made = Recommendations()
    qtbot.addWidget(made)
    return made


def told(*units: Any, verdict: Verdict = Verdict.FREE, seconds: float | None = 60.0) -> Recommendation:
    some = tuple(Candidate(unit, verdict, seconds, 500.0, ("available",), ("no crew",)) for unit in units)
    return Recommendation(*(((), some) if verdict is Verdict.NO else (some, ())), 0, None, "estimate", None)


def test_who_was_refused_or_is_nowhere_is_never_marked_by_itself(teams: Recommendations) -> None:
    teams.show_recommendation(told(NEAR, verdict=Verdict.NO), covered=False)
    assert teams.marked_unit() is None
    teams.show_recommendation(told(NEAR, seconds=None), covered=False)
    assert teams.marked_unit() is None
    teams.show_recommendation(told(NEAR), covered=False)
    assert teams.marked_unit() == NEAR.id
    teams.show_recommendation(told(NEAR, verdict=Verdict.NO), covered=False)
    assert teams.marked_unit() is None, "it was marked by itself, and is refused now"


def test_a_better_ranking_marks_anew_unless_the_hand_has_marked(teams: Recommendations) -> None:
    teams.show_recommendation(told(NEAR, FAR, THIRD), covered=False)
    teams.show_recommendation(told(FAR, NEAR, THIRD), covered=False, better=True)
    assert teams.marked_unit() == FAR.id
    teams.show_recommendation(told(NEAR, FAR, THIRD), covered=False)
    assert teams.marked_unit() == FAR.id, "what is marked stays under the finger"
    teams.view.setCurrentIndex(teams.model.index(2, 0))
    teams.show_recommendation(told(FAR, THIRD, NEAR), covered=False, better=True)
    assert teams.marked_unit() == THIRD.id
    teams.show_recommendation(told(FAR, NEAR), covered=False)
    assert teams.marked_unit() is None, "nobody takes the place of whom the hand chose"


def test_without_any_fresh_position_no_team_is_blamed(qapp: object) -> None:
    store = Store()
    now = store.now()
    store.units.fill([replace(one, on_duty_since=now) for one in (NEAR, FAR)])
    old = (now - timedelta(hours=1)).timestamp()
    store.positions.apply(PositionBatch([NEAR.id], [0], [0], [0], [0.0], [old]))
    advisor = Advisor(store)
    found = advisor.advise(a_call())
    assert {one.unit.call_sign for one in found.ranked} == {"C01", "C02"}
    assert found.note == "No team's position is known: no drive times."
    assert advisor.against(a_call(), list(store.units)) == []
    store.positions.apply(PositionBatch([FAR.id], [0], [0], [0], [0.0], [now.timestamp()]))
    assert [one.unit.call_sign for one in advisor.advise(a_call()).ranked] == ["C02"]
    assert [unit.call_sign for unit, _why in advisor.against(a_call(), list(store.units))] == ["C01"]


def test_a_card_says_what_a_team_lacks_and_how_old_its_position_is(teams: Recommendations) -> None:
    [one] = told(NEAR).ranked
    old = replace(one, fix_age=250.0, lacks=("no Spanish speaker aboard",))
    teams.show_recommendation(Recommendation((old,), (), 0, replace(one, fix_age=90.0), "estimate", None), covered=True)
    index = teams.model.index(0)
    for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        assert "no Spanish speaker aboard" in index.data(role) and "position 4 min old" in index.data(role)
    assert "position 1 min old" in teams._medic.toolTip()
