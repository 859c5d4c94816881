"""The second fence: no request leaves this machine unless it goes to the tile server that was set."""

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor

from console.views.parts.map.scheme import ORIGIN_HOST, SCHEME

_OWN_MEMORY = ("data", "blob")


class Guard(QWebEngineUrlRequestInterceptor):
    """Denies by default and counts what it denied; addresses are not kept, for a viewport tells where a crisis is."""

    def __init__(self, tile_origin: str | None = None, parent: QObject | None = None) -> None:
        """Allow the page's own origin, and the tile server's when there is one."""
        super().__init__(parent)
        self._tiles = QUrl(tile_origin) if tile_origin else None
        self.blocked = 0

    def allows(self, url: QUrl, method: bytes = b"GET") -> bool:
        """Whether a request may go out."""
        if url.scheme() == SCHEME.decode():
            return url.host() == ORIGIN_HOST
        if url.scheme() in _OWN_MEMORY:
            return True
        tiles = self._tiles
        return (
            tiles is not None
            and method == b"GET"
            and (url.scheme(), url.host(), _port(url)) == (tiles.scheme(), tiles.host(), _port(tiles))
        )

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Block what is not allowed (Qt calls it on the UI thread)."""
        if not self.allows(info.requestUrl(), bytes(info.requestMethod().data())):
            self.blocked += 1
            info.block(True)


def _port(url: QUrl) -> int:
    return url.port(443 if url.scheme() == "https" else 80)
