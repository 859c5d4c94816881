"""The composition root of the desktop: what is made in which order, and the orderly stop."""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

os.environ.setdefault("QT_API", "pyside6")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    # Chromium refuses its sandbox to root; for everybody else the sandbox stays on.
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
if sys.platform == "linux" and not os.path.exists("/dev/dri"):
    # Without a graphics card Chromium would paint through an emulated one, at half the frames.
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")

import qasync
from PySide6.QtCore import QByteArray, QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from console.desk.session import Session
from console.errors import TandemError
from console.logs import start_logging
from console.settings import Settings, load_settings, log_file, save_settings
from console.ui.actions import one_after_the_other
from console.ui.sounds import Sounds
from console.ui.start_report import StartReport
from console.ui.theme import Theme, application, wear
from console.ui.ticker import Ticker
from console.views.admin.actions import offer_administration
from console.views.directory.tab import offer_directory
from console.views.operations.actions import register
from console.views.operations.further import Further
from console.views.operations.workspace import Operations
from console.views.parts.chimes import Chimes
from console.views.parts.map.scheme import register_scheme
from console.views.roster.tab import offer_roster
from console.views.window.actions import register_window
from console.views.window.closing import close_on_request
from console.views.window.command_bar import CommandBar
from console.views.window.main_window import MainWindow
from console.views.window.opening import Options, open_program, tell

if TYPE_CHECKING:
    from console.views.parts.live_map import LiveMap
    from console.views.window.guard import Guard

log = logging.getLogger(__name__)
HINTS = "F1 keys · F2 new call · F6 teams · F7 escalations · Ctrl+K anything"


class Console:
    """One console: its session, its window, its map; made in this order, taken down in the other."""

    def __init__(self, session: Session, settings: Settings) -> None:
        desk = session.desk
        self.session, self.settings = session, settings
        self.ticker = Ticker()
        self.window = MainWindow(desk, self.ticker)
        self.operations = Operations(desk, session.advisor, self.window.notices, self.ticker, self.window)
        self.sounds = Sounds(settings.muted, self.window)
        verbs = self.operations.verbs
        self.bar = CommandBar(verbs.run, verbs.preview, verbs.completions, HINTS)
        front = partial(self.window.show_workspace, self.window.add_workspace("Operations", self.operations))
        self.operations.setFocusProxy(self.operations.calls.view)
        self.window.set_command_bar(self.bar)
        self.operations.wishes.said = self.bar.say
        verbs.help = self.window.show_commands
        self.bar.field.escaped.connect(self.window.focus_workspace)
        with self.window.actions_list.within(front):
            register(self.window.actions_list, self.operations)
            self.further = Further(desk, self.operations, self.window.notices, self.window)
            self.further.register(self.window.actions_list)
        self._front = front
        self.roster, self.directory = offer_roster(desk, self.window), offer_directory(desk, self.window)
        if self.roster is not None:
            verbs.pair = self.roster.pair
        self.administration = offer_administration(desk, self.window)
        self._tabs = (self.roster, self.directory, self.administration)
        register_window(self.window, self.bar, self)
        self._guard: Guard | None = None
        self.closed = asyncio.Event()
        self.window.closing.connect(self.closed.set)
        self._chimes: Chimes | None = None

    def show(self) -> None:
        """Show the window with the first picture; the map comes right after it is painted."""
        self.window.banners.say_about_settings(self.settings.fault)
        self.window.show()
        self.operations.calls.view.setFocus()
        StartReport.of(self.window, "window")
        QTimer.singleShot(0, self.window, self._after_show)

    def make_map(self) -> "LiveMap":
        """A map of the program, for the workspace or for a second monitor."""
        from console.views.parts.made_map import made_map  # noqa: PLC0415  the window is shown before its engine is loaded

        store, selection = self.session.store, self.operations.selection
        made = made_map(store, selection, self.settings, self.window.banners.say_about_map)
        made.layers_changed.connect(self._keep_layers)
        self.operations.join_map(made)
        return made

    def wear(self, name: str | None = None, scale: int | None = None) -> None:
        """Change the look of the whole program and keep the choice."""
        self.settings.theme = name or self.settings.theme
        self.settings.text_scale = scale or self.settings.text_scale
        wear(application(), Theme(self.settings.theme, self.settings.text_scale))
        self.window.top.refresh()
        self.window.fit()
        self.operations.restyle()
        for tab in self._tabs:
            if tab is not None:
                tab.restyle()
        self.keep_settings()

    def toggle_sound(self) -> None:
        """Mute this desk, or let it sound."""
        self.sounds.toggle()
        self.settings.muted = self.sounds.muted
        self.keep_settings()

    def things(self) -> list[tuple[str, Callable[[], object]]]:
        """Units and open calls by name, for the palette."""
        return [(text, partial(one_after_the_other, self._front, wish)) for text, wish in self.operations.things()]

    def edit_settings(self) -> None:
        """Which base the map has, and which server knows the roads."""
        from console.views.window.settings_form import SettingsForm  # noqa: PLC0415

        SettingsForm(self.window, self.settings, self._settings_changed)

    def _settings_changed(self) -> None:
        self.keep_settings()
        self.session.use_router()
        self.window.notices.done("Kept. The map takes its new base at the next start.")

    def keep_settings(self) -> None:
        """Save this desk's settings; a fault is said, nothing is stopped."""
        try:
            save_settings(self.settings, self.settings.file)
        except TandemError as fault:
            self.window.notices.refused(str(fault))

    @property
    def guard(self) -> "Guard":
        """Who sits here, and the lock; made when it is asked for."""
        if self._guard is None:
            from console.views.window.guard import Guard  # noqa: PLC0415  no part of the start

            self._guard = Guard(self.window, self.session, self.ticker)
            self._guard.locked.connect(self.operations.clinical.conceal)
        return self._guard

    @property
    def successor(self) -> Session | None:
        """The session of whoever takes this desk over."""
        return self._guard.successor if self._guard is not None else None

    async def stop(self) -> None:
        """Close the map, the window, then the session."""
        if self.operations.map is not None:
            self.operations.map.shutdown()
        self.window.close()
        await self.session.stop()

    def _after_show(self) -> None:
        gc.freeze()
        gc.enable()
        self.session.start_the_rest()  # before the map: whatever becomes of it, the timers are watched
        self._chimes = Chimes(self.session.store, self.sounds)
        self.sounds.changed.connect(self._show_sound)
        self._show_sound()
        QTimer.singleShot(1500, self.sounds, self.sounds.prepare)
        QTimer.singleShot(2000, self.window, lambda: self.guard)
        self.session.store.program_changed.connect(lambda: self.ticker.set_rate(self.session.store.clock.rate))
        self.ticker.set_rate(self.session.store.clock.rate)
        self._show_map()

    def _show_map(self) -> None:
        try:
            live = self.make_map()
        except Exception:
            log.exception("the map could not be made")
            self.window.banners.say_about_map("The map could not be made; why is in the log. Everything else works on.")
            return
        live.view.painted.connect(StartReport.map_painted)
        self.operations.set_map(live)

    def _show_sound(self) -> None:
        self.window.top.set_muted(self.sounds.muted, self.sounds.fault)

    def _keep_layers(self, layers: dict[str, bool]) -> None:
        self.settings.layers = dict(layers)
        self.keep_settings()


async def run(options: Options, then: Callable[[Console], object] | None = None) -> int:
    """Open the console and stay until its window is closed; `then` is called when it is shown."""
    settings = load_settings(options.settings)
    settings.file = options.settings
    wear(application(), Theme(settings.theme, settings.text_scale))
    try:
        opened = await open_program(options, settings)
        if opened is None:
            return 0
        session = Session(opened.database, opened.actor, settings, opened.entered)
        await session.start()
    except TandemError as fault:
        log.error("the console could not start: %s", fault)
        await tell("Tandem could not start", str(fault))
        return 1
    place: QByteArray | None = None
    following: Session | None = session
    while following is not None:  # once for each person who works here until the window is closed
        console = Console(following, settings)
        if settings.fault is None:  # else the file stays as it is until the operator changes something
            console.keep_settings()
        if place is not None:
            console.window.restoreGeometry(place)
        console.show()
        if then is not None:
            then(console)
        await console.closed.wait()
        place, following = console.window.saveGeometry(), console.successor
        await console.stop()
        if following is not None:
            console.window.deleteLater()
    return 0


def start(options: Options, then: Callable[[Console], object] | None = None) -> int:
    """Make the application and its loop, run the console, return its exit code."""
    fault = start_logging(log_file())
    register_scheme()
    # WebEngine itself is loaded after the first paint, and then finds the contexts shared as it needs them.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Tandem")
    app.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    if fault:
        log.warning(fault)
    close_on_request()
    with loop:
        return int(loop.run_until_complete(run(options, then)))
