"""Times and numbers on labelled sentences of twelve languages: `cases/values/*.jsonl`.

A row is one time (its words, value in EDTF and whether it is that of an event or of a report), one number (its words,
value, unit and whether it is exact), or a sentence with none. It is right where what is found at the words is so.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sousveil.find.tables import Tables, tables_for
from sousveil.find.values import Counted, Time, quantities_in, times_in
from sousveil.vocabulary import load

HERE = Path(__file__).parent
CASES = HERE / "cases" / "values"
NEUTRAL = "en"
"""Reads texts of a language that has no file: eras in their own script are known in every one."""


def score(data: Path | None) -> dict[str, float]:
    """Shares of right times, roles and numbers, and how many values are found in a sentence that has none.

    `data` is not needed.
    """
    del data
    hits: dict[str, list[float]] = defaultdict(list)
    for row in rows():
        for name, right in judged(row).items():
            hits[f"values.{name}"].append(right)
            hits[f"values.{row['lang']}.{name}"].append(right)
    return {name: sum(held) / len(held) for name, held in sorted(hits.items())}


def rows() -> Iterator[dict[str, Any]]:
    """The labelled rows of all files."""
    for path in sorted(CASES.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def judged(row: dict[str, Any]) -> dict[str, float]:
    """What a row is scored by: 1 where it is right, or for a row with none how many values are found."""
    tables = reader(row["lang"])
    text, published = row["text"], row.get("published")
    if row["kind"] == "none":
        return {"false_per_none": float(len([*times_in(tables, text, published), *quantities_in(tables, text)]))}
    start = text.index(row["words"])
    end = start + len(row["words"])
    if row["kind"] == "time":
        times = [t for t in times_in(tables, text, published) if t.start < end and start < t.end]
        time = max(times, key=lambda t: min(t.end, end) - max(t.start, start), default=None)
        right = time is not None and time.value == row["value"]
        scores = {"time_accuracy": float(right)}
        if time is not None:
            scores["time_role_accuracy"] = float(time.role == row["role"])
        return scores
    counted = [c for c in quantities_in(tables, text) if c.start < end and start < c.end]
    return {"number_accuracy": float(any(_is_right(c, row) for c in counted))}


def _is_right(counted: Counted, row: dict[str, Any]) -> bool:
    found = counted.quantity
    return (found.value, found.unit, found.approximate) == (float(row["value"]), row["unit"], row["approximate"])


def reader(lang: str) -> Tables:
    """The tables of a language, or those of a neutral one."""
    vocabulary = load()
    tables = tables_for(lang, vocabulary) or tables_for(NEUTRAL, vocabulary)
    assert tables is not None
    return tables


def found_in(row: dict[str, Any]) -> list[Time | Counted]:
    """Everything that is found in a row's text, to look at."""
    tables = reader(row["lang"])
    return [*times_in(tables, row["text"], row.get("published")), *quantities_in(tables, row["text"])]


if __name__ == "__main__":
    for key, value in score(None).items():
        print(key, f"{value:.3f}")
