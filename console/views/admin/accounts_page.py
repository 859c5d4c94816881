"""Who signs in: their names, roles and state; added, changed, released and disabled here."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from console.commands.accounts import disable_account, enable_account, release_account
from console.desk.desk import Desk
from console.domain.roles import Permission, role_list
from console.errors import TandemError
from console.queries.people import people
from console.snapshots.accounts import AccountSnapshot
from console.ui.ask import ask_choice
from console.ui.build import button, label, row
from console.ui.notices import Notices
from console.ui.rows_table import dress
from console.ui.theme import theme
from console.views.admin.account_forms import AddAccountForm, RolesForm

HEADINGS = ("Name", "Login", "Roles", "State")


class AccountsPage(QWidget):
    """A list, and under it what may be done with the one that is chosen."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self._desk, self._notices, self._window = desk, notices, window
        self.accounts: list[AccountSnapshot] = []
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setHorizontalHeaderLabels(HEADINGS)
        self.table.setAccessibleName("Accounts")
        self.state = label("", "small")
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.add = button("Add …", self.add_account, "primary")
        self._roles = button("Roles …", self._change_roles)
        self._release = button("Release", self._let_in, tip="Let somebody try again whose account was locked")
        self._disable = button("Disable …", self._ask_to_disable)
        self._enable = button("Enable", self._let_back, tip="Let them sign in again, with the roles they had")
        dress(self.table)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for section, width in enumerate((220, 160, 380)):
            header.resizeSection(section, theme().px(width))
        self.table.itemSelectionChanged.connect(self._follow_choice)
        self.table.doubleClicked.connect(lambda _index: self._change_roles())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 4, 12, 8)
        whole.setSpacing(8)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.fault)
        whole.addLayout(row(self.state, None, self._enable, self._disable, self._release, self._roles, self.add))
        self.setFocusProxy(self.table)
        self._follow_choice()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self, _result: object = None) -> None:
        """Read the accounts anew; the one that was chosen stays chosen."""
        self._desk.ask(people).then(self._show).otherwise(self._refused)

    def add_account(self) -> None:
        """Ask for a new account's name, roles and first password."""
        AddAccountForm(self._window, self._desk, self.refresh)

    def _show(self, everyone: list[AccountSnapshot]) -> None:
        chosen = self._chosen()
        self.fault.hide()
        self.accounts = everyone
        self.table.setRowCount(len(everyone))
        for place, one in enumerate(everyone):
            mine = " (you)" if one.id == self._desk.actor.account_id else ""
            login = one.login or ("none" if self._desk.is_shared else "local")
            cells = (one.name + mine, login, role_list(one.roles), self._state_of(one))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if one.disabled_at is not None:
                    item.setForeground(theme().colour("text.dim"))
                elif column == len(cells) - 1 and one.locked_at is not None:
                    item.setForeground(theme().colour("warn.text"))
                self.table.setItem(place, column, item)
        ids = [one.id for one in everyone]
        self.table.selectRow(ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0)
        shared = self._desk.is_shared
        active = sum(one.disabled_at is None and (one.login is not None or not shared) for one in everyone)
        self.state.setText(f"{active} of {len(everyone)} accounts may sign in")
        self._follow_choice()

    def _state_of(self, one: AccountSnapshot) -> str:
        if one.disabled_at is not None:
            return f"Disabled since {self._when(one.disabled_at)}"
        if self._desk.is_shared and one.login is None:
            return "No login: came with the program"
        if one.locked_at is not None:
            return f"Locked since {self._when(one.locked_at)}: five wrong passwords"
        return "Active"

    def _when(self, at: datetime) -> str:
        program = self._desk.store.program
        return f"{at.astimezone(program.zone if program else None):%Y-%m-%d %H:%M}"

    def _chosen(self) -> AccountSnapshot | None:
        place = self.table.currentRow()
        return self.accounts[place] if 0 <= place < len(self.accounts) else None

    def _follow_choice(self) -> None:
        one = self._chosen()
        may = self._desk.may(Permission.EDIT_ACCOUNTS)
        gone = one is not None and one.disabled_at is not None
        others = one is not None and one.id != self._desk.actor.account_id and not gone
        for act in (self.add, self._roles, self._release):
            act.setVisible(may)
        self._disable.setVisible(may and not gone)
        self._enable.setVisible(may and gone)
        self._roles.setEnabled(others)
        self._disable.setEnabled(others)
        self._release.setEnabled(one is not None and one.locked_at is not None and one.disabled_at is None)

    def _change_roles(self) -> None:
        one = self._chosen()
        if one is not None and self._roles.isEnabled() and self._roles.isVisible():
            RolesForm(self._window, self._desk, one, self.refresh)

    def _ask_to_disable(self) -> None:
        one = self._chosen()
        if one is None:
            return

        def disable() -> None:
            errand = self._desk.run(disable_account, one.id)
            errand.then(lambda _none: self._notices.done(f"{one.name} cannot sign in any more")).then(self.refresh)
            errand.otherwise(self._refused)

        ask_choice(
            self._window, f"Disable {one.name}?",
            "They cannot sign in any more, until an administrator enables the account. What they did stays on record.",
            (("Keep", lambda: None), ("Disable", disable)),
        )  # fmt: skip

    def _let_back(self) -> None:
        one = self._chosen()
        if one is None:
            return
        errand = self._desk.run(enable_account, one.id)
        errand.then(lambda _none: self._notices.done(f"{one.name} may sign in again")).then(self.refresh)
        errand.otherwise(self._refused)

    def _let_in(self) -> None:
        one = self._chosen()
        if one is None:
            return
        errand = self._desk.run(release_account, one.id)
        errand.then(lambda _none: self._notices.done(f"{one.name} may try to sign in again")).then(self.refresh)
        errand.otherwise(self._refused)

    def _refused(self, fault: TandemError) -> None:
        self.fault.setText(str(fault))
        self.fault.show()
