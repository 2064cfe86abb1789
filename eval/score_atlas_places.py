"""Atlas of Surveillance: do the places of claims lie where the coders say? There are no coordinates to compare with, so
a place is right when the gazetteer has it in the row's state, and in its county.

Two readings of each row: as sousveil reads the table (`coded`: the columns City, County and State are known, the
summary is the text), and the summary alone (`summary`), where most rows name a town and no state.

- `atlas.place_found`: share of rows of a town, a county or a campus with a point for a claim, with columns.
- `atlas.place_in_state`, `atlas.county_found`: of these points, those in the row's state, and in its county.
- `atlas.city_in_state`: share of all rows with a city that got a point, and in the right state: the two together.
- `atlas.statewide_pinned`: share of rows of a state's own agencies with a claim that is put at a town or a county.
- `atlas.summary_*`: the same from the summary alone; `summary_unsure` is the share of rows with a claim whose name of a
  place may as well mean another one, so that it got no point.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from msgspec import Struct, structs

from cases_text import plain_text
from sousveil.find import find
from sousveil.record.claim import Place
from sousveil.resolve import resolve
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.gazetteer_types import Candidate
from sousveil.vocabulary.loader import Vocabulary, load

_STATEWIDE = "State"
"""In the column Type of Juris."""
_EITHER = "Fusion Center"
"""In the column Type of LEA: some are a whole state's and some a city's, so they are counted in neither share."""
_FINE = ("site", "city", "district")


class Row(Struct, frozen=True):
    """What a row says and where its claims were put, with the columns and without."""

    number: str
    city: str
    county: str
    state: str
    statewide: bool
    coded: list[Place]
    summary: list[Place]


def read_rows(path: Path, vocabulary: Vocabulary) -> list[Row]:
    """The rows in which a claim is found."""
    rows = []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            text = plain_text(row["Summary"], name=row["AOSNUMBER"])
            claims = find(text, vocabulary)
            if not claims or row["Type of LEA"].strip() == _EITHER:
                continue
            roles = {"city": row["City"], "district": row["County"], "region": row["State"], "operator": row["Agency"]}
            coded = {role: (value.strip(),) for role, value in roles.items() if value.strip()} | {"country": ("US",)}
            known = resolve(claims, structs.replace(text, coded=coded), vocabulary)
            alone = resolve(claims, text, vocabulary)
            rows.append(
                Row(
                    row["AOSNUMBER"], row["City"].strip(), row["County"].strip(), row["State"].strip(),
                    row["Type of Juris"].strip() == _STATEWIDE,
                    [claim.place for claim in known if claim.place], [claim.place for claim in alone if claim.place],
                )
            )  # fmt: skip
    return rows


class _Places:
    """Where a resolved place lies, by its GeoNames identifier."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._by_id = {row.geonameid: row.index for row in map(gazetteer.index.row, range(len(gazetteer.index)))}

    def candidate(self, place: Place) -> Candidate | None:
        index = self._by_id.get(place.geonameid) if place.geonameid is not None else None
        return None if index is None else self._gazetteer.candidate(index)

    def in_state(self, place: Place, state: str) -> bool:
        found, region = self.candidate(place), self._gazetteer.us_state(state) or self._gazetteer.country(state)
        return found is not None and region is not None and region.index in (found.index, *found.holders)

    def in_county(self, place: Place, county: str) -> bool:
        found = self.candidate(place)
        if found is None:
            return False
        named = found.name if found.precision == "district" else found.admin2 or ""
        return _bare(named) == _bare(county)


def _bare(county: str) -> str:
    words = key_of(county).split()
    return " ".join(word for word in words if word not in {"county", "parish", "borough", "city", "area", "census"})


def _pinned(places: list[Place]) -> list[Place]:
    return [place for place in places if place.lat is not None and place.precision in _FINE]


def score(data: Path | None = None, *, verbose: bool = False) -> dict[str, float]:
    """The measures over the rows of `atlas/atlas-2020.csv`."""
    path = (data or Path(__file__).resolve().parents[2] / "shared" / "data") / "atlas" / "atlas-2020.csv"
    if not path.is_file():
        return {}
    rows = read_rows(path, load())
    return measure(rows, _Places(load_gazetteer()), verbose=verbose)


def measure(rows: list[Row], places: _Places, *, verbose: bool = False) -> dict[str, float]:
    """The measures over rows that were read."""
    local = [row for row in rows if row.city and not row.statewide]
    wide = [row for row in rows if row.statewide]
    scores: dict[str, float] = {}
    for name, prefix in (("coded", "atlas."), ("summary", "atlas.summary_")):
        pinned = {row.number: _pinned(getattr(row, name)) for row in rows}
        found = [row for row in local if pinned[row.number]]
        right = [row for row in found if all(places.in_state(place, row.state) for place in pinned[row.number])]
        county = [row for row in found if row.county and places.in_county(pinned[row.number][0], row.county)]
        scores[f"{prefix}place_found"] = len(found) / max(len(local), 1)
        scores[f"{prefix}place_in_state"] = len(right) / max(len(found), 1)
        scores[f"{prefix}county_found"] = len(county) / max(sum(bool(row.county) for row in found), 1)
        scores[f"{prefix}city_in_state"] = len(right) / max(len(local), 1)
        scores[f"{prefix}statewide_pinned"] = sum(bool(pinned[row.number]) for row in wide) / max(len(wide), 1)
        unsure = [row for row in local if any(p.geonameid is None and p.lat is None for p in getattr(row, name))]
        scores[f"{prefix}unsure"] = len(unsure) / max(len(local), 1)
        if verbose:
            _print(name, rows, pinned, places)
    return scores


def _print(name: str, rows: list[Row], pinned: dict[str, list[Place]], places: _Places) -> None:
    for row in rows:
        shown = [(p.name, p.country, p.precision, p.geonameid) for p in getattr(row, name)]
        if row.statewide and pinned[row.number]:
            print(name, "statewide", row.number, row.city, row.state, shown[:3])
        elif not row.statewide and not pinned[row.number]:
            print(name, "nowhere", row.number, row.city, row.county, row.state, shown[:3])
        elif not row.statewide and not all(places.in_state(place, row.state) for place in pinned[row.number]):
            print(name, "wrong", row.number, row.city, row.county, row.state, shown[:3])
    print(name, Counter(place.precision for row in rows for place in getattr(row, name)).most_common())


if __name__ == "__main__":
    for _key, _value in score(verbose="--verbose" in sys.argv).items():
        print(f"{_key:34} {_value:.4f}")
