"""Ctrl+C in the terminal, and a polite request of the system, close the windows as their own key does."""

import signal

from PySide6.QtWidgets import QApplication


def close_on_request() -> None:
    """From now on the first request closes every window; a second one ends the program at once."""
    for request in (signal.SIGINT, signal.SIGTERM):
        signal.signal(request, _close_windows)


def _close_windows(request: int, _frame: object) -> None:
    signal.signal(request, signal.SIG_DFL)
    for window in QApplication.topLevelWidgets():
        window.close()
