"""Plays the program's sounds; a desk that is muted or has no sound device says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal

from console.ui.theme import RESOURCES

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

NAMES = ("new_call", "assignment", "escalation")


class Sounds(QObject):
    """Loads the multimedia module when it is first asked for: it is no part of the start."""

    changed = Signal()

    def __init__(self, muted: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.muted = muted
        self.fault = ""
        self.played: list[str] = []  # the last ones, for whoever wants to know why it rang
        self._effects: dict[str, QSoundEffect] = {}

    def prepare(self) -> None:
        """Load the sounds; without a device or the system's libraries the fault is kept, not raised."""
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect  # noqa: PLC0415
        except ImportError:
            self.fault = "the system has no sound library"
            self.changed.emit()
            return
        if not QMediaDevices.audioOutputs():
            self.fault = "no sound device"
            self.changed.emit()
            return
        for name in NAMES:
            effect = QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(RESOURCES / "sounds" / f"{name}.wav")))
            self._effects[name] = effect

    def toggle(self) -> None:
        """Mute, or sound again."""
        self.muted = not self.muted
        self.changed.emit()

    def play(self, name: str) -> None:
        """Play a sound unless the desk is muted."""
        self.played = [*self.played[-19:], name]
        effect = self._effects.get(name)
        if effect is not None and not self.muted:
            effect.play()
