"""The Roster workspace: people at the left, the board in the middle, what is not right about it at the right."""

from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.domain.ids import ResponderId, RosterId
from console.domain.roles import Permission
from console.domain.rosters import RosterState
from console.domain.units import Discipline
from console.snapshots.rosters import RosterSnapshot
from console.ui.build import button, label, mark, row
from console.ui.notices import Notices
from console.ui.theme import theme
from console.views.roster.asks import Asks
from console.views.roster.board import Board
from console.views.roster.build_panel import BuildPanel
from console.views.roster.checks_panel import ChecksPanel
from console.views.roster.compare_panel import ComparePanel
from console.views.roster.keys import KEYS, Key
from console.views.roster.mending import Mending
from console.views.roster.more import opens_a_list, show_more
from console.views.roster.people_list import PeopleList
from console.views.roster.planner import Planner
from console.views.roster.requests import open_requests
from console.views.roster.seat_words import seat_told
from console.views.roster.wishes import Wishes

LEFT, RIGHT = 214, 272
WIDE = 1450
NARROW = 1250  # below this width, at 100 %, the checks are folded away unless they are asked for


class RosterWorkspace(QWidget):
    """One roster at a time; the keys are listed under F1."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self.planner = Planner(desk, self)
        self.board = Board(self.planner)
        self.wishes: Wishes = Wishes(self.planner, self.board, notices, window)
        self.mending: Mending = Mending(self.planner, self.board, self.wishes, notices, window)
        self.officers = PeopleList(self.planner, frozenset({Discipline.OFFICER}), "Officers")
        others = frozenset(Discipline) - {Discipline.OFFICER}
        self.clinicians = PeopleList(self.planner, others, "Clinicians and others")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find people")
        self.search.setAccessibleName("Find people")
        self.checks = ChecksPanel(self.planner, self.board.band)
        self.builder: BuildPanel = BuildPanel(self.planner, notices)
        self.compared: ComparePanel = ComparePanel(self.planner, notices, window)
        self.asks: Asks = Asks(self.wishes, self.board, self._person, notices, window)
        self.choice = QComboBox()
        self.choice.setAccessibleName("Roster")
        self.week = QComboBox()
        self.week.setAccessibleName("Week")
        for chooser in (self.choice, self.week):  # as wide as what is chosen, whenever it was read
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._state = label("", "pill")
        self._hover = label("", "dim")
        self._publish = button("Publish …", self.wishes.publish, "primary", tip="Ctrl+Shift+Return")
        self._officers, self._clinicians = label("Officers", "section"), label("Clinicians", "section")
        self._folded = False  # the column at the right, against what there is room for
        self._weeks_of: tuple[RosterId, int] | None = None  # whose weeks the list holds
        self._lay_out()
        self._join(notices)
        self.setFocusProxy(self.board)
        self.planner.refresh()

    def event(self, event: QEvent) -> bool:
        # A key of ours is ours while something in here has the keyboard, whatever it means beside a call.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        return self._key_of(event) is not None or opens_a_list(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self._key_of(event)
        if key is not None and self._desk.may(key.permission):
            key.wish(self)
            return
        super().keyPressEvent(event)

    @staticmethod
    def _key_of(event: QKeyEvent) -> Key | None:
        pressed = QKeySequence(event.keyCombination())
        return next((one for one in KEYS if one.keys and QKeySequence(one.keys) == pressed), None)

    def restyle(self) -> None:
        """Wear the present theme."""
        self.board.reload()
        self.checks.read()
        self._fit()

    def _person(self) -> ResponderId | None:
        """Whoever sits under the cursor, or is chosen at the left."""
        team = self.board.team()
        seat = team.seats[self.board.seat] if team is not None and self.board.seat < len(team.seats) else None
        here = seat.responder_id if seat is not None else None
        return here or self.officers.chosen() or self.clinicians.chosen()

    def _join(self, notices: Notices) -> None:
        self.planner.listed.connect(self._list)
        self.planner.opened.connect(self._say_state)
        self.planner.changed.connect(self._say_state)
        self.planner.refused.connect(notices.refused)
        self.board.hovered.connect(self._say_hover)
        self.board.chosen.connect(self._say_cursor)
        for panel in (self.checks, self.compared):
            panel.team_requested.connect(self._go)
        self.checks.why_requested.connect(self.mending.why)
        self.planner.compared.connect(self._fit)
        for people in (self.officers, self.clinicians):
            people.person_requested.connect(self.wishes.seat_here)
            self.search.textChanged.connect(people.people.narrow)
        self.choice.activated.connect(lambda place: self.planner.open(self.planner.all[place].id))
        self.week.activated.connect(lambda _index: self._show_week())

    def _list(self, found: list[RosterSnapshot]) -> None:
        self.choice.clear()
        for one in found:
            word = "in force" if one.state is RosterState.PUBLISHED else one.state.value
            self.choice.addItem(f"{one.name} · {word}")
        self.choice.setEnabled(bool(found))

    def _say_state(self) -> None:
        book = self.planner.book
        self._publish.setVisible(self.planner.is_draft and self._desk.may(Permission.EDIT_ROSTER))
        self._state.setVisible(book is not None)
        waiting = len(open_requests(self.planner))
        self._requests.setVisible(waiting > 0)
        self._requests.setText(f"{waiting} {'request' if waiting == 1 else 'requests'} …")
        if book is None:
            self._weeks_of = None
            self.week.clear()
            return
        ids = [one.id for one in self.planner.all]
        self.choice.setCurrentIndex(ids.index(book.roster.id) if book.roster.id in ids else -1)
        self._state.setText("draft" if self.planner.is_draft else "in force")
        mark(self._state, "live", not self.planner.is_draft)
        self._officers.setText(f"Officers   {self.officers.people.rowCount()}")
        self._clinicians.setText(f"Clinicians   {self.clinicians.people.rowCount()}")
        if self._weeks_of != (book.roster.id, book.roster.days):
            self._weeks_of = (book.roster.id, book.roster.days)
            self.week.clear()
            for place, day in enumerate(book.roster.dates[::7]):
                number = QDate(day.year, day.month, day.day).weekNumber()[0]
                self.week.addItem(f"Week {number} · {day:%d %b}", place * 7)
            self.week.addItem(f"All {book.roster.days // 7} weeks", -1)
            ahead = (self._desk.store.today() - book.roster.first_day).days
            today = ahead if 0 <= ahead < book.roster.days else 0
            self.week.setCurrentIndex(today // 7)
            self._show_week(today % 7)

    def _show_week(self, column: int | None = None) -> None:
        first = self.week.currentData()
        if first is not None:
            self.board.show_weeks(1 if first >= 0 else 2, max(0, first), column)

    def step_week(self, step: int) -> None:
        """The next week, or the one before; behind the last, all of them."""
        if self.week.count():
            self.week.setCurrentIndex((self.week.currentIndex() + step) % self.week.count())
            self._show_week()

    def _go(self, team_id: object) -> None:
        self.board.go_to(team_id)  # type: ignore[arg-type]  # a signal carries objects
        if self.week.currentData() not in (-1, None):
            self.week.setCurrentIndex(self.board.first_day // 7)
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_hover(self, sentence: str, tone: str) -> None:
        self._hover.setText(sentence)
        mark(self._hover, "tone", tone)
        if not sentence:
            self._say_cursor()

    def _say_cursor(self) -> None:
        """What stands under the cursor, and what speaks against it."""
        team, checks = self.board.team(), self.planner.checks
        mark(self._hover, "tone", "")
        self._hover.setText(seat_told(checks, team, self.board.seat) if team is not None and checks is not None else "")

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(8, 8, 0, 8)
        left.setSpacing(6)
        for part, stretch in (
            (self.search, 0), (self._officers, 0), (self.officers, 3), (self._clinicians, 0), (self.clinicians, 2),
        ):  # fmt: skip
            left.addWidget(part, stretch)
        self._left = QWidget()
        self._left.setLayout(left)
        draft = button("New draft …", self.asks.new_draft, tip="Ctrl+N")
        self._requests = button("", self.asks.show_requests, tip="Ctrl+Shift+R")
        sick = button("Sick call …", self.mending.sick, tip="Ctrl+I")
        compare = button("Compare …", self.compared.begin, tip="Ctrl+Shift+V")
        self._wide = [compare, button("Why?", self.mending.why, tip="Ctrl+E"), sick]
        if self._desk.may(Permission.EDIT_ROSTER):
            self._wide.append(button("Shifts …", self.asks.edit_shifts, tip="Ctrl+Shift+S"))
        self._more = button("More …", lambda: show_more(self._more, self._wide, self._fold))
        head = row(
            self.choice, self._state, self.week, None, self._requests, self._more,
            button("Tonight …", self.asks.show_tonight, tip="Ctrl+T"), *self._wide,
            *([draft] if self._desk.may(Permission.EDIT_ROSTER) else []), self._publish,
        )  # fmt: skip
        middle = QVBoxLayout()
        middle.setContentsMargins(8, 8, 8, 8)
        middle.addLayout(head)
        middle.addWidget(self.board, 1)
        middle.addWidget(self._hover)
        self._hover.setMinimumHeight(theme().px(20))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._left)
        whole.addLayout(middle, 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.builder)
        right.addWidget(self.checks, 1)
        right.addWidget(self.compared, 1)
        self._right = QWidget()
        self._right.setLayout(right)
        whole.addWidget(self._right)
        self._fit()

    def _fit(self) -> None:
        self._left.setFixedWidth(theme().px(LEFT))
        self._right.setFixedWidth(theme().px(RIGHT))
        is_beside = self.planner.other is not None
        self._right.setVisible(is_beside or (self.width() >= theme().px(NARROW)) is not self._folded)
        self._more.setVisible(self.width() < theme().px(WIDE))
        self.checks.setVisible(not is_beside)
        for one in self._wide:  # where there is no room their keys and the palette remain
            one.setVisible(self.width() >= theme().px(WIDE))

    def _fold(self) -> None:
        self._folded = not self._folded
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
