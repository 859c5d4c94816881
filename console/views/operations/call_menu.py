"""Further acts on a call: merge, split, link, cancel, reopen, print."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from console.commands.settle_calls import split_call
from console.desk.desk import Desk
from console.domain.calls import CallDraft
from console.domain.ids import CallId, UnitId, new_uuid
from console.domain.roles import Permission
from console.snapshots.calls import CallSnapshot
from console.ui.ask import ask_choice, ask_text
from console.views.operations.wishes import Wishes
from console.views.parts.words import nature_word

NEAREST = 8


class CallMenu:
    """Opens at the call card's More button, or by Ctrl+."""

    def __init__(
        self, desk: Desk, wishes: Wishes, window: QWidget, edit: Callable[[], object],
        chosen_unit: Callable[[], UnitId | None],
        print_call: Callable[[CallSnapshot], object],
    ) -> None:  # fmt: skip
        self._desk, self._store, self._wishes, self._window = desk, desk.store, wishes, window
        self._edit, self._print, self._chosen_unit = edit, print_call, chosen_unit

    def open_for(self, call: CallSnapshot, anchor: QWidget) -> QMenu:
        """Show what can be done with this call."""
        menu = QMenu(self._window)
        may_settle = self._desk.may(Permission.CLEAR_CALL)
        if call.is_open:
            if call.due_at is not None:
                self._offer_reservation(menu, call)
            menu.addAction("&Edit details …", self._edit).setEnabled(self._desk.may(Permission.TAKE_CALL))
            for text, wish in (
                ("&Merge into another call …", partial(self._choose_other, call, "Merge", self._wishes.merge)),
                ("&Split off a second call …", partial(self._split, call)),
                ("&Link with another call …", partial(self._choose_other, call, "Link", self._wishes.link)),
                ("&Cancel the call …", partial(self._wishes.cancel, call.id)),
            ):
                menu.addAction(text, wish).setEnabled(may_settle)
        else:
            menu.addAction("&Reopen …", partial(self._wishes.reopen, call.id, call.number)).setEnabled(may_settle)
        menu.addSeparator()
        menu.addAction("&Print the record …", partial(self._print, call))
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 2)))
        menu.setActiveAction(menu.actions()[0])
        return menu

    def _offer_reservation(self, menu: QMenu, call: CallSnapshot) -> None:
        unit = self._store.units.get(self._chosen_unit())
        held = self._store.units.get(call.reserved_unit_id)
        may = self._desk.may(Permission.DISPATCH)
        if unit is not None and unit is not held:
            text = f"&Reserve {unit.call_sign} for this visit"
            menu.addAction(text, partial(self._wishes.reserve, call.id, unit.id)).setEnabled(may)
        if held is not None:
            text = f"Let {held.call_sign} go"
            menu.addAction(text, partial(self._wishes.reserve, call.id, None)).setEnabled(may)

    def _choose_other(
        self, call: CallSnapshot, verb: str, wish: Callable[[CallSnapshot, CallSnapshot], object]
    ) -> None:
        others = [one for one in self._store.calls if one.is_open and one.id != call.id]
        others.sort(
            key=lambda one: (one.place != call.place, abs((one.received_at - call.received_at).total_seconds()))
        )
        sentence = "The same place first, then the nearest in time." if others else "There is no other open call."
        ask_choice(
            self._window, f"{verb} {call.number} {'into' if verb == 'Merge' else 'with'} which call?", sentence,
            [
                (f"{one.number} · {nature_word(one.nature)} · {one.place}", partial(wish, call, one))
                for one in others[:NEAREST]
            ],
        )  # fmt: skip

    def _split(self, call: CallSnapshot) -> None:
        def split(text: str) -> None:
            draft = CallDraft(
                CallId(new_uuid()), call.place, call.point, call.nature, call.source, call.level, call.flags,
                call.language, call.needs, call.caller_name, call.caller_phone, note=text,
            )  # fmt: skip
            self._desk.run(split_call, call.id, draft).then(
                lambda number: self._wishes.said(f"{number} split off {call.number}", False)
            )

        ask_text(self._window, f"Split a second call off {call.number}",
                 "What is the second need? Place, level and risk are taken over, edit them after.",
                 "Split", split)  # fmt: skip
