"""Search in the frozen texts, in any language."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.rendering import render
from sousveil.store.case import Case

__all__ = ["search"]

_MOST = 50
_LONGEST = 300


def search(case: Case, request: Request) -> Response:
    """The texts that hold the words, each with its first place."""
    query = request.query_params.get("q", "").strip()[:_LONGEST]
    hits = case.search(query, limit=_MOST) if query else []
    sources = {hit.source: case.source(hit.source) for hit in hits}
    return render(
        request, "search.html",
        query=query, hits=hits, sources=sources, cut=len(hits) == _MOST, claims=case.claim_counts(list(sources)),
    )  # fmt: skip
