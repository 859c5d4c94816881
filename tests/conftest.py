"""What every test shares: a headless Qt, the page's scheme, and one event loop for the whole session."""

import asyncio
import os
import signal
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="tandem-tests-")  # nothing of a test lands in somebody's home
os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    # Chromium's sandbox cannot start as root. Tests in a container run as root; the program itself must not.
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

# Both must come before the application is made: WebEngine shares its graphics context, a scheme cannot be added later.
import PySide6.QtWebEngineWidgets  # noqa: F401
import qasync
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from shared import shared_server

from console.views.parts.map.scheme import register_scheme

register_scheme()

# What WebEngine says on a machine without screen or graphics card, whatever we do; any other Qt warning is a failure.
UNAVOIDABLE = (
    r"^Sandboxing disabled by user\.",
    r"^QRhiGles2: Failed to create (temporary )?context",
    r"^Failed to create RHI for backend: OpenGL",
    r"^This plugin does not support (propagateSizeHints\(\)|raise\(\)|grabbing the keyboard)",
    r"^GPUInfo not initialized on GpuInfoUpdate",
)


def pytest_configure(config: pytest.Config) -> None:
    """Let the unavoidable lines pass, and every program that a test starts hear Ctrl+C.

    A shell has what it runs in the background ignore Ctrl+C, and children inherit that; a handler does not pass on.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for line in UNAVOIDABLE:
        config.addinivalue_line("qt_log_ignore", line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that need no loop of Qt first: `asyncio.run` is refused where a loop runs, and Qt's never stops.

    Each of the two processes takes whole files in this order, so that it holds in both.
    """

    def needs_loop(item: pytest.Item) -> bool:
        return "loop" in getattr(item, "fixturenames", ())

    with_qt = {item.path for item in items if needs_loop(item)}
    items.sort(key=lambda item: (item.path in with_qt, str(item.path), needs_loop(item)))


@pytest.fixture(scope="session")
def loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """One qasync loop that runs inside Qt's own.

    Never `run_until_complete` or `app.exec()` in a test: a second `QApplication.exec()` after WebEngine loaded crashes.
    """
    made = qasync.QEventLoop(qapp, already_running=True)
    asyncio.set_event_loop(made)
    yield made
    made.stop()
    made.close()
    asyncio.events._set_running_loop(None)
    asyncio.set_event_loop(None)


@pytest.fixture
def arun(loop: asyncio.AbstractEventLoop) -> Iterator[Callable[..., Any]]:
    """`arun(coroutine, timeout=10)` gives its result; a task that the test leaves behind is a failure."""

    def drive(task: "asyncio.Future[Any]") -> Any:
        if not task.done():
            inner = QEventLoop()
            task.add_done_callback(lambda _: inner.quit())
            inner.exec()
        return task.result()

    def run(coroutine: Coroutine[Any, Any, Any], timeout: float = 10) -> Any:
        return drive(loop.create_task(asyncio.wait_for(coroutine, timeout)))

    before = asyncio.all_tasks(loop)
    yield run
    left = [task for task in asyncio.all_tasks(loop) - before if not task.done()]
    for task in left:
        task.cancel()
    if left:
        drive(loop.create_task(asyncio.wait(left)))
    assert not left, f"tasks left behind: {left}"


__all__ = ["shared_server"]  # one server for the whole run
