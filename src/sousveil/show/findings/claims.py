"""Claims: the table with filters, and the way from a claim to its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.record.source import Source
from sousveil.show.addresses import changed
from sousveil.show.organisations.organisations import known_in_claims
from sousveil.show.page.choosing import OFFERED, PAGE, asked, chosen, facet, page_of
from sousveil.show.page.highlight import words_address
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.store.case import Case
from sousveil.store.claims.claims import ClaimFilter

__all__ = ["claim", "claims", "claims_csv"]

_FIELDS = (
    "source", "kind", "technology", "act", "polarity", "certainty", "country", "site_type", "supplier", "operator",
    "speaker", "lang", "state", "finding",
)  # fmt: skip
_FACETS = (
    ("kind", later("Kind")), ("technology", later("Technology")), ("act", later("Act")), ("country", later("Country")),
    ("site_type", later("Site")), ("supplier", later("Supplier")), ("operator", later("Operator")),
    ("speaker", later("Speaker")), ("lang", later("Language")), ("state", later("State")),
)  # fmt: skip
_WITHIN = {"source": later("one source"), "finding": later("one finding")}
_NAMED = frozenset({"supplier", "operator", "speaker"})


def _filters(request: Request) -> ClaimFilter:
    return ClaimFilter(**asked(request, *_FIELDS))


def claims(case: Case, request: Request) -> Response:
    """The table: each claim with its slots and its words."""
    after = request.query_params.get("after") or None
    rows, more = page_of(case.claims(_filters(request), limit=PAGE + 1, after=after))
    counts = case.facets(most=OFFERED)
    facets = [
        facet(request, name, title, counts.get(name, {}), names=case.entity_names if name in _NAMED else None)
        for name, title in _FACETS
    ]
    facets = [f for f in facets if len(f.choices) > 1 or request.query_params.get(f.name)]
    sources: dict[str, Source | None] = {
        identifier: case.source(identifier) for identifier in {row.claim.evidence.source for row in rows}
    }
    return render(
        request, "claims.html",
        rows=rows, sources=sources, known=known_in_claims(case, [row.claim for row in rows]), facets=facets,
        chosen=chosen(request, facets), after=after,
        within=[(_WITHIN[name], changed(request, **{name: None})) for name in asked(request, *_WITHIN)],
        total=case.counts().get("claims", 0),
        following=changed(request, after=rows[-1].claim.id) if more else None,
    )  # fmt: skip


def claim(case: Case, request: Request) -> Response:
    """Leads to the claim's words in its source."""
    stored = case.claim(request.path_params["id"])
    if stored is None:
        raise HTTPException(404, _("This case has no such claim."))
    return RedirectResponse(words_address(case, stored.claim), status_code=303)


def claims_csv(_: Case, request: Request) -> Response:
    """What the table shows, all of it, as CSV."""
    filters = _filters(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for stored in case.claims(filters):
            c = stored.claim
            yield (
                c.id, c.kind, " ".join(c.technology), c.act, c.polarity, c.certainty,
                c.operator.name if c.operator else None, c.supplier.name if c.supplier else None,
                c.place.name if c.place else None, c.place.country if c.place else None,
                c.place.precision if c.place else None, " ".join(c.site_types), c.target, c.time, c.reported,
                c.quantity.value if c.quantity else None, c.quantity.unit if c.quantity else None,
                " < ".join(who.name for who in c.attributed_to), c.evidence.quote, c.evidence.lang, c.evidence.source,
                c.evidence.url, c.evidence.text_sha256, c.evidence.start, c.evidence.end, stored.state,
            )  # fmt: skip

    header = (
        "id", "kind", "technology", "act", "polarity", "certainty", "operator", "supplier", "place", "country",
        "precision", "site_types", "target", "time", "reported", "quantity", "unit", "attributed_to", "quote", "lang",
        "source", "url", "text_sha256", "start", "end", "state",
    )  # fmt: skip
    return csv_answer(request, "claims", header, rows)
