"""A call in a building where one is open already: the form says so before anything is saved."""

from make import a_draft
from station import Station, press, until, words, write

from console.commands.settle_calls import cancel_call
from console.commands.take_calls import take_call


def test_an_open_call_in_the_same_building_is_told_while_the_place_is_typed(station: Station) -> None:
    draft = a_draft(place="2210 Larkspur Ave #4")
    number = station.elsewhere(take_call, draft)
    station.call(draft.id)
    press("F2")
    write("2210 Larkspur Ave")
    until(lambda: f"Open here: {number}" in words(station.at.form))
    assert "2210 Larkspur Ave #4, UNASSIGNED" in words(station.at.form)
    second = a_draft(place="2210 LARKSPUR AVE apt 9")
    station.elsewhere(take_call, second)
    until(lambda: "apt 9" in words(station.at.form), what="one that another desk takes meanwhile")
    write("nue North")
    until(lambda: "Open here" not in words(station.at.form))
    press("Backspace", len("nue North"))
    station.elsewhere(cancel_call, draft.id, 1, "called back")
    until(lambda: "#4" not in words(station.at.form), what="it is closed")
    assert "apt 9" in words(station.at.form)


def test_a_call_that_is_edited_does_not_point_at_itself(station: Station) -> None:
    draft = a_draft(place="77 Larkspur Ave #4")
    station.elsewhere(take_call, draft)
    station.call(draft.id)
    station.at.selection.choose_call(draft.id)
    until(lambda: station.at.detail.call is not None and station.at.detail.call.id == draft.id)
    press("Ctrl+E")
    until(station.at.form.place.hasFocus)
    assert "Open here" not in words(station.at.form)
