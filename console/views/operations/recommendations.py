"""The ranked teams for the chosen call, with reasons; Enter on one dispatches it."""

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from console.domain.ids import UnitId
from console.planning.recommend import Candidate, Recommendation, Verdict
from console.ui.build import button, label, row
from console.ui.elided import ElidedLabel, ElidedLink
from console.ui.paint import pair_mark
from console.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
CANDIDATE_ROLE = Qt.ItemDataRole.UserRole + 1
SHOWN_FIRST, SHOWN_WHEN_COVERED = 3, 2


class Candidates(QAbstractListModel):
    """The candidates as rows; the same units in the same order are replaced without a reset."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Candidate, ...] = ()

    def show(self, rows: tuple[Candidate, ...]) -> None:
        """Show these candidates."""
        if [one.unit.id for one in rows] == [one.unit.id for one in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self._rows[index.row()]
        if role == CANDIDATE_ROLE:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            drive = f"{one.minutes} minutes" if one.minutes else "no drive time"
            return f"{one.unit.call_sign}, {one.unit.crew}, {drive}, {'; '.join(one.reasons or one.against)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((one.unit.crew, *one.reasons, *one.against, *((one.leaves,) if one.leaves else ())))
        return None

    def at(self, row_at: int) -> Candidate | None:
        """The candidate of a row."""
        return self._rows[row_at] if 0 <= row_at < len(self._rows) else None

    def row_of(self, unit_id: UnitId | None) -> int:
        """The row of a unit, -1 when it is not shown."""
        return next((row_at for row_at, one in enumerate(self._rows) if one.unit.id == unit_id), -1)


class CandidateCards(QStyledItemDelegate):
    """One card each: pair mark, call sign and crew, reasons, drive time and distance."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(200), theme().px(66))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: Candidate = index.data(CANDIDATE_ROLE)
        look = theme()
        card = option.rect.adjusted(12, 3, -12, -3)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        refused = one.verdict is Verdict.NO
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("focus" if chosen else "line"), 3 if focused else 2 if chosen else 1))
        painter.setBrush(look.colour("bg.selected" if chosen else "bg.panel" if refused else "bg.raised"))
        painter.drawRoundedRect(card, 7, 7)
        self._drive(painter, card, one)
        size = look.px(15)
        pair_mark(painter, QRectF(card.left() + look.px(10), card.top() + look.px(9), size, size), one.unit.disciplines)
        left = card.left() + look.px(10) + round(size * 2.3)
        width = card.right() - look.px(74) - left
        top = QRect(left, card.top() + look.px(6), width, look.px(18))
        sign = look.font(13.5, QFont.Weight.Bold)
        self._text(painter, top, one.unit.call_sign, sign, "text")
        used = QFontMetrics(sign).horizontalAdvance(one.unit.call_sign) + look.px(8)
        self._text(painter, top.adjusted(used, 0, 0, 0), one.unit.crew, look.font(12.5), "text.dim")
        why = " · ".join(one.against if refused else one.reasons)
        token = "warn.text" if refused or one.verdict is Verdict.DIVERT else "text.dim"
        self._text(painter, QRect(left, card.top() + look.px(24), width, look.px(16)), why, look.font(12), token)
        if one.leaves:
            at = QRect(left, card.top() + look.px(40), width, look.px(16))
            self._text(painter, at, one.leaves, look.font(12), "warn.text")
        painter.restore()

    def _drive(self, painter: QPainter, card: QRect, one: Candidate) -> None:
        look = theme()
        right = QRect(card.right() - look.px(84), card.top() + look.px(7), look.px(74), look.px(20))
        drive = f"{one.minutes} min" if one.minutes else "– min"
        self._text(painter, right, drive, look.font(15, QFont.Weight.Bold), "text", right=True)
        if one.metres is not None:
            away = right.translated(0, look.px(20))
            self._text(painter, away, f"{one.metres / 1000:.1f} km", look.font(12), "text.dim", right=True)

    def _text(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str, *, right: bool = False) -> None:
        painter.setFont(font)
        painter.setPen(theme().colour(token))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, rect.width()))
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, cut)


class CandidateList(QListView):
    """The list; Enter dispatches, letters move nothing."""

    dispatch_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Recommended teams")

    def keyboardSearch(self, search: str) -> None:
        """Letters never move the selection."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.dispatch_requested.emit()
            return
        super().keyPressEvent(event)


class Recommendations(QWidget):
    """Heading, the ranked teams, the button that sends the marked one, and the ones that were passed over."""

    dispatch_requested = Signal(object)  # UnitId
    medic_requested = Signal(object)  # UnitId
    marked = Signal(object)  # UnitId | None: what the map's line leads from

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Recommendation | None = None
        self._all = False
        self._covered = False
        self._heading = label("Recommended teams", "section")
        self._basis = ElidedLabel("small")
        self._empty = label("", "warn", wrap=True)
        self.model = Candidates(self)
        self.view = CandidateList(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CandidateCards(self.view))
        self._send = button(
            "Dispatch ⏎", self._dispatch, "primary", tip="Enter in the list (F6) dispatches the marked team"
        )
        self._medic = button("+ Medic", self._dispatch_medic, tip="Send the nearest free medic too")
        self._more = ElidedLink("", self._toggle_all)
        self._more.setToolTip("Why not the others")
        self._lay_out()
        self.view.dispatch_requested.connect(self._dispatch)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._on_marked())

    def show_recommendation(self, told: Recommendation, *, covered: bool) -> None:
        """Show what was recommended; the marked team stays marked while it is still there.

        The first one is marked by itself only while nobody is on the call (`covered` False): a second press of Enter
        after a dispatch must not send a second team.
        """
        kept = self.marked_unit()
        self._told, self._covered = told, covered
        first = SHOWN_WHEN_COVERED if covered else SHOWN_FIRST
        rows = (*told.ranked, *told.refused) if self._all else told.ranked[:first]
        if not self._all and not told.ranked:
            rows = told.refused[:first]
        self.model.show(rows)
        row_of = self.model.row_of(kept)
        if row_of >= 0 or (rows and not covered):
            index = self.model.index(max(0, row_of))
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self.view.setCurrentIndex(QModelIndex())
        self._heading.setText("Send another team" if covered else "Recommended teams")
        self._say(told, rows)
        self._on_marked()

    def forget(self) -> None:
        """Show nobody until another call's recommendation is there."""
        self._told = None
        self.model.show(())
        self._on_marked()

    def marked_unit(self) -> UnitId | None:
        """The team that Enter would send."""
        one = self.model.at(self.view.currentIndex().row())
        return one.unit.id if one else None

    def candidate(self) -> Candidate | None:
        """The marked candidate."""
        return self.model.at(self.view.currentIndex().row())

    def _say(self, told: Recommendation, rows: tuple[Candidate, ...]) -> None:
        hidden = len(told.ranked) + len(told.refused) + told.more_refused - len(rows)
        self._more.setVisible(bool(hidden) or self._all)
        passed = len(told.refused) + told.more_refused
        self._more.setText("Best only" if self._all else f"{passed} others" if passed else "")
        self._basis.show_text(told.note or ("Drive times are estimates" if "estimate" in told.source else told.source))
        nobody = not told.ranked
        self._empty.setVisible(nobody)
        if nobody:
            self._empty.setText(
                "No team passes. The nearest ones and what speaks against them:" if rows else "No unit is on duty."
            )
        height = theme().px(66) * min(len(rows), 5 if self._all else SHOWN_FIRST) + 4
        self.view.setFixedHeight(max(height, 10))
        self._medic.setVisible(told.medic is not None)
        if told.medic is not None:
            minutes = f" {told.medic.minutes} min" if told.medic.minutes else ""
            self._medic.setText(f"+ {told.medic.unit.call_sign}{minutes}")

    def _on_marked(self) -> None:
        one = self.candidate()
        self._send.setEnabled(one is not None)
        self._send.setText(f"Dispatch {one.unit.call_sign}  ⏎" if one else "Choose a team ↑ ↓")
        self.marked.emit(one.unit.id if one else None)

    def forget_mark(self) -> None:
        """Mark nobody: what was marked has been sent."""
        self.view.setCurrentIndex(QModelIndex())

    def _dispatch(self) -> None:
        unit_id = self.marked_unit()
        if unit_id is not None:
            self.forget_mark()
            self.dispatch_requested.emit(unit_id)

    def _dispatch_medic(self) -> None:
        if self._told is not None and self._told.medic is not None:
            self.medic_requested.emit(self._told.medic.unit.id)

    def _toggle_all(self) -> None:
        self._all = not self._all
        if self._told is not None:
            self.show_recommendation(self._told, covered=self._covered)

    def _lay_out(self) -> None:
        head = row(self._heading, self._basis)
        head.setStretch(1, 1)
        self._basis.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.setContentsMargins(16, 8, 16, 2)
        foot = row(self._send, self._medic, self._more)
        foot.setStretch(2, 1)
        foot.setContentsMargins(12, 4, 12, 8)
        self._empty.setContentsMargins(16, 0, 16, 4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (head, self._empty, self.view, foot):
            if isinstance(part, QWidget):
                whole.addWidget(part)
            else:
                whole.addLayout(part)
