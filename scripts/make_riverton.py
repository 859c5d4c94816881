"""Makes the demo city's files: `python -m scripts.make_riverton --calls FOLDER`.

One seed, the same files, byte for byte. FOLDER holds the aggregate CSV files that riverton/mix.py names; without it
mix.json stays as it is.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random
from typing import Any

from scripts.riverton.drawing import outline, street_graph
from scripts.riverton.grid import Planner
from scripts.riverton.mix import mix
from scripts.riverton.network import Network
from scripts.riverton.places import gazetteer
from scripts.riverton.program import program

SEED = 1847
TARGET = Path(__file__).parents[1] / "resources" / "demo" / "riverton"


def write(path: Path, content: dict[str, Any]) -> None:
    """One file, a line for each item of the top-level lists, so that a change shows as lines."""
    parts = []
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict | list):
            items = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in value)
            parts.append(f"{json.dumps(key)}: [\n{items}\n]")
        else:
            parts.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8", newline="\n")


def main() -> None:
    """Draw the city and write its files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--calls", type=Path, help="folder of the aggregate CSV files; without it mix.json stays as it is"
    )
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    target: Path = arguments.target
    target.mkdir(parents=True, exist_ok=True)
    city = Planner(Random(SEED)).city()
    network = Network(city.streets)
    write(target / "outline.geojson", outline(city, network))
    write(target / "streets.json", street_graph(network))
    write(target / "places.json", gazetteer(network))
    write(target / "program.json", program(network))
    if arguments.calls is not None:
        write(target / "mix.json", mix(arguments.calls))


if __name__ == "__main__":
    main()
