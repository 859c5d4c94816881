"""When the window and the map were first painted, written down for whoever measures the start."""

import json
import os
import time
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QMainWindow


class StartReport(QObject):
    """Writes down when the window and the map were first painted, where TANDEM_START_REPORT names a file."""

    times: ClassVar[dict[str, float]] = {}

    @classmethod
    def of(cls, window: QMainWindow, name: str) -> None:
        """Note the first paint of a window."""
        if os.environ.get("TANDEM_START_REPORT"):
            window.installEventFilter(cls(window))

    @classmethod
    def map_painted(cls, _seq: int) -> None:
        """Note the first picture of the map."""
        cls.note("map")

    @classmethod
    def note(cls, name: str) -> None:
        """Note a moment once."""
        file = os.environ.get("TANDEM_START_REPORT")
        if file and name not in cls.times:
            cls.times[name] = time.time()
            Path(file).write_text(json.dumps(cls.times), "utf-8")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: self.note("window"))
        return False
