"""A solver process as the one that started it sees it."""

import contextlib
import logging
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from typing import Any

import psutil

from console.planning.roster.engine import lane
from console.planning.roster.engine.lane import Message

log = logging.getLogger(__name__)
COLUMNS = "console.planning.roster.engine.on_columns"
CLAUSES = "console.planning.roster.engine.on_clauses"
SHARES = "console.planning.roster.engine.on_shares"
ENDED = "ended"  # the message that a process's end puts into the inbox
Inbox = queue.Queue[tuple["Worker | None", Message]]


class Worker:
    """One solver process. What it says comes into the inbox, its end as well.

    Raises:
        OSError: the process could not be begun.
    """

    def __init__(self, module: str, inbox: Inbox) -> None:
        self.module, self._inbox = module, inbox
        self._process = subprocess.Popen(
            [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.is_done = False
        self._lock = threading.Lock()
        self._errors: deque[str] = deque(maxlen=20)
        self._complaints = threading.Thread(target=self._listen_to_errors, daemon=True)
        self._complaints.start()
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

    def how_it_ended(self) -> str:
        """How a process ended that was not told to: from outside, or by a fault of its own, which it names."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        code = self._process.poll()
        if code == -getattr(signal, "SIGKILL", 9):  # as the system does when memory is short
            return "was ended from outside, perhaps for want of memory"
        fault = self._last_words() if code else ""
        return f"could not go on ({fault})" if fault else "was ended from outside"

    def _last_words(self) -> str:
        self._complaints.join(1)
        lines = list(self._errors)
        if lines:
            log.error("%s ended: %s", self.module, "\n".join(lines))
        return lines[-1].strip() if lines else ""

    def kill(self) -> None:
        """End it at once. A large process takes a while to be gone; nobody waits for that."""
        self._process.kill()
        threading.Thread(target=self._process.wait, daemon=True).start()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()

    def _listen_to_errors(self) -> None:
        assert self._process.stderr is not None
        with contextlib.suppress(OSError, ValueError):
            for line in self._process.stderr:
                if line.strip():
                    self._errors.append(line.decode("utf-8", "replace").rstrip())

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError, EOFError):
            while (message := lane.read(self._process.stdout)) is not None:
                self._inbox.put((self, message))
        self._inbox.put((self, (ENDED,)))
