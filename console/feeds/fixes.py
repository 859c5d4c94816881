"""The door for positions from outside: what cannot be true is refused and counted, the rest goes on to the lane."""

import logging
from collections import Counter
from collections.abc import Sequence

from console.db.engine import Database
from console.db.lane import Fix, write_fixes
from console.domain.geography import MICRO

AHEAD_SECONDS = 30.0  # clocks differ; a fix further ahead would freeze its marker until the clock gets there
FASTEST_KPH = 300

log = logging.getLogger(__name__)


def sifted(fixes: Sequence[Fix], now: float) -> tuple[list[Fix], Counter[str]]:
    """The fixes that can be true at `now` (epoch seconds of program time), and how many were refused for what."""
    kept: list[Fix] = []
    refused: Counter[str] = Counter()
    for fix in fixes:
        if (why := _refusal(fix, now)) is None:
            kept.append(fix)
        else:
            refused[why] += 1
    return kept, refused


def _refusal(fix: Fix, now: float) -> str | None:
    if fix.fixed_at > now + AHEAD_SECONDS:
        return "dated in the future"
    if abs(fix.lat_e6) > 90 * MICRO or abs(fix.lon_e6) > 180 * MICRO:
        return "nowhere on earth"
    if fix.lat_e6 == 0 and fix.lon_e6 == 0:
        return "at latitude and longitude zero, as a receiver without a fix reports"
    if not 0 <= fix.speed_kph <= FASTEST_KPH:
        return f"faster than {FASTEST_KPH} km/h or backwards"
    return None


async def take_fixes(database: Database, fixes: Sequence[Fix], now: float) -> int:
    """Write what can be true; returns how many were refused, which are logged by kind, never by place."""
    kept, refused = sifted(fixes, now)
    for why, count in refused.items():
        log.warning("%d positions refused: %s", count, why)
    await write_fixes(database, kept)
    return refused.total()
