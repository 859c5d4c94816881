import pytest
from PySide6.QtCore import QUrl

from console.views.parts.map.guard import Guard


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x.js",
        "http://127.0.0.1:8000/",
        "file:///etc/passwd",
        "ws://127.0.0.1/",
        "tandem://other/x",
        "qrc:///x",
        "chrome://gpu",
        "ftp://example.org/",
    ],
)
def test_what_was_not_named_is_denied(address: str) -> None:
    assert not Guard().allows(QUrl(address))
    assert not Guard("https://tiles.example.gov").allows(QUrl(address))


@pytest.mark.parametrize("address", ["tandem://app/map-1/main.js", "data:image/png;base64,AA==", "blob:tandem://app/1"])
def test_the_page_itself_is_allowed(address: str) -> None:
    assert Guard().allows(QUrl(address))


def test_only_the_tile_server_that_was_set_is_allowed() -> None:
    guard = Guard("https://tiles.example.gov")
    assert guard.allows(QUrl("https://tiles.example.gov/1/2/3.png"))
    assert guard.allows(QUrl("https://tiles.example.gov:443/1/2/3.png"))
    assert not guard.allows(QUrl("http://tiles.example.gov/1/2/3.png"))
    assert not guard.allows(QUrl("https://tiles.example.gov:8443/1/2/3.png"))
    assert not guard.allows(QUrl("https://tiles.example.gov.evil.example/1/2/3.png"))
    assert not guard.allows(QUrl("https://tiles.example.gov/1/2/3.png"), b"POST")
