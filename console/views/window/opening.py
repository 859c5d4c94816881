"""Opens the program that the operator works on, or asks at the first start; says why when none can be opened."""

import asyncio
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QMessageBox

from console.desk.session import Opened, OpenFile, is_address, open_file, who_acts
from console.domain.roles import Actor
from console.errors import UNEXPECTED, TandemError
from console.settings import Settings, default_database

if TYPE_CHECKING:
    from console.views.window.first_start import NewProgram

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said; `demo` makes the demo city, opened by `person`, its clock at `rate`."""

    database: Path | str | None = None  # a file, or the address of a shared database
    demo: bool = False
    rate: float = 1.0
    person: str = "M. Okafor"
    settings: Path | None = None


async def open_program(options: Options, settings: Settings) -> Opened | None:
    """Open what the operator works on; None when they left without choosing or signing in."""
    where = options.database or settings.database or default_database()
    if is_address(where):
        from console.views.window.signing_in import sign_in_shared  # noqa: PLC0415  the embedded desk needs none of it

        return await sign_in_shared(str(where), settings)
    path = Path(where)
    database, program = await open_file(path)
    if program is not None:
        actor = await who_acts(database, settings)
        if actor is not None:
            return Opened(database, actor)
        from console.views.window.signing_in import sign_in_file  # noqa: PLC0415  most embedded desks ask nobody

        await database.close()
        return await sign_in_file(path, settings)
    if options.demo:
        from console.desk.founding import found_demo  # noqa: PLC0415

        return Opened(database, await found_demo(database, settings, options.person, options.rate))
    chosen = await _ask_first(database, settings, path)
    if isinstance(chosen, Actor):
        return Opened(database, chosen)
    await database.close()
    return chosen


async def _ask_first(database: OpenFile, settings: Settings, path: Path) -> Actor | Opened | None:
    """The first start: who founded a program here, or a shared database that was signed in to instead."""
    answer: asyncio.Future[Actor | Opened | None] = asyncio.get_running_loop().create_future()
    from console.desk.founding import found_demo, found_own  # noqa: PLC0415  only ever needed once in a program's life
    from console.views.window.first_start import FirstStart  # noqa: PLC0415

    dialog = FirstStart(str(path))

    async def begin(chosen: "NewProgram") -> None:
        result: Actor | Opened | None
        try:
            if chosen.address:
                result = await _shared_instead(chosen.address, settings, dialog)
            elif chosen.demo:
                result = await found_demo(database, settings, chosen.person)
            else:
                result = await found_own(database, settings, chosen.person, chosen.name, chosen.mode, chosen.time_zone)
        except TandemError as fault:
            dialog.say(str(fault))
            return
        except Exception:
            log.exception("the program could not be opened")
            dialog.say(UNEXPECTED)
            return
        if result is None:
            dialog.setEnabled(True)  # they left the sign-in: the other ways are still there
        elif not answer.done():
            answer.set_result(result)

    def on_chosen(chosen: "NewProgram") -> None:
        dialog.setEnabled(False)
        tasks.add(asyncio.ensure_future(begin(chosen)))

    tasks: set[asyncio.Future[None]] = set()
    dialog.chosen.connect(on_chosen)
    dialog.left.connect(lambda: None if answer.done() else answer.set_result(None))
    dialog.open()
    chosen = await answer
    dialog.blockSignals(True)
    dialog.close()
    return chosen


async def _shared_instead(address: str, settings: Settings, dialog: QDialog) -> Opened | None:
    from console.desk.doors import shared_door  # noqa: PLC0415
    from console.views.window.signing_in import sign_in_shared  # noqa: PLC0415

    shared_door(address, settings)  # a malformed address is refused where it was typed
    dialog.hide()
    opened = None
    try:
        opened = await sign_in_shared(address, settings, remember=True)
    finally:
        if opened is None:
            dialog.open()
    return opened


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
