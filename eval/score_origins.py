"""Source collapse: on how many origins do the rows of the EFF Atlas rest?

Each row is collected, read and traced as a build does it. An origin is what citations end at; rows that give one
link are one origin. `atlas.rows` counts the rows read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sousveil.collect import collect
from sousveil.record.capture import Drop
from sousveil.record.text import Text
from sousveil.trace import trace

__all__ = ["score"]


def score(data: Path | None) -> dict[str, float]:
    """`atlas.origins_max`; {} where the set is absent."""
    return _origins(data, verbose=False)


def _texts(tables: list[Path]) -> list[Text]:
    from sousveil.read import read

    texts: dict[str, Text] = {}
    for table in tables:
        for item in collect(table):
            if not isinstance(item, Drop):
                text = read(item.capture, item.payload)
                texts.setdefault(text.source_id, text)
    return list(texts.values())


def _origins(data: Path | None, *, verbose: bool) -> dict[str, float]:
    tables = sorted((data / "atlas").glob("*.csv")) if data else []
    if not tables:
        return {}
    texts = _texts(tables)
    cited: dict[str, set[str]] = {}
    for echo in trace(texts, {}):
        end = echo.cited.ref if echo.cited else (echo.origin_to.source if echo.origin_to else "")
        cited.setdefault(echo.origin_from.source, set()).add(end)
    origins = {end for ends in cited.values() for end in ends}
    alone = [text for text in texts if text.source_id not in cited]
    if verbose:
        print(f"{len(texts)} rows, {len(origins)} links, {len(alone)} rows without a link")
        first = {min(ends) for ends in cited.values()}
        print(f"{len(first)} distinct first links")
    return {"atlas.origins_max": float(len(origins) + len(alone))}


if __name__ == "__main__":
    print(_origins(Path(__file__).resolve().parents[2] / "shared" / "data", verbose="--verbose" in sys.argv))
