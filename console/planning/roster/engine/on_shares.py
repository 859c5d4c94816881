"""The process that shares a roster more evenly. Told a problem and its roster, it tells one after each sweep."""

from console.planning.roster.engine.lane import Lane
from console.planning.roster.engine.sharing import share


def main() -> None:
    """Work on one roster, then end."""
    lane = Lane()
    _, problem, roster, locked, seed = lane.wait()
    share(problem, roster, seed, lambda objective, found: lane.tell("roster", objective, found), locked)
    lane.tell("done", 0.0)


if __name__ == "__main__":
    main()
