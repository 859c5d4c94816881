"""How many beds each provider has free; typed by whoever was on the telephone with them."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from console.desk.desk import Desk
from console.domain.ids import ProviderId
from console.domain.roles import Permission
from console.snapshots.places import ProviderSnapshot
from console.ui.ask import Question
from console.ui.build import button, label, row
from console.views.operations.wishes import Wishes
from console.views.parts.words import local

UNKNOWN = -1


class BedsForm(Question):
    """One line for each provider; the one that was clicked on the map has the cursor."""

    def __init__(self, parent: QWidget, desk: Desk, wishes: Wishes, first: ProviderId | None = None) -> None:
        super().__init__(parent, "Free beds", "Enter saves a line. The time says when it was last heard.")
        self._desk, self._wishes = desk, wishes
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        may = desk.may(Permission.EDIT_PROVIDER)
        shown = sorted(desk.store.providers, key=lambda one: one.name)
        for place, provider in enumerate(shown):
            field = QSpinBox()
            field.setRange(UNKNOWN, provider.beds if provider.beds is not None else 999)
            field.setSpecialValueText("–")
            field.setValue(provider.beds_free if provider.beds_free is not None else UNKNOWN)
            field.setEnabled(may)
            field.setAccessibleName(f"Free beds at {provider.name}")
            save = button("Save", partial(self._save, provider, field))
            save.setEnabled(may)
            said = local(provider.beds_at, desk.store, "%H:%M") if provider.beds_at else "never"
            total = f"of {provider.beds}" if provider.beds is not None else ""
            for column, widget in enumerate((label(provider.name), label(provider.phone or "", "dim"), field,
                                             label(total, "dim"), label(said, "dim"), save)):  # fmt: skip
                grid.addWidget(widget, place, column)
            field.lineEdit().returnPressed.connect(partial(self._save, provider, field))
            if provider.id == first:
                field.setFocus()
                field.selectAll()
        if not shown:
            self.body.addWidget(label("This program has no providers yet.", "dim"))
        self.body.addLayout(grid)
        self.body.addLayout(row(None, button("Close", self.close, "primary")))
        self.open()

    def _save(self, provider: ProviderSnapshot, field: QSpinBox) -> None:
        newest = self._desk.store.providers.get(provider.id) or provider
        self._wishes.beds(provider.id, newest.version, None if field.value() == UNKNOWN else field.value())
