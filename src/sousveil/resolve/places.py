"""Which place a name means: every candidate with its score and the reasons for it, so that a person can check."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from sousveil.resolve.distances import distance_km
from sousveil.resolve.places_beside import add_beside, add_ranks, between_of
from sousveil.resolve.reasons import Hints, Reason, Weights, reasons_of_its_own
from sousveil.resolve.senses import Sense, weigh_context
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.gazetteer_ranks import Ranks
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym

__all__ = ["Hints", "Ranked", "Reason", "Weights", "distance_km", "rank_places"]

_ROUNDS = 3
_HEAD = 300
"""Code points at the beginning of a text, where the dateline stands."""


class Ranked(Struct, frozen=True, kw_only=True):
    """A toponym with its candidates, the best first; no candidates where the name is in no gazetteer."""

    toponym: Toponym
    candidates: tuple[tuple[Candidate, float, tuple[Reason, ...]], ...]

    @property
    def best(self) -> Candidate | None:
        """The candidate with the highest score."""
        return self.candidates[0][0] if self.candidates else None


def rank_places(
    text: str,
    toponyms: Sequence[Toponym],
    hints: Hints | None = None,
    weights: Weights | None = None,
    ranks: tuple[str, ...] | None = None,
    told: Ranks | None = None,
) -> list[Ranked]:
    """Candidates of every toponym, ranked. `toponyms` are all of one document, in the order of their start; `ranks` and
    `told` are those of the gazetteer (`Gazetteer.ranks`, `told_ranks`), of the one that ships where none are given."""
    hints, weights = hints or Hints(), weights or Weights()
    senses: dict[str, Sense] = {}
    for toponym in toponyms:
        sense = senses.setdefault(key_of(toponym.name) or toponym.name, Sense(toponym.candidates))
        sense.mentions.append(toponym)
    for sense in senses.values():
        sense.weight = math.sqrt(len(sense.mentions)) + (0.5 if sense.mentions[0].start < _HEAD else 0.0)
        for position, candidate in enumerate(sense.candidates):
            sense.fixed[position] = reasons_of_its_own(candidate, hints, weights)
        _add_seats(sense, weights)
    between = between_of(load_gazetteer().ranks if ranks is None else ranks)
    local = add_beside(text, toponyms, senses, weights, between)
    add_ranks(text, toponyms, senses, weights, told or load_gazetteer().told_ranks, local)
    for _ in range(_ROUNDS):
        weigh_context(list(senses.values()), weights)
    order = {key: _ordered(sense) for key, sense in senses.items()}
    ranked = []
    for toponym in toponyms:
        key = key_of(toponym.name) or toponym.name
        beside = local.get(toponym.start)
        candidates = _ordered(senses[key], beside) if beside else order[key]
        ranked.append(Ranked(toponym=toponym, candidates=candidates))
    return ranked


def _ordered(
    sense: Sense, beside: Sequence[tuple[frozenset[int], Reason]] = ()
) -> tuple[tuple[Candidate, float, tuple[Reason, ...]], ...]:
    """Candidates with scores and reasons, the best first. `beside` are reasons that count for one mention alone: in
    "Utica, New York" it is the state, whatever the name means elsewhere in the document."""
    scored = []
    for i, candidate in enumerate(sense.candidates):
        reasons = [*sense.fixed[i], *sense.moving[i], *(reason for positions, reason in beside if i in positions)]
        scored.append((candidate, round(sum(r.points for r in reasons), 4), tuple(reasons)))
    # Ties are broken by people and by index, so that the same text always gives the same place.
    scored.sort(key=lambda entry: (-entry[1], -entry[0].population, entry[0].index))
    return tuple(scored)


def _add_seats(sense: Sense, weights: Weights) -> None:
    named_after = {c.index for c in sense.candidates if c.precision in ("region", "district")}
    seated = {holder for c in sense.candidates if c.precision == "city" for holder in c.holders}
    for position, candidate in enumerate(sense.candidates):
        if candidate.alternate and candidate.precision == "city" and named_after.intersection(candidate.holders):
            # "Wien" is the main name of the region alone, because the town's is the English one.
            sense.fixed[position].append(Reason(weights.main_name, "the region around it has the same name"))
        if candidate.precision in ("region", "district") and candidate.index in seated:
            sense.fixed[position].append(Reason(-weights.seat, "a town in it has the same name"))
