"""The page's own origin, tandem://app: the shell, our scripts, the fonts and MBTiles tiles, without a network."""

import mimetypes
import re
import sqlite3
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlScheme, QWebEngineUrlSchemeHandler

from console.views.parts.map.configuration import MapConfiguration, Outline, TileFile, TileServer
from console.views.parts.map.page import Shell

SCHEME = b"tandem"
ORIGIN_HOST = "app"
PAGE_ADDRESS = "tandem://app/"

_TILE = re.compile(r"/tiles/(\d{1,2})/(\d{1,8})/(\d{1,8})")
_VERSIONED = re.compile(r"/(map|fonts)-[0-9a-f]+/([A-Za-z0-9_./-]+)")
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".otf": "font/otf",
    ".woff2": "font/woff2",
    ".geojson": "application/json",
}


def register_scheme() -> None:
    """Tell WebEngine of the scheme; it must happen before the QApplication is made, and happens once."""
    if QWebEngineUrlScheme.schemeByName(QByteArray(SCHEME)).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(QByteArray(SCHEME))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


def content_policy(tile_origin: str | None) -> str:
    """The first fence: our own files only, nothing inline, and pictures from the tile server that was set."""
    images = " ".join(filter(None, ["'self'", "data:", tile_origin]))
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'"
    )


class Handler(QWebEngineUrlSchemeHandler):
    """Answers every request of the page; it runs on the UI thread, so each answer is one small read, kept after it."""

    def __init__(self, configuration: MapConfiguration, shell: Shell, parent: QObject | None = None) -> None:
        """Serve the shell and the files of the configuration."""
        super().__init__(parent)
        self._roots = {"map": configuration.resources / "map", "fonts": configuration.resources / "fonts"}
        base = configuration.base
        self._outline = base.path if isinstance(base, Outline) else None
        self._tiles = _open_tiles(base.path) if isinstance(base, TileFile) else None
        policy = content_policy(base.origin if isinstance(base, TileServer) else None)
        self._page_headers = {b"Content-Security-Policy": policy.encode(), b"Cache-Control": b"no-store"}
        self._page = shell.html.encode()
        self._files: dict[str, tuple[bytes, str]] = {
            f"/{shell.script_name}": (shell.script.encode(), "text/javascript"),
            f"/{shell.style_name}": (shell.style.encode(), "text/css"),
        }

    def close(self) -> None:
        """Let go of the tile file; later requests for tiles find nothing."""
        if self._tiles is not None:
            self._tiles.close()
            self._tiles = None

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer one request of the page."""
        if job.requestMethod() != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        path = job.requestUrl().path()
        if path == "/":
            _reply(job, self._page, "text/html", self._page_headers)
            return
        found = self._tile(path) if path.startswith("/tiles/") else self._file(path)
        if found is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        else:
            _reply(job, *found, {})

    def _tile(self, path: str) -> tuple[bytes, str] | None:
        match = _TILE.fullmatch(path)
        if match is None or self._tiles is None:
            return None
        zoom, column, row = (int(part) for part in match.groups())
        try:
            found = self._tiles.execute(
                "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                (zoom, column, (1 << zoom) - 1 - row),  # MBTiles counts rows from the south
            ).fetchone()
        except sqlite3.Error:  # a damaged or vanished file leaves holes in the base map, no more
            return None
        return (bytes(found[0]), _picture_type(found[0])) if found else None

    def _file(self, path: str) -> tuple[bytes, str] | None:
        if path not in self._files:
            source = self._outline if path.startswith("/outline-") else self._inside_roots(path)
            data = _qt_channel_script() if path == "/qwebchannel.js" else _read(source)
            if data is None:
                return None
            self._files[path] = (data, _type_of(path))
        return self._files[path]

    def _inside_roots(self, path: str) -> Path | None:
        match = _VERSIONED.fullmatch(path)
        if match is None:
            return None
        root = self._roots[match[1]].resolve()
        wanted = (root / match[2]).resolve()
        return wanted if wanted.is_relative_to(root) else None


def _open_tiles(path: Path) -> sqlite3.Connection | None:
    try:
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return None


def _read(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path is not None else None
    except OSError:
        return None


def _qt_channel_script() -> bytes | None:
    file = QFile(":/qtwebchannel/qwebchannel.js")
    return bytes(file.readAll().data()) if file.open(QIODevice.OpenModeFlag.ReadOnly) else None


def _type_of(path: str) -> str:
    suffix = Path(path).suffix
    return _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


def _picture_type(data: bytes) -> str:
    return "image/png" if data[:4] == b"\x89PNG" else "image/webp" if data[:4] == b"RIFF" else "image/jpeg"


def _reply(job: QWebEngineUrlRequestJob, data: bytes, kind: str, headers: dict[bytes, bytes]) -> None:
    sent = {QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")]}
    sent.update({QByteArray(name): [QByteArray(value)] for name, value in headers.items()})
    job.setAdditionalResponseHeaders(sent)  # type: ignore[arg-type]  # the stub misses that a name has a list
    body = QBuffer(job)  # dies with the job
    body.setData(QByteArray(data))
    body.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(kind.encode(), body)
