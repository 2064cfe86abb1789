"""Score sousveil on labelled cases, compare with the pinned floors, print a table, write eval/report.json.

    make eval [DATA=DIR]        or     python eval/run.py [--data DIR] [--only NAME ...]

Each `score_NAME.py` beside this file has `score(data: Path | None) -> dict[str, float]`. A floor is a number that a
score must reach, or `{ at_most = x }`; floors only rise. Exit code 1 when a score falls below its floor. Claims that
were gained and lost against the last commit are listed (`gains.py`).
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
import tomllib
from pathlib import Path

from gains import changes, committed, write

HERE = Path(__file__).parent


def main() -> int:
    """Run every scorer; 1 when a floor is broken."""
    parser = argparse.ArgumentParser(description="Score sousveil on labelled cases.")
    parser.add_argument(
        "--data", type=Path, help="a folder laid out as the project's shared data; parts may be missing"
    )
    parser.add_argument("--only", nargs="*", help="names of scorers, without score_")
    given = parser.parse_args()
    sys.path.insert(0, str(HERE))
    floors = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
    report: dict[str, float] = {}
    broken: list[str] = []
    print(f"{'score':<46}{'measured':>12}{'floor':>12}")
    for path in sorted(HERE.glob("score_*.py")):
        name = path.stem.removeprefix("score_")
        if given.only and name not in given.only:
            continue
        begun = time.monotonic()
        scores = importlib.import_module(path.stem).score(given.data)
        report |= scores
        pinned = floors.get(path.stem, {})
        if not scores:
            print(f"{name}: skipped, its data are not there")
        for key, value in sorted(scores.items()):
            print(f"{key:<46}{value:>12.4f}{_shown(pinned.get(key)):>12}")
            if not _holds(value, pinned.get(key)):
                broken.append(f"{key} is {value:.4f}, the floor is {_shown(pinned[key])}")
        print(f"  ({name}: {time.monotonic() - begun:.1f} s)")
    for line in changes(committed()):
        print(line)
    if not given.only:
        write()
        (HERE / "report.json").write_text(json.dumps(report, indent=1, sort_keys=True) + "\n", "utf-8")
    for line in broken:
        print(f"BROKEN: {line}")
    return 1 if broken else 0


def _shown(floor: object) -> str:
    if floor is None:
        return ""
    return f"<= {floor['at_most']}" if isinstance(floor, dict) else f"{floor}"


def _holds(value: float, floor: object) -> bool:
    if isinstance(floor, dict):
        return value <= float(floor["at_most"]) + 1e-9
    return not isinstance(floor, int | float) or value >= floor - 1e-9


if __name__ == "__main__":
    sys.exit(main())
