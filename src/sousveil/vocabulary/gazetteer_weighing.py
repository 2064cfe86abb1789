"""How much speaks for a name's being a place where it stands: what is written right beside it, who in the text is a
person, which words are everyday ones, and what else the text lists with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from sousveil.vocabulary.gazetteer_context import TextContext, Token
from sousveil.vocabulary.gazetteer_index import DEMONYM, GIVEN_NAME, ORDINARY, SURNAME
from sousveil.vocabulary.gazetteer_keys import is_cased, script_of
from sousveil.vocabulary.gazetteer_types import Candidate, Names, Words, WordSets

__all__ = ["Proposal", "Weigher", "taken_on"]

_LISTED = frozenset((", ", " and ", ", and "))
"""Between the names of a list."""
_THRESHOLD = 1.8
_CERTAIN = 3.6
"""Points from which a mention vouches for the others of the same name."""
_POINTS = {
    "after an article": -2.2, "a body of it": 3.0, "the city of": 2.7,
    "people": 0.463, "several words": 0.8, "alternate spelling": -1.0, "ordinary word": -2.2, "given name": -0.8,
    "surname": -0.4, "written small elsewhere": -2.5, "placed": 1.8, "weakly placed": 1.0, "civic": 0.4,
    "after a capital": -1.5, "before a capital": -1.2, "speaks": -1.4, "a person of the text": -3.0,
    "vouched for": 1.75, "begins a sentence": -0.3, "abroad and small": -1.0, "all capitals": 0.75,
    "a stem abroad": -3.0, "a metropolis": 0.4, "people of it": 2.0, "listed with a place": 1.4, "a government": 1.5,
}  # fmt: skip
_METROPOLIS = 1_000_000
_WELL_KNOWN = 100_000
_KNOWN_UNCASED = 300_000
"""People from which a town or region counts in a script without capitals, where any word may be its name ..."""
_SAID_UNCASED = 5_000
"""... and behind a word that says so ("مدينة", "the city of")."""


@dataclass
class Proposal:
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


def taken_on(proposals: list[Proposal], tokens: list[Token], text: str) -> list[Proposal]:
    """The proposals for which enough speaks, with the rest of the text: another mention that is plainly a place, and a
    list in which places stand beside it ("Becker, Clay and Grant counties")."""
    vouched = {p.key for p in proposals if p.sure or p.points >= _CERTAIN}
    for p in proposals:
        if p.key in vouched:
            p.points += _POINTS["vouched for"]
    for ordered in (list(pairwise(proposals)), [(b, a) for a, b in reversed(list(pairwise(proposals)))]):
        for known, p in ordered:
            first, second = (known, p) if known.first < p.first else (p, known)
            gap = text[tokens[first.last].end : tokens[second.first].start]
            if not p.sure and p.points < _THRESHOLD and (known.sure or known.points >= _THRESHOLD) and gap in _LISTED:
                p.points += _POINTS["listed with a place"]
    return [p for p in proposals if p.sure or p.points >= _THRESHOLD]


class Weigher:
    """Weighs the names of one text in scripts that separate words."""

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

    @staticmethod
    def certain(position: int, key: str, candidates: tuple[Candidate, ...]) -> Proposal:
        """The proposal of one word that needs no weighing."""
        return Proposal(position, position, key, 0, candidates, _CERTAIN, True, False)

    def weigh(self, first: int, last: int, key: str, flags: int, candidates: tuple[Candidate, ...]) -> Proposal | None:
        """The proposal that the words from `first` to `last` name a place; null where they plainly do not."""
        if flags & DEMONYM:
            if self._is_foreign_adjective(key):
                return None
            nations = tuple(c for c in candidates if c.precision in ("country", "region"))
            return Proposal(first, last, key, flags, nations or candidates, _CERTAIN, True, False)
        text, tokens = self._text, self._tokens
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        next_word = after.word.lower() if after and text[tokens[last].end : after.start] == " " else ""
        proposal = Proposal(first, last, key, flags, candidates, 0.0, True, next_word in self._words.speech)
        if not is_cased(text[tokens[first].start]):
            return proposal if self._stands_uncased(first, last, key, candidates) else None
        proposal.sure = self.holder_follows(candidates, last)
        if not proposal.sure and self._is_something_else(proposal, next_word, capital=bool(after and after.capital)):
            return None
        grade = candidates[0].precision
        proposal.sure = (
            proposal.sure
            or grade in ("country", "site")
            or candidates[0].index < -1
            or self._gazetteer.is_own(self._lang, key)
            or (grade in ("region", "district") and last > first)
        )
        proposal.points = 0.0 if proposal.sure else self._points(proposal, next_word)
        return proposal

    def _is_something_else(self, proposal: Proposal, next_word: str, *, capital: bool) -> bool:
        """Whether the name is a model's, a person's, an everyday word, or begins that of a street, a company or a
        college. `capital` says that the next word begins with one."""
        first, last, words = proposal.first, proposal.last, self._words
        best = proposal.candidates[0]
        large = best.precision in ("country", "region")
        if self._is_of_a_maker(first) or (large and self._is_a_person(first, last, proposal.key, proposal.flags)):
            return True
        if (best.precision == "site" or best.index < -1) and proposal.key in self._ordinary:
            return not self._text[self._tokens[first].start : self._tokens[last].end].isupper()
        of_something = next_word in words.streets or (next_word in words.other and capital)
        of_a_founder = next_word in words.learned and max(c.population for c in proposal.candidates) < _WELL_KNOWN
        return (of_something or of_a_founder) and not large

    def _is_of_a_maker(self, first: int) -> bool:
        """ "Hyundai Santa Fe", "Toyota Tacoma": a model behind who makes it."""
        before = self._tokens[first - 1] if first else None
        if before is None or before.word.lower() not in self._words.makers:
            return False
        return self._text[before.end : self._tokens[first].start] == " "

    def _is_a_person(self, first: int, last: int, key: str, flags: int) -> bool:
        """Whether a country's name that is also a person's ("Jordan", "Chad") stands for one: it has a title or a given
        name before it, a surname behind it, or is the surname of somebody in the text."""
        if last > first or not flags & (GIVEN_NAME | SURNAME):
            return False
        tokens, text = self._tokens, self._text
        before = tokens[first - 1] if first else None
        gap = text[before.end : tokens[first].start] if before else ""
        if before and gap == " " and before.word.lower() in self._words.placed:
            return False
        if before and before.capital and gap in (" ", ". ") and self._names_a_person_before(before, gap):
            return True
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if flags & GIVEN_NAME and after and after.capital and text[tokens[last].end : after.start] == " ":
            word = after.word.lower()
            return word in self._gazetteer.index.surnames and word not in self._words.no_surname
        return key in self._context.surnames

    def _is_foreign_adjective(self, key: str) -> bool:
        """Whether an adjective is another language's ("Frances" in English), where this one lists its own."""
        gazetteer, lang = self._gazetteer, self._lang
        if not gazetteer.has_own(lang) or gazetteer.is_own(lang, key):
            return False
        return any(gazetteer.is_own(other, key) for other in gazetteer.context if other != lang)

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

    def _points(self, proposal: Proposal, next_word: str) -> float:
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
            ("people of it", next_word in self._words.dwellers),
            ("a metropolis", people >= _METROPOLIS),
            ("speaks", proposal.speaker and self._may_be_a_person(proposal)),
            ("a government", proposal.speaker and self._is_a_seat(proposal)),
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

    def _may_be_a_person(self, proposal: Proposal) -> bool:
        """Whether a speaker's name is rather a person's: it is one elsewhere, or in letters of which no list tells."""
        if proposal.flags & (GIVEN_NAME | SURNAME):
            return True
        return not proposal.key.isascii() and not self._is_a_seat(proposal)

    def _is_a_seat(self, proposal: Proposal) -> bool:
        """Whether a government sits there that a speaker's name may stand for."""
        person = proposal.flags & (GIVEN_NAME | SURNAME)
        return not person and any(c.index in self._gazetteer.seats for c in proposal.candidates)

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

    def is_a_body(self, candidates: tuple[Candidate, ...], last: int) -> bool:
        """Whether "Dublin City" goes on as "Dublin City Council": then the town is "Dublin"."""
        tokens = self._tokens
        if tokens[last].word.lower() not in self._words.cities or last + 1 >= len(tokens):
            return False
        following = tokens[last + 1]
        word = following.word.lower()
        return word in self._words.of_bodies and all(c.precision != "city" for c in candidates)

    def holder_follows(self, candidates: tuple[Candidate, ...], last: int) -> bool:
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
