"""The people of the roster: hours beside names, qualifications below them; each can be dragged on a seat."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.domain.ids import ResponderId
from console.domain.rosters import AbsenceKind, Person
from console.domain.units import Discipline
from console.ui.theme import theme
from console.views.roster.dragged import Dragged, mime_of
from console.views.roster.planner import Planner

HEIGHT = 46
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class PeopleModel(QAbstractListModel):
    """Everybody of some disciplines, by name, with their hours in the open roster."""

    def __init__(self, planner: Planner, disciplines: frozenset[Discipline]) -> None:
        super().__init__()
        self._planner, self._disciplines = planner, disciplines
        self.people: list[Person] = []
        self.words = ""
        planner.opened.connect(self.read)
        planner.changed.connect(self.read)

    def read(self) -> None:
        """Take everybody as they are now, narrowed by the typed words."""
        self.beginResetModel()
        book = self._planner.book
        everybody = book.people if book is not None else ()
        words = self.words.lower().split()
        self.people = [
            one for one in everybody
            if one.discipline in self._disciplines and all(word in _told(one).lower() for word in words)
        ]  # fmt: skip
        self.endResetModel()

    def narrow(self, words: str) -> None:
        """Leave those of whom the typed words are said."""
        self.words = words
        self.read()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        person = self.people[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return person
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{person.name}, {self.hours(person)} h"
        return None

    def hours(self, person: Person) -> int:
        """Hours that somebody works in the open roster."""
        checks = self._planner.checks
        return round(checks.ledger.minutes(person.id) / 60) if checks is not None else 0

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if self._planner.may_change else flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return mime_of(Dragged(self.people[indexes[0].row()].id))


def _told(person: Person) -> str:
    return " ".join((person.name, person.licence or "", *(one.word for one in person.qualifications)))


class _PersonPaint(QStyledItemDelegate):
    def __init__(self, planner: Planner) -> None:
        super().__init__()
        self._planner = planner

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, theme().px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, model = theme(), index.model()
        person: Person = index.data(Qt.ItemDataRole.UserRole)
        assert isinstance(model, PeopleModel)
        painter.save()
        rect: QRect = option.rect.adjusted(6, 2, -6, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, look.colour("bg.selected" if chosen else "bg.raised"))
        own = look.colour(f"discipline.{person.discipline.value}")
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), own)
        inner = rect.adjusted(10, 3, -6, -3)
        away = self._away(person)
        hours = model.hours(person)
        painter.setFont(look.font(11.5))
        painter.setPen(look.colour("text.dim"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, f"{hours} h")
        room = QFontMetrics(painter.font()).horizontalAdvance("000 h") + 4
        painter.setFont(look.font(12.5, QFont.Weight.DemiBold))
        painter.setPen(look.colour("text.dim" if away else "text"))
        self._line(painter, inner.adjusted(0, 0, -room, 0), person.name, Qt.AlignmentFlag.AlignTop)
        painter.setFont(look.font(11))
        painter.setPen(look.colour("warn.text" if person.contract is None else "text.dim"))
        below = away or ("No contract" if person.contract is None else _held(person))
        self._line(painter, inner.adjusted(0, look.px(17), 0, 0), below, Qt.AlignmentFlag.AlignTop)
        if person.contract is not None and self._planner.book is not None:
            most = max(1, round(person.contract.most_minutes * self._planner.book.roster.days / 28 / 60))
            track = QRect(inner.left(), rect.bottom() - 4, inner.width(), 3)
            painter.fillRect(track, look.colour("bg.field"))
            track.setWidth(min(track.width(), round(track.width() * hours / most)))
            painter.fillRect(track, look.colour("warn") if hours > most else own)
        painter.restore()

    def _away(self, person: Person) -> str:
        """Whether somebody is away on a day of the open roster, in words."""
        book = self._planner.book
        if book is None:
            return ""
        begin, end = book.roster.first_day, book.roster.last_day
        for one in person.absences:
            binds = one.approved and one.kind is not AbsenceKind.LATE
            since, until = (at.astimezone(self._planner.desk.store.zone) for at in (one.starts_at, one.ends_at))
            if binds and since.date() <= end and until.date() >= begin:
                return f"{one.kind.word} {since:%d %b}–{until:%d %b}"
        return ""

    @staticmethod
    def _line(painter: QPainter, rect: QRect, text: str, where: Qt.AlignmentFlag) -> None:
        told = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | where, told)


def _held(person: Person) -> str:
    words = dict.fromkeys((person.licence, *(one.word for one in person.qualifications)))  # a licence may be both
    return " · ".join(filter(None, words))


class PeopleList(QListView):
    """Drag somebody on a seat; Enter seats them under the board's cursor."""

    person_requested = Signal(object)  # ResponderId

    def __init__(self, planner: Planner, disciplines: frozenset[Discipline], name: str) -> None:
        super().__init__()
        self.people = PeopleModel(planner, disciplines)
        self.setModel(self.people)
        self.setItemDelegate(_PersonPaint(planner))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.activated.connect(self._ask)

    def chosen(self) -> ResponderId | None:
        """Who is chosen."""
        row = self.currentIndex().row()
        return self.people.people[row].id if 0 <= row < len(self.people.people) else None

    def _ask(self, _index: QModelIndex) -> None:
        if (person := self.chosen()) is not None:
            self.person_requested.emit(person)
