"""F1: the keys of everything, by group; and ? the verbs of the command line."""

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from console.domain.command_line import USAGE
from console.ui.actions import Action
from console.ui.build import button, label, row


class KeysPage(QDialog):
    """A page to read; Esc closes it."""

    def __init__(self, parent: QWidget, actions: Sequence[Action], *, commands: bool = False) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keys and commands")
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for action in actions:
            if action.keys:
                groups[action.group].append((action.keys, action.text))
        body = QWidget()
        body.setObjectName("panelBody")
        columns = QGridLayout(body)
        columns.setHorizontalSpacing(34)
        columns.setVerticalSpacing(18)
        for place, (name, lines) in enumerate(groups.items()):
            columns.addWidget(_table(name, lines), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
        below = len(groups) // 2 + 1
        verbs = [(form, meaning) for form, meaning in USAGE.values()]
        lines_of_it = _table("Command line (F9)", verbs)
        columns.addWidget(lines_of_it, below, 0, 1, 2)
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setFrameShape(QFrame.Shape.NoFrame)
        page.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 14)
        whole.addWidget(label("Keys and commands", "heading"))
        whole.addWidget(page, 1)
        whole.addLayout(row(label("Esc closes", "small"), None, button("Close", self.close, "primary")))
        self.resize(min(980, parent.width() - 60), min(760, parent.height() - 60))
        self.open()
        if commands:
            QTimer.singleShot(0, self, lambda: page.verticalScrollBar().setValue(lines_of_it.y()))


def _table(name: str, lines: Sequence[tuple[str, str]]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.addWidget(label(name, "section"), 0, 0, 1, 2)
    for place, (keys, text) in enumerate(lines, start=1):
        grid.addWidget(label(keys, "mono"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, "dim", wrap=True), place, 1)
    grid.setColumnStretch(1, 1)
    return made
