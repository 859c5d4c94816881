"""Which team for a call: every unit is ranked or told why not, nobody who fails a gate is ranked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from make import NOON, a_call, a_member, a_unit

from console.domain.assignments import AssignmentStatus
from console.domain.calls import RiskFlag
from console.domain.ids import AssignmentId, CallId, EmergencyId, ZoneId, new_uuid
from console.domain.units import Availability, Discipline, UnitKind
from console.domain.urgency import Urgency
from console.planning.gates import Gates
from console.planning.reasons import needs_of
from console.planning.recommend import recommend, why_not
from console.planning.verdicts import Travel, Verdict
from console.snapshots.calls import AssignmentSnapshot, CallSnapshot
from console.snapshots.units import UnitAssignment, UnitSnapshot

ZONES = {ZoneId(new_uuid()): "North", ZoneId(new_uuid()): "Harbour"}
members = st.builds(
    a_member,
    st.sampled_from(Discipline),
    held=st.lists(st.sampled_from(["youth", "RN", "language:spanish"]), max_size=2),
)


def a_run(unit: UnitSnapshot) -> AssignmentSnapshot:
    status = AssignmentStatus.EN_ROUTE
    return AssignmentSnapshot(
        AssignmentId(new_uuid()), CallId(new_uuid()), unit.id, unit.call_sign, status, NOON, NOON
    )


def on_a_call(status: AssignmentStatus) -> tuple[UnitAssignment, ...]:
    return (UnitAssignment(AssignmentId(new_uuid()), CallId(new_uuid()), "26-00007", status, NOON),)


units = st.lists(
    st.builds(
        a_unit,
        kind=st.sampled_from(UnitKind),
        members=st.lists(members, max_size=3).map(tuple),
        availability=st.sampled_from(Availability),
        zone_id=st.none() | st.sampled_from(list(ZONES)),
        on_duty_since=st.none() | st.integers(0, 20).map(lambda hours: NOON - timedelta(hours=hours)),
        emergency_id=st.none() | st.builds(lambda: EmergencyId(new_uuid())),
        assignments=st.just(()) | st.sampled_from([s for s in AssignmentStatus if s.is_active]).map(on_a_call),
    ),
    max_size=8,
)
calls = st.builds(
    a_call,
    level=st.sampled_from(Urgency),
    flags=st.lists(st.sampled_from(RiskFlag), unique=True, max_size=3).map(tuple),
    language=st.none() | st.sampled_from(["English", "Spanish"]),
    needs=st.lists(st.sampled_from(["youth", "nurse"]), unique=True, max_size=2).map(tuple),
)
drives = st.lists(st.none() | st.tuples(st.floats(0, 5000), st.floats(0, 900)), min_size=8, max_size=8)


def travel_of(some: list[UnitSnapshot], figures: list[tuple[float, float] | None]) -> Travel:
    seconds = [one[0] if one else None for one in figures[: len(some)]]
    ages = [one[1] if one else None for one in figures[: len(some)]]
    return Travel(seconds, [one * 10 if one is not None else None for one in seconds], ages)


def near(*minutes: float) -> Travel:
    return Travel([one * 60 for one in minutes], [one * 500 for one in minutes], [1.0] * len(minutes))


def advise(call: CallSnapshot, some: list[UnitSnapshot], *minutes: float) -> Any:
    return recommend(call, some, near(*minutes), NOON, zone_names=ZONES)


@given(calls, units, drives)
def test_every_unit_on_duty_is_ranked_or_told_why_not(
    call: CallSnapshot, some: list[UnitSnapshot], figures: list[tuple[float, float] | None]
) -> None:
    travel = travel_of(some, figures)
    found = recommend(call, some, travel, NOON, zone_names=ZONES)
    told = [*found.ranked, *found.refused]
    wanted = {unit.id for unit in some if unit.on_duty and unit.kind is not UnitKind.MEDIC}
    assert {one.unit.id for one in told} == wanted
    assert len(told) == len(wanted)
    assert all(one.against for one in found.refused)
    assert all(one.reasons and one.verdict in (Verdict.FREE, Verdict.DIVERT) for one in found.ranked)


@given(calls, units, drives)
def test_nobody_who_fails_a_gate_is_ranked(
    call: CallSnapshot, some: list[UnitSnapshot], figures: list[tuple[float, float] | None]
) -> None:
    travel = travel_of(some, figures)
    found = recommend(call, some, travel, NOON)
    place = {unit.id: index for index, unit in enumerate(some)}
    for one in found.ranked:
        index = place[one.unit.id]
        assert why_not(call, one.unit, travel.seconds[index], travel.fix_age[index], NOON) == ()
    for one in found.refused:
        index = place[one.unit.id]
        assert why_not(call, one.unit, travel.seconds[index], travel.fix_age[index], NOON) == one.against


@given(calls, units, drives)
def test_the_same_question_gets_the_same_answer(
    call: CallSnapshot, some: list[UnitSnapshot], figures: list[tuple[float, float] | None]
) -> None:
    travel = travel_of(some, figures)
    assert recommend(call, some, travel, NOON) == recommend(call, some, travel, NOON)


def test_the_nearest_free_team_comes_first_and_says_when_it_leaves_a_zone_empty() -> None:
    zone = next(iter(ZONES))
    far, close = a_unit("C01"), a_unit("C02", zone_id=zone)
    found = advise(a_call(zone_id=zone), [far, close], 9, 4)
    assert [one.unit.call_sign for one in found.ranked] == ["C02", "C01"]
    assert found.best.minutes == 4
    assert "home zone" in found.best.reasons
    assert found.best.leaves == "leaves North without a free team"


def test_every_reason_against_a_team_is_said() -> None:
    tired = a_unit("C03", crew=(Discipline.OFFICER,), on_duty_since=NOON - timedelta(hours=15))
    [refused] = advise(a_call(language="Spanish"), [tired], 3).refused
    assert refused.against == ("no clinician aboard", "no Spanish speaker", "on duty for 15 h, needs rest")


def test_a_team_is_diverted_only_to_what_is_urgent_and_only_before_it_arrives() -> None:
    driving = a_unit("C04", assignments=on_a_call(AssignmentStatus.EN_ROUTE))
    there = a_unit("C05", assignments=on_a_call(AssignmentStatus.ON_SCENE))
    urgent = advise(a_call(level=Urgency.EMERGENT), [driving, there], 3, 3)
    assert [(one.unit.call_sign, one.verdict) for one in urgent.ranked] == [("C04", Verdict.DIVERT)]
    assert advise(a_call(level=Urgency.ROUTINE), [driving, there], 3, 3).ranked == ()


def test_clinicians_alone_are_not_sent_into_danger() -> None:
    alone = a_unit("M1", crew=(Discipline.CLINICIAN,), kind=UnitKind.MOBILE_CRISIS)
    [refused] = advise(a_call(flags=(RiskFlag.WEAPON_IN_HOME,)), [alone], 3).refused
    assert refused.against == ("no police aboard, call is dangerous",)


def test_the_nearest_free_medic_stands_beside_the_list() -> None:
    medics = [a_unit(f"MED{n}", crew=(Discipline.MEDIC,), kind=UnitKind.MEDIC) for n in (1, 2)]
    found = advise(a_call(), medics, 9, 4)
    assert found.ranked == found.refused == ()
    assert found.medic.unit.call_sign == "MED2"


def test_an_old_position_is_a_reason_with_its_age() -> None:
    unit = a_unit()
    travel = Travel([60.0], [500.0], [1200.0])
    assert why_not(a_call(), unit, 60.0, 1200.0, NOON, Gates()) == ("no position for 20 min",)
    assert recommend(a_call(), [unit], travel, NOON).ranked == ()


def test_the_last_valid_day_ends_at_the_agencys_midnight() -> None:
    speaker = a_member(Discipline.CLINICIAN, held=["language:spanish"], expires=NOON.date())
    unit = a_unit(members=(a_member(), speaker), on_duty_since=None)
    call, chicago = a_call(language="Spanish"), Gates(zone=ZoneInfo("America/Chicago"))
    evening = NOON.replace(hour=23) + timedelta(hours=3)  # 20:00 in Chicago, already tomorrow in UTC
    assert recommend(call, [unit], near(3), evening, gates=chicago).best is not None
    assert recommend(call, [unit], near(3), evening + timedelta(hours=4), gates=chicago).best is None


def test_a_call_without_a_place_is_held_against_no_team() -> None:
    nowhere = Travel([None] * 2, [None] * 2, [None] * 2, note="no place")
    home = next(iter(ZONES))
    found = recommend(a_call(point=None, zone_id=home), [a_unit("C01"), a_unit("C02", zone_id=home)], nowhere, NOON)
    assert [(one.unit.call_sign, one.seconds) for one in found.ranked] == [("C02", None), ("C01", None)]
    assert found.refused == () and found.note == "no place"


def test_a_second_team_need_not_bring_what_the_first_one_has() -> None:
    speaker = a_unit("C01", members=(a_member(), a_member(Discipline.CLINICIAN, held=["language:spanish"])))
    call, other = a_call(language="Spanish"), a_unit("C02")
    assert advise(call, [speaker, other], 3, 3).refused[0].unit is other
    assert advise(replace(call, assignments=(a_run(speaker),)), [speaker, other], 3, 3).best.unit is other


def test_a_medic_counts_only_with_a_crew_and_a_fresh_position() -> None:
    crews = {"MED1": (), "MED2": (Discipline.MEDIC,)}
    medics = [a_unit(sign, crew=crew, kind=UnitKind.MEDIC) for sign, crew in crews.items()]
    assert advise(a_call(), medics, 1, 9).medic.unit.call_sign == "MED2"
    for travel in (Travel([60.0], [1.0], [1200.0]), Travel([None], [None], [None])):
        assert recommend(a_call(), medics[1:], travel, NOON).medic is None


def test_a_long_list_is_counted_not_told() -> None:
    many = [a_unit(f"C{n}", availability=Availability.MEETING) for n in range(60)]
    found = recommend(a_call(), many, near(*range(1, 61)), NOON, limit=40)
    assert (len(found.refused), found.more_refused) == (40, 20)


def test_a_minor_asks_for_the_youth_specialist_once() -> None:
    assert needs_of(a_call(flags=(RiskFlag.MINOR,), needs=("youth",))) == ("youth",)


def test_a_second_team_that_lacks_the_language_says_so() -> None:
    spanish = a_unit("C01", members=(a_member(held=("language:spanish",)), a_member(Discipline.CLINICIAN)))
    call = a_call(language="Spanish", assignments=(a_run(spanish),))
    both = replace(spanish, id=a_unit().id, call_sign="C03")
    found = advise(call, [spanish, a_unit("C02"), both], 1, 2, 3)
    assert [(one.unit.call_sign, one.lacks) for one in found.ranked] == [
        ("C02", ("no Spanish speaker aboard",)), ("C03", ()),
    ]  # fmt: skip
    assert "no Spanish speaker aboard" in found.best.cautions


def test_a_drive_time_from_an_old_position_says_how_old_it_is() -> None:
    some = [a_unit("C01"), a_unit("C02"), a_unit("M1", crew=(Discipline.MEDIC,), kind=UnitKind.MEDIC)]
    found = recommend(a_call(), some, Travel([60, 120, 180], [500, 900, 990], [250, 59, 130]), NOON)
    assert [one.aged for one in found.ranked] == ["position 4 min old", ""]
    assert found.best.cautions == ("position 4 min old",)
    assert found.medic is not None and found.medic.aged == "position 2 min old"
