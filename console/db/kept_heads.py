"""The newest links of the audit's chain that this workstation saw: a cut tail is noticed by whoever remembers it."""

import json
import os
from pathlib import Path

from console.domain.audit_chain import Head
from console.settings import data_folder

KEPT = 200


def heads_file() -> Path:
    """Where they lie, beside nothing that the database's keeper could reach."""
    return data_folder() / "audit-heads.json"


def kept_heads(audit: str, file: Path | None = None) -> list[Head]:
    """The heads that were seen of an audit (its name), the oldest first; none when the file is missing or broken."""
    try:
        held = json.loads((file or heads_file()).read_text("utf-8")).get(audit, [])
        return [Head(int(chain), str(digest)) for chain, digest in held]
    except (OSError, ValueError, AttributeError, TypeError):
        return []


def keep_head(audit: str, head: Head, file: Path | None = None) -> None:
    """Remember a head; each place once, the newest of them.

    Raises:
        OSError: the file cannot be written.
    """
    path = file or heads_file()
    try:
        everything = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        everything = {}
    known = [(one.chain, one.hash) for one in kept_heads(audit, path)]
    if head.chain == 0 or (head.chain, head.hash) in known:
        return
    known.append((head.chain, head.hash))
    if len(known) > KEPT:  # the old ones thin out, so that an audit written anew is found from far back
        known = [*known[: KEPT // 2 : 2], *known[KEPT // 2 :]]
    everything[audit] = known
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")  # two desks of one workstation write here
    part.write_text(json.dumps(everything), "utf-8")
    part.replace(path)
