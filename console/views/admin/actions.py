"""Offers Administration to those who may do something in it; the palette and the F1 page read its actions from here."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from console.desk.desk import Desk
from console.domain.roles import Permission
from console.ui.actions import Action, Actions
from console.ui.notices import Notices
from console.views.admin.tab import AdministrationTab, is_offered


class Frame(Protocol):
    """What of the main window a workspace is put into."""

    notices: Notices
    actions_list: Actions

    def add_workspace(self, name: str, workspace: QWidget) -> int: ...

    def show_workspace(self, place: int) -> None: ...

    def window(self) -> QWidget: ...


def offer_administration(desk: Desk, frame: Frame) -> AdministrationTab | None:
    """Add the workspace, with its tab and its keys; None when the actor may do nothing in it."""
    if not is_offered(desk):
        return None
    tab = AdministrationTab(desk, frame.notices, frame.window())
    bring = partial(frame.show_workspace, frame.add_workspace("Administration", tab))
    for name, text, keys, permission in (
        ("Audit", "Audit: who did what", "Ctrl+Shift+A", Permission.READ_AUDIT),
        ("Accounts", "Accounts and their roles", "Ctrl+Shift+M", Permission.EDIT_ACCOUNTS),
        ("Rules", "Rules: when screens lock, how long the audit is kept", "Ctrl+Shift+R", Permission.EDIT_SETTINGS),
    ):
        frame.actions_list.add(Action("Administration", text, partial(_open, tab, bring, name), keys, permission))
    return tab


def _open(tab: AdministrationTab, bring: Callable[[], object], name: str) -> None:
    bring()
    tab.open_page(name)
