"""Whether two texts share a quotation: the words that both have in order, weighed against the shorter quotation."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from datetime import date

from msgspec import Struct

from sousveil.record.echo import Aligned, Echo, Passage
from sousveil.trace.direction import Ordered, origin_first
from sousveil.trace.quoting.quotation_alignment import EXACT, Alignment, Piece, align
from sousveil.trace.quoting.quotation_words import QuotedWords
from sousveil.vocabulary.citing import citing_for
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["COMPARED", "FORMULA", "Match", "compared", "shared_by"]

SHORT, SHORT_SHARE = 4.5, 0.85
"""Least worth, in telling words, of a short quotation that both give with its speaker, and its share of the shorter."""
MIDDLE, MIDDLE_SHARE = 7.0, 0.68
"""The same of one that is long enough to be no saying."""
PART, PART_DENSITY = 9.0, 0.72
"""Least worth of what two long quotations share of one statement, and how densely it stands in both."""
TOLD, TOLD_SHARE, TOLD_DENSITY = 8.0, 0.68, 0.6
TOLD_SHORT, TOLD_WHOLE = 6.2, 0.8
"""The same where one side gives the words without marks: as indirect speech, or because it is what was quoted. What
is shorter must stand there nearly whole."""
UNITS, MANY_UNITS = 2, 6
"""Units that a statement has in common with the other text, or else the two are not laid beside each other: that few
others have, or of whatever kind."""
CONTENT = 3
CONTENT_TOLD = 5
"""Least number of telling words, or of pairs of characters."""
IN_MARKS = 0.75
"""Share of the words in marks from which both sides quote."""
FORMULA = 3
"""Quotations of one text with the same units in common laid beside the other: a formula may stand on each line."""
COMPARED = 100
"""Quotations of one text that are laid beside one other text, those with most units in common first."""
BESIDE = 24
"""Tokens before and behind a quotation among which its speaker is sought."""
WEEK = 10
"""Days within which two texts may quote one statement that nothing else ties together."""
SHOWN = 24
"""Pieces that are kept side by side."""
_ANNOUNCED = re.compile(r"[:：,，]\s*$")
_TITLE_WORD = re.compile(r"[^\W\d_]{4,}")
_TITLE = 0.75
"""Share of the longer words with a capital from which it is a title."""
_OPENING = "“„«»\"'‘「『—– \u00a0\u202f"


class Match(Struct, frozen=True):
    """A quotation that two texts share."""

    echo: QuotedWords
    origin: QuotedWords
    pieces: tuple[Piece, ...]
    """`first` and `last` of the text that repeats, `other` of the one that was first."""
    weight: float
    share: float
    """Of the shorter quotation, 0 to 1."""
    is_told: bool
    """One side gives the words without marks."""
    beside: tuple[str, ...]
    """Telling words that stand beside it in both texts, names first: who speaks, most often."""
    ordered: Ordered

    @property
    def start(self) -> int:
        """Where the words begin in the text that repeats."""
        return self.echo.span(self.pieces[0].first, self.pieces[0].last)[0]

    @property
    def end(self) -> int:
        """Where they end."""
        return self.echo.span(self.pieces[-1].first, self.pieces[-1].last)[1]

    def as_echo(self) -> Echo:
        """The echo that says so."""
        there = self.origin.span(min(piece.other for piece in self.pieces), max(p.other_last for p in self.pieces))
        return Echo(
            origin_from=Passage(source=self.echo.document.id, start=self.start, end=self.end),
            origin_to=Passage(source=self.origin.document.id, start=there[0], end=there[1]),
            type="quote",
            score=round(min(1.0, self.share) * (0.9 if self.is_told else 1.0), 3),
            reason=self._reason(),
            direction=self.ordered.direction,
            aligned=tuple(self._aligned()),
        )

    def _reason(self) -> str:
        words = " ".join(self.echo.content[self.start : self.end].split())
        shown = words if len(words) <= 120 else f"{words[:118]} …"
        how = "one quotes and the other has without marks" if self.is_told else "both quote"
        changed = [f"“{one}” for “{other}”" for one, other in self._changes()][:3]
        notes = [f"{round(min(1.0, self.share) * 100)} % of the shorter quotation in order"]
        if changed:
            notes.append("with " + ", ".join(changed))
        if self.beside:
            notes.append("beside both: " + ", ".join(self.beside[:3]))
        return f"{how} “{shown}” ({'; '.join(notes)}); {self.ordered.why}"

    def _changes(self) -> Iterator[tuple[str, str]]:
        for piece in self.pieces:
            here = self.echo.tokens.words[piece.first : piece.last]
            there = self.origin.tokens.words[piece.other : piece.other_last]
            yield from ((one, other) for one, other in zip(here, there, strict=True) if one != other)

    def _aligned(self) -> Iterator[Aligned]:
        longest = sorted(self.pieces, key=lambda piece: (piece.first - piece.last, piece.first))[:SHOWN]
        for piece in sorted(longest, key=lambda piece: piece.first):
            start, end = self.echo.span(piece.first, piece.last)
            there = self.origin.span(piece.other, piece.other_last)
            what = "" if piece.is_equal else "another form of the word"
            yield Aligned(start=start, end=end, to_start=there[0], to_end=there[1], what=what)


def shared_by(
    one: QuotedWords, other: QuotedWords, vocabulary: Vocabulary, common: Set[int] = frozenset()
) -> list[Match]:
    """The quotations that two texts share, in the order of the text that repeats; none of them overlap.

    `common` are units that many texts have: names and phrases.
    """
    found: list[Match] = []
    for mine, theirs in ((one, other), (other, one)):
        for quotation in compared(mine, theirs, common):
            for alignment in align(mine, quotation, theirs):
                match = _judge(mine, theirs, alignment, vocabulary)
                if match is not None:
                    found.append(match)
    found.sort(key=lambda match: (match.is_told, -match.weight, match.start))
    kept: list[tuple[int, int, int]] = []
    for number, match in enumerate(found):
        start, end = match.start, match.end
        at = bisect.bisect_left(kept, (start,))
        if (at == 0 or kept[at - 1][1] <= start) and (at == len(kept) or end <= kept[at][0]):
            kept.insert(at, (start, end, number))
    return [found[number] for _, _, number in kept]


def compared(mine: QuotedWords, theirs: QuotedWords, common: Set[int] = frozenset()) -> list[list[int]]:
    """The quotations of one text that are worth laying beside another; no more than `COMPARED`, whatever the texts."""
    found: list[tuple[int, list[int]]] = []
    met: Counter[frozenset[int]] = Counter()
    for quotation, units in mine.quotations:
        shared = units & theirs.told
        if len(shared) < UNITS or (len(shared) < MANY_UNITS and len(shared - common) < UNITS):
            continue
        met[shared] += 1
        if met[shared] <= FORMULA:
            found.append((len(shared), quotation))
    if len(found) > COMPARED:
        found = sorted(found, key=lambda each: -each[0])[:COMPARED]
    return [quotation for _, quotation in found]


def _judge(mine: QuotedWords, theirs: QuotedWords, alignment: Alignment, vocabulary: Vocabulary) -> Match | None:
    marked = _in_marks(mine, theirs, alignment)
    if marked.weight < IN_MARKS * alignment.weight:
        # Some of it may stand in marks, and be followed by words that are alike by chance.
        found = _weighed(mine, theirs, marked, vocabulary, is_told=False) if marked.pieces else None
        return found or _weighed(mine, theirs, alignment, vocabulary, is_told=True)
    return _weighed(mine, theirs, alignment, vocabulary, is_told=False)


def _in_marks(mine: QuotedWords, theirs: QuotedWords, alignment: Alignment) -> Alignment:
    """What of an alignment the other text has in marks, too."""
    pieces: list[Piece] = []
    for piece in alignment.pieces:
        inside = [at for at in range(piece.other, piece.other_last) if theirs.voices[at] >= 0]
        if inside:
            first, last = inside[0] - piece.other, inside[-1] + 1 - piece.other
            kept = range(piece.first + first, piece.first + last)
            pieces.append(Piece(kept.start, kept.stop, inside[0], inside[-1] + 1, piece.is_equal))
    worth = [mine.sums[piece.last] - mine.sums[piece.first] for piece in pieces]
    telling = sum(bool(mine.seed_of[at]) for piece in pieces for at in range(piece.first, piece.last))
    return Alignment(tuple(pieces), sum(worth), min(alignment.exact, max(worth, default=0.0)), telling)


def _weighed(
    mine: QuotedWords, theirs: QuotedWords, alignment: Alignment, vocabulary: Vocabulary, *, is_told: bool
) -> Match | None:
    if alignment.weight < SHORT or alignment.content < CONTENT or alignment.exact < EXACT:
        return None
    here = [(piece.first, piece.last) for piece in alignment.pieces]
    there = [(piece.other, piece.other_last) for piece in alignment.pieces]
    density = alignment.weight / max(_stretch(mine, here), _stretch(theirs, there), 0.1)
    shorter = _touched(mine, here) if is_told else min(_touched(mine, here), _touched(theirs, there))
    share = alignment.weight / max(shorter, 0.1)
    one, other = _setting(mine, here, vocabulary), _setting(theirs, there, vocabulary)
    both = [word for seed, word in one.beside.items() if seed in other.beside]
    beside = tuple(sorted(both, key=lambda word: word[0] == word[0].lower()))
    if is_told:
        if alignment.content < CONTENT_TOLD or not _is_retold(alignment.weight, share, density):
            return None
    elif not _is_shared(alignment.weight, share, density):
        spoken = one.is_spoken and other.is_spoken
        if share < SHORT_SHARE or not (beside or (spoken and _same_week(mine, theirs))):
            return None
    if alignment.weight < PART and (_is_title(mine, here) or _is_title(theirs, there)):
        return None
    return _match(mine, theirs, alignment, share, beside, is_told=is_told)


def _is_shared(weight: float, share: float, density: float) -> bool:
    return (weight >= MIDDLE and share >= MIDDLE_SHARE) or (weight >= PART and density >= PART_DENSITY)


def _is_retold(weight: float, share: float, density: float) -> bool:
    if weight >= TOLD and share >= TOLD_SHARE and density >= TOLD_DENSITY:
        return True
    if weight >= TOLD_SHORT and share >= TOLD_WHOLE and density >= TOLD_WHOLE:
        return True
    return weight >= PART * 1.3 and density >= PART_DENSITY


def _match(
    mine: QuotedWords,
    theirs: QuotedWords,
    alignment: Alignment,
    share: float,
    beside: tuple[str, ...],
    *,
    is_told: bool,
) -> Match:
    ordered = origin_first(mine.document, theirs.document)
    pieces = alignment.pieces
    if ordered.origin is mine.document:
        mine, theirs = theirs, mine
        turned = (Piece(p.other, p.other_last, p.first, p.last, p.is_equal) for p in pieces)
        pieces = tuple(sorted(turned, key=lambda piece: piece.first))
    return Match(mine, theirs, pieces, alignment.weight, min(1.0, share), is_told, beside, ordered)


def _stretch(words: QuotedWords, ranges: Sequence[tuple[int, int]]) -> float:
    """What all words from the first to the last shared one are worth, asides left out, and what was cut."""
    first, last = ranges[0][0], ranges[-1][1]
    voice = words.voices[first]
    return sum(words.weights[at] for at in range(first, last) if voice < 0 or words.voices[at] == voice)


def _touched(words: QuotedWords, ranges: Sequence[tuple[int, int]]) -> float:
    """What the marked parts are worth that hold one of the ranges."""
    worth = 0.0
    number = max(0, bisect.bisect_left(words.marked, (ranges[0][0] + 1,)) - 1)
    for first, last, _ in itertools.islice(words.marked, number, None):
        if first >= ranges[-1][1]:
            break
        if any(first < stop and start < last for start, stop in ranges):
            worth += words.sums[last] - words.sums[first]
    return worth


def _around(words: QuotedWords, ranges: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The tokens before and behind a passage in its paragraph that no marks hold."""
    first, last = ranges[0][0], ranges[-1][1]
    start, end = words.tokens.span(first, last)
    above, below = words.content.rfind("\n", 0, start), words.content.find("\n", end)
    begin = max(first - BESIDE, bisect.bisect_left(words.tokens.starts, above))
    stop = min(last + BESIDE, bisect.bisect_left(words.tokens.starts, below) if below >= 0 else len(words.tokens))
    free = [at for at in (*range(begin, first), *range(last, stop)) if words.voices[at] < 0]
    aside = [at for at in range(first, last) if words.voices[at] < 0 <= words.voices[first]]
    return [at for at in free if at < first] + aside, [at for at in free if at >= last]


def _cues(words: QuotedWords, tokens: Sequence[int], vocabulary: Vocabulary) -> list[tuple[int, int]] | None:
    """Where tokens are words by which somebody is quoted; null where nothing is known of the language."""
    lang = words.document.text.lang
    citing = citing_for(lang, vocabulary)
    if citing is None:
        return None
    if not tokens:
        return []
    start, end = words.tokens.span(tokens[0], tokens[-1] + 1)
    end = min(len(words.view), end + 3)  # a pattern may look at what follows
    return [match.span() for cue in (citing.before, citing.after) for match in cue.finditer(words.view, start, end)]


class _Setting(Struct, frozen=True):
    """How a passage is given in its text."""

    is_spoken: bool
    """Announced by a colon, or with a verb of saying beside it."""
    beside: dict[str, str]
    """Telling words beside it, as they are compared, and as they stand there."""


def _setting(words: QuotedWords, ranges: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> _Setting:
    before, behind = _around(words, ranges)
    start = words.tokens.span(*ranges[0])[0]
    announced = _ANNOUNCED.search(words.content[max(0, start - 8) : start].rstrip(_OPENING)) is not None
    spoken, beside = announced, {}
    for tokens in (before, behind):
        cues = _cues(words, tokens, vocabulary)
        spoken = spoken or cues is None or bool(cues)
        for at in tokens:
            begin, end = words.tokens.span(at, at + 1)
            if words.seed_of[at] and not any(first < end and begin < last for first, last in cues or ()):
                beside[words.seed_of[at]] = words.content[
                    begin : end + (len(words.seed_of[at]) == 2 and end - begin == 1)
                ]
    return _Setting(spoken, beside)


def _is_title(words: QuotedWords, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether it is written as the title of a work or a programme: most words with capitals."""
    start, end = words.span(*ranges[0])[0], words.span(*ranges[-1])[1]
    long = _TITLE_WORD.findall(words.content[start:end])
    capital = sum(word[0].isupper() for word in long)
    return bool(long) and capital >= _TITLE * len(long) and any(word[0] != word[0].lower() for word in long)


def _same_week(one: QuotedWords, other: QuotedWords) -> bool:
    """Whether both were published within days of each other."""
    days = []
    for words in (one, other):
        try:
            days.append(date.fromisoformat((words.document.published or "")[:10]))
        except ValueError:
            return False  # no date, or none to the day
    return abs((days[0] - days[1]).days) <= WEEK
