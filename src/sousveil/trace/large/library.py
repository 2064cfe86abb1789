"""The texts of a large case, known by their sketches, and which of them have to be traced again.

What a text echoes follows from the text, from its candidates, and from what it cites. All of this is in a text's
signature. A text whose signature is the one that it was last traced with keeps its echoes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b

import numpy as np

from sousveil.record.echo import Echo
from sousveil.trace.addresses import normal_url
from sousveil.trace.citing.citations import citations
from sousveil.trace.citing.cited_origins import Origins, origins_of
from sousveil.trace.citing.held import Held
from sousveil.trace.citing.links import links
from sousveil.trace.copying.candidates import Candidates, search
from sousveil.trace.copying.copies import copies_among
from sousveil.trace.hashing import Hashes, mix
from sousveil.trace.houses import Houses
from sousveil.trace.large.sketches import Fetch, HeldText, Shelf, Sketch, table_of
from sousveil.trace.mentions import Mentions
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Library", "hashed", "houses_of"]


class Library:
    """Texts by number, in the order in which they are taken to have been written."""

    def __init__(self, sketches: Iterable[Sketch], fetch: Fetch, vocabulary: Vocabulary) -> None:
        self.sketches = sorted(sketches, key=lambda sketch: sketch.order)
        self.vocabulary = vocabulary
        self.houses = houses_of(self.sketches, vocabulary)
        self.mentions = Mentions(vocabulary, self.houses.sought())
        shelf = Shelf(fetch)
        self.documents: list[HeldText] = [
            HeldText(sketch, shelf, vocabulary, self.mentions, self.houses) for sketch in self.sketches
        ]
        self.numbers = {sketch.source: number for number, sketch in enumerate(self.sketches)}

    @cached_property
    def candidates(self) -> Candidates:
        """The pairs of texts that may copy one another."""
        return search(table_of(self.sketches))

    @cached_property
    def held(self) -> Held:
        """Who publishes what, for citations."""
        return Held(sorted(self.documents, key=lambda document: document.id), self.vocabulary)

    @cached_property
    def origins(self) -> Origins:
        """The origins that are cited anywhere."""
        return origins_of((naming for sketch in self.sketches for naming in sketch.namings), self.vocabulary)

    @cached_property
    def digests(self) -> Hashes:
        """The first bits of each text's digest."""
        return np.array([int(sketch.digest[:16], 16) for sketch in self.sketches], np.uint64)

    def signatures(self) -> Hashes:
        """One for each text: of itself, of the texts that it is compared with, and of what it cites."""
        pairs = self.candidates
        own = mix(self.digests)
        met = np.zeros(len(own), np.uint64)
        # Sums, so that the order of the candidates plays no part.
        np.add.at(met, pairs.firsts, mix(own[pairs.seconds] + np.uint64(1)))
        np.add.at(met, pairs.seconds, mix(own[pairs.firsts] + np.uint64(1)))
        for number in pairs.with_any().tolist():
            values = np.frombuffer(self.sketches[number].values, np.uint64)
            met[number : number + 1] += mix(values[pairs.is_common(values)]).sum(dtype=np.uint64)
        return mix(own + mix(met + mix(np.array(self._cited(), np.uint64))))

    def _cited(self) -> list[int]:
        """For each text what its citations and links lead to, as one number."""
        digests = {sketch.source: sketch.digest for sketch in self.sketches}
        by_key: dict[str, int] = {}
        linking: Counter[str] = Counter()

        def meant_by(key: str) -> int:
            if key not in by_key:
                by_key[key] = hashed(sorted(digests[document.id] for document in self.held.of_house(key)))
            return by_key[key]

        found = []
        for sketch in self.sketches:
            leads: list[object] = []
            for naming in sketch.namings:
                if naming.own:
                    continue
                leads += [meant_by(naming.key), meant_by(self.origins.head(naming.key)), self.origins.of(naming)]
            told = (normal_url(naming.url) for naming in sketch.namings if naming.url)
            for url in (*sketch.urls, *sketch.link_urls, *told):
                target = self.held.by_url.get(url)
                if target is not None and target.id != sketch.source:
                    leads.append(digests[target.id])
                    # Who is linked to may cite whoever links.
                    linking[target.id] += int(sketch.digest[:16], 16)
            found.append(hashed(*leads) if leads else 0)
        return [hashed(own, linking[sketch.source]) for own, sketch in zip(found, self.sketches, strict=True)]

    def touched(self, signatures: Sequence[int], before: Mapping[str, int]) -> list[int]:
        """The texts whose signature is another than it was, and those that may copy them or be copied; families
        together."""
        changed = [
            number
            for number, (sketch, signature) in enumerate(zip(self.sketches, signatures, strict=True))
            if before.get(sketch.source) != signature
        ]
        wanted = set(changed)
        for number in changed:
            wanted.update(self.candidates.partners(number).tolist())
        families = self.candidates.families()
        return sorted(wanted, key=lambda number: (int(families[number]), number))

    def copies_of(self, numbers: Iterable[int]) -> list[Echo]:
        """The copies, syndications and quotes that start in these texts."""
        return list(copies_among(numbers, self.candidates, self.documents.__getitem__))

    def links_of(self, numbers: Iterable[int]) -> list[Echo]:
        """The links by address of these texts."""
        return links([self.documents[number] for number in numbers], self.held, self.mentions)

    def citations_of(self, numbers: Iterable[int], linked: set[tuple[str, str]]) -> list[Echo]:
        """The citations of these texts; `linked` are the pairs that other echoes tie, in both orders."""
        documents = [self.documents[number] for number in numbers]
        return citations(documents, self.held, self.vocabulary, linked, self.origins)


def houses_of(sketches: Iterable[Sketch], vocabulary: Vocabulary) -> Houses:
    """The outlets of the case that the vocabulary lacks."""
    known = Mentions(vocabulary)
    return Houses(
        (
            sketch.outlet
            for sketch in sketches
            if sketch.outlet and not sketch.coded and known.publisher(sketch.url, sketch.outlet) is None
        ),
        vocabulary,
    )


def hashed(*parts: object) -> int:
    """64 bits that follow from the parts."""
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "little")
