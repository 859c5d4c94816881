"""Who opens a clinical note, on what basis, for how long, and when it may leave; the same on both databases."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from make import Program, an_actor
from shared import SharedProgram
from sqlalchemy import text

from console.commands.clinical_notes import (
    ConsentDraft,
    note_exported,
    open_clinical_note,
    record_consent,
    revoke_consent,
    write_clinical_note,
)
from console.db.unit_of_work import read
from console.domain.clinical_notes import Basis
from console.domain.ids import CallId, new_uuid
from console.domain.roles import Actor, Role
from console.errors import BadInput, EditConflict, NotFound, NotPermitted, RuleBroken
from console.queries.clinical_notes import consents_of_call, notes_of_call, opening_basis, read_note

AUTHOR = an_actor(Role.CLINICIAN, name="J. Park")
OTHER = an_actor(Role.CLINICIAN)
LEAD = an_actor(Role.LEAD)
BODY = "agreed to detox on Monday"


def terms(begins: timedelta = -timedelta(hours=1), ends: timedelta = timedelta(days=30)) -> ConsentDraft:
    now = datetime.now(UTC)
    return ConsentDraft("J. Roe", "the clinic", "assessment", "the crisis team", "care", now + begins, now + ends)


def ask_as(program: Program, actor: Actor, query: Any, *args: Any) -> Any:
    """A question as this actor's own login asks it."""
    database = program.database
    if isinstance(program, SharedProgram):
        database, actor = program.as_login(actor)
    return program.arun(read(database, query, *args, actor))


def written(program: Program, call_id: CallId, consent: UUID | None = None, *, part2: bool = True) -> UUID:
    key = new_uuid()
    program.run(write_clinical_note, key, call_id, BODY, part2=part2, consent_id=consent, by=AUTHOR)
    return key


def consented(program: Program, call_id: CallId, draft: ConsentDraft | None = None, by: Actor = LEAD) -> UUID:
    key = new_uuid()
    program.run(record_consent, key, call_id, draft or terms(), by=by)
    return key


def opened(program: Program, note: UUID, by: Actor, emergency: str | None = None) -> tuple[UUID, Basis]:
    key = new_uuid()
    return key, program.run(open_clinical_note, note, key, "hand-over", emergency, by=by)


def later(program: Program, statement: str) -> None:
    """Change what only grows, as time would."""
    table = statement.split()[1]
    if isinstance(program, SharedProgram):
        program.alter(text(f"ALTER TABLE tandem.{table} DISABLE TRIGGER ALL"))
    program.alter(text(statement))


@pytest.fixture
def call_id(program: Program) -> CallId:
    return program.call()


def test_whoever_wrote_it_and_whoever_cares_may_read(program: Program, call_id: CallId) -> None:
    protected, plain = written(program, call_id), written(program, call_id, part2=False)
    opening, basis = opened(program, protected, AUTHOR)
    assert basis is Basis.AUTHOR and ask_as(program, AUTHOR, read_note, opening) == BODY
    opening, basis = opened(program, plain, OTHER)
    assert basis is Basis.CARE and ask_as(program, OTHER, read_note, opening) == BODY


def test_a_protected_note_is_read_on_a_consent_of_its_own_call_that_is_in_force(
    program: Program, call_id: CallId
) -> None:
    opening, basis = opened(program, written(program, call_id, consented(program, call_id)), OTHER)
    assert basis is Basis.CONSENT and ask_as(program, OTHER, read_note, opening) == BODY
    elsewhere = consented(program, program.call())
    expired = consented(program, call_id, terms(-timedelta(days=9), -timedelta(days=1)))
    early = consented(program, call_id, terms(timedelta(days=1)))
    for consent in (None, elsewhere, expired, early):
        with pytest.raises(NotPermitted, match="no consent in force"):
            opened(program, written(program, call_id, consent), OTHER)


def test_after_its_revocation_it_is_closed(program: Program, call_id: CallId) -> None:
    consent = consented(program, call_id)
    note = written(program, call_id, consent)
    program.run(revoke_consent, consent, 1, by=LEAD)
    with pytest.raises(NotPermitted, match="no consent in force"):
        opened(program, note, OTHER)
    with pytest.raises((RuleBroken, EditConflict)):
        program.run(revoke_consent, consent, 2, by=LEAD)
    (held,) = ask_as(program, LEAD, consents_of_call, call_id)
    assert held.revoked_by is not None and not held.in_force(datetime.now(UTC))


def test_nobody_reads_on_a_consent_of_their_own(program: Program, call_id: CallId) -> None:
    note = written(program, call_id, consented(program, call_id, by=LEAD))
    with pytest.raises(NotPermitted):
        opened(program, note, LEAD)


def test_an_emergency_takes_a_lead_and_a_reason(program: Program, call_id: CallId) -> None:
    note = written(program, call_id)
    for actor, reason in ((OTHER, "unconscious"), (LEAD, None), (LEAD, "  ")):
        with pytest.raises(NotPermitted):
            opened(program, note, actor, reason)
    opening, basis = opened(program, note, LEAD, "unconscious")
    assert basis is Basis.EMERGENCY and ask_as(program, LEAD, read_note, opening) == BODY
    assert program.rows("SELECT basis, reason FROM note_opening") == [("emergency", "unconscious")]
    (told,) = program.rows("SELECT after FROM audit WHERE table_name = 'note_opening'")
    assert "unconscious" not in str(told) and "hand-over" not in str(told)


def test_a_purpose_is_needed(program: Program, call_id: CallId) -> None:
    with pytest.raises(RuleBroken):
        program.run(open_clinical_note, written(program, call_id), new_uuid(), " ", by=AUTHOR)


def test_an_opening_is_good_for_a_minute_and_for_its_holder(program: Program, call_id: CallId) -> None:
    opening, _ = opened(program, written(program, call_id), AUTHOR)
    with pytest.raises(NotPermitted):
        ask_as(program, OTHER, read_note, opening)
    with pytest.raises(NotPermitted):
        ask_as(program, AUTHOR, read_note, new_uuid())
    shift = "now() - interval '61 seconds'" if isinstance(program, SharedProgram) else "datetime('now', '-61 seconds')"
    later(program, f"UPDATE note_opening SET at = {shift}")
    with pytest.raises(NotPermitted):
        ask_as(program, AUTHOR, read_note, opening)


def test_an_opening_ends_with_its_consent(program: Program, call_id: CallId) -> None:
    consent = consented(program, call_id)
    opening, _ = opened(program, written(program, call_id, consent), OTHER)
    program.run(revoke_consent, consent, 1, by=LEAD)
    with pytest.raises(NotPermitted):
        ask_as(program, OTHER, read_note, opening)


def passed_on(program: Program, note: UUID, opening: UUID, by: Actor) -> Any:
    """Pass it on; what the audit then says of it."""
    program.run(note_exported, note, opening, by=by)
    told = program.rows("SELECT after FROM audit WHERE action = 'export' ORDER BY seq DESC LIMIT 1")
    return json.loads(told[0][0])["basis"]


def test_a_note_leaves_on_what_it_was_opened_on(program: Program, call_id: CallId) -> None:
    consent = consented(program, call_id)
    note, plain = written(program, call_id, consent), written(program, call_id, part2=False)
    opening, _ = opened(program, note, OTHER)
    assert passed_on(program, note, opening, OTHER) == "consent"
    assert passed_on(program, note, opened(program, note, AUTHOR)[0], AUTHOR) == "consent"
    assert passed_on(program, plain, opened(program, plain, OTHER)[0], OTHER) == "care"
    bare = written(program, call_id)
    with pytest.raises(RuleBroken, match="may not leave"):
        program.run(note_exported, bare, opened(program, bare, AUTHOR)[0], by=AUTHOR)
    program.run(revoke_consent, consent, 1, by=LEAD)
    with pytest.raises(RuleBroken, match="may not leave"):
        program.run(note_exported, note, opening, by=OTHER)
    with pytest.raises(NotFound):
        program.run(note_exported, new_uuid(), opening, by=LEAD)


def test_a_note_is_passed_on_by_whoever_opened_it(program: Program, call_id: CallId) -> None:
    consent = consented(program, call_id)
    note, another = written(program, call_id, consent), written(program, call_id, consent)
    opening, _ = opened(program, note, OTHER)
    for one, held, by in ((note, new_uuid(), OTHER), (another, opening, OTHER), (note, opening, AUTHOR)):
        with pytest.raises(NotPermitted, match="whoever opened it"):
            program.run(note_exported, one, held, by=by)


def test_an_emergency_leaves_as_one_whatever_consent_there_is(program: Program, call_id: CallId) -> None:
    note = written(program, call_id, consented(program, call_id, by=LEAD))
    opening, basis = opened(program, note, LEAD, "unconscious")
    assert basis is Basis.EMERGENCY and passed_on(program, note, opening, LEAD) == "emergency"
    assert "unconscious" not in str(program.rows("SELECT after FROM audit"))


def test_nobody_passes_on_by_a_consent_of_their_own(program: Program, call_id: CallId) -> None:
    both = an_actor(Role.CLINICIAN, Role.LEAD, name="B. Both")
    note = new_uuid()
    consent = consented(program, call_id, by=both)
    program.run(write_clinical_note, note, call_id, BODY, part2=True, consent_id=consent, by=both)
    opening, basis = opened(program, note, both)
    assert basis is Basis.AUTHOR
    with pytest.raises(RuleBroken, match="may not leave"):
        program.run(note_exported, note, opening, by=both)


def test_an_opening_whose_answer_was_lost_is_what_it_was(program: Program, call_id: CallId) -> None:
    note, command, key = written(program, call_id), new_uuid(), new_uuid()
    for answer in (Basis.EMERGENCY, None):
        asked = (open_clinical_note, note, key, "care", "unconscious")
        assert program.run(*asked, by=LEAD, command_id=command) == answer
    assert ask_as(program, LEAD, opening_basis, key) is Basis.EMERGENCY
    for actor, opening in ((OTHER, key), (LEAD, new_uuid())):
        with pytest.raises(NotPermitted, match="was saved"):
            ask_as(program, actor, opening_basis, opening)


def test_a_consent_says_everything_and_ends_after_it_began(program: Program, call_id: CallId) -> None:
    now = datetime.now(UTC)
    for place in range(5):
        said = ["J. Roe", "the clinic", "assessment", "the crisis team", "care"]
        said[place] = " "
        with pytest.raises(BadInput, match="A consent names"):
            consented(program, call_id, ConsentDraft(*said, now, now + timedelta(days=1)))
    with pytest.raises(BadInput, match="ends before"):
        consented(program, call_id, terms(timedelta(days=2), timedelta(days=1)))


def test_others_see_that_there_is_a_note_and_nothing_of_it(program: Program, call_id: CallId) -> None:
    consent = consented(program, call_id)
    written(program, call_id, consent)
    assert program.said(call_id)[-1] == "Clinical note written" and "onsent" not in "".join(program.said(call_id))
    for role in Role:
        sees = role in (Role.CLINICIAN, Role.LEAD)
        assert bool(ask_as(program, an_actor(role), notes_of_call, call_id)) == sees, role
        assert bool(ask_as(program, an_actor(role), consents_of_call, call_id)) == sees, role
    told = str(program.rows("SELECT after FROM audit"))
    assert BODY not in told and "J. Roe" not in told
