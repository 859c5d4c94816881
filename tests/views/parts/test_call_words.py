"""What a card says of a visit: it may wait for its time, unless it became urgent before."""

from dataclasses import replace
from datetime import timedelta

from make import NOON, a_call

from console.domain.urgency import Urgency
from console.views.parts.words import is_ahead, turn, waiting, who_is_on


def test_a_visit_is_scheduled_until_it_becomes_urgent() -> None:
    visit = a_call(level=Urgency.MODERATE, due_at=NOON + timedelta(days=1))
    now = NOON + timedelta(minutes=10)
    assert (who_is_on(visit, now), is_ahead(visit, now)) == ("Scheduled", True)
    assert waiting(visit, now) == "in 23:50:00"
    raised = replace(visit, level=Urgency.EMERGENT, level_since=NOON + timedelta(minutes=8))
    assert (who_is_on(raised, now), is_ahead(raised, now)) == ("UNASSIGNED", False)
    assert waiting(raised, now) == "02:00"
    assert turn(raised) < turn(visit)
