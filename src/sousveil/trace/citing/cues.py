"""Cues: the words around a name that make it a source rather than a subject."""

from __future__ import annotations

import re

from sousveil.vocabulary.citing import citing_for
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["cited_near", "sentence_at"]

_ENDS = re.compile(r"(?<=[.!?…])(?<!\b\d\.)(?<!\b\d\d\.)[\s”\"』」)]+(?=\S)|(?<=[。!?])|\n+")
_REACH = 320
"""Characters on either side in which the sentence must begin and end."""
_WORDS, _CHARACTERS = 70, 26
"""How far from a name its cue may stand, in scripts with and without spaces."""


_FEW = 4
"""Words below which an excerpt is not trimmed to whole words."""


def cited_near(content: str, lang: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[int, int, str] | None:
    """The sentence around a mention where a cue stands: its offsets and the words at the mention; else null."""
    citing = citing_for(lang, vocabulary)
    if citing is None:
        return None
    first, last = sentence_at(content, start, end)
    spaced = content[start : start + 1].isascii() or vocabulary.writing(lang) != "joined"
    reach = _WORDS if spaced else _CHARACTERS
    head, tail = content[max(first, start - reach) : start], content[end : min(last, end + 2 * reach)]
    head, tail = (vocabulary.orthography(lang).view(part) for part in (head, tail))
    if citing.before.search(head) or citing.after.search(tail) or citing.after.search(head):
        return first, last, _excerpt(content, max(first, start - reach), min(last, end + reach), (first, last))
    return None


def _excerpt(content: str, start: int, end: int, whole: tuple[int, int]) -> str:
    """The words from `start` to `end`, no word of a spaced script cut in two, with an ellipsis where more stands."""
    words = content[start:end].split()
    if len(words) > _FEW:
        # Chinese and Japanese have hardly any spaces: there the cut stays where it is.
        words = words[bool(start > whole[0] and content[start - 1].isalnum()) :]
        words = words[: len(words) - bool(end < whole[1] and content[end].isalnum())]
    return f"{'… ' if start > whole[0] else ''}{' '.join(words)}{' …' if end < whole[1] else ''}"


def sentence_at(content: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence around a passage, cut at a few hundred characters."""
    first = max(0, start - _REACH)
    for match in _ENDS.finditer(content, first, start):
        first = match.end()
    limit = min(len(content), end + _REACH)
    found = _ENDS.search(content, end, limit)
    return first, max(found.start() if found else limit, end)
