"""The desk's window moves on while it runs: what was closed a day ago is let go."""

from dataclasses import replace
from datetime import timedelta

from make import a_call

from console.domain.calls import CallStatus, Lifecycle
from console.store.store import Store
from console.sync.loading import trim


def test_only_what_was_closed_a_day_ago_is_let_go() -> None:
    store = Store()
    now = store.now()
    still_open = a_call("26-00001")
    just_closed = replace(
        a_call("26-00002"), lifecycle=Lifecycle.CLEARED, status=CallStatus.CLEARED, closed_at=now - timedelta(hours=1)
    )
    long_closed = replace(just_closed, id=a_call("26-00003").id, closed_at=now - timedelta(hours=25))
    store.calls.upsert([still_open, just_closed, long_closed])
    trim(store)
    assert {call.id for call in store.calls} == {still_open.id, just_closed.id}
