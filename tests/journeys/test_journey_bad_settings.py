"""Settings that are wrong cost what they name and nothing else: the timers are watched, the file is kept."""

import pytest
from starting import Start, push
from station import until, words

from console.app import Console
from console.views.window.first_start import FirstStart


def _begun(start: Start) -> FirstStart:
    start.begin()
    return start.dialog()


def test_a_bad_map_base_costs_the_map_alone(start: Start) -> None:
    start.file.write_text('map_base = "https://{s}.example.gov/{z}/{x}/{y}.png"\n', "utf-8")
    push(_begun(start), "Open the demo")
    console = start.running()
    assert "must be https://host" in words(console.window.banners)
    assert {task.get_name() for task in console.session._tasks} >= {"watcher"}
    until(lambda: console.session.store.watched and len(console.session.store.gazetteer), what="the rest was started")


def test_a_map_that_cannot_be_made_stops_nothing_else(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_console: Console) -> None:
        raise ValueError("nobody thought of this")

    monkeypatch.setattr(Console, "make_map", broken)
    push(_begun(start), "Open the demo")
    until(lambda: start.console is not None and start.console.session.store.watched, 20, "the watcher runs")
    assert start.console is not None
    assert "The map could not be made" in words(start.console.window.banners)


def test_settings_that_cannot_be_read_are_kept(start: Start) -> None:
    typo = 'theme = "dark\nmap_base = "/maps/city.mbtiles"\n'
    start.file.write_text(typo, "utf-8")
    push(_begun(start), "Open the demo")
    console = start.running()
    assert "cannot be read" in words(console.window.banners)
    assert start.file.read_text("utf-8") == typo, "opening the program changes nothing"
    console.toggle_sound()
    assert "muted = true" in start.file.read_text("utf-8")
    assert start.file.with_name("settings.toml.broken").read_text("utf-8") == typo
    console.toggle_sound()
    assert start.file.with_name("settings.toml.broken").read_text("utf-8") == typo
