"""The program's rules about itself: when screens lock, and how long the audit is kept."""

from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from console.commands.accounts import set_banner, set_lock_rule
from console.commands.audit import purge_audit
from console.desk.desk import Desk
from console.domain.audit_chain import LEAST_YEARS, USUAL_YEARS
from console.domain.roles import Permission
from console.domain.sessions import LONGEST_MINUTES, LockRule
from console.errors import EditConflict, TandemError
from console.queries.accounts import banner, lock_rule
from console.queries.audit import oldest_entry
from console.ui.ask import ask_choice
from console.ui.build import button, label, line, mark, row
from console.ui.notices import Notices
from console.ui.theme import theme

YEAR = timedelta(days=366)  # with the leap day: never a day too early


class RulesPage(QWidget):
    """Each rule with what follows from it in one sentence."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self._desk, self._notices, self._window = desk, notices, window
        self.minutes, self.years = QSpinBox(), QSpinBox()
        self.minutes.setRange(1, LONGEST_MINUTES)
        self.minutes.setSuffix(" minutes")
        self.minutes.setAccessibleName("Idle minutes until a screen locks")
        self.years.setRange(LEAST_YEARS, 99)
        self.years.setValue(USUAL_YEARS)
        self.years.setSuffix(" years")
        self.years.setAccessibleName("Years that the audit is kept")
        self.exempt = QCheckBox("Dispatch positions in a secure place are exempt")
        self.place = QLineEdit()
        self.place.setPlaceholderText("Which place, such as Communications centre, room 2")
        self.place.setAccessibleName("Secure place")
        self.follows = label("", "dim", wrap=True)
        self.lock_fault, self.oldest = label("", "error", wrap=True), label("", "dim", wrap=True)
        self.purge_fault = label("", "error", wrap=True)
        self.banner, self.banner_fault = QPlainTextEdit(), label("", "error", wrap=True)
        self.banner.setTabChangesFocus(True)
        self.banner.setFixedHeight(theme().px(96))
        self.banner.setAccessibleName("Banner before the sign-in")
        self.save = button("Keep this rule", self._save, "primary")
        self.save_banner = button("Keep this banner", self._save_banner)
        self.purge = button("Let go of them …", self._ask_to_purge)
        for hidden in (self.lock_fault, self.purge_fault, self.banner_fault):
            hidden.hide()
        self.minutes.valueChanged.connect(lambda _minutes: self._say_what_follows())
        self.exempt.toggled.connect(lambda _on: self._say_what_follows())
        self.place.textChanged.connect(lambda _text: self._say_what_follows())
        self._seen: LockRule | None = None  # what was read last; nothing is saved over what nobody saw
        self._seen_banner: str | None = None
        self._shown, self._shown_banner = self._rule(), ""  # what differs from it was typed
        for act in (self.save, self.save_banner):
            act.setEnabled(False)
        self._lay_out()
        self.setFocusProxy(self.minutes)
        desk.store.link_changed.connect(self._read_what_is_missing)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self, _result: object = None) -> None:
        """Read what holds now; what was typed and not saved stays, and is compared when it is saved."""
        self._desk.ask(lock_rule).then(self._show_rule).otherwise(self._not_saved)
        self._desk.ask(banner).then(self._show_banner).otherwise(self._banner_refused)
        self._ask_oldest()

    def _read_what_is_missing(self) -> None:
        if self.isVisible() and self._desk.can_write and None in (self._seen, self._seen_banner):
            self.refresh()

    def _rule(self) -> LockRule:
        place = self.place.text().strip() if self.exempt.isChecked() else ""
        return LockRule(self.minutes.value(), self.exempt.isChecked(), place)

    def _show_rule(self, rule: LockRule) -> None:
        if self._seen is None:
            self.lock_fault.hide()  # that it could not be read
        elif self._rule() != self._shown:
            return
        self._seen = rule
        self.save.setEnabled(True)
        self.minutes.setValue(rule.minutes)
        self.exempt.setChecked(rule.dispatch_exempt)
        self.place.setText(rule.secure_place)
        self._shown = self._rule()
        self._say_what_follows()

    def _say_what_follows(self) -> None:
        rule = self._rule()
        self.place.setVisible(rule.dispatch_exempt)
        unit = "minute" if rule.minutes == 1 else "minutes"
        self.minutes.setSuffix(f" {unit}")
        told = f"After {rule.minutes} {unit} without a key or the mouse a screen is concealed until its holder signs in"
        if rule.dispatch_exempt:
            told += f"; dispatch positions in {rule.secure_place or 'the place that you name'} stay open"
        self.follows.setText(f"{told}. CJIS Security Policy 5.9.5, AC-11, allows at most {LONGEST_MINUTES} minutes.")

    def _save(self) -> None:
        rule = self._rule()
        errand = self._desk.run(set_lock_rule, rule, self._seen)
        errand.then(partial(self._saved, rule)).otherwise(self._not_saved)

    def _saved(self, rule: LockRule, _none: object) -> None:
        self._seen = self._shown = rule
        self.lock_fault.hide()
        mark(self.place, "wrong", False)
        self._notices.done("The lock rule is kept")

    def _not_saved(self, fault: TandemError) -> None:
        mark(self.place, "wrong", self.exempt.isChecked() and not self.place.text().strip())
        self.lock_fault.setText(str(fault))
        self.lock_fault.show()
        if isinstance(fault, EditConflict):  # it was told: a second press is a decision
            self._desk.ask(lock_rule).then(self._see_rule)

    def _see_rule(self, rule: LockRule) -> None:
        self._seen = rule

    def _show_banner(self, words: str) -> None:
        if self._seen_banner is None:
            self.banner_fault.hide()
        elif self.banner.toPlainText() != self._shown_banner:
            return
        self._seen_banner = words
        self.save_banner.setEnabled(True)
        if self.banner.toPlainText() != words:
            self.banner.setPlainText(words)
        self._shown_banner = self.banner.toPlainText()

    def _save_banner(self) -> None:
        errand = self._desk.run(set_banner, self.banner.toPlainText(), self._seen_banner)
        errand.then(self._banner_saved).otherwise(self._banner_refused)

    def _banner_saved(self, _none: object) -> None:
        self.banner_fault.hide()
        self._notices.done("The banner is kept")
        self._shown_banner = self.banner.toPlainText()
        self._desk.ask(banner).then(self._show_banner)

    def _banner_refused(self, fault: TandemError) -> None:
        self.banner_fault.setText(str(fault))
        self.banner_fault.show()
        if isinstance(fault, EditConflict):
            self._desk.ask(banner).then(self._see_banner)

    def _see_banner(self, words: str) -> None:
        self._seen_banner = words

    def _ask_oldest(self, _result: object = None) -> None:
        if self._desk.may(Permission.READ_AUDIT):
            self._desk.ask(oldest_entry).then(self._show_oldest)

    def _show_oldest(self, at: datetime | None) -> None:
        program = self._desk.store.program
        when = f"{at.astimezone(program.zone if program else None):%Y-%m-%d %H:%M}" if at is not None else "none"
        self.oldest.setText(f"The oldest entry: {when}.")

    def _ask_to_purge(self) -> None:
        years = self.years.value()
        before = datetime.now(UTC) - years * YEAR

        def purge() -> None:
            self._desk.run(purge_audit, before).then(self._purged).otherwise(self._not_purged)

        unit = "year" if years == 1 else "years"
        ask_choice(
            self._window, f"Let go of entries older than {years} {unit}?",
            f"All from before {before:%Y-%m-%d} go for good. What is kept can still be verified; "
            "that this was done is on the audit.",
            (("Keep them", lambda: None), ("Let go of them", purge)),
        )  # fmt: skip

    def _purged(self, gone: int | None) -> None:
        self.purge_fault.hide()
        self._notices.done(f"{gone or 0:,} entries let go" if gone else "No entry is that old; nothing went")
        self._ask_oldest()

    def _not_purged(self, fault: TandemError) -> None:
        self.purge_fault.setText(str(fault))
        self.purge_fault.show()

    def _lay_out(self) -> None:
        inner = QVBoxLayout()
        inner.setSpacing(10)
        inner.addWidget(label("Screens lock", "title"))
        inner.addLayout(row(label("After"), self.minutes, label("without a key or the mouse"), None))
        for part in (self.exempt, self.place, self.follows, self.lock_fault):
            inner.addWidget(part)
        inner.addLayout(row(self.save, None))
        inner.addSpacing(8)
        inner.addWidget(line())
        inner.addSpacing(8)
        inner.addWidget(label("Before the sign-in everybody acknowledges", "title"))
        inner.addWidget(self.banner)
        inner.addWidget(label(
            "It says that the system is restricted and watched, that misuse is punished, and that use is consent (CJIS "
            "Security Policy 5.9.5, AC-8). Empty: Tandem's own words.", "dim", wrap=True,
        ))  # fmt: skip
        inner.addWidget(self.banner_fault)
        inner.addLayout(row(self.save_banner, None))
        inner.addSpacing(8)
        inner.addWidget(line())
        inner.addSpacing(8)
        inner.addWidget(label("The audit is kept", "title"))
        inner.addWidget(self.oldest)
        inner.addLayout(row(label("Let go of entries older than"), self.years, self.purge, None))
        inner.addWidget(label(
            f"At least {LEAST_YEARS} year (CJIS Security Policy 5.9.5, AU-11); {USUAL_YEARS} years are usual "
            "(45 CFR 164.316).", "dim", wrap=True,
        ))  # fmt: skip
        inner.addWidget(self.purge_fault)
        inner.addStretch(1)
        held = QWidget()
        held.setLayout(inner)
        held.setMaximumWidth(760)
        inner.setContentsMargins(0, 0, 0, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 12, 20, 12)
        whole.addWidget(held, 1)
        self.purge.setVisible(self._desk.may(Permission.EDIT_ACCOUNTS))
        self._say_what_follows()
