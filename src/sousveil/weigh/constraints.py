"""What constrains a finding: findings of power, money, sanctions or skills that are short, there and then.

There is the same place, or a place that holds it. Then is a time that overlaps: what was installed is taken to stand
until something says that it was stopped. Where one of the two tells no time, the reason says so. A constraint that
names technologies or kinds of site bears on these alone. No constraint is a proof that something does not work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Final

from sousveil.record.claim import Place
from sousveil.record.finding import Constraint, Finding
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.weigh.days import span_of

__all__ = ["HoldersOf", "constraints_of", "holders_of"]

HoldersOf = Callable[[Place], tuple[int, ...]]
"""The GeoNames identifiers of the places that hold a place, the nearest first."""

_NEVER_CONSTRAINED: Final = frozenset({"constraint", "law"})
_STOPPED: Final = frozenset({"ended", "suspended", "banned"})
_ANYWHERE: Final = frozenset({"network", "nationwide", "other"})
"""Types of site that keep nothing to themselves."""
_MOST: Final = 12
"""Constraints of one finding, the nearest first; keeps what is found linear where a whole country is short of power."""


def constraints_of(findings: Iterable[Finding], holders: HoldersOf | None = None) -> list[Constraint]:
    """The constraints among findings, by finding, the nearest place first, then those reported last.

    Only findings of one country bear on each other, so the findings of some countries give what all give for them.
    `holders` is asked for the places with a constraint of a region or a town in their country (default: the gazetteer).
    """
    held = list(findings)
    by_country: dict[str, list[Finding]] = defaultdict(list)
    for finding in held:
        if finding.kind == "constraint" and finding.status != "denied" and finding.place and finding.place.country:
            by_country[finding.place.country].append(finding)
    shelves = {country: _Shelf(found) for country, found in by_country.items()}
    found: list[Constraint] = []
    for finding in sorted(held, key=lambda each: each.id):
        country = finding.place.country if finding.place else None
        if finding.kind not in _NEVER_CONSTRAINED and finding.status != "denied" and country in shelves:
            found += _constraining(finding, shelves[country], holders or holders_of)
    return found


class _Shelf:
    """The constraints of one country by place, those reported last first."""

    def __init__(self, constraints: Sequence[Finding]) -> None:
        # Not by their origins: these change with every link that is judged, and the list should not.
        ordered = sorted(constraints, key=lambda each: each.id)
        ordered.sort(key=lambda each: each.last_reported or "", reverse=True)
        self.everywhere = [each for each in ordered if each.place and _is_country(each.place)]
        self.by_place: dict[str, list[Finding]] = defaultdict(list)
        for each in ordered:
            if each.place and not _is_country(each.place):
                self.by_place[_key(each.place)].append(each)

    def near(self, place: Place, holders: HoldersOf) -> Iterator[tuple[Finding, str]]:
        """The constraints of a place, each with how its place lies to it: those of the same place, then those of the
        places that hold it."""
        if _is_country(place):
            yield from ((each, f"the same country, {place.name}") for each in self.everywhere)
            return
        for each in self.by_place.get(_key(place), ()):
            yield each, f"the same place, {place.name}"
        for holder in holders(place) if self.by_place else ():
            for each in self.by_place.get(f"place:{holder}", ()):
                yield each, f"{each.place.name if each.place else ''}, which holds {place.name}"
        for each in self.everywhere:
            yield each, f"all of {each.place.name if each.place else ''}, the country of {place.name}"


def _constraining(finding: Finding, shelf: _Shelf, holders: HoldersOf) -> list[Constraint]:
    assert finding.place is not None
    found: list[Constraint] = []
    for constraint, where in shelf.near(finding.place, holders):
        when = _when(finding, constraint) if _bears(constraint, finding) else None
        if when is not None:
            about = f"{', '.join(constraint.about) or 'a constraint'}: {where}; {when}"
            found.append(Constraint(finding=finding.id, by=constraint.id, reason=about))
        if len(found) == _MOST:
            break
    return found


def _bears(constraint: Finding, finding: Finding) -> bool:
    """Whether it is about the same technologies and kinds of site, as far as it names them."""
    if constraint.technology and not set(constraint.technology) & set(finding.technology):
        return False
    there, here = (set(each.site_types) - _ANYWHERE for each in (constraint, finding))
    return not there or not here or bool(there & here)


def _when(finding: Finding, constraint: Finding) -> str | None:
    """How their times lie to each other, for people; null where they do not meet."""
    mine, theirs = span_of(finding.time), span_of(constraint.time)
    if mine is None or theirs is None:
        silent = (("finding", finding, mine), ("constraint", constraint, theirs))
        return "; ".join(f"the {name} tells no time{_reported(each)}" for name, each, span in silent if span is None)
    last = mine[1] if finding.status in _STOPPED else date.max
    if theirs[0] > last or theirs[1] < mine[0]:
        return None
    if theirs[0] > mine[1]:
        return f"{constraint.time}, while it stands since {finding.time} as far as is known"
    return f"{constraint.time}, which meets {finding.time}"


def _reported(finding: Finding) -> str:
    if finding.first_reported is None:
        return ""
    first, last = finding.first_reported[:10], (finding.last_reported or "")[:10]
    return f" (reported {first})" if last in {"", first} else f" (reported from {first} to {last})"


def _is_country(place: Place) -> bool:
    return place.precision == "country" or (place.geonameid is None and place.lat is None and place.precision is None)


def _key(place: Place) -> str:
    if place.geonameid is not None:
        return f"place:{place.geonameid}"
    if place.lat is not None and place.lon is not None:
        return f"at:{place.lat:.3f},{place.lon:.3f}"
    return f"named:{place.name.casefold()}"


@cache
def _holders(geonameid: int, name: str) -> tuple[int, ...]:
    gazetteer = load_gazetteer()
    place = next((each for each in gazetteer.find(name)[1] if each.geonameid == geonameid), None)
    holding = (gazetteer.candidate(index) for index in place.holders) if place is not None else ()
    return tuple(each.geonameid for each in holding if each.geonameid is not None and each.precision != "country")


def holders_of(place: Place) -> tuple[int, ...]:
    """The district and region that hold a place, by the gazetteer that ships; empty where it knows no such place."""
    return _holders(place.geonameid, place.name) if place.geonameid is not None else ()
