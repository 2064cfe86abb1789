"""Cues: the words around a name that make it a source rather than a subject."""

from __future__ import annotations

import re

from sousveil.vocabulary.language import Language
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.terms import expression_of

__all__ = ["Cues"]

_ENDS = re.compile(r"(?<=[.!?…])[\s”\"』」)]+(?=\S)|(?<=[。!?])|\n+")
_REACH = 320
"""Characters on either side in which the sentence must begin and end."""


class Cues:
    """Finds phrases of attribution near a name, in the language of the text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._compiled: dict[str, tuple[re.Pattern[str], re.Pattern[str]] | None] = {}

    def near(self, content: str, lang: str, start: int, end: int) -> tuple[int, int, str] | None:
        """The sentence around a mention where a cue stands: its offsets and its words shortened; else null."""
        patterns = self._patterns(lang)
        if patterns is None:
            return None
        first, last = _sentence(content, start, end)
        before, after = patterns
        reach_before = 60 if content[start : start + 1].isascii() else 24
        head, tail = content[max(first, start - reach_before) : start], content[end : min(last, end + 2 * reach_before)]
        if before.search(head) or after.search(tail) or after.search(head):
            words = " ".join(content[max(first, start - 60) : min(last, end + 60)].split())
            return first, last, words
        return None

    def _patterns(self, lang: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
        code = lang.split("-", maxsplit=1)[0]
        if code not in self._compiled:
            language = self._vocabulary.language(lang)
            self._compiled[code] = _compile(language) if language else None
        return self._compiled[code]


def _compile(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    said = language.attribution
    before, after = said.before, (*said.after, *said.reports)
    if not before and not after:
        return None
    return _union(before, language), _union(after, language)


def _union(terms: tuple[str, ...], language: Language) -> re.Pattern[str]:
    if not terms:
        return re.compile(r"(?!)")
    return re.compile("|".join(expression_of(term, language.writing) for term in terms), re.IGNORECASE)


def _sentence(content: str, start: int, end: int) -> tuple[int, int]:
    low = max(0, start - _REACH)
    first = low
    for match in _ENDS.finditer(content, low, start):
        first = match.end()
    found = _ENDS.search(content, end, min(len(content), end + _REACH))
    last = found.start() if found else min(len(content), end + _REACH)
    return first, max(last, end)
