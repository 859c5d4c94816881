"""How a call file is read: a ready mapping, a saved one, or one's own, which can be saved."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from console.desk.importing import ready_mappings, save_mapping
from console.documents.import_mapping import ImportMapping, checked_mapping, load_mapping
from console.errors import BadInput, TandemError
from console.ui.build import button, column, label, row
from console.views.operations.import_fields import MappingFields

OWN = "Own mapping"


class MappingChoice(QWidget):
    """A box with the mappings, and below it the fields of one's own while that is chosen."""

    said = Signal(str, str)  # what is so, what is wrong

    def __init__(self, time_zone: str) -> None:
        super().__init__()
        self.box, self.fields = QComboBox(), MappingFields(time_zone)
        self.content: dict[str, Any] = {}  # of one's own, as it was checked last
        self.box.setAccessibleName("How the file is read")
        for text, path in ready_mappings():
            self.box.addItem(text, path)
        self.box.addItem(OWN, None)
        whole = column(
            row(label("Read as", "field"), self.box, button("Open a mapping …", self._choose), None), self.fields
        )
        self.setLayout(whole)

    @property
    def is_own(self) -> bool:
        """Whether the mapping is made here."""
        return self.box.currentData() is None

    def chosen(self, file: Path) -> ImportMapping | None:
        """The mapping, checked; None while the file's columns are not known.

        Raises:
            BadInput: it is wrong, or lacks a column.
        """
        if not self.is_own:
            return load_mapping(self.box.currentData())
        if self.fields.boxes["received_at"].count() == 0:
            return None
        missing = self.fields.missing()
        if missing:
            raise BadInput(f'Choose the column for "{missing}".')
        self.content = self.fields.content(file)
        return checked_mapping(self.content, "This mapping")

    def in_file(self, folder: Path) -> Path:
        """The chosen mapping's file; one's own is written into the folder.

        Raises:
            StorageFault: it cannot be written.
        """
        path: Path | None = self.box.currentData()
        if path is None:
            path = folder / "own.toml"
            save_mapping(path, self.content)
        return path

    def open_mapping(self, name: str) -> None:
        """Add a saved mapping to the choice and take it."""
        try:
            mapping = load_mapping(Path(name))
        except TandemError as fault:
            self.said.emit("", str(fault))
            return
        self.box.insertItem(0, mapping.name, Path(name))
        self.box.setCurrentIndex(0)

    def save(self, name: str) -> None:
        """Keep one's own mapping in a file."""
        try:
            save_mapping(Path(name), self.content)
        except TandemError as fault:
            self.said.emit("", str(fault))
        else:
            self.said.emit(f"The mapping is in {name}.", "")

    def choose_saving(self, near: Path) -> None:
        """Ask where to keep it."""
        dialog = QFileDialog(self, "Save this mapping", f"{near.stem}.toml", "Mappings (*.toml)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Mapping", "", "Mappings (*.toml)")
        dialog.fileSelected.connect(self.open_mapping)
        dialog.open()
