"""A protected note from its writing to its revocation: written, opened for a purpose, passed on, refused, unseen."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from make import a_draft, an_actor
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QPushButton, QTextEdit, QWidget
from station import Station, press, settle, until, words, write

from console.commands.clinical_notes import ConsentDraft, record_consent, revoke_consent, write_clinical_note
from console.commands.take_calls import take_call
from console.domain.ids import CallId, new_uuid
from console.domain.roles import Role
from console.views.parts.consent_form import RecordConsent
from console.views.parts.note_forms import OpenNote, WriteNote

BODY = "Spoke of relapse; agreed to detox on Monday."
AUTHOR = an_actor(Role.CLINICIAN, name="J. Park")
LEAD = an_actor(Role.LEAD, name="L. Stone")


@pytest.fixture(scope="module")
def written(open_station: Callable[..., Station]) -> Iterator[tuple[Path, CallId]]:
    """A lead records a consent and a clinician writes a protected note under it, both by keyboard."""
    lead = open_station(roles=(Role.LEAD,), name=LEAD.name)
    draft = a_draft()
    lead.elsewhere(take_call, draft, by=an_actor())
    choose(lead, draft.id)
    press("Ctrl+Shift+N")
    panel = lead.at.clinical.panel
    until(lambda: panel.isVisible() and "No clinical note" in words(panel))
    next(one for one in panel.findChildren(QPushButton) if one.text().startswith("Record")).click()
    form = lead.dialog()
    assert isinstance(form, RecordConsent)
    for text in ("J. Roe", "the crisis clinic", "what was assessed", "Riverton PD"):
        write(text)
        press("Tab")
    press("Ctrl+Return")
    until(lambda: "names the purpose" in form.fault.text(), what="a consent says everything")
    write("follow-up")
    press("Ctrl+Return")
    until(lambda: "in force until" in listed(panel.consent_list), what="the consent is listed")
    clinician = open_station(lead.path, roles=(Role.CLINICIAN,), name=AUTHOR.name)
    choose(clinician, draft.id)
    press("Ctrl+Shift+W")
    note = clinician.dialog()
    assert isinstance(note, WriteNote)
    until(lambda: "Riverton PD" in note.consent.currentText(), what="the consent is offered")
    write(BODY)
    note.part2.click()
    press("Ctrl+Return")
    until(lambda: "42 CFR part 2 · consent in force" in listed(clinician.at.clinical.panel.list), what="it is listed")
    until(lambda: clinician.at.clinical.button.text() == "Clinical notes (1)")
    lead.front()
    until(lambda: "42 CFR part 2" in listed(panel.list), what="the other desk follows")
    path = lead.path
    clinician.close()
    lead.close()
    yield path, draft.id


def choose(station: Station, call_id: CallId) -> None:
    station.front()
    station.call(call_id)
    station.at.selection.choose_call(call_id)
    until(lambda: station.at.detail.call is not None and station.at.detail.call.id == call_id)


def listed(view: Any) -> str:
    return "\n".join(view.item(place).text() for place in range(view.count()))


def everything(widget: QWidget) -> str:
    """Every text, tool tip and name in a window, seen or not."""
    said = [widget.windowTitle()]
    for one in widget.findChildren(QWidget):
        said += [one.toolTip(), one.accessibleName(), one.windowTitle()]
        if isinstance(one, (QPlainTextEdit, QTextEdit)):
            said.append(one.toPlainText())
    return "\n".join([*said, words(widget)])


@pytest.fixture
def reader(
    open_station: Callable[..., Station], written: tuple[Path, CallId], tmp_path: Path
) -> Iterator[Callable[..., Station]]:
    """`reader(role)` opens a console for that role on a copy, the call chosen."""
    made: list[Station] = []

    def opened(role: Role, **who: Any) -> Station:
        path = tmp_path / f"{role.value}.db"
        shutil.copy(written[0], path)
        station = open_station(path, roles=(role,), **{"name": f"The {role.value}", **who})
        made.append(station)
        choose(station, written[1])
        return station

    yield opened
    for station in made:
        station.close()


def open_it(station: Station, purpose: str = "hand-over of care") -> Any:
    press("Ctrl+Shift+N")
    panel = station.at.clinical.panel
    until(lambda: panel.notes and panel.list.hasFocus(), what="the notes are listed")
    press("Return")
    form = station.dialog()
    assert isinstance(form, OpenNote)
    write(purpose)
    press("Return")
    return panel


def shown(station: Station, panel: Any) -> Any:
    """The opened note, its window in front again as a window manager brings it."""
    until(lambda: panel.reader.opened is not None, what="the note is open")
    station.front()
    return panel.reader.opened


def test_another_clinician_opens_it_for_a_purpose_and_that_is_on_the_audit(reader: Callable[..., Station]) -> None:
    station = reader(Role.CLINICIAN)
    panel = open_it(station)
    until(lambda: panel.reader.body.toPlainText() == BODY, what="the body is shown")
    assert "on consent" in words(panel.reader) and "Hidden in" in words(panel.reader)
    opened = station.rows("SELECT account, basis, purpose FROM note_opening")
    assert opened == [("The clinician", "consent", "hand-over of care")]
    told = station.rows("SELECT account_name, after FROM audit WHERE table_name = 'note_opening'")
    assert told[0][0] == "The clinician" and "hand-over" not in told[0][1]
    assert BODY not in station.at.detail.timeline._text.toPlainText() + station.notices()


def test_it_is_hidden_after_its_minute_and_when_the_screen_turns_away(
    reader: Callable[..., Station], qtbot: Any
) -> None:
    station = reader(Role.CLINICIAN)
    panel = open_it(station)
    assert shown(station, panel)
    settle(0.7)
    assert panel.reader.opened is not None
    panel.reader._left = 1
    until(lambda: panel.reader.opened is None, what="its time is over")
    open_it(station)
    assert shown(station, panel)
    press("Escape")
    until(lambda: panel.reader.opened is None and station.at.detail.isVisible(), what="the card is back")
    open_it(station)
    assert shown(station, panel)
    qtbot.addWidget(another := QWidget())
    another.show()
    another.activateWindow()
    until(lambda: panel.reader.opened is None, what="another window is in front")
    station.front()
    open_it(station)
    assert shown(station, panel)
    draft = a_draft()
    station.elsewhere(take_call, draft, by=an_actor())
    choose(station, draft.id)
    assert panel.reader.opened is None and BODY not in everything(station.console.window)


def test_it_leaves_with_notice_and_consent_and_not_after_the_revocation(
    reader: Callable[..., Station], tmp_path: Path
) -> None:
    station = reader(Role.CLINICIAN)
    panel = open_it(station)
    opened = shown(station, panel)
    next(one for one in panel.reader.findChildren(QPushButton) if one.text() == "Export …").click()
    station.dialog()
    press("1")
    until(lambda: isinstance(station.dialogs()[-1], QFileDialog))
    field = station.dialog().findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(tmp_path / "note.pdf"))
    press("Return")
    until(lambda: "The note was saved" in station.notices(), what=station.notices())
    assert (tmp_path / "note.pdf").read_bytes().startswith(b"%PDF")
    assert station.rows("SELECT command FROM audit WHERE action = 'export'") == [("note_exported",)]
    station.front()
    assert panel.reader.opened is opened, "a question of the program's own does not hide it"
    station.elsewhere(revoke_consent, panel.consents[0].id, 1, by=an_actor(Role.LEAD, name="Another lead"))
    until(lambda: panel.reader.opened is None, what="the consent that it was read by is gone")
    until(lambda: "consent revoked" in listed(panel.list))
    panel.exporting.save(opened, tmp_path / "again.pdf")
    until(lambda: "may not leave the program" in station.notices(), what=station.notices())
    assert not (tmp_path / "again.pdf").exists()
    open_it(station)
    form = station.dialog()
    assert isinstance(form, OpenNote) and not form.reason.isVisible()
    until(lambda: "no consent in force" in form.fault.text(), what="refused in place")


def test_a_lead_opens_it_in_an_emergency_with_a_reason(reader: Callable[..., Station]) -> None:
    station = reader(Role.LEAD)
    call_id = station.at.selection.call_id
    now = datetime.now(UTC)
    terms = ConsentDraft("J. Roe", "c", "i", "r", "p", now - timedelta(9), now - timedelta(1))
    expired = new_uuid()
    station.elsewhere(record_consent, expired, call_id, terms, by=LEAD)
    body = "Took forty tablets."
    station.elsewhere(write_clinical_note, new_uuid(), call_id, body, part2=True, consent_id=expired, by=AUTHOR)
    press("Ctrl+Shift+N")
    panel = station.at.clinical.panel
    until(lambda: len(panel.notes) == 2)
    panel.list.setCurrentRow(1)
    press("Return")
    form = station.dialog()
    assert isinstance(form, OpenNote) and form.reason.isVisible() and "EMERGENCY" in words(form)
    write("emergency care")
    press("Return")
    until(lambda: "no consent in force" in form.fault.text(), what="an emergency has a reason")
    form.reason.setFocus()
    write("unconscious, what was taken is unknown")
    press("Ctrl+Return")
    until(lambda: panel.reader.body.toPlainText() == body)
    assert "EMERGENCY" in words(panel.reader)
    assert station.rows("SELECT basis FROM note_opening") == [("emergency",)]


def test_a_dispatcher_sees_that_there_is_a_note_and_nothing_else(reader: Callable[..., Station]) -> None:
    station = reader(Role.DISPATCHER)
    until(lambda: "Clinical note written" in station.at.detail.timeline._text.toPlainText())
    timeline = station.at.detail.timeline._text.toPlainText()
    assert "part 2" not in timeline and "onsent" not in timeline
    press("Ctrl+Shift+N")
    settle(0.1)
    assert station.at.clinical.panel is None and not station.at.clinical.button.isVisible()
    assert BODY not in everything(station.console.window)
    assert not [one for one in station.console.window.actions_list.offered() if one.group == "Clinical"]


def test_a_half_written_note_stays_with_its_call(reader: Callable[..., Station]) -> None:
    station = reader(Role.CLINICIAN)
    press("Ctrl+Shift+W")
    station.dialog()
    write("half of it")
    press("Escape")
    until(lambda: not station.dialogs())
    station.front()
    press("Ctrl+Shift+W")
    form = station.dialog()
    assert isinstance(form, WriteNote) and form.text.toPlainText() == "half of it"
