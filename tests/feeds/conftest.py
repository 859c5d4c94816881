"""What the tests of feeds share: an empty embedded file, the demo in one, and plain asyncio without Qt."""

import asyncio
import shutil
from pathlib import Path

import pytest

from console.db.engine import open_database
from console.db.schema import bring_up_to_date
from console.domain.ids import AccountId, DeskId, new_uuid
from console.domain.roles import Actor, Role
from console.feeds.riverton import found_riverton


@pytest.fixture
def boss() -> Actor:
    roles = frozenset(Role) - {Role.VIEWER}
    return Actor(AccountId(new_uuid()), "M. Okafor", roles, DeskId(new_uuid()))


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    bring_up_to_date(path)
    return path


@pytest.fixture
def empty(empty_file: Path, tmp_path: Path) -> Path:
    """An embedded file without a program."""
    return Path(shutil.copy(empty_file, tmp_path / "tandem.db"))


@pytest.fixture(scope="session")
def riverton_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("riverton") / "riverton.db"))
    roles = frozenset(Role) - {Role.VIEWER}

    async def make() -> None:
        database = open_database(path)
        actor = Actor(AccountId(new_uuid()), "M. Okafor", roles, DeskId(new_uuid()))
        await found_riverton(database, actor, rate=0.0)
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture
def demo(riverton_file: Path, tmp_path: Path) -> Path:
    """The demo program as it is founded, its clock stopped."""
    return Path(shutil.copy(riverton_file, tmp_path / "riverton.db"))
