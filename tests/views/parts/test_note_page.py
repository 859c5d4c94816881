"""A clinical note on paper: with notice and consent, or with the emergency; and when it may not leave."""

from dataclasses import replace
from datetime import timedelta

import pytest
from make import NOON

from console.domain.clinical_notes import NOTICE, Basis
from console.domain.ids import AccountId, CallId, new_uuid
from console.snapshots.notes import ConsentSnapshot, NoteSnapshot
from console.store.store import Store
from console.views.parts.note_page import OpenedNote, note_html
from console.views.parts.note_words import consent_line, covers, note_line, state

READER, LEAD = AccountId(new_uuid()), AccountId(new_uuid())
CALL = CallId(new_uuid())
CONSENT = ConsentSnapshot(
    id=new_uuid(), version=1, call_id=CALL, person="J. Roe", discloser="the clinic", information="assessment <all>",
    recipients="the crisis team", purpose="care", signed_at=NOON - timedelta(days=1),
    expires_at=NOON + timedelta(days=1), recorded_by="L. Stone", recorded_by_id=LEAD, revoked_at=None, revoked_by=None,
)  # fmt: skip
NOTE = NoteSnapshot(new_uuid(), CALL, AccountId(new_uuid()), "J. Park", NOON, True, CONSENT.id)
OPENED = OpenedNote(NOTE, "<b>calm</b> & quiet\nnow", Basis.CONSENT, None, CONSENT, new_uuid(), READER, "26-00042")
REVOKED = replace(CONSENT, revoked_at=NOON, revoked_by="L. Stone")


def page(opened: OpenedNote) -> str:
    return note_html(opened, Store(), "R. Okafor", NOON)


def test_a_protected_note_carries_the_notice_and_a_copy_of_its_consent() -> None:
    html = page(OPENED)
    assert NOTICE in html and "Copy of the consent" in html and str(CONSENT.id) in html
    assert "assessment &lt;all&gt;" in html and "&lt;b&gt;calm&lt;/b&gt; &amp; quiet<br>now" in html


def test_an_emergency_carries_its_reason_and_who() -> None:
    opened = replace(OPENED, basis=Basis.EMERGENCY, reason="unconscious", consent=REVOKED)
    html = page(opened)
    assert NOTICE in html and "unconscious" in html and "R. Okafor" in html and "42 CFR 2.51" in html
    assert "Copy of the consent" not in html
    assert opened.refusal(NOON) is None


def test_an_emergency_is_documented_as_one_whatever_consent_there_is() -> None:
    """A lead who recorded the consent does not read by it, and the page does not say so either."""
    html = page(replace(OPENED, basis=Basis.EMERGENCY, reason="unconscious", reader=LEAD))
    assert "42 CFR 2.51" in html and "unconscious" in html
    assert "Copy of the consent" not in html and str(CONSENT.id) not in html


def test_nobody_passes_on_by_a_consent_of_their_own() -> None:
    assert "may not leave" in str(replace(OPENED, basis=Basis.AUTHOR, reader=LEAD).refusal(NOON))
    assert "Copy of the consent" not in page(replace(OPENED, basis=Basis.AUTHOR, reader=LEAD))


def test_the_page_is_headed_with_the_call_that_it_was_opened_on() -> None:
    assert "Clinical note on call 26-00042" in page(OPENED)


def test_a_care_note_carries_neither() -> None:
    opened = replace(OPENED, note=replace(NOTE, part2=False), basis=Basis.CARE, consent=None)
    assert NOTICE not in page(opened) and "Consent" not in page(opened)
    assert opened.refusal(NOON) is None


@pytest.mark.parametrize("consent", [None, REVOKED, replace(CONSENT, expires_at=NOON)])
def test_a_protected_note_does_not_leave_without_a_consent_in_force(consent: ConsentSnapshot | None) -> None:
    for basis in (Basis.AUTHOR, Basis.CONSENT):
        assert "may not leave" in str(replace(OPENED, basis=basis, consent=consent).refusal(NOON))
    assert OPENED.refusal(NOON) is None


def test_a_list_says_what_covers_a_note_and_nothing_of_it() -> None:
    store = Store()
    assert note_line(NOTE, CONSENT, store, NOON).endswith("42 CFR part 2 · consent in force until 15 Mar 2026")
    assert note_line(NOTE, None, store, NOON).endswith("no consent")
    assert note_line(replace(NOTE, part2=False), None, store, NOON).endswith("care note")
    assert state(REVOKED, store, NOON).startswith("revoked")
    assert state(CONSENT, store, NOON + timedelta(days=2)).startswith("expired")
    assert state(CONSENT, store, NOON - timedelta(days=2)).startswith("from")
    assert "J. Roe" not in consent_line(CONSENT, store, NOON)


def test_who_needs_an_emergency() -> None:
    assert covers(NOTE, CONSENT, READER, NOON) and covers(NOTE, None, NOTE.author_id, NOON)
    assert not covers(NOTE, CONSENT, LEAD, NOON) and not covers(NOTE, REVOKED, READER, NOON)
    assert not covers(NOTE, None, READER, NOON) and covers(replace(NOTE, part2=False), None, READER, NOON)
