"""The words of a claim with the paragraphs around them, bounded: a text may be a book, and a card is made in
milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from sousveil.record.claim import Claim
from sousveil.record.text import Paragraph, Text
from sousveil.show.page.highlight import Block, Part, blocks_of

__all__ = ["Passage", "passage_of"]

_AROUND: Final = 2
"""Paragraphs before and behind those of the claim ..."""
_LEAST: Final = 240
"""... and more, where these have fewer characters: the cells of a table say little."""
_MOST: Final = 8
_LONGEST: Final = 700
"""Characters of a paragraph beside the claim's."""
_OWN: Final = 900
"""Characters before and behind the claim in its own paragraph."""


class Passage(Struct, frozen=True, kw_only=True):
    """What of a text is shown: paragraphs as runs, the first and the last perhaps cut."""

    start: int
    """Offsets in the frozen text."""
    end: int
    blocks: tuple[Block, ...]
    cut_before: frozenset[int] = frozenset()
    """Starts of those blocks whose paragraph begins earlier."""
    cut_after: frozenset[int] = frozenset()


def passage_of(text: Text, claim: Claim) -> Passage:
    """The claim's paragraphs and some on both sides."""
    said = claim.evidence
    low, high = _span(text, claim)
    paragraphs = list(text.paragraphs) or [Paragraph(start=0, end=len(text.content), lang=text.lang)]
    inside = [at for at, each in enumerate(paragraphs) if each.start < high and each.end > low]
    if not inside:
        paragraphs, inside = [Paragraph(start=low, end=high, lang=said.lang)], [0]
    first, last = inside[0], inside[-1]
    before = _beside(paragraphs[:first][::-1])[::-1]
    after = _beside(paragraphs[last + 1 :])
    shown = [
        *(_shortened(text.content, each, each.end, _LONGEST, 0) for each in before),
        *(_shortened(text.content, each, low, _OWN, high + _OWN - low) for each in paragraphs[first : last + 1]),
        *(_shortened(text.content, each, each.start, 0, _LONGEST) for each in after),
    ]
    known = {each.end: each.start for each in paragraphs}
    starts = {each.start for each in paragraphs}
    part = Part(1, shown[0].start, shown[-1].end)
    return Passage(
        start=part.start,
        end=part.end,
        blocks=tuple(blocks_of(replace(text, paragraphs=tuple(shown)), [claim], part)),
        cut_before=frozenset(each.start for each in shown if each.start not in starts),
        cut_after=frozenset(each.start for each in shown if each.end not in known),
    )


def _span(text: Text, claim: Claim) -> tuple[int, int]:
    """From the first to the last word that the claim rests on, as far as a slot stands near: who says it is often named
    a sentence earlier."""
    start, end = claim.evidence.start, claim.evidence.end
    near = [(a, b) for a, b in claim.slots.values() if start - _OWN <= a and b <= end + _OWN]
    return min([start, *(a for a, _ in near)]), min(max([end, *(b for _, b in near)]), len(text.content))


def _beside(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The nearest of them, which stand in the order of their distance."""
    taken: list[Paragraph] = []
    characters = 0
    for each in paragraphs[:_MOST]:
        if len(taken) >= _AROUND and characters >= _LEAST:
            break
        taken.append(each)
        characters += each.end - each.start
    return taken


def _shortened(content: str, paragraph: Paragraph, at: int, before: int, after: int) -> Paragraph:
    """The paragraph from `before` characters before a place to `after` behind it, cut where a word ends."""
    start, end = max(paragraph.start, at - before), min(paragraph.end, at + after) if after else paragraph.end
    if start > paragraph.start:
        start = content.find(" ", start, start + 30) + 1 or start
    if end < paragraph.end:
        end = max(content.rfind(" ", end - 30, end), 0) or end
    return replace(paragraph, start=start, end=end)
