"""Countries: where findings are, and one country with what is said of it and the context beside that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.finding import Finding
from sousveil.show.addresses import address, entity_path
from sousveil.show.atlas.beside import imported_about
from sousveil.show.drawing.bars import Bar, bars
from sousveil.show.page.choosing import OFFERED
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.names import country_name, country_names
from sousveil.store.case import Case
from sousveil.store.findings.findings import FindingFilter

__all__ = ["countries", "countries_csv", "country", "indicators_csv", "trade_csv"]

_FINDINGS = 8
_LIMITS = 6
_TECHNOLOGIES = 12
_YEARS = 16
_SHADES = 4


class Row(Struct, frozen=True):
    """A country in the list. Years are those of first reports."""

    code: str
    findings: int
    technologies: tuple[str, ...]
    first: str
    last: str
    suppliers: int
    operators: int
    context: tuple[str, ...]
    """What was imported about it: `indicators`, `trade`."""


class Cell(Struct, frozen=True):
    """Findings of one technology first reported in one year. `shade` is 0 for none to 4 for the most."""

    count: int
    shade: int


class Grid(Struct, frozen=True):
    """Findings by technology and year of first report; `earlier` where years before the first column have some."""

    years: tuple[str, ...]
    earlier: bool
    rows: tuple[tuple[str, tuple[Cell, ...], int], ...]
    """Technology, its cells, all its findings."""
    undated: int


def _rows(case: Case) -> list[Row]:
    technologies, years = case.tallies_by_key("country", "technology"), case.tallies_by_key("country", "year")
    suppliers, operators = case.value_counts("country", "supplier"), case.value_counts("country", "operator")
    flows, values = case.reference_countries("flow"), case.reference_countries("indicator")
    found = case.finding_facets(most=OFFERED).get("country", {})
    rows = []
    for code, count in found.items():
        dated = sorted(years.get(code, {}))
        context = [word for word, held in (("indicators", values), ("trade", flows)) if code in held]
        rows.append(
            Row(
                code, count, tuple(technologies.get(code, {}))[:3], dated[0] if dated else "",
                dated[-1] if dated else "", suppliers.get(code, 0), operators.get(code, 0), tuple(context),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (-row.findings, country_name(row.code)))


def countries(case: Case, request: Request) -> Response:
    """The list, most findings first, and countries that only imported data tell of."""
    rows = _rows(case)
    told = case.reference_countries("flow") | case.reference_countries("indicator")
    others = sorted((told & set(country_names())) - {row.code for row in rows}, key=country_name)
    return render(request, "countries.html", rows=rows, others=others)


def countries_csv(_: Case, request: Request) -> Response:
    """What the list shows as CSV."""

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for row in _rows(case):
            yield (
                row.code, country_name(row.code), row.findings, " ".join(row.technologies), row.first, row.last,
                row.suppliers, row.operators, " ".join(row.context),
            )  # fmt: skip

    header = (
        "country", "name", "findings", "technologies", "first_year", "last_year", "suppliers", "operators", "context",
    )  # fmt: skip
    return csv_answer(request, "countries", header, rows)


def country(case: Case, request: Request) -> Response:
    """One country: findings by technology and year, who is said to be behind them, limits, and context."""
    code = request.path_params["code"]
    tallies = case.tallies("country", code)
    if code not in country_names() and not tallies:
        raise HTTPException(404, _("That is no country's code (ISO 3166-1 alpha-2) that we know."))
    return render(
        request, "country.html",
        code=code, tallies=tallies, found=sum(tallies.get("kind", {}).values()), grid=_grid(tallies),
        kinds=bars(tallies.get("kind", {}), lambda v: address("/findings", country=code, kind=v)),
        suppliers=_organisations(case, tallies.get("supplier", {})),
        operators=_organisations(case, tallies.get("operator", {})),
        findings=_listed(case, code), imported=imported_about(case, code),
        files={stored.imported.id: stored.imported for stored in case.imports()},
    )  # fmt: skip


def trade_csv(_: Case, request: Request) -> Response:
    """The flows behind a country's pictures of trade: what it reports to have bought, what others report to have sold
    there."""
    code = request.path_params["code"]

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for flow in case.purchases(code):
            yield (
                flow.period, flow.reporter, flow.flow, flow.partner, flow.code, flow.edition, flow.value_usd,
                flow.net_kg, flow.quantity, flow.unit, flow.estimated, flow.import_id, flow.row,
            )  # fmt: skip

    header = (
        "period", "reporter", "flow", "partner", "code", "edition", "value_usd", "net_kg", "quantity", "unit",
        "estimated", "import", "row",
    )  # fmt: skip
    return csv_answer(request, f"trade-{_plain(code)}", header, rows)


def indicators_csv(_: Case, request: Request) -> Response:
    """The yearly values of a country and its regions."""
    code = request.path_params["code"]

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for value in case.indicators(code):
            yield (
                value.series, value.title, value.unit, value.country, value.region, value.place, value.year,
                value.value, value.import_id, value.row,
            )  # fmt: skip

    header = ("series", "title", "unit", "country", "geonameid", "place", "year", "value", "import", "row")
    return csv_answer(request, f"indicators-{_plain(code)}", header, rows)


def _plain(code: str) -> str:
    """For a file's name: what stands in an address may be anything."""
    return code if code in country_names() else "country"


class Listed(Struct, frozen=True):
    """The first findings of a country, constraints apart, and how many sources print each."""

    findings: tuple[Finding, ...]
    limits: tuple[Finding, ...]
    sources: Mapping[str, int]


def _listed(case: Case, code: str) -> Listed:
    found = list(case.findings(FindingFilter(country=code), limit=4 * _FINDINGS))
    shown = [finding for finding in found if finding.kind != "constraint"][:_FINDINGS]
    limits = list(case.findings(FindingFilter(country=code, kind="constraint"), limit=_LIMITS))
    sources = case.finding_source_counts([finding.id for finding in (*shown, *limits)])
    return Listed(tuple(shown), tuple(limits), sources)


def _organisations(case: Case, counts: Mapping[str, int]) -> list[Bar]:
    """The organisations of most findings; those whose words name nobody have no page and are left out."""
    first = dict(list(counts.items())[:40])
    names = case.entity_names(first)
    return bars({key: count for key, count in first.items() if key in names}, entity_path, names=names)


def _grid(tallies: Mapping[str, Mapping[str, int]]) -> Grid:
    cells: dict[str, dict[str, int]] = {}
    for value, count in tallies.get("technology-year", {}).items():
        technology, _, year = value.rpartition(" ")
        cells.setdefault(technology, {})[year] = count
    dated = sorted(tallies.get("year", {}))
    span = [str(year) for year in range(int(dated[0]), int(dated[-1]) + 1)] if dated else []
    years = tuple(span[-_YEARS:])
    most = max((cells[t].get(y, 0) for t in cells for y in years), default=1) or 1
    technologies = list(tallies.get("technology", {}).items())[:_TECHNOLOGIES]
    rows = tuple(
        (technology, tuple(_cell(cells.get(technology, {}).get(year, 0), most) for year in years), count)
        for technology, count in technologies
    )
    undated = sum(tallies.get("kind", {}).values()) - sum(tallies.get("year", {}).values())
    return Grid(years, len(span) > _YEARS, rows, undated)


def _cell(count: int, most: int) -> Cell:
    return Cell(count, -(-count * _SHADES // most) if count else 0)
