"""Words that pages put around articles: share bars, teasers, calls to subscribe. The words are in data/phrases.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from sousveil.read.words import phrase_words

if TYPE_CHECKING:
    from sousveil.read.html_blocks import Block

__all__ = ["is_share_bar", "label_of", "words_against"]


def _any(phrases: Iterable[str]) -> str:
    return "(?:" + "|".join(phrases) + ")"


_PHRASES: Final = phrase_words()
_LABEL: Final = re.compile(_any(_PHRASES.labels) + r"\s*(?:[:：»>|…–-]|\Z)", re.IGNORECASE)
_WHOLE_LABEL: Final = re.compile(_any(_PHRASES.labels) + r"\s*[:：»>|….!?–-]*\s*\Z", re.IGNORECASE)
_CALL: Final = re.compile(_any(_PHRASES.calls), re.IGNORECASE)
_OF_THE_SITE: Final = re.compile(_any(_PHRASES.of_the_site), re.IGNORECASE)
_CREDIT: Final = re.compile(
    rf"{_any(_PHRASES.credits)}\s?(?:[:：©|/=]|ⓒ)|.*(?:\((?:{_any(_PHRASES.credits)}|{_any(_PHRASES.sources)})[^)]{{0,60}}\)|"
    r"[/©]\s?getty images)\s*\Z",
    re.IGNORECASE,
)
_BUTTONS: Final = tuple(sorted(_PHRASES.buttons, key=len, reverse=True))
# Atomic, so that a long line of such names with one other word in it does not take forever.
_SHARE: Final = re.compile(rf"(?>(?:(?>{_any(map(re.escape, _BUTTONS))})[\s|,·•/+\-\d]*+)++)", re.IGNORECASE)
_SENTENCE: Final = (".", "。", "!", "?")
_LONG: Final = 400
"""Blocks of this length on (as `Block.chars` counts) are looked at no more: they are text."""
_SHORT: Final = 200
"""Labels and teasers are shorter."""
_BRIEF: Final = 120
"""Calls and credits are shorter; a sentence from half of it on is none."""
_BAR: Final = 300
"""Share bars are shorter."""


def label_of(text: str) -> bool:
    """Whether `text` is nothing but a label over other articles (`Recent Posts`, `관련기사`)."""
    return len(text) < 60 and _WHOLE_LABEL.match(text) is not None


def is_share_bar(text: str) -> bool:
    """Whether `text` is names of networks and buttons, two at least, and nothing else."""
    if len(text) > _BAR or _SHARE.fullmatch(text.strip()) is None:
        return False
    lower = text.lower()
    return sum(lower.count(name) for name in _BUTTONS if len(name) > 3) >= 2


def words_against(block: Block) -> str | None:
    """The reason why a block inside the main text is not part of it, by its words; None where it is."""
    if block.chars >= _LONG:
        return None
    text = block.text()
    brief = block.chars < _BRIEF
    linked = block.link_chars > 0.4 * block.chars or block.container.role == "heading"
    reason: str | None = None
    if _OF_THE_SITE.match(text):
        reason = "call"
    elif block.chars >= _SHORT:
        reason = None
    elif label_of(text) or (linked and _LABEL.match(text)):
        reason = "related"
    elif brief and _CALL.match(text) and (2 * len(text) < _BRIEF or not text.endswith(_SENTENCE)):
        reason = "call"
    elif brief and _CREDIT.match(text):
        reason = "caption"
    elif is_share_bar(text):
        reason = "share"
    return reason
