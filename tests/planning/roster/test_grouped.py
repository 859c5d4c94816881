"""The list of checks says each broken rule once, with the number of shifts, the strongest first."""

from dataclasses import replace

from books import messy

from console.domain.rosters import Strength
from console.planning.roster.checks import Checks
from console.views.roster.checks_panel import grouped


def test_each_rule_of_somebody_is_one_line() -> None:
    checks = Checks(messy(3))
    told = [one for one in checks.of_roster() if one.strength is not Strength.SOFT]
    lines = grouped(checks)
    assert sum(count for _one, count in lines) == len(told) > len(lines)
    assert len({(one.rule, one.responder_id, one.sentence) for one, _count in lines}) == len(lines)
    order = [list(Strength).index(one.strength) for one, _count in lines]
    assert order == sorted(order)


def test_what_has_its_reason_is_no_warning_any_more() -> None:
    book = messy(3)
    bent = tuple(
        replace(team, seats=tuple(replace(seat, reason="nobody else is free") for seat in team.seats))
        for team in book.teams
    )
    left = grouped(Checks(replace(book, teams=bent)))
    assert left and all(one.strength is Strength.HARD or one.responder_id is None for one, _count in left)
