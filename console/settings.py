"""One desk's own settings: where its database is and how its window looks; a broken file never stops the start."""

import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import platformdirs

from console.errors import BadInput

NAME = "Tandem"


def data_folder() -> Path:
    """Where databases and their back-ups lie for this user."""
    return Path(platformdirs.user_data_dir(NAME, appauthor=False))


def config_file() -> Path:
    """Where this user's settings lie."""
    return Path(platformdirs.user_config_dir(NAME, appauthor=False)) / "settings.toml"


def cache_folder() -> Path:
    """What may be deleted at any time: the map's page."""
    return Path(platformdirs.user_cache_dir(NAME, appauthor=False))


def log_file() -> Path:
    """The log of this user's desks."""
    return Path(platformdirs.user_log_dir(NAME, appauthor=False)) / "tandem.log"


def default_database() -> Path:
    """The embedded database when nothing else is chosen."""
    return data_folder() / "tandem.db"


@dataclass(slots=True)
class Settings:
    """What a desk remembers; `fault` says what was wrong with the file, whose good parts still hold."""

    theme: str = "dark"
    text_scale: int = 100
    muted: bool = False
    database: str | None = None  # a file, or the address of a shared database without a login
    login: str | None = None  # who signed in to it last
    desk_id: str | None = None
    account_id: str | None = None
    banners: dict[str, str] = field(default_factory=dict)  # by address: nothing can be read there before
    layers: dict[str, bool] = field(default_factory=dict)
    map_base: str = "outline"  # outline, a path to an MBTiles file, or a tile server's address
    router_kind: str = "none"  # none, osrm, valhalla
    router_url: str = ""
    fault: str | None = None
    file: Path | None = None  # where they are kept when not at the user's own place


def load_settings(path: Path | None = None) -> Settings:
    """Read the file; what cannot be read is left at its default and said in `fault`."""
    file = path or config_file()
    if not file.exists():
        return Settings()
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Settings(
            fault=f"The settings in {file} cannot be read ({error}). Defaults are used; the file is kept as it is "
            "until you change a setting, and then copied aside."
        )
    try:
        return checked(raw, file)
    except BadInput as fault:
        return Settings(fault=str(fault))


def checked(raw: dict[str, Any], file: Path) -> Settings:
    """Settings from a parsed file; each wrong value falls back by itself and is named."""
    settings, faults = Settings(), []
    for name, value in raw.items():
        test = _TESTS.get(name)
        if test is None:
            faults.append(f"{name} is unknown")
        elif not test(value):
            faults.append(f"{name} = {value!r} is not possible")
        else:
            setattr(settings, name, value)
    if faults:
        settings.fault = f"In {file}: {'; '.join(faults)}. Defaults are used for these."
    return settings


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the file whole or not at all; one that could not be read is copied aside first, as "….broken".

    Raises:
        BadInput: the folder cannot be written; the sentence names it.
    """
    import tomli_w  # noqa: PLC0415  only ever needed when something was changed

    file = path or config_file()
    names = [name for name in _TESTS if getattr(settings, name) not in (None, [], {})]
    text = tomli_w.dumps({name: getattr(settings, name) for name in names})
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if settings.fault and file.exists():
            shutil.copyfile(file, file.with_name(f"{file.name}.broken"))
        part.write_text(text, "utf-8")
        part.replace(file)
    except OSError as error:
        raise BadInput(
            f"Your settings could not be saved to {file}: {error.strerror}. They hold until you close."
        ) from error
    settings.fault = None  # what is there now is what this desk wrote


def _is_uuid(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return isinstance(value, str)


_TESTS: dict[str, Callable[[Any], bool]] = {
    "theme": lambda value: value in ("dark", "light"),
    "text_scale": lambda value: value in (100, 125, 150),
    "muted": lambda value: isinstance(value, bool),
    "database": lambda value: isinstance(value, str),
    "login": lambda value: isinstance(value, str),
    "desk_id": _is_uuid,
    "account_id": _is_uuid,
    "banners": lambda value: isinstance(value, dict) and all(isinstance(one, str) for one in value.values()),
    "layers": lambda value: isinstance(value, dict) and all(isinstance(one, bool) for one in value.values()),
    "map_base": lambda value: isinstance(value, str) and bool(value),
    "router_kind": lambda value: value in ("none", "osrm", "valhalla"),
    "router_url": lambda value: isinstance(value, str),
}
