"""How many beds each provider has free; typed by whoever was on the telephone with them."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from console.desk.desk import Desk
from console.domain.ids import ProviderId
from console.domain.roles import Permission
from console.errors import EditConflict, TandemError
from console.queries.program import providers
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
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        shown = sorted(desk.store.providers, key=lambda one: one.name)
        self.lines = {provider.id: BedsLine(self, desk, wishes, provider) for provider in shown}
        for place, line in enumerate(self.lines.values()):
            for column, widget in enumerate(line.widgets()):
                grid.addWidget(widget, place, column)
        if first in self.lines:
            self.lines[first].field.setFocus()
            self.lines[first].field.selectAll()
        if not shown:
            self.body.addWidget(label("This program has no providers yet.", "dim"))
        self.body.addLayout(grid)
        self.body.addLayout(row(None, button("Close", self.close, "primary")))
        desk.store.providers.upserted.connect(self._on_providers)
        self.open()

    def _on_providers(self, changed: list[ProviderSnapshot]) -> None:
        for provider in changed:
            if provider.id in self.lines:
                self.lines[provider.id].follow(provider)


class BedsLine(QObject):
    """One provider: its number on the screen and the version that this number belongs to."""

    def __init__(self, form: BedsForm, desk: Desk, wishes: Wishes, provider: ProviderSnapshot) -> None:
        super().__init__(form)
        self._desk, self._wishes, self.provider = desk, wishes, provider
        may = desk.may(Permission.EDIT_PROVIDER)
        self.field = QSpinBox()
        self.field.setRange(UNKNOWN, provider.beds if provider.beds is not None else 999)
        self.field.setSpecialValueText("–")
        self.field.setValue(_number(provider))
        self.field.setEnabled(may)
        self.field.setAccessibleName(f"Free beds at {provider.name}")
        self.field.lineEdit().returnPressed.connect(self.save)
        self._save = button("Save", self.save)
        self._save.setEnabled(may)
        self.said = label(self._heard(provider), "dim")

    def widgets(self) -> tuple[QWidget, ...]:
        """The line from left to right."""
        total = f"of {self.provider.beds}" if self.provider.beds is not None else ""
        names = label(self.provider.name), label(self.provider.phone or "", "dim")
        return (*names, self.field, label(total, "dim"), self.said, self._save)

    def follow(self, provider: ProviderSnapshot) -> None:
        """Another desk, or this one, said a number: an untouched line shows it, a touched one says it beside."""
        if self.field.value() in (_number(self.provider), _number(provider)):
            self.provider = provider
            self.field.setValue(_number(provider))
            self.said.setText(self._heard(provider))
        else:
            now = provider.beds_free if provider.beds_free is not None else "–"
            self.said.setText(f"now {now}, {self._heard(provider)}")

    def save(self) -> None:
        """Say the number on the screen over the one that was seen here, not over one that nobody here has read."""
        free = None if self.field.value() == UNKNOWN else self.field.value()
        self._wishes.beds(self.provider.id, self.provider.version, free).otherwise(self._refused)

    def _refused(self, fault: TandemError) -> None:
        if isinstance(fault, EditConflict):
            self._desk.ask(providers).then(self._take_newer)

    def _take_newer(self, known: list[ProviderSnapshot]) -> None:
        # The refusal has said what the other desk said: whoever saves this line once more has read it.
        newer = next((one for one in known if one.id == self.provider.id), self.provider)
        self.follow(newer)
        self.provider = newer

    def _heard(self, provider: ProviderSnapshot) -> str:
        return local(provider.beds_at, self._desk.store, "%H:%M") if provider.beds_at else "never"


def _number(provider: ProviderSnapshot) -> int:
    return provider.beds_free if provider.beds_free is not None else UNKNOWN
