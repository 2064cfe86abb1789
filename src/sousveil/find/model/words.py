"""Finds a model's words in a passage: character for character, or not at all."""

from __future__ import annotations

from sousveil.errors import FindLoss
from sousveil.find.model.passages import Passage

__all__ = ["Span", "brief", "places", "quote_span", "slot_span"]

Span = tuple[int, int]
_SHOWN = 160


def brief(words: str) -> str:
    """A model's words as a message shows them: in quotation marks, and only the start of many."""
    return repr(words if len(words) <= _SHOWN else words[:_SHOWN] + "…")


def places(content: str, words: str, start: int, end: int) -> list[int]:
    """Where the words stand in `content[start:end]`, overlapping places included."""
    found: list[int] = []
    at = content.find(words, start, end)
    while at >= 0:
        found.append(at)
        at = content.find(words, at + 1, end)
    return found


def quote_span(content: str, passage: Passage, quote: str, occurrence: int | None) -> Span:
    """Where a quote stands in the passage.

    Raises:
        FindLoss: `quote-not-in-text`, `quote-ambiguous`: it stands there more than once and which one is not said.
    """
    found = places(content, quote, passage.start, passage.end)
    if not found or not quote.strip():
        raise FindLoss("quote-not-in-text", f"The model quotes words that are not in the passage: {brief(quote)}")
    if occurrence is None and len(found) > 1:
        raise FindLoss("quote-ambiguous", f"The quote stands {len(found)} times in the passage: {brief(quote)}")
    if (occurrence or 1) > len(found):
        detail = f"The model quotes place {occurrence} of words that stand {len(found)} times there: {brief(quote)}"
        raise FindLoss("quote-not-in-text", detail)
    at = found[(occurrence or 1) - 1]
    return at, at + len(quote)


def slot_span(content: str, words: str, quoted: Span, sentence: Span) -> Span | None:
    """Where the words behind a value stand: first in the quote, then in its sentence. Null where they do not, where
    they begin or end inside a word, or hold a line break."""
    if not any(map(str.isalnum, words)) or "\n" in words or words != words.strip():
        return None
    for start, end in (quoted, sentence):
        for at in places(content, words, start, end):
            if not (_is_inside_a_word(content, at) or _is_inside_a_word(content, at + len(words))):
                return at, at + len(words)
    return None


def _is_inside_a_word(content: str, at: int) -> bool:
    """Whether a place has letters or digits on both sides. Only scripts with capitals tell: others join words, or
    write particles and articles together with them."""
    return 0 < at < len(content) and all(
        char.isdecimal() or char.lower() != char.upper() for char in content[at - 1 : at + 1]
    )
