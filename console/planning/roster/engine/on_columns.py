"""The process of the column searches. Told a problem, it tells what it had to ease, then rosters and bounds."""

from console.planning.roster.engine.columns import Columns
from console.planning.roster.engine.eased import ease
from console.planning.roster.engine.lane import Lane
from console.planning.roster.engine.meter import Meter
from console.planning.roster.engine.search import search_on


def main() -> None:
    """Work on one problem, then end."""
    lane = Lane()
    _, problem, seconds, work, seed, known = lane.wait()
    problem, eased = ease(problem)
    lane.tell("eased", problem, eased)
    meter = Meter(seconds, work, lambda: lane.is_stopped)
    search = Columns(
        problem, meter, seed, lambda objective, roster: lane.tell("roster", objective, roster),
        lambda bound: lane.tell("bound", bound),
    )  # fmt: skip

    def hear() -> None:
        for name, *what in lane.told():
            if name == "roster":
                search.offer(what[0], known=True)
            elif name == "bound":
                search.raise_bound(what[0], known=True)

    if known is not None:
        search.offer(known, known=True)
    search.hear = hear
    search_on(search)
    lane.tell("done", meter.done)


if __name__ == "__main__":
    main()
