"""Mirror flows: what partners say to have sold to a country, beside what the country says to have bought.

The two differ for honest reasons (imports are usually valued with freight and insurance; goods go through a third
country; one side reports by origin, the other by where goods were sent last) and for others. Where a country reports
nothing, its partners' side is all there is. It is no evidence of a deployment: the goods of a number are mostly other
goods.

Re-exports are part of exports, and re-imports of imports, so that they are not added. Of each flow one figure is taken:
the four-digit total where it was reported, else the sum of the six-digit parts of one edition of the Harmonized System;
never both, and never two editions.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from sousveil.record.reference import Flow
from sousveil.vocabulary.areas import WORLD

__all__ = ["Mirror", "Pair", "Side", "mirror_flows"]

_HEADING: Final = 4
"""Digits of a heading."""


class Side(Struct, frozen=True, kw_only=True):
    """What one country reported of its trade with another."""

    value_usd: float | None
    """US dollars; null where only weight or quantity was reported."""
    net_kg: float | None
    edition: str
    """Of the Harmonized System; empty where the publisher does not tell."""
    flows: tuple[Flow, ...]
    """What it was taken from: one total, or six-digit parts in the order of their codes."""

    @property
    def is_sum(self) -> bool:
        """Whether it is added up from six-digit parts, which need not be all parts of the heading."""
        return any(len(flow.code) > _HEADING for flow in self.flows)

    @property
    def estimated(self) -> bool:
        """The publisher marks something in it as estimated."""
        return any(flow.estimated for flow in self.flows)


class Pair(Struct, frozen=True, kw_only=True):
    """Both sides of the trade with one partner."""

    partner: str
    sold: Side | None
    """The partner's exports to the country, as the partner reports them."""
    bought: Side | None
    """The country's imports from the partner, as the country reports them."""
    difference_usd: float | None
    """Sold less bought; null where one side is missing."""


class Mirror(Struct, frozen=True, kw_only=True):
    """A country's purchases of one number in one period, told by both sides."""

    country: str
    code: str
    """Four or six digits of the Harmonized System."""
    period: str
    """EDTF, a year or a month."""
    pairs: tuple[Pair, ...]
    """The largest first, by the larger of both values."""
    sold_usd: float | None
    """Sum over partners; without groups of countries, whose members report as well. Null where none reports."""
    bought_usd: float | None
    """What the country reports for the world, else the sum over partners. Null where it reports nothing."""
    bought_is_sum: bool
    """Whether the country gives no figure for the world, so that partners who are not in the file are missing."""
    difference_usd: float | None
    """Sold less bought; null where one side is missing."""


def mirror_flows(
    flows: Iterable[Flow], country: str, code: str, *, groups: frozenset[str] = frozenset()
) -> tuple[Mirror, ...]:
    """What was sold to a country and what it bought, by period, from the earliest on.

    Args:
        flows: of any countries and numbers; others are passed over. Of two figures for the same thing, as two imports
            give them, the later one counts.
        country: ISO 3166-1 alpha-2, or another code that flows have.
        code: four digits of the Harmonized System, or six, which are then not added to anything.
        groups: codes of unions of states (`Areas.groups`); they are not added to their members.
    """
    sold: dict[tuple[str, str], list[Flow]] = {}
    bought: dict[tuple[str, str], list[Flow]] = {}
    for flow in flows:
        if flow.code != code and not (len(code) == _HEADING and flow.code.startswith(code)):
            continue
        if flow.flow == "export" and flow.partner == country and flow.reporter != country:
            sold.setdefault((flow.period, flow.reporter), []).append(flow)
        elif flow.flow == "import" and flow.reporter == country and flow.partner != country:
            bought.setdefault((flow.period, flow.partner), []).append(flow)
    periods = sorted({period for period, _ in (*sold, *bought)})
    return tuple(
        _mirror(
            country, code, period,
            {partner: _side(held, code) for (when, partner), held in sold.items() if when == period},
            {partner: _side(held, code) for (when, partner), held in bought.items() if when == period},
            groups,
        )
        for period in periods
    )  # fmt: skip


def _mirror(
    country: str, code: str, period: str, sold: dict[str, Side], bought: dict[str, Side], groups: frozenset[str]
) -> Mirror:
    world = bought.pop(WORLD, None)
    pairs = [
        Pair(
            partner=partner,
            sold=sold.get(partner),
            bought=bought.get(partner),
            difference_usd=_difference(_value(sold.get(partner)), _value(bought.get(partner))),
        )
        for partner in {*sold, *bought}
    ]
    pairs.sort(key=lambda pair: (-max(_value(pair.sold) or 0, _value(pair.bought) or 0), pair.partner))
    sold_usd = _sum(side.value_usd for partner, side in sold.items() if partner not in groups)
    reported = _value(world)
    in_parts = _sum(side.value_usd for partner, side in bought.items() if partner not in groups)
    bought_usd = in_parts if reported is None else reported
    return Mirror(
        country=country,
        code=code,
        period=period,
        pairs=tuple(pairs),
        sold_usd=sold_usd,
        bought_usd=bought_usd,
        bought_is_sum=reported is None and in_parts is not None,
        difference_usd=_difference(sold_usd, bought_usd),
    )


def _side(flows: list[Flow], code: str) -> Side:
    """One figure from all that one country reported of one flow in one period."""
    totals = {flow.edition: flow for flow in flows if flow.code == code}
    if totals:
        # Conversions go from newer to older editions only, so the newest is what was reported.
        edition = max(totals)
        return _added([totals[edition]], edition)
    edition = max(flow.edition for flow in flows)
    parts = {flow.code: flow for flow in flows if flow.edition == edition}
    return _added([parts[part] for part in sorted(parts)], edition)


def _added(flows: list[Flow], edition: str) -> Side:
    return Side(
        value_usd=_sum(flow.value_usd for flow in flows),
        net_kg=_sum(flow.net_kg for flow in flows),
        edition=edition,
        flows=tuple(flows),
    )


def _value(side: Side | None) -> float | None:
    return None if side is None else side.value_usd


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
