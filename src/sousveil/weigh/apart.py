"""When two origins are known to differ: another house with own work and another witness, or a later observation."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.source import Source
from sousveil.weigh.days import days_of, span_of

__all__ = ["Apart", "Party", "first_observed", "is_after", "known_apart", "last_published"]

_STEM = 4
"""First characters of a word that its cases and spellings share: Иванов, Иванова; Petrov, Petroff."""
_JOINED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af]")
"""Scripts that write titles and endings without a space: Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean."""


class Party(Struct, frozen=True):
    """One origin of a finding, known to rest on work of its own."""

    house: str | None
    """What its owner is counted by; null where nobody knows whose pages these are, so that it may be any other's."""
    source: str | None
    witnesses: frozenset[str]
    """`org:` and an entity, `name:` and a name; empty where none is named."""
    first_observed: date | None
    """The first day that its claims tell of; null where one of them tells none that was past when it was published."""
    last_published: date | None
    """The last day on which a text with one of its claims was published; null where that is not known of all."""


def known_apart(one: Party, other: Party) -> bool:
    """Whether two origins are known not to be one: of two houses with no witness that may be the same, or one of them
    observed after the other was published."""
    if (one.witnesses | {one.house}) & other.witnesses or other.house in one.witnesses:
        return False  # a witness may be a house: "the Hill Courier told us"
    if is_after(one.first_observed, other.last_published) or is_after(other.first_observed, one.last_published):
        return True
    if one.house is None or one.house == other.house or other.house is None:
        return False
    return all(_differ(mine, theirs) for mine in one.witnesses for theirs in other.witnesses)


class Apart:
    """Origins that are known to differ, each from all others."""

    def __init__(self) -> None:
        self._parties: list[Party] = []
        self._houses: set[str | None] = set()
        self._entities: set[str] = set()
        self._witnesses: set[str | None] = set()
        self._words: dict[str, set[str]] = defaultdict(set)
        """Words of the names of witnesses, by script."""

    def __len__(self) -> int:
        return len(self._parties)

    def add(self, party: Party) -> bool:
        """Take an origin in where it is known to differ from all that are here; whether it was taken."""
        # Most large findings have many origins that nothing ties: they are not compared one by one.
        if self._may_be_one(party) and not all(known_apart(party, other) for other in self._parties):
            return False
        self._parties.append(party)
        self._houses.add(party.house)
        self._witnesses |= party.witnesses
        for witness in party.witnesses:
            if witness.startswith("name:"):
                self._words[_script(witness)] |= _words(witness)
            else:
                self._entities.add(witness)
        return True

    def _may_be_one(self, party: Party) -> bool:
        """Whether an origin here has its house, or a witness that may be one of its own."""
        return (
            party.house is None
            or not self._houses.isdisjoint({party.house, None})
            or party.house in self._witnesses
            or not party.witnesses.isdisjoint(self._houses)
            or any(map(self._may_be_here, party.witnesses))
        )

    def _may_be_here(self, witness: str) -> bool:
        if not witness.startswith("name:"):
            return witness in self._entities or bool(self._words)
        script = _script(witness)
        return bool(self._entities) or bool(
            self._words.keys() - {script} or self._words.get(script, set()) & _words(witness)
        )


def is_after(first_observed: date | None, last_published: date | None) -> bool:
    """Whether all that some claims tell of happened after all texts with others were published, so that it cannot come
    from what those had."""
    return first_observed is not None and last_published is not None and first_observed > last_published


def first_observed(claims: Sequence[Claim], sources: Mapping[str, Source]) -> date | None:
    """The first day that claims tell of; null where one of them tells none, or a day that was not past yet when its
    text was published: what is planned for a later year has not been observed."""
    known = []
    for claim in claims:
        told, published = span_of(claim.time), last_published([claim], sources)
        if told is None or published is None or told[0] > published:
            return None
        known.append(told[0])
    return min(known, default=None)


def last_published(claims: Sequence[Claim], sources: Mapping[str, Source]) -> date | None:
    """The last day on which a text with one of these claims was published; null where that is not known of all."""
    days = [
        days_of(sources[ident].published) if ident in sources else None
        for ident in {claim.evidence.source for claim in claims}
    ]
    known = [day[1] for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _differ(one: str, other: str) -> bool:
    """Whether two witnesses are known not to be one: two entities, or two names in one script with no word in common,
    as far as words that are declined or run together show it.

    A name and an entity, or names in two scripts, may be one.
    """
    kinds = {one.partition(":")[0], other.partition(":")[0]}
    if kinds == {"org"}:
        return one != other
    if kinds != {"name"}:
        return False
    mine, theirs = _words(one), _words(other)
    return _script(one) == _script(other) and not mine & theirs


def _words(key: str) -> set[str]:
    """What tells the words of a name apart: how they begin, since names are declined and spelt in several ways; of
    scripts that join words and titles, each two characters."""
    words = re.findall(r"[^\W_]+", key.partition(":")[2])
    found = {word[:_STEM] for word in words if not _JOINED.search(word)}
    for word in filter(_JOINED.search, words):
        found.update(word[start : start + 2] for start in range(max(1, len(word) - 1)))
    return found


def _script(key: str) -> str:
    """The script of most letters, as Unicode names them: `LATIN`, `CYRILLIC`, `HANGUL`, `CJK`."""
    letters = [unicodedata.name(letter, "").split(" ")[0] for letter in key.partition(":")[2] if letter.isalpha()]
    return max(sorted(set(letters)), key=letters.count, default="")
