"""The speaker of a cue by the noun phrase beside it, in languages that have `[grammar]`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from sousveil.find.cues_of_speech import BEFORE, FIRST
from sousveil.find.mention import Mention
from sousveil.find.noun_phrases import Phrase, Phrases, Words
from sousveil.find.tables import Tables

__all__ = ["PhraseReader", "reads_phrases"]

_CLOSED = {",", "”", '"', "’", "'", "''", "»", "“", "!", "?", "—", "–", "-", "…"}
"""What stands before a verb whose subject follows it."""
_ASIDES = {",", "—", "–", "("}
_OPENING = {"«", "„", "“", '"', "»"}
_CLOSING = {"»", "“", "”", '"', "«"}
_NAME = 6
"""Words of a name in quotation marks."""
_TRAILING = re.compile(r"[\s,]+$")


def reads_phrases(tables: Tables) -> bool:
    """Whether the language's file says enough to read noun phrases."""
    language = tables.language
    return bool(language.grammar.prepositions) and language.order == "verb-medial" and language.writing == "spaced"


@lru_cache(maxsize=64)
def _phrases(tables: Tables) -> Phrases:
    return Phrases(tables.language)


class PhraseReader:
    """Reads who is the subject of a verb of saying, or stands behind "according to", in one sentence."""

    def __init__(
        self, tables: Tables, content: str, start: int, end: int, voices: Sequence[tuple[int, int]] = ()
    ) -> None:
        """`voices` are the spans of whoever is known to speak."""
        self._voices = voices
        self._phrases = _phrases(tables)
        self._stops = self._phrases.relatives | self._phrases.prepositions | self._phrases.articles
        self._content = content
        self._words: Words = self._phrases.words(content, start, end)

    def span(self, cue: Mention) -> tuple[int, int] | None:
        """The span of the cue's speaker in the text; null where no phrase can be one."""
        first = next((i for i, word in enumerate(self._words) if word.end > cue.start), None)
        last = next((i for i, word in enumerate(self._words) if word.start >= cue.end), len(self._words))
        if first is None:
            return None
        if cue.ident == FIRST:
            phrase = self._inverted(last)
        else:
            phrase = self._behind(last) if cue.ident == BEFORE else self._of_verb(first, last)
        if phrase is None:
            return None
        start, end = self._words[phrase[0]].start, self._words[phrase[1] - 1].end
        return start, start + len(_TRAILING.sub("", self._content[start:end]))

    def without(self, span: tuple[int, int], goods: list[int]) -> tuple[int, int]:
        """The span without the goods that German has right behind it: "nach Angaben eines Händlers Kameras …"."""
        for at in sorted(goods):
            left = next((w for w in reversed(self._words) if w.end <= at), None)
            if left is not None and span[0] < left.end < span[1] and self._phrases.may_end(left):
                return span[0], left.end
        return span

    def goes_on(self, cue: Mention) -> bool:
        """Whether the cue has the subject of the verb before: "denied it and said"."""
        first = next((i for i, word in enumerate(self._words) if word.end > cue.start), 0)
        group = self._phrases.group(self._words, first)
        return group > 0 and self._words[group - 1].lower in self._phrases.grammar.coordinating

    def is_passive(self, cue: Mention) -> bool:
        """Whether the cue's subject is spoken of, or to: "teachers were told", "cameras have been added"."""
        first = next((i for i, word in enumerate(self._words) if word.end > cue.start), 0)
        group = self._phrases.group(self._words, first)
        return any(word.lower in self._phrases.be for word in self._words[group:first])

    def pronoun(self, span: tuple[int, int]) -> bool:
        """Whether the span is one pronoun, which names nobody by itself."""
        lower = self._content[span[0] : span[1]].lower()
        return lower in self._phrases.persons or lower in self._phrases.relatives or lower in self._phrases.pronouns

    def _of_verb(self, first: int, last: int) -> Phrase | None:
        words, phrases = self._words, self._phrases
        group = phrases.group(words, first)
        inverted = self._inverted(last) if group and words[group - 1].text in _CLOSED else None
        if inverted is not None:
            return inverted
        phrase = self._quoted_name(group) or self._subject(first, group)
        return None if phrase is None or self._is_speech(phrase) else phrase

    def _quoted_name(self, group: int) -> Phrase | None:
        """ "Компания «Орион Видео» уверяет": the name between the marks that close before the verb."""
        words = self._words
        if group < 2 or words[group - 1].text not in _CLOSING:
            return None
        opened = next((i for i in range(group - 2, max(-1, group - 1 - _NAME), -1) if words[i].text in _OPENING), None)
        alone = opened is None or not (opened and words[opened - 1].is_word and words[opened + 1].is_name)
        return None if alone or opened is None else (opened + 1, group - 1)

    def _subject(self, first: int, group: int) -> Phrase | None:
        words, phrases = self._words, self._phrases
        phrase = phrases.subject(words, first)
        if phrase is None or group == 0:
            return None
        if words[phrase[0]].lower in phrases.relatives:
            # "The official, who said": the phrase that the clause belongs to.
            whole = phrases.before(words, phrase[0] - (words[phrase[0] - 1].text == ",")) if phrase[0] else None
            return whole if whole and self._may_speak(whole) else None
        return self._whole(phrase) if self._opens(phrase) else None

    def _may_speak(self, phrase: Phrase) -> bool:
        """Whether somebody speaks in a clause that describes the phrase: not "a program that finds number plates"."""
        start, end = self._words[phrase[0]].start, self._words[phrase[1] - 1].end
        return any(start < stop and begin < end for begin, stop in self._voices)

    def _whole(self, phrase: Phrase) -> Phrase:
        """The phrase without the aside that follows it, and without "released on Tuesday"."""
        first = phrase[0] + 1
        stop = next(
            (i for i in range(first, phrase[1]) if self._words[i].text in _ASIDES or self._is_past(i)), phrase[1]
        )
        return phrase[0], stop

    def _is_past(self, at: int) -> bool:
        ending = self._phrases.grammar.past_ending
        word, left = self._words[at], self._words[at - 1]
        small = self._phrases.articles | self._phrases.possessives
        past = bool(ending) and word.lower.endswith(ending) and not word.is_name
        return past and left.lower not in small and not self._phrases.is_adverb(left)

    def _opens(self, phrase: Phrase) -> bool:
        words, phrases = self._words, self._phrases
        if phrase[0] == 0 or not words[phrase[0] - 1].is_word:
            return True
        left = words[phrase[0] - 1].lower
        return left in phrases.conjunctions or left in phrases.joining or left in phrases.grammar.coordinating

    def _inverted(self, at: int) -> Phrase | None:
        words, phrases = self._words, self._phrases
        at = self._over_adverbs(at)
        if at < len(words) and words[at].lower in phrases.prepositions:
            # "dijo a La Jornada un proveedor"
            heard = phrases.after(words, at + 1)
            if heard and not phrases.grammar.definite and words[at].lower in phrases.grammar.on:
                ends = heard[1] >= len(words) or not words[heard[1]].is_word
                if ends and self._may_speak(heard):
                    # "сообщили во вторник в министерстве": a body speaks by where it was said.
                    return heard
            at = self._over_adverbs(heard[1]) if heard else at
        name = self._in_quotes(at)
        phrase = phrases.after(words, name[1] + 1) if name else phrases.after(words, at)
        if phrase is None:
            # "пише «Ґрати»"
            return name
        behind = words[phrase[1]] if phrase[1] < len(words) else None
        ends = behind is None or not behind.is_word or behind.lower in self._stops
        return (self._in_quotes(phrase[1]) or phrase) if ends else None

    def _in_quotes(self, at: int) -> Phrase | None:
        """A name between the quotation marks that open at `at`."""
        words = self._words
        if at + 1 >= len(words) or words[at].text not in _OPENING or not words[at + 1].is_name:
            return None
        closed = next((i for i in range(at + 1, min(at + _NAME, len(words))) if words[i].text in _CLOSING), None)
        return (at + 1, closed) if closed else None

    def _over_adverbs(self, at: int) -> int:
        words, phrases = self._words, self._phrases
        while at < len(words):
            day = words[at].lower in phrases.grammar.on and at + 1 < len(words) and phrases.is_day(words[at + 1])
            if not (day or phrases.is_adverb(words[at])):
                break
            at += 2 if day else 1
        return at

    def _behind(self, at: int) -> Phrase | None:
        words, phrases = self._words, self._phrases
        if at < len(words) and phrases.is_day(words[at]) and words[at - 1].lower in phrases.grammar.on:
            # "повідомили у вівторок у міністерстві"
            if at + 1 >= len(words) or words[at + 1].lower not in phrases.prepositions:
                return None
            at += 2
        phrase = phrases.after(words, at)
        if phrase is None:
            return self._in_quotes(at)
        return self._in_quotes(phrase[1]) or self._whole(phrase)

    def _is_speech(self, phrase: Phrase) -> bool:
        """Whether the phrase is part of what somebody says between quotation marks."""
        if phrase[0] and self._words[phrase[0] - 1].text in _OPENING:
            return False
        before = self._content[self._content.rfind("\n", 0, self._words[0].start) + 1 : self._words[phrase[0]].start]
        return any(before.count(mark) > before.count(close) for mark, close in (("“", "”"), ("«", "»"), ("„", "“")))
