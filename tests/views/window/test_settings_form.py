"""The map's base and the routing server: what is wrong is said in place, a public server is warned about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.settings import Settings
from console.views.window.settings_form import SettingsForm

GOOD = "https://tiles.example.internal/{z}/{x}/{y}.png"


@pytest.fixture
def kept() -> list[int]:
    return []


@pytest.fixture
def form(qtbot: QtBot, tmp_path: Path, kept: list[int]) -> Iterator[SettingsForm]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = SettingsForm(window, Settings(file=tmp_path / "settings.toml"), lambda: kept.append(1))
    made._base.setCurrentIndex(made._base.findData("server"))
    yield made


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://tiles.example.internal/base.png", "lacks {z}, {x}, {y}"),
        ("https://tiles.example.internal/{z}/{x}.png", "lacks {y}"),
        ("https://{s}.example.internal/{z}/{x}/{y}.png", "not {s}"),
        ("tiles.example.internal/{z}/{x}/{y}.png", "must be https://host"),
        ("https:///{z}/{x}/{y}.png", "must be https://host"),
        ("https://ana:secret@tiles.example.internal/{z}/{x}/{y}.png", "user name or password"),
    ],
)
def test_a_wrong_tile_address_is_refused_in_place(
    form: SettingsForm, kept: list[int], address: str, said: str
) -> None:
    form._place.setText(address)
    form._keep()
    assert said in form._fault.text()
    assert form._settings.map_base == "outline" and kept == []


def test_a_good_tile_address_is_kept(form: SettingsForm, kept: list[int]) -> None:
    form._place.setText(f" {GOOD} ")
    assert form._fault.text() == ""
    form._keep()
    assert form._settings.map_base == GOOD and kept == [1]


def test_a_public_tile_server_and_a_public_router_are_warned_about(form: SettingsForm) -> None:
    form._place.setText("https://tile.example.org/{z}/{x}/{y}.png")
    assert "tile.example.org is not inside your network" in form._fault.text()
    form._router.setCurrentIndex(form._router.findData("osrm"))
    form._url.setText("https://router.example.com")
    assert "router.example.com" in form._fault.text() and "tile.example.org" in form._fault.text()
    form._base.setCurrentIndex(form._base.findData("outline"))
    assert "tile.example.org" not in form._fault.text()
    form._url.setText("https://[")
    assert form._fault.text() == "", "half an address is no reason to warn"
