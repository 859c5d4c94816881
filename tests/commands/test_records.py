"""What a command leaves behind: audit, change log, one commit for one command id, conflicts with who, what and when."""

import json
import re
from zoneinfo import ZoneInfo

import pytest
from make import NOON, TIME_ZONE, Program, a_draft, an_actor

from console.commands.dispatch import dispatch_units
from console.commands.settle_calls import add_note, clear_call, lower_level
from console.commands.take_calls import amend_call, raise_level, take_call
from console.commands.told_values import told_value
from console.db.record import HIDDEN
from console.domain.calls import CallSource, RiskFlag
from console.domain.ids import new_uuid
from console.domain.urgency import Urgency
from console.errors import BadInput, EditConflict, RuleBroken
from console.models.base import Base
from console.models.registry import METADATA

SECRETS = {
    "place": "9 Secret Close",
    "caller_name": "Jane Roe",
    "caller_phone": "610-555-0142",
    "note": "hears voices",
}


def test_every_row_that_a_command_writes_is_audited_with_who_and_from_where(program: Program) -> None:
    before = program.rows("SELECT max(seq) FROM audit")[0][0]
    key = new_uuid()
    program.run(take_call, a_draft(), command_id=key)
    rows = program.rows(
        "SELECT table_name, action, command, account_name, account_id, desk_id, command_id FROM audit WHERE seq > :seq",
        seq=before,
    )
    assert {(row.table_name, row.action) for row in rows} == {("call", "insert")}
    for row in rows:
        assert (row.command, row.account_name) == ("take_call", program.actor.name)
        assert (row.account_id, row.desk_id) == (program.actor.account_id.hex, program.actor.desk_id.hex)
        assert row.command_id == key.hex


def test_an_update_names_what_it_was_and_what_it_is(program: Program) -> None:
    call_id = program.call()
    program.run(raise_level, call_id, Urgency.EMERGENT)
    [row] = program.rows("SELECT * FROM audit WHERE command = 'raise_level'")
    assert (row.action, row.row_id) == ("update", str(call_id))
    assert json.loads(row.before)["level"] == 2
    assert json.loads(row.after)["level"] == 4
    assert set(json.loads(row.after)) == {"level", "level_since"}


def test_the_audit_holds_no_private_text(program: Program) -> None:
    call_id = program.call(**SECRETS)
    program.run(amend_call, call_id, 1, place="7 Hidden Row", caller_name="John Doe")
    program.run(add_note, call_id, "knife in the kitchen")
    told = json.dumps([[str(cell) for cell in row] for row in program.rows("SELECT * FROM audit")])
    for secret in (*SECRETS.values(), "7 Hidden Row", "John Doe", "knife", "6105550142", "9 secret close"):
        assert secret not in told
    after = dict(program.rows("SELECT table_name, after FROM audit WHERE command = 'amend_call'"))
    assert json.loads(after["call"])["place"] == json.loads(after["caller"])["name"] == HIDDEN


def test_every_table_but_the_logs_says_what_it_touches() -> None:
    silent = {"command_done", "audit", "audit_head", "change_log", "setting", "counter", "lease", "position", "place",
              "note_opening"}  # fmt: skip
    for mapper in METADATA.tables:
        touches = mapper not in silent
        row = next(one.class_ for one in Base.registry.mappers if one.local_table.name == mapper)
        assert touches == bool(row.touches), mapper


def test_the_change_log_names_the_touched_aggregates_once(program: Program) -> None:
    call_id, unit_id = program.call(), program.unit()
    before = program.rows("SELECT max(seq) FROM change_log")[0][0]
    program.send(call_id, unit_id)
    rows = program.rows("SELECT aggregate, aggregate_id, desk_id FROM change_log WHERE seq > :seq", seq=before)
    assert sorted((row.aggregate, row.aggregate_id) for row in rows) == sorted(
        [("call", call_id.hex), ("unit", unit_id.hex), ("timeline", call_id.hex)]
    )
    assert {row.desk_id for row in rows} == {program.actor.desk_id.hex}


def test_the_same_command_id_is_done_once(program: Program) -> None:
    key, draft = new_uuid(), a_draft()
    assert program.run(take_call, draft, command_id=key) is not None
    changes = program.rows("SELECT count(*) FROM change_log")
    assert program.run(take_call, draft, command_id=key) is None
    assert program.rows("SELECT count(*) FROM call") == [(1,)]
    assert program.rows("SELECT count(*) FROM change_log") == changes


def test_a_refused_command_can_be_repeated_under_its_id(program: Program) -> None:
    key, call_id = new_uuid(), program.call()
    with pytest.raises(RuleBroken):
        program.run(lower_level, call_id, 1, Urgency.ROUTINE, " ", command_id=key)
    program.run(lower_level, call_id, 1, Urgency.ROUTINE, "calm", command_id=key)
    assert program.seen(call_id).level is Urgency.ROUTINE


def test_a_conflict_says_who_what_and_when(program: Program) -> None:
    call_id = program.call()
    program.run(raise_level, call_id, Urgency.EMERGENT, by=an_actor(name="M. Chen"))
    with pytest.raises(EditConflict) as conflict:
        program.run(lower_level, call_id, 1, Urgency.ROUTINE, "calm")
    said = str(conflict.value)
    number = program.seen(call_id).number
    assert re.match(rf"M\. Chen changed {number} at \d\d:\d\d:\d\d \(level: 2 moderate → 4 emergent\)", said)
    assert "Nothing of yours was saved" in said


def test_a_conflict_is_told_in_words_and_in_the_agencys_time(program: Program) -> None:
    call_id = program.call(flags=(RiskFlag.MINOR,))
    flags = (RiskFlag.MINOR, RiskFlag.WEAPON_SEEN)
    program.run(amend_call, call_id, 1, nature="welfare_check", flags=flags, needs=("youth",), due_at=NOON)
    with pytest.raises(EditConflict) as conflict:
        program.run(lower_level, call_id, 1, Urgency.ROUTINE, "calm")
    for told in ("nature: Person in emotional crisis → Welfare check", "needs: none → Youth",
                 "flags: Minor → Minor, Weapon seen",
                 "level: 2 moderate → 3 urgent", "due at: none → 2026-03-14 08:00"):  # fmt: skip
        assert told in str(conflict.value)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("closed_at", "2026-03-14 12:00:00+00:00", "08:00"),
        ("beds_at", "half past", "half past"),
        ("beds_free", 0, "0"),
        ("disposition", "settled", "Settled on scene"),
        ("nature", "of another time", "of another time"),
        ("imported", True, "yes"),
        ("language", "spanish", "Spanish"),
        ("note", None, "none"),
    ],
)
def test_a_value_is_told_in_words(column: str, value: object, told: str) -> None:
    assert told_value(column, value, ZoneInfo(TIME_ZONE)) == told


def test_a_conflict_over_private_text_does_not_tell_it(program: Program) -> None:
    call_id = program.call(caller_name="Jane Roe")
    program.run(amend_call, call_id, 1, caller_name="John Doe")
    with pytest.raises(EditConflict) as conflict:
        program.run(amend_call, call_id, 1, nature="welfare_check")
    assert "caller name" in str(conflict.value)
    assert "Doe" not in str(conflict.value)


def test_amending_keeps_what_is_not_given_and_a_point_may_move_alone(program: Program) -> None:
    call_id = program.call(caller_name="Jane Roe", language="Spanish")
    moved = program.seen(call_id).point
    assert moved is not None
    elsewhere = type(moved)(moved.lat + 0.01, moved.lon)
    program.run(amend_call, call_id, 1, point=elsewhere, source=CallSource.WALK_IN)
    seen = program.seen(call_id)
    assert (seen.point, seen.caller_name, seen.language) == (elsewhere, "Jane Roe", "Spanish")
    assert "Place moved on the map" in program.said(call_id)


def test_one_edit_raises_the_level_ticks_a_flag_and_adds_a_note(program: Program) -> None:
    call_id = program.call(level=Urgency.ROUTINE)
    flags = (RiskFlag.WEAPON_IN_HOME,)
    program.run(amend_call, call_id, 1, flags=flags, level=Urgency.EMERGENT, note=" shotgun in the hall ")
    seen = program.seen(call_id)
    assert (seen.level, seen.flags, seen.version) == (Urgency.EMERGENT, flags, 2)
    assert program.said(call_id)[-3:] == [
        "Level 1 → 3: risk flags", "Level 3 → 4", "shotgun in the hall"
    ]  # fmt: skip


def test_an_edit_never_lowers_the_level(program: Program) -> None:
    call_id = program.call(level=Urgency.URGENT)
    with pytest.raises(RuleBroken, match=r"is level 3: an edit does not lower it"):
        program.run(amend_call, call_id, 1, level=Urgency.ROUTINE, note="calm now")
    assert program.seen(call_id).level is Urgency.URGENT
    assert "calm now" not in program.said(call_id)


def test_one_broken_wish_takes_all_of_it_back(program: Program) -> None:
    call_id, ready, away = program.call(), program.unit("C09"), program.unit("C11", on_duty=False)
    with pytest.raises(RuleBroken, match="C11 is off duty"):
        program.run(dispatch_units, call_id, [ready, away])
    assert program.seen(call_id).assignments == ()


def test_clearing_needs_a_disposition_and_a_reason_when_no_team_went(program: Program) -> None:
    call_id = program.call(received_at=NOON)
    with pytest.raises(RuleBroken, match=r"No team went to .* Say why: No team free"):
        program.run(clear_call, call_id, 1, "settled")
    with pytest.raises(BadInput, match=r"is no disposition\. Use one of: settled"):
        program.run(clear_call, call_id, 1, "whatever")
    assert program.seen(call_id).is_open


def test_a_language_is_kept_set_and_taken_back(program: Program) -> None:
    call_id = program.call()
    for told, kept in ((None, None), ("spanish", "spanish"), (None, "spanish"), ("", None)):
        program.run(amend_call, call_id, program.seen(call_id).version, language=told, note="more")
        assert program.seen(call_id).language == kept
