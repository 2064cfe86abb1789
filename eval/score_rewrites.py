"""Clough–Stevenson: texts derived from an original (cut, light, heavy) or written independently.

All files of the folder are one case. A text is found derived when it is linked, through any echo but a shared
quotation, to the original of its task, directly or through others; an independent text is wrongly linked when any
such echo ties it to anything. `trigram_f1` is the baseline: share of word trigrams in the original, at the threshold
that serves it best on these data.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

from cases_text import plain_text
from sousveil.trace import trace

__all__ = ["score"]

_WEAK = {"quote", "citation"}


def score(data: Path | None) -> dict[str, float]:
    """`rewrites.derived_f1`, `.false_link_rate`, `.trigram_f1`; {} where the set is absent."""
    return _rewrites(data, verbose=False)


def _truth(folder: Path) -> dict[str, tuple[str, str]]:
    with (folder / "file_information.csv").open(encoding="utf-8-sig") as stream:
        rows = {row["File"]: (row["Task"], row["Category"]) for row in csv.DictReader(stream)}
    return {name: row for name, row in rows.items() if (folder / name).exists() and row[1] != "orig"}


def _rewrites(data: Path | None, *, verbose: bool) -> dict[str, float]:
    folder = data / "rewrites" if data else None
    if folder is None or not (folder / "file_information.csv").exists():
        return {}
    contents = {path.name: path.read_text("utf-8", errors="replace") for path in sorted(folder.glob("*_task*.txt"))}
    texts = {name: plain_text(content, name=name) for name, content in contents.items()}
    names = {text.source_id: name for name, text in texts.items()}
    neighbours: dict[str, set[str]] = defaultdict(set)
    for echo in trace(list(texts.values()), {}):
        if echo.origin_to is not None and echo.type not in _WEAK:
            one, other = names[echo.origin_from.source], names[echo.origin_to.source]
            neighbours[one].add(other)
            neighbours[other].add(one)
            if verbose:
                print(one, "->", other, echo.type, echo.score)
    truth = _truth(folder)
    right = found = derived = wrong = 0
    for name, (task, category) in truth.items():
        is_derived = category != "non"
        linked = f"orig_task{task}.txt" in _reachable(name, neighbours) if is_derived else bool(neighbours[name])
        derived += is_derived
        found += linked
        right += linked and is_derived
        wrong += linked and not is_derived
        if verbose and linked != is_derived:
            print("WRONG", name, category, "linked" if linked else "not linked")
    independents = len(truth) - derived
    return {
        "rewrites.derived_f1": 2 * right / (found + derived) if found + derived else 0.0,
        "rewrites.false_link_rate": wrong / independents if independents else 0.0,
        "rewrites.trigram_f1": _baseline(contents, truth),
    }


def _reachable(name: str, neighbours: dict[str, set[str]]) -> set[str]:
    seen, waiting = {name}, [name]
    while waiting:
        for other in neighbours[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def _trigrams(content: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", content.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def _baseline(contents: dict[str, str], truth: dict[str, tuple[str, str]]) -> float:
    shares = []
    for name, (task, category) in truth.items():
        mine, model = _trigrams(contents[name]), _trigrams(contents[f"orig_task{task}.txt"])
        shares.append((len(mine & model) / max(1, len(mine)), category != "non"))
    derived = sum(is_derived for _, is_derived in shares)
    best = 0.0
    for threshold, _ in shares:
        found = [is_derived for share, is_derived in shares if share >= threshold]
        best = max(best, 2 * sum(found) / (len(found) + derived))
    return best


if __name__ == "__main__":
    print(_rewrites(Path(__file__).resolve().parents[2] / "shared" / "data", verbose="--verbose" in sys.argv))
