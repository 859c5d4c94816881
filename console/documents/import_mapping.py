"""How somebody else's call file is to be read: a TOML document, checked, its faults told with their place."""

import codecs
import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from console.documents.time_formats import time_reader
from console.domain.dispositions import disposition
from console.domain.geography import Box
from console.domain.natures import nature_of
from console.domain.urgency import Urgency
from console.errors import BadInput


class Dedupe(StrEnum):
    """What makes two rows the same call."""

    NUMBER = "number"
    TIME_AND_PLACE = "time_and_place"
    WHOLE_ROW = "whole_row"


def _as_value_error(fault: BadInput) -> ValueError:
    return ValueError(str(fault).rstrip("."))


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as fault:
        raise ValueError(f'"{text}" is no regular expression: {fault}') from fault
    return text


def _nature(code: str) -> str:
    try:
        return nature_of(code).code
    except BadInput as fault:
        raise _as_value_error(fault) from fault


def _disposition(code: str) -> str:
    try:
        return disposition(code).code
    except BadInput as fault:
        raise _as_value_error(fault) from fault


def _time_format(form: str) -> str:
    try:
        time_reader(form)
    except BadInput as fault:
        raise _as_value_error(fault) from fault
    return form


def _encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError as fault:
        raise ValueError(f'"{name}" is no encoding, such as utf-8 or cp1252') from fault


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(f'"{name}" is no time zone, such as America/Chicago') from fault
    return name


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_pattern)]
ColumnName = Annotated[str, Field(min_length=1)]
ColumnNames = Annotated[tuple[ColumnName, ...], BeforeValidator(_listed), Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Part):
    """Which column holds what; place and nature may be put together from several, the first is shown."""

    received_at: ColumnName
    nature: ColumnNames
    place: ColumnNames
    number: ColumnName | None = None
    lat: ColumnName | None = None
    lon: ColumnName | None = None
    level: ColumnName | None = None
    closed_at: ColumnName | None = None
    disposition: ColumnName | None = None
    zone: ColumnName | None = None

    @model_validator(mode="after")
    def _both_coordinates(self) -> "Columns":
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon must be given together")
        return self


class NatureRule(_Part):
    """Rows whose nature text matches are of this nature, and of this level where the rule says one."""

    pattern: Pattern
    nature: Annotated[str, AfterValidator(_nature)]
    level: Urgency | None = None


class LevelRule(_Part):
    """Rows whose level column (without one, their nature text) matches have this level."""

    pattern: Pattern
    level: Urgency


class DispositionRule(_Part):
    """Rows whose disposition text matches ended this way."""

    pattern: Pattern
    disposition: Annotated[str, AfterValidator(_disposition)]


class Extent(_Part):
    """Where the calls can be, in degrees; a row outside is rejected."""

    south: Annotated[float, Field(ge=-90, le=90)]
    west: Annotated[float, Field(ge=-180, le=180)]
    north: Annotated[float, Field(ge=-90, le=90)]
    east: Annotated[float, Field(ge=-180, le=180)]

    @model_validator(mode="after")
    def _has_room(self) -> "Extent":
        if self.south >= self.north or self.west >= self.east:
            raise ValueError("south must be below north, and west left of east")
        return self

    @property
    def box(self) -> Box:
        """The same as a box."""
        return Box(self.south, self.west, self.north, self.east)


class ImportMapping(_Part):
    """How one kind of call file is read. Patterns are regular expressions, searched for without regard to case."""

    name: Annotated[str, Field(min_length=1)]
    source: str = ""
    columns: Columns
    time_zone: Annotated[str, AfterValidator(_zone)]
    time_formats: Annotated[tuple[Annotated[str, AfterValidator(_time_format)], ...], Field(min_length=1)] = ("iso",)
    delimiter: Annotated[str, Field(min_length=1, max_length=1, pattern=r'[^"\r\n]')] = ","
    encodings: Annotated[tuple[Annotated[str, AfterValidator(_encoding)], ...], Field(min_length=1)] = (
        "utf-8",
        "cp1252",
    )
    extent: Extent | None = None
    coordinates_required: bool = False
    received_is_approximate: bool = False
    dedupe: Dedupe = Dedupe.TIME_AND_PLACE
    default_nature: Annotated[str, AfterValidator(_nature)] = "other"
    nature_rules: tuple[NatureRule, ...] = ()
    level_rules: tuple[LevelRule, ...] = ()
    disposition_rules: tuple[DispositionRule, ...] = ()
    default_disposition: Annotated[str, AfterValidator(_disposition)] | None = None

    @model_validator(mode="after")
    def _number_for_dedupe(self) -> "ImportMapping":
        if self.dedupe is Dedupe.NUMBER and self.columns.number is None:
            raise ValueError(
                'dedupe is by number, and columns.number is not given; use "time_and_place" or "whole_row"'
            )
        return self


def load_mapping(path: Path) -> ImportMapping:
    """The mapping in a TOML file.

    Raises:
        BadInput: it cannot be read or is wrong; the sentence names the file and the place of each fault.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise BadInput(f"{path} cannot be read: {fault.strerror or fault}.") from fault
    except UnicodeDecodeError as fault:
        raise BadInput(f"{path.name} is not UTF-8 text (byte {fault.start}).") from fault
    return parse_mapping(text, path.name)


def parse_mapping(text: str, where: str) -> ImportMapping:
    """The mapping in a TOML text; `where` names it in the sentences.

    Raises:
        BadInput: it is wrong; the sentence names the place of each fault.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadInput(f"{where} is no TOML: {fault}.") from fault
    return checked_mapping(content, where)


def checked_mapping(content: dict[str, Any], where: str) -> ImportMapping:
    """The mapping from plain values, as a form gives them.

    Raises:
        BadInput: they are wrong; the sentence names the place of each fault.
    """
    try:
        return ImportMapping.model_validate(content)
    except ValidationError as fault:
        places = [f"{_place(one['loc'])}: {_sentence(one['msg'])}" for one in fault.errors(include_url=False)]
        raise BadInput(f"{where}: {'; '.join(places)}.") from fault


def _place(location: tuple[int | str, ...]) -> str:
    """columns.nature[2] for a reader who counts from one."""
    text = ""
    for step in location:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".") or "the whole"


def _sentence(message: str) -> str:
    words = {"Field required": "is missing", "Extra inputs are not permitted": "is not known here"}
    return words.get(message, message.removeprefix("Value error, "))
