"""The browser page that shows the map and nothing else: it goes nowhere, stores nothing, asks for nothing."""

import logging

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from console.views.parts.map.scheme import PAGE_ADDRESS

log = logging.getLogger(__name__)

_OFF = (
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.JavascriptCanOpenWindows,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
    QWebEngineSettings.WebAttribute.ErrorPageEnabled,
    QWebEngineSettings.WebAttribute.NavigateOnDropEnabled,
    QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
    QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
    QWebEngineSettings.WebAttribute.FocusOnNavigationEnabled,
)


def make_profile() -> QWebEngineProfile:
    """A profile that lives in memory only and refuses every download."""
    profile = QWebEngineProfile()
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.MemoryHttpCache)
    profile.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
    profile.setPersistentPermissionsPolicy(QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime)
    profile.downloadRequested.connect(_refuse_download)
    return profile


class MapPage(QWebEnginePage):
    """Loads the map's address; refuses other places, windows, downloads and permissions, and counts its refusals."""

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        """Make an empty page."""
        super().__init__(profile, parent)
        self.refused = 0
        for attribute in _OFF:
            self.settings().setAttribute(attribute, False)
        self.newWindowRequested.connect(self._on_new_window_requested)
        self.permissionRequested.connect(self._on_permission_requested)

    def acceptNavigationRequest(self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main: bool) -> bool:
        """Only the map itself may be loaded."""
        if is_main and QUrl(url) == QUrl(PAGE_ADDRESS):
            return True
        self.refused += 1
        return False

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """What the page complains of goes to the log, with its place."""
        severe = level == QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        log.log(
            logging.ERROR if severe else logging.INFO,
            "Map page, %s line %d: %s",
            QUrl(source).path().rsplit("/", 1)[-1],
            line,
            message,
        )

    def _on_new_window_requested(self) -> None:
        self.refused += 1

    def _on_permission_requested(self, permission: QWebEnginePermission) -> None:
        self.refused += 1
        permission.deny()


class QuietView(QWebEngineView):
    """A web view that never takes the keyboard: who types in the window goes on typing after a click on the map."""

    def __init__(self, page: QWebEnginePage, parent: QWidget) -> None:
        """Show the page."""
        super().__init__(parent)
        self.setPage(page)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.refuse_focus()

    def refuse_focus(self) -> None:
        """Take the focus policy from the view and from the inner widget, which a new render process makes anew."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for child in self.findChildren(QWidget):
            child.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _refuse_download(request: QWebEngineDownloadRequest) -> None:
    request.cancel()
