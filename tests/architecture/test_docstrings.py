"""Every module says in one line what it is for."""

import ast

from sources import files, short


def test_every_module_says_what_it_is_for() -> None:
    silent = []
    for path in files(".py"):
        if path.name == "__init__.py" or not short(path).startswith(("console/", "scripts/")):
            continue
        said = ast.get_docstring(ast.parse(path.read_text()))
        if not said or not said.splitlines()[0].rstrip().endswith((".", ":", "?")):
            silent.append(short(path))
    assert not silent, f"one sentence each: {silent}"


def test_every_public_class_and_function_says_what_it_does() -> None:
    silent = []
    for path in files(".py"):
        if not short(path).startswith("console/") or "/migrations/" in short(path):
            continue
        for node in ast.parse(path.read_text()).body:
            public = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name[0] != "_"
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{short(path)}:{node.lineno} {node.name}")  # type: ignore[attr-defined]
    assert not silent, "\n".join(silent)
