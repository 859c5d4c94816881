"""One word for one thing, and nothing in the text that belongs to somebody's machine."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from sources import files, short

TEXTS = (".py", ".js", ".css", ".qss", ".md", ".toml", ".sh", ".html", ".iss", ".yml", "Makefile")
HERE = "tests/architecture/test_words.py"

# What is never said, and what is said instead. "Incident" stays where another body's term is quoted.
NEVER = {
    r"\bincidents?\b": "call",
    r"\btickets?\b": "call",
    r"\bcounsell?ors?\b": "clinician",
    r"\bseverity\b": "urgency level",
    r"\bpatients?\b": "person",
}
QUOTED = {
    "incident": re.compile(
        r"incident (type|number|case|id\b)|incident_(number|type|id)|police|case number|APCO|NENA|EIDO|never"
        r"|\"[^\"]*incident|mappings?/|Incident[A-Z]|_incident|incident-", re.IGNORECASE
    ),
    "ticket": re.compile(r"never", re.IGNORECASE),
    "counsel": re.compile(r"never", re.IGNORECASE),
    "severity": re.compile(r"never", re.IGNORECASE),
    "patient": re.compile(r"never|impatient|42 CFR|against the patient", re.IGNORECASE),
}  # fmt: skip

# Split in two, so that this file does not say them either.
NOT_OURS = [
    "py" + "pi.org", "pythonhosted" + ".org", "files." + "pythonhosted", "npm" + "js.com", "conda" + "-forge",
    "/home" + "/", "/ro" + "ot/", "/wo" + "rk/", "/Use" + "rs/", "C:\\Use" + "rs",
]  # fmt: skip


def lines() -> Iterator[tuple[str, int, str]]:
    for path in files(*TEXTS):
        if short(path) == HERE:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield short(path), number, line


def test_one_word_for_one_thing() -> None:
    said = []
    for name, number, line in lines():
        for word, instead in NEVER.items():
            found = re.search(word, line, re.IGNORECASE)
            if found is None:
                continue
            stem = next(one for one in QUOTED if found[0].lower().startswith(one))
            if name in ("GLOSSARY.md", "CHANGELOG.md") or QUOTED[stem].search(line):
                continue
            said.append(f"{name}:{number}: {found[0]!r}, say {instead!r}: {line.strip()[:80]}")
    assert not said, "\n".join(said)


def test_nothing_is_left_to_be_done_in_a_comment() -> None:
    mark = re.compile("TO" + "DO|FIX" + "ME|X" + "XX|HA" + "CK")
    left = [f"{name}:{number}" for name, number, line in lines() if mark.search(line)]
    assert not left, left


def test_no_check_is_switched_off_as_a_whole() -> None:
    bare = re.compile(r"#\s*(type:\s*ignore|noqa)(?![\[:])")
    found = [
        f"{short(path)}:{number}" for path in files(".py") for number, comment in comments(path) if bare.search(comment)
    ]
    assert not found, f"name what is ignored: {found}"


def comments(path: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_no_machine_and_no_package_index_is_named() -> None:
    names = [*lines(), *((short(path), 0, path.read_text()) for path in files(".lock"))]
    found = [f"{name}:{number}: {word}" for name, number, line in names for word in NOT_OURS if word in line]
    assert not found, "\n".join(found)
