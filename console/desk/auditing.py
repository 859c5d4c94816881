"""Verifies the audit for a screen."""

from console.desk.desk import Desk
from console.desk.errand import Errand
from console.queries.audit import Verdict
from console.queries.seen_heads import verified


def verify(desk: Desk) -> Errand[Verdict]:
    """Walk the whole chain, beside the desk's other work; a whole one's head is remembered for the next time."""
    return desk.ask_apart(verified)
