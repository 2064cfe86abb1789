"""What a sentence takes from the document around it: its subject, its main place, the company named before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property

from sousveil.find.borders import beyond_borders
from sousveil.find.datelines import is_dateline, owns_a_voice
from sousveil.find.origins import is_of_goods
from sousveil.find.segment import Block
from sousveil.find.tables import Mention, Tables, Term
from sousveil.record.claim import Organisation, Place
from sousveil.record.text import Text
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.gazetteer_types import Toponym
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Context", "country_of"]

_NEAR = 1500
"""Characters within which other words for surveillance make a passage one about surveillance."""
_LEAD = 20_000
"""Characters of a document that say what it is about."""
_BORDER_REACH = 800
"""Characters over which a fence is still the one on the border that the text spoke of."""
_POINTING = 900
"""Characters over which "the system" is still that of the last claim."""
_FIRST_LINES = 600
"""Characters of a document in which its genre shows ..."""
_GENRE_WORDS = 2
"""... by so many different words."""
_OTHER_WORDS = 3
"""Different words of another subject that make a document one about it ..."""
_SMALL = 100_000
"""People below which towns of one name are hard to tell apart."""
_HEAD = 30
"""Characters at the beginning of an entry of a list in which the country that it is about stands."""
_CLOSING = frozenset(".:—–")
_BULLETS = frozenset("-–—•·*▪■●○◦")
_BODIES = 5
"""Mentions of a country's bodies that count at most towards what a document is about."""
_OTHER_SHARE = 3
"""... where there are more than so many for each word for surveillance."""


class Context:
    """The document around a sentence; everything is worked out when first asked for."""

    def __init__(
        self, text: Text, triggers: list[tuple[int, Term]], vocabulary: Vocabulary, tables: Tables | None
    ) -> None:
        self._tables = tables
        self._gazetteer = load_gazetteer(vocabulary.folder)
        self.text = text
        self.content = text.content
        self.published = text.published.value if text.published else None
        self._strong = [at for at, term in triggers if term.section in {"technology", "surveillance"}]
        self.triggers = [at for at, term in triggers if term.section != "surveillance"]
        """Where a claim might stand, sorted."""
        self.supplier: Organisation | None = None
        """The last company that was named."""
        self.operator: Mention | None = None
        """The last public body that was named in full."""
        self.report: Organisation | None = None
        """Who wrote the report that the text rests on, once it said so."""
        self.skipped: list[Block] = []
        """Blocks that can hold no claim, not read yet."""
        self.digest = text.sha256
        self.told: set[str] = set()
        """Technologies that the text has made claims about so far."""
        self._of_other: bool | None = None
        self.carried: list[Mention] = []
        """Technologies that the block before ended with, which "the system" at the start of the next points to."""
        self.named: list[Mention] = []
        """Technologies of the last claim."""
        self.named_at = -_POINTING
        """Where the sentence of that claim ended."""
        self.claims = 0
        self.place: tuple[Place, tuple[int, int]] | None = None
        """Where the last claim was that has a place, and the words behind it."""
        self.border: tuple[int, int] | None = None
        """The words by which the text last spoke of a border."""

    def near_border(self, at: int) -> tuple[int, int] | None:
        """The words by which the text spoke of a border shortly before a place: a fence there still stands at it."""
        return self.border if self.border is not None and 0 <= at - self.border[0] < _BORDER_REACH else None

    def is_near_claim(self, at: int) -> bool:
        """Whether "the system" at a place may be what the last claim was about."""
        return bool(self.named) and 0 <= at - self.named_at <= _POINTING

    def about(self, start: int, end: int) -> int:
        """How many words for surveillance stand around `content[start:end]`, outside it."""
        low = bisect_left(self._strong, start - _NEAR)
        high = bisect_right(self._strong, end + _NEAR)
        inside = bisect_left(self._strong, end) - bisect_left(self._strong, start)
        return high - low - inside + min(3, self.claims)

    def is_of_other(self, tables: Tables) -> bool:
        """Whether the document is about something else, in which surveillance is only mentioned."""
        if self._of_other is None:
            different, count = tables.other_subjects(self.content[:_LEAD])
            told = tables.genres(self.content[:_FIRST_LINES]) >= _GENRE_WORDS
            self._of_other = told or (different >= _OTHER_WORDS and count > _OTHER_SHARE * len(self._strong))
        return self._of_other

    def toponyms(self, start: int, end: int, tables: Tables) -> list[Toponym]:
        """Names of places in `content[start:end]`."""
        if not self._gazetteer.holds_toponym(self.content[start:end], tables.code):
            # The places of a whole document are dear, and most sentences name none.
            return []
        return self._gazetteer.spot(self.content, start, end, tables.code)

    def lookup(self, name: str) -> Place | None:
        """The place that a name means by itself, as far as that is certain; null where it means none."""
        key = key_of(name)
        if key in self._gazetteer.never or key in self._gazetteer.ordinary.get(self.text.lang, ()):
            return None
        _, candidates = self._gazetteer.find(name)
        if not candidates:
            return None
        countries = {candidate.country for candidate in candidates}
        first = candidates[0]
        return Place(name=name, country=first.country if len(countries) == 1 else None, precision=first.precision)

    def _is_of_the_text(self, toponym: Toponym) -> bool:
        """Whether it says where the text or its source comes from."""
        if self._tables is None:
            return False
        start, stop = max(0, toponym.start - 30), min(len(self.content), toponym.end + 60)
        near = self._tables.makers(self.content, start, stop) if "\n" not in toponym.name else []
        return (
            is_dateline(toponym, self.content, self._tables)
            or owns_a_voice(toponym, near, self.content, self._tables)
            or is_of_goods(toponym, near, self.content, self._tables)
        )

    def country_name(self, code: str) -> str | None:
        """The name that the gazetteer has for a country (ISO 3166-1 alpha-2)."""
        country = self._gazetteer.country(code)
        return country.name if country else None

    @cached_property
    def main(self) -> Toponym | None:
        """The country that the document is mostly about, as it first names it; null where it names none.

        The other side of a border counts only where the text names nothing else.
        """
        spotted = self._gazetteer.spot(self.content[:_LEAD], 0, None, self.text.lang)
        own = [t for t in spotted if country_of(t) is not None and not self._is_of_the_text(t)]
        beyond = beyond_borders(own, self.content, self._tables) if self._tables else set()
        best = self._weighed([t for t in own if t.start not in beyond]) or self._weighed(own)
        if best is not None and self.body is not None and self.is_doubtful(best):
            # "Ashgrove Borough Council": a small town of a name that towns elsewhere have, too.
            return None
        return best

    def is_doubtful(self, toponym: Toponym) -> bool:
        """Whether the bodies of the text are of another country than the small town that a name may mean."""
        first = toponym.candidates[0]
        small = first.precision in {"city", "district"} and first.population < _SMALL and not toponym.demonym
        return small and self.body is not None and self.body.ident not in {c.country for c in toponym.candidates}

    def head_of(self, start: int) -> Toponym | None:
        """The country that the entry of a list begins with in which `content[start]` stands: "- Niger: …"."""
        begin = self.content.rfind("\n", 0, start) + 1
        if begin == start or self._tables is None:
            return None
        heads = self._gazetteer.spot(self.content, begin, min(start, begin + _HEAD), self.text.lang)
        marked = self.content[begin : begin + 3].lstrip()[:1] in _BULLETS
        for t in heads:
            alone = t.start == begin and self.content[t.end : t.end + 2].strip()[:1] in _CLOSING
            if (marked or alone) and _is_country(t) and not t.demonym:
                return t
        return None

    def _weighed(self, toponyms: list[Toponym]) -> Toponym | None:
        countries: Counter[str] = Counter()
        first: dict[str, Toponym] = {}
        for toponym in toponyms:
            country = country_of(toponym) or ""
            # The title and the first lines say what the document is about.
            countries[country] += 3 if toponym.start < 200 else 2 if not toponym.demonym else 1
            held = first.get(country)
            if held is None or (held.demonym and not toponym.demonym and _is_country(toponym)):
                first[country] = toponym
        for country, number in Counter(m.ident for m in self._bodies).items():
            if country in countries:
                countries[country] += 2 * min(number, _BODIES)
        if not countries or (self.body is not None and self._told_by_bodies(countries)):
            return None
        best = max(countries, key=lambda code: (countries[code], -first[code].start))
        return first[best]

    def _told_by_bodies(self, countries: Counter[str]) -> bool:
        """Whether a country that the text does not name has more bodies in it than any other has mentions."""
        own = [m for m in self._bodies if self.body is not None and m.ident == self.body.ident]
        weight = sum(3 if m.start < 200 else 2 for m in own[:_BODIES])
        return own[0].ident not in countries and weight > max(countries.values())

    def body_at(self, start: int, end: int) -> Mention | None:
        """The body of one country alone that stands in or around `content[start:end]`."""
        return next((m for m in self._bodies if m.start < end and start < m.end), None)

    @cached_property
    def _bodies(self) -> list[Mention]:
        """Bodies that one country alone has."""
        return self._tables.bodies(self.content[:_LEAD]) if self._tables else []

    @cached_property
    def body(self) -> Mention | None:
        """The body that tells whose country the text is about, where it has bodies of one country more than of any
        other; `ident` is the country (ISO 3166-1 alpha-2)."""
        counts = Counter(m.ident for m in self._bodies).most_common(2)
        if not counts or (len(counts) == 2 and counts[0][1] == counts[1][1]):
            return None
        return next(m for m in self._bodies if m.ident == counts[0][0])


def country_of(toponym: Toponym) -> str | None:
    """The country of the most likely place that a name may mean."""
    return toponym.candidates[0].country if toponym.candidates else None


def _is_country(toponym: Toponym) -> bool:
    return bool(toponym.candidates) and toponym.candidates[0].precision == "country"
