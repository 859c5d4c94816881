"""Where the open roster differs from another one: a list, what may be taken over, and whose hours change."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.commands.rosters import keep_difference, take_as_base
from console.domain.rosters import RosterState
from console.errors import TandemError
from console.planning.roster.comparing import Difference, hours_told
from console.snapshots.rosters import Book, RosterSnapshot
from console.ui.ask import ask_choice
from console.ui.build import button, label, row
from console.ui.notices import Notices
from console.views.roster.planner import Planner
from console.views.roster.told_lines import TONE, ToldLines

MOST_CHOICES = 9  # as many as there are number keys
MOST_HOURS = 8  # people whose hours are told


class ComparePanel(QWidget):
    """Shown while two rosters are compared; Enter goes to a team."""

    team_requested = Signal(object)  # TeamId

    def __init__(self, planner: Planner, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self._planner, self._notices, self._window = planner, notices, window
        self._shown: list[Difference] = []
        self.head, self._beside = label("Differences", "section"), label("", "dim", wrap=True)
        self.hours = label("", "dim", wrap=True)
        self.list = QListWidget()
        self.list.setItemDelegate(ToldLines(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Differences")
        self.list.itemActivated.connect(lambda _item: self._go())
        self.list.itemClicked.connect(lambda _item: self._go())
        self.list.currentRowChanged.connect(lambda _row: self._offer())
        self.take = button("Take over", self.take_over, tip="Seat those of the other roster here")
        self.keep = button("Keep mine", self.keep_mine, tip="The change in force was looked at; the draft stays")
        self.replace = button("Replace it …", self.ask_replace, tip="Let this draft be published over that roster")
        self.replace.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 8)
        whole.addWidget(self.head)
        whole.addWidget(self._beside)
        whole.addWidget(self.list, 1)
        whole.addLayout(row(self.take, self.keep, None, button("Done", lambda: planner.compare(None))))
        whole.addLayout(row(self.replace, None))
        whole.addWidget(label("Hours", "section"))
        whole.addWidget(self.hours)
        planner.compared.connect(self.read)
        self.hide()

    def begin(self) -> None:
        """Ask with which roster; pressed again, end it."""
        book = self._planner.book
        if self._planner.other is not None or book is None:
            self._planner.compare(None)
            return
        days = set(book.roster.dates)
        others = [one for one in self._planner.all if one.id != book.roster.id and days & set(one.dates)]
        others.sort(key=lambda one: (one.state is not RosterState.PUBLISHED, one.id != book.roster.base_id))
        if not others:
            self._notices.refused("There is no other roster of these days to compare with.")
        elif len(others) == 1:
            self._planner.compare(others[0].id)
        else:
            ask_choice(
                self._window, "Compare with which roster?", "What differs is marked on the board.",
                [(_named(one), partial(self._planner.compare, one.id)) for one in others[:MOST_CHOICES]],
            )  # fmt: skip

    def read(self) -> None:
        """Show the differences as they are now; the row stays where it was."""
        book, other = self._planner.book, self._planner.other
        self.setVisible(other is not None)
        if book is None or other is None:
            return
        place = max(0, self.list.currentRow())
        self._shown = self._planner.differences()
        self.head.setText(f"Differences   {len(self._shown)}")
        apart = self._is_apart()
        more = " The draft was not begun from it." if apart else ""
        self._beside.setText(f"Against {_named(other.roster)}. On the board: who sits there in it.{more}")
        self.replace.setVisible(apart and self._planner.may_change)
        self.list.clear()
        for one in self._shown:
            where, _colon, who = one.sentence.partition(": ")
            self._add(f"{where}{' · changed in force' if one.theirs else ''}\n{who}", one.theirs)
        if not self._shown:
            self._add("Both have the same people on every seat.", False)
        self.list.setCurrentRow(min(place, self.list.count() - 1))
        hours = hours_told(book, other)
        more = f" · {len(hours) - MOST_HOURS} more" if len(hours) > MOST_HOURS else ""
        self.hours.setText(" · ".join(hours[:MOST_HOURS]) + more or "Everybody has the same hours.")
        self._offer()

    def _add(self, text: str, warns: bool) -> None:
        item = QListWidgetItem(text)
        item.setData(TONE, "warn.text" if warns else "text")
        self.list.addItem(item)

    def take_over(self) -> None:
        """Let those of the other roster sit in the chosen team."""
        one = self._chosen()
        if one is not None and one.team is not None and one.other is not None:
            self._planner.put(f"Taken over: {one.team.name}, {one.team.day:%a %d %b}", {one.team.id: one.other.seats})

    def keep_mine(self) -> None:
        """Let the draft's stay; publishing does not stop at this change any more."""
        one = self._chosen()
        if one is None or one.team is None or one.other is None:
            return
        errand = self._planner.desk.run(keep_difference, one.team.id, one.team.version, one.other.version)
        errand.otherwise(self._refuse)

    def ask_replace(self) -> None:
        """Ask whether the draft may be published over a roster in force that it was not begun from."""
        book, other = self._planner.book, self._planner.other
        if book is None or other is None or not self._is_apart():
            return
        count = len(self._shown)
        told = "1 team differs" if count == 1 else f"{count} teams differ"
        ask_choice(
            self._window, f"Let this draft replace {other.roster.name}?",
            f"{told}, as listed. The draft's stay, unless you take others over. Nothing is in force before it is "
            "published, and what changes in force from now on is shown here first.",
            [("Replace it when published", partial(self._replace, book, other)), ("Not yet", lambda: None)],
        )  # fmt: skip

    def _replace(self, book: Book, other: Book) -> None:
        seen = {one.id: one.version for one in other.teams}
        errand = self._planner.desk.run(take_as_base, book.roster.id, book.roster.version, other.roster.id, seen)
        errand.then(self._replaced).otherwise(self._refuse)

    def _replaced(self, _none: object) -> None:
        self._notices.done("This draft replaces it when it is published")

    def _is_apart(self) -> bool:
        """Whether the draft is compared with a roster in force of its weeks that it was not begun from."""
        book, other = self._planner.book, self._planner.other
        if book is None or other is None or other.roster.state is not RosterState.PUBLISHED:
            return False
        same_weeks = (book.roster.first_day, book.roster.days) == (other.roster.first_day, other.roster.days)
        return self._planner.is_draft and same_weeks and book.roster.base_id != other.roster.id

    def _offer(self) -> None:
        one = self._chosen()
        both = one is not None and one.team is not None and one.other is not None and self._planner.may_change
        self.take.setEnabled(both)
        self.keep.setEnabled(both and one is not None and one.theirs)

    def _chosen(self) -> Difference | None:
        place = self.list.currentRow()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _go(self) -> None:
        one = self._chosen()
        if one is not None and one.team is not None:
            self.team_requested.emit(one.team.id)

    def _refuse(self, fault: TandemError) -> None:
        self._notices.refused(str(fault))


def _named(roster: RosterSnapshot) -> str:
    state = "in force" if roster.state is RosterState.PUBLISHED else roster.state.value
    return f"{roster.name} ({state})"
