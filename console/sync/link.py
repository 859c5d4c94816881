"""How a desk stands to its database, as the follower finds it: said to the store once, when it changes."""

import logging
import time
from datetime import UTC, datetime

from console.db.schema import HEAD
from console.errors import TandemError
from console.store.store import Link, LinkState, Store

log = logging.getLogger(__name__)


class LinkKeeper:
    """Tells the store whether the line is live, lost, of another schema, or closed to this login."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def live(self, began: float, answered: float | None = None) -> None:
        """An answer came; both moments by the performance counter."""
        round_trip = ((answered or time.perf_counter()) - began) * 1000
        link = self._store.link
        since = link.since if link.state is LinkState.LIVE else datetime.now(UTC)
        self._store.set_link(Link(LinkState.LIVE, since, round_trip))

    def lost(self, fault: TandemError) -> None:
        """No answer, or one that nobody can use."""
        if self._store.link.state is not LinkState.LOST:
            log.warning("the database is lost: %s", fault)
            self._store.set_link(Link(LinkState.LOST, datetime.now(UTC), fault=str(fault)))

    def outdated(self, schema: str) -> None:
        """The database has another schema than this version knows."""
        if self._store.link.state is LinkState.OUTDATED:
            return
        newer = schema > HEAD
        what = "Update Tandem on this workstation." if newer else "The administrator must run: tandem db create."
        fault = f"This Tandem knows schema {HEAD}, the database has {schema}. Nothing can be saved. {what}"
        self._store.set_link(Link(LinkState.OUTDATED, datetime.now(UTC), fault=fault))

    def ended(self) -> None:
        """This login was shut out: nothing of what it could see stays on the screen."""
        log.warning("this login may not read any more")
        self._store.forget()
        fault = "Your account was ended by an administrator. Somebody else can sign in here."
        self._store.set_link(Link(LinkState.ENDED, datetime.now(UTC), fault=fault))
