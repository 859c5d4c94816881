"""Which team of an earlier day another one is a copy of."""

from collections.abc import Iterable
from datetime import timedelta

from console.domain.ids import TeamId
from console.snapshots.rosters import TeamSnapshot


def earlier_teams(teams: Iterable[TeamSnapshot], back: int) -> dict[TeamId, TeamSnapshot]:
    """The team of the same shift and place so many days before each.

    A shift that was split by weekday has kept its name and its zone: there it is known by them.
    """
    known = list(teams)
    by_shift = {(one.template_id, one.place, one.day): one for one in known}
    by_name = {(one.name, one.zone_id, one.place, one.day): one for one in known}
    found: dict[TeamId, TeamSnapshot] = {}
    for one in known:
        day = one.day - timedelta(days=back)
        same = by_shift.get((one.template_id, one.place, day)) or by_name.get((one.name, one.zone_id, one.place, day))
        if same is not None:
            found[one.id] = same
    return found
