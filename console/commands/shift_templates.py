"""Shifts as they recur: what a roster is made of, and how heavy its soft rules weigh."""

from console.commands.ground import expect, found
from console.db.roster_rows import RULES_SETTING
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import TemplateId
from console.domain.roles import Permission
from console.domain.roster_rules import RosterRules
from console.domain.rosters import Template
from console.errors import BadInput
from console.models.program import Setting
from console.models.rosters import ShiftTemplate


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


async def retire_template(uow: UnitOfWork, template_id: TemplateId, seen: int) -> None:
    """Make no more shifts of a template."""
    uow.require(Permission.EDIT_ROSTER)
    row = await found(uow, ShiftTemplate, template_id, "shift")
    await expect(uow, row, row.version, seen, f"the shift {row.name}")
    row.retired = True


async def set_roster_rules(uow: UnitOfWork, rules: RosterRules) -> None:
    """Set the weights of the soft rules, 0 to 100, and the training that officers must hold.

    Raises:
        BadInput: a weight is not possible.
    """
    uow.require(Permission.EDIT_ROSTER)
    weights = {
        "wish": rules.wish, "usual_partner": rules.usual_partner, "home_zone": rules.home_zone,
        "fairness": rules.fairness,
    }  # fmt: skip
    if wrong := [name for name, weight in weights.items() if not 0 <= weight <= 100]:
        raise BadInput(f"The weight of {wrong[0].replace('_', ' ')} is 0 to 100.")
    value: dict[str, object] = {**weights, "crisis_training": rules.crisis_training.strip()}
    row = await uow.session.get(Setting, RULES_SETTING)
    if row is None:
        uow.session.add(Setting(name=RULES_SETTING, value=value))
    else:
        row.value = value
