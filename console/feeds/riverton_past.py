"""Riverton's last ninety days: closed calls, some at one address or from one caller, so that repeat contacts show."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from console.commands.past_calls import PastCall
from console.domain.calls import CallDraft, CallSource
from console.domain.ids import UnitId, new_uuid
from console.feeds.city import City
from console.feeds.riverton_tonight import FIRST_NUMBER, STORIES
from console.feeds.simulator.draws import by_quantiles, chance, one_of, picked
from console.feeds.simulator.invented_calls import InventedCalls

COUNT = 44
_SEED = 1  # the past is the same in every demo
_SENT = ("C03", "C07", "C09", "C12", "C15", "C18", "C22")
_ENDED = {
    "settled": 0.42, "referred": 0.2, "facility": 0.12, "hospital": 0.06, "refused": 0.06, "gone": 0.06,
    "evaluated": 0.05, "private": 0.03,
}  # fmt: skip
# Days before tonight, and which of tonight's calls the earlier one belongs to: the same place, the same caller.
_EARLIER = ((3.1, 1), (9.4, 1), (16.2, 1), (24.8, 1), (12.6, 3), (47.3, 3), (6.7, 5), (33.5, 5), (71.2, 5), (20.3, 0))


def past_calls(city: City, start: datetime, units: dict[str, UnitId]) -> list[PastCall]:
    """The closed calls, the oldest first, with numbers below tonight's."""
    calls = InventedCalls(city)
    rng = chance(_SEED, "past")
    days = [*_EARLIER, *((0.1 + 89 * rng.random() ** 1.6, -1) for _ in range(COUNT - len(_EARLIER)))]
    number, made = FIRST_NUMBER, []
    for day, story in sorted(days):
        number = min(number - 1, FIRST_NUMBER - round(day * city.mix["calls_per_day"]["value"]))
        received = start - timedelta(days=day)
        draft = calls.draw(chance(_SEED, "past call", number), new_uuid(), received)
        if story >= 0:
            draft = _of_story(draft, city, story)
        local = received.astimezone(city.zone)
        made.append(_closed(replace(draft, due_at=None), f"{local:%y}-{number:05d}", received, city, units))
    return made[::-1]


def _of_story(draft: CallDraft, city: City, story: int) -> CallDraft:
    told = STORIES[story]
    match = city.gazetteer.resolve(told.place)
    name, phone = told.caller or (None, None)
    return replace(
        draft, place=told.shown or told.place, point=match.point if match else None, nature=told.nature,
        source=CallSource.EMERGENCY_911, language=told.language, caller_name=name, caller_phone=phone,
    )  # fmt: skip


def _closed(draft: CallDraft, number: str, received: datetime, city: City, units: dict[str, UnitId]) -> PastCall:
    rng: Random = chance(_SEED, "run", number)
    usual = city.mix["intervals_minutes"]["quantiles"]
    sent = received + timedelta(minutes=min(20.0, 0.4 * by_quantiles(rng, usual["request_to_dispatch"])))
    there = sent + timedelta(minutes=max(2.0, 0.6 * by_quantiles(rng, usual["dispatch_to_arrival"])))
    closed = there + timedelta(minutes=max(4.0, by_quantiles(rng, usual["on_scene"])))
    sign = one_of(rng, _SENT)
    return PastCall(number, draft, units[sign], sign, sent, there, closed, picked(rng, _ENDED))
