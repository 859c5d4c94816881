"""Who is not recommended is sent only by those who may override, with a reason that the timeline keeps."""

import pytest
from make import Program, an_actor

from console.commands.crews import crew_unit
from console.commands.dispatch import dispatch_units
from console.domain.calls import RiskFlag
from console.domain.qualifications import Held
from console.domain.roles import Role
from console.domain.units import Discipline, UnitKind
from console.errors import NotPermitted, RuleBroken


def test_a_unit_without_its_clinician_goes_only_with_a_reason_and_a_supervisor(program: Program) -> None:
    call_id, unit_id = program.call(), program.unit(crew=(Discipline.OFFICER,))
    with pytest.raises(RuleBroken, match=r"C09: no clinician aboard\. Sending it needs a reason"):
        program.send(call_id, unit_id)
    with pytest.raises(NotPermitted):
        program.run(dispatch_units, call_id, [unit_id], override="nobody else", by=an_actor(Role.DISPATCHER))
    program.run(dispatch_units, call_id, [unit_id], override="nobody else")
    assert "C09 dispatched; against the recommendation: nobody else" in program.said(call_id)


def test_the_command_itself_refuses_whom_the_recommendation_refuses(program: Program) -> None:
    alone = program.unit("M1", crew=(Discipline.CLINICIAN,), kind=UnitKind.MOBILE_CRISIS)
    dangerous = program.call(flags=(RiskFlag.WEAPON_IN_HOME,))
    with pytest.raises(NotPermitted, match="send a team against a recommendation"):
        program.run(dispatch_units, dangerous, [alone], by=an_actor(Role.DISPATCHER))
    with pytest.raises(RuleBroken, match=r"M1: no police aboard, call is dangerous\. Sending it needs a reason"):
        program.send(dangerous, alone)
    spoken = program.call(language="Spanish", needs=("nurse",))
    with pytest.raises(RuleBroken, match="M1: no nurse; no Spanish speaker"):
        program.send(spoken, alone)
    with pytest.raises(NotPermitted):
        program.run(dispatch_units, program.call(), [alone], override="why not", by=an_actor(Role.DISPATCHER))
    program.run(dispatch_units, dangerous, [alone], override="officer is there", by=an_actor(Role.SUPERVISOR))
    assert "M1 dispatched; against the recommendation: officer is there" in program.said(dangerous)


def test_a_second_team_need_not_bring_what_the_first_one_has(program: Program) -> None:
    speaker = program.responder(Discipline.CLINICIAN, qualifications=(Held("language:spanish"),))
    first, second = program.unit("C01", crew=()), program.unit("C02")
    program.run(crew_unit, first, None, [program.responder(Discipline.OFFICER), speaker])
    call_id = program.call(language="Spanish")
    with pytest.raises(RuleBroken, match="C02: no Spanish speaker"):
        program.send(call_id, second)
    program.send(call_id, first)
    program.send(call_id, second)
