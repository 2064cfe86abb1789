"""Search in the frozen texts, in any language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.store.case import Case

__all__ = ["search", "search_csv"]

_MOST = 50
_LONGEST = 300


def search(case: Case, request: Request) -> Response:
    """The texts that hold the words, each with its first place."""
    query = _asked(request)
    hits = case.search(query, limit=_MOST) if query else []
    sources = {hit.source: case.source(hit.source) for hit in hits}
    return render(
        request, "search.html",
        query=query, hits=hits, sources=sources, cut=len(hits) == _MOST, claims=case.claim_counts(list(sources)),
    )  # fmt: skip


def search_csv(_: Case, request: Request) -> Response:
    """The same sources, with the words that were met and what stands around them."""
    query = _asked(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for hit in case.search(query, limit=_MOST) if query else []:
            source = case.source(hit.source)
            yield (
                hit.source, source.title if source else None, source.outlet if source else None,
                source.published if source else None, source.lang if source else None, source.url if source else None,
                hit.start, hit.end, hit.before, hit.words, hit.after,
            )  # fmt: skip

    header = ("source", "title", "outlet", "published", "lang", "url", "start", "end", "before", "words", "after")
    return csv_answer(request, "search", header, rows)


def _asked(request: Request) -> str:
    return request.query_params.get("q", "").strip()[:_LONGEST]
