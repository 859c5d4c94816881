"""The import window: a preview that tells the truth, a desk that stays live, every fault a sentence in place."""

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from make import Program
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.desk.desk import Desk
from console.documents.import_mapping import load_mapping
from console.queries.program import the_program
from console.store.store import Link, LinkState, Store
from console.ui.notices import Notices
from console.views.operations.import_form import ImportForm
from console.views.operations.import_tables import RejectsList

HEAD = "id,received,kind,address,lat,lon"
GOOD = "{0},2016-03-01T09:{0:02d}:00,disturbance,{0} Main St,40.9,-100.1"


def rows(*numbers: int) -> list[str]:
    return [GOOD.format(number) for number in numbers]


@pytest.fixture
def form(program: Program, qtbot: QtBot) -> Iterator[ImportForm]:
    store = Store()
    store.set_program(program.ask(the_program))
    store.set_link(Link(LinkState.LIVE, datetime.now(UTC)))
    desk = Desk(program.database, store, program.actor, lambda: None)
    window = QWidget()
    window.resize(1200, 900)
    qtbot.addWidget(window)
    window.show()
    made = ImportForm(window, desk, Notices(window))
    yield made
    made.job.end_now()
    program.arun(desk.close())


@pytest.fixture
def until(program: Program) -> Callable[[Callable[[], object]], None]:
    def wait(holds: Callable[[], object]) -> None:
        async def look() -> None:
            ends = time.monotonic() + 25
            while not holds():
                assert time.monotonic() < ends, "it did not come to pass"
                await asyncio.sleep(0.02)

        program.arun(look(), 30)

    return wait


def choose_own(form: ImportForm, file: Path) -> None:
    form.mapping.setCurrentIndex(form.mapping.count() - 1)
    form.file.setText(str(file))


def written(path: Path, lines: list[str], encoding: str = "utf-8") -> Path:
    path.write_text("\n".join([HEAD, *lines]), encoding=encoding)
    return path


def test_own_mapping_preview_import_rejects_and_again(
    form: ImportForm, program: Program, tmp_path: Path, until: Callable[..., None]
) -> None:
    bad = GOOD.format(2).replace("40.9", "95")
    file = written(tmp_path / "calls.csv", [*rows(1), bad, *rows(3), GOOD.format(4)[:22]])
    choose_own(form, file)
    until(form.start_button.isEnabled)
    assert form.fields.boxes["place"].currentData() == "address"
    assert form.table.rowCount() == 4
    reasons = [form.table.item(place, 5).text() for place in range(4)]
    assert [bool(one) for one in reasons] == [False, True, False, True]
    form.start()
    assert form.stop_button.isEnabled() and not form.start_button.isEnabled()
    until(form.outcome.text)
    assert "4 rows: 2 imported, 0 duplicates, 2 rejected" in form.outcome.text()
    assert "calls.rejects.csv" in form.outcome.text()
    form.show_rejects()
    until(lambda: form.findChild(RejectsList))
    shown = form.findChild(RejectsList)
    assert shown is not None and shown.table.rowCount() == 2
    rejects = tmp_path / "calls.rejects.csv"
    rejects.write_text(rejects.read_text("utf-8-sig").replace(",95,", ",40.9,"), "utf-8")
    shown._import()
    until(form.start_button.isEnabled)
    form.start()
    until(lambda: "1 imported" in form.outcome.text())
    assert program.rows("SELECT count(*) FROM call WHERE imported")[0][0] == 3


def test_another_encoding_is_read_and_named(form: ImportForm, tmp_path: Path, until: Callable[..., None]) -> None:
    choose_own(form, written(tmp_path / "old.csv", [GOOD.format(1).replace("Main", "Müller")], "cp1252"))
    until(form.start_button.isEnabled)
    assert "cp1252" in form.state.text()
    assert form.table.item(0, 3).text() == "1 Müller St"


@pytest.mark.parametrize(("content", "says"), [(b"", "is empty"), (b"\x00\x81\x00\x81" * 40, "UTF-16")])
def test_a_file_that_is_none_is_refused_in_place(
    form: ImportForm, tmp_path: Path, until: Callable[..., None], content: bytes, says: str
) -> None:
    file = tmp_path / "none.csv"
    file.write_bytes(content)
    form.file.setText(str(file))
    until(lambda: says in form.fault.text())
    assert not form.start_button.isEnabled()
    choose_own(form, file)
    until(lambda: says in form.fault.text())


def test_a_mapping_that_does_not_fit_says_what_is_missing_and_an_own_one_can_be_kept(
    form: ImportForm, tmp_path: Path, until: Callable[..., None]
) -> None:
    file = written(tmp_path / "calls.csv", rows(1, 2))
    form.file.setText(str(file))
    until(lambda: "no column" in form.fault.text())
    choose_own(form, file)
    until(form.start_button.isEnabled)
    form.choice.save(str(tmp_path / "own.toml"))
    kept = load_mapping(tmp_path / "own.toml")
    assert (kept.columns.number, kept.time_zone) == ("id", "America/New_York")
    form.fields.time_zone.setText("Mars/Olympus")
    until(lambda: "no time zone" in form.fault.text())
    form.choice.open_mapping(str(tmp_path / "own.toml"))
    until(form.start_button.isEnabled)


def test_stopping_leaves_whole_transactions(
    form: ImportForm, program: Program, tmp_path: Path, until: Callable[..., None]
) -> None:
    lines = [f"{n},2016-03-01T09:00:00,disturbance,{n} Main St,40.9,-100.1" for n in range(15_000)]
    choose_own(form, written(tmp_path / "many.csv", lines))
    until(form.start_button.isEnabled)
    form.start()
    until(lambda: form.bar.value() > 0)
    form.job.cancel()
    until(form.outcome.text)
    assert form.outcome.text().startswith("Stopped")
    calls, lines_of = program.rows("SELECT (SELECT count(*) FROM call), (SELECT count(*) FROM timeline)")[0]
    assert 0 < calls < 15_000 and calls == lines_of
