"""Files have one reason to exist and functions fit on a screen; what is larger says why."""

import ast
from statistics import median

from sources import files, short

FILE_LINES, FILE_LIMIT = 250, 400
FUNCTION_LINES, FUNCTION_LIMIT = 40, 60

LARGE_FILES = {
    "console/views/operations/call_form.py": "one form: its fields, their checks and their order are read together",
    "console/domain/command_line.py": "one grammar: its verbs, their usage and their readers are one table",
}
LONG_FUNCTIONS: dict[str, str] = {}

MIGRATIONS = "console/db/migrations/versions/"


def sources() -> list[tuple[str, str]]:
    return [(short(path), path.read_text()) for path in files(".py", ".js", ".css", ".qss", ".sh")]


def test_no_file_is_larger_than_it_can_explain() -> None:
    lines = {name: text.count("\n") for name, text in sources() if not name.startswith(MIGRATIONS)}
    large = {name: count for name, count in lines.items() if count > FILE_LINES and name not in LARGE_FILES}
    assert not large, f"split them: {large}"
    assert not {name: count for name, count in lines.items() if count > FILE_LIMIT}
    unneeded = {name for name in LARGE_FILES if lines.get(name, 0) <= FILE_LINES}
    assert not unneeded, f"no longer large, take them off the list: {unneeded}"


def functions() -> dict[str, int]:
    """Every function with its length; its decorators, its signature and its docstring do not count."""
    found = {}
    for name, text in sources():
        if not name.endswith(".py") or name.startswith(MIGRATIONS):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                found[f"{name}:{node.name}"] = (node.end_lineno or 0) - body[0].lineno + 1
    return found


def test_no_function_is_longer_than_it_can_explain() -> None:
    found = functions()
    long = {name: count for name, count in found.items() if count > FUNCTION_LIMIT and name not in LONG_FUNCTIONS}
    assert not long, f"split them: {long}"
    over = sum(count > FUNCTION_LINES for count in found.values())
    assert over <= len(found) / 100, f"{over} of {len(found)} functions are longer than {FUNCTION_LINES} lines"


def test_the_middle_file_and_the_middle_function_are_small() -> None:
    assert median(text.count("\n") for name, text in sources() if name.startswith("console/")) <= 120
    assert median(functions().values()) <= 12
