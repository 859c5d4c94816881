"""Asks whoever is signed in for their password and a new one, twice, because nobody sees what is typed."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from console.desk.proving import change_password
from console.desk.session import Session
from console.domain.passwords import LEAST_LENGTH
from console.errors import BadInput, TandemError
from console.ui.ask import Question
from console.ui.build import button, label, row


class PasswordForm(Question):
    """`done` is called once the new password holds; a refusal is said in place and nothing typed is lost."""

    def __init__(self, parent: QWidget, session: Session, has_one: bool, done: Callable[[], object]) -> None:
        super().__init__(parent, "Change your password", f"At least {LEAST_LENGTH} signs; a few words are best.")
        self._session, self._done = session, done
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        for field, name in (
            (self.old, "Password now"), (self.new, "New password"), (self.again, "New password again"),
        ):  # fmt: skip
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            field.returnPressed.connect(self._next)
            self.body.addWidget(field)
        self.old.setVisible(has_one)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        self.send = button("Change", self._save, "primary")
        self.body.addLayout(row(None, button("Back", self.close), self.send))
        self.open()
        (self.old if has_one else self.new).setFocus()

    def _next(self) -> None:
        """Enter goes on to what is still empty, and changes the password at the end."""
        empty = [one for one in (self.old, self.new, self.again) if not one.isHidden() and not one.text()]
        if empty:
            empty[0].setFocus()
        else:
            self._save()

    def _save(self) -> None:
        if self.new.text() != self.again.text():
            self._refused(BadInput("The new password is not the same twice."))
            self.again.setFocus()
            return
        if not self.send.isEnabled():
            return
        self.send.setEnabled(False)
        work = change_password(self._session, self.old.text(), self.new.text())
        self._session.desk.start(work).then(self._changed).otherwise(self._refused)

    def _changed(self, _none: object) -> None:
        for field in (self.old, self.new, self.again):
            field.clear()
        self.close()
        self._done()

    def _refused(self, fault: TandemError) -> None:
        self.fault.setText(str(fault))
        self.fault.show()
        self.send.setEnabled(True)
