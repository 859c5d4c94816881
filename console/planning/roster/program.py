"""A whole program: a roster for each discipline, both at once, then who rides with whom."""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from console.planning.roster.engine.build import Build, Order
from console.planning.roster.engine.outcome import Outcome, Progress
from console.planning.roster.pairing import Pair, Pairing
from console.planning.roster.planted import Planted
from console.planning.roster.problem import OFF, Roster


@dataclass(frozen=True, slots=True, eq=False)
class Staffed:
    """Both rosters, and the pairs by (day, shift)."""

    officers: Outcome
    clinicians: Outcome
    pairs: dict[tuple[int, int], list[Pair]]
    needed: int

    @property
    def gaps(self) -> int:
        """How many teams are missing: no officer, no clinician, or only two who cannot ride together."""
        return self.needed - sum(len({one.zone for one in pairs}) for pairs in self.pairs.values())


def staff(
    program: Planted, order: Order, tell: Callable[[str, Progress], None] = lambda name, progress: None
) -> Staffed:
    """Build both rosters side by side, each in processes of its own, then pair."""
    each = replace(order, megabytes=order.megabytes / 2)
    builds = {
        name: Build(problem, each, lambda progress, name=name: tell(name, progress))  # type: ignore[misc]
        for name, problem in (("officers", program.officers), ("clinicians", program.clinicians))
    }
    outcomes: dict[str, Outcome] = {}

    def run(name: str) -> None:
        outcomes[name] = builds[name].run()

    threads = [threading.Thread(target=run, args=(name,)) for name in builds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    officers, clinicians = outcomes["officers"], outcomes["clinicians"]
    pairs: dict[tuple[int, int], list[Pair]] = {}
    if officers.roster is not None and clinicians.roster is not None:
        pairs = pair_all(program, officers.roster, clinicians.roster)
    return Staffed(officers, clinicians, pairs, program.teams)


def pair_all(program: Planted, officers: Roster, clinicians: Roster) -> dict[tuple[int, int], list[Pair]]:
    """The pairs of every shift, in the order of time."""
    pairing, zones = Pairing(program.bonds), program.size.zones
    shifts = math.ceil(len(program.officers.kinds) / zones)
    found = {}
    for day in range(program.size.days):
        for shift in range(shifts):
            seats = [
                [(place, int(kind) % zones) for place, kind in enumerate(roster[:, day]) if _is_of(kind, shift, zones)]
                for roster in (officers, clinicians)
            ]
            found[day, shift] = pairing.match(seats[0], seats[1])
    return found


def _is_of(kind: int, shift: int, zones: int) -> bool:
    return kind != OFF and int(kind) // zones == shift
