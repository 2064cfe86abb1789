"""Pairs of news items on one event: the control for echoes, since the same event is not a copy.

All items are one case. A pair is wrongly linked when an echo of type copy, syndication, rewrite or translation joins
its two items. Shared quotations and citations do not say that one text was made from the other.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from cases_text import plain_text
from sousveil.trace import trace

__all__ = ["score"]

_MADE_FROM = {"copy", "syndication", "rewrite", "translation"}


def score(data: Path | None) -> dict[str, float]:
    """`same_story.false_link_rate`; {} where the set is absent."""
    return _same_story(data, verbose=False)


def _same_story(data: Path | None, *, verbose: bool) -> dict[str, float]:
    path = data / "same-story" / "pairs.csv" if data else None
    if path is None or not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    texts = []
    pairs = {}
    for row in rows:
        ident = row["pair_id"]
        both = [plain_text(row[f"text{side}"], lang=row[f"lang{side}"], name=f"{ident} {side}") for side in "12"]
        texts += both
        pairs[frozenset(text.source_id for text in both)] = (ident, row["Overall"])
    wrong = set()
    for echo in trace(texts, {}):
        if echo.origin_to is None or echo.type not in _MADE_FROM:
            continue
        pair = pairs.get(frozenset((echo.origin_from.source, echo.origin_to.source)))
        if pair:
            wrong.add(pair[0])
            if verbose:
                print(pair, echo.type, echo.score, echo.reason[:300])
    return {"same_story.false_link_rate": len(wrong) / len(rows) if rows else 0.0}


if __name__ == "__main__":
    print(_same_story(Path(__file__).resolve().parents[2] / "shared" / "data", verbose="--verbose" in sys.argv))
