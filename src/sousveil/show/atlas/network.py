"""The network: who supplied what to whom where, as the findings of a case have it.

It never draws everything. From each pair of columns it takes the heaviest ties, in turn, until a column has as many
boxes as are asked for. Around one organisation, technology or place (`focus`) it draws what stands beside that.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, zip_longest
from typing import Final, Literal

from msgspec import Struct, structs

from sousveil.show.atlas.network_layout import Drawn, Link, laid_out
from sousveil.show.words import labels
from sousveil.show.words.names import country_name, place_name
from sousveil.store.case import Case
from sousveil.store.findings.briefs import Brief
from sousveil.store.findings.ties import COLUMNS, Column, Tie

__all__ = [
    "SHOWS",
    "By",
    "End",
    "Joined",
    "Network",
    "all_ties",
    "end_of",
    "names_of",
    "network_of",
    "restricted",
    "shortened",
]  # fmt: skip

SHOWS: Final[Mapping[str, tuple[Column, ...]]] = {
    "who": ("supplier", "operator", "country"),
    "what": ("supplier", "technology", "country"),
    "use": ("technology", "operator", "country"),
    "all": ("supplier", "technology", "operator", "country"),
}
"""The columns of each picture."""
By = Literal["findings", "origins"]
_FETCHED: Final = 400
"""Ties of a pair of columns from which a picture is chosen."""
_DRAWN: Final = 120
"""Ribbons in a picture."""


class End(Struct, frozen=True):
    """One end of a tie: a value of a column. Its address is `column:value`."""

    column: Column
    value: str

    @property
    def address(self) -> str:
        """What stands in the address of a page."""
        return f"{self.column}:{self.value}"


class Joined(Struct, frozen=True):
    """A tie with its ends."""

    one: End
    other: End
    tie: Tie


class Network(Struct, frozen=True):
    """What is drawn: ties, the strongest first, their picture, and how much there is beside."""

    columns: tuple[Column, ...]
    ties: tuple[Joined, ...]
    drawn: Drawn
    names: Mapping[End, str]
    findings: Mapping[End, int]
    """How many findings each end of a tie stands in, drawn or not."""
    in_all: int
    """Ties that match, drawn or not."""


def end_of(address: str) -> End | None:
    """The end that an address names, or None."""
    column, _, value = address.partition(":")
    for known in COLUMNS:
        if known == column and value:
            return End(known, value)
    return None


def network_of(case: Case, columns: tuple[Column, ...], wanted: Brief, *, boxes: int, by: By = "findings") -> Network:
    """The network of the findings that are wanted, with so many boxes a column at most."""
    in_all = 0
    pairs = []
    for one, other in _pairs(columns):
        held, count = case.ties(
            columns[one], columns[other], wanted, without=columns[one + 1 : other], by=by, limit=_FETCHED
        )
        pairs.append([Joined(End(columns[one], tie.one), End(columns[other], tie.other), tie) for tie in held])
        in_all += count
    names = names_of(case, (end for ties in pairs for joined in ties for end in (joined.one, joined.other)))
    pairs = [[joined for joined in ties if joined.one in names and joined.other in names] for ties in pairs]
    weight = _weight(by)
    chosen = _chosen(pairs, boxes)
    ties = sorted(
        (joined for some in pairs for joined in some if joined.one in chosen and joined.other in chosen),
        key=lambda joined: (-weight(joined.tie)[0], joined.one.address, joined.other.address),
    )[:_DRAWN]
    place = {column: number for number, column in enumerate(columns)}
    links = [
        Link((place[t.one.column], t.one.value), (place[t.other.column], t.other.value), *weight(t.tie)) for t in ties
    ]
    drawn = {end for joined in ties for end in (joined.one, joined.other)}
    return Network(
        columns, tuple(ties), laid_out(len(columns), links), names, _counted(case, drawn, around=wanted), in_all
    )


def _counted(case: Case, ends: Iterable[End], *, around: Brief) -> dict[End, int]:
    of_column: dict[Column, list[str]] = {}
    for end in ends:
        of_column.setdefault(end.column, []).append(end.value)
    return {
        End(column, value): count
        for column, values in of_column.items()
        for value, count in case.end_counts(column, sorted(values), around).items()
    }


def _pairs(columns: Sequence[Column]) -> list[tuple[int, int]]:
    """Pairs of columns, neighbours first: what passes a column by has nothing in it. Four columns would pass two by."""
    found = [(one, other) for one, other in combinations(range(len(columns)), 2) if other - one <= 2]
    return sorted(found, key=lambda pair: (pair[1] - pair[0], pair))


def _weight(by: By) -> Callable[[Tie], tuple[float, float]]:
    if by == "origins":
        return lambda tie: (float(max(tie.origins_max, 1)), float(tie.origins_min))
    return lambda tie: (float(tie.findings), 0.0)


def _chosen(pairs: Sequence[Sequence[Joined]], boxes: int) -> set[End]:
    """The boxes of a picture: the heaviest tie of each pair of columns, then the next of each, as long as there is
    room for both ends."""
    room: dict[str, int] = {}
    chosen = set[End]()
    for joined in (joined for turn in zip_longest(*pairs) for joined in turn if joined is not None):
        new = [end for end in (joined.one, joined.other) if end not in chosen]
        if all(room.get(end.column, 0) < boxes for end in new):
            for end in new:
                chosen.add(end)
                room[end.column] = room.get(end.column, 0) + 1
    return chosen


def names_of(case: Case, ends: Iterable[End]) -> dict[End, str]:
    """What to call these ends. Whoever is no entity of the case has no name: words such as "the authorities"."""
    held = dict.fromkeys(ends)
    entities = case.entity_names({end.value for end in held if end.column in ("supplier", "operator")})
    spots = case.spots_by_key(end.value for end in held if end.column == "place")
    found: dict[End, str] = {}
    for end in held:
        if end.column in ("supplier", "operator"):
            name = entities.get(end.value, "")
        elif end.column == "technology":
            name = labels.label(labels.TECHNOLOGY, end.value).removeprefix("a ").removeprefix("an ")
            name = name[:1].upper() + name[1:]
        elif end.column == "country":
            name = country_name(end.value)
        else:
            spot = spots.get(end.value)
            name = _spot_name(spot.place.precision, spot.place.country, place_name(spot.place)) if spot else ""
        if name:
            found[end] = name
    return found


def _spot_name(precision: str | None, country: str | None, name: str) -> str:
    return country_name(country) if precision == "country" and country else name


def all_ties(case: Case, columns: tuple[Column, ...], wanted: Brief, *, limit: int) -> Iterator[Joined]:
    """Every tie of the findings that are wanted, drawn or not, as far as the limit for each pair of columns goes."""
    for one, other in _pairs(columns):
        ties, _ = case.ties(columns[one], columns[other], wanted, without=columns[one + 1 : other], limit=limit)
        for tie in ties:
            yield Joined(End(columns[one], tie.one), End(columns[other], tie.other), tie)


def shortened(name: str, room: int) -> str:
    """The name, cut where it is wider than so many Latin letters; a Chinese or Korean one counts for two."""
    wide = 0
    for number, letter in enumerate(name):
        wide += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if wide > room:
            return f"{name[: max(1, number - 1)].rstrip()}…"
    return name


def restricted(wanted: Brief, end: End) -> Brief:
    """What is wanted, of one value alone."""
    return structs.replace(wanted, **{"spot" if end.column == "place" else end.column: end.value})
