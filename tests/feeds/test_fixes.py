"""What positions from outside are let in."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from console.db.lane import Fix
from console.domain.ids import new_uuid
from console.feeds.fixes import AHEAD_SECONDS, sifted

NOW = 1_760_000_000.0
SOUND = Fix(new_uuid(), 40_930_000, -100_160_000, 90, 40, NOW - 5)


def test_a_sound_fix_is_kept() -> None:
    assert sifted([SOUND], NOW) == ([SOUND], {})


def test_what_cannot_be_true_is_refused_and_counted_by_kind() -> None:
    wrong = [
        replace(SOUND, fixed_at=NOW + 600),
        replace(SOUND, fixed_at=NOW + 900),
        replace(SOUND, lat_e6=91_000_000),
        replace(SOUND, lat_e6=0, lon_e6=0),
        replace(SOUND, speed_kph=900),
        replace(SOUND, speed_kph=-3),
    ]
    kept, refused = sifted([*wrong, SOUND], NOW)
    assert kept == [SOUND]
    assert sorted(refused.values()) == [1, 1, 2, 2]
    assert refused["dated in the future"] == 2


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_the_future_begins_at_the_tolerance(ahead: float) -> None:
    kept, _refused = sifted([replace(SOUND, fixed_at=NOW + ahead)], NOW)
    assert bool(kept) == (NOW + ahead <= NOW + AHEAD_SECONDS)
