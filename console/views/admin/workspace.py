"""The Administration workspace: the audit, the accounts and the rules, each a page for those who may."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.domain.roles import Permission
from console.ui.notices import Notices
from console.views.admin.accounts_page import AccountsPage
from console.views.admin.audit_page import AuditPage
from console.views.admin.rules_page import RulesPage


class Administration(QWidget):
    """Pages beside a short list of their names; a page that the actor may not use is not there."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self.pages: dict[str, AuditPage | AccountsPage | RulesPage] = {}
        if desk.may(Permission.READ_AUDIT):
            self.pages["Audit"] = AuditPage(desk, window)
        if desk.may(Permission.EDIT_ACCOUNTS):
            self.pages["Accounts"] = AccountsPage(desk, notices, window)
        if desk.may(Permission.EDIT_SETTINGS):
            self.pages["Rules"] = RulesPage(desk, notices, window)
        self._stack = QStackedWidget()
        self._names = QButtonGroup(self)
        self._tabs: dict[str, QPushButton] = {}
        self._lay_out()
        self.show_page(next(iter(self.pages)))

    def show_page(self, name: str) -> None:
        """Bring a page to the front, with the keyboard in its first field."""
        page = self.pages.get(name)
        if page is None:
            return
        self._tabs[name].setChecked(True)
        self._stack.setCurrentWidget(page)
        self.setFocusProxy(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def restyle(self) -> None:
        """Wear the present theme."""
        audit = self.pages.get("Audit")
        if isinstance(audit, AuditPage):
            audit.restyle()
        accounts = self.pages.get("Accounts")
        if isinstance(accounts, AccountsPage):
            accounts.refresh()

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setContentsMargins(12, 8, 12, 4)
        tabs.setSpacing(4)
        for name, page in self.pages.items():
            tab = QPushButton(name)
            tab.setCheckable(True)
            tab.setProperty("kind", "tab")
            tab.setAutoDefault(False)
            tab.clicked.connect(partial(self.show_page, name))
            self._names.addButton(tab)
            self._tabs[name] = tab
            tabs.addWidget(tab)
            self._stack.addWidget(page)
        tabs.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(tabs)
        whole.addWidget(self._stack, 1)
