"""What words that somebody proposes would meet in the case's own sources: seen before they are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Final

from msgspec import Struct

from sousveil.record import Text
from sousveil.store.case import Case
from sousveil.store.sources.evidence import SourceFilter
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.proposing import Proposed

__all__ = ["Met", "Preview", "preview", "spelled_out"]

_TEXTS: Final = 80
"""Texts that are read for a preview."""
_EXAMPLES: Final = 6
_AROUND: Final = 90
_SPELLINGS: Final = 8
_END: Final = re.compile(r"[.!?。！？؟…\n]")
_CHOICE: Final = re.compile(r"\(([^()]*)\)")


class Met(Struct, frozen=True):
    """One sentence in which a word stands: `words` between `before` and `after`."""

    source: str
    lang: str
    start: int
    end: int
    before: str
    words: str
    after: str


class Preview(Struct, frozen=True):
    """What was met, as far as it was looked for."""

    sentences: int
    sources: int
    examples: tuple[Met, ...]
    read: int
    """Texts that were read."""
    partly: bool
    """There may be more: no more than some texts were read."""


def spelled_out(term: str) -> list[str]:
    """The plain words of a term with its choices spelled out: `camera(s)` is "camera" and "cameras". Nothing where it
    has an open ending, forms of words or an expression, which no list of words can say."""
    if re.search(r"[~*/]", term):
        return []
    parts = _CHOICE.split(term.removeprefix("=").replace("...", " "))
    choices = [
        [part] if number % 2 == 0 else [*part.split("|"), *([] if "|" in part else [""])]
        for number, part in enumerate(parts)
    ]
    found = (" ".join("".join(chosen).split()) for chosen in product(*choices))
    return [words for words in dict.fromkeys(islice(found, _SPELLINGS)) if words]


def preview(case: Case, vocabulary: Vocabulary, proposed: Proposed) -> Preview:
    """Sentences in which the proposed words stand, in the first texts that hold them."""
    texts, partly = _texts(case, proposed)
    examples, sources, sentences, read = list[Met](), 0, 0, 0
    for text in texts:
        if proposed.kind == "term" and text.lang.partition("-")[0] != proposed.lang:
            continue
        read += 1
        met = list(_met(text, vocabulary, proposed.words))
        sources += bool(met)
        sentences += len(met)
        # One of each text first: six from one article would say little.
        examples += met[: 1 if len(examples) < _EXAMPLES else 0]
    return Preview(sentences, sources, tuple(examples[:_EXAMPLES]), read, partly)


def _texts(case: Case, proposed: Proposed) -> tuple[list[Text], bool]:
    """Texts in which the words may stand, and whether there may be more of them."""
    ids: dict[str, None] = {}
    partly = False
    for word in proposed.words:
        spellings = spelled_out(word)
        for spelling in spellings:
            hits = case.search(spelling, _TEXTS)
            partly = partly or len(hits) >= _TEXTS
            ids.update(dict.fromkeys(hit.source for hit in hits))
        if not spellings:
            wanted = SourceFilter(lang=proposed.lang) if proposed.lang else SourceFilter()
            some = [source.id for source in case.sources(wanted, limit=_TEXTS)]
            partly = partly or len(some) >= _TEXTS
            ids.update(dict.fromkeys(some))
    chosen = list(ids)[:_TEXTS]
    return [text for source in chosen if (text := case.text(source))], partly or len(ids) > _TEXTS


def _met(text: Text, vocabulary: Vocabulary, words: Iterable[str]) -> Iterator[Met]:
    spelled = vocabulary.orthography(text.lang)
    view = spelled.view(text.content)
    spans = sorted({span for word in words for span in spelled.matcher(word).spans(view)})
    sentence_end = -1
    for start, end in spans:
        if start < sentence_end:
            continue
        closing = _END.search(text.content, end)
        sentence_end = closing.start() if closing else len(text.content)
        opening = max((m.end() for m in _END.finditer(text.content, max(0, start - 400), start)), default=start - 400)
        first = max(0, opening, start - _AROUND)
        last = min(sentence_end + 1, end + _AROUND)
        yield Met(
            text.source_id, text.lang, start, end, text.content[first:start].lstrip(), text.content[start:end],
            text.content[end:last].rstrip(),
        )  # fmt: skip
