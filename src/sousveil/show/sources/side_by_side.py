"""Two passages side by side, with the words that both have: each pair has one number, on both sides.

A passage that is a page long is shown in excerpts around its shared words, with what is left out counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from sousveil.record.echo import Aligned, Echo, Passage
from sousveil.record.text import Text
from sousveil.show.words.links import same_phrase

__all__ = ["Excerpt", "Pair", "Piece", "Side", "pairs_of", "side_of"]

_WHOLE: Final = 3_000
"""Characters of a passage that is shown whole."""
_AROUND: Final = 160
"""Characters shown before and behind a passage, or behind a stretch of shared words in a long one."""
_WIDEST: Final = 1_200
"""Characters of one stretch of shared words that are shown from its start."""


class Pair(Struct, frozen=True):
    """Words of both sides that say the same; `number` marks them, from 1."""

    number: int
    span: tuple[int, int]
    to_span: tuple[int, int]
    words: str
    to_words: str
    what: tuple[str, ...]


class Piece(Struct, frozen=True):
    """Words that the same pairs cover; `opens` are those that begin here."""

    words: str
    inside: bool
    """Whether they are of the passage, and not only near it."""
    numbers: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


class Excerpt(Struct, frozen=True):
    """A stretch of text without a gap; `skipped` characters of the passage before it are not shown."""

    pieces: tuple[Piece, ...]
    lang: str
    skipped: int
    goes_on: tuple[bool, bool]
    """Whether the text has more before it, and behind it."""


class Side(Struct, frozen=True):
    """One passage as it is shown; `skipped` characters of it behind the last excerpt are not."""

    excerpts: tuple[Excerpt, ...]
    skipped: int


def pairs_of(echo: Echo, text: Text, other: Text) -> list[Pair]:
    """The shared words, in the order of the text that repeats. Two names for one pair of spans are one pair."""
    named: dict[tuple[int, int, int, int], list[str]] = {}
    for words in sorted(echo.aligned, key=lambda a: (a.start, -a.end, a.to_start, a.what)):
        if _holds(words, text, other):
            named.setdefault((words.start, words.end, words.to_start, words.to_end), []).append(words.what)
    return [
        Pair(
            number, (start, end), (to_start, to_end), text.content[start:end], other.content[to_start:to_end],
            tuple(same_phrase(what) for what in dict.fromkeys(whats) if what),
        )
        for number, ((start, end, to_start, to_end), whats) in enumerate(named.items(), 1)
    ]  # fmt: skip


def _holds(words: Aligned, text: Text, other: Text) -> bool:
    return 0 <= words.start < words.end <= len(text.content) and 0 <= words.to_start < words.to_end <= len(
        other.content
    )


def side_of(text: Text, passage: Passage, spans: Sequence[tuple[int, tuple[int, int]]]) -> Side:
    """A passage with the spans of these numbers marked."""
    size = len(text.content)
    low, high = max(0, min(passage.start, size)), max(0, min(passage.end, size))
    windows = list(_windows(text.content, low, high, [span for _, span in spans]))
    excerpts, at = [], low
    for start, end in windows:
        pieces = tuple(_pieces(text.content, start, end, (low, high), spans))
        goes_on = (bool(text.content[:start].strip()), bool(text.content[end:].strip()))
        excerpts.append(Excerpt(pieces, _lang(text, start, end), max(0, start - at), goes_on))
        at = max(at, end)
    return Side(tuple(excerpts), max(0, high - at))


def _windows(content: str, low: int, high: int, spans: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """What is shown, in order and without overlap, cut between words."""
    wanted = [(start - _AROUND, min(end, start + _WIDEST) + _AROUND) for start, end in spans]
    if high - low <= _WHOLE:
        wanted.append((low - _AROUND, high + _AROUND))
    elif not wanted:
        wanted.append((low, low + _WIDEST))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(wanted):
        first, last = _before(content, max(0, start)), _behind(content, min(len(content), end))
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _before(content: str, at: int) -> int:
    """The start of the word that begins near a place; scripts without spaces are cut where it is."""
    if at == 0:
        return 0
    found = [place for place in (content.find(" ", at, at + 24), content.find("\n", at, at + 24)) if place >= 0]
    return min(found) + 1 if found else at


def _behind(content: str, at: int) -> int:
    if at >= len(content):
        return len(content)
    space = max(content.rfind(" ", max(0, at - 24), at), content.rfind("\n", max(0, at - 24), at))
    return space if space >= 0 else at


def _lang(text: Text, start: int, end: int) -> str:
    covered: dict[str, int] = {}
    for paragraph in text.paragraphs:
        shared = min(end, paragraph.end) - max(start, paragraph.start)
        if shared > 0:
            covered[paragraph.lang] = covered.get(paragraph.lang, 0) + shared
    return max(covered, key=lambda lang: (covered[lang], lang), default=text.lang)


def _pieces(
    content: str, low: int, high: int, passage: tuple[int, int], spans: Sequence[tuple[int, tuple[int, int]]]
) -> Iterable[Piece]:
    here = [(number, max(low, start), min(high, end)) for number, (start, end) in spans if start < high and end > low]
    borders = {low, high, *(max(low, min(high, edge)) for edge in passage)}
    for _, start, end in here:
        borders.update((start, end))
    for start, end in pairwise(sorted(borders)):
        covering = [one for one in here if one[1] <= start and one[2] >= end]
        yield Piece(
            content[start:end],
            passage[0] <= start < passage[1],
            tuple(number for number, _, _ in covering),
            tuple(number for number, first, _ in covering if first == start),
        )
