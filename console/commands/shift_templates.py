"""Shifts as they recur: what a roster is made of, and how heavy its soft rules weigh."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.commands.ground import expect, found
from console.db.roster_rows import RULES_SETTING, roster_rules
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import TemplateId
from console.domain.roles import Permission
from console.domain.roster_rules import WEIGHED, RosterRules
from console.domain.rosters import Template
from console.errors import BadInput, EditConflict
from console.models.program import Setting
from console.models.rosters import ShiftTemplate

MOST_WEIGHT = 100  # of a soft rule


@dataclass(frozen=True, slots=True)
class Apart:
    """Weekdays of a shift that become a shift of their own, with other teams."""

    id: TemplateId
    weekdays: frozenset[int]
    teams: int


@dataclass(frozen=True, slots=True)
class TeamsWish:
    """How many teams a shift shall have, and the weekdays that are to be split off."""

    template_id: TemplateId
    seen: int
    teams: int
    apart: Apart | None = None


async def save_template(uow: UnitOfWork, template: Template) -> None:
    """Add a shift template, or change the one with its id; version 0 is a new one.

    Rosters that exist keep the shifts that they were made with.

    Raises:
        BadInput: a part is not possible.
        EditConflict: somebody else was faster.
    """
    uow.require(Permission.EDIT_ROSTER)
    one = template.checked()
    values = {
        "name": one.name.strip(), "zone_id": one.zone_id, "begins": one.begins, "minutes": one.minutes,
        "weekdays": sorted(one.weekdays), "teams": one.teams, "disciplines": [seat.value for seat in one.disciplines],
        "needs": list(one.needs), "retired": one.retired, "rest_minutes": one.rest_minutes,
    }  # fmt: skip
    if one.version == 0:
        uow.session.add(ShiftTemplate(id=one.id, **values))
        return
    row = await found(uow, ShiftTemplate, one.id, "shift")
    await expect(uow, row, row.version, one.version, f"the shift {row.name}")
    for name, value in values.items():
        setattr(row, name, value)


async def set_template_teams(uow: UnitOfWork, wishes: Sequence[TeamsWish]) -> None:
    """Set how many teams shifts have; all of them or none. What is split off is as its shift but for days and teams.

    It keeps the name, too: a pattern of shifts means both.

    Raises:
        BadInput: so many teams are not possible, or the weekdays that are split off are not some of the shift's.
        EditConflict: somebody else was faster.
    """
    uow.require(Permission.EDIT_ROSTER)
    for one in wishes:
        row = await found(uow, ShiftTemplate, one.template_id, "shift")
        await expect(uow, row, row.version, one.seen, f"the shift {row.name}")
        for teams in (one.teams, one.apart.teams if one.apart is not None else one.teams):
            if not 1 <= teams <= 99:
                raise BadInput(f"{row.name}: 1 to 99 teams.")
        row.teams = one.teams
        if one.apart is not None:
            uow.session.add(_split_off(row, one.apart))
            row.weekdays = [day for day in row.weekdays if day not in one.apart.weekdays]


def _split_off(row: ShiftTemplate, apart: Apart) -> ShiftTemplate:
    if not apart.weekdays or not apart.weekdays < set(row.weekdays):
        raise BadInput(f"{row.name}: split off some of its weekdays, not all.")
    return ShiftTemplate(
        id=apart.id, name=row.name, zone_id=row.zone_id, begins=row.begins, minutes=row.minutes,
        weekdays=sorted(apart.weekdays), teams=apart.teams, disciplines=list(row.disciplines), needs=list(row.needs),
        retired=False, rest_minutes=row.rest_minutes,
    )  # fmt: skip


async def retire_template(uow: UnitOfWork, template_id: TemplateId, seen: int) -> None:
    """Make no more shifts of a template."""
    uow.require(Permission.EDIT_ROSTER)
    row = await found(uow, ShiftTemplate, template_id, "shift")
    await expect(uow, row, row.version, seen, f"the shift {row.name}")
    row.retired = True


async def set_roster_rules(uow: UnitOfWork, rules: RosterRules, seen: RosterRules) -> None:
    """Set the weights of the soft rules, 0 to 100, and the training that officers must hold.

    Raises:
        BadInput: a weight is not possible.
        EditConflict: the rules are not those any more that the operator saw.
    """
    uow.require(Permission.EDIT_ROSTER)
    weights = {name: getattr(rules, name) for name in WEIGHED}
    if wrong := [name for name, weight in weights.items() if not 0 <= weight <= MOST_WEIGHT]:
        raise BadInput(f"The weight of {wrong[0].replace('_', ' ')} is 0 to {MOST_WEIGHT}.")
    row = await uow.session.get(Setting, RULES_SETTING, with_for_update=True)
    now = await roster_rules(uow.session)
    if now != seen:
        told = ", ".join(f"{name.replace('_', ' ')} {getattr(now, name)}" for name in (*WEIGHED, "crisis_training"))
        raise EditConflict(f"The rules were changed on another desk. They are now: {told}. Look, then save again.")
    value: dict[str, object] = {**weights, "crisis_training": rules.crisis_training.strip()}
    if row is None:
        uow.session.add(Setting(name=RULES_SETTING, value=value))
    else:
        row.value = value
