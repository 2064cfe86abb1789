"""What the case says on one screen, and what the tool never does."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.claim import KINDS
from sousveil.show.bars import bars
from sousveil.show.choosing import OFFERED
from sousveil.show.rendering import address, render
from sousveil.store.case import Case
from sousveil.store.findings import FindingFilter

__all__ = ["about", "overview"]

_SHORT = 5


def overview(case: Case, request: Request) -> Response:
    """Counts, what stands on one origin, what is disputed, what was dropped."""
    facets = case.finding_facets(most=OFFERED)
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
        technologies=bars(facets.get("technology", {}), _listing("technology")),
        countries=bars(facets.get("country", {}), _listing("country")),
        kinds=bars({kind: facets.get("kind", {}).get(kind, 0) for kind in KINDS}, _listing("kind")),
    )  # fmt: skip


def _listing(field: str) -> Callable[[str], str]:
    return lambda value: address("/findings", **{field: value})


def about(case: Case, request: Request) -> Response:
    """What the tool does and never does, and how this case can be checked."""
    return render(request, "about.html", path=case.path.name)
