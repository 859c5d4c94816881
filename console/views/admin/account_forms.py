"""Questions about an account: a new one with its first password, and the roles of one that is there."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QApplication, QCheckBox, QGridLayout, QLineEdit, QWidget
from shiboken6 import isValid

from console.commands.accounts import add_account, set_roles
from console.desk.desk import Desk
from console.domain.ids import AccountId, new_uuid
from console.domain.passwords import LEAST_LENGTH, new_password
from console.domain.roles import Role
from console.errors import TandemError
from console.snapshots.accounts import AccountSnapshot
from console.ui.ask import Question
from console.ui.build import button, label, row

MEANINGS = {
    Role.VIEWER: "looks on, without callers' names",
    Role.DISPATCHER: "takes, dispatches and clears calls",
    Role.SUPERVISOR: "and lowers levels, overrides, crews teams",
    Role.CLINICIAN: "writes and reads clinical notes",
    Role.COORDINATOR: "imports calls, edits beds",
    Role.LEAD: "records consents, reads notes in an emergency",
    Role.ADMIN: "accounts, rules, audit; no clinical content",
}


class RoleChecks(QWidget):
    """The seven roles as checks, each with what it is for."""

    def __init__(self, roles: frozenset[Role] = frozenset()) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        self.checks: dict[Role, QCheckBox] = {}
        for place, role in enumerate(Role):
            check = QCheckBox(role.word)
            check.setChecked(role in roles)
            self.checks[role] = check
            grid.addWidget(check, place, 0)
            grid.addWidget(label(MEANINGS[role], "small"), place, 1)
        grid.setColumnStretch(1, 1)

    def chosen(self) -> list[Role]:
        """The roles that are ticked."""
        return [role for role, check in self.checks.items() if check.isChecked()]


class AddAccountForm(Question):
    """Name, login, roles; the first password is made up and shown once, unless one is typed."""

    def __init__(self, parent: QWidget, desk: Desk, done: Callable[[object], object]) -> None:
        super().__init__(parent, "Add an account", "They sign in with it, and change its password themselves.")
        self._desk, self._done, self._parent = desk, done, parent
        self._key, self._made_up = AccountId(new_uuid()), new_password()  # however often it is sent, one account
        self._sent: tuple[tuple[object, ...], UUID] = (), new_uuid()
        self.name, self.login, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setPlaceholderText("First and last name, as it will stand in the audit")
        self.login.setPlaceholderText("Login: small letters and digits, such as areyes")
        self.password.setPlaceholderText(f"First password, at least {LEAST_LENGTH} signs; empty: one is made up")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for field, name in ((self.name, "Name"), (self.login, "Login"), (self.password, "First password")):
            field.setAccessibleName(name)
        self.login.setVisible(desk.is_shared)
        self.roles = RoleChecks()
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        for part in (self.name, self.login, self.roles, self.password, self.fault):
            self.body.addWidget(part)
        self.save = button("Add", self._save, "primary")
        self.save.setShortcut("Ctrl+Return")
        self.body.addLayout(row(label("Ctrl+Enter adds", "small"), None, button("Back", self.close), self.save))
        self.setMinimumWidth(520)
        self.open()
        self.name.setFocus()

    def _save(self) -> None:
        name, login, roles = self.name.text().strip(), self.login.text().strip(), self.roles.chosen()
        if self._desk.is_shared and not login:
            self._refused(TandemError("On a shared database everybody has a login of their own."))
            return
        typed = self.password.text()
        told = (name, roles, typed or self._made_up, login or None)
        if told != self._sent[0]:  # the same answer after a lost one is the same wish
            self._sent = told, new_uuid()
        self._set_busy(True)
        errand = self._desk.run_once(
            self._sent[1], add_account, self._key, name, roles, typed or self._made_up, login or None
        )
        errand.then(self.finish).then(self._done).otherwise(self._refused)
        if not typed:  # shown even where Esc was first: nobody else knows it
            errand.then(partial(_show_first, self._parent, name, self._made_up))

    def _set_busy(self, busy: bool) -> None:
        for line in (self.name, self.login, self.password):
            line.setReadOnly(busy)
        self.roles.setEnabled(not busy)
        self.save.setEnabled(not busy)

    def _refused(self, fault: TandemError) -> None:
        self._set_busy(False)
        self.fault.setText(str(fault))
        self.fault.show()


def _show_first(parent: QWidget, name: str, password: str, _none: object) -> None:
    if isValid(parent):
        FirstPassword(parent, name, password)


class FirstPassword(Question):
    """The one time that a password is seen."""

    def __init__(self, parent: QWidget, name: str, password: str) -> None:
        super().__init__(
            parent, f"{name} was added",
            "This is the first password. Give it to them now: it is kept nowhere and shown only here.",
        )  # fmt: skip
        self.shown = QLineEdit(password)
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName("First password")
        self.body.addWidget(self.shown)
        self.body.addLayout(row(None, button("Copy", self._copy), button("Done", self.close, "primary")))
        self.open()
        self.shown.setFocus()
        self.shown.selectAll()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.shown.text())


class RolesForm(Question):
    """Which roles somebody holds; the database follows at once, their desk at its next sign-in."""

    def __init__(self, parent: QWidget, desk: Desk, account: AccountSnapshot, done: Callable[[object], object]) -> None:
        sentence = "A desk where they are signed in shows it when they sign in again."
        super().__init__(parent, f"Roles of {account.name}", sentence)
        self._desk, self._account, self._done = desk, account, done
        self.roles = RoleChecks(account.roles)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.roles)
        self.body.addWidget(self.fault)
        save = button("Save", self._save, "primary")
        save.setShortcut("Ctrl+Return")
        self.body.addLayout(row(label("Ctrl+Enter saves", "small"), None, button("Back", self.close), save))
        self.open()
        self.roles.checks[next(iter(Role))].setFocus()

    def _save(self) -> None:
        errand = self._desk.run(set_roles, self._account.id, self.roles.chosen())
        errand.then(self.finish).then(self._done).otherwise(self._refused)

    def _refused(self, fault: TandemError) -> None:
        self.fault.setText(str(fault))
        self.fault.show()
