"""Whether a figure is the upper end of a range: "one to two kilometres", `1~2㎞`."""

from __future__ import annotations

import re

from sousveil.vocabulary.loader import Vocabulary

__all__ = ["ends_range"]

_BY_MARK = re.compile(r"\d\s*[-\u2010-\u2015~\u301c\uff5e]\s*$")
_BEFORE = 40
"""Characters before a figure in which the other end is sought."""
_known: dict[tuple[str, str], re.Pattern[str] | None] = {}


def ends_range(before: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether the words right before a figure open a range that it closes."""
    view = vocabulary.orthography(lang).view(before[-_BEFORE:])
    pattern = _by_words(lang.partition("-")[0], vocabulary)
    return _BY_MARK.search(view) is not None or (pattern is not None and pattern.search(view) is not None)


def _by_words(code: str, vocabulary: Vocabulary) -> re.Pattern[str] | None:
    """A number, in digits or as a word, and what joins it to the upper end."""
    key = (vocabulary.digest, code)
    if key not in _known:
        listed, language = vocabulary.weighing.get(code), vocabulary.language(code)
        if listed is None or not listed.ranges:
            _known[key] = None
        else:
            spelled = vocabulary.orthography(code)
            joined = "|".join(spelled.expression(term) for term in listed.ranges)
            numbers = sorted(language.numbers.words, key=lambda word: (-len(word), word)) if language else []
            words = "|".join([r"\d", *(re.escape(spelled.view(word)) for word in numbers)])
            _known[key] = re.compile(rf"(?:{words})\s*(?:{joined})\s*$", re.IGNORECASE)
    return _known[key]
