"""One entry of the audit with all of it: every column before and after."""

from collections.abc import Callable
from html import escape
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from console.snapshots.audit import AuditSnapshot
from console.ui.build import label
from console.ui.theme import theme
from console.views.admin.audit_words import ACTIONS, changes, command_words, moment, roles_of, table_words


class AuditDetail(QWidget):
    """Text that can be copied; what is private was never in the audit."""

    def __init__(self, zone: Callable[[], ZoneInfo | None]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._zone = zone
        self._entry: AuditSnapshot | None = None
        self._text = QTextBrowser()
        self._text.setObjectName("timeline")
        self._text.setOpenLinks(False)
        self._text.setAccessibleName("The chosen entry")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 4, 4, 0)
        whole.addWidget(label("The chosen entry", "section"))
        whole.addWidget(self._text, 1)
        self.setMinimumWidth(theme().px(260))

    def show_entry(self, entry: AuditSnapshot | None) -> None:
        """Show an entry; the one that is shown already stays as it is, with what is marked in it."""
        if entry == self._entry and entry is not None:
            return
        self._entry = entry
        self._write()

    def text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    def restyle(self) -> None:
        """Write it anew in the present theme."""
        self._write()

    def _write(self) -> None:
        if self._entry is None:
            self._text.setPlainText("Choose an entry to see all of it.")
            return
        entry, zone = self._entry, self._zone()
        place = "none: it was added past the program" if entry.chain is None else str(entry.chain)
        facts = (
            ("When", moment(entry.real_at, zone)), ("Who", entry.account_name), ("Roles", roles_of(entry)),
            ("Desk", str(entry.desk_id)), ("Command", f"{command_words(entry.command)} ({entry.command})"),
            ("What", f"{table_words(entry.table)} {ACTIONS.get(entry.action, entry.action)}"), ("Row", entry.row),
            ("Place in the chain", place), ("Entry", str(entry.seq)),
        )  # fmt: skip
        dim = theme().tokens["text.dim"]
        rows = "".join(_line(dim, name, value) for name, value in facts)
        for name, before, after in changes(entry, zone):
            told = f"{before or 'none'} → {after or 'none'}" if entry.before and entry.after else before or after
            rows += _line(dim, name, told)
        self._text.setHtml(f"<table cellspacing='0' cellpadding='3'>{rows}</table>")


def _line(dim: str, name: str, value: str) -> str:
    return f"<tr><td style='color:{dim}'>{escape(name)}</td><td>{escape(value)}</td></tr>"
