"""Which times of a sentence are those of a report: when it was said, not when it happened."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from sousveil.find.mention import Mention
from sousveil.find.moments import Moment
from sousveil.find.spellings import alternation, listed, without_compounds
from sousveil.find.tables import Tables

__all__ = ["report_times", "telling_words"]

_SAYING = {"after", "telling"}
_ACTS = {"act", "act_weak", "technology", "technology_weak"}
_NAMES = {"operator", "named_operator", "named_outlet", "named_supplier", "target"}
_PAUSE = re.compile(r"[,;:.!?、，。；：،؛«»“”\"„()]")
_NEAR = 26
"""Characters between a verb of saying and its date where no clause follows that would tell."""
_FAR = 90
"""Characters that a clause of saying may have."""
_COMMA = 2
"""Characters from a comma to the word behind it."""
_OPENING = 16
"""Characters between the speaker, whom a sentence is about, and the date behind it."""


class _Telling:
    """The words of making known of a language, compiled."""

    def __init__(self, tables: Tables) -> None:
        times, language = tables.language.times, tables.language
        spaced = language.writing == "spaced"
        self.final = (language.saying or language.order) == "verb-final"
        self.last = self.final or language.order == "verb-final"
        self.spaced = spaced
        self.spoken = _Words(tables, times.telling, spaced)
        self.documents = _Words(tables, (*times.documents, *language.attribution.reports), spaced)
        self.that = _Words(tables, times.that, spaced)
        self.closing = tuple(listed(tables, word) for word in times.quoting)
        self.topics = tuple(listed(tables, topic) for topic in language.grammar.topics)
        small = (*times.dating, *times.telling, *times.fillers, *language.grammar.on, *language.grammar.articles)
        words = _alternation(tables, small if spaced else without_compounds(small))
        opening = r"(?<![^\W_])" if spaced else ""
        small_word = rf"(?:{words})" + (r"(?![^\W_])" if spaced else "")
        self.between = re.compile(rf"(?:[\s'’(,]*{small_word})*[\s'’]*", re.IGNORECASE)
        """What may stand between a document and its date, or a date and the verb of saying behind it."""
        linking = _alternation(tables, (*times.dating, *times.telling))
        self.dated = re.compile(rf"{opening}(?:{linking})" + (r"(?![^\W_])" if spaced else ""), re.IGNORECASE)
        """What makes a date that of the document before it: "dated", "published in"."""


class _Words:
    """Some words, compiled."""

    def __init__(self, tables: Tables, words: Iterable[str], spaced: bool) -> None:
        either = _alternation(tables, words)
        edges = (r"(?<![^\W_])", r"(?![^\W_])") if spaced else ("", "")
        self._pattern = re.compile(rf"{edges[0]}(?:{either}){edges[1]}", re.IGNORECASE)

    def spans(self, view: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where they stand."""
        return [match.span() for match in self._pattern.finditer(view, start, end)]


def _alternation(tables: Tables, words: Iterable[str]) -> str:
    """An expression for one of some words; a star stands for any ending."""
    return alternation(listed(tables, word) for word in words).replace(r"\*", r"\w*")


@lru_cache(maxsize=64)
def telling_words(tables: Tables) -> _Telling:
    """The compiled words of making known of a language, held in memory."""
    return _Telling(tables)


def report_times(
    tables: Tables, content: str, start: int, end: int, mentions: list[Mention], moments: list[Moment],
    published: str | None,
) -> list[Moment]:  # fmt: skip
    """Those of the `moments` of the sentence `content[start:end]` at which something was said or published.

    A date belongs to a verb of saying that stands right beside it, or with it in a clause that tells nothing else; to
    a document that it stands beside: "in a report dated 3 May". `mentions` are all of the sentence; nothing is told
    after the page was `published`.
    """
    if not moments:
        return []
    words, view = telling_words(tables), tables.view(content)
    said = [(m.start, m.end) for m in mentions if m.section == "attribution" and m.ident in _SAYING]
    made_known = words.spoken.spans(view, start, end)
    # "أجهزة كشف": a noun that a device is named by.
    things = {m.end for m in mentions if m.section in {"device", "things"}}
    sayings = [span for span in sorted({*said, *made_known}) if not {span[0], span[0] - 1} & things]
    documents = words.documents.spans(view, start, end)
    documents += [(m.start, m.end) for m in mentions if m.section == "attribution" and m.ident == "reports"]
    heads = sorted({*sayings, *documents})
    told = [(m.start, m.end) for m in mentions if m.section in _ACTS]
    named = [(m.start, m.end) for m in mentions if m.section in _NAMES or m.ident == "speakers"]
    told = [t for t in told if not any(s[0] <= t[0] < s[1] or t[0] <= s[0] < t[1] for s in (*heads, *named))]
    reader = _Sentence(words, view, start, end, told, sayings, documents)
    past = [moment for moment in moments if published is None or _is_past(moment, published)]
    found = [moment for moment in past if reader.is_report(moment, past)]
    # "Звіту від 20 листопада": of that day, not since it.
    return [moment.moved(value=moment.value.removesuffix("/..")) for moment in found]


def _is_past(moment: Moment, published: str) -> bool:
    """Whether a time had come when the page was published; of an interval that the text bounds, its end as well."""
    first, _, last = moment.value.partition("/")
    told = (first, last) if moment.counted == "span" else (first,)
    return all(end[: len(published)] <= published for end in told)


class _Sentence:
    """One sentence with its verbs of saying, its documents and what it tells of."""

    def __init__(
        self, words: _Telling, view: str, start: int, end: int, told: list[tuple[int, int]],
        sayings: list[tuple[int, int]], documents: list[tuple[int, int]],
    ) -> None:  # fmt: skip
        self._words, self._view = words, view
        self._start, self._end = start, end
        self._told, self._sayings, self._documents = told, sayings, documents
        pauses = [match.start() for match in _PAUSE.finditer(view, start, end)]
        self._that = [begin for begin, _ in words.that.spans(view, start, end)]
        self._borders = sorted({*pauses, *self._that})

    def is_report(self, moment: Moment, moments: list[Moment]) -> bool:
        """Whether the moment is when something was made known. A verb of saying has one time, the one beside it."""
        if self._beside_document(moment) or (self._words.final and self._behind_speaker(moment)):
            return True
        for saying in self._sayings:
            if self._right_at(moment, saying):
                return True
            if self._in_clause_of(moment, saying) and not any(self._right_at(m, saying) for m in moments):
                return True
        return moment.is_day and self._before_what_is_said(moment)

    def _beside_document(self, moment: Moment) -> bool:
        """ "A report dated 3 May", "der im Mai erschienene Bericht", "the 2021 report"."""
        for begin, stop in self._documents:
            near = 0 <= moment.start - stop <= _NEAR * 2
            if near and self._small(stop, moment.start) and self._words.dated.search(self._view, stop, moment.end):
                return True
            if 0 <= begin - moment.end <= _NEAR and self._leads(moment.end, begin):
                return True
        return False

    def _leads(self, low: int, high: int) -> bool:
        """Whether a date leads on to the document behind it: "2021년 6월 발표된 보고서", "the 2021 report"."""
        if self._told_between(low, high) or self._border_between(low, high):
            return False
        between = self._view[low:high]
        named = any(low <= begin and stop <= high for begin, stop in self._sayings)
        return named or not between.strip() or (not self._words.spaced and len(between) <= 2)

    def _right_at(self, moment: Moment, saying: tuple[int, int]) -> bool:
        """ "Said on Monday", "on Monday police said"."""
        begin, stop = saying
        if moment.end <= begin:
            return self._before_saying(moment, begin)
        if moment.start < stop or self._words.last or self._border_between(stop, moment.start):
            return False
        return moment.start - stop <= _NEAR and self._small(stop, moment.start)

    def _in_clause_of(self, moment: Moment, saying: tuple[int, int]) -> bool:
        """ "Told reporters on Thursday that", "teilte die Polizei am Montag mit, dass": its clause ends there."""
        stop = saying[1]
        if not stop <= moment.start <= stop + _FAR or self._words.last:
            return False
        if self._border_between(stop, moment.start) or self._told_between(stop, moment.start):
            return False
        close = next((at for at in self._borders if at >= moment.end), self._end)
        closed = close < self._end and not self._told_between(moment.end, close)
        return closed or not self._told_between(stop, self._end)

    def _before_what_is_said(self, moment: Moment) -> bool:
        """ "Gab am Mittwoch zu, dass …": a day in a clause that tells nothing, with what is said behind it."""
        that = next((begin for begin in self._that if begin >= moment.end), None)
        if that is None or that - moment.end > _NEAR * 2:
            return False
        pauses = [at for at in self._borders if moment.end <= at < that]
        left = max((at for at in self._borders if at < moment.start), default=self._start)
        return all(that - at <= _COMMA for at in pauses) and not self._told_between(left, that)

    def _before_saying(self, moment: Moment, begin: int) -> bool:
        """ "Police on Monday said", "On Monday, police said", "13일 보도했다"."""
        low, high = moment.end, begin
        if high - low > _FAR or self._told_between(low, high):
            return False
        if self._words.final or not self._words.spaced:
            return not self._border_between(low, high) and self._free(low, high, is_day=moment.is_day)
        borders = [at for at in self._borders if low <= at < high]
        if borders and not (len(borders) == 1 and self._opens(moment) and borders[0] - low <= 1):
            return False
        # What stands before the date in its clause must tell nothing either: "cameras installed in May showed".
        left = max((at for at in self._borders if at < moment.start), default=self._start)
        return not self._told_between(left, low)

    def _free(self, low: int, high: int, *, is_day: bool) -> bool:
        """Whether hardly anything stands between a date and the verb behind it; news tell the day of what they tell."""
        between, closing = self._view[low:high].strip(), self._words.closing
        quoted = bool(closing) and (between.endswith(closing) or self._view.startswith(closing, high))
        return not between or (is_day and len(between) <= _NEAR // 2 and not quoted)

    def _opens(self, moment: Moment) -> bool:
        return moment.start - self._start <= _OPENING and not self._told_between(self._start, moment.start)

    def _behind_speaker(self, moment: Moment) -> bool:
        """ "통일부는 월요일 … 밝혔다", "防衛省は10日、…と発表した": the day right behind whom the sentence is about."""
        if not moment.is_day or not self._sayings:
            return False
        last = self._sayings[-1]
        if last[0] < moment.end:
            return False
        before = self._view[max(self._start, moment.start - 6) : moment.start].rstrip(" 、,")
        return bool(self._words.topics) and before.endswith(self._words.topics)

    def _small(self, low: int, high: int) -> bool:
        return self._words.between.fullmatch(self._view, low, high) is not None

    def _told_between(self, low: int, high: int) -> bool:
        return any(low <= begin < high for begin, _ in self._told)

    def _border_between(self, low: int, high: int) -> bool:
        at = bisect_left(self._borders, low)
        return at < len(self._borders) and self._borders[at] < high
