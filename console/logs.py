"""The log: what the program did, without a person's name, an address or a clinical word."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_logging(file: Path | None, *, verbose: bool = False) -> str | None:
    """Log to a rotating file (4 files of 1 MiB); returns a sentence when the file cannot be written."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for old in list(root.handlers):
        root.removeHandler(old)
    fault = None
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.INFO if verbose else logging.WARNING)
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            kept: logging.Handler = RotatingFileHandler(file, maxBytes=1 << 20, backupCount=3, encoding="utf-8")
            kept.setFormatter(logging.Formatter(FORM))
            root.addHandler(kept)
        except OSError as error:
            fault = f"The log {file} cannot be written ({error.strerror}). Everything else works."
    handler.setFormatter(logging.Formatter(FORM))
    root.addHandler(handler)
    # Statements carry addresses and names as parameters: they never reach the log.
    for name in ("sqlalchemy", "aiosqlite", "httpx", "httpcore", "qasync", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return fault
