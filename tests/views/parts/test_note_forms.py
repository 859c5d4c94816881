"""What is written about somebody's health is saved once, shown as what it was opened as, and left in no memory."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desks import held, settled
from make import Program, an_actor, founded, program
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtPrintSupport import QPrintDialog

import console.desk.desk as the_desk
from console.commands.clinical_notes import ConsentDraft, record_consent, write_clinical_note
from console.desk.desk import Desk
from console.domain.clinical_notes import Basis
from console.domain.ids import CallId, new_uuid
from console.domain.roles import Role
from console.errors import LinkDown
from console.queries.clinical_notes import notes_of_call
from console.views.parts.consent_form import RecordConsent
from console.views.parts.note_drafts import NoteDrafts
from console.views.parts.note_export import NoteExport
from console.views.parts.note_forms import OpenNote, WriteNote
from console.views.parts.note_page import OpenedNote
from console.views.parts.notes_panel import NotesPanel

__all__ = ["founded", "held", "program", "settled"]
WORDS = "Spoke of relapse."


class Bench:
    """A call, a desk before it, and the drafts that its forms share."""

    def __init__(self, program: Program, held: Callable[..., Any], settled: Callable[..., None]) -> None:
        self.program, self._settled = program, settled
        self.call_id = program.call()
        desk, self.notices, self.window = held(Role.CLINICIAN, Role.LEAD)
        self.desk: Desk = desk
        self.drafts = NoteDrafts()

    def write(self) -> WriteNote:
        form = WriteNote(self.window, self.desk, self.call_id, self.drafts)
        self.settle()
        return form

    def settle(self) -> None:
        self._settled(self.desk)

    def draft(self) -> str:
        return self.drafts.of(self.desk.actor.account_id, self.call_id).text

    def count(self, table: str) -> int:
        return int(self.program.rows(f"SELECT count(*) FROM {table}")[0][0])


@pytest.fixture
def bench(program: Program, held: Callable[..., Any], settled: Callable[..., None]) -> Iterator[Bench]:
    made = Bench(program, held, settled)
    yield made
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def lost_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """`lost_once(answer)`: the next command is saved, and its answer is lost on the way."""
    performing = the_desk.perform

    def lose(answer: Any) -> None:
        async def lost(*args: Any, **kwargs: Any) -> Any:
            monkeypatch.setattr(the_desk, "perform", performing)
            await performing(*args, **kwargs)
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(the_desk, "perform", lost)

    return lose


def consented(bench: Bench, recipients: str = "Riverton PD") -> Any:
    key, now = new_uuid(), datetime.now(UTC)
    terms = ConsentDraft("J. Roe", "clinic", "all", recipients, "care", now - timedelta(1), now + timedelta(1))
    bench.program.run(record_consent, key, bench.call_id, terms, by=an_actor(Role.LEAD))
    return key


def test_a_note_that_is_saved_twice_is_one_note(bench: Bench) -> None:
    form = bench.write()
    form.text.setPlainText(WORDS)
    for _ in range(2):
        form.act.click()
        form._save()
    assert form.text.isReadOnly(), "what is on its way is not changed"
    bench.settle()
    assert bench.count("clinical_note") == 1
    assert bench.program.said(bench.call_id).count("Clinical note written") == 1


def test_a_note_that_was_left_on_its_way_is_no_draft_any_more(bench: Bench) -> None:
    form = bench.write()
    form.text.setPlainText(WORDS)
    form.act.click()
    form.close()
    assert bench.draft() == WORDS, "it may still be refused"
    bench.settle()
    assert bench.count("clinical_note") == 1 and bench.draft() == ""


def test_a_note_whose_answer_was_lost_is_saved_once(bench: Bench, lost_once: Callable[[Any], None]) -> None:
    form = bench.write()
    form.text.setPlainText(WORDS)
    lost_once(LinkDown("It may or may not be saved."))
    form.act.click()
    bench.settle()
    assert "may not be saved" in form.fault.text() and form.act.isEnabled() and not form.text.isReadOnly()
    form.close()
    again = bench.write()
    assert again.text.toPlainText() == WORDS
    again.act.click()
    bench.settle()
    assert bench.count("clinical_note") == 1 and bench.draft() == ""


def test_other_words_after_a_lost_answer_are_another_note(bench: Bench, lost_once: Callable[[Any], None]) -> None:
    form = bench.write()
    form.text.setPlainText(WORDS)
    lost_once(LinkDown("It may or may not be saved."))
    form.act.click()
    bench.settle()
    form.text.setPlainText("Spoke of something else.")
    form.act.click()
    bench.settle()
    assert bench.count("clinical_note") == 2


def test_a_draft_stays_protected_and_under_its_consent(bench: Bench) -> None:
    consented(bench)
    older = consented(bench, "the older one")
    form = bench.write()
    form.text.setPlainText(WORDS)
    form.part2.setChecked(True)
    form.consent.setCurrentIndex(1 + (form.consent.itemData(1) != older))
    form.close()
    again = bench.write()
    assert again.part2.isChecked() and again.consent.currentData() == older and not again.consent.isHidden()
    again.consent.setCurrentIndex(0)
    again.close()
    third = bench.write()
    assert third.part2.isChecked() and third.consent.currentData() is None, "that there is none was chosen too"


def test_a_consent_that_is_recorded_twice_is_one_consent(bench: Bench, lost_once: Callable[[Any], None]) -> None:
    form = RecordConsent(bench.window, bench.desk, bench.call_id, datetime.now(UTC))
    for name in ("person", "discloser", "information", "recipients", "purpose"):
        form.fields[name].setText(name)
    lost_once(LinkDown("It may or may not be saved."))
    form.act.click()
    assert not form.act.isEnabled()
    bench.settle()
    form.act.click()
    form._record()
    bench.settle()
    assert bench.count("consent") == 1


def opened(bench: Bench, form: OpenNote) -> list[OpenedNote]:
    seen: list[OpenedNote] = []
    form.opened.connect(seen.append)
    form.purpose.setText("care")
    form.reason.setText("unconscious")
    form.act.click()
    form.purpose.returnPressed.emit()
    bench.settle()
    return seen


def a_note(bench: Bench) -> Any:
    bench.program.run(
        write_clinical_note, new_uuid(), bench.call_id, WORDS, part2=True, by=an_actor(Role.CLINICIAN, name="J. Park")
    )
    (note,) = bench.program.ask(notes_of_call, bench.call_id, bench.desk.actor)
    return note


def test_a_note_whose_openings_answer_was_lost_is_shown_as_what_it_was_opened_as(
    bench: Bench, lost_once: Callable[[Any], None]
) -> None:
    note = a_note(bench)
    lost_once(None)
    (one,) = opened(bench, OpenNote(bench.window, bench.desk, note, None, "26-00042", emergency=True))
    assert one.basis is Basis.EMERGENCY and one.reason == "unconscious" and one.body == WORDS
    assert one.number == "26-00042" and bench.count("note_opening") == 1


def test_an_opening_that_came_too_late_shows_nothing(bench: Bench, qtbot: Any) -> None:
    note = a_note(bench)
    (one,) = opened(bench, OpenNote(bench.window, bench.desk, note, None, "26-00042", emergency=True))
    panel = NotesPanel(bench.desk, bench.notices, bench.window)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_for(CallId(new_uuid()), "26-00043")
    panel._show_opened(one)
    assert panel.reader.opened is None, "another call was chosen meanwhile"
    panel.show_for(bench.call_id, "26-00042")
    for away in (lambda: panel.setEnabled(False), panel.hide):
        away()
        panel._show_opened(one)
        assert panel.reader.opened is None and panel.reader.body.toPlainText() == ""
        panel.setEnabled(True)
    panel.show()
    panel._show_opened(one)
    assert panel.reader.body.toPlainText() == WORDS
    panel.conceal()
    bench.settle()


def test_a_note_that_was_to_be_printed_stays_in_no_memory(bench: Bench) -> None:
    note = a_note(bench)
    (one,) = opened(bench, OpenNote(bench.window, bench.desk, note, None, "26-00042", emergency=True))
    NoteExport(bench.window, bench.desk, bench.notices)._print(one)
    (dialog,) = bench.window.findChildren(QPrintDialog)
    dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not bench.window.findChildren(QPrintDialog)
