"""The timeline: findings by year or month, in rows of what they have in common, and each with when it is told to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.findings.filters import Filters, chosen_of, facets_of, filters_of
from sousveil.show.findings.timeline import GROUPS, Basis, Span, bar_of, picture_of
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.store.case import Case
from sousveil.store.findings.finding_list import FindingQuery, Listed, Selection

__all__ = ["timeline", "timeline_csv"]

_PAGE: Final = 30
_BY: Final = {
    "technology": later("Technology"), "country": later("Country"), "supplier": later("Supplier"),
    "act": later("Act"), "kind": later("Kind"),
}  # fmt: skip
_BASES: Final[dict[Basis, str]] = {
    "reported": later("When it was first reported"),
    "told": later("When it was, they say"),
}
_TABLE: Final = 60
"""Values in the table for programs."""


class Line(Struct, frozen=True):
    """A finding with its bar."""

    listed: Listed
    span: Span | None


class _Asked(Struct, frozen=True):
    filters: Filters
    by: str
    basis: Basis
    zoom: str

    def select(self, case: Case) -> Selection:
        """The findings that stand in the picture."""
        query = self.filters.query
        if self.zoom:
            field = "year" if self.basis == "reported" else "when"
            query = FindingQuery(fields={**query.fields, field: (self.zoom,)}, words=query.words)
        return case.select_findings(query)


def _asked(request: Request) -> _Asked:
    filters = filters_of(request, "/timeline", "by", "of", "zoom")
    by = filters.others.get("by", GROUPS[0])
    zoom = filters.others.get("zoom", "")
    return _Asked(
        filters, by if by in GROUPS else GROUPS[0], "told" if filters.others.get("of") == "told" else "reported",
        zoom if len(zoom) == 4 and zoom.isascii() and zoom.isdecimal() and zoom != "0000" else "",
    )  # fmt: skip


def timeline(case: Case, request: Request) -> Response:
    """Rows of columns, and the findings one by one."""
    asked = _asked(request)
    filters = asked.filters
    found = asked.select(case)
    picture = picture_of(case, filters, found, by=asked.by, basis=asked.basis, zoom=asked.zoom)
    rows = found.page("reported", after=filters.after, limit=_PAGE + 1)
    return render(
        request, "timeline.html",
        filters=filters, picture=picture, zoom=asked.zoom, basis=asked.basis, by=asked.by,
        facets=facets_of(case, filters, found), chosen=chosen_of(case, filters), found=found.count,
        total=case.size()["findings"], lines=[Line(row, bar_of(row.finding, picture.days)) for row in rows[:_PAGE]],
        following=filters.address(after=rows[_PAGE - 1].finding.id) if len(rows) > _PAGE else None,
        groups=[
            (name, _(words), filters.address(by=None if name == GROUPS[0] else name)) for name, words in _BY.items()
        ],
        bases=[
            (name, _(words), filters.address(of=None if name == "reported" else name))
            for name, words in _BASES.items()
        ],
        before_after=_beside(asked),
    )  # fmt: skip


def _beside(asked: _Asked) -> list[tuple[str, str]]:
    """The years before and after the one that is shown by month."""
    if not asked.zoom:
        return []
    years = [int(asked.zoom) - 1, int(asked.zoom) + 1]
    return [(f"{year:04}", asked.filters.address(zoom=f"{year:04}")) for year in years if 0 < year < 10_000]


def timeline_csv(_case: Case, request: Request) -> Response:
    """How many findings each row has in each period, as CSV: the first row of a period counts all."""
    asked = _asked(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        found = asked.select(case)
        picture = picture_of(
            case, asked.filters, found, by=asked.by, basis=asked.basis, zoom=asked.zoom, most=_TABLE
        )  # fmt: skip
        for row in picture.rows:
            for period, cell in zip(picture.periods, row.cells, strict=True):
                yield asked.basis, period, asked.by if row.value else "", row.value, row.name, cell.count
        yield asked.basis, "undated", "", "", _("All"), picture.undated

    return csv_answer(request, "timeline", ("date", "period", "field", "value", "name", "findings"), rows)
