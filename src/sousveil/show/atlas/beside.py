"""Imported figures for one country, organisation or finding. Context, and no evidence of a deployment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from sousveil.record.finding import Finding
from sousveil.record.reference import Indicator
from sousveil.show.atlas.context import IndicatorPanel, TradePanel, indicator_panels, trade_panels
from sousveil.show.drawing.charts import Chart, Series, yearly_chart
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import language
from sousveil.show.words.figures import figure
from sousveil.show.words.names import country_name
from sousveil.store.case import Case
from sousveil.vocabulary.trade import Heading, load_trade
from sousveil.weigh.mirror import Mirror, mirror_flows

__all__ = ["BesideFinding", "Imported", "Sales", "beside_finding", "headings_of", "imported_about", "sales_between"]

_DESTINATIONS: Final = 3
_CHARTS: Final = 4
_KEPT: Final = 500
"""Countries whose panels are kept: the flows of a large country are many, and pages ask for them again and again."""
_worked_out: dict[tuple[str, tuple[str, ...], str, str], Imported] = {}


class Imported(Struct, frozen=True):
    """Everything imported about a country."""

    trade: tuple[TradePanel, ...]
    values: tuple[IndicatorPanel, ...]
    trade_files: tuple[str, ...]
    """Identifiers of the imported files that the figures are from."""
    value_files: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.trade or self.values)


class Sales(Struct, frozen=True):
    """What one country sold to another under a heading, as each reports it."""

    country: str
    heading: Heading
    chart: Chart


class BesideFinding(Struct, frozen=True):
    """What stands beside a finding, of the year of its first report or the latest before it."""

    values: tuple[tuple[str, str, str], ...]
    """What, year, figure."""
    trade: tuple[tuple[str, str, str, Heading], ...]
    """Heading's code, year, what partners report to have sold there, what the heading covers."""

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.values or self.trade)


def imported_about(case: Case, country: str) -> Imported:
    """The panels of a country, worked out once for each set of imported files and each language."""
    files = tuple(stored.imported.id for stored in case.imports())
    key = (str(case.path), files, country, language())
    found = _worked_out.get(key)
    if found is None:
        if len(_worked_out) >= _KEPT:
            _worked_out.clear()
        found = _worked_out[key] = _imported(case, country)
    return found


def _imported(case: Case, country: str) -> Imported:
    flows = list(case.purchases(country))
    values = list(case.indicators(country))
    return Imported(
        trade_panels(flows, country), indicator_panels(values, country),
        tuple(dict.fromkeys(flow.import_id for flow in flows)),
        tuple(dict.fromkeys(value.import_id for value in values)),
    )  # fmt: skip


def headings_of(technologies: Iterable[str]) -> list[str]:
    """Headings (four digits) under which goods of these technologies may be traded."""
    wanted = set(technologies)
    return sorted({line.code[:4] for line in load_trade().line if wanted.intersection(line.technology)})


def sales_between(
    case: Case, seller: str, destinations: Sequence[str], technologies: Iterable[str]
) -> tuple[Sales, ...]:
    """Sales of a supplier's country to those where findings name the supplier, under the headings of its technologies,
    as far as figures were imported."""
    goods, headings = load_trade().heading, headings_of(technologies)
    found = []
    for country in [code for code in destinations if code != seller][:_DESTINATIONS]:
        for code in headings:
            mirrors = mirror_flows(case.purchases(country, code, partner=seller), country, code)
            chart = _sales_chart(mirrors, seller, country, code)
            if chart is not None:
                found.append(Sales(country, goods[code], chart))
    return tuple(found[:_CHARTS])


def _sales_chart(mirrors: Sequence[Mirror], seller: str, country: str, code: str) -> Chart | None:
    sold: dict[int, float | None] = {}
    bought: dict[int, float | None] = {}
    for mirror in mirrors:
        pair = next((pair for pair in mirror.pairs if pair.partner == seller), None)
        if pair is not None and mirror.period.isdecimal():
            sold[int(mirror.period)] = pair.sold.value_usd if pair.sold else None
            bought[int(mirror.period)] = pair.bought.value_usd if pair.bought else None
    one, other = country_name(seller), country_name(country)
    series = (
        Series(name=_("Sold, as {country} reports", country=one), values=sold),
        Series(name=_("Bought, as {country} reports", country=other), values=bought),
    )
    title = _("Heading {code}, from {one} to {other}", code=code, one=one, other=other)
    return yearly_chart(title, _("US dollars"), series, key=f"sales-{country.lower()}-{code}", kind="bars")


def beside_finding(case: Case, finding: Finding) -> BesideFinding:
    """Values of the finding's country, and what partners sold there under the headings of its technologies."""
    country = finding.place.country if finding.place else None
    year = (finding.first_reported or "")[:4]
    if not country or not year.isdecimal():
        return BesideFinding((), ())
    latest: dict[str, Indicator] = {}
    for value in case.indicators(country):
        if value.region is None and value.year[:4] <= year:
            latest[value.series] = value
    values = tuple((f"{v.title}, {v.unit}", v.year, figure(v.value)) for v in latest.values())
    goods = load_trade().heading
    trade = [
        (code, at, sold, goods[code])
        for code in headings_of(finding.technology)
        for at, sold in [_sold_by(case, country, code, int(year))]
        if sold is not None
    ]
    return BesideFinding(values, tuple((code, at, figure(sold), heading) for code, at, sold, heading in trade))


def _sold_by(case: Case, country: str, code: str, year: int) -> tuple[str, float | None]:
    """What partners report to have sold in a year, or in the latest of the two before it: statistics come late."""
    for each in range(year, year - 3, -1):
        for mirror in mirror_flows(case.purchases(country, code, year=str(each)), country, code):
            if mirror.period == str(each) and mirror.sold_usd is not None:
                return str(each), mirror.sold_usd
    return "", None
