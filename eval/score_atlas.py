"""Scores the reader of claims on the EFF Atlas of Surveillance, from the Summary of each row alone.

Row by row: a value is right when one of the row's claims has it, wrong when the claims have only others, missed
when they have none. A slot is scored where the summary holds the coders' value at all: the vendor's or the city's
name (a county of that name is no city), a year. The agency is scored on every row. `find` is shown the Summary only.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import gains
from cases_text import plain_text
from sousveil.find import find
from sousveil.record.claim import Claim
from sousveil.vocabulary.loader import Vocabulary, load

TECHNOLOGY = {
    "Automated License Plate Readers": "plate-recognition",
    "Body-worn Cameras": "body-camera",
    "Camera Registry": "camera-registry",
    "Cell-site Simulator": "cell-site-simulator",
    "Drones": "drone",
    "Face Recognition": "face-recognition",
    "Fusion Center": "fusion-center",
    "Gunshot Detection": "gunshot-detection",
    "Predictive Policing": "predictive-policing",
    "Real-Time Crime Center": "integrated-platform",
    "Ring/Neighbors Partnership": "doorbell-camera-partnership",
    "Video Analytics/Computer Vision": "video-analytics",
}
_SITE = re.compile(r" (?:airport|harbor|port)$")
"""A place in a city that carries its name: "Miami International Airport" is the finer place, and in Miami."""
_YEAR = re.compile(r"(?<![\d$,.])(?:19|20)\d\d(?![\d,%])")


class _Tally:
    """Right, found and expected values of one slot."""

    def __init__(self) -> None:
        self.right = self.found = self.expected = 0
        self.wrong: list[str] = []

    def add(self, *, right: bool, found: bool, note: str) -> None:
        self.expected += 1
        self.right += right
        self.found += found
        if not right:
            self.wrong.append(note)

    def spurious(self, note: str) -> None:
        """A value where the coders have none."""
        self.found += 1
        self.wrong.append("spurious " + note)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.expected)


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).replace("’", "'").replace("'s", "s").lower()
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    same = {"dept": "department", "sheriffs": "sheriff", "pd": "police department", "saint": "st"}
    return " ".join(same.get(word, word) for word in words if word not in {"the", "of"})


def _settlement(name: str) -> str:
    """The coders write "Plumsted Township" in one row and "East Hanover" in another: the kind is left out."""
    return re.sub(r" (?:township|borough|village|city|town)$", "", _key(name))


def _vendor_refs(cell: str, vocabulary: Vocabulary) -> set[str]:
    """The entries that a cell of the Vendor column may mean, with their owners and the firms they own."""
    refs: set[str] = set()
    for part in [*re.split(r",\s*|/", cell), cell]:
        for entry in vocabulary.suppliers.values():
            if _key(part) and _key(part) in {_key(name) for name in entry.spellings}:
                refs.add(entry.id)
    owners = {vocabulary.suppliers[ref].parent for ref in refs} - {None}
    owned = {entry.id for entry in vocabulary.suppliers.values() if entry.parent in refs}
    return refs | {owner for owner in owners if owner} | owned


def _score_row(row: dict[str, str], claims: list[Claim], vocabulary: Vocabulary, tallies: dict[str, _Tally]) -> None:
    summary = row["Summary"]
    where = f"{row['AOSNUMBER']} {summary[:170]!r}"
    gold = TECHNOLOGY[row["Technology"]]
    technologies = {technology for claim in claims for technology in claim.technology}
    tallies["technology"].add(
        right=gold in technologies, found=bool(technologies), note=f"{where}: {sorted(technologies)} for {gold}"
    )
    operators = {claim.operator.name for claim in claims if claim.operator}
    agency = _key(row["Agency"])
    right = any(_key(name) == agency for name in operators)
    tallies["operator"].add(
        right=right, found=bool(operators), note=f"{where}: {sorted(operators)} for {row['Agency']}"
    )
    cell = row["Vendor"].strip()
    refs = {claim.supplier.ref for claim in claims if claim.supplier and claim.supplier.ref}
    wanted = _vendor_refs(cell, vocabulary)
    held = any(_key(part) and f" {_key(part)} " in f" {_key(summary)} " for part in (cell, *re.split(r",\s*|/", cell)))
    if cell and held:
        tallies["vendor"].add(right=bool(refs & wanted), found=bool(refs), note=f"{where}: {sorted(refs)} for {cell}")
    elif refs and not cell:
        tallies["vendor"].spurious(f"{where}: {sorted(refs)}")
    places = {_settlement(claim.place.name) for claim in claims if claim.place}
    city = _settlement(row["City"])
    named = re.sub(r"(\w+) county\b", "", f" {_key(summary)} ") if "county" not in city else f" {_key(summary)} "
    if city and f" {city} " in named:
        right = city in places or any(place.startswith(f"{city} ") and _SITE.search(place) for place in places)
        tallies["city"].add(right=right, found=bool(places), note=f"{where}: {sorted(places)} for {city}")
    years = set(_YEAR.findall(summary))
    told = {year for claim in claims if claim.time for year in _YEAR.findall(claim.time)}
    if years:
        tallies["year"].add(
            right=bool(told & years), found=bool(told), note=f"{where}: {sorted(told)} for {sorted(years)}"
        )


def score(data: Path | None = None, *, verbose: str = "") -> dict[str, float]:
    """F1 of technology, vendor, operator, city and year over the rows of `atlas/atlas-2020.csv`."""
    path = (data or Path(__file__).resolve().parents[2] / "shared" / "data") / "atlas" / "atlas-2020.csv"
    if not path.is_file():
        return {}
    vocabulary = load()
    tallies = {name: _Tally() for name in ("technology", "vendor", "operator", "city", "year")}
    rows = 0
    silent: Counter[str] = Counter()
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["Technology"] not in TECHNOLOGY:
                continue
            rows += 1
            claims = find(plain_text(row["Summary"], name=row["AOSNUMBER"]), vocabulary)
            gains.note_shared("atlas", row["AOSNUMBER"], row["Summary"], claims)
            silent[row["Technology"]] += not claims
            _score_row(row, claims, vocabulary, tallies)
    if verbose:
        print(*tallies[verbose].wrong, sep="\n")
        print(silent.most_common())
    scores = {f"atlas.{name}_f1": tally.f1 for name, tally in tallies.items()}
    return {**scores, "atlas.rows": float(rows)}


if __name__ == "__main__":
    for key, value in score(verbose=sys.argv[1] if len(sys.argv) > 1 else "").items():
        print(f"{key} {value:.4f}")
