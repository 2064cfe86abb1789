"""Plain text pasted from a web page: what around the article is not the article.

A text is only cleaned where something proves that it was pasted (a share bar, or a list of teasers); a poem, a
list or a report is left whole.
"""

from __future__ import annotations

import re
from typing import Final

from sousveil.read.boilerplate import is_share_bar, label_of
from sousveil.read.words import date_words, phrase_words

__all__ = ["left_out"]

_ELLIPSIS: Final = re.compile(rf"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|{'|'.join(phrase_words().more)})\s*\Z", re.IGNORECASE)
_WORDS: Final = date_words()
_MONTH: Final = "(?:" + "|".join(re.escape(name) for names in _WORDS.months.values() for name in names) + r")\w*\.?"
_OF: Final = "|".join(rf"{re.escape(word)}\s+" for word in _WORDS.of)
_ORDINALS: Final = "|".join(map(re.escape, _WORDS.ordinals))
_DATE: Final = re.compile(
    rf"(?:\w+day,?\s+)?(?:{_MONTH}\s+\d{{1,2}}(?:{_ORDINALS})?,?\s+\d{{4}}"
    rf"|\d{{1,2}}\.?\s+(?:{_OF})?{_MONTH}\s+(?:{_OF})?\d{{4}}(?:\s+г\.?)?"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}\.?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}"
    rf"|\d{{4}}\s?[{''.join(_WORDS.year)}]\s?\d{{1,2}}\s?[{''.join(_WORDS.month)}]\s?\d{{1,2}}\s?[{''.join(_WORDS.day)}]"
    rf"|\d{{1,2}} (?:{'|'.join(_WORDS.ago)}))(?:,?\s+(?:at\s+)?\d{{1,2}}:\d{{2}}(?:\s?[ap]m)?)?\s*\Z",
    re.IGNORECASE,
)
_TAGS: Final = re.compile(rf"(?:{'|'.join(phrase_words().tags)})\s?[:：]", re.IGNORECASE)
_HEADLINE: Final = 160
_TEASER: Final = 320
_GROUPS: Final = 2
"""So many teasers in a row prove a list."""
_BIO: Final = 4
"""At most so many short blocks between the tags and the list belong to neither: the author's name and life."""


def left_out(blocks: list[str]) -> list[str]:
    """For each block of a text the reason why it is left out; empty for those that stay."""
    reasons = [""] * len(blocks)
    shared = False
    for index, block in enumerate(blocks):
        if is_share_bar(block):
            reasons[index] = "share"
            shared = True
    start = _teasers_from(blocks)
    if start is None and not shared:
        return reasons
    end = len(blocks) if start is None else start
    for index in range(end, len(blocks)):
        reasons[index] = "related"
    _cut_tail(blocks, reasons, end)
    for index in range(end):
        if not reasons[index] and label_of(blocks[index]):
            reasons[index] = "related"
    return reasons


def _teasers_from(blocks: list[str]) -> int | None:
    """Index of the first block of a closing list of teasers (with its label); None where there is none."""
    index = len(blocks)
    excerpts = dates = 0
    while index and (kind := _teaser_part(blocks[index - 1])):
        index -= 1
        excerpts += kind == "excerpt"
        dates += kind == "date"
    labels = [at for at in range(index, len(blocks)) if label_of(blocks[at])]
    if max(excerpts, dates) < _GROUPS and not labels:
        return None
    if labels:
        return labels[0] if max(excerpts, dates) or labels[0] < len(blocks) - 1 else None
    return _first_teaser(blocks, index)


def _first_teaser(blocks: list[str], index: int) -> int:
    """Without a label: the list starts at the headline before its first excerpt or date."""
    for at in range(index, len(blocks)):
        if _teaser_part(blocks[at]) in ("excerpt", "date"):
            return max(index, at - 1)
    return len(blocks)


def _teaser_part(block: str) -> str | None:
    """`date`, `excerpt` or `headline` where a block could be part of a teaser."""
    if _DATE.match(block):
        return "date"
    if len(block) <= _TEASER and _ELLIPSIS.search(block):
        return "excerpt"
    return "headline" if len(block) <= _HEADLINE and not block.endswith((".", "。")) else None


def _cut_tail(blocks: list[str], reasons: list[str], end: int) -> None:
    """Tags, and the author's lines between them and the end."""
    for index in range(max(0, end - _BIO - 1), end):
        if _TAGS.match(blocks[index]) and sum(map(len, blocks[index:end])) < 1200:
            for at in range(index, end):
                reasons[at] = reasons[at] or "byline"
            return
