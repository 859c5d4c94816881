"""One loaded map page with all that it needs, from profile to view: made together, reloaded, taken down in order."""

import logging
from time import monotonic

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QColor
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QWidget

from console.views.parts.map.configuration import MapConfiguration, TileServer
from console.views.parts.map.guard import Guard
from console.views.parts.map.page import load_shell
from console.views.parts.map.scheme import PAGE_ADDRESS, SCHEME, Handler
from console.views.parts.map.web_page import MapPage, QuietView, make_profile

log = logging.getLogger(__name__)

_CRASHES_BEFORE_GIVING_UP, _CRASH_WINDOW_S, _RELOAD_AFTER_MS = 4, 60.0, 200


class Browser(QObject):
    """Loads the shell and loads it again when its render process dies, unless that happens again and again."""

    lost = Signal()
    given_up = Signal()

    def __init__(self, configuration: MapConfiguration, voice: QObject, parent: QWidget) -> None:
        """Make the page; `voice` is the object that it may call, under the name "bridge"."""
        super().__init__(parent)
        base = configuration.base
        self._crashes: list[float] = []
        self._handler = Handler(configuration, load_shell(configuration), self)
        self.guard = Guard(base.origin if isinstance(base, TileServer) else None, self)
        self._profile = make_profile()
        self._profile.installUrlSchemeHandler(QByteArray(SCHEME), self._handler)
        self._profile.setUrlRequestInterceptor(self.guard)
        self.page = MapPage(self._profile, self)
        # After the page: children die in the order of their adoption, and a profile must outlive its pages.
        self._profile.setParent(self)
        self._channel = QWebChannel(self)
        self._channel.registerObject("bridge", voice)
        self.page.setWebChannel(self._channel)
        self.page.renderProcessTerminated.connect(self._on_render_process_terminated)
        self.view = QuietView(self.page, parent)
        self._reload = QTimer(self, singleShot=True, interval=_RELOAD_AFTER_MS)
        self._reload.timeout.connect(self.load)

    def load(self) -> None:
        """Load the shell, from the start."""
        self.page.load(QUrl(PAGE_ADDRESS))

    def run(self, script: str) -> None:
        """Run a script in the page; nobody waits for its result."""
        self.page.runJavaScript(script)

    def set_background(self, colour: str) -> None:
        """What is seen before the page has painted."""
        self.page.setBackgroundColor(QColor(colour))

    @property
    def is_open(self) -> bool:
        """Whether it was not closed yet."""
        return shiboken6.isValid(self.page)

    def close(self) -> None:
        """Take everything down, the page before its profile."""
        if self.is_open:
            self._reload.stop()
            self.page.renderProcessTerminated.disconnect(self._on_render_process_terminated)
            shiboken6.delete(self.view)
            shiboken6.delete(self.page)
            shiboken6.delete(self._profile)
            self._handler.close()

    def _on_render_process_terminated(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        log.error("The map's render process ended (%s, code %d)", status.name, code)
        now = monotonic()
        self._crashes = [*(at for at in self._crashes if now - at < _CRASH_WINDOW_S), now]
        self.lost.emit()
        if len(self._crashes) < _CRASHES_BEFORE_GIVING_UP:
            self._reload.start()
        else:
            self.given_up.emit()
