"""A solver process as the one that started it sees it."""

import contextlib
import queue
import subprocess
import sys
import threading
from typing import Any

import psutil

from console.planning.roster.engine import lane
from console.planning.roster.engine.lane import Message

COLUMNS = "console.planning.roster.engine.on_columns"
CLAUSES = "console.planning.roster.engine.on_clauses"
SHARES = "console.planning.roster.engine.on_shares"
ENDED = "ended"  # the message that a process's end puts into the inbox
Inbox = queue.Queue[tuple["Worker | None", Message]]


class Worker:
    """One solver process. What it says comes into the inbox, its end as well."""

    def __init__(self, module: str, inbox: Inbox) -> None:
        self.module, self._inbox = module, inbox
        self._process = subprocess.Popen(
            [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.is_done = False
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def tell(self, *message: Any) -> None:
        """Send; a process that has ended says so in the inbox."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError), self._lock:
            lane.write(self._process.stdin, message)

    def megabytes(self) -> float:
        """The memory that it holds by itself."""
        try:
            return float(psutil.Process(self.pid).memory_info().rss) / 2**20
        except psutil.Error:
            return 0.0

    def kill(self) -> None:
        """End it at once. A large process takes a while to be gone; nobody waits for that."""
        self._process.kill()
        threading.Thread(target=self._process.wait, daemon=True).start()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError, EOFError):
            while (message := lane.read(self._process.stdout)) is not None:
                self._inbox.put((self, message))
        self._inbox.put((self, (ENDED,)))
