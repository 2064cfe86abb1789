"""Which words of a phrase name a speaker: without the day on which it spoke, its verb and the adverbs around it."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from sousveil.find.dates import moments_in
from sousveil.find.mention import Mention
from sousveil.find.tables import Tables

__all__ = ["ANY_DAY", "over_a_time", "speaker_words"]

Span = tuple[int, int]
_WORD = re.compile(r"[^\s,;:()]+")
_EDGE = " \t\u00a0,;:–—-"
ANY_DAY = "2000-01-01"
"""A day of publication for phrases like "this week": only where they stand matters here."""
_BEYOND = 24
"""Characters behind a phrase in which a date may end that began in it."""
_TIME = 40
"""Characters behind a cue in which a time may stand before the speaker."""
_NEXT = 12
"""Characters between the cue and that time."""
_SPOKEN = {"speakers", "reports", "authors"}
_NAMES = {"named_outlet", "named_operator", "named_supplier", "operator", "supplier"}


class _Small:
    """The words of a language that name nobody."""

    def __init__(self, tables: Tables) -> None:
        grammar, naming = tables.language.grammar, tables.language.naming
        self.prepositions = frozenset(grammar.prepositions)
        self.edges = frozenset((*grammar.adverbs, *grammar.auxiliaries, *grammar.relatives))
        self.within = frozenset((*grammar.prepositions, *grammar.conjunctions, *grammar.joining))
        self.opening = frozenset(grammar.adverbs) - frozenset(grammar.articles)
        self.nobody = (
            self.edges | self.within | frozenset(naming.nobody)
            | frozenset((*grammar.articles, *grammar.possessives, *grammar.pronouns, *grammar.persons))
            | frozenset((*grammar.days, *grammar.moments, *grammar.this, *grammar.on, *naming.articles))
            | grammar.measures
        )  # fmt: skip
        self.spaced = tables.language.writing == "spaced"


@lru_cache(maxsize=64)
def _small(tables: Tables) -> _Small:
    return _Small(tables)


def speaker_words(tables: Tables, content: str, span: Span, mentions: list[Mention]) -> Span | None:
    """The part of `content[span]` that names a speaker; null where none of it does."""
    small = _small(tables)
    if small.spaced:
        if not any((m.start, m.end) == span for m in mentions):
            # A term has no time in it, but it may have the word for one in its name: رادیو فردا.
            span = _without_times(tables, content, _without_verbs(span, mentions, content), small)
        span = _without_edges(content, span, small)
    words = [word.lower() for word in _WORD.findall(content[span[0] : span[1]])]
    if not any(any(char.isalpha() for char in word) for word in words):
        return None
    if small.spaced and all(word.isdigit() or word in small.nobody for word in words):
        return None
    return span


def over_a_time(tables: Tables, content: str, cue: Mention, end: int) -> Mention:
    """The cue with the time that follows it, behind which the speaker stands: "informó **el 3 de mayo** el alcalde"."""
    until = min(end, cue.end + _TIME)
    if not content[cue.end : until].strip():
        return cue
    timed = moments_in(tables, content, cue.end, until, ANY_DAY)
    if not timed or timed[0].start - cue.end > _NEXT or content[cue.end : timed[0].start].count(" ") > 2:
        return cue
    between = content[cue.end : timed[0].start].split()
    grammar = tables.language.grammar
    small = {*grammar.prepositions, *grammar.articles, *grammar.on}
    # "a 2023 report" has its year inside.
    alone = set(between) <= small and (not between or between[-1] not in grammar.indefinite)
    return msgspec.structs.replace(cue, end=timed[0].end) if alone else cue


def _saying_in(span: Span, mentions: list[Mention]) -> list[Mention]:
    """Verbs of saying in a span, which are no words of a name or a document there: "reports" may be either."""
    told = [m for m in mentions if span[0] <= m.start and m.end <= span[1]]
    nouns = [m for m in told if m.section in _NAMES or (m.section == "attribution" and m.ident in _SPOKEN)]
    return [
        m
        for m in told
        if m.section == "attribution"
        and m.ident == "after"
        and not any(n.start < m.end and m.start < n.end for n in nouns)
    ]


def _without_verbs(span: Span, mentions: list[Mention], content: str) -> Span:
    """Without its verb: "contó Daily NK", "el ministerio dijo"."""
    start, end = span
    for verb in sorted(_saying_in(span, mentions), key=lambda m: m.start):
        if not content[verb.start].islower() or not start <= verb.start < end:
            continue
        if content[start : verb.start].strip(_EDGE) == "":
            start = verb.end
        else:
            end = verb.start
    return _stripped(content, (start, end))


def _without_times(tables: Tables, content: str, span: Span, small: _Small) -> Span:
    """Without the time when it spoke: "This week Daily NK", "Daily NK en marzo de 2021"."""
    start, end = span
    moments = moments_in(tables, content, start, min(len(content), end + _BEYOND), ANY_DAY)
    for moment in moments:
        if moment.start >= end:
            break
        words = _WORD.findall(content[start : moment.start])
        if all(not word.strip(_EDGE) for word in words):
            start = _over_prepositions(content, min(moment.end, end), end, small)
            continue
        left = words[-1]
        governed = left.lower() in small.prepositions
        named = left[0].isupper() and content[moment.start].isdigit()
        if governed or (moment.end >= end and not named):
            end = moment.start
    return _stripped(content, (start, end))


def _over_prepositions(content: str, start: int, end: int, small: _Small) -> int:
    """Where the name begins behind a day: "у вівторок **у** міністерстві"."""
    word = _WORD.search(content, start, end)
    return word.end() if word and word.group().lower() in small.prepositions else start


def _without_edges(content: str, span: Span, small: _Small) -> Span:
    """Without small words at its ends that belong to the verb or to what follows."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(content, *span)]
    while words and _word(content, words[-1]) in small.edges | small.within:
        words.pop()
    while words and _word(content, words[0]) in small.opening:
        words.pop(0)
    return (words[0][0], max(words[-1][1], _closed(content, words, span))) if words else (span[0], span[0])


def _closed(content: str, words: list[Span], span: Span) -> int:
    """Behind the bracket that closes right behind the last word: `(R-Fla.)`."""
    end = words[-1][1]
    return end + 1 if content[end : end + 1] == ")" and end < span[1] else end


def _word(content: str, span: Span) -> str:
    word = content[span[0] : span[1]]
    # "US" is no "us".
    return word if len(word) > 1 and word.isupper() else word.lower()


def _stripped(content: str, span: Span) -> Span:
    start, end = span
    while end > start and content[end - 1] in _EDGE:
        end -= 1
    while start < end and content[start] in _EDGE:
        start += 1
    return start, end
