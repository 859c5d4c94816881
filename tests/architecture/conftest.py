"""The order of the whole run: what starts a loop of its own comes before what shares Qt's, which never stops again."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests without Qt's loop first: `asyncio.run` is refused in a thread whose loop runs."""
    items.sort(key=lambda item: "loop" in getattr(item, "fixturenames", ()))
