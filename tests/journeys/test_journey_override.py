"""A team that is not recommended goes only with a supervisor's reason, and never by one press of Enter."""

from collections.abc import Callable, Iterator

import pytest
from make import a_draft, an_actor
from station import Station, press, settle, until, words, write

from console.commands.take_calls import take_call
from console.domain.geography import Point
from console.domain.ids import CallId
from console.domain.roles import Role

PLACE = Point(40.93, -100.16)


@pytest.fixture(scope="module", params=(Role.DISPATCHER, Role.SUPERVISOR), ids=lambda role: role.value)
def opened(request: pytest.FixtureRequest, open_station: Callable[..., Station]) -> Iterator[Station]:
    """A console for each of the two."""
    made = open_station(roles=(request.param,))
    yield made
    made.close()


def chosen(station: Station, **changes: object) -> CallId:
    """A call of another desk, chosen here, with the keyboard on its teams."""
    draft = a_draft(**{"point": PLACE, **changes})
    station.elsewhere(take_call, draft, by=an_actor())
    station.call(draft.id)
    station.at.selection.choose_call(draft.id)
    press("F6")
    teams = station.at.detail.recommendations
    until(lambda: teams.view.hasFocus() and teams.model.rowCount(), what="teams are shown")
    return draft.id


def test_enter_alone_sends_nobody_who_was_refused(station: Station) -> None:
    call_id = chosen(station, needs=("negotiator",))
    teams = station.at.detail.recommendations
    assert "No team passes" in words(teams)
    assert teams.marked_unit() is None
    press("Return", times=2)
    settle(0.3)
    assert not station.call(call_id).assignments
    assert not station.dialogs()


def test_a_refused_team_needs_a_supervisor_and_a_reason(station: Station) -> None:
    call_id = chosen(station, needs=("negotiator",))
    press("Down")
    press("Return")
    if Role.SUPERVISOR not in station.actor.roles:
        until(station.is_refused, what="a refusal")
        assert "no negotiator" in station.answer() and "ask a dispatch supervisor" in station.answer()
        assert "no negotiator" in station.command("d C01") and station.is_refused()
        assert not station.call(call_id).assignments
        return
    question = station.dialog()
    assert "no negotiator" in words(question)
    press("Return")
    settle(0.1)
    assert question.isVisible() and not station.call(call_id).assignments, "it needs a reason"
    write("she asked for a uniform at the door")
    press("Return")
    until(lambda: station.call(call_id).active, what="the team is sent")
    shown = station.at.detail.timeline._text.toPlainText
    until(lambda: "against the recommendation: she asked for a uniform" in shown(), what="the reason is kept")


def test_a_call_without_a_place_blames_no_team_and_marks_none(station: Station) -> None:
    call_id = chosen(station, point=None, place="somewhere on the ring road")
    teams = station.at.detail.recommendations
    until(lambda: "no place on the map" in teams._note.text(), what="the true reason")
    assert "position unknown" not in str(teams.model.index(0, 0).data())
    assert teams.marked_unit() is None
    press("Return")
    settle(0.2)
    assert not station.call(call_id).assignments
    press("Down")
    press("Return")
    until(lambda: station.call(call_id).active, what="whom the hand marked is sent, without a question")
