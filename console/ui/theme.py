"""Colours by meaning, one style sheet made from one template, the bundled typeface."""

import json
import re
from functools import cache
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FAMILY = "Inter"
BASE_PX = 13
SCALES = (100, 125, 150)
_TOKEN = re.compile(r"\$\{(?:(\d+)px|([a-z][a-z0-9_.]*))\}")


class Theme:
    """One look: its tokens, and the text scale in per cent. Painters ask it for colours and fonts at each paint."""

    def __init__(self, name: str = "dark", scale: int = 100) -> None:
        self.name = name
        self.scale = scale
        self.tokens: dict[str, str] = json.loads((RESOURCES / "themes" / f"{name}.json").read_text("utf-8"))

    def colour(self, token: str) -> QColor:
        """The colour of a token.

        Raises:
            KeyError: no such token; a misspelt one is a fault of ours.
        """
        return QColor(self.tokens[token])

    def px(self, pixels: float) -> int:
        """A length at the theme's text scale."""
        return round(pixels * self.scale / 100)

    def font(self, pixels: float = BASE_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The typeface at a size, with figures of equal width."""
        font = QFont(FAMILY)
        font.setPixelSize(self.px(pixels))
        font.setWeight(weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def style_sheet(self) -> str:
        """The template with this theme's colours and sizes."""
        folder = RESOURCES / "themes"
        template, values = (folder / "app.qss").read_text("utf-8"), {**self.tokens, "folder": folder.as_posix()}

        def value(match: re.Match[str]) -> str:
            return f"{self.px(int(match[1]))}px" if match[1] else values[match[2]]

        return _TOKEN.sub(value, template)


@cache
def load_fonts() -> None:
    """Register the bundled typeface once."""
    for file in sorted((RESOURCES / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


class Look:
    """Which theme the program wears; there is one for all windows."""

    theme: Theme = Theme()


def application() -> QApplication:
    """The running application, which wears the theme."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def theme() -> Theme:
    """The theme that the program wears now."""
    return Look.theme


def wear(app: QApplication, chosen: Theme) -> None:
    """Put a theme on the whole program."""
    load_fonts()
    Look.theme = chosen
    app.setFont(chosen.font())
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "bg.window", QPalette.ColorRole.Base: "bg.field", QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.WindowText: "text", QPalette.ColorRole.Button: "bg.raised",
        QPalette.ColorRole.ButtonText: "text", QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "text.on_accent", QPalette.ColorRole.PlaceholderText: "text.dim",
        QPalette.ColorRole.ToolTipBase: "bg.raised", QPalette.ColorRole.ToolTipText: "text",
    }  # fmt: skip
    for role, token in roles.items():
        palette.setColor(role, chosen.colour(token))
    app.setPalette(palette)
    app.setStyleSheet(chosen.style_sheet())
