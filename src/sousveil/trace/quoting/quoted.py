"""Quoted: what a text gives in quotation marks, or behind a dash, as somebody's words.

Marks are those of all scripts. A quotation within another one belongs to the outer one; one that runs over several
paragraphs, each opened anew, is one statement, and so are the parts between which the text says who speaks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

__all__ = ["Statement", "quoted_spans", "statements"]

_CLOSERS = {
    "“": "”", "„": "“”‟", "‟": "”", "«": "»", "»": "«»", "‹": "›", "「": "」", "『": "』", "｢": "｣", "〝": "〟〞",
    "＂": "＂", '"': '"', "”": "”", "‘": "’", "‚": "‘’", "'": "'",
}  # fmt: skip
_NESTING = {"«": "»", "“": "”", "「": "」", "『": "』", "„": "“"}
"""Marks that stand within quotations in the same marks."""
_MARK = re.compile("[`" + "".join(map(re.escape, _CLOSERS)) + "](?:(?<=')'|(?<=`)`)?")
"""One class of characters first, so that the search for it is fast. A lone ` is none."""
_SINGLE = frozenset("‘‚'")
_BEFORE_OPENING = frozenset(" \t\u00a0\u202f([—–-:=/")
_LONGEST = 3000
"""Characters of a paragraph behind which a mark that never closes is given up."""
_LEAST_SINGLE = 20
"""Characters between single marks below which they may as well be apostrophes."""
_LONGEST_SINGLE = 900
_SINGLE_CLOSES = re.compile(r"(?<=[.,!?…])['’‘](?!\w)|['’‘](?=[.,;:)\n]|$)", re.MULTILINE)
"""Behind the end of a sentence or before a stop: an apostrophe is followed by a letter or a space."""
_LEAST = 12
_LEAST_DENSE = 6
_ASIDE = 140
"""Characters between two parts of one statement: "…", said the mayor of the town on Monday, "…"."""
_SENTENCE = re.compile(r"[.!?…。！？؟۔]\s+\S.*[.!?…。！？؟۔]", re.DOTALL)
_DASH = re.compile(r"[ \t\u00a0\u202f]*(?P<dash>[—–―])[ \t\u00a0\u202f]?(?=\w|[«„“¿¡])")
_SPEECH_ENDS = re.compile(r"(?<=[,!?…])[ \u00a0\u202f][—–―][ \u00a0\u202f]?(?=[^\W\dA-ZА-ЯЁ])")
_SPEECH_RESUMES = re.compile(r"[.,:;]?[ \u00a0\u202f][—–―][ \u00a0\u202f]|[—–―][.,:;]?[ \u00a0\u202f]+")


class Statement(Struct, frozen=True):
    """What one speaker is quoted with in one place: the spans of the words, without the marks."""

    parts: tuple[tuple[int, int], ...]


class _Part(Struct, frozen=True):
    start: int
    end: int
    goes_on: bool = False
    """It is not closed, since the next paragraph opens the marks again."""


def quoted_spans(content: str) -> list[tuple[int, int]]:
    """Offsets of what stands in quotation marks, or is speech behind a dash, without the marks; none overlap."""
    return [(part.start, part.end) for part in _parts(content)]


def quotations(content: str) -> list[tuple[int, int]]:
    """Those quoted spans that are long enough to be somebody's words, and no title or term."""
    return [
        (start, end) for start, end in quoted_spans(content) if end - start >= _LEAST or _is_dense(content, start, end)
    ]


def _is_dense(content: str, start: int, end: int) -> bool:
    """Whether words are of a script that says much in few characters."""
    return end - start >= _LEAST_DENSE and content[start] >= "\u2e80"


def statements(content: str) -> list[Statement]:
    """The quotations of a text, in order, with the parts of each."""
    found: list[list[_Part]] = []
    for part in _parts(content):
        if found and _goes_on(content, found[-1][-1], part):
            found[-1].append(part)
        else:
            found.append([part])
    return [Statement(tuple((part.start, part.end) for part in parts)) for parts in found]


def _goes_on(content: str, left: _Part, right: _Part) -> bool:
    """Whether two parts are one statement."""
    between = content[left.end : right.start]
    if left.goes_on:
        return True
    return "\n" not in between and len(between) <= _ASIDE and not _SENTENCE.search(between[1:])


def _parts(content: str) -> list[_Part]:
    has_marks = any(mark in content for mark in (*_CLOSERS, "``"))
    if not has_marks and not any(dash in content for dash in "—–―"):
        return []
    found: list[_Part] = []
    marked: list[_Part] = []
    opened = ""
    for start, end in _paragraphs(content):
        if has_marks:
            marked, opened = _in_marks(content, start, end, opened)
        found.extend(marked or _behind_dashes(content, start, end))
    return [part for part in found if part.end > part.start]


def _paragraphs(content: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in content.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line)


def _in_marks(content: str, start: int, end: int, opened: str) -> tuple[list[_Part], str]:
    """The quotations of one paragraph, and the mark that is still open at its end.

    `opened` is the mark that was open before it: the paragraph goes on with it only where it opens it again.
    """
    found: list[_Part] = []
    at = start
    while (match := _MARK.search(content, at, end)) is not None:
        mark, inside = match.group(), match.end()
        if not _opens(content, match.start(), start, mark):
            at = inside
            continue
        close = _closing(content, mark, inside, min(end, inside + _LONGEST))
        if close is not None:
            found.append(_Part(inside, close))
            at = close + len(mark)
        elif mark not in _SINGLE and content[end : end + 200].lstrip().startswith(mark):
            found.append(_Part(inside, end, goes_on=True))
            return found, mark
        elif opened == mark and not content[start : match.start()].strip():
            # The last paragraph of a quotation that nobody closed.
            found.append(_Part(inside, end))
            return found, ""
        else:
            at = inside
    return found, ""


def _opens(content: str, at: int, start: int, mark: str) -> bool:
    """Whether a mark opens: those that look the same at both ends stand before a word and behind none."""
    if len(mark) == 1 and mark not in "\"”»'‘＂`":
        return True
    if mark == "`":
        return False
    before = content[at - 1] if at > start else " "
    after = content[at + len(mark)] if at + len(mark) < len(content) else " "
    if after.isspace():
        # French sets a space within its marks, and only there.
        return False
    if mark == "‘":
        return not before.isalnum()
    if before in _BEFORE_OPENING or _MARK.match(before):
        return True
    # Where no spaces part words, a mark behind a letter may open.
    return mark in '"＂' and (ord(before) >= 0x2E80 or not before.isalnum())


def _closing(content: str, mark: str, at: int, end: int) -> int | None:
    """Where the quotation ends that `mark` opened."""
    if len(mark) == 2:
        found = content.find("''", at, end)
        return found if found >= 0 else None
    if mark in _SINGLE:
        closed = _SINGLE_CLOSES.search(content, at + _LEAST_SINGLE, min(end, at + _LONGEST_SINGLE))
        return closed.start() if closed else None
    closers = _CLOSERS[mark]
    if all(content.find(closer, at, end) < 0 for closer in closers):
        return None
    nests, depth = mark in _NESTING, 0
    for place in range(at, end):
        character = content[place]
        if nests and character == mark:
            depth += 1
        elif character in closers:
            if mark == "»" and place + 1 < end and content[place + 1].isalnum():
                return None
            if depth == 0:
                return place
            depth -= 1
    # One was opened more than was closed: the first that closes is then the one.
    return next((place for place in range(at, end) if content[place] in closers), None) if depth else None


def _behind_dashes(content: str, start: int, end: int) -> Iterator[_Part]:
    """The speech of a paragraph that a dash opens, as Russian, French or Spanish texts set it.

    A list has dashes, too: only where a dash ends the speech, before who said it, or a colon announces it, is it one.
    """
    opening = _DASH.match(content, start, end)
    if opening is None:
        return
    at = opening.end()
    ends = sorted(_ends_of_speech(content, at, end))
    if not ends:
        above, below = content[max(0, start - 20) : start].rstrip(), content[end : end + 20].lstrip()
        if above.endswith(":") and not _DASH.match(below):
            yield _Part(at, end)
        return
    while True:
        following = bisect_right(ends, at)
        if following == len(ends):
            yield _Part(at, end)
            return
        stop = ends[following]
        yield _Part(at, stop)
        resumes = _SPEECH_RESUMES.search(content, stop + 3, end)
        if resumes is None or resumes.end() >= end:
            return
        at = resumes.end()


def _ends_of_speech(content: str, at: int, end: int) -> Iterator[int]:
    """Where speech breaks off for who said it: `, — сказал`, ` —dijo`."""
    for match in _SPEECH_ENDS.finditer(content, at, end):
        yield match.start()
    for match in re.finditer(r"[ \u00a0][—–―](?=[^\W\d])", content[at:end]):
        if content[at + match.end()].islower() and content[at + match.start() - 1] not in ",!?…":
            yield at + match.start()
