"""Finds the names of places in a text: which stretches of letters are toponyms, and which only look like one.

Scripts with capitals are read word by word. Each name that the gazetteer has is weighed by what speaks for a place
(people, a preposition before it, what holds it after a comma) and against one (it is also a surname or a word, it
stands among other capitals); a name that is plainly a place once is one everywhere in the text.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from sousveil.vocabulary.gazetteer_context import Token, context_of, tokens_of
from sousveil.vocabulary.gazetteer_index import DEMONYM
from sousveil.vocabulary.gazetteer_keys import is_cased, is_hangul, is_scanned, key_of
from sousveil.vocabulary.gazetteer_scan import scan_hangul, scan_run
from sousveil.vocabulary.gazetteer_sites import SITE_HEAD
from sousveil.vocabulary.gazetteer_types import Names, Toponym, Words, WordSets
from sousveil.vocabulary.gazetteer_use import with_uses
from sousveil.vocabulary.gazetteer_weighing import Proposal, Weigher, taken_on

__all__ = ["holds_toponym", "spot"]

_LONGEST = 5
"""Words in the longest name that is tried."""
_GAPS = frozenset((" ", "\u200c", "-", "–", ". ", "\u00a0", "'", "’", "."))
_ARABIC_PREFIXES = frozenset("وبلف")
_SHORTEST_WITH_PREFIX = 4


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
    reader = _Reader(gazetteer, text, tokens, Weigher(gazetteer, text, tokens, context, words, own, lang), lang)
    found: list[Toponym] = []
    proposals: list[Proposal] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        first = token.word[0]
        taken = 1
        if first.isascii() or is_cased(first):
            if token.capital:
                taken = reader.propose(position, proposals)
            elif site := reader.site(position):
                taken = site[0]
                found.append(site[1])
            elif own.adjectives == "small" and (len(token.word) > 3 or text.startswith("-", token.end)):
                taken = reader.add_adjective(position, found)
        elif is_hangul(first):
            found += scan_hangul(gazetteer, text, token.start, token.end)
        elif is_scanned(first):
            found += scan_run(gazetteer, text, token.start, token.end)
        else:
            taken = reader.propose(position, proposals)
        position += taken
    accepted = taken_on(proposals, tokens, text)
    named = [reader.toponym(p) for p in accepted]
    found += with_uses(named, [(p.first, p.last) for p in accepted], text, tokens, words, gazetteer.seats)
    return sorted(found, key=lambda t: t.start)


class _Reader:
    """Reads the names of one text in scripts that separate words."""

    def __init__(self, gazetteer: Names, text: str, tokens: list[Token], weigher: Weigher, lang: str) -> None:
        self._gazetteer = gazetteer
        self._postal = gazetteer.postal
        self._text = text
        self._tokens = tokens
        self._weigher = weigher
        self._lang = lang

    def toponym(self, proposal: Proposal) -> Toponym:
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

    def site(self, position: int) -> tuple[int, Toponym] | None:
        """The airport or port whose name begins with a small word, as "aeropuerto de Maiquetía" does, and of how many
        words it is; none where none begins here."""
        tokens, text = self._tokens, self._text
        # "l'aéroport de Nice" begins behind its article.
        article = 2 if tokens[position].word[1:2] in ("'", "’") else 0
        if tokens[position].word[article : article + SITE_HEAD] not in self._gazetteer.site_heads:
            return None
        begin, last = tokens[position].start + article, position
        while last + 1 < len(tokens) and last - position < _LONGEST:
            if text[tokens[last].end : tokens[last + 1].start] not in _GAPS:
                break
            last += 1
        for stop in range(last, position, -1):
            name = text[begin : tokens[stop].end]
            candidates = self._gazetteer.find_key(key_of(name))[1] if tokens[stop].capital else ()
            if candidates and all(c.precision == "site" for c in candidates):
                end = tokens[stop].end
                return stop - position + 1, Toponym(start=begin, end=end, name=name, candidates=candidates)
        return None

    def propose(self, position: int, proposals: list[Proposal]) -> int:
        """Adds the name that begins at a word, where there is one; returns how many words to go on."""
        tokens, text = self._tokens, self._text
        if tokens[position].word in self._postal and self._region_behind(position, proposals):
            return 1
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
            if stop > position and self._weigher.is_a_body(candidates, stop):
                continue
            if not candidates and not barred:
                continue
            taken = stop - position + 1
            if barred and not self._weigher.holder_follows(candidates, stop):
                return taken
            proposal = self._weigher.weigh(position, stop, key, flags, candidates)
            if proposal is not None:
                proposals.append(proposal)
            return taken
        return self._without_prefix(position, proposals)

    def _region_behind(self, position: int, proposals: list[Proposal]) -> bool:
        """Whether the code of a region stands behind a town that lies there ("Camden, NJ"); it is added where so."""
        town = proposals[-1] if proposals else None
        gap = self._text[self._tokens[position - 1].end : self._tokens[position].start]
        if town is None or town.last != position - 1 or gap != ", ":
            return False
        word = self._tokens[position].word
        held = [i for i in self._postal[word] if any(i in c.holders for c in town.candidates)]
        if held:
            town.sure = True
            proposals.append(Weigher.certain(position, key_of(word), tuple(map(self._gazetteer.candidate, held))))
        return bool(held)

    def _listed_tail(self, position: int, last: int) -> int:
        """The last word of a listed name that ends in a small word, such as "Sunan airport"; -1 where none does."""
        stop = last + 1
        if stop >= len(self._tokens) or self._tokens[stop].capital:
            return -1
        word = self._tokens[stop].word
        if word.isascii() and word not in self._gazetteer.tails:
            return -1
        name = self._text[self._tokens[position].start : self._tokens[stop].end]
        return stop if self._gazetteer.lists(key_of(name)) else -1

    def _without_prefix(self, position: int, proposals: list[Proposal]) -> int:
        """Arabic writes "and", "in" and "to" as a letter before the word: "وكابول" is "and Kabul"."""
        token = self._tokens[position]
        if token.word[0] in _ARABIC_PREFIXES and len(token.word) > _SHORTEST_WITH_PREFIX:
            flags, candidates = self._gazetteer.find_in(self._lang, key_of(token.word[1:]))
            if candidates:
                self._tokens[position] = Token(token.start + 1, token.end, token.word[1:], False)
                proposal = self._weigher.weigh(position, position, key_of(token.word[1:]), flags, candidates)
                if proposal is not None:
                    proposals.append(proposal)
        return 1
