"""The files that the checks of the house read: what is under version control or about to be."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
VENDORED = ("resources/map/vendor/", "resources/fonts/", "resources/demo/")


@cache
def files(*endings: str) -> tuple[Path, ...]:
    """Our own files with one of these endings, vendored and generated ones left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    kept = (ROOT / name for name in listed if name.endswith(endings) and not name.startswith(VENDORED))
    return tuple(sorted(path for path in kept if path.is_file()))


def short(path: Path) -> str:
    """The path as it is written in a message."""
    return path.relative_to(ROOT).as_posix()
