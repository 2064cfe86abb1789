"""Reference data that a researcher imports: lists of sanctioned firms, trade statistics, yearly indicators.

They stand beside findings as context. None of them is evidence of a deployment, and no claim is ever made from them.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sousveil.record.identity import identifier

__all__ = ["Flow", "Import", "ImportKind", "Indicator", "Listing", "TradeFlow"]

ImportKind = Literal["lists", "trade", "indicators"]
TradeFlow = Literal["import", "export", "re-import", "re-export"]


class Import(Struct, frozen=True, kw_only=True):
    """One imported file."""

    kind: ImportKind
    title: str
    """What the data are called, for people: `US Consolidated Screening List`."""
    format: str
    """The format that it was read as, such as `us-csl-csv`."""
    file: str
    """The file's name without its folder, which may tell of the researcher's machine."""
    sha256: str
    bytes: int
    retrieved: str
    """UTC; the modification time of the file."""
    mapping: str | None = None
    """Indicators: the mapping that said what the columns are, as TOML."""
    licence: str | None = None
    url: str | None = None
    """Where the publisher offers it."""

    @property
    def id(self) -> str:
        """Follows from the bytes and how they were read."""
        return identifier("i", self.kind, self.format, self.sha256, self.mapping)


class Listing(Struct, frozen=True, kw_only=True):
    """An organisation on a published list, as the list has it. Persons are never taken in.

    Dates are EDTF, countries ISO 3166-1 alpha-2 where they could be read.
    """

    import_id: str
    list: str
    """Identifier of the list (`vocabulary/data/lists.toml`), such as `us-entity-list`."""
    entry: str
    """The publisher's own identifier of the entry."""
    name: str
    names: tuple[str, ...] = ()
    """Other names and spellings, as printed; weak aliases are left out by the readers where the list marks them."""
    kind: str = "organisation"
    """`company`, `public-body` or `organisation`, as far as the list tells."""
    countries: tuple[str, ...] = ()
    since: str | None = None
    """When it was listed."""
    until: str | None = None
    """When the listing ended; null while it stands or where the list does not tell."""
    programmes: tuple[str, ...] = ()
    reason: str | None = None
    """The legal basis or statement of reasons as printed, cut to 2,000 characters."""
    identifiers: tuple[str, ...] = ()
    """`wikidata:Q…`, `lei:…`, `reg:…`, `uscc:…`, lower-case scheme first."""
    url: str | None = None
    row: int = 0
    """Line or record of the file, counted from 1."""

    @property
    def id(self) -> str:
        """The same in a later edition of the list."""
        return identifier("l", self.list, self.entry)


class Flow(Struct, frozen=True, kw_only=True):
    """One trade flow of one year or month, as one country reported it.

    What A says that it sold to B and what B says that it bought from A are two flows (mirror flows) and differ:
    imports are usually valued with freight and insurance, exports without.
    """

    import_id: str
    reporter: str
    """ISO 3166-1 alpha-2 of who reported it; `M49:xxx` for a group or area without such a code."""
    partner: str
    """The same for the other side; `W00` for the world."""
    flow: TradeFlow
    period: str
    """EDTF: `2021` or `2021-03`."""
    code: str
    """Harmonised System code, 4 or 6 digits."""
    edition: str
    """Of the Harmonised System, by its year: `HS2017`; empty where the file does not tell."""
    value_usd: float | None = None
    """US dollars, current."""
    net_kg: float | None = None
    """Net weight, kilograms."""
    quantity: float | None = None
    unit: str | None = None
    """Of `quantity`: `items`, `kg`, ..."""
    estimated: bool = False
    """The publisher marks weight, quantity or the whole row as estimated or aggregated from parts."""
    row: int = 0


class Indicator(Struct, frozen=True, kw_only=True):
    """One value of one series for one country or region and year."""

    import_id: str
    series: str
    """Identifier of the series within the case, such as `electrification`."""
    title: str
    unit: str
    """As people read it: `% of people`, `nW/cm²/sr, sum`."""
    country: str
    """ISO 3166-1 alpha-2."""
    region: int | None = None
    """GeoNames identifier of a first-level region; null for the whole country."""
    place: str
    """The place as the file has it."""
    year: str
    """EDTF."""
    value: float
    row: int = 0
