"""The list of findings: restricted by what they have, searched by words in any language, in several orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.findings.filters import Filters, chosen_of, facets_of, filters_of
from sousveil.show.page.choosing import PAGE
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.show.words.finding_names import origin_names
from sousveil.show.words.present import finding_sentence, place_phrase
from sousveil.store.case import Case
from sousveil.store.findings.finding_list import Listed

__all__ = ["findings", "findings_csv"]

_SORTS: Final = (
    ("origins", later("Most origins")), ("reported", later("Last reported")), ("place", later("Place")),
    ("technology", later("Technology")), ("changed", later("Changed lately")),
)  # fmt: skip
_HEADER: Final = (
    "id", "sentence", "kind", "technology", "acts", "status", "place", "country", "site_types", "operator",
    "supplier", "first_reported", "last_reported", "disputed", "origins_min", "origins_max", "claims", "sources",
    "time", "geonameid", "precision", "lat", "lon", "radius_km", "operator_ref", "supplier_ref", "supplier_country",
    "about", "disputes", "origins", "languages", "review", "address",
)  # fmt: skip


def findings(case: Case, request: Request) -> Response:
    """A sentence each, its status, and how many origins it stands on."""
    filters = filters_of(request, "/findings")
    found = case.select_findings(filters.query)
    rows = found.page(filters.sort, after=filters.after, limit=PAGE + 1)
    asked = [key for field in ("supplier", "operator", "organisation") for key in filters.fields.get(field, ())]
    return render(
        request, "findings.html",
        rows=rows[:PAGE], filters=filters, facets=facets_of(case, filters, found), chosen=chosen_of(case, filters),
        found=found.count, total=case.size()["findings"], known=case.entity_names(asked),
        sorts=[(name, _(words)) for name, words in _SORTS], following=_following(filters, rows),
    )  # fmt: skip


def _following(filters: Filters, rows: Sequence[Listed]) -> str | None:
    return filters.address(after=rows[PAGE - 1].finding.id) if len(rows) > PAGE else None


def findings_csv(_case: Case, request: Request) -> Response:
    """What the list shows, all of it, as CSV with every column."""
    filters = filters_of(request, "/findings")
    base = str(request.base_url).rstrip("/")

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for some in case.select_findings(filters.query).batches(filters.sort):
            origins = origin_names(case, [listed.finding for listed in some])
            for listed in some:
                yield _row(listed, origins[listed.finding.id], base)

    return csv_answer(request, "findings", _HEADER, rows)


def _row(listed: Listed, origins: Sequence[str], base: str) -> Sequence[object]:
    row, place = listed.finding, listed.finding.place
    operator, supplier = row.operator, row.supplier
    return (
        row.id, finding_sentence(row), row.kind, " ".join(row.technology), " ".join(row.acts), row.status,
        place_phrase(place), place.country if place else None, " ".join(row.site_types),
        operator.name if operator else None, supplier.name if supplier else None,
        row.first_reported, row.last_reported, row.disputed, row.origins.min, row.origins.max, len(row.claims),
        listed.sources, row.time, place.geonameid if place else None, place.precision if place else None,
        place.lat if place else None, place.lon if place else None, place.radius_km if place else None,
        operator.ref if operator else None, supplier.ref if supplier else None, supplier.country if supplier else None,
        " ".join(row.about), " | ".join(f"{each.kind}: {each.reason}" for each in row.disputes),
        " | ".join(origins), " ".join(listed.langs), listed.state, f"{base}/findings/{row.id}",
    )  # fmt: skip
