"""Telling units: what of a text, sentence by sentence, a rewrite keeps even where it keeps no run of words.

Numbers, whether in figures or in words, names, months and the stems of content words. Every unit has a prior: how much
it tells by itself, before anybody knows how common it is in the case. A number of four figures tells more than a
round one, a name more than a verb.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from sousveil.find.numerals import numerals
from sousveil.find.tables import Tables, tables_for
from sousveil.trace.document import Document
from sousveil.trace.retelling.wording import Wording
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Kind", "Sentence", "Teller", "Unit", "long_quotations"]

Kind = str
"""`number`, `name`, `date` (a year, a month, or the day beside it) or `word`."""

_SENTENCE = re.compile(r"(?<=[.!?…؟])[”\"』」’)»]*\s+(?=[^\W_]|[«“\"‘„])|(?<=[。！？])[」』”’）]*|\n+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u30a0-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_JOINED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FIGURES = re.compile(r"\d+(?:[.,'\u00a0\u202f\u2009]\d+)*")
_SUM = re.compile(
    r"(?<![^\W_])(?:[A-Z]{1,3}\$?|[$€£¥₩₽])\s?(?P<whole>\d+(?:,\d{3})*(?:\.\d+)?)\s?(?P<scale>[kKmMbB]n?)(?![^\W_])"
)
_YEARS = range(1950, 2051)
_ROUNDED = 100
"""Numbers from which a rewrite may give the round one: 4,100 as "some four thousand"."""
_KNOWN = 200_000
"""Words of a language that are kept once they have been looked up."""
_DAYS = 31
_BESIDE = 4
"""Characters between a month and its day: `4 de marzo`."""
_QUOTE, _QUOTE_JOINED = 30, 14
"""Characters of the least quotation that is somebody's words; where words are written together."""
_NAME, _NEXT = 2.5, 1.0
"""Prior of a name's first word, and of those behind it."""
_LONG = 4
"""Syllables from which the beginning of a Korean word may be a name."""


class Unit(Struct, frozen=True):
    """Something that a sentence says, with where it stands (code points) and how much it tells by itself."""

    key: str
    """The same in all texts of the language: `=23` for a number, `~2e+03` for one rounded to its first figure, `@3` for
    a month, else a stem."""
    kind: Kind
    start: int
    end: int
    prior: float


class Sentence(Struct, frozen=True):
    """A sentence with its units, each key once."""

    start: int
    end: int
    units: tuple[Unit, ...]


class Teller:
    """Reads the telling units of texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._wording = Wording(vocabulary)
        self._known: dict[str, dict[str, tuple[str, Kind, float] | None]] = {}
        self._months = {
            lang: {word.casefold(): month for word, month in language.times.months.items()}
            for lang, language in vocabulary.languages.items()
        }

    def sentences(self, document: Document) -> list[Sentence]:
        """The sentences of a text that have units, in order."""
        content = document.text.content
        breaks = [match.end() for match in _SENTENCE.finditer(content)]
        numbers = list(self._numbers(document))
        taken = {at for unit in numbers for at in range(unit.start, unit.end)}
        begins = [0, *breaks]
        words = list(self._words(document, taken, set(begins)))
        found: list[dict[str, Unit]] = [{} for _ in begins]
        quoted = _Quoted(document)
        for unit in (*_dated(numbers, words, content), *words):
            if not quoted.holds(unit.start):
                found[bisect_right(breaks, unit.start)].setdefault(unit.key, unit)
        ends = [*breaks, len(content)]
        return [
            Sentence(begin, end, tuple(sorted(units.values(), key=lambda unit: (unit.start, unit.key))))
            for begin, end, units in zip(begins, ends, found, strict=True)
            if units
        ]

    def _numbers(self, document: Document) -> Iterator[Unit]:
        content, lang = document.text.content, document.text.lang
        tables = tables_for(lang, self.vocabulary) or tables_for(lang.split("-")[0], self.vocabulary)
        spans = _read(content, tables) if tables is not None else _figures(content)
        for start, end, value in spans:
            if value in _YEARS:
                yield Unit(f"={value:.0f}", "date", start, end, 1.0)
            elif value > 1:
                yield Unit(f"={value:.6g}", "number", start, end, _number_prior(value))
            if value >= _ROUNDED and value not in _YEARS:
                yield Unit(f"~{value:.0e}", "number", start, end, 1.0)

    def _words(self, document: Document, taken: set[int], begins: set[int]) -> Iterator[Unit]:
        content, tokens = document.text.content, document.tokens
        lang = document.text.lang.split("-")[0]
        capitals = not self._wording.of(lang).capital_nouns
        words, starts, ends = tokens.words, tokens.starts, tokens.ends
        small = {word for word, start in zip(words, starts, strict=True) if content[start] == word[0]}
        known = self._known.setdefault(lang, {})
        if len(known) > _KNOWN:
            known.clear()
        previous = after = -3
        for at, (word, start, end) in enumerate(zip(words, starts, ends, strict=True)):
            adjacent, previous = start == previous, end
            if start in taken:
                continue
            if word not in known:
                known[word] = self._told_by(word, lang)
            told = known[word]
            if told is None:
                if len(word) == 1 and _JOINED.match(word):
                    yield from _joined(words, starts, ends, at, adjacent=adjacent)
                continue
            key, kind, prior = told
            if (
                capitals
                and kind == "word"
                and content[start] != word[0]
                and word not in small
                and not _begins(content, start, begins)
            ):
                # The second word of a name tells little once the first is there.
                kind, prior, after = "name", _NEXT if start - after <= 2 else _NAME, end
            yield Unit(key, kind, start, end, prior)

    def _told_by(self, word: str, lang: str) -> tuple[str, Kind, float] | None:
        """Key, kind and prior of a word that stands for itself; null for one that says nothing alone."""
        if len(word) < 2 or word[0].isdigit() or word in self._wording.of(lang).function:
            return None
        if month := self._months.get(lang, {}).get(word):
            return f"@{month}", "date", 1.0
        stem = self._wording.stem(word, lang)
        return stem, "word", _word_prior(stem)


def _begins(content: str, start: int, begins: set[int]) -> bool:
    at = start
    while at and not content[at - 1].isalnum() and at not in begins:
        at -= 1
    return at in begins or at == 0


def _read(content: str, tables: Tables) -> Iterator[tuple[int, int, float]]:
    """Numbers with their spans; sums with a sign and a letter (`R14m`, `$3bn`) first."""
    shared = tables.vocabulary.numbers
    scales = {**shared.scales, **shared.money_scales}
    read: set[int] = set()
    for match in _SUM.finditer(content):
        if match["scale"] in scales:
            read.update(range(*match.span()))
            yield match.start(), match.end(), float(match["whole"].replace(",", "")) * scales[match["scale"]]
    view = tables.view(content)
    for number in numerals(tables).numbers(view, 0, len(view)):
        start, end = tables.orthography.letters.original(content, number.start, number.end)
        if start not in read:
            yield start, end, number.value


def _figures(content: str) -> Iterator[tuple[int, int, float]]:
    for match in _FIGURES.finditer(content):
        yield match.start(), match.end(), float(re.sub(r"\D", "", match.group())[:15])


def _dated(numbers: list[Unit], words: list[Unit], content: str) -> Iterator[Unit]:
    """The numbers, those that are the day of a month as dates."""
    months = [(unit.start, unit.end) for unit in words if unit.kind == "date"]
    for unit in numbers:
        day = (
            unit.key[0] == "="
            and float(unit.key[1:]) <= _DAYS
            and (
                content[unit.end : unit.end + 1] in {"日", "일", "號", "号"}
                or any(0 <= unit.start - end <= _BESIDE or 0 <= start - unit.end <= _BESIDE for start, end in months)
            )
        )
        yield Unit(unit.key, "date", unit.start, unit.end, 1.0) if day else unit


def long_quotations(document: Document) -> list[tuple[int, int]]:
    """Offsets of what stands in quotation marks and is somebody's words; short ones are names."""
    content = document.text.content
    return [
        (start, end)
        for start, end in document.quotes
        if end - start >= (_QUOTE_JOINED if _JOINED.search(content, start, end) else _QUOTE)
    ]


class _Quoted:
    """Where a text gives somebody's words: they are shared by all who heard them."""

    def __init__(self, document: Document) -> None:
        long = long_quotations(document)
        self._starts, self._ends = [start for start, _ in long], [end for _, end in long]

    def holds(self, at: int) -> bool:
        """Whether what stands at `at` is quoted."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]


def _number_prior(value: float) -> float:
    """Natural logarithm of how many numbers are as long as this one without its zeros; little for small ones."""
    figures = f"{value:.6g}".replace(".", "").split("e")[0].strip("0")
    return min(6.0, 0.4 + 1.9 * len(figures)) if value >= 13 else 0.6 + 0.06 * value


def _word_prior(stem: str) -> float:
    return min(1.6, 0.4 + 0.15 * len(stem))


def _joined(words: list[str], starts: list[int], ends: list[int], at: int, *, adjacent: bool) -> Iterator[Unit]:
    """Pairs of Chinese characters or kana; the first two syllables of a Korean word, and four of a longer one."""
    word = words[at]
    run = at + 1
    while run < len(words) and starts[run] == ends[run - 1] and len(words[run]) == 1 and run - at < _LONG:
        run += 1
    if _HANGUL.match(word):
        if adjacent:
            return
        if run - at >= 2:
            yield Unit("".join(words[at : at + 2]), "word", starts[at], ends[at + 1], 0.9)
        if run - at >= _LONG:
            yield Unit("".join(words[at:run]), "word", starts[at], ends[run - 1], 1.4)
        return
    if run - at < 2:
        return
    pair = word + words[at + 1]
    if all(_HAN.match(char) for char in pair):
        yield Unit(pair, "word", starts[at], ends[at + 1], 0.8)
    elif all(_KANA.match(char) for char in pair):
        yield Unit(pair, "word", starts[at], ends[at + 1], 0.6)
