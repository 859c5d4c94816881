"""Opens the program that the operator works on, or asks at the first start; says why when none can be opened."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from console.desk.session import Opened, OpenFile, open_file, who_acts
from console.domain.roles import Actor
from console.errors import TandemError
from console.settings import Settings

if TYPE_CHECKING:
    from console.views.window.first_start import NewProgram


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo city is wanted: who opens it, and how fast its clock runs."""

    person: str = "M. Okafor"
    rate: float = 1.0


async def open_program(path: Path, settings: Settings, demo: "Demo | None") -> Opened | None:
    """Open what the operator works on; None when they left the first start without choosing."""
    database, program = await open_file(path)
    if program is not None:
        return database, await who_acts(database, settings)
    if demo is not None:
        from console.desk.founding import found_demo  # noqa: PLC0415

        return database, await found_demo(database, settings, demo.person, demo.rate)
    actor = await _ask_first(database, settings, path)
    if actor is None:
        await database.close()
        return None
    return database, actor


async def _ask_first(database: OpenFile, settings: Settings, path: Path) -> Actor | None:
    answer: asyncio.Future[Actor | None] = asyncio.get_running_loop().create_future()
    from console.desk.founding import found_demo, found_own  # noqa: PLC0415  only ever needed once in a program's life
    from console.views.window.first_start import FirstStart  # noqa: PLC0415

    dialog = FirstStart(str(path))

    async def begin(chosen: "NewProgram") -> None:
        try:
            if chosen.demo:
                actor = await found_demo(database, settings, chosen.person)
            else:
                actor = await found_own(database, settings, chosen.person, chosen.name, chosen.mode, chosen.time_zone)
        except TandemError as fault:
            dialog.say(str(fault))
            return
        if not answer.done():
            answer.set_result(actor)

    def on_chosen(chosen: "NewProgram") -> None:
        dialog.setEnabled(False)
        tasks.add(asyncio.ensure_future(begin(chosen)))

    tasks: set[asyncio.Future[None]] = set()
    dialog.chosen.connect(on_chosen)
    dialog.left.connect(lambda: None if answer.done() else answer.set_result(None))
    dialog.open()
    actor = await answer
    dialog.blockSignals(True)
    dialog.close()
    return actor


async def tell(heading: str, text: str) -> None:
    """Say why the program cannot start, in a window of its own."""
    print(f"{heading}: {text}", file=sys.stderr)  # noqa: T201  the terminal that started it must learn it too
    closed = asyncio.get_running_loop().create_future()
    box = QMessageBox(QMessageBox.Icon.Critical, heading, text)
    box.finished.connect(lambda _code: None if closed.done() else closed.set_result(None))
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return
    box.open()
    await closed
