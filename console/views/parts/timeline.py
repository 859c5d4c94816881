"""What happened, with who and when; nothing in it can be edited, a field below adds a note."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QTextEdit, QVBoxLayout, QWidget

from console.snapshots.calls import TimelineEntry
from console.ui.build import label, row
from console.ui.theme import theme

_ALARMS = frozenset({"escalation", "emergency"})


class Timeline(QWidget):
    """The entries, the newest below and in view; text is selectable, so that it can be copied."""

    note_entered = Signal(str)

    def __init__(self, local: Callable[[datetime], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._local = local
        self._entries: list[TimelineEntry] = []
        self._heading = label("Timeline", "section")
        self._text = QTextEdit()
        self._text.setObjectName("timeline")
        self._text.setReadOnly(True)
        self._text.setFrameStyle(0)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setAccessibleName("Timeline")
        self.note = QLineEdit()
        self.note.setPlaceholderText("Add a note, Enter keeps it")
        self.note.setAccessibleName("Note")
        self.note.returnPressed.connect(self._on_note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 6, 16, 10)
        whole.setSpacing(6)
        self._head = row(self._heading, None)
        whole.addLayout(self._head)
        whole.addWidget(self._text, 1)
        whole.addWidget(self.note)
        self._unsaved = label("", "warn", wrap=True)
        self._unsaved.hide()
        whole.addWidget(self._unsaved)

    def say_unsaved(self, text: str) -> None:
        """Say below the field that what is in it is not saved; empty for nothing."""
        self._unsaved.setText(text)
        self._unsaved.setVisible(bool(text))

    def add_act(self, act: QWidget) -> None:
        """Put an act beside the heading."""
        self._head.addWidget(act)

    def show_entries(self, entries: list[TimelineEntry]) -> None:
        """Show the entries; what is there already is kept as it is, so that a selection in it survives."""
        known = len(self._entries)
        if entries[:known] != self._entries:
            self._text.clear()
            known = 0
        self._entries = list(entries)
        bar = self._text.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 4
        cursor = QTextCursor(self._text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for entry in entries[known:]:
            self._append(cursor, entry)
        if at_end or known == 0:
            bar.setValue(bar.maximum())

    def clear(self) -> None:
        """Show nothing."""
        self._entries = []
        self._text.clear()

    def restyle(self) -> None:
        """Write everything anew in the present theme."""
        entries, self._entries = self._entries, []
        self._text.clear()
        self.show_entries(entries)

    def _append(self, cursor: QTextCursor, entry: TimelineEntry) -> None:
        look = theme()
        spaced = QTextBlockFormat()
        spaced.setBottomMargin(look.px(4))
        if self._text.document().isEmpty():
            cursor.setBlockFormat(spaced)
        else:
            cursor.insertBlock(spaced)
        alarm = entry.kind in _ALARMS
        colour = look.colour("danger.text" if alarm else "text")
        cursor.insertText(f"{self._local(entry.at)}  ", _format(colour, 600))
        cursor.insertText(entry.text, _format(colour, 600 if entry.kind == "level" else 400))
        cursor.insertText(f"  {entry.who}", _format(look.colour("text.dim"), 400))

    def _on_note(self) -> None:
        if self.note.text().strip():
            self.note_entered.emit(self.note.text().strip())


def _format(colour: QColor, weight: int) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(theme().font(12.5))
    made.setForeground(colour)
    made.setFontWeight(weight)
    return made
