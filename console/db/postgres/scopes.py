"""Which rows each command may write in a shared database: what it names it may touch, anything else is refused there.

Written as `table+` for an insert, `table-` for a delete and `table~column,column` for an update of those columns. A
desktop client holds a database login, so whoever holds one could send other statements than ours: a login may begin
the commands of its roles, and a command reaches no further than its scope.
"""

from typing import NamedTuple

_RUN = (
    "assignment~status,since,ended_at,acknowledged_at,en_route_at,staging_at,on_scene_at,transporting_at,"
    "at_facility_at,radio_recorded_by"
)
_FREED = ("unit~availability,availability_since,availability_note,checked_in_at", "call~primary_unit_id,waiting_since")
_ENDED = ("call~lifecycle,closed_at,disposition,missed_reason,primary_unit_id,waiting_since,due_at,reserved_unit_id",)
_CREW = ("pairing+", "pairing~ended_at", "pairing_member+", "pairing_member~left_at", "shift+", "timeline+")
_DUTY = "unit~availability,availability_since,availability_note,on_duty_since,checked_in_at"
_LOCKED = "roster~"  # no column: whoever locks a row must have the right to change it
_TAKEN = ("call+", "caller+", "timeline+", "counter+", "counter~last")

_CONTRACT = (
    "week_minutes,least_minutes,most_minutes,week_shifts,run,least_run,rest_days,weekends,nights,rest_minutes,"
    "availability"
)
_TEMPLATE = "name,zone_id,begins,minutes,weekdays,teams,disciplines,needs,retired,rest_minutes"

SCOPES: dict[str, tuple[str, ...]] = {
    "take_call": _TAKEN,
    "amend_call": (
        "call~place,place_key,lat,lon,zone_id,nature,source,flags,language,needs,due_at,reserved_unit_id,level,"
        "level_since,waiting_since",
        "caller+", "caller~name,phone,phone_key", "timeline+",
    ),
    "raise_level": ("call~level,level_since", "timeline+"),
    "lower_level": ("call~level,level_since", "timeline+"),
    "reserve_unit": ("call~reserved_unit_id", "timeline+"),
    "import_calls": ("call+", "timeline+", "counter+", "counter~last"),
    "add_note": ("timeline+",),
    "clear_call": (_RUN, *_FREED[:1], *_ENDED, "timeline+"),
    "cancel_call": (_RUN, *_FREED[:1], *_ENDED, "timeline+"),
    "reopen_call": (*_ENDED, "timeline+"),
    "merge_call": (
        _RUN, "assignment+", *_FREED[:1], "call_link+", "timeline+",
        "call~lifecycle,closed_at,disposition,flags,level,level_since,primary_unit_id,waiting_since",
    ),
    "split_call": (*_TAKEN, "call_link+"),
    "link_calls": ("call_link+", "timeline+"),
    "dispatch_units": (_RUN, "assignment+", *_FREED, "timeline+"),
    "report_status": (_RUN, *_FREED, "timeline+"),
    "undo_dispatch": (_RUN, "assignment+", *_FREED, "timeline+"),
    "make_primary": ("call~primary_unit_id", "timeline+"),
    "log_on": (_DUTY, "timeline+"),
    "log_off": (_DUTY, "timeline+"),
    "set_availability": ("unit~availability,availability_since,availability_note", "timeline+"),
    "check_in": ("unit~checked_in_at", "timeline+"),
    "raise_emergency": ("emergency+", "timeline+"),
    "clear_emergency": ("emergency~cleared_at,cleared_by,note", "unit~checked_in_at", "timeline+"),
    "crew_unit": _CREW,
    "crew_from_roster": (*_CREW, _DUTY, "roster_team~seats,unit_id", _LOCKED),
    "split_riding": (*_CREW, "roster_team~unit_id", _LOCKED),
    "change_riding": (*_CREW, "roster_team~seats,unit_id", _LOCKED),
    "split_team": _CREW,
    "record_firings": ("escalation+", "timeline+"),
    "answer_escalation": ("escalation~answered_at,answered_by,answer", "timeline+"),
    "set_beds": ("provider~beds_free,beds_at",),
    "add_zones": ("zone+",),
    "add_providers": ("provider+",),
    "add_places": ("place+",),
    "add_past_calls": ("call+", "caller+", "assignment+", "timeline+"),
    "set_pace": ("program~program_epoch,real_epoch,rate",),
    "found_program": ("program+", "setting+"),
    "set_up_program": (
        *_TAKEN, *_CREW, _RUN, "assignment+", *_FREED, "program+", "setting+", "setting~value", "zone+", "provider+",
        "place+", "responder+", "qualification+", "unit+", "contract+", "shift_template+", "roster+", "roster_team+",
        "roster_team~seats,unit_id", "roster~state,published_by,published_at,note",
    ),
    "add_unit": ("unit+",),
    "add_responder": ("responder+", "qualification+"),
    "add_shift": ("shift+",),
    "note_session": (),
    "set_lock_rule": ("setting+", "setting~value"),
    "set_banner": ("setting+", "setting~value"),
    "edit_responder": ("responder~name,licence,zone_id",),
    "set_qualifications": ("qualification+", "qualification-"),
    "set_contract": ("contract+", f"contract~{_CONTRACT}"),
    "import_people": (
        "responder+", "responder~licence,zone_id", "qualification+", "qualification-", "contract+",
        f"contract~{_CONTRACT}", "partner+", "partner-", "partner~kind,note",
    ),
    "add_absence": ("absence+",),
    "approve_absence": ("absence~approved",),
    "end_absence": ("absence~ends_at,approved",),
    "add_wish": ("wish+",),
    "drop_wish": ("wish-",),
    "set_partner": ("partner+", "partner-", "partner~kind,note"),
    "save_template": ("shift_template+", f"shift_template~{_TEMPLATE}"),
    "set_template_teams": ("shift_template+", "shift_template~teams,weekdays"),
    "retire_template": ("shift_template~retired",),
    "set_roster_rules": ("setting+", "setting~value"),
    "begin_roster": ("roster+", "roster_team+"),
    "change_teams": ("roster_team~seats,unit_id", _LOCKED),
    "publish_roster": (
        "roster~state,published_by,published_at,note", "roster_team~seats,unit_id",
        "swap~roster_id,team_id,other_team_id,state,decided_at,decided_by",
    ),
    "drop_draft": ("roster~state",),
    "keep_difference": ("roster_team~base_version", _LOCKED),
    "take_as_base": ("roster~base_id", "roster_team~base_version"),
    "change_published": ("roster_team~seats,unit_id", "timeline+", _LOCKED),
    "ask_swap": ("swap+",),
    "decide_swap": ("swap~state,decided_at,decided_by", "roster_team~seats", _LOCKED),
    "add_account": (),
    "set_roles": ("account~roles",),  # by its own function, as disable_account: nobody is granted the table
    "release_account": (),
    "disable_account": ("account~disabled_at",),
    "enable_account": ("account~disabled_at",),
    "write_clinical_note": ("clinical_note+", "timeline+"),
    "open_clinical_note": (),  # by its own function only, which writes the opening
    "record_consent": ("consent+",),
    "revoke_consent": ("consent~revoked_at,revoked_by",),
    "note_exported": (),
    "set_password": (),  # a local account is no row here; a login changes itself
    "record_attempt": (),
    "purge_audit": (),
    "note_export": (),
}  # fmt: skip

_ACTIONS = {"+": "insert", "~": "update", "-": "delete"}


class Reach(NamedTuple):
    """One table that a command may write, how, and for an update which columns."""

    command: str
    table: str
    action: str
    columns: tuple[str, ...]


def reaches() -> list[Reach]:
    """Every scope, one row for each command, table and action."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for command, parts in SCOPES.items():
        for part in parts:
            sign = next(one for one in part if one in _ACTIONS)
            table, _, columns = part.partition(sign)
            named = set(columns.split(",")) - {""} | ({"version"} if sign == "~" else set())
            found.setdefault((command, table, _ACTIONS[sign]), set()).update(named)
    return [Reach(*key, tuple(sorted(columns))) for key, columns in found.items()]
