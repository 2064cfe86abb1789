"""What imported statistics say beside the findings: trade in goods that surveillance equipment is part of, and yearly
indicators. Context, and no evidence of a deployment: whatever is shown says so and names what else the goods are."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from msgspec import Struct

from sousveil.record.reference import Flow, Indicator
from sousveil.show.drawing.charts import Chart, Series, mirror_chart, small_charts
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.show.words.figures import figure
from sousveil.show.words.names import country_name
from sousveil.vocabulary.areas import WORLD, Areas, load_areas
from sousveil.vocabulary.trade import Heading, TradeGoods, load_trade
from sousveil.weigh.mirror import Mirror, Pair, Side, mirror_flows

__all__ = ["IndicatorPanel", "TradePanel", "TradeRow", "indicator_panels", "trade_panels"]

_PARTNERS: Final = 12
"""Partners in a table; the rest are counted."""
_UNKNOWN: Final = Heading(
    title=later("Goods that trade.toml does not describe"),
    warning=later("Look up what the heading covers before you read anything into it."),
)


class TradeRow(Struct, frozen=True, kw_only=True):
    """One partner in the table of a period, as people read it."""

    partner: str
    sold: str
    bought: str
    difference: str
    marks: tuple[str, ...]
    """What to know of the figures: added up from lines, estimated, other editions, what the area is."""


class TradePanel(Struct, frozen=True, kw_only=True):
    """A country's trade in one heading of the Harmonized System."""

    code: str
    title: str
    warning: str
    """What else the heading covers."""
    chart: Chart | None
    """By year; null where only months are known."""
    summed: bool
    """What the country bought is in some period the sum over its partners, for want of a total of its own."""
    period: str
    """Of the table: the last one that has figures, a year if there is one."""
    rows: tuple[TradeRow, ...]
    more: int
    """Partners that the table leaves out."""


class IndicatorPanel(Struct, frozen=True, kw_only=True):
    """A series with a picture for the country and for each region."""

    series: str
    title: str
    unit: str
    charts: tuple[Chart, ...]


def trade_panels(flows: Iterable[Flow], country: str, *, folder: str | None = None) -> tuple[TradePanel, ...]:
    """A panel for each heading of which a country bought anything, those of trade.toml first.

    Args:
        flows: of the country, on either side.
        country: ISO 3166-1 alpha-2.
        folder: a researcher's own vocabulary (`Vocabulary.folder`).
    """
    areas, goods = load_areas(folder), load_trade(folder)
    held = list(flows)
    codes = sorted({flow.code[:4] for flow in held}, key=lambda code: (code not in goods.heading, code))
    panels = (
        _panel(code, mirrors, areas, goods)
        for code in codes
        if (mirrors := mirror_flows(held, country, code, groups=areas.groups))
    )
    return tuple(panels)


def _panel(code: str, mirrors: tuple[Mirror, ...], areas: Areas, goods: TradeGoods) -> TradePanel:
    heading = goods.heading.get(code, _UNKNOWN)
    last = max(mirrors, key=lambda mirror: (len(mirror.period) == 4, mirror.period))
    name = country_name(last.country)
    return TradePanel(
        code=code,
        title=heading.title,
        warning=heading.warning,
        chart=mirror_chart(
            _("Heading {code}, bought by {name}", code=code, name=name), name, mirrors, key=f"trade-{code}"
        ),
        summed=any(mirror.bought_is_sum for mirror in mirrors),
        period=last.period,
        rows=tuple(_row(pair, areas) for pair in last.pairs[:_PARTNERS]),
        more=max(len(last.pairs) - _PARTNERS, 0),
    )


def _row(pair: Pair, areas: Areas) -> TradeRow:
    area = areas.areas.get(pair.partner)
    marks = [area.note] if area is not None and area.note else []
    if pair.sold is not None:
        marks.extend(_("sold: {mark}", mark=mark) for mark in _marks(pair.sold))
    if pair.bought is not None:
        marks.extend(_("bought: {mark}", mark=mark) for mark in _marks(pair.bought))
    if pair.sold and pair.bought and pair.sold.edition != pair.bought.edition:
        one, other = (side.edition or _("not told") for side in (pair.sold, pair.bought))
        marks.append(_("editions differ: {one}, {other}", one=one, other=other))
    return TradeRow(
        partner=_name(pair.partner, areas),
        sold=figure(pair.sold.value_usd if pair.sold else None),
        bought=figure(pair.bought.value_usd if pair.bought else None),
        difference=figure(pair.difference_usd),
        marks=tuple(marks),
    )


def _marks(side: Side) -> list[str]:
    marks = []
    if side.is_sum:
        codes = ", ".join(flow.code for flow in side.flows)
        marks.append(_("added up from {codes}, which need not be all", codes=codes))
    if side.estimated:
        marks.append(_("estimated or added up by the publisher"))
    return marks


def _name(code: str, areas: Areas) -> str:
    return _("World") if code == WORLD else areas.name(code) or country_name(code)


def indicator_panels(indicators: Iterable[Indicator], country: str) -> tuple[IndicatorPanel, ...]:
    """A panel for each series of one country: the whole country first, then its regions by name."""
    held = sorted(
        (each for each in indicators if each.country == country),
        key=lambda each: (each.series, each.region is not None, each.region or 0, each.year),
    )
    panels = []
    for series, values in groupby(held, key=lambda each: each.series):
        places = [list(each) for _, each in groupby(values, key=lambda value: value.region)]
        # The whole country stands first; its regions follow by the names that the file gives them.
        places.sort(key=lambda place: (place[0].region is not None, place[0].place))
        latest = places[0][-1]
        charts = small_charts([_small(place, country) for place in places], key=f"indicator-{series}")
        panels.append(IndicatorPanel(series=series, title=latest.title, unit=latest.unit, charts=charts))
    return tuple(panels)


def _small(place: list[Indicator], country: str) -> tuple[str, str, Series]:
    name = country_name(country) if place[0].region is None else place[-1].place
    values = {int(each.year): each.value for each in place if each.year.isdecimal()}
    return _("{title}, {place}", title=place[-1].title, place=name), place[-1].unit, Series(name=name, values=values)
