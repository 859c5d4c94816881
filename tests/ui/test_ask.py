"""A question's heading may hold a person's name; the title of its window, which other programs list, never does."""

from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from console.ui.ask import ask_choice, ask_reason, ask_text


def test_a_name_stands_in_the_heading_and_in_no_title(qtbot: Any) -> None:
    qtbot.addWidget(window := QWidget())
    heading = "Disable A. Reyes?"
    for asked in (
        ask_choice(window, heading, "", ()), ask_reason(window, heading, "", "Go", str),
        ask_text(window, heading, "", "Go", str),
    ):  # fmt: skip
        assert asked.windowTitle() == "Tandem"
        assert heading in [one.text() for one in asked.findChildren(QLabel)]
        asked.close()
