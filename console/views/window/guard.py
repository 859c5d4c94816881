"""Who sits at this desk: the account's menu, the screen that locks, and the change to another person."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from shiboken6 import isValid

from console.desk.session import Session
from console.desk.session_record import SessionRecord
from console.domain.roles import Role, role_list
from console.domain.sessions import LockRule, SessionEvent
from console.errors import TandemError
from console.queries.accounts import lock_rule, password_hash, roles_now
from console.store.store import LinkState
from console.ui.ticker import Ticker
from console.views.parts.words import local
from console.views.window.hours import Hours
from console.views.window.idle import IdleWatch
from console.views.window.main_window import MainWindow

if TYPE_CHECKING:
    from console.desk.doors import Door
    from console.views.window.concealing import Concealing
    from console.views.window.lock_page import Locked, LockPage
    from console.views.window.sign_in import SignIn

RULE_SECONDS = 60.0  # between two looks at the rule
EXEMPT = frozenset({Role.DISPATCHER, Role.SUPERVISOR})


class Guard(QObject):
    """Locks and unlocks one desk's windows, and lets somebody else take over: `successor` is then their session."""

    locked = Signal()

    def __init__(self, window: MainWindow, session: Session, ticker: Ticker) -> None:
        super().__init__(window)
        self._window, self._session, self._desk, self._ticker = window, session, session.desk, ticker
        self.successor: Session | None = None
        self.page: LockPage | None = None
        self._covers: list[Locked] = []
        self._concealing: Concealing | None = None
        self._is_asking_who = False
        self._is_stale = False
        self._focus: QWidget | None = None
        self._known: tuple[str | None, ...] = ()  # a local account's hash or None, for the hour when its file is away
        self._words: list[str] = []  # of a hand-over page that was shut
        self._record = SessionRecord(self._desk)
        self.idle = IdleWatch(self)
        self.idle.idle.connect(self.lock)
        self.idle.chord.connect(self.lock)
        self.hours = Hours(self, ticker, self._has_password, lambda: self.idle.seconds)
        self.hours.near.connect(self._say_when)
        self.hours.over.connect(self._ask_again)
        self.take_rule(LockRule())
        timer = QTimer(self)
        timer.timeout.connect(self.read_rule)
        timer.start(round(RULE_SECONDS * 1000))
        session.store.link_changed.connect(self._look_at_link)
        self.read_rule()
        self._ask_for_hash()

    def read_rule(self) -> None:
        """Follow the program's lock rule and one's own roles; what was known holds while the database is away."""
        self._desk.ask(lock_rule).then(self.take_rule).otherwise(_kept)
        self._desk.ask(roles_now, self._desk.actor.account_id).then(self._stand).otherwise(_kept)

    def _stand(self, roles: frozenset[Role] | None) -> None:
        if roles is None or roles == self._desk.actor.roles:
            return
        self._is_stale = True  # what the store holds was read under other rights
        now = f"You are {role_list(roles)} now" if roles else "Your account was ended"
        self._lock_because(f"Your roles were changed. {now}. Type your password to sign in again.")

    def _look_at_link(self) -> None:
        link = self._session.store.link
        if link.state is LinkState.ENDED:
            self._lock_because(link.fault)

    def _lock_because(self, sentence: str) -> None:
        self.lock()
        if self.page is not None:
            self.page.say_why(sentence)

    def take_rule(self, rule: LockRule) -> None:
        """Lock after so many minutes, or never by itself where dispatch positions are exempt."""
        exempt = rule.dispatch_exempt and bool(self._desk.actor.roles & EXEMPT)
        self.idle.limit = None if exempt else rule.minutes * 60.0

    def _ask_again(self) -> None:
        self._lock_because("You signed in twelve hours ago. Type your password to go on.")

    @property
    def is_locked(self) -> bool:
        """Whether the screen is concealed."""
        return self.page is not None

    # The lock

    def lock(self) -> None:
        """Conceal every window of this desk; calls go on coming in and sounds go on."""
        if self.page is not None:
            return
        from console.views.window.concealing import Concealing  # noqa: PLC0415
        from console.views.window.lock_page import Locked, LockPage  # noqa: PLC0415

        self._focus = QApplication.focusWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        window = self._window
        self.page = LockPage(window, self._session.store, self._ticker, self._desk.actor.name)
        self.page.unlock_requested.connect(self._unlock)
        self.page.take_over_requested.connect(self.take_over)
        window.set_concealed(True)
        self._covers = [Locked(one) for one in window.beside]
        self._concealing = self._concealing or Concealing(window)
        self._concealing.begin()
        self.page.come_forward()
        self._record.note(SessionEvent.LOCKED)
        self.locked.emit()
        if self._known:
            self.page.expect_password(self._known[0] is not None)
        self._ask_for_hash()

    def _ask_for_hash(self) -> None:
        if not self._desk.is_shared:
            self._desk.ask(password_hash, self._desk.actor.account_id).then(self._know_hash).otherwise(_kept)

    def _know_hash(self, held: str | None) -> None:
        was, self._known = self._known, (held,)
        if self.page is not None and was != self._known:
            self.page.expect_password(held is not None)

    def _unlock(self, password: str) -> None:
        from console.desk.comings import enter_anew  # noqa: PLC0415
        from console.desk.proving import prove  # noqa: PLC0415

        if self._is_stale:
            self._desk.start(enter_anew(self._session, password)).then(self._hand_to).otherwise(self._refuse)
            return
        work = prove(self._session.database, self._desk.actor, password, self._known)
        self._desk.start(work).then(self._open).otherwise(self._refuse)

    def _refuse(self, fault: TandemError) -> None:
        if self.page is not None:
            self.page.refuse(str(fault))
        else:
            self._window.notices.refused(str(fault))

    def _open(self, _proven: None) -> None:
        if self.page is None:
            return
        page, self.page = self.page, None
        self.hours.begin()
        self.idle.touch()
        self._window.set_concealed(False)
        for cover in (page, *self._covers):
            if isValid(cover):
                cover.hide()
                cover.deleteLater()
        self._covers = []
        had_dialogs = self._concealing is not None and self._concealing.end()
        if not had_dialogs and self._focus is not None and isValid(self._focus):
            self._focus.setFocus()
        self._record.note(SessionEvent.UNLOCKED)

    # The change at the desk

    def take_over(self) -> None:
        """Ask who goes on here, once at a time; this session ends in order only when theirs has begun."""
        from console.desk.doors import door_for  # noqa: PLC0415

        if self._is_asking_who:
            return
        self._is_asking_who = True
        self._desk.start(door_for(self._session)).then(self._ask_who).otherwise(self._nobody_asked)

    def _nobody_asked(self, fault: TandemError) -> None:
        self._is_asking_who = False
        self._refuse(fault)

    def _ask_who(self, door: "Door") -> "SignIn":
        from console.desk.comings import succeed  # noqa: PLC0415
        from console.views.window.sign_in import SignIn  # noqa: PLC0415

        async def enter(who: str, password: str, keep: bool) -> Session:
            return await succeed(self._session, await door.enter(who, password, keep))

        name = self._desk.actor.name
        sentence = f"{name} is signed out. A half-typed call or note that {name} did not save is dropped."
        dialog = SignIn(door, enter, self._window, "Take over this desk", sentence)
        dialog.entered.connect(self._hand_to)
        dialog.finished.connect(partial(self._asked_who, dialog))
        dialog.open()
        return dialog

    def _asked_who(self, dialog: "SignIn", _code: int) -> None:
        self._is_asking_who = False
        dialog.deleteLater()

    def _hand_to(self, successor: Session) -> None:
        self.successor = successor
        self._window.close()

    def _say_when(self, left: float) -> None:
        when = local(self._session.store.now() + timedelta(seconds=left), self._session.store, "%H:%M")
        self._window.notices.done(f"Your password is asked again at {when}, in the next pause")

    def _has_password(self) -> bool:
        return self._desk.is_shared or any(self._known)

    def change_password(self) -> None:
        """Ask for the old and a new password of whoever is signed in."""
        from console.views.window.password_form import PasswordForm  # noqa: PLC0415

        PasswordForm(self._window, self._session, self._has_password(), self._password_changed)

    def _password_changed(self) -> None:
        self.hours.begin()
        self._window.notices.done("Your password is changed")
        self._ask_for_hash()

    def hand_over(self) -> None:
        """The page for the next supervisor."""
        from console.views.window.hand_over import HandOver  # noqa: PLC0415

        HandOver(self._window, self._desk, self._words)

    def print_board(self) -> None:
        """Calls and units to write on by hand."""
        from console.views.window.hand_over import show_board  # noqa: PLC0415

        show_board(self._window, self._desk)

    def show_menu(self) -> QMenu:
        """Who is here, and what can be done about it."""
        from console.views.window.account_menu import account_menu  # noqa: PLC0415

        return account_menu(self._window, self._session)


def _kept(_fault: TandemError) -> None:
    """What was known before holds."""
