"""Messages between a build and its solver processes: pickled tuples over pipes, each with its length before it."""

import contextlib
import os
import pickle
import queue
import struct
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

Message = tuple[Any, ...]  # a name, then what belongs to it
_LENGTH = struct.Struct("<Q")


def write(stream: IO[bytes], message: Message) -> None:
    """Send one message."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read(stream: IO[bytes]) -> Message | None:
    """The next message; None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        return None
    message: Message = pickle.loads(data)  # only from a process that this one started, or that started this one
    return message


class Lane:
    """A solver's end: what it is told waits in a queue; without the process that started it, it ends."""

    def __init__(self, hears: Callable[[Message], None] | None = None) -> None:
        # Solvers print; the standard output is for messages alone.
        self._out = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)
        self._told: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._hears = hears
        self.is_stopped = False
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, *message: Any) -> None:
        """Send; when nobody listens any more the process is about to end anyway."""
        with contextlib.suppress(BrokenPipeError), self._lock:
            write(self._out, message)

    def told(self) -> list[Message]:
        """What came since the last question."""
        found = []
        with contextlib.suppress(queue.Empty):
            while True:
                found.append(self._told.get_nowait())
        return found

    def wait(self) -> Message:
        """The next message, whenever it comes."""
        return self._told.get()

    def _listen(self) -> None:
        while (message := read(sys.stdin.buffer)) is not None:
            if message[0] == "stop":
                self.is_stopped = True
            self._told.put(message)
            if self._hears is not None:
                self._hears(message)
        os._exit(0)
