"""The audit in words, its export, and days as they are typed."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from make import NOON

from console.desk.saving import write_whole
from console.domain.clock import real_clock
from console.domain.ids import ProgramId, new_uuid
from console.domain.rights import COMMANDS
from console.errors import BadInput, StorageFault
from console.snapshots.audit import AuditSnapshot
from console.snapshots.program import Mode, ProgramSnapshot
from console.views.admin.audit_export import TRAINING_MARK, csv_head, csv_part
from console.views.admin.audit_words import changes, command_words, in_one_line, moment, short, what
from console.views.parts.typed_times import typed_moment

EAST = ZoneInfo("America/New_York")
PROGRAM = ProgramSnapshot(
    id=ProgramId(new_uuid()), version=1, name="Riverton", mode=Mode.TRAINING, time_zone="America/New_York",
    extent=None, clock=real_clock(), demo=None,
)  # fmt: skip


def an_entry(**more: Any) -> AuditSnapshot:
    entry = AuditSnapshot(
        seq=7, real_at=NOON.replace(microsecond=349_999), account_name="A. Reyes", roles=("supervisor", "admin"),
        desk_id=new_uuid(), command="raise_level", action="update", table="call", row=str(new_uuid()),
        before={"level": 2, "version": 1}, after={"level": 3, "version": 2}, chain=7,
    )  # fmt: skip
    return replace(entry, **more)


def test_a_time_has_its_hundredths_in_the_agencys_zone() -> None:
    assert moment(an_entry().real_at, EAST) == "2026-03-14 08:00:00.34"


def test_a_change_is_told_from_what_to_what() -> None:
    assert in_one_line(an_entry(), EAST) == "level: 2 moderate → 3 urgent"
    entry = an_entry()
    assert what(entry) == f"call {entry.row.replace('-', '')[-6:]} changed"
    assert [name for name, _was, _became in changes(entry, EAST)] == ["level", "version"]


def test_what_was_added_is_told_without_what_is_empty() -> None:
    added = an_entry(action="insert", before={}, after={"id": str(new_uuid()), "name": "X", "note": None})
    assert in_one_line(added, EAST) == "name: X"


@pytest.mark.parametrize("at", ["2026-03-14 12:00:00+00:00", "2026-03-14T12:00:00", "2026-03-14 12:00:00.5"])
def test_times_of_both_databases_are_told_alike(at: str) -> None:
    entry = an_entry(before={"due_at": None}, after={"due_at": at})
    assert in_one_line(entry, EAST) == "due at: none → 2026-03-14 08:00:00"


def test_a_value_of_another_time_is_shown_as_it_is() -> None:
    entry = an_entry(before={"level": 9, "at_facility_at": "soon"}, after={"level": {"old": 1}, "at_facility_at": 3})
    assert in_one_line(entry, EAST) == "level: 9 → old: 1, at facility at: soon → 3"
    assert short("3 entries") == "3 entries"


def test_every_command_has_plain_words() -> None:
    assert not [name for name in COMMANDS if "_" in command_words(name)]


def test_the_file_marks_training_and_holds_no_formula() -> None:
    entries = [an_entry(account_name="=HYPERLINK(1)"), an_entry(chain=None)]
    lines = list(csv.reader(io.StringIO(csv_head(PROGRAM) + csv_part(EAST, entries))))
    assert lines[0] == [TRAINING_MARK] and lines[2][1] == "'=HYPERLINK(1)" and lines[3][7] == "none"
    production = replace(PROGRAM, mode=Mode.PRODUCTION)
    assert csv_head(production).startswith("When,")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageFault, match=r"Not saved: .*Choose another place"):
        write_whole(tmp_path / "no" / "x.csv", [csv_head(PROGRAM)])
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(StorageFault, match="Not saved"):
        write_whole(tmp_path / "x.csv", [csv_head(PROGRAM)])


def test_days_are_typed_in_the_agencys_zone() -> None:
    assert typed_moment(" ", EAST) is None
    assert typed_moment("2026-03-14 08:00", EAST) == NOON
    assert typed_moment("2026-03-14", EAST) == datetime(2026, 3, 14, 4, tzinfo=UTC)
    assert typed_moment("2026-03-14", EAST, end=True) == datetime(2026, 3, 15, 4, tzinfo=UTC)
    for wrong in ("yesterday", "2026-02-30", "14.03.2026", "9999-12-31"):
        with pytest.raises(BadInput, match="is no day"):
            typed_moment(wrong, EAST, end=True)
