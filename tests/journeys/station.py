"""A console at work: the whole stack on a file of its own, driven by keys, read back from screen, page and file."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from hands import Left, let_run, press, settle, struck, until, words, write
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from console.app import Console
from console.db.engine import open_database
from console.db.lane import Fix, write_fixes
from console.db.unit_of_work import perform
from console.desk.session import Session
from console.domain.ids import CallId, CommandId, UnitId, new_uuid
from console.domain.roles import Actor
from console.settings import Settings
from console.snapshots.calls import CallSnapshot
from console.snapshots.units import UnitSnapshot
from console.ui.theme import Theme, wear
from console.views.parts.map.map_view import MapView

Drive = Callable[..., Any]
__all__ = ["Drive", "Left", "Station", "let_run", "press", "settle", "struck", "until", "words", "write"]


class Station:
    """One operator's place: their session, their console, and what can be read of it."""

    def __init__(self, path: Path, actor: Actor, drive: Drive, settings_file: Path) -> None:
        self.path, self.actor, self.drive = path, actor, drive
        self.settings = Settings(file=settings_file)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        wear(app, Theme())
        self.session = Session(open_database(path), actor, self.settings)
        drive(self.session.start())
        self.console = Console(self.session, self.settings)
        self.console.show()
        self.front()
        until(lambda: len(self.store.gazetteer) or not self.rows("SELECT 1 FROM place LIMIT 1"), what="the gazetteer")

    # Shorter names for what every journey looks at

    @property
    def at(self) -> Any:
        """The Operations workspace."""
        return self.console.operations

    @property
    def store(self) -> Any:
        """What the desk holds."""
        return self.session.store

    @property
    def field(self) -> Any:
        """The command line."""
        return self.console.bar.field

    @property
    def map(self) -> MapView:
        """The map, once it draws."""
        until(lambda: self.at.map is not None and self.at.map.view.is_ready, 20, "the map is ready")
        view: MapView = self.at.map.view
        return view

    def front(self) -> None:
        """Bring the window to the front, as a click on it would."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self.console.window.activateWindow()
        until(lambda: QApplication.activeWindow() is self.console.window, what="the window is in front")

    def at_rest(self) -> None:
        """Begin anew: no dialog, nothing typed, nothing chosen, the keyboard on the call list."""
        struck.clear()
        for one in self.dialogs():
            one.close()
        self.front()
        self.at.form.clear()
        self.field.clear()
        self.console.bar.say("", False)
        self.at.selection.choose_unit(None)
        self.at.selection.choose_call(None)
        self.at._right.setCurrentWidget(self.at.detail)
        self.at.calls.view.setFocus()

    def command(self, line: str) -> str:
        """Type a line into the command line and press Enter; the line of answer."""
        press("F9")
        write(line)
        press("Return")
        until(lambda: self.answer(), what=f"an answer to {line}")
        return self.answer()

    def answer(self) -> str:
        """The line of acceptance or refusal."""
        return str(self.console.bar.answer.toolTip())

    def is_refused(self) -> bool:
        """Whether that line is a refusal."""
        return bool(self.console.bar.answer.property("tone") == "refused")

    def notices(self) -> str:
        """What the notices over the window say."""
        return "\n".join(self.console.window.notices.texts())

    def dialogs(self) -> list[QDialog]:
        """Open dialogs of this window."""
        return [one for one in self.console.window.findChildren(QDialog) if one.isVisible()]

    def dialog(self) -> QDialog:
        """The one dialog, once it is open and has the keyboard."""
        until(lambda: self.dialogs() and self.dialogs()[-1].isActiveWindow(), what="a dialog is open")
        return self.dialogs()[-1]

    def board(self, unit_id: UnitId) -> list[str]:
        """The cells of a unit's row on the board."""
        model = self.at.board.model
        row = model.row_of(unit_id)
        return [] if row < 0 else [str(model.index(row, column).data()) for column in range(model.columnCount())]

    def call(self, call_id: CallId) -> CallSnapshot:
        """A call as this desk holds it."""
        until(lambda: call_id in self.store.calls, what="the call is on the desk")
        held: CallSnapshot = self.store.calls.get(call_id)
        return held

    def unit(self, sign: str) -> UnitSnapshot:
        """A unit as this desk holds it."""
        return next(unit for unit in self.store.units if unit.call_sign == sign)

    # The page, the file, others

    def probe(self, kind: str = "", identity: object = None, view: MapView | None = None) -> Any:
        """What the map's page shows, or one mark on it."""
        code = f"tandemProbe.{kind}('{identity}')" if kind else "tandemProbe()"
        found = self.js(code, view)
        return json.loads(found) if found else None

    def js(self, code: str, view: MapView | None = None) -> Any:
        """What code comes to in the page."""
        answers: list[Any] = []
        (view or self.map).ask_page(code, answers.append)
        until(lambda: answers, what="the page answers")
        return answers[0]

    def spot(self, kind: str, identity: object) -> QPoint:
        """Where a mark is on the map."""
        until(lambda: self.probe(kind, identity), what=f"the {kind} is on the map")
        x, y = self.probe(kind, identity)["at"]
        return QPoint(round(x), round(y))

    @property
    def surface(self) -> QWidget:
        """The inner widget of the map, which gets the mouse."""
        found = self.map._browser.view.focusProxy()
        assert found is not None
        return found

    def rows(self, sql: str, *values: object) -> list[Any]:
        """What the file holds, by a connection that knows nothing of the program."""
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql, values).fetchall()

    def elsewhere(
        self, command: Callable[..., Any], *args: Any, by: Actor | None = None, command_id: UUID | None = None,
        **kwargs: Any,
    ) -> Any:  # fmt: skip
        """Run a command as another desk would: by a connection of its own."""

        key = CommandId(command_id or new_uuid())

        async def run() -> Any:
            database = open_database(self.path)
            try:
                return await perform(database, by or self.actor, key, command, *args, **kwargs)
            finally:
                await database.close()

        return self.drive(run())

    def move(self, unit_id: UnitId, lat: float, lon: float) -> None:
        """A fix of a unit comes in, as a feed would write it."""

        async def run() -> None:
            database = open_database(self.path)
            fix = Fix(unit_id, round(lat * 1e6), round(lon * 1e6), 90, 36, self.store.now().timestamp())
            try:
                await write_fixes(database, [fix])
            finally:
                await database.close()

        self.drive(run())

    def close(self) -> None:
        """Take the console down in its own order."""
        for one in self.dialogs():
            one.close()
        self.drive(self.console.stop())
        self.console.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setStyleSheet("")
        app.setPalette(QPalette())
        app.setFont(QFont())
