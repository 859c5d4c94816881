"""The unit board's table: rows that can be dragged, cells painted with pair mark, status and safety timer."""

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from console.domain.safety import SafetyState
from console.domain.units import Staffing
from console.snapshots.units import UnitSnapshot
from console.store.store import Store
from console.ui.columns import SNAPSHOT_ROLE, CollectionModel
from console.ui.drag import with_units
from console.ui.paint import pair_mark, pair_mark_width
from console.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
TEAM, CREW, STATUS, CALL, SINCE, SAFETY = range(6)
WIDTHS = {TEAM: 92, STATUS: 132, CALL: 84, SINCE: 76, SAFETY: 128}  # pixels at a text size of 100 %
LEAST_CREW, LEAST_SAFETY = 150, 84
GIVE_WAY = (CALL, SINCE, CREW)  # a call's card names its units; the safety timer stays


class UnitModel(CollectionModel[UnitSnapshot]):
    """Rows that can be dragged onto a call."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]  # the stubs want a Sequence
        return with_units(dict.fromkeys(index.data(SNAPSHOT_ROLE).id for index in indexes))


class UnitCells(QStyledItemDelegate):
    """Paints the pair mark, the status with its colour and shape, and the safety timer."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme().px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        unit: UnitSnapshot = index.data(SNAPSHOT_ROLE)
        look = theme()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.colour("bg.selected"))
        elif unit.emergency_id is not None:
            painter.fillRect(option.rect, look.colour("danger.bg"))
        painter.setPen(look.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        cell = option.rect.adjusted(8, 0, -8, 0)
        colour, weight, left = "text", QFont.Weight.Normal, 0
        if index.column() == TEAM:
            size = look.px(13)
            top = cell.top() + (cell.height() - size) / 2
            pair_mark(painter, QRectF(cell.left(), top, size, size), unit.disciplines, faded=not unit.on_duty)
            left = round(max(pair_mark_width(len(unit.disciplines), size), size * 1.62)) + look.px(8)
            weight = QFont.Weight.DemiBold
        elif index.column() == STATUS:
            self._dot(painter, cell.left(), cell.center().y(), unit)
            left = look.px(18)
            colour = "danger.text" if unit.emergency_id is not None else "text"
            weight = QFont.Weight.DemiBold if unit.emergency_id is not None else weight
        elif index.column() == CREW and unit.staffing is not Staffing.FULL:
            colour = "warn.text"
        elif index.column() == SAFETY:
            colour = {SafetyState.ALERT: "danger.text", SafetyState.WARN: "warn.text"}.get(
                safety_state(unit, self._store), "text.dim"
            )
        if not unit.on_duty:
            colour = "text.dim"
        painter.setFont(look.font(13, weight))
        painter.setPen(look.colour(colour))
        metrics, room, whole = painter.fontMetrics(), cell.width() - left, str(index.data())
        if metrics.horizontalAdvance(whole) > room:
            whole = brief(index.column(), unit, whole)
        text = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, room)
        painter.drawText(cell.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _dot(self, painter: QPainter, left: int, middle: int, unit: UnitSnapshot) -> None:
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "danger" if unit.emergency_id is not None else f"status.{unit.status_token}"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(token))
        radius = look.px(9) / 2
        painter.drawEllipse(QRectF(left, middle - radius, radius * 2, radius * 2))


def brief(column: int, unit: UnitSnapshot, whole: str) -> str:
    """What a narrow cell says: last names, so that both people are named; the minutes rather than the word."""
    if column == CREW and unit.members:
        names = " + ".join(member.name.split()[-1] for member in unit.members)
        return f"{names} · DEGRADED" if unit.staffing is not Staffing.FULL else names
    return whole.replace("! OVERDUE ", "! ") if column == SAFETY else whole


def safety_state(unit: UnitSnapshot, store: Store) -> SafetyState:
    """Where the unit's safety timer stands now."""
    timer = unit.safety
    return timer.state(store.now()) if timer else SafetyState.OFF


class UnitTable(QTableView):
    """The table; letters typed here move nothing."""

    emergency_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        # Rows of one height: measuring thousands of them at each beat would stop the window.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("Units")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last unit: a row is one thing here, its cells are not walked."""
        rows = self.model().rowCount()
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers() and rows:
            self.selectRow(0 if event.key() == Qt.Key.Key_Home else rows - 1)
            self.scrollTo(self.currentIndex())
            return
        super().keyPressEvent(event)

    def setModel(self, model: UnitModel) -> None:  # type: ignore[override]  # the board shows nothing else
        super().setModel(model)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(50)
        for section in WIDTHS:
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(CREW, QHeaderView.ResizeMode.Stretch)
        self.fit()

    def fit(self) -> None:
        """Give each column its width at the present text size; those that can be read elsewhere go first."""
        self.verticalHeader().setDefaultSectionSize(theme().px(30))
        room = self.viewport().width()
        kept = sum(theme().px(width) for width in WIDTHS.values()) + theme().px(LEAST_CREW)
        for section in GIVE_WAY:
            hidden = kept > room
            self.setColumnHidden(section, hidden)
            kept -= theme().px(WIDTHS.get(section, LEAST_CREW)) if hidden else 0
        self.horizontalHeader().setStretchLastSection(self.isColumnHidden(CREW))
        for section, width in WIDTHS.items():
            self.horizontalHeader().resizeSection(section, theme().px(width))
        if self.isColumnHidden(CREW):
            left = room - sum(theme().px(WIDTHS[section]) for section in (TEAM, STATUS))
            self.horizontalHeader().resizeSection(SAFETY, max(theme().px(LEAST_SAFETY), left))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyboardSearch(self, search: str) -> None:
        """Letters never move the selection."""
