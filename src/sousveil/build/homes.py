"""Where the outlets of a case are at home, and the places of their claims with that known.

A local paper does not say in which state its county lies. What its texts in the case name again and again does
(`resolve.homes`). So texts are read first, each by itself; then the homes are learned from those of outlets that have
claims; then the claims of these outlets are resolved once more. All of it follows from the texts that the case holds,
so that a build that was stopped, or that adds more, ends with the same case as one that did everything at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from sousveil.build.progress import Progress
from sousveil.find import find
from sousveil.record import sha256_bytes
from sousveil.resolve import resolve
from sousveil.resolve.filling import sighting_of_text
from sousveil.resolve.homes import Home, Sighting, learn_homes, outlet_of_source
from sousveil.store import Case
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["settle_homes"]

_MOST = 40
"""Texts of one outlet that its home is learned from: more change little."""
_TOGETHER = 50


def settle_homes(case: Case, vocabulary: Vocabulary, version: str, progress: Progress) -> None:
    """Learn homes and resolve the claims of the outlets that have one; `version` names what read and resolved the
    texts."""
    talking = case.sources_with_claims()
    outlets: dict[str, list[str]] = defaultdict(list)
    for source in case.sources():
        if (outlet := outlet_of_source(source.url, source.outlet)) is not None:
            outlets[outlet].append(source.id)
    chosen = {outlet: sorted(held) for outlet, held in outlets.items() if not talking.isdisjoint(held)}
    homes = learn_homes(_sightings(case, chosen, vocabulary, version, progress))
    progress.stage("places", None)
    done = case.settled()
    # Where an outlet has no home any more, its claims are again what each text says by itself.
    wanted = dict.fromkeys(done, version)
    for outlet, home in homes.items():
        told = f"{version}+{sha256_bytes(msgspec.json.encode(home))[:12]}"
        wanted |= {identifier: told for identifier in chosen[outlet] if identifier in talking}
    for identifier, told in wanted.items():
        if done.get(identifier) != told:
            _resolve(case, identifier, told, vocabulary, homes)
            progress.advance()


def _sightings(
    case: Case, chosen: Mapping[str, list[str]], vocabulary: Vocabulary, version: str, progress: Progress
) -> Iterator[Sighting]:
    """What each outlet's texts tell; worked out once for each text, and kept."""
    kept = case.places_told(version)
    wanted = [source for outlet in sorted(chosen) for source in chosen[outlet][:_MOST]]
    missing = [source for source in wanted if source not in kept]
    case.forget_places_told(wanted)
    progress.stage("homes", len(missing))
    for begin in range(0, len(missing), _TOGETHER):
        batch = missing[begin : begin + _TOGETHER]
        with case.transaction():
            for source in batch:
                text = case.text(source)
                sighting = sighting_of_text(text, vocabulary) if text else None
                kept[source] = msgspec.json.encode(sighting).decode()
                case.put_places_told(source, version, kept[source])
        progress.advance(len(batch))
    for source in wanted:
        sighting = msgspec.json.decode(kept[source], type=Sighting | None)
        if sighting is not None:
            yield sighting


def _resolve(case: Case, source: str, told: str, vocabulary: Vocabulary, homes: Mapping[str, Home]) -> None:
    """Find the claims of a text again and resolve them with the home known: a resolved place no longer says what its
    words left open."""
    text = case.text(source)
    if text is not None:
        case.put_resolved(text, resolve(find(text, vocabulary), text, vocabulary, homes), told)
