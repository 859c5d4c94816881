"""No table, function or command of a shared database is without its protection, and none says other than the screen."""

import re
from pathlib import Path

import asyncpg
import pytest
from attacks import BY_EVERYBODY, IN_COMMAND, SEEN, UNSEEN
from shared import PASSWORD, SharedProgram

from console.db.postgres.connecting import connect
from console.db.postgres.protection import PROTECTIONS, SERVER_TABLES
from console.db.postgres.scopes import SCOPES, reaches
from console.db.postgres.security import CALLED_BY_DESKS
from console.db.schema import HEAD
from console.domain.ids import new_uuid
from console.domain.rights import COMMANDS
from console.domain.roles import Role, roles_with
from console.models.registry import METADATA

SCHEMAS = "('tandem'::regnamespace, 'tandem_audit'::regnamespace)"


@pytest.mark.parametrize("role", Role)
def test_the_database_lets_a_role_begin_what_the_screen_offers_it(program: SharedProgram, role: Role) -> None:
    async def begun(name: str) -> bool:
        connection = await connect(program.server.server.login(program.name, role.value, PASSWORD))
        try:
            await connection.fetchrow(
                "SELECT * FROM tandem.begin_command($1, $2, $3, $4)", new_uuid(), name, new_uuid(), HEAD
            )
        except asyncpg.PostgresError as refusal:
            # What founds a program is refused once there is one, to whoever may found it.
            once = name in ("found_program", "set_up_program") and "holds a program already" in str(refusal)
            assert once or "Your role may not" in str(refusal)
            return once
        finally:
            connection.terminate()
        return True

    for name, permission in COMMANDS.items():
        assert program.arun(begun(name)) == (role in roles_with(permission)), f"{role} {name}"


def test_every_table_is_protected(program: SharedProgram) -> None:
    forced = dict(
        program.rows(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
            f"WHERE relkind = 'r' AND relnamespace IN {SCHEMAS}"
        )
    )
    assert set(forced) == set(PROTECTIONS) | set(SERVER_TABLES)
    assert set(PROTECTIONS) == set(METADATA.tables)
    triggers = program.rows(
        "SELECT c.relname, p.proname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid "
        f"JOIN pg_proc AS p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND c.relnamespace IN {SCHEMAS}"
    )
    for table, how in PROTECTIONS.items():
        assert forced[table], f"{table} lets its rows be read past its policies"
        assert how.audited == ((table, "note_row") in {tuple(row) for row in triggers}), table


def test_every_table_has_an_attack(program: SharedProgram) -> None:
    by_all, within = [one for one, _ in BY_EVERYBODY], [one[2] for one in IN_COMMAND]
    sent = " ".join([*by_all, *within, *(one for _, one in (*UNSEEN, *SEEN))])
    attacked = set(re.findall(r"tandem(?:_audit)?\.(\w+)", sent))
    special = {name for name, how in PROTECTIONS.items() if how.readable_with or how.readable_columns or how.grows}
    assert special - {"call_link"} <= attacked


@pytest.mark.parametrize("table", [*PROTECTIONS, *SERVER_TABLES])
def test_nobody_writes_a_table_without_a_command(program: SharedProgram, table: str) -> None:
    lanes = {"position", "lease", "counter"}
    place = "tandem_audit" if table in ("audit", "audit_head") else "tandem"

    async def attempt(role: Role, statement: str) -> None:
        connection = await connect(program.server.server.login(program.name, role.value, PASSWORD))
        try:
            status = await connection.execute(statement)
            assert status.endswith(" 0") or table in lanes, f"{role}: {statement}"
        except asyncpg.PostgresError as error:
            assert error.sqlstate in ("42501", "TD001") or table in lanes, f"{role}: {statement}: {error}"
        finally:
            connection.terminate()

    for role in (Role.VIEWER, Role.SUPERVISOR, Role.ADMIN):
        program.arun(attempt(role, f"DELETE FROM {place}.{table}"))
        program.arun(attempt(role, f"INSERT INTO {place}.{table} DEFAULT VALUES"))


def test_functions_look_names_up_where_they_say_and_are_granted_by_name(program: SharedProgram) -> None:
    for name, definer, path in program.rows(
        f"SELECT proname, prosecdef, array_to_string(proconfig, ' ') FROM pg_proc WHERE pronamespace IN {SCHEMAS}"
    ):
        assert path == 'search_path=pg_catalog, pg_temp', name
        assert definer or name in ("only_grows", "told", "digest", "guard_number", "guard_new_consent"), name
    granted = {
        one
        for (one,) in program.rows(
            "SELECT p.oid::regprocedure::text FROM pg_proc AS p "
            f"WHERE p.pronamespace IN {SCHEMAS} AND has_function_privilege('tandem_desk', p.oid, 'execute')"
        )
    }
    assert {re.sub(r"\(.*", "", one) for one in granted} == {one.split(".")[1].split("(")[0] for one in CALLED_BY_DESKS}


def test_no_view_shows_what_its_owner_sees(program: SharedProgram) -> None:
    assert program.rows(f"SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace IN {SCHEMAS}") == []


def test_every_command_has_a_right_and_a_scope_over_columns_that_exist() -> None:
    assert set(COMMANDS) == set(SCOPES)
    for one in reaches():
        columns = METADATA.tables[one.table].columns.keys()
        assert set(one.columns) - {"version"} <= set(columns), one
    source = "\n".join(file.read_text() for file in Path("console/commands").glob("*.py"))
    defined = set(re.findall(r"^async def ([a-z]\w+)\(\s*uow", source, re.MULTILINE))
    helpers = {name for name in defined if name not in COMMANDS}
    assert not {name for name in helpers if re.search(rf"desk\.run\(\s*{name}\b", _views())}, helpers


def _views() -> str:
    return "\n".join(file.read_text() for file in Path("console").rglob("*.py"))
