"""The line at the top: tabs, training mark, shift, link, escalations, sound, clock, who is signed in."""

from datetime import UTC, datetime

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.desk.desk import Desk
from console.domain.clock import spoken
from console.domain.units import Discipline, Staffing, UnitKind
from console.store.store import LinkState
from console.ui.build import Button, button, label, mark
from console.ui.paint import pair_mark
from console.ui.theme import theme
from console.ui.ticker import Ticker


class TopBar(QWidget):
    """What must be seen from every workspace."""

    escalations_requested = Signal()
    sound_requested = Signal()
    account_requested = Signal()
    pace_requested = Signal()
    tab_requested = Signal(int)

    def __init__(self, desk: Desk, ticker: Ticker) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._store = desk, desk.store
        self._brand = label()
        self._name = label("Tandem", "brand")
        self._tabs = QHBoxLayout()
        self._training = label("", "training")
        self._shift = label("", "pill")
        self._link = label("", "pill")
        self._pace = button("", self.pace_requested.emit, "pill", tip="Speed of the training clock")
        self._escalations = button("", self.escalations_requested.emit, "pill", tip="Go to the oldest escalation (F7)")
        self._sound = button("", self.sound_requested.emit, "pill", tip="Sound on or off (Ctrl+M)")
        self._clock = label("", "clock")
        self._account = button("", self.account_requested.emit, "pill", tip="Account, lock, hand over")
        for quiet in (self._pace, self._escalations, self._sound, self._account):
            quiet.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._muted = False
        self._step, self._least = 0, 0  # how far words are shortened, and how far they are at least
        self._silent_because = ""
        self._lay_out()
        ticker.beat.connect(self.tick)
        self._store.link_changed.connect(self._show_link)
        self._store.program_changed.connect(self._show_program)
        for collection in (self._store.escalations, self._store.units):
            collection.upserted.connect(lambda _changed: self._show_counts())
            collection.removed.connect(lambda _changed: self._show_counts())
            collection.reset.connect(self._show_counts)
        self.refresh()

    def add_tab(self, name: str, place: int) -> None:
        """A workspace that works gets a tab; Ctrl+Tab goes from one to the next."""
        tab = Button(name)
        tab.setCheckable(True)
        tab.setAutoExclusive(True)
        tab.setChecked(place == 0)
        tab.setProperty("kind", "tab")
        tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tab.clicked.connect(lambda: self.tab_requested.emit(place))
        self._tabs.addWidget(tab)
        self.fit()

    def show_tab(self, place: int) -> None:
        """Mark the tab of the workspace that is in front."""
        item = self._tabs.itemAt(place)
        tab = item.widget() if item is not None else None
        if isinstance(tab, QPushButton):
            tab.setChecked(True)

    def set_muted(self, muted: bool, fault: str = "") -> None:
        """Show whether this desk is silent, and why."""
        self._muted, self._silent_because = muted, fault
        self._sound.setText("Sound off" if muted else "No sound" if fault else "Sound on")
        self._sound.setToolTip(fault.capitalize() if fault else "Sound on or off (Ctrl+M)")
        mark(self._sound, "alarm", muted or bool(fault))

    def fit(self, least: int | None = None) -> None:
        """Shorten words step by step until all of it has room; tool tips have the rest.

        `least` is where to begin: 0 with all words, 1 without role and shift's end, 2 without name and pace, 3 without
        teams, 4 with only what can hurt.
        """
        self._least = self._least if least is None else least
        for step in range(self._least, 5):
            self._step = step
            for part, last in ((self._name, 1), (self._shift, 2), (self._account, 3)):
                part.setVisible(step <= last)
            self._show_program()
            self._tell_counts()
            self._show_link()
            if self.sizeHint().width() <= self.width():
                break

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def account_corner(self) -> QPoint:
        """Below the account's name, where its menu opens."""
        return self._account.mapToGlobal(QPoint(0, self._account.height() + 4))

    def refresh(self) -> None:
        """Show everything anew, in the present theme too."""
        self._brand.setPixmap(_brand_mark())
        self._show_program()
        self._show_counts()
        self._show_link()
        self.set_muted(self._muted, self._silent_because)
        self.tick()
        QTimer.singleShot(0, self, self.fit)  # when the new letters have their widths

    def tick(self) -> None:
        """A second went by."""
        program = self._store.program
        now = self._store.now().astimezone(program.zone if program else None)
        self._clock.setText(f"{now:%H:%M:%S}")
        self._clock.setToolTip(f"{now:%A %d %B %Y}, {program.time_zone if program else ''}")
        if self._store.link.state is LinkState.LOST:
            self._show_link()

    def _show_program(self) -> None:
        program = self._store.program
        self._training.setVisible(bool(program and program.is_training))
        if program is not None and program.is_training:
            self._training.setText("TRAINING")
            self._training.setToolTip(f"{program.name}: a training program, no real calls")
            rate = program.clock.rate
            self._pace.setText("Paused" if rate == 0 else f"{rate:g}× speed")
        self._pace.setVisible(bool(program and program.is_training) and self._step < 2)
        actor = self._desk.actor
        self._account.setText(actor.name if self._step else f"{actor.name} · {actor.title}")
        self._account.setToolTip(f"{actor.name}, {actor.title}, {program.name if program else ''}: lock, hand over")

    def _show_counts(self) -> None:
        before = self._escalations.text(), self._shift.text()
        self._tell_counts()
        if before != (self._escalations.text(), self._shift.text()):
            self.fit()

    def _tell_counts(self) -> None:
        standing = sum(1 for one in self._store.escalations if one.stands)
        emergencies = sum(1 for unit in self._store.units if unit.emergency_id is not None)
        words = []
        if emergencies:
            words.append(f"● {emergencies} EMERGENCY")
        plural = "" if self._step > 3 else f" escalation{'s' if standing != 1 else ''}"
        words.append(f"▲ {standing}{plural}" if standing else "▲ 0" if self._step > 3 else "No escalations")
        self._escalations.setText("  ".join(words))
        mark(self._escalations, "alarm", bool(standing or emergencies))
        crisis = (UnitKind.CO_RESPONSE, UnitKind.MOBILE_CRISIS)
        teams = [unit for unit in self._store.units if unit.on_duty and unit.kind in crisis]
        full = sum(1 for unit in teams if unit.staffing is Staffing.FULL)
        ends = [unit.shift_ends_at for unit in teams if unit.shift_ends_at is not None]
        zone = self._store.program.zone if self._store.program else None
        until = f" · shift until {max(ends).astimezone(zone):%H:%M}" if ends else ""
        self._shift.setToolTip(f"{full} of {len(teams)} teams staffed{until}")
        until = "" if self._step else until
        self._shift.setText(f"{full} of {len(teams)} teams staffed{until}" if teams else "No team on duty")

    def _show_link(self) -> None:
        link = self._store.link
        if link.state is LinkState.LIVE:
            self._link.setText("● Live" if self._step > 3 else f"● Live · {max(1, round(link.round_trip_ms))} ms")
            mark(self._link, "live", True)
            mark(self._link, "alarm", False)
        else:
            gone = spoken(datetime.now(UTC) - link.since)
            self._link.setText(_LINK_WORDS.get(link.state, f"● Database lost {gone}"))
            mark(self._link, "live", False)
            mark(self._link, "alarm", link.state in (LinkState.LOST, LinkState.OUTDATED, LinkState.ENDED))

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 7, 12, 7)
        whole.setSpacing(8)
        self._tabs.setSpacing(4)
        whole.addWidget(self._brand)
        whole.addWidget(self._name)
        whole.addSpacing(10)
        whole.addLayout(self._tabs)
        whole.addStretch(1)
        rest: tuple[QWidget, ...] = (
            self._training, self._pace, self._shift, self._link, self._escalations, self._sound, self._clock,
            self._account,
        )  # fmt: skip
        for part in rest:
            whole.addWidget(part)


_LINK_WORDS = {
    LinkState.STARTING: "Starting",
    LinkState.CATCHING_UP: "● Catching up",
    LinkState.OUTDATED: "● Read only",
    LinkState.ENDED: "● Account ended",
}


def _brand_mark() -> QPixmap:
    size = theme().px(16)
    picture = QPixmap(QSize(size * 4, size * 2))
    picture.setDevicePixelRatio(2)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    pair_mark(painter, QRectF(1, 1, size - 2, size - 2), (Discipline.OFFICER, Discipline.CLINICIAN))
    painter.end()
    return picture
