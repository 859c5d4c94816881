"""Questions that need an answer: opened, never executed, so that the program goes on beside them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from console.ui.build import button, column, label, mark, row


class Question(QDialog):
    """A short window with a heading, a sentence, and what the answer needs; Esc closes it and nothing happens."""

    def __init__(self, parent: QWidget, heading: str, sentence: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tandem")  # a heading may hold a name, and titles are read in lists of windows
        self.setMinimumWidth(440)
        self.body = column(label(heading, "title", wrap=True), spacing=12)
        if sentence:
            self.body.addWidget(label(sentence, "dim", wrap=True))
        self.body.setContentsMargins(20, 18, 20, 16)
        self.setLayout(self.body)

    def finish(self, _result: object = None) -> None:
        """Close at the good end of a wish; a method, so that the wish passes it over when Esc was first."""
        self.close()


def ask_reason(
    parent: QWidget,
    heading: str,
    sentence: str,
    act: str,
    wish: Callable[[str], object],
    *,
    suggestions: Sequence[str] = (),
) -> Question:
    """Ask for a reason in words; `wish` gets it. Suggestions fill the field at one press and can be edited."""
    question = Question(parent, heading, sentence)
    field = QLineEdit()
    field.setPlaceholderText("Reason, kept in the timeline")
    field.setAccessibleName("Reason")

    def confirm() -> None:
        if not field.text().strip():
            mark(field, "wrong", True)
            field.setPlaceholderText("A reason is needed")
            return
        question.close()
        wish(field.text().strip())

    field.returnPressed.connect(confirm)
    question.body.addWidget(field)
    for text in suggestions:
        question.body.addLayout(row(button(text, partial(field.setText, text), "choice"), None))
    question.body.addLayout(row(None, button("Back", question.close), button(act, confirm, "primary")))
    question.open()
    field.setFocus()
    return question


def ask_choice(
    parent: QWidget,
    heading: str,
    sentence: str,
    choices: Sequence[tuple[str, Callable[[], object]]],
) -> Question:
    """Ask once; each choice is a button with a number key, the first has the focus, Esc does nothing."""
    question = Question(parent, heading, sentence)
    made = []
    for place, (text, wish) in enumerate(choices, start=1):
        made.append(button(f"{place}  {text}", partial(_choose, question, wish), "primary" if place == 1 else ""))
        made[-1].setShortcut(str(place))
        question.body.addWidget(made[-1])
    question.body.addLayout(row(label("Esc changes nothing", "small"), None))
    question.open()
    if made:
        made[0].setFocus()
    return question


def _choose(question: Question, wish: Callable[[], object]) -> None:
    question.close()
    wish()


def ask_text(parent: QWidget, heading: str, sentence: str, act: str, wish: Callable[[str], object]) -> Question:
    """Ask for a longer text; Ctrl+Enter confirms."""
    question = Question(parent, heading, sentence)
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setMinimumHeight(110)

    def confirm() -> None:
        if field.toPlainText().strip():
            question.close()
            wish(field.toPlainText().strip())

    question.body.addWidget(field)
    confirm_button = button(act, confirm, "primary")
    confirm_button.setShortcut("Ctrl+Return")
    question.body.addLayout(
        row(label("Ctrl+Enter confirms", "small"), None, button("Back", question.close), confirm_button)
    )
    question.open()
    field.setFocus()
    return question
