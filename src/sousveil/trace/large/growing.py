"""Tracing a case that grows: the echoes of the texts that something new touches, as a whole trace would give them.

A text's echoes follow from itself, from the texts that it shares rare fingerprints or units with, and from what it
cites. For each text stands what it was last traced with (`Traced`); where that is still so, its echoes stay. Pairs that
were compared and have nothing to do with each other are remembered, so that a text is compared with what is new alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import numpy as np
from msgspec import Struct

from sousveil.record.echo import Echo, Passage
from sousveil.trace.families import Families, Link, link_of
from sousveil.trace.hashing import mix
from sousveil.trace.large.comparisons import KINDS, Comparisons, Kind, common_quoted, proposed
from sousveil.trace.large.frequencies import Frequencies, counted
from sousveil.trace.large.library import Library, hashed
from sousveil.trace.large.proposals import Proposals
from sousveil.trace.quoting.quotation_match import Match
from sousveil.trace.quoting.quotations import chosen
from sousveil.trace.retelling.retellings import is_explained, kept_of
from sousveil.trace.retelling.rewrites import apart_origins

__all__ = ["Growing", "Traced"]


class Traced(Struct, frozen=True, omit_defaults=True):
    """What one text was last traced with."""

    signature: int = 0
    """Of itself, its candidates for copies and what it cites; 0 where it was not traced to the end."""
    compared: int = 0
    """Of the texts that it was compared with otherwise."""
    refuted: bytes = b""
    """Pairs that were compared and share nothing, as sorted 64-bit numbers."""
    met: tuple[int, ...] = ()
    """Pairs that share something."""
    copied: tuple[Link, ...] = ()
    reworded: tuple[Link, ...] = ()
    """Before the best are chosen."""
    rewritten: tuple[Link, ...] = ()
    retold: tuple[Link, ...] = ()
    """Before the best are chosen."""
    retelling: tuple[Link, ...] = ()
    pointing: tuple[Link, ...] = ()
    """Links by address."""


class Growing:
    """One trace of a case: `copy`, then `compare` for some texts at a time, then `settle`, then `traced`."""

    def __init__(self, library: Library, before: Mapping[str, Traced]) -> None:
        self.library = library
        self._before = before
        self._sources = [sketch.source for sketch in library.sketches]
        self._signatures: list[int] = library.signatures().tolist()
        self._proposals, self.common = proposed(library.sketches)
        self._pairs = _by_text(self._proposals)
        self._compared = self._compared_signatures()
        self._copies: dict[int, list[Echo]] = {}
        self._looked_at: set[int] = set()
        self._echoes: dict[Kind, dict[str, list[Echo]]] = {"rewrite": {}, "retelling": {}}
        self._matches: dict[str, list[Match]] = {}
        self._reworded: dict[str, list[Echo]] = {}
        self._rewritten: dict[str, list[Echo]] = {}
        self._retold: dict[str, list[Echo]] = {}
        self._retelling: dict[str, list[Echo]] = {}
        self._pointing: dict[str, list[Echo]] = {}
        self._linked: set[tuple[str, str]] = set()
        self._met: dict[int, dict[int, int]] = {}
        self._refuted: dict[int, set[int]] = {}
        self.gone = sorted(before.keys() - library.numbers.keys())
        self.touched = library.touched(self._signatures, {source: kept.signature for source, kept in before.items()})
        self.to_compare = sorted(
            {*self.touched, *(at for at, kept in enumerate(self._compared) if self._was(at).compared != kept)}
        )

    def _was(self, number: int) -> Traced:
        return self._before.get(self._sources[number], _NOTHING)

    def _compared_signatures(self) -> list[int]:
        """For each text one number for all that it is compared with."""
        own = mix(self.library.digests)
        met = common_quoted(self.library.sketches, self.common)
        for at, kind in enumerate(KINDS):
            pairs = self._proposals[kind]
            salt = np.uint64(at + 2)
            np.add.at(met, pairs.firsts, mix(own[pairs.seconds] + salt))
            np.add.at(met, pairs.seconds, mix(own[pairs.firsts] + salt))
        found: list[int] = mix(own + mix(met)).tolist()
        return found

    def copy(self, numbers: Iterable[int]) -> None:
        """Find the copies that start in these texts."""
        wanted = [number for number in numbers if number not in self._copies]
        self._copies.update((number, []) for number in wanted)
        for echo in self.library.copies_of(wanted):
            self._copies[self.library.numbers[echo.origin_from.source]].append(echo)

    def frequencies(self) -> Frequencies:
        """How frequent words are, copies counted once. The copies of all texts must have been found."""
        return counted(self.library.sketches, Families(self._links("copied", self._copied())).same)

    def compare(self, numbers: Iterable[int], comparisons: Comparisons) -> dict[str, Traced]:
        """Compare these texts with all that is proposed for them; what to remember should the trace be stopped."""
        wanted = [number for number in numbers if number not in self._looked_at]
        for number in wanted:
            self._looked_at.add(number)
            for partner, kind in self._pairs.get(number, ()):
                self._compare_pair(kind, min(number, partner), max(number, partner), comparisons)
        return {
            self._sources[number]: msgspec.structs.replace(self._was(number), signature=0, refuted=self._packed(number))
            for number in wanted
        }

    def _compare_pair(self, kind: Kind, first: int, second: int, comparisons: Comparisons) -> None:
        key = hashed(kind, *sorted(self.library.sketches[number].digest for number in (first, second)))
        ends = (first, second)
        for number in ends:
            if number not in self._refuted:
                self._refuted[number] = set(np.frombuffer(self._was(number).refuted, np.uint64).tolist())
        if any(key in self._met.get(number, {}) or key in self._refuted[number] for number in ends):
            for number in ends:  # the one may have forgotten it
                if key in self._refuted[ends[0]] | self._refuted[ends[1]]:
                    self._refuted[number].add(key)
            return
        one, other = self.library.documents[first], self.library.documents[second]
        if kind == "quotation":
            matches = comparisons.quotation(one, other)
            for match in matches:
                self._matches.setdefault(match.echo.document.id, []).append(match)
            is_met = bool(matches)
        else:
            echo = comparisons.rewrite(one, other) if kind == "rewrite" else comparisons.retelling(one, other)
            if echo is not None:
                self._echoes[kind].setdefault(echo.origin_from.source, []).append(echo)
            is_met = echo is not None
        for number, partner in (ends, ends[::-1]):
            if is_met:
                self._met.setdefault(number, {})[key] = partner
            else:
                self._refuted[number].add(key)

    def _packed(self, number: int) -> bytes:
        return np.array(sorted(self._refuted.get(number, ())), np.uint64).tobytes()

    def settle(self, comparisons: Comparisons) -> list[int]:
        """The texts whose echoes are set anew: those that are touched, that met something else than before, or whose
        partners have other echoes now. Families together."""
        wanted = set(self.touched)
        wanted.update(at for at in self._looked_at if sorted(self._met.get(at, ())) != sorted(self._was(at).met))
        settled: set[int] = set()
        while fresh := wanted - settled:
            self.copy(sorted(fresh))
            self.compare(sorted(fresh), comparisons)
            settled |= fresh
            self._choose(settled)
            for number in sorted(fresh):
                if self._outcome(number) != _outcome(self._was(number)):
                    wanted.update(self._met.get(number, {}).values())
        families = self.library.candidates.families()
        return sorted(settled, key=lambda number: (int(families[number]), number))

    def _choose(self, numbers: Iterable[int]) -> None:
        """Of all that was found the echoes that stay."""
        sources = [self._sources[number] for number in sorted(numbers)]
        families = Families(self._links("copied", self._copied()))
        rewrites = self._echoes["rewrite"]
        self._reworded = {
            source: [
                echo
                for echo in rewrites.get(source, ())
                if not families.linked(*_ends(echo)) and not families.is_explained(source)
            ]
            for source in sources
        }
        found = self._all_found("reworded", self._reworded)
        self._rewritten = {
            source: apart_origins(told, families, found) for source, told in self._reworded.items() if told
        }
        links = [*self._links("copied", self._copied()), *self._links("rewritten", self._of(sources, self._rewritten))]
        families = Families(links)
        retellings = self._echoes["retelling"]
        self._retold = {
            source: [
                echo
                for echo in retellings.get(source, ())
                if not families.linked(*_ends(echo)) and not is_explained(echo, families)
            ]
            for source in sources
        }
        found = self._all_found("retold", self._retold)
        self._retelling = {source: kept_of(source, found, families) for source in sources if self._retold[source]}

    def _copied(self) -> dict[str, list[Echo]]:
        return {self._sources[number]: echoes for number, echoes in self._copies.items()}

    @staticmethod
    def _of(sources: Iterable[str], echoes: Mapping[str, Sequence[Echo]]) -> dict[str, Sequence[Echo]]:
        return {source: echoes.get(source, ()) for source in sources}

    def _links(self, name: str, fresh: Mapping[str, Sequence[Echo]]) -> list[Link]:
        """The links of all texts: as found now, else as they were."""
        links = [link for echoes in fresh.values() for link in _bare(echoes)]
        for source, was in self._before.items():
            if source not in fresh and source in self.library.numbers:
                links += getattr(was, name)
        return links

    def _all_found(self, name: str, fresh: Mapping[str, list[Echo]]) -> dict[str, list[Echo]]:
        """What was found for all texts that have something; of earlier traces only from where to where."""
        found = {source: echoes for source, echoes in fresh.items() if echoes}
        for source, was in self._before.items():
            if source not in fresh and source in self.library.numbers and getattr(was, name):
                found[source] = [_echo(link) for link in getattr(was, name)]
        return found

    def _outcome(self, number: int) -> tuple[object, ...]:
        source = self._sources[number]
        found = (self._copies.get(number, ()), self._reworded.get(source, ()), self._rewritten.get(source, ()))
        return tuple(tuple(_bare(echoes)) for echoes in (*found, self._retold.get(source, ())))

    def point(self, settled: Sequence[int]) -> None:
        """Find the links by address of these texts, and with them which texts are tied to one another."""
        sources = [self._sources[number] for number in settled]
        self._pointing = {source: [] for source in sources}
        for echo in self.library.links_of(settled):
            self._pointing[echo.origin_from.source].append(echo)
        links = [
            *self._links("copied", self._copied()),
            *self._links("rewritten", self._of(sources, self._rewritten)),
            *self._links("retelling", self._of(sources, self._retelling)),
            *self._links("pointing", self._pointing),
        ]
        self._linked = {ends for link in links for ends in ((link.source, link.target), (link.target, link.source))}

    def traced(self, numbers: Sequence[int]) -> tuple[list[Echo], dict[str, Traced]]:
        """All echoes that start in some of the settled texts, and what to remember of each."""
        echoes: list[Echo] = []
        kept: dict[str, Traced] = {}
        for number in numbers:
            source = self._sources[number]
            copied, pointing = self._copies[number], self._pointing[source]
            rewritten, retelling = self._rewritten.get(source, []), self._retelling.get(source, [])
            found = [*copied, *rewritten, *retelling, *pointing]
            found += self.library.citations_of([number], self._linked)
            found += chosen(self._matches.get(source, []), found)
            echoes += found
            kept[source] = Traced(
                signature=self._signatures[number],
                compared=self._compared[number],
                refuted=self._packed(number),
                met=tuple(sorted(self._met.get(number, ()))),
                copied=tuple(_bare(copied)),
                reworded=tuple(_bare(self._reworded.get(source, ()))),
                rewritten=tuple(_bare(rewritten)),
                retold=tuple(_bare(self._retold.get(source, ()))),
                retelling=tuple(_bare(retelling)),
                pointing=tuple(_bare(pointing)),
            )
        return echoes, kept

    def unmoved(self, settled: Iterable[int]) -> dict[str, Traced]:
        """What to remember of texts that were compared with others and whose echoes stay."""
        return {
            self._sources[number]: msgspec.structs.replace(
                self._was(number), compared=self._compared[number], refuted=self._packed(number)
            )
            for number in sorted(self._looked_at.difference(settled))
        }


_NOTHING = Traced()


def _by_text(proposals: Mapping[Kind, Proposals]) -> dict[int, list[tuple[int, Kind]]]:
    """Of each text its partners, by what they are compared for."""
    found: dict[int, list[tuple[int, Kind]]] = defaultdict(list)
    for kind in KINDS:
        for first, second in zip(proposals[kind].firsts.tolist(), proposals[kind].seconds.tolist(), strict=True):
            found[first].append((second, kind))
            found[second].append((first, kind))
    return found


def _bare(echoes: Iterable[Echo]) -> Iterator[Link]:
    return (link for link in map(link_of, echoes) if link is not None)


def _ends(echo: Echo) -> tuple[str, str]:
    assert echo.origin_to is not None
    return echo.origin_from.source, echo.origin_to.source


def _echo(link: Link) -> Echo:
    """An echo of which only the ends, the type and the score are known."""
    return Echo(
        origin_from=Passage(source=link.source, start=0, end=0),
        origin_to=Passage(source=link.target, start=0, end=0),
        type=link.type,  # type: ignore[arg-type]
        score=link.score,
        reason="",
    )


def _outcome(was: Traced) -> tuple[object, ...]:
    return was.copied, was.reworded, was.rewritten, was.retold
