"""Everything that can be done, once: the palette, the keys and the F1 page all read this list."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from console.domain.roles import Permission, role_words, roles_with


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: its words, its key, who may, and what happens.

    `in_text` False means that the key does nothing while a text field has the focus; `bound` False that the workspace
    it belongs to hears the key itself, so that the same key may mean something else in another one.
    """

    group: str
    text: str
    wish: Callable[[], object]
    keys: str = ""
    permission: Permission | None = None
    in_text: bool = True
    hint: str = ""  # the short word at the foot of the window
    bound: bool = True
    there: Callable[[], bool] | None = None  # the key does nothing while this is not so


def typing() -> bool:
    """Whether the focus is in something that takes text."""
    focus = QApplication.focusWidget()
    return isinstance(focus, (QLineEdit, QPlainTextEdit, QTextEdit)) or (
        isinstance(focus, QComboBox) and focus.isEditable()
    )


class Actions(QObject):
    """The program's actions in the order in which they were added."""

    def __init__(self, window: QWidget, may: Callable[[Permission], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._may = may
        self._all: list[Action] = []
        self.paused = False  # while the screen is locked no key does anything
        self.refuse: Callable[[str], object] = lambda _text: None
        self._bring: Callable[[], object] | None = None

    def add(self, action: Action) -> None:
        """Take in an action and bind its key to the window."""
        if self._bring is not None:
            action = replace(action, wish=partial(one_after_the_other, self._bring, action.wish))
        self._all.append(action)
        if not action.keys or not action.bound:
            return
        for sequence in action.keys.split(" / "):
            shortcut = QShortcut(QKeySequence(sequence), self._window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda action=action: self.do(action))

    @contextmanager
    def within(self, bring: Callable[[], object]) -> Iterator[None]:
        """What is added meanwhile belongs to a workspace: `bring` shows it before anything is done in it."""
        self._bring = bring
        try:
            yield
        finally:
            self._bring = None

    def do(self, action: Action) -> None:
        """Do it; one that the actor may not do says so, a chord that was pressed while typing does nothing."""
        if self.paused or (not action.in_text and typing()) or (action.there and not action.there()):
            return
        if action.permission is not None and not self.allowed(action):
            self.refuse(f"{action.text}: your role does not allow it. Ask {role_words(roles_with(action.permission))}.")
            return
        action.wish()

    def allowed(self, action: Action) -> bool:
        """Whether the actor may."""
        return action.permission is None or self._may(action.permission)

    def offered(self) -> list[Action]:
        """What the actor may do."""
        return [action for action in self._all if self.allowed(action)]


def one_after_the_other(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Two wishes as one."""
    first()
    second()
