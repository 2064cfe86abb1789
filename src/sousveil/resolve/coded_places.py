"""Where a coded record is: its columns for city, county, state and country, as places of the gazetteer.

What coders wrote is evidence that the summary lacks: "The Woodstock Police Department" is in the Woodstock of the row's
state. Columns say where the agency sits, so one that is named after its state stands for the whole of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from sousveil.record.claim import Place
from sousveil.resolve.place_names import toponym_named
from sousveil.vocabulary.gazetteer import Gazetteer
from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.gazetteer_types import Candidate

__all__ = ["Coded", "coded_place", "coded_places"]

_KNOWN = 100_000
"""People from which a town that a summary names is that town, whatever the row's columns say."""
_COARSER = {"country": 3, "region": 2, "district": 1, "city": 0, "site": 0}


class Coded(Struct, frozen=True, kw_only=True):
    """The places of one record's columns, each null where the column is empty or no gazetteer has its value."""

    country: Candidate | None = None
    region: Candidate | None = None
    district: Candidate | None = None
    city: Candidate | None = None
    names: Mapping[str, str] = {}
    """What the columns write, by role."""
    operator: str = ""
    """The agency of the record."""
    campus: bool = False
    """It is a university's: "University of Michigan Police" is in a town, whatever its name says."""

    def holds(self, candidate: Candidate) -> bool:
        """Whether a place lies in the record's region, or its country where no region is known."""
        holder = self.region or self.country
        return holder is None or holder.index in (candidate.index, *candidate.holders)

    def place(self) -> tuple[str, Candidate] | None:
        """The finest place that the record is surely about, with the column's words for it."""
        named = f" {key_of(self.operator)} "
        region = None if self.campus else self.region
        for role, candidate in (("city", self.city), ("district", self.district), ("region", region)):
            words = _bare(self.names.get(role, "")) or "\n"
            spelled = candidate is not None and f" {_bare(candidate.name)} " in named
            if candidate is not None and (spelled or f" {words} " in named):
                # Regions are coded by two letters as often as by name.
                return candidate.name if role == "region" else self.names[role], candidate
        return next(
            ((self.names[role], c) for role, c in (("city", self.city), ("district", self.district)) if c is not None),
            None,
        )


def coded_places(gazetteer: Gazetteer, coded: Mapping[str, Sequence[str]] | None) -> Coded:
    """The places of the columns `country`, `region`, `district` and `city` (`Text.coded`)."""
    names = {role: values[0].strip() for role, values in (coded or {}).items() if values and values[0].strip()}
    if not names:
        return Coded()
    country = gazetteer.country(names["country"]) if "country" in names else None
    region = _region(gazetteer, names.get("region", ""), country)
    if region is None and country is not None and len(names.get("region", "")) == 2:
        # Territories have a code of their own: Puerto Rico is a state in one list and a country in another.
        country = gazetteer.country(names["region"]) or country
    holder = region or country
    district = _within(gazetteer, names.get("district", ""), holder, "district")
    city = _within(gazetteer, names.get("city", ""), holder, "city", near=district)
    operator = names.get("operator", "")
    learned = gazetteer.words["en"].learned if "en" in gazetteer.words else frozenset[str]()
    return Coded(
        country=country, region=region, district=district, city=city, names=names, operator=operator,
        campus=not learned.isdisjoint(operator.lower().split()),
    )  # fmt: skip


def coded_place(place: Place | None, found: Candidate | None, beside: bool, codes: Coded) -> Place | None:
    """The place of a claim in a coded record: as it was read, or as the columns have it where the words say less, or
    name a place elsewhere that is too small to be meant. `found` is what the words were resolved to, `beside` whether
    the summary writes what holds it right there."""
    told = codes.place()
    if told is None:
        return place
    words, candidate = told
    if place is None:
        return _placed(words, candidate)
    grade = found.precision if found is not None else place.precision or "city"
    if found is not None and codes.holds(found):
        coarser = _COARSER[grade] > _COARSER[candidate.precision]
        return _placed(words, candidate) if coarser else place
    if found is not None and grade == "country":
        return _placed(words, candidate) if found.country == candidate.country else place
    if beside or (found is not None and found.population >= _KNOWN):
        return place
    return _placed(place.name, candidate)


def _placed(name: str, candidate: Candidate) -> Place:
    return Place(
        name=name, geonameid=candidate.geonameid, country=candidate.country, lat=candidate.lat, lon=candidate.lon,
        precision=candidate.precision, radius_km=candidate.radius_km,
    )  # fmt: skip


def _region(gazetteer: Gazetteer, name: str, country: Candidate | None) -> Candidate | None:
    if not name or country is None:
        return None
    place = gazetteer.region(f"{country.country}-{name}")
    others = gazetteer.find(name)[1]
    return place or next((c for c in others if c.precision == "region" and c.country == country.country), None)


def _within(
    gazetteer: Gazetteer, name: str, holder: Candidate | None, grade: str, near: Candidate | None = None
) -> Candidate | None:
    """The place of a name in what holds it: of several the one in the district, else the largest."""
    named = toponym_named(gazetteer, name, 0, "en") if name and holder is not None else None
    if named is None or holder is None:
        return None
    held = [c for c in named.candidates if holder.index in c.holders]
    fitting = [c for c in held if c.precision == grade] or ([] if grade == "district" else held)
    nearer = [c for c in fitting if near is not None and near.index in c.holders]
    return max(nearer or fitting, key=lambda c: (c.population, -c.index), default=None)


def _bare(name: str) -> str:
    """The key of a name without the kind of place that it says."""
    words = key_of(name).split()
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in ("county", "parish", "township") else words)
