"""Riverton as the simulator plays it: its streets, its mix of calls, its shift changes and beds."""

from dataclasses import replace

from console.db.engine import Database
from console.domain.geography import Point
from console.domain.roles import Actor, Role
from console.feeds.city import RIVERTON, riverton
from console.feeds.simulator.arrivals import DrawnArrivals
from console.feeds.simulator.chores import AutomaticDispatcher, Beds, Chore
from console.feeds.simulator.crew import Habits
from console.feeds.simulator.feed import Feed, Stage
from console.feeds.simulator.radio import Radio
from console.feeds.simulator.shift_changes import ShiftChanges
from console.feeds.simulator.streets import Streets


def riverton_feed(database: Database, actor: Actor, *, seed: int, dispatcher: bool) -> Feed:
    """The demo city's feed; `actor` is the voice on the radio (dispatcher and admin).

    With `dispatcher` calls that wait are dispatched too: for a demo that nobody operates.
    """
    city, radio = riverton(), Radio(database, actor)
    roster = replace(actor, name="Riverton roster", roles=actor.roles | {Role.SUPERVISOR})
    chores: list[Chore] = [Beds(radio, seed), ShiftChanges(database, Radio(database, roster), city)]
    if dispatcher:
        chores.append(AutomaticDispatcher(radio, seed))
    scene = city.mix["intervals_minutes"]["quantiles"]["on_scene"]
    stage = Stage(
        demo=RIVERTON,
        arrivals=DrawnArrivals(city, seed),
        habits=Habits(seed, Streets(city.streets), scene),
        homes={one["call_sign"]: Point(*one["start"]) for one in city.program["units"]},
        chores=chores,
    )
    return Feed(database, radio, stage)
