"""The account's menu: who is here, since when, in which database, and what can be done about it."""

from PySide6.QtWidgets import QMenu

from console.desk.session import Session
from console.domain.roles import role_list
from console.views.parts.words import local
from console.views.window.actions import WHO
from console.views.window.main_window import MainWindow


def account_menu(window: MainWindow, session: Session) -> QMenu:
    """The menu, open below the account in the top bar."""
    actor = session.desk.actor
    menu = QMenu(window)
    for text in (
        actor.name, role_list(actor.roles), f"Since {local(session.since, session.store, '%H:%M, %d %B')}",
        session.place,
    ):  # fmt: skip
        menu.addAction(text.replace("&", "&&")).setEnabled(False)
    menu.addSeparator()
    for action in window.actions_list.offered():
        if action.group == "Account" and action.text != WHO:
            menu.addAction(action.text + (f"\t{action.keys}" if action.keys else ""), action.wish)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(window.top.account_corner())
    return menu
