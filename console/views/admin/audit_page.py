"""The audit: filtered, read entry by entry, verified and exported."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSplitter, QTableView, QVBoxLayout, QWidget

from console.desk.auditing import verify
from console.desk.desk import Desk
from console.errors import BadInput, TandemError
from console.queries.audit import AuditFilter, Verdict, audit_entries
from console.queries.people import people
from console.snapshots.accounts import AccountSnapshot
from console.snapshots.audit import AuditSnapshot
from console.ui.build import button, label, mark, row
from console.ui.rows_table import dress
from console.ui.theme import theme
from console.views.admin.audit_detail import AuditDetail
from console.views.admin.audit_saving import AuditSaving
from console.views.admin.audit_table import AuditModel, set_widths
from console.views.admin.audit_words import ACTIONS
from console.views.parts.typed_times import typed_moment

AT_ONCE = 500
NARROW = 1400  # pixels at 100 %


class AuditPage(QWidget):
    """Typing filters after a moment; the entry that is chosen is read at the right."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__()
        self._desk, self._window = desk, window
        self._asked = 0  # how often: an answer that was overtaken is not shown
        self._limit = AT_ONCE
        self.saving = AuditSaving(desk, window, self)
        self.words, self.since, self.until = QLineEdit(), QLineEdit(), QLineEdit()
        self.person, self.action = QComboBox(), QComboBox()
        self.model = AuditModel()
        self.table = QTableView()
        self.detail = AuditDetail(lambda: desk.store.program.zone if desk.store.program else None)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self.state = label("", "small")
        self.verdict = label("", "", wrap=True)
        self.more = button("500 more", self._show_more)
        self._verify = button("Verify the chain", self.verify)
        self._export = button("Export …", self.export, "primary")
        self._wait = QTimer(self, singleShot=True, interval=150)
        self._make_filters()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.words)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the newest entries that fit, and for who may have made them."""
        self._desk.ask(people).then(self._name_people)
        self._start_over()

    def restyle(self) -> None:
        """Wear the present theme."""
        set_widths(self.table)
        self.detail.restyle()

    def verify(self) -> None:
        """Walk the whole chain, and compare it with what this workstation remembers of it."""
        self._verify.setEnabled(False)
        self._say("The chain is being verified …")
        verify(self._desk).then(self._verified).otherwise(self._not_verified)

    def export(self) -> None:
        """Save what the filter leaves, all of it, not only what is loaded."""
        wanted = self._wanted()
        if wanted is not None:
            self.saving.ask(wanted)

    def _verified(self, verdict: Verdict) -> None:
        self._verify.setEnabled(True)
        if verdict.broken is None:
            self._say(
                f"The audit is whole: {verdict.entries:,} entries, the last at place {verdict.head.chain:,}.", "good"
            )
        else:
            self._say(f"The audit is NOT whole. {verdict.broken.sentence}", "error")

    def _not_verified(self, fault: TandemError) -> None:
        self._verify.setEnabled(True)
        self._say(str(fault), "error")

    def _say(self, text: str, kind: str = "") -> None:
        self.verdict.setText(text)
        self.verdict.setVisible(bool(text))
        mark(self.verdict, "kind", kind)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where it is narrow the detail goes below: what changed is worth more than a short table.
        narrow = self.width() < theme().px(NARROW)
        way = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if way != self._across.orientation():
            self._across.setOrientation(way)
            self._across.setSizes([400, 200] if narrow else [1180, 400])

    def _wanted(self) -> AuditFilter | None:
        """The filter as it is typed; None while a day is wrong, which is marked and said."""
        zone = self._desk.store.program.zone if self._desk.store.program else None
        ends = []
        for field, end in ((self.since, False), (self.until, True)):
            try:
                ends.append(typed_moment(field.text(), zone, end=end))
            except BadInput as fault:
                mark(field, "wrong", True)
                self.state.setText(str(fault))
                return None
            mark(field, "wrong", False)
        return AuditFilter(
            self.words.text(), str(self.person.currentData() or ""), str(self.action.currentData() or ""), *ends
        )

    def _start_over(self) -> None:
        self._limit = AT_ONCE
        self._ask()

    def _show_more(self) -> None:
        self._limit += AT_ONCE
        self._ask()

    def _ask(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            return
        self._asked += 1
        errand = self._desk.ask(audit_entries, wanted, self._limit + 1)
        errand.then(partial(self._show, self._asked)).otherwise(partial(self._not_read, self._asked))

    def _show(self, turn: int, entries: list[AuditSnapshot]) -> None:
        if turn != self._asked:
            return
        mark(self.state, "kind", "small")
        there_is_more = len(entries) > self._limit
        self.model.show(entries[: self._limit], self._desk.store.program.zone if self._desk.store.program else None)
        self._add_people(one.account_name for one in entries)  # the watcher and feeds hold no account
        self.more.setVisible(there_is_more)
        count = f"{len(self.model.entries):,}"
        self.state.setText(
            f"The newest {count} that fit" if there_is_more
            else f"{count} entries, all that fit" if entries
            else "No entry fits. Take a word or a day away."
        )  # fmt: skip
        if entries and not self.table.currentIndex().isValid():
            self.table.selectionModel().setCurrentIndex(
                self.model.index(0, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
            )
        self._show_detail()

    def _not_read(self, turn: int, fault: TandemError) -> None:
        if turn == self._asked:
            mark(self.state, "kind", "error")
            self.state.setText(str(fault))

    def _show_detail(self) -> None:
        place = self.table.currentIndex().row()
        self.detail.show_entry(self.model.entries[place] if 0 <= place < len(self.model.entries) else None)

    def _name_people(self, everyone: list[AccountSnapshot]) -> None:
        chosen = self.person.currentData()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItem("Anybody", "")
        self._add_people(one.name for one in everyone)
        self._add_people(one.account_name for one in self.model.entries)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.blockSignals(False)

    def _add_people(self, names: Iterable[str]) -> None:
        for name in dict.fromkeys(names):
            if self.person.findData(name) < 0:
                self.person.addItem(name, name)

    def _make_filters(self) -> None:
        self.words.setPlaceholderText("Words: command, table, row, person (every word must fit)")
        self.since.setPlaceholderText("From 2026-03-14 08:30")
        self.until.setPlaceholderText("To 2026-03-14")
        self.person.addItem("Anybody", "")
        self.action.addItem("Any action", "")
        for value, word in ACTIONS.items():
            self.action.addItem(word.capitalize(), value)
        named = ((self.words, "Words"), (self.person, "Person"), (self.action, "Action"), (self.since, "From"),
                 (self.until, "To"), (self.table, "Entries of the audit"))  # fmt: skip
        for field, name in named:
            field.setAccessibleName(name)
        self.more.hide()
        self.verdict.hide()
        self.table.setModel(self.model)
        dress(self.table)
        self.table.setWordWrap(False)
        set_widths(self.table)

    def _connect(self) -> None:
        self._wait.timeout.connect(self._start_over)
        self.saving.said.connect(self._say)
        self.saving.saved.connect(self._start_over)
        for field in (self.words, self.since, self.until):
            field.textChanged.connect(lambda _text: self._wait.start())
        for box in (self.person, self.action):
            box.currentIndexChanged.connect(lambda _place: self._start_over())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_detail())

    def _lay_out(self) -> None:
        filters = row(self.words, self.person, self.action, self.since, self.until)
        for place, share in enumerate((5, 2, 2, 2, 2)):
            filters.setStretch(place, share)
        across = self._across
        across.addWidget(self.table)
        across.addWidget(self.detail)
        across.setSizes([1180, 400])
        across.setStretchFactor(0, 3)
        across.setStretchFactor(1, 1)
        across.setChildrenCollapsible(False)
        across.setHandleWidth(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 4, 12, 8)
        whole.setSpacing(8)
        whole.addLayout(filters)
        whole.addWidget(self.verdict)
        whole.addWidget(across, 1)
        refreshed = button("Read again", self.refresh)
        whole.addLayout(row(self.state, self.more, None, refreshed, self._verify, self._export))
