"""The builder beside the board: how good the best roster is, how good one can be at all, and the two as curves."""

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QVBoxLayout, QWidget

from console.jobs.roster_build import Built, RosterBuild, Step
from console.ui.build import button, label, row
from console.ui.notices import Notices
from console.ui.theme import theme
from console.views.roster.planner import Planner

SECONDS = ((30.0, "30 s"), (60.0, "1 min"), (300.0, "5 min"), (10.0, "10 s"))
SEED = 1


class Curves(QWidget):
    """Cost of the best roster and the bound below it, over time."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, theme().px(84))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(2, 6, -2, -4)
        known = [one for one in self.steps if one.objective is not None and one.bound is not None]
        if len(known) > 1:
            longest = max(one.seconds for one in known) or 1.0
            low = min(one.bound or 0 for one in known)
            high = max(low + 1, *(one.objective or 0 for one in known[len(known) // 8 :]))
            for values, token in (
                ([one.objective or 0 for one in known], "discipline.officer"),
                ([one.bound or 0 for one in known], "discipline.clinician"),
            ):
                points = [
                    QPointF(
                        area.left() + area.width() * one.seconds / longest,
                        area.bottom() - area.height() * (min(value, high) - low) / (high - low),
                    )
                    for one, value in zip(known, values, strict=True)
                ]
                painter.setPen(QPen(look.colour(token), 2))
                painter.drawPolyline(QPolygonF(points))
        painter.end()


class BuildPanel(QWidget):
    """Build, stop, and what came of it; the roster is put on the board as one step that can be taken back."""

    built = Signal(object)  # Built

    def __init__(self, planner: Planner, notices: Notices) -> None:
        super().__init__()
        self._planner, self._notices = planner, notices
        self.job = RosterBuild(self)
        self.seconds = QComboBox()
        self.seconds.setAccessibleName("How long to build")
        for value, text in SECONDS:
            self.seconds.addItem(text, value)
        self.keep = QCheckBox("Fill gaps only")
        self.keep.setToolTip("Whoever sits somewhere stays there")
        self.go = button("Build", self.begin, "primary", tip="Ctrl+B")
        self.curves = Curves()
        self.curves.hide()
        self.said = label("", "dim", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 4)
        whole.addWidget(label("Build", "section"))
        whole.addLayout(row(self.go, self.seconds, None))
        whole.addWidget(self.keep)
        whole.addWidget(self.curves)
        whole.addWidget(self.said)
        self.job.progressed.connect(self._tell)
        self.job.done.connect(self._end)
        self.job.refused.connect(self._refuse)
        planner.opened.connect(self._follow)
        planner.changed.connect(self._follow)
        self._follow()

    def begin(self) -> None:
        """Build for the open draft, or stop with the best so far."""
        if self.job.is_running:
            self.said.setText("Stopping with the best so far …")
            self.job.stop()
            return
        book = self._planner.book
        if book is None or not self._planner.is_draft or not self._planner.may_change:
            self._notices.refused("Open a draft to build it.")
            return
        self.curves.steps = []
        self._for = book.roster.id
        self.said.setText("Looking for a first roster …")
        now = self._planner.desk.store.now()
        self.job.start(book, now, float(self.seconds.currentData()), SEED, keep=self.keep.isChecked())
        self._follow()

    def _follow(self) -> None:
        may = self._planner.is_draft and self._planner.may_change
        self.setVisible(may or self.job.is_running)
        self.go.setText("Stop" if self.job.is_running else "Build")
        self.seconds.setEnabled(not self.job.is_running)
        self.keep.setEnabled(not self.job.is_running)

    def _tell(self, step: Step) -> None:
        self.curves.steps.append(step)
        self.curves.show()
        self.curves.update()
        if step.objective is None:
            return
        seats = "every seat taken" if not step.shortfall else f"{step.shortfall} open"
        gap = ""
        if step.bound is not None and step.objective:
            share = 100 * max(0, step.objective - step.bound) / max(1, abs(step.objective))
            gap = f" · within {share:.1f} % of the best possible"
        self.said.setText(f"{seats}{gap} · {step.seconds:.0f} s")

    def _end(self, built: Built) -> None:
        self._follow()
        book = self._planner.book
        if book is None or book.roster.id != self._for:
            self.said.setText("Another roster is open: what was built is dropped.")
            return
        quality = "proven the best possible" if built.proven else "the best found in the time"
        self.said.setText(f"Built in {built.seconds:.0f} s, {quality}. " + " ".join(built.remarks[:3]))
        self._planner.put("The builder's roster", built.seats)
        self.built.emit(built)

    def _refuse(self, sentence: str) -> None:
        self._follow()
        self.said.setText(sentence)
