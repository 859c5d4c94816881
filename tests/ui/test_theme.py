"""Both looks: the same tokens, contrast after WCAG 2.1 AA, and a style sheet without a token left over."""

import json

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from console.ui.theme import RESOURCES, SCALES, Theme

LOOKS = ("dark", "light")
GROUNDS = ("bg.window", "bg.panel", "bg.raised", "bg.hover", "bg.field", "bg.selected")
WORDS = ("text", "text.dim", "accent.text", "danger.text", "warn.text", "good.text")
ON_THEIR_OWN = (
    ("danger.text", "danger.bg"),
    ("warn.text", "warn.bg"),
    ("training", "training.bg"),
    ("text.on_accent", "accent"),
    ("text.on_accent", "accent.hover"),
    *(("text.on_level", f"urgency.{level}") for level in (1, 2, 3, 4)),
)


def tokens(look: str) -> dict[str, str]:
    return dict(json.loads((RESOURCES / "themes" / f"{look}.json").read_text("utf-8")))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", LOOKS)
def test_words_can_be_read_on_every_ground(look: str) -> None:
    held = tokens(look)
    pairs = [(word, ground) for word in WORDS for ground in GROUNDS] + list(ON_THEIR_OWN)
    poor = {f"{word} on {ground}": round(contrast(held[word], held[ground]), 2) for word, ground in pairs}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < 4.5}


@pytest.mark.parametrize("look", LOOKS)
def test_marks_can_be_told_from_their_ground(look: str) -> None:
    held = tokens(look)
    marks = [name for name in held if name.startswith(("status.", "urgency.", "discipline."))] + ["focus", "danger"]
    poor = {
        f"{name} on {ground}": round(contrast(held[name], held[ground]), 2)
        for name in marks
        for ground in ("bg.panel", "bg.raised", "map.land")
    }
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < 3}


def test_both_looks_name_the_same_things() -> None:
    assert tokens("dark").keys() == tokens("light").keys()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scale", SCALES)
def test_the_style_sheet_leaves_no_token_over(look: str, scale: int) -> None:
    sheet = Theme(look, scale).style_sheet()
    assert "${" not in sheet
    assert f"font-size: {round(13 * scale / 100)}px" in sheet


def test_red_is_kept_for_what_must_be_seen_first() -> None:
    for look in LOOKS:
        held = tokens(look)
        reds = {name for name, colour in held.items() if colour in (held["danger"], held["urgency.4"])}
        assert reds == {"danger", "urgency.4"}


@pytest.mark.parametrize("look", LOOKS)
def test_a_box_that_is_ticked_shows_a_tick(look: str, qapp: QApplication, qtbot: QtBot) -> None:
    box = QCheckBox("Weapon in hand")
    qtbot.addWidget(box)
    box.setStyleSheet(Theme(look).style_sheet())
    box.setChecked(True)
    box.resize(box.sizeHint())
    picture = box.grab().toImage()
    on_accent = [picture.pixelColor(x, y) for x in range(3, 14) for y in range(2, picture.height() - 2)]
    assert any(min(one.red(), one.green(), one.blue()) > 225 for one in on_accent), "white on the accent"
    assert any(one == Theme(look).colour("accent") for one in on_accent)
