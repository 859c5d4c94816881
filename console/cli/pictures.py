"""Photographs the running console: each workspace and a dispatch in progress, in both looks and at several sizes."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from console.views.operations.workspace import Operations
from console.views.window.main_window import MainWindow

log = logging.getLogger(__name__)
Key = Qt.Key
LARGE, SMALL = (1600, 1000), (1280, 800)


class Photographed(Protocol):
    """What of the console is needed."""

    window: MainWindow
    operations: Operations

    def wear(self, name: str | None = None, scale: int | None = None) -> None: ...


class Photographer:
    """Presses keys as an operator would, waits until the screen is still, and saves what it shows."""

    def __init__(self, console: Photographed, out: Path) -> None:
        self._console, self._window, self._out = console, console.window, out
        self.saved: list[Path] = []

    async def take_all(self) -> None:
        """The whole series, then close the window."""
        self._out.mkdir(parents=True, exist_ok=True)
        self._window.activateWindow()
        try:
            await self._map_ready()
            for name in ("dark", "light"):
                self._console.wear(name, 100)
                await self._series(name)
            self._console.wear("dark", 150)
            await self._shoot("operations-dark-1600x1000-text-150", LARGE)
            await self._shoot("operations-dark-1280x800-text-150", SMALL)
            self._console.wear("dark", 100)
        except Exception:
            log.exception("the pictures could not all be taken")
        finally:
            self._window.close()

    async def _series(self, look: str) -> None:
        # The dark series dispatches the worst call for real; the light one shows what came of it.
        await self._press(Key.Key_F4)
        self._console.operations.calls.step(-99)
        await self._shoot(f"operations-{look}-1600x1000", LARGE)
        await self._press(Key.Key_F6)
        await self._shoot(f"dispatch-choosing-{look}-1600x1000", LARGE)
        if look == "dark":
            await self._press(Key.Key_Return)
            await asyncio.sleep(0.6)
            await self._shoot(f"dispatch-done-{look}-1600x1000", LARGE)
        await self._press(Key.Key_F2)
        self._type("harbor")
        await self._shoot(f"new-call-{look}-1600x1000", LARGE)
        await self._press(Key.Key_Escape)
        await self._press(Key.Key_Escape)
        self._console.operations.form.clear()
        await self._press(Key.Key_F9)
        self._type("d C0")
        await self._shoot(f"command-line-{look}-1280x800", SMALL)
        await self._press(Key.Key_Escape)
        await self._press(Key.Key_Escape)
        await self._press(Key.Key_F1)
        await self._shoot(f"keys-{look}-1600x1000", LARGE)
        await self._press(Key.Key_Escape)
        await self._press(Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        await self._shoot(f"everything-{look}-1280x800", SMALL)
        await self._press(Key.Key_Escape)
        await self._shoot(f"operations-{look}-1280x800", SMALL)
        await self._planning(look)

    async def _planning(self, look: str) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        await self._press(Key.Key_R, control)
        await asyncio.sleep(1)  # the roster is read, and its board painted
        await self._shoot(f"roster-{look}-1600x1000", LARGE)
        await self._shoot(f"roster-{look}-1280x800", SMALL)
        await self._press(Key.Key_PageUp, control)
        await self._shoot(f"roster-weeks-{look}-1600x1000", LARGE)
        await self._press(Key.Key_PageDown, control)
        await self._press(Key.Key_T, control)
        await self._shoot(f"tonight-{look}-1600x1000", LARGE)
        await self._press(Key.Key_Escape)
        await self._press(Key.Key_O, control | Qt.KeyboardModifier.ShiftModifier)
        await asyncio.sleep(0.5)
        await self._shoot(f"directory-{look}-1600x1000", LARGE)
        await self._press(Key.Key_F4)

    async def _press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        if QApplication.activeWindow() is None:
            self._window.activateWindow()  # without a window manager nobody else gives the focus back
            await asyncio.sleep(0.1)
        QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget() or self._window, key, modifier)
        await asyncio.sleep(0.15)

    def _type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self._window, text)

    async def _shoot(self, name: str, size: tuple[int, int]) -> None:
        self._window.resize(*size)
        await asyncio.sleep(0.9)
        file = self._out / f"{name}.png"
        self._photograph().save(str(file))
        self.saved.append(file)

    def _photograph(self) -> QPixmap:
        """The window with what lies over it; grabbing the screen would need a real one."""
        picture = self._window.grab()
        painter = QPainter(picture)
        origin = self._window.mapToGlobal(QPoint(0, 0))
        for other in QApplication.topLevelWidgets():
            if other is not self._window and other.isVisible() and isinstance(other, QWidget):
                painter.drawPixmap(other.mapToGlobal(QPoint(0, 0)) - origin, other.grab())
        painter.end()
        return picture

    async def _map_ready(self) -> None:
        for _ in range(100):
            live = self._console.operations.map
            if live is not None and live.view.is_ready:
                break
            await asyncio.sleep(0.1)
        await asyncio.sleep(2.5)


def photographing(out: Path, done: Callable[[list[Path]], object]) -> Callable[[Photographed], object]:
    """What the console calls when it is shown: photograph it, then say which pictures were saved."""

    def begin(console: Photographed) -> object:
        async def take() -> None:
            photographer = Photographer(console, out)
            await photographer.take_all()
            done(photographer.saved)

        return asyncio.ensure_future(take())

    return begin
