"""Time sousveil beside its peers, in turn in one run; print a table and write bench/report.json.

    make bench [DATA=DIR]       or     python bench [--data DIR] [--rounds N] [--only NAME ...] [--long]

Each `bench_NAME.py` beside this file has `bench(data: Path | None, rounds: int) -> dict[str, float]`. Timings are
ratios of two things run in turn, never asserted in a test. One that takes an hour has `LONG`, how its figures begin: it
is run with `--long` or by its name, and its figures stay in the report until it is run again. One that has
`bench_whole` beside `bench` measures something larger with `--long`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
REPORT = HERE / "report.json"


def main() -> None:
    """Run every benchmark."""
    parser = argparse.ArgumentParser(description="Time sousveil beside its peers.")
    parser.add_argument(
        "--data", type=Path, help="a folder laid out as the project's shared data; parts may be missing"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", action="store_true", help="also those that take an hour or more")
    parser.add_argument("--only", nargs="*", help="names of benchmarks, without bench_")
    given = parser.parse_args()
    sys.path.insert(0, str(HERE))
    before: dict[str, float] = json.loads(REPORT.read_text("utf-8")) if REPORT.exists() else {}
    report: dict[str, float] = {}
    kept: dict[str, float] = {}
    for path in sorted(HERE.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if given.only and name not in given.only:
            continue
        module = importlib.import_module(path.stem)
        long: tuple[str, ...] = getattr(module, "LONG", ())
        if long and not (given.long or given.only):
            kept |= {key: value for key, value in before.items() if key.startswith(long)}
            print(f"{name}: takes long, its figures are those of an earlier run; --long runs it")
            continue
        run = getattr(module, "bench_whole", module.bench) if given.long else module.bench
        figures = run(given.data, given.rounds)
        if not figures:
            print(f"{name}: skipped, its data are not there")
        for key, value in figures.items():
            print(f"{key:<40}{value:>12.3f}")
        report |= figures
        if long:
            kept |= figures
    if given.only:
        # Only what takes long is put beside the figures of another run.
        report = before
    if not given.only or kept:
        REPORT.write_text(json.dumps(report | kept, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
