"""Claims and slots laid over frozen text: cut into runs that can be written as flat markup.

Claims may nest and overlap, and markup cannot: `<mark>` may not straddle another. So a paragraph is cut at every border
of a claim, a slot or a passage, and each run carries all that holds for it. Joined, the runs are the text again,
character for character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.text import Paragraph, Text
from sousveil.show.addresses import address
from sousveil.show.words.present import slot_kind
from sousveil.store.case import Case

__all__ = ["Block", "Highlight", "Part", "Run", "blocks_of", "parts_of", "quote_runs", "words_address"]

_PART = 60_000
"""Characters of text on one page: larger texts (a leaked database, a book) come in parts."""


class Highlight(Struct, frozen=True):
    """A stretch of the text that is shown as something other than a claim: what a search found."""

    start: int
    end: int


class Run(Struct, frozen=True):
    """Words that the same things hold for. `slot` is the kind of the narrowest slot; `opens` and `closes` name the
    claims whose first or last run this is."""

    words: str
    claims: tuple[str, ...] = ()
    denied: bool = False
    slot: str | None = None
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    found: bool = False
    opens_found: bool = False


class Block(Struct, frozen=True):
    """A paragraph as runs, with the claims that start in it."""

    start: int
    lang: str
    role: str
    runs: tuple[Run, ...]
    claims: tuple[str, ...]


class Part(Struct, frozen=True):
    """A page of a long text: paragraphs [first, last)."""

    number: int
    start: int
    end: int


def _paragraphs(text: Text) -> list[Paragraph]:
    """The text's paragraphs without gaps that hold words: what no paragraph covers becomes one of its own, so that
    nothing of the frozen text is hidden. A paragraph longer than a part is cut at white space."""
    whole: list[Paragraph] = []
    at = 0
    for paragraph in sorted(text.paragraphs, key=lambda p: (p.start, p.end)):
        start = max(at, paragraph.start)
        if text.content[at:start].strip():
            whole.append(Paragraph(start=at, end=start, lang=text.lang))
        if paragraph.end > start:
            whole.append(Paragraph(start=start, end=paragraph.end, lang=paragraph.lang, role=paragraph.role))
        at = max(at, paragraph.end)
    if text.content[at:].strip():
        whole.append(Paragraph(start=at, end=len(text.content), lang=text.lang))
    cut: list[Paragraph] = []
    for paragraph in whole:
        start = paragraph.start
        while paragraph.end - start > _PART:
            end = text.content.rfind(" ", start + _PART // 2, start + _PART) + 1 or start + _PART
            cut.append(Paragraph(start=start, end=end, lang=paragraph.lang, role=paragraph.role))
            start = end
        cut.append(Paragraph(start=start, end=paragraph.end, lang=paragraph.lang, role=paragraph.role))
    return cut


def parts_of(text: Text) -> tuple[Part, ...]:
    """The pages of a text, numbered from 1; at least one."""
    parts: list[Part] = []
    start = end = 0
    for paragraph in _paragraphs(text):
        if paragraph.end - start > _PART and end > start:
            parts.append(Part(len(parts) + 1, start, end))
            start = end
        end = paragraph.end
    parts.append(Part(len(parts) + 1, start, len(text.content)))
    return tuple(parts)


def blocks_of(text: Text, claims: Sequence[Claim], part: Part, highlights: Iterable[Highlight] = ()) -> list[Block]:
    """The paragraphs of one part, each cut into runs. A claim that spans paragraphs is marked in each and has its card
    beside the first."""
    found = [h for h in highlights if h.end > h.start]
    inside = [c for c in claims if c.evidence.end > part.start and c.evidence.start < part.end]
    paragraphs = _paragraphs(text)
    shown = {claim.id: _shown(claim, paragraphs) for claim in inside}
    # The words behind a slot may stand outside the claim's own: who says it is often named a sentence earlier.
    slots = [(start, end, slot_kind(name)) for c in claims for name, (start, end) in sorted(c.slots.items())]
    blocks = []
    for paragraph in paragraphs:
        if paragraph.start < part.start or paragraph.end > part.end:
            continue
        here = [c for c in inside if c.evidence.start < paragraph.end and c.evidence.end > paragraph.start]
        there = [h for h in found if h.start < paragraph.end and h.end > paragraph.start]
        named = [s for s in slots if s[0] < paragraph.end and s[1] > paragraph.start]
        runs = _runs(text.content, paragraph, here, named, there, shown)
        opened = {identifier for run in runs for identifier in run.opens}
        starting = [
            c.id for c in sorted(here, key=lambda c: (c.evidence.start, c.evidence.end, c.id)) if c.id in opened
        ]
        blocks.append(Block(paragraph.start, paragraph.lang, paragraph.role, runs, tuple(starting)))
    return blocks


def _shown(claim: Claim, paragraphs: Sequence[Paragraph]) -> tuple[int, int]:
    """Where the claim's words begin and end on the page: white space between paragraphs is not shown."""
    start, end = claim.evidence.start, claim.evidence.end
    touched = [p for p in paragraphs if p.start < end and p.end > start]
    return (max(start, touched[0].start), min(end, touched[-1].end)) if touched else (start, end)


def _runs(
    content: str,
    paragraph: Paragraph,
    claims: list[Claim],
    slots: list[tuple[int, int, str]],
    found: list[Highlight],
    shown: dict[str, tuple[int, int]],
) -> tuple[Run, ...]:
    low, high = paragraph.start, paragraph.end
    borders = {low, high}
    for start, end in [(c.evidence.start, c.evidence.end) for c in claims]:
        borders.update((start, end))
    for start, end, _ in slots:
        borders.update((start, end))
    for stretch in found:
        borders.update((stretch.start, stretch.end))
    cuts = sorted(border for border in borders if low <= border <= high)
    runs = []
    for start, end in pairwise(cuts):
        covering = sorted(
            (c for c in claims if c.evidence.start <= start and c.evidence.end >= end),
            key=lambda c: (c.evidence.start, -c.evidence.end, c.id),
        )
        narrow = min(
            (s for s in slots if s[0] <= start and s[1] >= end), key=lambda s: (s[1] - s[0], s[2]), default=None
        )
        runs.append(
            Run(
                words=content[start:end],
                claims=tuple(c.id for c in covering),
                denied=bool(covering) and covering[-1].polarity == "denied",
                slot=narrow[2] if narrow else None,
                opens=tuple(c.id for c in covering if shown[c.id][0] == start),
                closes=tuple(c.id for c in covering if shown[c.id][1] == end),
                found=any(h.start <= start and h.end >= end for h in found),
                opens_found=any(h.start == start for h in found),
            )
        )
    return tuple(runs)


def quote_runs(claim: Claim) -> tuple[Run, ...]:
    """A claim's quote with the words of its slots marked, for where it stands alone."""
    at = claim.evidence.start
    end = len(claim.evidence.quote)
    slots = [(a - at, b - at, slot_kind(name)) for name, (a, b) in sorted(claim.slots.items())]
    within = [slot for slot in slots if slot[0] >= 0 and slot[1] <= end]
    return _runs(claim.evidence.quote, Paragraph(start=0, end=end, lang=claim.evidence.lang), [], within, [], {})


def words_address(case: Case, claim: Claim) -> str:
    """The source page, at the claim; in a long text, the part that holds it."""
    text = case.text(claim.evidence.source)
    number = 1
    if text is not None:
        number = next((p.number for p in parts_of(text) if claim.evidence.start < p.end), 1)
    part = number if number > 1 else None
    return f"{address(f'/sources/{claim.evidence.source}', part=part)}#{claim.id}"
