"""Every command is refused to every role that does not hold its permission, and names the roles that do."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from make import CENTRE, NOON, Program, a_draft, an_actor

import console.commands
from console.commands import (
    accounts,
    audit,
    clinical_notes,
    crews,
    dispatch,
    duty,
    escalations,
    import_calls,
    past_calls,
    people_import,
    places,
    programs,
    roster_teams,
    rosters,
    settle_calls,
    shift_templates,
    staffing,
    swaps,
    take_calls,
    tonight,
)
from console.commands.swaps import SwapWish
from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallDraft
from console.domain.dispositions import MissedReason
from console.domain.ids import new_uuid
from console.domain.rights import COMMANDS
from console.domain.roles import Permission, Role, roles_with
from console.domain.roster_rules import RosterRules
from console.domain.rosters import Absence, AbsenceKind, Contract, PartnerKind, Template, Wish
from console.domain.sessions import LockRule
from console.domain.units import Availability, Discipline, UnitKind
from console.domain.urgency import Urgency
from console.errors import NotPermitted, TandemError
from console.snapshots.rosters import SwapState

SOME = new_uuid()
CONSENT = clinical_notes.ConsentDraft(
    "J. Roe", "the clinic", "assessment", "police", "care", NOON, NOON.replace(hour=20)
)
AWAY = Absence(AbsenceKind.SICK, NOON, NOON.replace(hour=20))
DAY_SHIFT = Template(SOME, 0, "Day", None, 7 * 60, 600, frozenset(range(7)))
ON_SCENE = AssignmentStatus.ON_SCENE

# Each command with its permission and with arguments that it would look at only afterwards.
TABLE: dict[Any, tuple[Permission, tuple[Any, ...]]] = {
    take_calls.take_call: (Permission.TAKE_CALL, (a_draft(),)),
    take_calls.amend_call: (Permission.TAKE_CALL, (SOME, 1)),
    take_calls.raise_level: (Permission.RAISE_LEVEL, (SOME, Urgency.EMERGENT)),
    take_calls.reserve_unit: (Permission.DISPATCH, (SOME, 1, SOME)),
    import_calls.import_calls: (Permission.IMPORT_CALLS, ([], "calls.csv", ZoneInfo("UTC"))),
    settle_calls.lower_level: (Permission.LOWER_LEVEL, (SOME, 1, Urgency.ROUTINE, "calm")),
    settle_calls.add_note: (Permission.WRITE_NOTE, (SOME, "door is open")),
    settle_calls.clear_call: (Permission.CLEAR_CALL, (SOME, 1, "settled", MissedReason.SAFETY)),
    settle_calls.cancel_call: (Permission.CLEAR_CALL, (SOME, 1, "caller rang back")),
    settle_calls.reopen_call: (Permission.CLEAR_CALL, (SOME, "came back")),
    settle_calls.merge_call: (Permission.CLEAR_CALL, (SOME, new_uuid(), 1)),
    settle_calls.split_call: (Permission.CLEAR_CALL, (SOME, a_draft())),
    settle_calls.link_calls: (Permission.CLEAR_CALL, (SOME, new_uuid())),
    dispatch.dispatch_units: (Permission.DISPATCH, (SOME, [SOME])),
    dispatch.report_status: (Permission.DISPATCH, (SOME, ON_SCENE)),
    dispatch.undo_dispatch: (Permission.DISPATCH, (SOME,)),
    dispatch.make_primary: (Permission.DISPATCH, (SOME, SOME)),
    duty.log_on: (Permission.UNIT_DUTY, (SOME,)),
    duty.log_off: (Permission.UNIT_DUTY, (SOME,)),
    duty.set_availability: (Permission.UNIT_DUTY, (SOME, Availability.BREAK)),
    duty.check_in: (Permission.DISPATCH, (SOME,)),
    duty.raise_emergency: (Permission.DISPATCH, (SOME,)),
    duty.clear_emergency: (Permission.CLEAR_EMERGENCY, (SOME, SOME, "all safe")),
    tonight.crew_from_roster: (Permission.CREW_UNIT, (SOME, SOME, None, 1)),
    tonight.split_riding: (Permission.CREW_UNIT, (SOME, SOME, None)),
    tonight.change_riding: (Permission.CREW_UNIT, (SOME, [])),
    crews.crew_unit: (Permission.CREW_UNIT, (SOME, None, [SOME])),
    crews.split_team: (Permission.CREW_UNIT, (SOME, None)),
    escalations.record_firings: (Permission.WATCH, ([],)),
    escalations.answer_escalation: (Permission.ANSWER_ESCALATION, (SOME, "team found")),
    places.set_beds: (Permission.EDIT_PROVIDER, (SOME, 1, 3)),
    places.add_zones: (Permission.EDIT_SETTINGS, ([],)),
    places.add_providers: (Permission.EDIT_SETTINGS, ([],)),
    places.add_places: (Permission.EDIT_SETTINGS, ([],)),
    past_calls.add_past_calls: (Permission.EDIT_SETTINGS, ([],)),
    programs.set_pace: (Permission.EDIT_SETTINGS, (1.0,)),
    programs.add_unit: (Permission.CREW_UNIT, (SOME, "C77", UnitKind.CO_RESPONSE, None)),
    programs.add_responder: (Permission.ADD_RESPONDER, (SOME, "Ana Reyes", Discipline.OFFICER)),
    staffing.edit_responder: (Permission.EDIT_DIRECTORY, (SOME, 1, "Ana Reyes", None, None)),
    staffing.set_qualifications: (Permission.EDIT_DIRECTORY, (SOME, [])),
    staffing.set_contract: (Permission.EDIT_DIRECTORY, (SOME, 0, Contract())),
    people_import.import_people: (Permission.EDIT_DIRECTORY, ([], [])),
    staffing.add_absence: (Permission.CHANGE_PUBLISHED, (SOME, SOME, AWAY)),
    staffing.approve_absence: (Permission.CHANGE_PUBLISHED, (SOME,)),
    staffing.end_absence: (Permission.CHANGE_PUBLISHED, (SOME, NOON)),
    staffing.add_wish: (Permission.EDIT_DIRECTORY, (SOME, SOME, Wish(NOON.date(), works=False))),
    staffing.drop_wish: (Permission.EDIT_DIRECTORY, (SOME,)),
    staffing.set_partner: (Permission.EDIT_DIRECTORY, (SOME, new_uuid(), PartnerKind.USUAL)),
    shift_templates.save_template: (Permission.EDIT_ROSTER, (DAY_SHIFT,)),
    shift_templates.set_template_teams: (Permission.EDIT_ROSTER, ([],)),
    shift_templates.retire_template: (Permission.EDIT_ROSTER, (SOME, 1)),
    shift_templates.set_roster_rules: (Permission.EDIT_ROSTER, (RosterRules(), RosterRules())),
    rosters.begin_roster: (Permission.EDIT_ROSTER, (SOME, "March", NOON.date().replace(day=16), 7)),
    rosters.publish_roster: (Permission.EDIT_ROSTER, (SOME, 1)),
    rosters.drop_draft: (Permission.EDIT_ROSTER, (SOME, 1)),
    rosters.keep_difference: (Permission.EDIT_ROSTER, (SOME, 1, 1)),
    rosters.take_as_base: (Permission.EDIT_ROSTER, (SOME, 1, SOME, {})),
    roster_teams.change_teams: (Permission.EDIT_ROSTER, (SOME, [])),
    roster_teams.change_published: (Permission.CHANGE_PUBLISHED, (SOME, [])),
    swaps.ask_swap: (Permission.CHANGE_PUBLISHED, (SOME, SOME, SwapWish("open", SOME, SOME))),
    swaps.decide_swap: (Permission.CHANGE_PUBLISHED, (SOME, 1, SwapState.REFUSED)),
    accounts.add_account: (Permission.EDIT_ACCOUNTS, (SOME, "A. Reyes", [Role.VIEWER], "long enough 12", "areyes")),
    accounts.set_roles: (Permission.EDIT_ACCOUNTS, (SOME, [Role.VIEWER])),
    accounts.disable_account: (Permission.EDIT_ACCOUNTS, (SOME,)),
    accounts.enable_account: (Permission.EDIT_ACCOUNTS, (SOME,)),
    accounts.release_account: (Permission.EDIT_ACCOUNTS, (SOME,)),
    accounts.set_banner: (Permission.EDIT_SETTINGS, ("Restricted.",)),
    accounts.set_lock_rule: (Permission.EDIT_SETTINGS, (LockRule(),)),
    audit.purge_audit: (Permission.EDIT_ACCOUNTS, (NOON,)),
    audit.note_export: (Permission.READ_AUDIT, (3, "everything")),
    clinical_notes.write_clinical_note: (Permission.WRITE_CLINICAL_NOTE, (SOME, SOME, "calm now")),
    clinical_notes.open_clinical_note: (Permission.READ_CLINICAL_NOTE, (SOME, SOME, "care")),
    clinical_notes.note_exported: (Permission.READ_CLINICAL_NOTE, (SOME, SOME)),
    clinical_notes.record_consent: (Permission.RECORD_CONSENT, (SOME, SOME, CONSENT)),
    clinical_notes.revoke_consent: (Permission.RECORD_CONSENT, (SOME, 1)),
    programs.add_shift: (Permission.CREW_UNIT, (SOME, "Night", None, NOON, NOON.replace(hour=20))),
}

# What asks for no permission itself. Whoever founds a program is its first account: nobody could have given a role.
WITHOUT = {"found_program", "set_up_program", "the_program", "next_number", "zone_at", "running_pairing", "members_of",
           "set_password", "record_attempt", "note_session", "apply_changes", "change_seats_in_force", "refuse_riding",
           "riding", "locked", "roster_of_team", "aboard", "expect_crew", "rows_of", "take_over",
           "sign_bent", "carry_requests"}  # fmt: skip
SHARED = {"ground", "runs", "bulk", "fitness", "told_values"}


def commands() -> Iterator[Any]:
    for file in sorted(Path(console.commands.__path__[0]).glob("[a-z]*.py")):
        if file.stem in SHARED:
            continue
        module = import_module(f"console.commands.{file.stem}")
        for name, made in inspect.getmembers(module, inspect.iscoroutinefunction):
            if made.__module__ == module.__name__ and not name.startswith("_") and name not in WITHOUT:
                yield made


def test_no_command_is_missing_from_the_table() -> None:
    missing = [one.__qualname__ for one in commands() if one not in TABLE]
    assert not missing, f"add to the table: {', '.join(missing)}"
    assert {one.__name__: permission for one, (permission, _) in TABLE.items()}.items() <= COMMANDS.items()


@pytest.mark.parametrize("command", TABLE, ids=lambda one: one.__name__)
def test_only_the_roles_of_its_permission_may(program: Program, command: Any) -> None:
    permission, args = TABLE[command]
    for role in Role:
        allowed = role in roles_with(permission)
        try:
            program.run(command, *(a_draft() if isinstance(one, CallDraft) else one for one in args), by=an_actor(role))
        except NotPermitted as refusal:
            assert not allowed
            assert permission.value in str(refusal)
            assert roles_with(permission)[0].word.lower() in str(refusal)
        except TandemError:
            assert allowed, f"{role} was refused for something else than its role"
        else:
            assert allowed, f"{role} may not {permission.value}"


def test_what_was_refused_left_no_trace(program: Program) -> None:
    before = program.rows("SELECT count(*) FROM command_done")
    with pytest.raises(NotPermitted):
        program.run(take_calls.take_call, a_draft(point=CENTRE), by=an_actor(Role.VIEWER))
    assert program.rows("SELECT count(*) FROM command_done") == before
    assert program.rows("SELECT count(*) FROM call") == [(0,)]
