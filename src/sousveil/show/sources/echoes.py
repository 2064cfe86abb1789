"""Echoes: who repeats whom; one link with the words of both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.echo import Echo
from sousveil.record.finding import Finding
from sousveil.record.judgement import Judgement
from sousveil.record.source import Source
from sousveil.review.blind import visible
from sousveil.show.addresses import changed
from sousveil.show.page.choosing import PAGE, Facet, asked, chosen, facet, page_of
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.server.access import asking, may
from sousveil.show.sources.side_by_side import Pair, pairs_of, side_of
from sousveil.show.words.catalogue import gettext, later
from sousveil.show.words.links import came_first, strength_phrase
from sousveil.store.case import Case
from sousveil.store.claims.claims import ClaimFilter
from sousveil.store.sources.links import EchoFilter, StoredEcho

__all__ = ["KINDS_OF_LINK", "aligned_csv", "echo", "echoes", "echoes_csv"]

_CLAIMS: Final = 2_000
_NAMED: Final = 8
"""Findings that are named under a link; the others are counted."""
_WHOLE_TEXT: Final = frozenset({"citation", "syndication"})
"""Links that speak for the text as a whole, wherever their words stand."""


KINDS_OF_LINK: Final = {
    "copy": later("Copy"), "rewrite": later("Rewrite"), "translation": later("Translation"),
    "quote": later("Quotation"), "citation": later("Citation"), "syndication": later("Wire story"),
}  # fmt: skip
_STATES: Final = {
    "proposed": later("Nobody has decided"), "confirmed": later("Confirmed"), "cut": later("Cut"),
}  # fmt: skip
_VERDICTS: Final = {
    "confirm": later("Confirmed"), "cut": later("Cut"), "undo": later("Taken back"), "note": later("Noted"),
}  # fmt: skip
_ORIGINS: Final = {"held": later("The origin is held"), "cited": later("The origin is only cited")}


def _wanted(request: Request) -> EchoFilter:
    values = asked(request, "type", "state", "origin")
    cited = {"held": False, "cited": True}.get(values.get("origin", ""))
    return EchoFilter(type=values.get("type"), state=values.get("state"), cited=cited)


def _facets(case: Case, request: Request) -> tuple[list[Facet], int]:
    """What there is to choose from, and how many links there are."""
    counts = case.echo_counts()
    fields: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    for (kind, state, cited), count in counts.items():
        for field, value in zip(fields, (kind, state, "cited" if cited else "held"), strict=True):
            field[value] += count
    types, states, origins = fields
    return [
        facet(request, "type", later("Kind of link"), types, names=lambda _: KINDS_OF_LINK),
        facet(request, "state", later("State"), states, names=lambda _: _STATES),
        facet(request, "origin", later("Origin"), origins, names=lambda _: _ORIGINS),
    ], sum(counts.values())


def echoes(case: Case, request: Request) -> Response:
    """The list, the surest first: what repeats, how, what it goes back to, and the reason."""
    after = request.query_params.get("after") or None
    facets, total = _facets(case, request)
    rows, more = page_of(case.strongest_echoes(_wanted(request), limit=PAGE + 1, after=after))
    ends = {row.echo.origin_from.source for row in rows} | {
        row.echo.origin_to.source for row in rows if row.echo.origin_to
    }
    sources: dict[str, Source | None] = {end: case.source(end) for end in ends}
    return render(
        request, "echoes.html",
        rows=rows, sources=sources, facets=facets, chosen=chosen(request, facets), after=after, total=total,
        following=changed(request, after=rows[-1].echo.id) if more else None,
    )  # fmt: skip


def echoes_csv(_: Case, request: Request) -> Response:
    """What the list shows, all of it, as CSV."""
    wanted = _wanted(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for stored in case.strongest_echoes(wanted):
            one = stored.echo
            to, cited = one.origin_to, one.cited
            yield (
                one.id, one.type, one.origin_from.source, one.origin_from.start, one.origin_from.end,
                to.source if to else None, to.start if to else None, to.end if to else None,
                cited.name if cited else None, cited.ref if cited else None, one.score, one.direction, one.reason,
                len(one.aligned), stored.state,
            )  # fmt: skip

    header = (
        "id", "type", "from", "from_start", "from_end", "to", "to_start", "to_end", "cited", "cited_ref", "score",
        "direction", "reason", "aligned", "state",
    )  # fmt: skip
    return csv_answer(request, "echoes", header, rows)


def echo(case: Case, request: Request) -> Response:
    """One link: both passages side by side with the words that they share, and why we say so."""
    stored = _stored(case, request)
    one = stored.echo
    this = case.source(one.origin_from.source)
    other = case.source(one.origin_to.source) if one.origin_to else None
    pairs = _pairs(case, one)
    text = case.text(one.origin_from.source)
    to_text = case.text(one.origin_to.source) if one.origin_to else None
    hanging, hanging_count = _hanging(case, one)
    return render(
        request, "echo.html",
        stored=stored, echo=one, this=this, other=other, pairs=pairs,
        left=side_of(text, one.origin_from, [(pair.number, pair.span) for pair in pairs]) if text else None,
        right=side_of(to_text, one.origin_to, [(pair.number, pair.to_span) for pair in pairs])
        if to_text and one.origin_to else None,
        kind=KINDS_OF_LINK.get(one.type, one.type),
        verdicts={verdict: gettext(said) for verdict, said in _VERDICTS.items()},
        came_first=came_first(one, this, other), strength=strength_phrase(one),
        hanging=hanging, hanging_count=hanging_count, whole=one.type in _WHOLE_TEXT,
        judgements=_seen(case, request, one.id),
    )  # fmt: skip


def aligned_csv(case: Case, request: Request) -> Response:
    """The shared words of one link, both sides, as CSV."""
    one = _stored(case, request).echo
    header = ("number", "from_start", "from_end", "from_words", "to_start", "to_end", "to_words", "what")

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for pair in _pairs(case, one):
            yield (pair.number, *pair.span, pair.words, *pair.to_span, pair.to_words, "; ".join(pair.what))

    return csv_answer(request, f"shared-words-{one.id}", header, rows)


def _stored(case: Case, request: Request) -> StoredEcho:
    found = case.echo(request.path_params["id"])
    if found is None:
        raise HTTPException(
            404, gettext("This case has no such link. A new build may have found another in its place.")
        )
    return found


def _seen(case: Case, request: Request, identifier: str) -> list[Judgement]:
    """What people decided about a link, as far as whoever asks may see it."""
    found = asking(request)
    return visible(case.judgements(identifier), found.visitor.name if found else "", may(request, "lead"))


def _pairs(case: Case, one: Echo) -> list[Pair]:
    text = case.text(one.origin_from.source)
    to_text = case.text(one.origin_to.source) if one.origin_to else None
    return pairs_of(one, text, to_text) if text and to_text else []


def _hanging(case: Case, one: Echo) -> tuple[list[Finding], int]:
    """The findings with a claim that the link covers, whose count may be another without it: some, and how many."""
    passage = one.origin_from
    covered = [
        stored.claim.id
        for stored in case.claims(ClaimFilter(source=passage.source), limit=_CLAIMS)
        if one.type in _WHOLE_TEXT
        or (stored.claim.evidence.start < passage.end and stored.claim.evidence.end > passage.start)
    ]
    identifiers = sorted(set(case.findings_of(covered).values()))
    found = [held for identifier in identifiers[:_NAMED] if (held := case.finding(identifier)) is not None]
    return found, len(identifiers)
