"""An import of a call file in a process beside the desk, so that the desk stays live; followed line by line."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal

from console.domain.ids import AccountId
from console.errors import TandemError

PATIENCE_MS = 2_000  # between the polite request to end and the other one


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be imported, how, and into which file."""

    file: Path
    mapping: Path
    database: Path
    rejects: Path
    account: AccountId  # who imports: the other process takes name and roles from the database


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import told at its end."""

    rows: int
    imported: int
    duplicates: int
    rejected: int
    seconds: float


class ImportJob(QObject):
    """Runs one import at a time and says how far it is and how it ended."""

    progressed = Signal(int, int)  # rows, of how many lines
    done = Signal(object)  # Imported
    refused = Signal(str)  # a sentence
    stopped = Signal(int)  # rows that were read until then

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._said, self._told, self._rows, self._asked_to_end = b"", "", 0, False
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._kill)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.end_now)

    @property
    def is_running(self) -> bool:
        """Whether an import is under way."""
        return self._process is not None

    def start(self, order: ImportOrder) -> None:
        """Begin."""
        if self._process is not None:
            return
        self._said, self._told, self._rows, self._asked_to_end = b"", "", 0, False
        process = self._process = QProcess(self)
        process.readyReadStandardError.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._broken)
        process.start(
            sys.executable,
            ["-m", "console", "calls", "import", str(order.file), "--mapping", str(order.mapping),
             "--database", str(order.database), "--rejects", str(order.rejects),
             "--account", str(order.account), "--json", "--progress"],
        )  # fmt: skip

    def cancel(self) -> None:
        """Ask it to end; the transactions that were written stay, whole."""
        if self._process is not None and not self._asked_to_end:
            self._asked_to_end = True
            self._process.terminate()
            self._patience.start()

    def end_now(self) -> None:
        """End it before the program does."""
        process = self._process
        if process is not None:
            process.blockSignals(True)
            process.terminate()
            if not process.waitForFinished(PATIENCE_MS):
                process.kill()
                process.waitForFinished(PATIENCE_MS)
            self._process = None

    def _read(self) -> None:
        if self._process is None:
            return
        self._said += bytes(self._process.readAllStandardError().data())
        *lines, self._said = self._said.split(b"\n")
        for line in lines:
            self._take(line.decode("utf-8", "replace").strip())

    def _take(self, line: str) -> None:
        if not line.startswith("{"):
            self._told = line or self._told
            return
        try:
            progress = json.loads(line)
            self._rows, total = int(progress["rows"]), int(progress["total"])
        except (ValueError, KeyError, TypeError):
            self._told = line
            return
        self.progressed.emit(self._rows, total)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._take(self._said.decode("utf-8", "replace").strip())
        process, self._process = self._process, None
        self._patience.stop()
        if process is None:
            return
        output = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace")
        process.deleteLater()
        try:
            if code or status == QProcess.ExitStatus.CrashExit:
                raise TandemError(self._told or "The import ended early. What was imported stays; start it again.")
            figures = json.loads(output.strip().splitlines()[-1])
            result = Imported(**{name: figures[name] for name in Imported.__slots__})
        except (ValueError, KeyError, IndexError, TandemError) as fault:
            self._not_done(str(fault) if isinstance(fault, TandemError) else "The import did not say how it ended.")
        else:
            self.done.emit(result)

    def _not_done(self, sentence: str) -> None:
        if self._asked_to_end:
            self.stopped.emit(self._rows)
        else:
            self.refused.emit(sentence)

    def _broken(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._process.deleteLater()
            self._process = None
            self.refused.emit("The import could not be started. Install Tandem again, or ask whoever keeps it.")

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
