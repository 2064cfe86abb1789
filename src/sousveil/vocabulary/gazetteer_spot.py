"""Finds the names of places in a text: which stretches of letters are toponyms, and which only look like one.

Scripts with capitals are read word by word. Each name that the gazetteer has is weighed by what speaks for a place
(people, a preposition before it, what holds it after a comma) and against one (it is also a surname or a word, it
stands among other capitals); a name that is plainly a place once is one everywhere in the text.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from sousveil.vocabulary.gazetteer_context import TextContext, Token, context_of, tokens_of
from sousveil.vocabulary.gazetteer_index import DEMONYM, GIVEN_NAME, ORDINARY, SURNAME
from sousveil.vocabulary.gazetteer_keys import is_cased, is_hangul, is_scanned, key_of, script_of
from sousveil.vocabulary.gazetteer_scan import scan_hangul, scan_run
from sousveil.vocabulary.gazetteer_types import Candidate, Names, Toponym, Words, WordSets
from sousveil.vocabulary.gazetteer_use import with_uses

__all__ = ["holds_toponym", "spot"]

_LONGEST = 5
"""Words in the longest name that is tried."""
_GAPS = frozenset((" ", "\u200c", "-", "–", ". ", "\u00a0", "'", "’", "."))
_ARABIC_PREFIXES = frozenset("وبلف")
_SHORTEST_WITH_PREFIX = 4
_THRESHOLD = 1.8
_CERTAIN = 3.6
"""Points from which a mention vouches for the others of the same name."""
_POINTS = {
    "after an article": -2.2, "a body of it": 3.0, "the city of": 2.7,
    "people": 0.463, "several words": 0.8, "alternate spelling": -1.0, "ordinary word": -2.2, "given name": -0.8,
    "surname": -0.4, "written small elsewhere": -2.5, "placed": 1.8, "weakly placed": 1.0, "civic": 0.4,
    "after a capital": -1.5, "before a capital": -0.8, "speaks": -1.4, "a person of the text": -3.0,
    "vouched for": 1.75, "begins a sentence": -0.3, "abroad and small": -1.0, "all capitals": 0.75,
    "a stem abroad": -3.0,
}  # fmt: skip
_METROPOLIS = 1_000_000
_WELL_KNOWN = 100_000
_KNOWN_UNCASED = 300_000
"""People from which a town or region counts in a script without capitals, where any word may be its name ..."""
_SAID_UNCASED = 5_000
"""... and behind a word that says so ("مدينة", "the city of")."""


@dataclass
class _Proposal:
    """A name that may be a place, with the points that speak for it without the rest of the text."""

    first: int
    last: int
    key: str
    flags: int
    candidates: tuple[Candidate, ...]
    points: float
    sure: bool
    """No weighing: a country, a region of several words, a name with what holds it behind it."""
    speaker: bool


def spot(gazetteer: Names, text: str, start: int, end: int, lang: str) -> list[Toponym]:
    """See `Gazetteer.spot`."""
    toponyms = _spot_all(gazetteer, text, lang)
    first = bisect_left(toponyms, start, key=lambda t: t.start)
    found = []
    for toponym in toponyms[first:]:
        if toponym.start >= end:
            break
        if toponym.end <= end:
            found.append(toponym)
    return found


def holds_toponym(gazetteer: Names, text: str, lang: str) -> bool:
    """Whether a passage read by itself names a place: cheaper to know than the places of its whole document."""
    return bool(_spotted(gazetteer, text, lang))


@lru_cache(maxsize=8)
def _spot_all(gazetteer: Names, text: str, lang: str) -> list[Toponym]:
    """All toponyms of a text; the last few texts are remembered, because their sentences are asked for one by one."""
    return _spotted(gazetteer, text, lang)


def _spotted(gazetteer: Names, text: str, lang: str) -> list[Toponym]:
    words = gazetteer.words.get(lang) or gazetteer.words.get("en") or WordSets(Words())
    own = gazetteer.context.get(lang, Words())
    tokens = tokens_of(text, 0, len(text), gazetteer.short)
    context = context_of(tokens, text, gazetteer.index.given_names, words.titles)
    reader = _Reader(gazetteer, text, tokens, context, words, own, lang)
    found: list[Toponym] = []
    proposals: list[_Proposal] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        first = token.word[0]
        taken = 1
        if first.isascii() or is_cased(first):
            if token.capital:
                taken = reader.propose(position, proposals)
            elif own.adjectives == "small" and (len(token.word) > 3 or text.startswith("-", token.end)):
                taken = reader.add_adjective(position, found)
        elif is_hangul(first):
            found += scan_hangul(gazetteer, text, token.start, token.end)
        elif is_scanned(first):
            found += scan_run(gazetteer, text, token.start, token.end)
        else:
            taken = reader.propose(position, proposals)
        position += taken
    vouched = {p.key for p in proposals if p.sure or p.points >= _CERTAIN}
    taken_on = [
        p for p in proposals if p.sure or p.points + (_POINTS["vouched for"] if p.key in vouched else 0.0) >= _THRESHOLD
    ]
    named = [reader.toponym(p) for p in taken_on]
    found += with_uses(named, [(p.first, p.last) for p in taken_on], text, tokens, words, gazetteer.seats)
    return sorted(found, key=lambda t: t.start)


class _Reader:
    """Reads the names of one text in scripts that separate words."""

    def __init__(
        self, gazetteer: Names, text: str, tokens: list[Token], context: TextContext, words: WordSets, own: Words,
        lang: str,
    ) -> None:  # fmt: skip
        self._gazetteer = gazetteer
        self._text = text
        self._tokens = tokens
        self._context = context
        self._words = words
        self._lang = lang
        self._small = own.small_town
        self._ordinary = gazetteer.ordinary.get(lang, frozenset())

    def toponym(self, proposal: _Proposal) -> Toponym:
        """The toponym that a proposal becomes."""
        begin, end = self._tokens[proposal.first].start, self._tokens[proposal.last].end
        return Toponym(
            start=begin, end=end, name=self._text[begin:end], candidates=proposal.candidates,
            demonym=bool(proposal.flags & DEMONYM), speaker=proposal.speaker,
        )  # fmt: skip

    def add_adjective(self, position: int, found: list[Toponym]) -> int:
        """Adds an adjective that its language writes small ("chinesische", "sud-coréen"); returns how many words to
        go on."""
        gazetteer, tokens = self._gazetteer, self._tokens
        last = position
        if position + 1 < len(tokens) and self._text[tokens[position].end : tokens[position + 1].start] in ("-", " "):
            last += 1
        for stop in (last, position) if last > position else (position,):
            begin, end = tokens[position].start, tokens[stop].end
            key = key_of(self._text[begin:end])
            if gazetteer.is_own(self._lang, key):
                flags, candidates = gazetteer.find_in(self._lang, key)
                if not flags & DEMONYM and candidates[0].precision != "country":
                    continue
            elif key in gazetteer.demonyms and not gazetteer.has_own(self._lang):
                candidates = tuple(c for c in gazetteer.find_key(key)[1] if c.precision in ("country", "region"))
            else:
                continue
            name = self._text[begin:end]
            found.append(Toponym(start=begin, end=end, name=name, candidates=candidates, demonym=True))
            return stop - position + 1
        return 1

    def propose(self, position: int, proposals: list[_Proposal]) -> int:
        """Adds the name that begins at a word, where there is one; returns how many words to go on."""
        tokens, text = self._tokens, self._text
        last = position
        while last + 1 < len(tokens) and last + 1 - position < _LONGEST:
            following = tokens[last + 1]
            if text[tokens[last].end : following.start] not in _GAPS:
                break
            if not (
                following.capital or following.word in self._gazetteer.connectors or not is_cased(following.word[0])
            ):
                break
            last += 1
        listed = self._listed_tail(position, last)
        for stop in range(max(last, listed), position - 1, -1):
            if stop != listed and not tokens[stop].capital and is_cased(tokens[stop].word[0]):
                continue
            name = text[tokens[position].start : tokens[stop].end]
            key = key_of(name)
            short = name in self._gazetteer.abbreviations
            flags, candidates = self._gazetteer.find(name) if short else self._gazetteer.find_in(self._lang, key)
            barred = key in self._gazetteer.never
            if stop > position and self._is_a_body(candidates, stop):
                continue
            if not candidates and not barred:
                continue
            taken = stop - position + 1
            if barred and not self._holder_follows(candidates, stop):
                return taken
            proposal = self._weigh(position, stop, key, flags, candidates)
            if proposal is not None:
                proposals.append(proposal)
            return taken
        return self._without_prefix(position, proposals)

    def _listed_tail(self, position: int, last: int) -> int:
        """The last word of a listed name that ends in a small word, such as "Sunan airport"; -1 where none does."""
        stop = last + 1
        if stop >= len(self._tokens) or self._tokens[stop].capital:
            return -1
        name = self._text[self._tokens[position].start : self._tokens[stop].end]
        return stop if self._gazetteer.lists(key_of(name)) else -1

    def _without_prefix(self, position: int, proposals: list[_Proposal]) -> int:
        """Arabic writes "and", "in" and "to" as a letter before the word: "وكابول" is "and Kabul"."""
        token = self._tokens[position]
        if token.word[0] in _ARABIC_PREFIXES and len(token.word) > _SHORTEST_WITH_PREFIX:
            flags, candidates = self._gazetteer.find_in(self._lang, key_of(token.word[1:]))
            if candidates:
                self._tokens[position] = Token(token.start + 1, token.end, token.word[1:], False)
                proposal = self._weigh(position, position, key_of(token.word[1:]), flags, candidates)
                if proposal is not None:
                    proposals.append(proposal)
        return 1

    def _weigh(
        self, first: int, last: int, key: str, flags: int, candidates: tuple[Candidate, ...]
    ) -> _Proposal | None:
        if flags & DEMONYM:
            nations = tuple(c for c in candidates if c.precision in ("country", "region"))
            return _Proposal(first, last, key, flags, nations or candidates, _CERTAIN, True, False)
        text, tokens = self._text, self._tokens
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        next_word = after.word.lower() if after and text[tokens[last].end : after.start] == " " else ""
        speaker = next_word in self._words.speech
        proposal = _Proposal(first, last, key, flags, candidates, 0.0, True, speaker)
        grade = candidates[0].precision
        if not is_cased(text[tokens[first].start]):
            return proposal if self._stands_uncased(first, last, key, candidates) else None
        if self._holder_follows(candidates, last):
            return proposal
        listed = grade == "site" or candidates[0].index < -1
        capitals = text[tokens[first].start : tokens[last].end].isupper()
        common = listed and key in self._ordinary and not capitals
        of_something = next_word in self._words.streets or (next_word in self._words.other and after and after.capital)
        of_a_founder = next_word in self._words.learned and max(c.population for c in candidates) < _WELL_KNOWN
        if common or ((of_something or of_a_founder) and grade not in ("country", "region")):
            return None
        if (
            grade in ("country", "site")
            or candidates[0].index < -1
            or self._gazetteer.is_own(self._lang, key)
            or (grade in ("region", "district") and last > first)
        ):
            return proposal
        proposal.sure = False
        proposal.points = self._points(proposal, next_word)
        return proposal

    def _stands_uncased(self, first: int, last: int, key: str, candidates: tuple[Candidate, ...]) -> bool:
        """Whether a name in a script without capitals is a place's: it is large, or listed, or a word says so."""
        text, tokens = self._text, self._tokens
        if key in self._ordinary or text[tokens[first].start - 1 : tokens[first].start] == "\u200c":
            # The end of a compound word: "اسکای‌روم" is not in Rome.
            return False
        people = candidates[0].population
        if candidates[0].precision in ("country", "site") or people >= _KNOWN_UNCASED or self._gazetteer.lists(key):
            return True
        joined = first > 0 and text[tokens[first - 1].end : tokens[first].start] == " "
        before = tokens[first - 1].word if joined else ""
        unit = before in self._words.units or (last > first and tokens[first].word in self._words.units)
        return unit and people >= _SAID_UNCASED

    def _points(self, proposal: _Proposal, next_word: str) -> float:
        """What speaks for a town here, and what against."""
        tokens, text = self._tokens, self._text
        first, last, flags = proposal.first, proposal.last, proposal.flags
        people = max(c.population for c in proposal.candidates)
        reasons = [
            ("several words", last > first),
            # Main names are in Latin letters: only there is another spelling a rarer one.
            ("alternate spelling", proposal.key.isascii() and all(c.alternate for c in proposal.candidates)),
            ("ordinary word", bool(flags & ORDINARY) or self._is_ordinary(proposal.key)),
            ("given name", bool(flags & GIVEN_NAME)),
            ("surname", bool(flags & SURNAME)),
            ("written small elsewhere", proposal.key in self._context.small),
            ("civic", next_word in self._words.civic),
            ("a body of it", next_word in self._words.bodies),
            ("speaks", proposal.speaker and (bool(flags & (GIVEN_NAME | SURNAME)) or not proposal.key.isascii())),
            ("abroad and small", people < self._small and self._is_abroad(proposal.candidates)),
            ("all capitals", text[tokens[first].start : tokens[last].end].isupper()),
        ]
        before = tokens[first - 1] if first else None
        gap = text[before.end : tokens[first].start] if before else ""
        word = before.word.lower().rstrip(".") if before else ""
        placed = gap in (" ", "-") and word in self._words.placed
        town = proposal.candidates[0].precision in ("city", "district")
        reasons.append(("after an article", town and gap == " " and word in self._words.articles))
        unit = placed and word in self._words.of and first > 1 and tokens[first - 2].word.lower() in self._words.units
        reasons.append(("the city of", unit))
        reasons.append(("placed", placed and word not in self._words.weakly))
        reasons.append(("weakly placed", placed and word in self._words.weakly and not unit))
        capital_before = bool(before and gap in (" ", ". ") and before.capital and not placed)
        begins = self._begins_a_sentence(first)
        reasons.append(("begins a sentence", begins))
        # Cyrillic keys are stems: a verb or a pronoun with a capital may have that of a town abroad.
        stem = begins and not placed and people < _METROPOLIS and script_of(proposal.key[0]) == "cyrillic"
        reasons.append(("a stem abroad", stem and self._is_abroad(proposal.candidates)))
        if before and capital_before and self._names_a_person_before(before, gap):
            reasons.append(("a person of the text", True))
        elif capital_before and gap == " " and not self._begins_a_sentence(first - 1):
            reasons.append(("after a capital", True))
        if not placed and last == first and proposal.key in self._context.surnames:
            reasons.append(("a person of the text", True))
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if after and next_word and after.capital and next_word not in self._words.of_bodies:
            initial = len(next_word.rstrip(".")) == 1 or next_word in self._gazetteer.index.surnames
            person = bool(flags & GIVEN_NAME) and initial
            reasons.append(("a person of the text" if person else "before a capital", True))
        return _POINTS["people"] * math.log10(people + 1) + sum(_POINTS[name] for name, holds in reasons if holds)

    def _is_ordinary(self, key: str) -> bool:
        """Whether a name is an everyday word of the language, with an article or without: "El Centro"."""
        first, _, rest = key.partition(" ")
        return key in self._ordinary or (first in self._words.articles and rest in self._ordinary)

    def _is_abroad(self, candidates: tuple[Candidate, ...]) -> bool:
        return all(c.country not in self._words.home for c in candidates)

    def _begins_a_sentence(self, position: int) -> bool:
        if position == 0:
            return True
        gap = self._text[self._tokens[position - 1].end : self._tokens[position].start]
        return "\n" in gap or any(sign in gap for sign in '.!?”"“„«:')

    def _names_a_person_before(self, before: Token, gap: str) -> bool:
        """Whether the word before is a title, a given name or an initial."""
        word = before.word.lower().rstrip(".")
        if word in self._words.titles or word in self._gazetteer.index.given_names:
            return True
        return len(word) == 1 and (before.word[-1] == "." or gap == ". ")

    def _is_a_body(self, candidates: tuple[Candidate, ...], last: int) -> bool:
        """Whether "Dublin City" goes on as "Dublin City Council": then the town is "Dublin"."""
        tokens = self._tokens
        if tokens[last].word.lower() not in self._words.cities or last + 1 >= len(tokens):
            return False
        following = tokens[last + 1]
        word = following.word.lower()
        return word in self._words.of_bodies and all(c.precision != "city" for c in candidates)

    def _holder_follows(self, candidates: tuple[Candidate, ...], last: int) -> bool:
        """Whether a comma and a region or country that holds one of the candidates follow: "Reading, Pa."."""
        tokens, text = self._tokens, self._text
        if last + 1 >= len(tokens) or text[tokens[last].end : tokens[last + 1].start] not in (", ", " ("):
            return False
        for length in (3, 2, 1):
            stop = last + length
            if stop >= len(tokens):
                continue
            _, holders = self._gazetteer.find(text[tokens[last + 1].start : tokens[stop].end])
            wanted = {h.index for h in holders if h.precision in ("region", "country", "district")}
            if any(wanted.intersection(c.holders) for c in candidates):
                return True
        return False
