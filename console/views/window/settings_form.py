"""The map's base and the routing server of this desk; public servers are warned about: they would learn of crises."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from console.errors import TandemError
from console.settings import Settings
from console.travel.address import server_url, warn_while_typed
from console.ui.ask import Question
from console.ui.build import button, label, row
from console.views.parts.map.configuration import tile_server

BASES = (
    ("The built-in outline", "outline"),
    ("A tile file (MBTiles)", "file"),
    ("A tile server of the agency", "server"),
)
ROUTERS = (("None: estimates", "none"), ("OSRM", "osrm"), ("Valhalla", "valhalla"))


class SettingsForm(Question):
    """Enter keeps; a wrong address is said in place and nothing is changed."""

    def __init__(self, parent: QWidget, settings: Settings, done: Callable[[], object]) -> None:
        super().__init__(
            parent, "Map base and routing server", "Both belong to this desk. Nothing outside is asked by default."
        )
        self._settings, self._done = settings, done
        self._base, self._router = QComboBox(), QComboBox()
        for box, choices in ((self._base, BASES), (self._router, ROUTERS)):
            for text, value in choices:
                box.addItem(text, value)
        self._place = QLineEdit(settings.map_base if settings.map_base != "outline" else "")
        self._place.setPlaceholderText("Path of the file, or https://host/{z}/{x}/{y}.png")
        self._url = QLineEdit(settings.router_url)
        self._url.setPlaceholderText("https://routing.agency.gov")
        self._fault = label("", "warn", wrap=True)
        kind = "outline" if settings.map_base == "outline" else "server" if "://" in settings.map_base else "file"
        self._base.setCurrentIndex(self._base.findData(kind))
        self._router.setCurrentIndex(self._router.findData(settings.router_kind))
        for field in (self._place, self._url):
            field.textChanged.connect(lambda _text: self._warn())
        for choice in (self._base, self._router):
            choice.currentIndexChanged.connect(lambda _place: self._warn())
        self._lay_out()
        self._warn()
        self.open()

    def _lay_out(self) -> None:
        self.body.addWidget(label("Map base", "field"))
        self.body.addWidget(self._base)
        self.body.addLayout(row(self._place, button("Choose …", self._choose_file)))
        self.body.addWidget(label("Drive times from", "field"))
        self.body.addWidget(self._router)
        self.body.addWidget(self._url)
        self.body.addWidget(self._fault)
        self.body.addLayout(row(None, button("Back", self.close), button("Keep", self._keep, "primary")))
        self.setMinimumWidth(560)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Tile file", "", "MBTiles (*.mbtiles)")
        dialog.fileSelected.connect(self._place.setText)
        dialog.open()

    def _warn(self) -> None:
        asked = [self._place.text()] if self._base.currentData() == "server" else []
        asked += [self._url.text()] if self._router.currentData() != "none" else []
        self._fault.setText("\n".join(dict.fromkeys(filter(None, map(warn_while_typed, asked)))))

    def _keep(self) -> None:
        base, place = str(self._base.currentData()), self._place.text().strip()
        router, url = str(self._router.currentData()), self._url.text().strip()
        if base != "outline" and not place:
            self._fault.setText("Name the tile file, or the address of the tile server.")
            return
        try:
            if base == "server":
                place = tile_server(place).url
            if router != "none":
                server_url(url)
        except TandemError as fault:
            self._fault.setText(str(fault))
            return
        self._settings.map_base = "outline" if base == "outline" else place
        self._settings.router_kind, self._settings.router_url = router, url
        self.close()
        self._done()
