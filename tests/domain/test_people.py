"""Qualifications, and the table of roles and permissions."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from make import an_actor

from console.domain.qualifications import NEEDS, Held, language, meets, need_word
from console.domain.roles import PERMISSIONS, Permission, Role, role_words, roles_with

days = st.dates(date(2025, 1, 1), date(2027, 1, 1))
codes = st.sampled_from(["youth", "negotiator", "RN", "LCSW", "CIT-40h", "language:spanish"])
needs = st.sampled_from([*NEEDS, "language:spanish"])
holdings = st.lists(st.builds(Held, codes, st.none() | days), max_size=5)


@given(needs, holdings, days)
def test_what_is_met_is_met_by_one_valid_qualification(need: str, held: list[Held], day: date) -> None:
    wanted = NEEDS[need][1] if need in NEEDS else {need}
    valid = {one.code for one in held if one.expires is None or one.expires >= day}
    assert meets(need, held, day) == bool(valid & wanted)


@given(needs, holdings, days, st.integers(0, 400))
def test_time_only_takes_qualifications_away(need: str, held: list[Held], day: date, later: int) -> None:
    if meets(need, held, day + timedelta(days=later)):
        assert meets(need, held, day)


def test_the_last_valid_day_counts() -> None:
    held = Held("youth", date(2026, 3, 14))
    assert meets("youth", [held], date(2026, 3, 14))
    assert not meets("youth", [held], date(2026, 3, 15))


@given(st.sampled_from(["Spanish", " spanish ", "SPANISH"]))
def test_a_language_is_the_same_however_it_is_written(name: str) -> None:
    assert language(name) == "language:spanish"
    assert need_word(language(name)) == "Spanish" == Held(language(name)).word


def test_every_permission_is_held_by_somebody_and_can_be_said() -> None:
    for permission in Permission:
        assert roles_with(permission)
        assert role_words(roles_with(permission)).startswith(("a ", "an "))
    assert role_words([Role.ADMIN]) == "an admin"
    assert role_words([Role.DISPATCHER, Role.ADMIN]) == "a dispatcher or admin"
    assert set(PERMISSIONS) == set(Role)


@given(st.sets(st.sampled_from(Role)), st.sampled_from(Permission))
def test_several_roles_may_what_any_of_them_may(roles: set[Role], permission: Permission) -> None:
    actor = an_actor(*roles) if roles else None
    if actor is not None:
        assert actor.may(permission) == any(permission in PERMISSIONS[role] for role in roles)


def test_a_viewer_may_only_sign_in_and_an_admin_sees_no_caller() -> None:
    assert [one for one in Permission if an_actor(Role.VIEWER).may(one)] == [Permission.SIGN_IN]
    assert not an_actor(Role.ADMIN).may(Permission.SEE_CALLER)
    assert not an_actor(Role.DISPATCHER).may(Permission.LOWER_LEVEL)
