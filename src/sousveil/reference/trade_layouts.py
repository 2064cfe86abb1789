"""The layouts in which UN Comtrade gives its data: which column holds what.

Two are known: that of Comtrade+ (its download, its API as CSV and JSON, its bulk files), with names in `camelCase`, and
that of the site and API which it replaced in 2023 ("Trade Value (US$)"). Names are compared without case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from sousveil.reference.tabular import plain

__all__ = ["NAMES", "Cells", "Layout", "layout_of", "picker"]


class Cells(NamedTuple):
    """The cells of a row that are used, as text; empty where the file lacks the column."""

    kind: str
    frequency: str
    period: str
    reporter: str
    reporter_iso: str
    partner: str
    partner_iso: str
    partner2: str
    flow: str
    classification: str
    code: str
    customs: str
    transport: str
    supply: str
    unit: str
    unit_name: str
    quantity: str
    quantity_estimated: str
    weight: str
    weight_estimated: str
    value: str
    flag: str
    aggregate: str


class Layout(NamedTuple):
    """A layout: its name, what makes it out, and the column of each field; several names where editions differ."""

    name: str
    marks: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


_PLUS: Final = Layout(
    "comtrade",
    ("reportercode", "flowcode", "partnercode", "cmdcode", "period"),
    {
        "kind": ("typecode",),
        "frequency": ("freqcode",),
        "period": ("period",),
        "reporter": ("reportercode",),
        "reporter_iso": ("reporteriso",),
        "partner": ("partnercode",),
        "partner_iso": ("partneriso",),
        "partner2": ("partner2code",),
        "flow": ("flowcode",),
        "classification": ("classificationcode",),
        "code": ("cmdcode",),
        "customs": ("customscode",),
        "transport": ("motcode",),
        "supply": ("moscode",),
        "unit": ("qtyunitcode",),
        "unit_name": ("qtyunitabbr",),
        "quantity": ("qty",),
        "quantity_estimated": ("isqtyestimated",),
        "weight": ("netwgt",),
        "weight_estimated": ("isnetwgtestimated",),
        "value": ("primaryvalue",),
        "flag": ("legacyestimationflag",),
        "aggregate": ("isaggregate",),
    },
)
_LEGACY: Final = Layout(
    "comtrade-legacy",
    ("classification", "period", "reporter code", "partner code", "commodity code"),
    {
        "period": ("period",),
        "reporter": ("reporter code",),
        "reporter_iso": ("reporter iso",),
        "partner": ("partner code",),
        "partner_iso": ("partner iso",),
        "partner2": ("2nd partner code",),
        "flow": ("trade flow code", "tradeflow code"),
        "classification": ("classification",),
        "code": ("commodity code",),
        "customs": ("customs proc. code",),
        "transport": ("mode of transport code",),
        "unit": ("qty unit code",),
        "unit_name": ("qty unit",),
        "quantity": ("qty", "alt qty"),
        "weight": ("netweight (kg)", "netweightkg"),
        "value": ("trade value (us$)", "tradevalueus", "trade value"),
        "flag": ("flag",),
    },
)
_LAYOUTS: Final = (_PLUS, _LEGACY)
NAMES: Final[Mapping[str, tuple[str, ...]]] = _PLUS.columns
"""Fields of the API's JSON, by the field of `Cells`."""


def layout_of(columns: Sequence[str]) -> Layout | None:
    """The layout whose marks all stand among the names of the columns; null where none does."""
    seen = {plain(name) for name in columns}
    return next((layout for layout in _LAYOUTS if seen.issuperset(layout.marks)), None)


def picker(layout: Layout, columns: Sequence[str]) -> Callable[[Sequence[str]], Cells]:
    """What takes the used cells out of a row of the table."""
    seen = {plain(name): index for index, name in reversed(list(enumerate(columns)))}
    places = [
        next((seen[name] for name in layout.columns.get(field, ()) if name in seen), len(columns))
        for field in Cells._fields
    ]
    pick = itemgetter(*places)
    empty = [""]
    width = len(columns)

    def cells(row: Sequence[str]) -> Cells:
        return Cells._make(pick([*row[:width], *empty]))

    return cells
