"""The primary is killed under writers: what was acknowledged is on the promoted standby, and nothing twice."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from console.bench.on_failover import Outcome, fail_over


@pytest.mark.parametrize("swallows", [False, True], ids=["refuses", "swallows packets"])
def test_what_was_acknowledged_is_there_once(swallows: bool, qapp: object) -> None:
    with ThreadPoolExecutor(1) as thread:  # Qt's loop runs in this one
        outcome: Outcome = thread.submit(lambda: asyncio.run(fail_over(swallows=swallows, durable=False))).result(90)
    assert outcome.lost == 0
    assert outcome.doubled == 0
    assert len(outcome.acknowledged) > 16, "the writers wrote before and after"
