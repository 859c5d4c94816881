"""The calls that are under way when the demo's clock starts: six stories, told through the real commands."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.commands.dispatch import dispatch_units, report_status
from console.commands.duty import check_in
from console.commands.set_up import Step
from console.commands.take_calls import take_call
from console.db.unit_of_work import UnitOfWork
from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallDraft, CallSource, RiskFlag
from console.domain.geography import Point
from console.domain.ids import CallId, UnitId, new_uuid
from console.domain.urgency import Urgency
from console.feeds.city import City

FIRST_NUMBER = 10470


@dataclass(frozen=True, slots=True)
class Story:
    """One open call; `runs` are a unit and the seconds before the start at which it reported each status."""

    number: int
    ago: int  # seconds before the start
    nature: str
    level: Urgency
    source: CallSource
    place: str  # as the gazetteer knows it
    shown: str | None = None  # as it was given, with the flat
    caller: tuple[str, str] | None = None
    flags: tuple[RiskFlag, ...] = ()
    language: str | None = None
    due_in: int | None = None
    note: str | None = None
    unit: str | None = None
    run: tuple[tuple[AssignmentStatus, int], ...] = ()
    checked_in: int | None = None
    override: str | None = None  # why a team was sent that lacks something


_SENT, _ACK, _ROAD, _THERE = (
    AssignmentStatus.DISPATCHED,
    AssignmentStatus.ACKNOWLEDGED,
    AssignmentStatus.EN_ROUTE,
    AssignmentStatus.ON_SCENE,
)

STORIES: tuple[Story, ...] = (
    Story(
        10493, 72, "suicide_attempt", Urgency.EMERGENT, CallSource.TRANSFER_988, "Harbor Bridge, north span",
        caller=("Noel Abbot", "308-555-0117"), note="Caller stands outside the railing, talks to the 988 crisis line.",
    ),
    Story(
        10491, 400, "psychotic_episode", Urgency.URGENT, CallSource.EMERGENCY_911, "2210 Larkspur Ave",
        shown="2210 Larkspur Ave #4", caller=("Inés Prentice", "308-555-0142"), language="Spanish",
        note="Family on scene, in another room.", unit="C12", run=((_SENT, 255), (_ACK, 240), (_ROAD, 195)),
    ),
    Story(
        10488, 665, "officer_requests_clinician", Urgency.URGENT, CallSource.OFFICER_ON_SCENE, "Mercer St & 9th Ave",
        unit="C07", run=((_SENT, 640), (_ACK, 628), (_ROAD, 615), (_THERE, 580)),
    ),
    Story(
        10480, 1111, "welfare_medication", Urgency.MODERATE, CallSource.COMMUNITY_LINE, "87 Quarry Rd",
        caller=("Edith Lowell", "308-555-0163"), flags=(RiskFlag.MINOR,), note="Son, 16, stopped taking his tablets.",
        unit="C03", run=((_SENT, 1050), (_ACK, 1040), (_ROAD, 1020), (_THERE, 800)), checked_in=300,
        override="The only free team within 20 minutes",
    ),
    Story(
        10477, 2522, "suicidal_third_party", Urgency.MODERATE, CallSource.EMERGENCY_911, "Eastgate High School",
        caller=("Mona Jessup", "308-555-0128"), flags=(RiskFlag.MINOR,), unit="C15",
        run=((_SENT, 2400), (_ACK, 2385), (_ROAD, 2370), (_THERE, 1950), (AssignmentStatus.TRANSPORTING, 150)),
        checked_in=1200,
    ),
    Story(
        10470, 2890, "follow_up", Urgency.ROUTINE, CallSource.COMMUNITY_LINE, "14 Alder Ct",
        caller=("Hugo Marsh", "308-555-0156"), due_in=1500, note="Visit agreed by telephone, medication access.",
    ),
)  # fmt: skip

# Where the busy units are at the start, and how fast (km/h); the others stand where the city's file puts them.
STANDING: dict[str, tuple[Point, int]] = {
    "C12": (Point(40.95227, -100.16221), 44),
    "C07": (Point(40.91829, -100.17840), 0),
    "C03": (Point(40.90352, -100.23160), 0),
    "C15": (Point(40.92290, -100.09110), 41),
}


def tonight(city: City, start: datetime, units: dict[str, UnitId]) -> list[Step]:
    """What happened in the last 50 minutes, step by step."""
    return [step for story in STORIES for step in _steps(story, city, start, units)]


def _steps(story: Story, city: City, start: datetime, units: dict[str, UnitId]) -> list[Step]:
    call_id = CallId(new_uuid())
    steps = [Step(start - timedelta(seconds=story.ago), _taken(story, call_id, city, start), story.number)]
    if story.unit is None:
        return steps
    unit_id = units[story.unit]
    steps += [
        Step(start - timedelta(seconds=ago), _reported(call_id, unit_id, status, story.override))
        for status, ago in story.run
    ]
    if story.checked_in is not None:
        steps.append(Step(start - timedelta(seconds=story.checked_in), lambda uow: check_in(uow, unit_id)))
    return steps


def _taken(
    story: Story, call_id: CallId, city: City, start: datetime
) -> Callable[[UnitOfWork], Awaitable[object]]:
    match = city.gazetteer.resolve(story.place)
    name, phone = story.caller or (None, None)
    draft = CallDraft(
        id=call_id, place=story.shown or story.place, point=match.point if match else None, nature=story.nature,
        source=story.source, level=story.level, flags=story.flags, language=story.language, caller_name=name,
        caller_phone=phone, due_at=start + timedelta(seconds=story.due_in) if story.due_in else None, note=story.note,
    )  # fmt: skip
    return lambda uow: take_call(uow, draft)


def _reported(
    call_id: CallId, unit_id: UnitId, status: AssignmentStatus, override: str | None
) -> Callable[[UnitOfWork], Awaitable[object]]:
    if status is AssignmentStatus.DISPATCHED:
        return lambda uow: dispatch_units(uow, call_id, [unit_id], override=override)
    return lambda uow: report_status(uow, unit_id, status, call_id, by_radio=True)
