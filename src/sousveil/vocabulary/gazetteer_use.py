"""What the name of a place is used for in its sentence: the place itself, a government or team that acts ("Seoul has
denied it", "talks with Beijing"), or what something is of ("U.S. officials", "Italy's army").

Told by the words right beside the name, which stand in `[context]` of places.toml; nothing is guessed where a language
lists none. The uses are those that GeoWebNews tells apart (Gritta et al., 2019).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sousveil.vocabulary.gazetteer_context import Token
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym, WordSets

__all__ = ["with_uses"]

_NEAR = 4
"""Words between a speaker and the verb that may be small ones: "Seoul has on Monday also denied"."""
_POSSESSIVES = ("'s", "’s", "'", "’")
_DESCRIBED = 2
"""Adjectives between a possessive and what is owned: "Canada's largest city"."""


def with_uses(
    toponyms: Sequence[Toponym], places: Sequence[tuple[int, int]], text: str, tokens: Sequence[Token],
    words: WordSets, seats: frozenset[int],
) -> list[Toponym]:  # fmt: skip
    """The toponyms with `speaker`, `acts` and `modifier` set. `places` are the positions of their first and last words
    among the tokens; `seats` the towns whose name stands for a government, by index."""
    if not words.speech:
        return list(toponyms)
    reader = _Uses(text, tokens, words, seats)
    return [
        toponym if toponym.demonym else reader.read(toponym, *place)
        for toponym, place in zip(toponyms, places, strict=True)
    ]  # fmt: skip


class _Uses:
    """Reads the words around the names of one text."""

    def __init__(self, text: str, tokens: Sequence[Token], words: WordSets, seats: frozenset[int]) -> None:
        self._text = text
        self._tokens = tokens
        self._words = words
        self._seats = seats

    def read(self, toponym: Toponym, first: int, last: int) -> Toponym:
        """The toponym with its use."""
        owned = self._text.startswith(_POSSESSIVES, toponym.end)
        if self._is_placed(first, articles=False) and not owned:
            # "Doctors in Montpellier said": it is they who speak.
            return msgspec.structs.replace(toponym, speaker=False) if toponym.speaker else toponym
        if (owned and self._owned(last)) or self._qualifies(last) or self._is_of_a_body(first):
            return msgspec.structs.replace(toponym, modifier=True)
        if owned or self._is_placed(first):
            return toponym
        speaks = toponym.speaker or self._speaks(last)
        if not speaks and not self._acts(last):
            dealt_with = self._may_act(last) or self._is_dealt_with(first)
            if not (dealt_with and self._stands_for_people(toponym)):
                return toponym
        return msgspec.structs.replace(
            toponym, speaker=speaks, acts=not speaks, candidates=self._with_seat(toponym.candidates)
        )  # fmt: skip

    def _with_seat(self, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """The candidates, with the seat of a government as what is usually meant: Pekin in Illinois denies nothing."""
        if self._seats.isdisjoint(c.index for c in candidates):
            return candidates
        return tuple(
            msgspec.structs.replace(c, usual=True) if c.index in self._seats else c for c in candidates
        )  # fmt: skip

    def _stands_for_people(self, toponym: Toponym) -> bool:
        best = toponym.candidates[0]
        return best.precision in ("country", "region") or any(c.index in self._seats for c in toponym.candidates[:2])

    def _word(self, position: int) -> str:
        return self._tokens[position].word.lower() if 0 <= position < len(self._tokens) else ""

    def _gap(self, position: int) -> str:
        """What stands between a word and the next one."""
        if not 0 <= position < len(self._tokens) - 1:
            return "\n"
        return self._text[self._tokens[position].end : self._tokens[position + 1].start]

    def _is_placed(self, first: int, *, articles: bool = True) -> bool:
        """Whether a preposition of place stands before the name, with an article or without."""
        before = first - 1
        if articles and self._word(before) in self._words.determiners:
            before -= 1
        if self._gap(first - 1) != " " or self._gap(before) != " ":
            return False
        return self._word(before) in self._words.firmly

    def _speaks(self, last: int) -> bool:
        """Whether a verb of saying follows, behind small words that go with it."""
        position = last + 1
        while position <= last + _NEAR and self._gap(position - 1) == " ":
            word = self._word(position)
            if word in self._words.speech:
                return True
            if word not in self._words.auxiliaries:
                return False
            position += 1
        return False

    def _acts(self, last: int) -> bool:
        """Whether a verb of doing follows: one of the list, or a past tense by its ending."""
        position = last + 1
        while position <= last + _NEAR and self._gap(position - 1) == " ":
            word, token = self._word(position), self._tokens[position]
            if word in self._words.acting:
                return True
            if not token.capital and len(word) > 4 and word.endswith(self._words.past) and self._words.past:
                return word not in self._words.grounds
            if word not in self._words.auxiliaries:
                return False
            position += 1
        return False

    def _may_act(self, last: int) -> bool:
        """Whether a word follows that goes before verbs of doing: "Russia **will**"."""
        return self._gap(last) == " " and self._word(last + 1) in self._words.modals

    def _is_dealt_with(self, first: int) -> bool:
        """ "relations with", "accused": words before the name of somebody with whom one deals."""
        before = first - 1
        if self._word(before) in self._words.determiners:
            before -= 1
        if self._word(before) in self._words.dealing and self._gap(first - 1) == " ":
            return self._word(before - 1) not in self._words.grounds
        return False

    def _owned(self, last: int) -> bool:
        """Whether what a name owns is no piece of land: "Italy's army", not "Italy's northern coast"."""
        for position in range(last + 1, last + 2 + _DESCRIBED):
            if self._word(position) in self._words.grounds:
                return False
            if "\n" in self._gap(position) or self._gap(position).strip():
                break
        return bool(self._words.grounds)

    def _qualifies(self, last: int) -> bool:
        """Whether the name only says of what kind the next word is, or is a piece of a longer name."""
        words = self._words
        if not words.functions or last + 1 >= len(self._tokens):
            return False
        following, word = self._tokens[last + 1], self._word(last + 1)
        if self._gap(last) != " " or word in words.no_noun:
            return False
        if following.capital:
            return not self._begins_anew(last) and word.rstrip(".") not in words.fixed
        return not (word.endswith(words.past) and len(word) > 4)

    def _begins_anew(self, last: int) -> bool:
        """Whether the next word begins a sentence, or the name ends with the stop of a short form."""
        return self._tokens[last].word.endswith(".") and len(self._tokens[last].word) > 4

    def _is_of_a_body(self, first: int) -> bool:
        """ "Prime Minister of the UAE", "the government of Chad", "Bank of Mauritius"."""
        before = first - 1
        if self._word(before) in self._words.determiners:
            before -= 1
        if self._word(before) not in self._words.of or self._gap(before) != " ":
            return False
        noun = self._word(before - 1)
        return self._gap(before - 1) == " " and (noun in self._words.titles or noun in self._words.holders)
