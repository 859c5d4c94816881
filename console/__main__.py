"""`tandem` and `python -m console`: the only place that knows both the desktop and the command line."""

import gc
import multiprocessing
import sys
from collections.abc import Callable
from pathlib import Path


def main() -> None:
    """Open the console at once when nothing else is asked for; the command line's library is loaded only if it is."""
    multiprocessing.freeze_support()  # a child of a bundled program ends here and never opens a window
    words = sys.argv[1:]
    if not words or (len(words) == 2 and words[0] == "--database"):
        # Collecting garbage while a thousand modules are loaded finds none; the console turns it on when it is shown.
        gc.disable()
        raise SystemExit(open_console(words[1] if words else None, False, 1.0))
    from console.cli.main import build, run  # noqa: PLC0415

    run(build(open_console, take_pictures, start_with))


def open_console(database: Path | str | None, demo: bool, rate: float) -> int:
    """Open the desktop."""
    from console.app import start  # noqa: PLC0415
    from console.views.window.opening import Options  # noqa: PLC0415

    return start(Options(database=database, demo=demo, rate=rate))


def start_with(database: Path, settings: Path, then: Callable[..., object]) -> int:
    """Open the desktop on a database with settings of its own, for benches."""
    from console.app import start  # noqa: PLC0415
    from console.views.window.opening import Options  # noqa: PLC0415

    return start(Options(database=database, settings=settings), then)


def take_pictures(out: Path) -> int:
    """Run the demo on a database of its own, photograph it, and say where the pictures are."""
    import tempfile  # noqa: PLC0415

    from console.app import start  # noqa: PLC0415
    from console.cli.pictures import photographing  # noqa: PLC0415
    from console.views.window.opening import Options  # noqa: PLC0415

    saved: list[Path] = []
    with tempfile.TemporaryDirectory() as folder:
        options = Options(database=Path(folder) / "riverton.db", demo=True, settings=Path(folder) / "settings.toml")
        code = start(options, photographing(out, saved.extend))
    print(f"{len(saved)} pictures in {out.resolve()}")  # noqa: T201
    return code if saved else 1


if __name__ == "__main__":
    main()
