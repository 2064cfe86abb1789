"""Why a claim's place is where it is: what its name may mean, with the points and the reasons for each."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, structs

from sousveil.record.claim import Claim
from sousveil.record.text import Text
from sousveil.resolve.claim_places import readings_of
from sousveil.resolve.coded_places import coded_places
from sousveil.resolve.doubt import rivals, settled
from sousveil.resolve.filling import rank_places_of
from sousveil.resolve.homes import Home
from sousveil.resolve.places import Reason
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.gazetteer_types import Candidate
from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["Explanation", "Option", "as_text", "why"]

_SHOWN = 5
"""Candidates that are listed; a name like Springfield has forty."""


class Option(Struct, frozen=True, kw_only=True):
    """A place that a name may mean."""

    name: str
    admin1: str | None
    country: str | None
    """ISO 3166-1 alpha-2."""
    precision: str
    geonameid: int | None
    lat: float | None
    """Degrees, WGS 84."""
    lon: float | None
    score: float
    """The sum of the reasons' points."""
    reasons: tuple[Reason, ...]
    """The weightiest first; a reason against has points below zero."""


class Explanation(Struct, frozen=True, kw_only=True):
    """How the name of a claim's place was read."""

    claim: str
    name: str
    conclusion: str
    """One sentence: which place was taken, or why none was."""
    options: tuple[Option, ...]
    """The best first; empty where the gazetteer has no such name."""


def why(
    claim: Claim, text: Text, vocabulary: Vocabulary | None = None, homes: Mapping[str, Home] | None = None
) -> Explanation | None:
    """Why the place of a claim (found in `text`) is what it is; null for a claim without a place.

    A pure function; with the same `homes` as `resolve` it tells what `resolve` did.
    """
    place = claim.place
    if place is None:
        return None
    # The country that resolution filled in is one of the answers, so it must not be among the questions.
    vocabulary = vocabulary or load()
    columns = coded_places(load_gazetteer(vocabulary.folder), text.coded).place()
    asked = structs.replace(claim, place=structs.replace(place, country=None))
    reading = readings_of(asked, rank_places_of([asked], text, vocabulary, homes))
    options = tuple(_option(*entry) for entry in reading.candidates[:_SHOWN]) if reading else ()
    meant = settled(reading) if reading else None
    by_columns = columns is not None and place.geonameid is not None and place.geonameid == columns[1].geonameid
    if columns is not None and by_columns and (meant is None or meant.geonameid != place.geonameid):
        conclusion = f"The record's columns put it in {_called(columns[1])}."
    elif reading is None:
        conclusion = "No gazetteer has the name: it stays a name."
    elif meant is None:
        others = ", ".join(_called(c) for c in rivals(reading)[:_SHOWN])
        conclusion = f"{_called(reading.candidates[0][0])} is hardly likelier than {others}: no point is given."
    elif place.country is not None and place.country not in (meant.country, *meant.borders):
        conclusion = f"The words around the name say that it lies in {place.country}, so it is not {_called(meant)}."
    elif meant.precision == "country" or "nationwide" in claim.site_types:
        conclusion = f"{_called(meant)}; a whole country has no point."
    else:
        conclusion = f"{_called(meant)}."
    return Explanation(claim=claim.id, name=place.name, conclusion=conclusion, options=options)


def as_text(explanation: Explanation) -> str:
    """An explanation for the terminal, a candidate a paragraph."""
    lines = [f"“{explanation.name}”: {explanation.conclusion}"]
    for number, option in enumerate(explanation.options, 1):
        held = ", ".join(part for part in (option.name, option.admin1, option.country) if part)
        lines.append(f"{number}. {held} ({option.precision}): {option.score:.1f} points")
        lines += [f"   {reason.points:+5.1f}  {reason.words}" for reason in option.reasons]
    return "\n".join(lines)


def _option(candidate: Candidate, score: float, reasons: tuple[Reason, ...]) -> Option:
    return Option(
        name=candidate.name, admin1=candidate.admin1, country=candidate.country, precision=candidate.precision,
        geonameid=candidate.geonameid, lat=candidate.lat, lon=candidate.lon, score=score,
        reasons=tuple(sorted(reasons, key=lambda reason: -abs(reason.points))),
    )  # fmt: skip


def _called(candidate: Candidate) -> str:
    return ", ".join(part for part in (candidate.name, candidate.admin1, candidate.country) if part)
