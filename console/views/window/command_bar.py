"""The command line at the foot (F9): completion, what Enter would do, one line of answer, history."""

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QListView, QWidget

from console.ui.build import label, mark
from console.ui.elided import ElidedLabel

HISTORY = 200
FADE_MS = 20_000  # an old answer beside a new wish would mislead
HINT = "Type a command: d C09 10493 · C09 os · c 10493 settled · ? lists all"


class CommandField(QLineEdit):
    """The field; Tab completes, the arrows walk through what was typed before, Esc gives the focus back."""

    entered = Signal(str)
    escaped = Signal()

    def __init__(self, completions: Callable[[str], list[str]]) -> None:
        super().__init__()
        self.setObjectName("commandLine")
        self.setPlaceholderText(HINT)
        self.setAccessibleName("Command line")
        self._completions = completions
        self._history: list[str] = []
        self._at = 0
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list = QListView()
        self._list.setObjectName("completer")
        self._completer.setPopup(self._list)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._take)
        self.textEdited.connect(self._on_edited)

    def remember(self, line: str) -> None:
        """Keep a line in the history."""
        if line.strip() and (not self._history or self._history[-1] != line):
            self._history = [*self._history[-HISTORY:], line]
        self._at = len(self._history)

    def _on_edited(self, text: str) -> None:
        found = self._completions(text) if text.strip() else []
        self._names.setStringList(found)
        if found:
            self._list.setMinimumWidth(min(420, self.width()))
            self._completer.complete()
            self._list.clearSelection()
            self._list.setCurrentIndex(self._names.index(-1))
        else:
            self._list.hide()

    def _take(self, line: str) -> None:
        self.setText(f"{line} ")
        self._list.hide()

    def _complete(self) -> None:
        found = self._completions(self.text())
        if found:
            self._take(found[0])
            self.textEdited.emit(self.text())

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab completes while something is typed; with an empty line it moves on as everywhere."""
        if self.text().strip() and next:
            self._complete()
            return True
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.hide()
            if self.text().strip():
                self.entered.emit(self.text().strip())
        elif key == Qt.Key.Key_Escape:
            self._list.hide()
            if self.text():
                self.clear()
                self.textEdited.emit("")
            else:
                self.escaped.emit()
        elif key == Qt.Key.Key_Up and self._history:
            self._walk(-1)
        elif key == Qt.Key.Key_Down and self._history:
            self._walk(1)
        else:
            super().keyPressEvent(event)

    def _walk(self, by: int) -> None:
        self._at = max(0, min(len(self._history), self._at + by))
        self.setText(self._history[self._at] if self._at < len(self._history) else "")


class CommandBar(QWidget):
    """The field, the preview or the answer beside it, and the keys that matter."""

    def __init__(
        self,
        run: Callable[[str], bool],
        preview: Callable[[str], str],
        completions: Callable[[str], list[str]],
        hints: str,
    ) -> None:
        super().__init__()
        self.setObjectName("bottomBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._run, self._preview = run, preview
        self.field = CommandField(completions)
        self.answer = ElidedLabel()
        self.answer.setObjectName("acceptance")
        self._entered = ""
        self._fade = QTimer(self, singleShot=True, interval=FADE_MS)
        self._fade.timeout.connect(lambda: self.answer.show_text(""))
        self._hints = label(hints, "small")
        self.field.entered.connect(self._on_entered)
        self.field.textEdited.connect(self._on_typed)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 6, 14, 6)
        whole.setSpacing(12)
        whole.addWidget(label("F9 ›", "dim"))
        whole.addWidget(self.field, 3)
        whole.addWidget(self.answer, 2)
        whole.addWidget(self._hints)

    def say(self, text: str, refused: bool) -> None:
        """Print one line of acceptance or refusal."""
        mark(self.answer, "tone", "refused" if refused else "done")
        self.answer.show_text(text)
        self._fade.start()
        if refused and text and self.field.hasFocus() and not self.field.text():
            self.field.setText(self._entered)  # refused after it was sent: it comes back to be mended

    def retract(self) -> None:
        """Take a refusal back whose cause is gone."""
        if self.answer.property("tone") == "refused":
            self.say("", False)

    def set_compact(self, compact: bool) -> None:
        """Without the keys on a narrow window."""
        self._hints.setVisible(not compact)

    def _on_entered(self, line: str) -> None:
        self.field.remember(line)
        self.say("", False)
        self._entered = line
        if self._run(line):
            self.field.clear()

    def _on_typed(self, line: str) -> None:
        mark(self.answer, "tone", "preview")
        self.answer.show_text(self._preview(line))
