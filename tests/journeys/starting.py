"""A start of the console from nothing, as `tandem` does it, and what is pressed in its first window."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hands import Left, until
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from console.app import Console, run
from console.desk.session import Session
from console.views.window.first_start import FirstStart
from console.views.window.opening import Options

started: list[Session] = []  # those whose simulator would run


class Start:
    """A start of the console in its own folder, while the loop runs; ended by closing its window."""

    def __init__(self, folder: Path, drive: Callable[..., Any]) -> None:
        self.path, self.file, self._drive = folder / "tandem.db", folder / "settings.toml", drive
        self.console: Console | None = None
        self.task: asyncio.Task[int] | None = None

    def begin(self) -> None:
        async def starting() -> None:
            options = Options(database=self.path, settings=self.file)
            self.task = asyncio.create_task(run(options, lambda made: setattr(self, "console", made)))

        self._drive(starting())

    def dialog(self) -> FirstStart:
        def found() -> list[FirstStart]:
            return [one for one in QApplication.topLevelWidgets() if isinstance(one, FirstStart) and one.isVisible()]

        until(lambda: found() or (self.task and self.task.done()), what="the first start asks")
        (dialog,) = found()
        dialog.activateWindow()
        until(dialog.isActiveWindow)
        return dialog

    def running(self) -> Console:
        until(lambda: self.console is not None or (self.task and self.task.done()), 20, "the console is shown")
        assert self.console is not None
        until(lambda: self.console.operations.map is not None and self.console.operations.map.view.is_ready, 20)
        return self.console

    def end(self) -> int:
        if self.console is not None:
            self.console.window.close()

        async def ended() -> int:
            assert self.task is not None
            return await self.task

        code: int = self._drive(ended())
        if self.console is not None:
            self.console.window.deleteLater()
            self.console = None
        return code


def push(dialog: FirstStart, text: str) -> None:
    QTest.mouseClick(next(one for one in dialog.findChildren(QPushButton) if text in one.text()), Left)
