"""What the window itself can do: keys, palette, look, sound, second monitor, account."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu

from console.commands.programs import set_pace
from console.desk.session import Session
from console.domain.roles import Permission
from console.ui.actions import Action
from console.views.window.command_bar import CommandBar
from console.views.window.main_window import MainWindow
from console.views.window.palette import Entry, Palette

if TYPE_CHECKING:
    from console.views.parts.live_map import LiveMap  # its engine is loaded when the first map is made
    from console.views.window.guard import Guard

WHO = "Who is signed in here"
PACES = (0, 1, 5, 10, 30, 60)


class Program(Protocol):
    """What the composition root offers to the window."""

    session: Session

    def wear(self, name: str | None = None, scale: int | None = None) -> None: ...

    def toggle_sound(self) -> None: ...

    def things(self) -> list[tuple[str, Callable[[], object]]]: ...

    def edit_settings(self) -> None: ...

    def make_map(self) -> "LiveMap": ...

    @property
    def guard(self) -> "Guard": ...


class SecondMap(QMainWindow):
    """A map in a window of its own; its page is taken down with it."""

    def __init__(self, live: "LiveMap") -> None:
        super().__init__()
        self._live = live
        self.setCentralWidget(live)
        for key in ("Esc", "F11"):
            QShortcut(QKeySequence(key), self).activated.connect(self.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._live.shutdown()
        super().closeEvent(event)


def register_window(window: MainWindow, bar: CommandBar, program: Program) -> None:
    """Add the window's own actions, and join the top bar to them."""
    actions = window.actions_list
    second = window.beside
    for text, wish, keys in (
        ("Keys and commands", window.show_keys, "F1"),
        ("Everything: find an action", partial(open_palette, window, program), "Ctrl+K"),
        ("Command line", partial(_focus_bar, bar), "F9"),
        ("Next workspace", window.next_workspace, "Ctrl+Tab"),
        ("Sound on or off", program.toggle_sound, "Ctrl+M"),
        ("Look: dark", partial(program.wear, "dark"), ""),
        ("Look: light", partial(program.wear, "light"), ""),
        ("Text size 100 %", partial(program.wear, None, 100), ""),
        ("Text size 125 %", partial(program.wear, None, 125), ""),
        ("Text size 150 %", partial(program.wear, None, 150), ""),
        ("Map on a second monitor: open or close", partial(_tear_off, program, second), "F11"),
        ("Map base and routing server", program.edit_settings, ""),
        ("Close Tandem", window.ask_to_close, "Ctrl+Q"),
    ):
        actions.add(Action("Window", text, wish, keys))
    _register_account(window, program)
    for pace in PACES:
        text = "Training clock: pause" if pace == 0 else f"Training clock: {pace}×"
        actions.add(Action("Training", text, partial(_pace, program, pace), "", Permission.EDIT_SETTINGS))
    window.top.sound_requested.connect(program.toggle_sound)
    window.top.pace_requested.connect(partial(_pace_menu, window, program))
    window.top.account_requested.connect(lambda: program.guard.show_menu())
    window.closing.connect(lambda: [one.close() for one in second])


def _register_account(window: MainWindow, program: Program) -> None:
    """What can be done about who sits here; the guard itself is made after the first picture."""
    for text, wish, keys in (
        ("Lock the screen", lambda: program.guard.lock(), "Ctrl+Shift+K"),
        ("Hand over: the page for the next supervisor", lambda: program.guard.hand_over(), "Ctrl+Shift+H"),
        ("Print the board, to go on by hand", lambda: program.guard.print_board(), "Ctrl+Shift+P"),
        ("Change your password", lambda: program.guard.change_password(), ""),
        ("Sign out: somebody else takes over", lambda: program.guard.take_over(), ""),
        (WHO, lambda: program.guard.show_menu(), ""),
    ):
        window.actions_list.add(Action("Account", text, wish, keys))


def open_palette(window: MainWindow, program: Program) -> Palette:
    """Everything that may be done now, then units and calls by name."""
    entries = [Entry(f"{one.group}: {one.text}", one.keys, one.wish) for one in window.actions_list.offered()]
    entries += [Entry(text, "", wish) for text, wish in program.things()]
    return Palette(window, entries)


def _focus_bar(bar: CommandBar) -> None:
    bar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    bar.field.selectAll()


def _pace(program: Program, rate: float) -> None:
    program.session.desk.run(set_pace, rate)


def _pace_menu(window: MainWindow, program: Program) -> None:
    menu = QMenu(window)
    for pace in PACES:
        menu.addAction("Pause" if pace == 0 else f"{pace}×", partial(_pace, program, pace))
    menu.popup(window.cursor().pos())


def _tear_off(program: Program, second: list[QMainWindow]) -> None:
    """A map in a window of its own, to be drawn to another monitor; closing it leaves the first one as it is."""
    if second:
        second[-1].close()  # the same key puts it away
        return
    made = SecondMap(program.make_map())
    snapshot = program.session.store.program
    made.setWindowTitle("Tandem map · TRAINING" if snapshot is not None and snapshot.is_training else "Tandem map")
    made.resize(1100, 800)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.destroyed.connect(lambda: second.remove(made) if made in second else None)
    second.append(made)
    made.show()
