"""The example case: who repeats whom, and how many origins its main findings have, against the example's own labels.

- `example.echo_precision`, `example.echo_recall`: links between documents, or from one to an origin that is only
  cited, whatever their type; both ends must be right, with direction.
- `example.count_covered`: share of labelled findings for which the range that we give meets the labelled one.
- `example.false_independent`: share for which our `min` is above the labelled maximum.

The labels were known while the rules were written; the set shows regressions, not how well the rules generalise.
"""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

from cases_text import with_own_words
from sousveil.collect import collect
from sousveil.errors import ReadLoss
from sousveil.find import find
from sousveil.read import read
from sousveil.record.capture import Drop
from sousveil.record.claim import Claim
from sousveil.record.echo import Echo
from sousveil.record.finding import Finding
from sousveil.record.source import Source
from sousveil.record.text import Text
from sousveil.resolve import resolve
from sousveil.trace import trace
from sousveil.weigh import weigh

__all__ = ["score"]

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "north-korea"


def score(data: Path | None) -> dict[str, float]:  # noqa: ARG001 - the labels are our own
    """The four scores above; {} where the example has not been made."""
    if not (EXAMPLE / "sources").exists():
        return {}
    return _score(verbose=False)


class _Case:
    """The example, read and traced in memory, with the labels' names for its documents."""

    def __init__(self, labels: dict[str, Any]) -> None:
        self.texts: dict[str, Text] = {}
        self.sources: dict[str, Source] = {}
        self.names: dict[str, str] = {}
        self.claims: dict[str, list[Claim]] = {}
        files = {entry["file"] for entry in labels["document"]}
        for item in collect(EXAMPLE / "sources"):
            if isinstance(item, Drop):
                continue
            try:
                text = with_own_words(read(item.capture, item.payload))
            except ReadLoss:
                continue  # the labels say which documents hold no text
            locator = Path(item.capture.locator).name
            page = f"{locator.split('#', maxsplit=1)[0]}#{item.capture.url}"
            name = page if page in files else locator
            self.texts[text.source_id] = text
            self.names[text.source_id] = name
            self.sources[text.source_id] = _source(text, item.capture.locator)
            self.claims[text.source_id] = resolve(find(text), text)
        self.echoes = trace(list(self.texts.values()), self.claims)
        every = [claim for found in self.claims.values() for claim in found]
        self.findings = weigh(every, self.echoes, self.sources)


def _source(text: Text, locator: str) -> Source:
    return Source(
        id=text.source_id, url=text.url, title=text.title, outlet=text.outlet,
        published=text.published.value if text.published else None, published_evidence=None, lang=text.lang,
        capture_sha256=text.capture_sha256, text_sha256=text.sha256, retrieved="2026-01-01T00:00:00Z", bytes=0,
        media_type="", locator=locator, agency=text.agency, characters=len(text.content), own=text.own,
    )  # fmt: skip


def _score(*, verbose: bool) -> dict[str, float]:
    labels = tomllib.loads((EXAMPLE / "lineages.toml").read_text("utf-8"))
    case = _Case(labels)
    return {**_edges(case, labels, verbose=verbose), **_counts(case, labels, verbose=verbose)}


def _end(case: _Case, echo: Echo) -> str:
    if echo.origin_to is not None:
        return case.names[echo.origin_to.source]
    return f"cited {echo.cited.name}" if echo.cited else ""


def _means(label: dict[str, str], end: str) -> bool:
    if "to" in label:
        return end == label["to"]
    words = label["cited"].removeprefix("a ").removeprefix("the ").casefold()
    return end.startswith("cited ") and words in end.casefold()


def _edges(case: _Case, labels: dict[str, Any], *, verbose: bool) -> dict[str, float]:
    ends: dict[str, set[str]] = defaultdict(set)
    for echo in case.echoes:
        ends[case.names[echo.origin_from.source]].add(_end(case, echo))
    expected = met = right = 0
    for entry in labels["document"]:
        found = ends.get(entry["file"], set())
        given = entry.get("echo", [])
        expected += len(given)
        met += sum(any(_means(label, end) for end in found) for label in given)
        right += sum(any(_means(label, end) for label in given) for end in found)
        if verbose:
            missing = [label for label in given if not any(_means(label, end) for end in found)]
            extra = [end for end in sorted(found) if not any(_means(label, end) for label in given)]
            if missing or extra:
                print(entry["file"], "missing", missing, "extra", extra)
    total = sum(len(found) for found in ends.values())
    return {"example.echo_precision": right / max(1, total), "example.echo_recall": met / max(1, expected)}


def _counts(case: _Case, labels: dict[str, Any], *, verbose: bool) -> dict[str, float]:
    covered = wrong = 0
    for label in labels["finding"]:
        meant = [finding for finding in case.findings if _is_meant(case, finding, label)]
        best = max(meant, key=lambda finding: (_documents(case, finding, label), finding.id), default=None)
        if best is not None:
            origins = best.origins
            covered += origins.min <= label["max"] and origins.max >= label["min"]
            wrong += origins.min > label["max"]
        if verbose:
            given = (best.origins.min, best.origins.max) if best else None
            print(f"{label['about']}: labelled {label['min']}-{label['max']}, given {given}")
            for origin in best.origins.named if best else ():
                print("   ", origin.independent, origin.cited or case.names[origin.source or ""], origin.reason[:120])
    count = max(1, len(labels["finding"]))
    return {"example.count_covered": covered / count, "example.false_independent": wrong / count}


def _is_meant(case: _Case, finding: Finding, label: dict[str, Any]) -> bool:
    same = finding.kind == label["kind"] and (
        not label.get("technology") or bool(set(finding.technology) & set(label["technology"]))
    )
    sites = label.get("sites", [])
    return same and (not sites or bool(set(finding.site_types) & set(sites))) and _documents(case, finding, label) > 0


def _documents(case: _Case, finding: Finding, label: dict[str, Any]) -> int:
    """How many of the label's documents have a claim in the finding."""
    ids = set(finding.claims)
    held = {case.names[source] for source, claims in case.claims.items() if any(claim.id in ids for claim in claims)}
    return len(held & set(label["documents"]))


if __name__ == "__main__":
    print(_score(verbose="--verbose" in sys.argv))
