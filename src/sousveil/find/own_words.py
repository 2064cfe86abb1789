"""Passages in which a text says that its own people saw it, heard it or read it: "told our reporter", "nous avons vu".

What is quoted is left out: whoever speaks there may say "we" as well. So is what only says that they could not find
out. A text that was printed from elsewhere keeps such words of its model; whose they are is for `weigh` to see from
what is known of the passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sousveil.record.text import Text
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.orthography import Orthography

__all__ = ["own_passages", "own_words"]

_QUOTED = re.compile(
    r"“[^”]{1,900}”|„[^“”]{1,900}[“”]|«[^»]{1,900}»|「[^」]{1,900}」|『[^』]{1,900}』|\"[^\"\n]{1,900}\"|''[^'\n]{1,900}''"
)
_BESIDE = 8
"""Characters between a text's own outlet and the words that make it a hearer: an article, a quotation mark."""
_WINDOW = 40
_REACH, _REACH_JOINED = 300, 110
"""Characters on either side that such words speak for, within their paragraph; in scripts with and without spaces."""
_SENTENCE = re.compile(r"[.!?。！？\n]\s*")
_LEAST_NAME = 3
"""Letters of a name that is sought."""


class _Words(Struct, frozen=True):
    """The terms of one language; they match views of its texts."""

    own: re.Pattern[str] | None
    told: re.Pattern[str] | None
    learned: re.Pattern[str] | None
    doubts: re.Pattern[str] | None


def own_passages(text: Text, vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """The passages that such words speak for: those near them in their paragraph, in code points, sorted."""
    reach = _REACH_JOINED if vocabulary.writing(text.lang) == "joined" else _REACH
    found: list[tuple[int, int]] = []
    for start, end in own_words(text, vocabulary):
        first, last = max(0, start - reach), min(len(text.content), end + reach)
        for paragraph in text.paragraphs:
            if paragraph.start <= start < paragraph.end:
                first, last = max(first, paragraph.start), min(last, max(end, paragraph.end))
        opened, closed = text.content.rfind("\n", first, start), text.content.find("\n", end, last)
        passage = (opened + 1 if opened >= 0 else first, closed if closed >= 0 else last)
        if found and passage[0] <= found[-1][1]:
            passage = (found.pop()[0], passage[1])
        found.append(passage)
    return tuple(found)


def own_words(text: Text, vocabulary: Vocabulary) -> tuple[tuple[int, int], ...]:
    """The spans of such words, in code points of the frozen text, sorted; empty where there are none."""
    words = _words_of(text.lang, vocabulary)
    if words is None or text.coded is not None:
        return ()
    view = vocabulary.orthography(text.lang).view(text.content)
    found = {match.span() for match in words.own.finditer(view)} if words.own else set()
    for name in _names(text, vocabulary):
        found.update(_heard(view, vocabulary.orthography(text.lang).view(name), words))
    if not found:
        return ()
    quoted = [match.span() for match in _QUOTED.finditer(text.content)]
    kept = (span for span in found if not any(start < span[1] and span[0] < end for start, end in quoted))
    return tuple(sorted(span for span in kept if not _in_vain(view, span, words)))


def _in_vain(view: str, span: tuple[int, int], words: _Words) -> bool:
    """Whether the sentence says that they could not find out: "this newspaper could not confirm it"."""
    if words.doubts is None:
        return False
    before = [match.end() for match in _SENTENCE.finditer(view, max(0, span[0] - _REACH), span[0])]
    behind = _SENTENCE.search(view, span[1], span[1] + _REACH)
    start = before[-1] if before else max(0, span[0] - _REACH)
    return words.doubts.search(view, start, behind.start() if behind else span[1] + _REACH) is not None


def _heard(view: str, name: str, words: _Words) -> Iterable[tuple[int, int]]:
    """Where the outlet is told something, or learns it itself."""
    for match in re.finditer(rf"(?<!\w){re.escape(name)}", view):
        start, end = match.span()
        for told in words.told.finditer(view, max(0, start - _WINDOW), start) if words.told else ():
            if _is_beside(view[told.end() : start]):
                yield told.start(), end
        learned = words.learned.search(view, end, end + _WINDOW) if words.learned else None
        if learned is not None and _is_beside(view[end : learned.start()]):
            yield start, learned.end()


def _is_beside(between: str) -> bool:
    return len(between) <= _BESIDE and not re.search(r"[.;:!?\n。]", between)


def _names(text: Text, vocabulary: Vocabulary) -> list[str]:
    """The names of the text's own outlet: as the page gives it, and those of the vocabulary's entry of that name."""
    outlet = (text.outlet or "").strip()
    if len(outlet) < _LEAST_NAME:
        return []
    spelled = _spellings(vocabulary).get(outlet.casefold(), ())
    names = (name.removeprefix("=") for name in (outlet, *spelled))
    return [name for name in dict.fromkeys(names) if len(name) >= _LEAST_NAME]


_outlets: dict[str, dict[str, tuple[str, ...]]] = {}


def _spellings(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    if vocabulary.digest not in _outlets:
        _outlets[vocabulary.digest] = {
            name.removeprefix("=").casefold(): entry.spellings
            for entry in vocabulary.outlets.values()
            for name in entry.spellings
        }
    return _outlets[vocabulary.digest]


_known: dict[tuple[str, str], _Words | None] = {}


def _words_of(lang: str, vocabulary: Vocabulary) -> _Words | None:
    code = lang.partition("-")[0]
    key = (vocabulary.digest, code)
    if key not in _known:
        listed = vocabulary.weighing.get(code)
        spelled = vocabulary.orthography(code)
        _known[key] = None if listed is None else _Words(
            _union(listed.own, spelled), _union(listed.told, spelled), _union(listed.learned, spelled),
            _union(listed.doubts, spelled),
        )  # fmt: skip
    return _known[key]


def _union(terms: tuple[str, ...], spelled: Orthography) -> re.Pattern[str] | None:
    if not terms:
        return None
    return re.compile("|".join(spelled.expression(term) for term in dict.fromkeys(terms)), re.IGNORECASE)
