"""Sentences and clauses, by rule, with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sousveil.record.text import Text
from sousveil.vocabulary.language import Language, Sentences
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Block", "blocks", "clause_starts", "item_start", "sentences", "without_heading"]

_FULLWIDTH = "。！？｡"
_CLOSERS = "\"'”’»)]」』）】"
_LONGEST = 1000
"""Characters of the longest sentence that is read as one; what is longer is cut at a space or comma."""
_BULLET = re.compile(r"(?:[•◦▪■●○·‣*–—-]|\(?\d{1,2}[.)])\s+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
"""An abbreviation of first letters, without its last full stop."""
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d\. \d{1,2}\. ?\d{1,2}")
"""A date as Korean writes it in numbers."""
_LINE = re.compile(r"[^\n]+")


class Block(Struct, frozen=True):
    """A paragraph of the text. `heading` blocks give context and make no claims."""

    start: int
    end: int
    lang: str
    heading: bool
    role: str = "paragraph"


def blocks(text: Text, vocabulary: Vocabulary) -> list[Block]:
    """The paragraphs of a text; its lines where the reader gave none."""
    if text.paragraphs:
        spans = [(p.start, p.end, p.lang if p.lang != "und" else text.lang, p.role) for p in text.paragraphs]
    else:
        spans = [(match.start(), match.end(), text.lang, "paragraph") for match in _LINE.finditer(text.content)]
    several = len(spans) > 1
    return [
        Block(
            start, end, lang, several and _is_heading(text.content, start, end, role, vocabulary.language(lang)), role
        )
        for start, end, lang, role in spans
    ]


def _is_heading(content: str, start: int, end: int, role: str, language: Language | None) -> bool:
    if role in {"title", "heading"}:
        return True
    if role != "paragraph" or _BULLET.match(content, start, end):
        return False
    line = content[start:end].strip()
    endings = language.sentences.endings if language else ()
    return len(line) < 120 and not line.rstrip(_CLOSERS).endswith(
        (".", "!", "?", "…", ":", ";", "؟", "؛", *_FULLWIDTH, *endings)
    )


def item_start(block: Block, content: str) -> int | None:
    """Where the words of a list's item start, behind its bullet; null where the block is no item."""
    bullet = _BULLET.match(content, block.start, block.end)
    if bullet:
        return bullet.end()
    return block.start if block.role == "item" else None


def sentences(content: str, start: int, end: int, language: Language) -> Iterator[tuple[int, int]]:
    """Spans of the sentences in `content[start:end]`, without the white space around them."""
    ends = re.escape(language.sentences.ends + _FULLWIDTH)
    abbreviations = {word.lower() for word in language.sentences.abbreviations}
    quoting = language.sentences.quoting
    begin = start
    for match in re.compile(rf"[{ends}]+[{re.escape(_CLOSERS)}]*").finditer(content, start, end):
        stop = match.end()
        if stop < end and not _ends_here(content, begin, match.start(), stop, abbreviations, quoting):
            continue
        yield from _trimmed(content, begin, stop)
        begin = stop
    yield from _trimmed(content, begin, end)


def _ends_here(
    content: str, begin: int, dot: int, stop: int, abbreviations: set[str], quoting: tuple[str, ...]
) -> bool:
    if content[dot] in _FULLWIDTH:
        # A stop inside quotation marks: the sentence goes on after 」と.
        return not (content[stop - 1] in _CLOSERS and content.startswith(quoting, stop))
    if not content[stop].isspace():
        return False
    following = content[stop:].lstrip()[:1] if stop + 40 > len(content) else content[stop : stop + 40].lstrip()[:1]
    if following.islower():
        return False
    if content[dot] != ".":
        return True
    word_start = dot
    while word_start > begin and not content[word_start - 1].isspace() and content[word_start - 1] not in '("“„«':
        word_start -= 1
    word = content[word_start:dot].lower()
    # "B.E. 2566", "2020. 12. 4."
    dated = following.isdigit() and (_INITIALS.fullmatch(word) or _DATE.match(content, dot - 4))
    if word in abbreviations or dated:
        return False
    # An initial ("J. Smith") or an ordinal ("16. April") ends no sentence.
    return not ((len(word) == 1 and word.isalpha() and word.isascii()) or (word.isdigit() and len(word) <= 2))


def _trimmed(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and content[start].isspace():
        start += 1
    while end > start and content[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        # No writer's sentence: a list without stops, or a page that lost its line breaks.
        cut = max(content.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in " ,，、\n") + 1
        cut = cut or start + _LONGEST
        yield start, cut
        start = cut
    if end > start:
        yield start, end


def without_heading(content: str, start: int, end: int, rules: Sentences) -> int:
    """Where a sentence really starts, when a heading in title case was glued to it.

    "Border Control The pandemic saw …" starts at "The". Returns `start` where nothing was glued.
    """
    openers, small = rules.openers, rules.small
    if not openers:
        return start
    for seen, word in enumerate(re.compile(r"\S+").finditer(content, start, end)):
        text = word.group()
        if text in openers:
            return word.start() if seen >= 2 else start
        if not (text[:1].isupper() or text in small) or seen > 6 or text.endswith((".", ",", ":", ";")):
            return start
    return start


def clause_starts(content: str, start: int, end: int, clauses: list[re.Pattern[str]]) -> list[int]:
    """Where the clauses of a sentence start, sorted; the first is the sentence's own start."""
    starts = {start}
    for expression in clauses:
        for match in expression.finditer(content, start, end):
            if match.start() > start + 3:
                starts.add(match.start())
    return sorted(starts)
