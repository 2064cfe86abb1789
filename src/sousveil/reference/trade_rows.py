"""One row of trade statistics to a flow, or to the reason why it is none.

A flow is a total: goods by all means of transport, under all customs procedures, whatever country they were sent
through. Where a publisher also gives the parts of a total as rows of their own, these are left out, so that nothing is
counted twice. What the codes mean: https://comtradeapi.un.org/files/v1/app/reference/ListofReferences.json
"""

from __future__ import annotations

import math
import re
from typing import Final

from sousveil.record.reference import Flow, TradeFlow
from sousveil.reference.tabular import Refusal
from sousveil.reference.trade_layouts import Cells
from sousveil.vocabulary.areas import WORLD, Areas
from sousveil.vocabulary.trade import TradeGoods

__all__ = ["read_flow"]

_FLOWS: Final[dict[str, TradeFlow]] = {
    "M": "import", "X": "export", "RM": "re-import", "RX": "re-export",
    "1": "import", "2": "export", "3": "re-export", "4": "re-import",
}  # fmt: skip
_TOTALS: Final = (
    ("partner2", ("", "0"), "part-second-partner", "It is a part of a total, by the country in between"),
    ("customs", ("", "C00"), "part-customs", "It is a part of a total, by customs procedure"),
    ("transport", ("", "0"), "part-transport", "It is a part of a total, by means of transport"),
    ("supply", ("", "0"), "part-supply", "It is a part of a total, by mode of supply"),
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MONTH: Final = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")
_TRUE: Final = frozenset({"true", "1", "yes"})
_NO_UNIT: Final = frozenset({"-1", "1"})


def read_flow(row: Cells, number: int, import_id: str, areas: Areas, goods: TradeGoods) -> Flow | Refusal:
    """The flow of a row, or why it is none. `number` is the row's, for people to find it again."""
    part = _part(row, goods)
    if part is not None:
        return part
    period = _period(row)
    if period is None:
        return Refusal("period", f"The period {row.period[:40]!r} is neither a year nor a month")
    reporter = _area(row.reporter, row.reporter_iso, areas)
    partner = _area(row.partner, row.partner_iso, areas)
    if reporter is None or partner is None or reporter == WORLD:
        number_, iso = (row.partner, row.partner_iso) if reporter else (row.reporter, row.reporter_iso)
        return Refusal("area", f"The number {number_[:20]!r} and the code {iso[:20]!r} are not of one country or area")
    amounts = [_amount(text) for text in (row.value, row.weight, row.quantity)]
    if any(amount is not None and not math.isfinite(amount) for amount in amounts):
        return Refusal("number", "A value, weight or quantity is no number of 0 or more")
    value, weight, quantity = amounts
    unit = _unit(row, goods)
    if value is None and not weight and not (quantity and unit):
        return Refusal("empty", "It has no value, no weight and no quantity")
    return Flow(
        import_id=import_id,
        reporter=reporter,
        partner=partner,
        flow=_FLOWS[row.flow.strip().upper()],
        period=period,
        code=row.code.strip(),
        edition=goods.classifications.get(row.classification.strip(), ""),
        value_usd=value,
        # Goods of some value weigh something: the publisher writes 0 where nothing is known.
        net_kg=weight or None,
        quantity=(quantity or None) if unit else None,
        unit=unit if quantity else None,
        estimated=_estimated(row),
        row=number,
    )


def _part(row: Cells, goods: TradeGoods) -> Refusal | None:
    """Why a row is left out by what it is about."""
    if row.kind.strip() not in {"", "C"}:
        return Refusal("services", "It is on services, not on goods")
    classification = row.classification.strip()
    if classification not in goods.classifications and classification not in {"", "HS"}:
        known = ", ".join(goods.classifications)
        return Refusal("classification", f"The classification {classification[:20]!r} is none of HS, {known}")
    code = row.code.strip()
    if not (code.isascii() and code.isdecimal() and len(code) in {4, 6}):
        return Refusal("level", f"The code {code[:20]!r} is not of four or six digits")
    if row.flow.strip().upper() not in _FLOWS:
        return Refusal("flow", f"The flow {row.flow[:20]!r} is a part of imports or exports")
    for field, totals, reason, detail in _TOTALS:
        if getattr(row, field).strip().removesuffix(".0") not in totals:
            return Refusal(reason, detail)
    return None


def _period(row: Cells) -> str | None:
    period = row.period.strip().removesuffix(".0")
    if _YEAR.fullmatch(period) and row.frequency.strip() in {"", "A"}:
        return period
    month = _MONTH.fullmatch(period)
    return f"{month[1]}-{month[2]}" if month and row.frequency.strip() in {"", "M"} else None


def _area(number: str, iso: str, areas: Areas) -> str | None:
    """The code of a country or area; null where number and letters speak of two countries, or of none."""
    by_number, by_letters = areas.by_number(number), areas.by_alpha3(iso)
    if by_number is None:
        digits = number.strip()
        unknown = digits.isascii() and digits.isdecimal() and len(digits) <= 3
        return by_letters or (f"M49:{digits.zfill(3)}" if unknown else None)
    if by_letters is not None and len(by_number) == 2 and by_letters != by_number:
        return None
    return by_number


def _amount(text: str) -> float | None:
    """A number; NaN for what is none or below 0, null for an empty cell."""
    if not text.strip():
        return None
    try:
        amount = float(text)
    except ValueError:
        return math.nan
    return amount if amount >= 0 else math.nan


def _unit(row: Cells, goods: TradeGoods) -> str | None:
    code = row.unit.strip().removesuffix(".0")
    if code in _NO_UNIT:
        return None
    name = row.unit_name.strip()
    return goods.units.get(code) or goods.units.get(name) or (name[:40] if name not in {"", "N/A"} else None)


def _estimated(row: Cells) -> bool:
    marks = (row.quantity_estimated, row.weight_estimated, row.aggregate)
    # Flags of estimation: 0 none, 2 quantity, 4 net weight, 6 both (UNSD, Quantity and Weight Information, 2009).
    return any(mark.strip().casefold() in _TRUE for mark in marks) or row.flag.strip().removesuffix(".0") not in {
        "", "0",
    }  # fmt: skip
