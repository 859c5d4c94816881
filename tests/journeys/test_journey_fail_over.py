"""The server dies under a console: the banner within seconds, no lost text, and dispatch goes on at the standby."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from make import TIME_ZONE
from shared import EVERYTHING, PASSWORD, founded_on
from starting import Start
from station import press, until, words, write
from test_journey_sign_in import asked, sign_in

from console.bench.server import Server
from console.commands.programs import add_unit, found_program
from console.db.postgres.install import add_user, create_shared
from console.domain.ids import UnitId, new_uuid
from console.domain.roles import Role
from console.domain.units import UnitKind
from console.snapshots.program import Mode
from console.store.store import LinkState

NAME = "failing"


@pytest.fixture
def pair() -> Iterator[tuple[Server, Server]]:
    """A primary with a founded program and its synchronous standby."""
    primary = Server(durable=False).create()
    servers = [primary]

    async def prepare() -> None:
        owner = primary.administrator(NAME)
        await create_shared(owner)
        await add_user(owner, EVERYTHING, "R. Okafor", list(Role), PASSWORD)
        login = primary.login(NAME, EVERYTHING, PASSWORD)
        await founded_on(login, found_program, "Riverton", Mode.TRAINING, TIME_ZONE)
        await founded_on(login, add_unit, UnitId(new_uuid()), "C09", UnitKind.CO_RESPONSE, None, on_duty=True)

    try:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(prepare())).result(60)
        servers.append(primary.standby())
        yield primary, servers[1]
    finally:
        for one in servers:
            one.remove()


def test_a_supervisor_goes_on_at_the_standby(
    start: Start, pair: tuple[Server, Server], arun: Callable[..., Any]
) -> None:
    primary, standby = pair
    until(lambda: "quorum" in primary.sql("SELECT sync_state FROM pg_stat_replication"), 10, "the standby follows")
    hosts = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
    start.path = f"postgresql://{hosts}/{NAME}?sslmode=disable"  # type: ignore[assignment]
    start.begin()
    sign_in(asked(start), PASSWORD, EVERYTHING)
    console = start.running()
    store, form = console.session.store, console.operations.form
    press("F2")
    write("1 Water St")
    press("Tab")
    write("welfare check")
    primary.kill()
    banners = console.window.banners
    until(lambda: store.link.state is LinkState.LOST, 3, "the loss is noticed within three seconds")
    assert "nothing can be saved" in words(banners)
    press("Ctrl+Return")
    until(lambda: "your text is kept" in words(form), what="the form says it in place")
    assert form.place.text() == "1 Water St"
    [unit] = store.units
    console.operations.selection.choose_unit(unit.id)
    press("F3")
    press("Ctrl+Shift+E")
    unsent = console.window.unsent
    until(lambda: "EMERGENCY of C09 NOT SENT: use the radio" in words(unsent), what="it is said across the window")
    assert unsent.isVisible() and "NOT SENT" not in "".join(console.window.notices.texts())
    standby.promote()
    standby.sql("ALTER SYSTEM RESET synchronous_standby_names")
    standby.sql("SELECT pg_reload_conf()")
    until(lambda: store.link.state is LinkState.LIVE, 10, "it found the new primary by itself")
    until(lambda: store.units.get(unit.id).emergency_id is not None, 8, "the emergency was sent by itself")
    until(lambda: not unsent.isVisible(), what="it is said no longer")
    assert standby.sql("SELECT count(*) FROM tandem.emergency", NAME) == "1"
    press("F2")
    press("Ctrl+Return")
    until(lambda: any(call.place == "1 Water St" for call in store.calls), 8, "the call is saved there")
    assert standby.sql("SELECT place FROM tandem.call", NAME) == "1 Water St"
    assert start.end() == 0
