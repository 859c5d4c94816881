"""Who is here: the banner that must be acknowledged, then name and password; a refusal is said in place."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QFrame, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from console.desk.doors import NO_KEY_STORE, Door, SharedDoor, has_key_store
from console.domain.roles import role_list
from console.errors import UNEXPECTED, TandemError
from console.ui.build import button, column, label, row

log = logging.getLogger(__name__)

Enter = Callable[[str, str, bool], Awaitable[object]]  # who, password, whether it is kept


class SignIn(QDialog):
    """Asks until somebody is let in or leaves; what `enter` gives is told by `entered`."""

    entered = Signal(object)
    left = Signal()

    def __init__(
        self, door: Door, enter: Enter, parent: QWidget | None = None, heading: str = "Sign in", sentence: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tandem")
        self._door, self._enter = door, enter
        self._tasks: set[asyncio.Future[None]] = set()
        self._over = self._busy = False
        self.banner = QCheckBox("I have read this and agree to it")
        self.who = QLineEdit(door.last)
        self.account = QComboBox()
        self.password = QLineEdit()
        self.keep = QCheckBox("Keep the password in this computer's key store")
        self.fault = label("", "error", wrap=True)
        self.send = button("Sign in", self.try_now, "primary")
        self._lay_out(heading, sentence)
        self._fill()
        self._allow()
        self.banner.toggled.connect(lambda _on: self._acknowledged())
        self.keep.toggled.connect(self._look_for_key_store)
        self.account.currentIndexChanged.connect(lambda _index: self._allow())
        self.banner.setFocus()

    def try_now(self) -> None:
        """Send name and password."""
        if not self.banner.isChecked() or self._busy:
            return
        who = self.who.text().strip() if self._door.is_shared else str(self.account.currentData() or "")
        if self._door.is_shared and not who:
            self._refuse("Type your login name.")
            self.who.setFocus()
            return
        self.fault.hide()
        self._busy = True
        self._go(self._try(who, self.password.text(), self.keep.isChecked()))
        self._allow()

    async def _try(self, who: str, password: str, keep: bool) -> None:
        try:
            result = await self._enter(who, password, keep)
        except TandemError as fault:
            if isValid(self):
                self._refuse(str(fault))
            return
        except Exception:
            # A dialog that waits for ever says nothing; this one sentence at least says where to look.
            log.exception("signing in failed")
            if isValid(self):
                self._refuse(UNEXPECTED)
            return
        self._over = True
        if isValid(self):
            self.password.clear()
            self.entered.emit(result)

    def _refuse(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.show()
        self._fit()
        self.password.clear()
        self._busy = False
        self._allow()
        (self.password if self.password.isEnabled() else self.send).setFocus()

    def _acknowledged(self) -> None:
        self._allow()
        if self.banner.isChecked():
            first = self.password if not self._door.is_shared or self.who.text() else self.who
            (first if first.isEnabled() else self.send).setFocus()

    def _allow(self) -> None:
        """Nothing can be sent before the banner is acknowledged, nor twice."""
        open_ = self.banner.isChecked() and not self._busy
        for part in (self.who, self.account, self.keep, self.send):
            part.setEnabled(open_)
        chosen = next((one for one in self._door.accounts if str(one.id) == self.account.currentData()), None)
        needed = self._door.is_shared or (chosen is not None and chosen.has_password)
        self.password.setEnabled(open_ and needed)
        self.password.setPlaceholderText("" if needed else "This account has none")
        self.send.setText("Signing in …" if self._busy else "Sign in")

    def _fill(self) -> None:
        for place, one in enumerate(self._door.accounts):
            state = " · locked" if one.locked else ""
            self.account.addItem(f"{one.name} · {role_list(one.roles)}{state}", str(one.id))
            if str(one.id) == self._door.last:
                self.account.setCurrentIndex(place)
        if isinstance(self._door, SharedDoor) and self._door.last:
            self._go(self._find_kept(self._door))

    async def _find_kept(self, door: SharedDoor) -> None:
        kept = await door.kept(door.last)
        if kept is not None and isValid(self) and not self.password.text():
            self.password.setText(kept)
            self.keep.setChecked(True)

    def _look_for_key_store(self, wanted: bool) -> None:
        if wanted and not has_key_store():
            self.keep.setChecked(False)
            self.fault.setText(NO_KEY_STORE)
            self.fault.show()
            self._fit()

    def _go(self, work: Awaitable[None]) -> None:
        task: asyncio.Future[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _lay_out(self, heading: str, sentence: str) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for field, name in ((self.who, "Login name"), (self.account, "Account"), (self.password, "Password")):
            field.setAccessibleName(name)
        card = QFrame()
        card.setObjectName("card")
        inner = column(label(self._door.banner, wrap=True), self.banner, spacing=10)
        inner.setContentsMargins(14, 12, 14, 12)
        card.setLayout(inner)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        shared = self._door.is_shared
        form.addRow(label("Login name" if shared else "Account", "field"), self.who if shared else self.account)
        form.addRow(label("Password", "field"), self.password)
        (self.account if shared else self.who).hide()
        if not shared:
            self.keep.hide()
        self.fault.hide()
        whole = column(
            label(heading, "heading"), label(self._door.place, "dim", wrap=True),
            *([label(sentence, wrap=True)] if sentence else []), card, form, self.keep, self.fault,
            row(None, button("Leave", self.reject), self.send), spacing=12,
        )  # fmt: skip
        whole.setContentsMargins(26, 22, 26, 18)
        self.setLayout(whole)
        self.setMinimumWidth(520)

    def _fit(self) -> None:
        """As high as its sentences are at its width: the banner must be readable whole."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        if focus is self.banner or not self.banner.isChecked():
            self.banner.setChecked(True)
        elif isinstance(focus, QPushButton):
            focus.click()
        elif isinstance(focus, QCheckBox):
            focus.toggle()
        elif focus is self.who:
            self.password.setFocus()
        else:
            self.try_now()

    def reject(self) -> None:
        self._leave()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        self.password.clear()
        if not self._over:
            self._over = True
            for task in self._tasks:
                task.cancel()
            self.left.emit()
