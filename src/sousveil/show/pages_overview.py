"""What the case says on one screen, and what the tool never does."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.claim import KINDS
from sousveil.show.rendering import address, render
from sousveil.store.case import Case
from sousveil.store.links import FindingFilter

__all__ = ["about", "overview"]

_SHORT = 5


class Bar(Struct, frozen=True):
    """A value with its count, as a length in percent of the longest."""

    value: str
    count: int
    length: float
    address: str


def overview(case: Case, request: Request) -> Response:
    """Counts, what stands on one origin, what is disputed, what was dropped."""
    facets = case.finding_facets()
    one = list(case.findings(FindingFilter(one_origin=True), limit=60))
    # A single origin matters most where most sources repeat it.
    repeats = case.finding_source_counts([finding.id for finding in one])
    one.sort(key=lambda finding: (-repeats.get(finding.id, 0), finding.id))
    drops: dict[str, int] = {}
    for (_, reason), count in case.drop_counts().items():
        drops[reason] = drops.get(reason, 0) + count
    repeated = [finding for finding in one if repeats.get(finding.id, 0) > 1]
    alone = (repeated or one)[:_SHORT]
    several = list(case.findings(FindingFilter(one_origin=False), limit=_SHORT))
    disputed = list(case.findings(FindingFilter(disputed=True), limit=_SHORT))
    return render(
        request, "overview.html",
        counts=case.counts(), created=case.created, standing=facets.get("standing", {}), drops=drops,
        alone=alone, repeated=bool(repeated), several=several, disputed=disputed,
        sources=case.finding_source_counts([finding.id for finding in (*alone, *several, *disputed)]),
        technologies=_bars(facets.get("technology", {}), "technology"),
        countries=_bars(facets.get("country", {}), "country"),
        kinds=_bars({kind: facets.get("kind", {}).get(kind, 0) for kind in KINDS}, "kind"),
    )  # fmt: skip


def _bars(counts: Mapping[str, int], field: str, most: int = 10) -> list[Bar]:
    ordered = sorted(((v, n) for v, n in counts.items() if n), key=lambda item: (-item[1], item[0]))
    longest = ordered[0][1] if ordered else 1
    return [
        Bar(value, count, round(100 * count / longest, 1), address("/findings", **{field: value}))
        for value, count in islice(ordered, most)
    ]


def about(case: Case, request: Request) -> Response:
    """What the tool does and never does, and how this case can be checked."""
    return render(request, "about.html", path=case.path.name)
