"""Passages: the text cut at the ends of paragraphs into pieces that a small model can hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct, structs

from sousveil.find.segment import Block, blocks, sentences
from sousveil.find.tables import Tables, tables_for
from sousveil.record.text import Text
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Passage", "passages"]

_LONGEST = 2400
"""Characters of a passage: some 600 to 1,600 tokens, so that prompt and answer fit into a context of 8,192."""


class Passage(Struct, frozen=True, kw_only=True):
    """A run of whole paragraphs, or of whole sentences of a long one. Offsets are those of the text."""

    start: int
    end: int
    blocks: tuple[Block, ...]
    """Its paragraphs, in order; those of other languages than ours are not among them."""

    def block_at(self, start: int, end: int) -> Block | None:
        """The paragraph that holds `[start:end]` whole."""
        return next((block for block in self.blocks if block.start <= start and end <= block.end), None)


def passages(text: Text, vocabulary: Vocabulary, *, only_triggered: bool = True) -> list[Passage]:
    """The passages of a text, in order: where `only_triggered`, those in which a word of the vocabulary stands that
    may make a claim. Paragraphs in a language that the vocabulary lacks are left out: nothing there could be checked.
    """
    run: list[Block] = []
    cut: list[Passage] = []
    for piece in _pieces(text, vocabulary):
        if run and piece.end - run[0].start > _LONGEST:
            cut.append(_passage(run))
            run = []
        run.append(piece)
    if run:
        cut.append(_passage(run))
    if not only_triggered:
        return [passage for passage in cut if any(not block.heading for block in passage.blocks)]
    triggers = _Triggers(text, vocabulary)
    return [passage for passage in cut if any(triggers.are_in(block) for block in passage.blocks)]


def _passage(run: list[Block]) -> Passage:
    return Passage(start=run[0].start, end=run[-1].end, blocks=tuple(run))


def _pieces(text: Text, vocabulary: Vocabulary) -> Iterator[Block]:
    """The paragraphs; one that is too long in pieces that end where a sentence ends."""
    for block in blocks(text, vocabulary):
        tables = tables_for(block.lang, vocabulary)
        if tables is None or not text.content[block.start : block.end].strip():
            continue
        if block.end - block.start <= _LONGEST:
            yield block
        else:
            yield from _cut(block, text.content, tables)


def _cut(block: Block, content: str, tables: Tables) -> Iterator[Block]:
    start = end = block.start
    for begin, stop in sentences(content, block.start, block.end, tables.language):
        if stop - start > _LONGEST and end > start:
            yield structs.replace(block, start=start, end=end)
            start = begin
        end = stop
    if end > start:
        yield structs.replace(block, start=start, end=end)


class _Triggers:
    """Where in a text a claim might stand, by language."""

    def __init__(self, text: Text, vocabulary: Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._places: dict[str, list[int]] = {}

    def are_in(self, block: Block) -> bool:
        """Whether the paragraph holds one; headings make no claims."""
        if block.heading:
            return False
        if block.lang not in self._places:
            tables = tables_for(block.lang, self._vocabulary)
            found = tables.triggers(tables.view(self._text.content)) if tables else []
            self._places[block.lang] = [at for at, term in found if term.section != "surveillance"]
        places = self._places[block.lang]
        return bisect_left(places, block.start) < bisect_left(places, block.end)
