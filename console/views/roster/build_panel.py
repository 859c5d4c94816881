"""The builder beside the board: how good the best roster is, how good one can be at all, and the two as curves."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from console.jobs.roster_build import Built, RosterBuild, Step
from console.planning.roster.engine.build import Order
from console.snapshots.rosters import Book, TeamSnapshot
from console.ui.build import button, label, row
from console.ui.notices import Notices
from console.ui.theme import theme
from console.views.roster.build_curves import Curves
from console.views.roster.planner import Planner

AMOUNTS = ((30.0, "30 s"), (60.0, "1 min"), (300.0, "5 min"), (10.0, "10 s"))
BY_TIME, BY_WORK = "time", "work"
PROMISES = {
    BY_TIME: "Ends by the clock with the best roster so far. A second build may come to another one.",
    BY_WORK: "Does the same work every time: the same draft gives the same roster. Takes about this time, longer on a "
    "busy computer.",
}
SEED = 1
TELLING = 50.0  # per cent; a bound that is further away says nothing of the roster
NOTED = 130  # height of what is noted; more of it is scrolled
MARGINS = 24  # left and right together


class BuildPanel(QWidget):
    """Build, stop, and what came of it; the roster is put on the board as one step that can be taken back."""

    built = Signal(object)  # Built

    chosen = (BY_TIME, AMOUNTS[0][0])  # what was chosen last, for as long as the program runs

    def __init__(self, planner: Planner, notices: Notices) -> None:
        super().__init__()
        self._planner, self._notices = planner, notices
        self.job = RosterBuild(self)
        self.how, self.amount = QComboBox(), QComboBox()
        self.how.setAccessibleName("What ends a build")
        self.how.addItem("Time", BY_TIME)
        self.how.addItem("Fixed work: same result", BY_WORK)
        self.amount.setAccessibleName("How long to build")
        for value, text in AMOUNTS:
            self.amount.addItem(text, value)
        self.promise = label("", "dim", wrap=True)
        self.keep = QCheckBox("Fill gaps only")
        self.keep.setToolTip("Whoever sits somewhere stays there")
        self.go = button("Build", self.begin, "primary", tip="Ctrl+B")
        self.curves = Curves()
        self.curves.hide()
        self.said, self.remarks = label("", "dim", wrap=True), label("", "dim", wrap=True)
        self._noted = QScrollArea()
        self.anyway = button("Put it on the board", self._put_anyway, tip="Ctrl+Z takes it back")
        self._began: Book | None = None
        self._waiting: Built | None = None
        self._stopped = False  # before its fixed work was done
        self._since, self._beat = QElapsedTimer(), QTimer(self, interval=1000)
        self._beat.timeout.connect(self._tick)
        self._lay_out()
        self._choose()
        self.job.foreseen.connect(self._foresee)
        self.job.progressed.connect(self._tell)
        self.job.done.connect(self._end)
        self.job.refused.connect(self._refuse)
        planner.opened.connect(self._forget)
        planner.changed.connect(self._follow)
        self._follow()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGINS // 2, 8, MARGINS // 2, 4)
        whole.addWidget(label("Build", "section"))
        whole.addLayout(row(self.go, self.amount, None))
        whole.addWidget(self.how)
        self._noted.setWidget(self.remarks)
        self._noted.setWidgetResizable(True)
        self._noted.setFrameShape(QFrame.Shape.NoFrame)
        self._noted.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._noted.setMaximumHeight(theme().px(NOTED))
        for one in (self.promise, self.keep, self.curves, self.said, self._noted):
            whole.addWidget(one)
        whole.addLayout(row(self.anyway, None))
        self.anyway.hide()
        self._noted.hide()

    def _choose(self) -> None:
        """Begin with what was chosen last, and keep what is chosen from now on."""
        how, amount = BuildPanel.chosen
        self.how.setCurrentIndex(self.how.findData(how))
        self.amount.setCurrentIndex(self.amount.findData(amount))
        self.how.currentIndexChanged.connect(self._keep_choice)
        self.amount.currentIndexChanged.connect(self._keep_choice)
        self.promise.setText(PROMISES[how])

    def _keep_choice(self) -> None:
        BuildPanel.chosen = (str(self.how.currentData()), float(self.amount.currentData()))
        self.promise.setText(PROMISES[BuildPanel.chosen[0]])

    def begin(self) -> None:
        """Build for the open draft, or stop with the best so far."""
        if self.job.is_running:
            self._stopped = self.how.currentData() == BY_WORK
            self.said.setText("Stopping with the best so far …")
            self.job.stop()
            return
        book = self._planner.book
        if book is None or not self._planner.is_draft or not self._planner.may_change:
            self._notices.refused("Open a draft to build it.")
            return
        self.curves.steps = []
        self._drop_waiting()
        self._began, self._stopped = book, False
        self._since.start()
        self._beat.start()
        self.said.setText("Looking for a first roster …")
        self._remark([])
        amount = float(self.amount.currentData())
        order = Order(amount, SEED, amount if self.how.currentData() == BY_WORK else None)
        self.job.start(book, self._planner.desk.store.now(), order, keep=self.keep.isChecked())
        self._follow()

    def _forget(self) -> None:
        """Another roster is open: what was said of the one before goes."""
        if not self.job.is_running:
            self.said.setText("")
            self._remark([])
            self.curves.steps = []
            self.curves.hide()
        self._follow()

    def _follow(self) -> None:
        may = self._planner.is_draft and self._planner.may_change
        self.setVisible(may or self.job.is_running)
        self.go.setText("Stop" if self.job.is_running else "Build")
        for one in (self.how, self.amount, self.keep):
            one.setEnabled(not self.job.is_running)
        book, waiting = self._planner.book, self._waiting
        if waiting is not None and (book is None or self._began is None or book.roster.id != self._began.roster.id):
            self._drop_waiting()

    def _tick(self) -> None:
        """The seconds go on while nothing better is found."""
        seconds = self._since.elapsed() / 1000
        if not self.job.is_running:
            self._beat.stop()
        elif self.curves.steps and seconds > self.curves.steps[-1].seconds:
            self._tell(replace(self.curves.steps[-1], seconds=seconds))

    def _foresee(self, told: tuple[str, ...]) -> None:
        self._remark(list(told))

    def _tell(self, step: Step) -> None:
        self.curves.steps.append(step)
        self.curves.setVisible(self.curves.is_worth_it)
        self.curves.update()
        if step.objective is not None:
            seats = "Every seat taken" if not step.shortfall else f"{step.shortfall} open"
            self.said.setText(f"{seats} · {_quality(step.objective, step.bound)} · {step.seconds:.0f} s")

    def _end(self, built: Built) -> None:
        self._follow()
        book, began = self._planner.book, self._began
        if book is None or began is None or book.roster.id != began.roster.id or not self._planner.is_draft:
            meanwhile = "Another roster is open" if self._planner.is_draft else "It is no draft any more"
            self.said.setText(f"{meanwhile}: what was built is dropped.")
            return
        self._say(built)
        if changed := changed_since(began, book):
            teams = "A team was" if changed == 1 else f"{changed} teams were"
            self.said.setText(
                f"{teams} changed while this was built: nothing was put on the board, so that nothing is overwritten "
                f"unseen. {self.said.text()}"
            )
            self._waiting = built
            self.anyway.show()
            return
        self._put(built, began.teams)

    def _say(self, built: Built) -> None:
        seats = "every seat taken" if not built.shortfall else f"{built.shortfall} open (Ctrl+E says why)"
        quality = "proven the best possible" if built.proven else _quality(built.objective, built.bound)
        self.said.setText(f"Built in {built.seconds:.0f} s: {seats}, {quality}.")
        stopped = ["It was stopped before its work was done: the next one may differ."] if self._stopped else []
        self._remark([*stopped, *([built.fairness] if built.fairness else []), *built.remarks])

    def _remark(self, told: list[str]) -> None:
        self.remarks.setText("\n".join(told))
        self._noted.setVisible(bool(told))

    def event(self, event: QEvent) -> bool:
        """What is said is read whole: the list of checks below gives way."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            for one in (self.promise, self.said):
                one.setMinimumHeight(max(0, one.heightForWidth(self.width() - MARGINS)))
        return super().event(event)

    def _put(self, built: Built, seen: Sequence[TeamSnapshot] = ()) -> None:
        self._planner.put("The builder's roster", built.seats, seen=seen)
        self.built.emit(built)

    def _put_anyway(self) -> None:
        """Put what was built over what was changed meanwhile: it was said, and it is one step back."""
        built = self._waiting
        self._drop_waiting()
        if built is not None:
            self._say(built)
            self._put(built)

    def _drop_waiting(self) -> None:
        self._waiting = None
        self.anyway.hide()

    def _refuse(self, sentence: str) -> None:
        self._follow()
        self.said.setText(sentence)


def changed_since(before: Book, now: Book) -> int:
    """How many teams of a draft are not as they were when its build began."""
    known = {one.id: one.seats for one in before.teams}
    return sum(known.pop(one.id, None) != one.seats for one in now.teams) + len(known)


def _quality(objective: int, bound: int | None) -> str:
    """How far a roster can be from the best possible one: its cost, the bound, and the gap between them."""
    if bound is None:
        return f"cost {objective:,}, no bound yet"
    share = 100 * max(0, objective - bound) / max(1, abs(objective))
    if share > TELLING:
        return f"cost {objective:,}, bound {bound:,}: how much better it could be is not known yet"
    return f"cost {objective:,}, bound {bound:,}: within {share:.1f} % of the best possible"
