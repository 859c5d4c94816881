"""The program in a real window on a virtual display, driven by key presses; then killed in the middle of its work."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from station import Drive

pytestmark = [
    pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed: make setup"),
    pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool is not installed: make setup"),
]


def until(fact: Callable[[], object], seconds: float, what: str) -> Any:
    end = time.monotonic() + seconds
    while not (found := fact()):
        assert time.monotonic() < end, f"it did not come about within {seconds} s: {what}"
        time.sleep(0.05)
    return found


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A virtual display on a number that the server chose."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"],
        pass_fds=(writing,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as pipe:
        yield f":{pipe.readline().strip()}"
    server.terminate()
    server.wait(10)


class Desk:
    """A console of its own in a process of its own, with a home of its own."""

    def __init__(self, display: str, home: Path, database: Path) -> None:
        self.database, self.home = database, home
        self.environment = {
            **os.environ, "DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb",
            **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")},
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Start it and wait until its window has the keyboard."""
        before = self.rows("SELECT holder FROM lease")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "console", "--database", str(self.database)],
            env=self.environment, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        watching = "its watcher is at work, so the console is whole"
        until(lambda: self.rows("SELECT holder FROM lease") not in ([], before), 30, watching)
        until(self.has_keyboard, 20, "the window has the keyboard")

    def has_keyboard(self) -> bool:
        """Give the window the keyboard, as a window manager would; there is none here."""
        for window in self.tool("search", "--onlyvisible", "--name", "^Tandem").split():
            self.tool("windowfocus", window)
            time.sleep(0.1)
            if self.tool("getwindowfocus") == window:
                return True
        return False

    def tool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, timeout=20, check=False
        )
        return done.stdout.strip()

    def press(self, *keys: str) -> None:
        self.tool("key", "--delay", "60", *keys)

    def write(self, text: str, delay: int = 25) -> None:
        self.tool("type", "--delay", str(delay), text)

    def rows(self, sql: str) -> list[Any]:
        with closing(sqlite3.connect(self.database, timeout=5)) as connection:
            return connection.execute(sql).fetchall()

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def close(self) -> int:
        """By its own key."""
        assert self.process is not None
        self.press("ctrl+q")
        time.sleep(0.3)  # the question opens in a window of its own
        self.press("2")
        return self.process.wait(15)


@pytest.fixture
def desk(display: str, tmp_path: Path, city_file: Path, drive: Drive) -> Iterator[Desk]:
    database = tmp_path / "tandem.db"
    shutil.copy(city_file, database)
    made = Desk(display, tmp_path, database)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.kill()
    with suppress(FileNotFoundError):
        assert "Traceback" not in (tmp_path / "state" / "Tandem" / "log" / "tandem.log").read_text("utf-8")


def test_a_call_is_taken_and_dispatched_in_a_real_window(desk: Desk) -> None:
    desk.open()
    desk.press("F2")
    desk.write("central lib")
    desk.press("Tab")
    desk.write("suicid")
    desk.press("Tab", "ctrl+Return")
    until(lambda: desk.rows("SELECT 1 FROM call"), 10, "the call is in the file")
    desk.press("F6")
    time.sleep(0.3)  # a hand does not press faster than the eye sees
    desk.press("Return")
    until(lambda: desk.rows("SELECT 1 FROM assignment"), 10, "the dispatch is in the file")
    assert desk.rows("SELECT place, nature FROM call") == [("Central Library", "suicide_attempt")]
    assert desk.rows("SELECT count(*) FROM assignment") == [(1,)]
    assert desk.close() == 0, "it ends in order"


def test_what_was_acknowledged_outlives_a_kill(desk: Desk) -> None:
    desk.open()
    desk.press("F9")
    acknowledged = 0
    for number in range(12):
        desk.write(f"n {number + 1} Kill Street / welfare / 2", delay=6)
        desk.press("Return")
        if number == 5:
            until(lambda: desk.rows("SELECT 1 FROM call"), 10, "some are in the file")
            acknowledged = desk.rows("SELECT count(*) FROM call")[0][0]
    desk.kill()
    kept = [place for (place,) in desk.rows("SELECT place FROM call ORDER BY number")]
    assert len(kept) >= acknowledged > 0
    assert kept == [f"{number + 1} Kill Street" for number in range(len(kept))], "no gap, no half call"
    assert desk.rows("PRAGMA integrity_check") == [("ok",)]
    numbers = [number for (number,) in desk.rows("SELECT number FROM call ORDER BY number")]
    assert len(set(numbers)) == len(numbers)
    lines = desk.rows("SELECT count(*) FROM timeline WHERE kind = 'received'")
    assert lines == [(len(kept),)], "each with its first line"
    desk.open()
    desk.press("F9")
    desk.write("n 99 After Street / welfare / 2")
    desk.press("Return")
    until(lambda: desk.rows("SELECT 1 FROM call WHERE place = '99 After Street'"), 10, "it goes on")
    assert len(desk.rows("SELECT 1 FROM call")) == len(kept) + 1
    assert desk.close() == 0


def test_ctrl_c_in_the_terminal_closes_it_in_order(desk: Desk) -> None:
    desk.open()
    assert desk.process is not None
    desk.process.send_signal(signal.SIGINT)
    assert desk.process.wait(10) == 0
    assert desk.rows("SELECT name FROM lease") == [], "it gave back what it held"
