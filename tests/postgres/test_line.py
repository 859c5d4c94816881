"""A line that is cut, killed or swallows everything is noticed within seconds; what happened is caught up."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from make import a_draft
from shared import EVERYTHING, SharedProgram

from console.bench.on_failover import Proxy
from console.commands.take_calls import take_call
from console.db.address import Host
from console.db.engine import Database, open_shared
from console.db.postgres.connecting import Login
from console.db.unit_of_work import perform
from console.domain.ids import CommandId, new_uuid
from console.errors import LinkDown
from console.store.store import LinkState, Store
from console.sync.follower import Follower


class Desk:
    """A store behind a line that can be made to swallow what is sent."""

    def __init__(self, program: SharedProgram) -> None:
        self.program, self.store = program, Store()
        login = program.server.login(program.name, EVERYTHING)
        self.proxy = Proxy(login.address.hosts[0].port)
        program.arun(self.proxy.start())
        hosts = (Host("127.0.0.1", self.proxy.port),)
        self.database: Database = open_shared(Login(replace(login.address, hosts=hosts), login.password))
        self.follower = Follower(self.database, self.store)
        program.arun(self.follower.start())
        self.heard: list[str] = []
        self.store.calls.upserted.connect(lambda calls: self.heard.append(f"upserted {len(calls)}"))
        self.store.calls.removed.connect(lambda calls: self.heard.append(f"removed {len(calls)}"))
        self.store.calls.reset.connect(lambda: self.heard.append("reset"))

    def until(self, fact: Callable[[], bool], seconds: float) -> float:
        """How long it took until the fact was so."""
        began = time.monotonic()
        while not fact():
            assert time.monotonic() - began < seconds, "it did not come about"
            self.program.wait(0.02)
        return time.monotonic() - began

    def close(self) -> None:
        self.program.arun(self.follower.stop())
        self.program.arun(self.database.close(), 20)
        self.program.arun(self.proxy.stop())


@pytest.fixture
def desk(program: SharedProgram) -> Iterator[Desk]:
    made = Desk(program)
    yield made
    made.proxy.swallows = False
    made.close()


def test_a_black_hole_is_said_within_three_seconds_and_caught_up_without_flashing(
    desk: Desk, program: SharedProgram
) -> None:
    first = program.call()
    desk.until(lambda: first in desk.store.calls, 3)
    desk.heard.clear()
    desk.proxy.swallows = True
    assert desk.until(lambda: desk.store.link.state is LinkState.LOST, 3) < 3
    missed = [program.call() for _ in range(3)]
    program.wait(8)
    assert first in desk.store.calls, "what is known stays on the screen"
    assert not any(one in desk.store.calls for one in missed)
    desk.proxy.swallows = False
    desk.until(lambda: desk.store.link.state is LinkState.LIVE, 6)
    assert all(one in desk.store.calls for one in missed)
    assert desk.heard == ["upserted 3"]


def test_killed_connections_lose_nothing_and_double_nothing(desk: Desk, program: SharedProgram) -> None:
    arrived: list[Any] = []
    desk.store.calls.upserted.connect(lambda calls: arrived.extend(one.id for one in calls))
    made = []
    for turn in range(8):
        made.append(program.call())
        if turn % 2:
            program.rows(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{program.name}' AND pid <> pg_backend_pid() AND application_name = 'tandem'"
            )
            program.wait(0.1)
    desk.until(lambda: all(one in desk.store.calls for one in made), 10)
    desk.until(lambda: desk.store.link.state is LinkState.LIVE, 6)
    assert sorted(arrived) == sorted(made), "each came once"


def test_a_command_into_a_black_hole_ends_with_a_sentence(desk: Desk, program: SharedProgram) -> None:
    desk.proxy.swallows = True
    began = time.monotonic()
    with pytest.raises(LinkDown) as fault:
        command = CommandId(new_uuid())
        program.arun(perform(desk.database, program.actor, command, take_call, a_draft()), 30)
    assert time.monotonic() - began < 14
    assert "saved" in str(fault.value) or "cannot be reached" in str(fault.value)


def test_the_log_may_be_purged_and_a_desk_that_was_away_loads_everything(
    desk: Desk, program: SharedProgram
) -> None:
    call_id = program.call()
    desk.until(lambda: call_id in desk.store.calls, 3)
    desk.proxy.swallows = True
    desk.until(lambda: desk.store.link.state is LinkState.LOST, 4)
    missed = program.call()
    program.rows("UPDATE change_log SET at = at - interval '3 days'")
    assert program.rows("SELECT tandem.purge_changes()")[0][0] > 0
    desk.proxy.swallows = False
    desk.until(lambda: missed in desk.store.calls, 8)
    assert call_id in desk.store.calls
