"""Facts that have no language: numbers, dates, places, bodies, technologies and sites, sentence by sentence.

Two steps, since a case may be large: `Facts.keys` is cheap and proposes candidates; `Facts.told` reads dates, places
and concepts, too, and is asked for texts that are compared. Both look at one text alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sousveil.find.dates import moments_in
from sousveil.find.numerals import numerals
from sousveil.find.segment import sentences
from sousveil.find.tables import Tables, tables_for
from sousveil.record.claim import Claim
from sousveil.trace.document import Document
from sousveil.trace.retelling.spoken_names import Names, name_key, names_in
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_types import Candidate
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Fact", "Facts", "Sentence", "Sighting", "Told"]

Fact = tuple[str, str]
"""What it is (`number`, `date`, `month`, `year`, `time`, `place`, `country`, `source`, `body`, `technology`, `site`,
`name`) and its value: a number without noughts behind its point, EDTF, or an identifier of the vocabulary."""

_LEAST_KEY = 100
"""Smaller numbers stand everywhere, and propose candidates only with the numbers behind them."""
_NEIGHBOURS = 3
"""Numbers behind a number that make a key with it: who retells leaves out some."""
_LISTED = 1000
"""Smaller numbers at the start of a line count the line: lists of a hundred things all share them."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = re.compile(
    r"(?<![\w.,])(?P<whole>\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+(?!\d)|\d{1,15})(?:[.,](?P<decimals>\d{1,2})(?!\d))?"
)
_STOP = re.compile(r"[।॥۔።။។]|(?<=[\u0e00-\u0eff]{3})[ \u3000](?=[\u0e00-\u0eff])")
"""Stops of the scripts of India, Pakistan, Ethiopia, Myanmar and Cambodia; Thai and Lao have spaces between phrases."""
_BULLET, _BEHIND = "#( ", ".):、．-–\n\t"
_NAMED = re.compile(r"(?<=[^\W\d_«\"„“] )[A-ZÀ-ÞА-ЯЁІЇЄҐ][^\W\d_]{4,}")
"""A word with a capital within a sentence."""
_SCALES = "十百千万萬亿億"
"""Ideographs that, alone, are parts of words: 百分之, 老百姓."""
_MEANT = 5
"""Places that one name is taken to mean."""
_DAY, _MONTH = len("2024-05-03"), len("2024-05")
_CONCEPTS = {
    "technology": "technology", "technology_weak": "technology", "site": "site", "named_supplier": "body",
    "named_operator": "body", "named_outlet": "source",
}  # fmt: skip
_PLAIN = "en"
"""The language whose terms a text in a language without a vocabulary is read with: digits, names in Latin letters."""
_TITLES = {"title", "heading"}
"""Whoever retells writes another title."""
_SIZES = ((0x0590, 0x06FF, 1.25), (0x3040, 0x30FF, 1.7), (0x3400, 0x9FFF, 3.0), (0xAC00, 0xD7AF, 2.3))
"""How many Latin letters a letter of other scripts stands for, by code points."""
_DENSE = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high, _ in _SIZES) + "]")


class Sighting(Struct, frozen=True):
    """A fact at `[start, end)` of a text."""

    start: int
    end: int
    fact: Fact
    places: tuple[Candidate, ...] = ()
    """What the name of a place may mean, the likeliest first."""


class Sentence(Struct, frozen=True):
    """A sentence at `[start, end)` with its facts, in order."""

    start: int
    end: int
    size: float
    """Its length in Latin letters: 学校 is as long as "school"."""
    sightings: tuple[Sighting, ...]


class Told(Struct, frozen=True):
    """What a text tells, sentence by sentence; titles are left out."""

    document: Document
    lang: str
    """ISO 639-1."""
    sentences: tuple[Sentence, ...]
    names: Names

    def sentence_at(self, at: int) -> int | None:
        """The number of the sentence that holds an offset; null in a title."""
        number = bisect_right(self.sentences, at, key=lambda sentence: sentence.start) - 1
        return number if number >= 0 and at < self.sentences[number].end else None


class Facts:
    """Reads the facts of texts with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._gazetteer: Gazetteer | None = None

    def keys(self, document: Document) -> frozenset[Fact]:
        """Cheap facts that are rare enough to propose candidates: large numbers, numbers that follow each other, names
        in letters with capitals, the sources that a text names and whom its claims are about."""
        values = [value for _, _, value in _numbers(self._tables(document), document)]
        found: set[Fact] = {("number", value) for value in values if float(value) >= _LEAST_KEY}
        for at, value in enumerate(values):
            found.update(("numbers", f"{value} {then}") for then in values[at + 1 : at + 1 + _NEIGHBOURS])
        if not self._capital_nouns(document):
            found.update(("name", name_key(match.group())) for match in _NAMED.finditer(document.text.content))
        found.update(("source", mention.ref) for mention in document.mentions)
        for claim in document.claims:
            found |= _of_claim(claim)
        return frozenset(found)

    def told(self, document: Document) -> Told:
        """All facts of a text, in order."""
        content, tables = document.text.content, self._tables(document)
        lang = document.text.lang.partition("-")[0]
        spans = [
            span
            for paragraph in document.text.paragraphs
            if paragraph.role not in _TITLES
            for span in _sentences(tables, content, paragraph.start, paragraph.end)
        ]
        found = sorted(self._sightings(document, tables), key=lambda s: (s.start, s.end, s.fact))
        taken = [(sighting.start, sighting.end) for sighting in found if sighting.fact[0] != "number"]
        names = names_in(content, spans, taken, capital_nouns=self._capital_nouns(document))
        return Told(document, lang, _parted(content, spans, found), names)

    def _sightings(self, document: Document, tables: Tables) -> list[Sighting]:
        content = document.text.content
        found = list(_dates(tables, content, document.published))
        spans = [(sighting.start, sighting.end) for sighting in found]
        for start, end, value in _numbers(tables, document):
            if not _meets(spans, start, end):
                kind = "year" if _YEAR.fullmatch(content, start, end) else "number"
                found.append(Sighting(start, end, (kind, value)))
        spans = [(sighting.start, sighting.end) for sighting in found]
        named = [Sighting(mention.start, mention.end, ("source", mention.ref)) for mention in document.mentions]
        named += [
            Sighting(mention.start, mention.end, (_CONCEPTS[mention.section], mention.ident))
            for mention in tables.mentions(content, 0, len(content))
            if mention.section in _CONCEPTS and not _meets(spans, mention.start, mention.end)
        ]
        spans += [(sighting.start, sighting.end) for sighting in named if sighting.fact[0] in {"source", "body"}]
        return found + named + self._places(document, spans)

    def _places(self, document: Document, taken: list[tuple[int, int]]) -> list[Sighting]:
        """四日 is a day before it is a town, and what belongs to the name of an outlet is no town."""
        if self._gazetteer is None:
            self._gazetteer = load_gazetteer(self._vocabulary.folder)
        found = []
        for toponym in self._gazetteer.spot(document.text.content, lang=document.text.lang):
            if not toponym.candidates or _meets(taken, toponym.start, toponym.end):
                continue
            first = toponym.candidates[0]
            if first.precision == "country" or toponym.demonym:
                found.append(Sighting(toponym.start, toponym.end, ("country", first.country or first.name)))
            else:
                places = toponym.candidates[:_MEANT]
                found.append(Sighting(toponym.start, toponym.end, ("place", first.name), places))
        return found

    def _capital_nouns(self, document: Document) -> bool:
        wording = self._vocabulary.wording.get(document.text.lang.partition("-")[0])
        return wording is not None and wording.capital_nouns

    def _tables(self, document: Document) -> Tables:
        tables = tables_for(document.text.lang.partition("-")[0], self._vocabulary)
        tables = tables or tables_for(_PLAIN, self._vocabulary)
        assert tables is not None
        return tables


def _numbers(tables: Tables, document: Document) -> Iterator[tuple[int, int, str]]:
    """Numbers from two on, in digits and words, with their spans and their values written alike: `16420`."""
    content = document.text.content
    known = tables.code == document.text.lang.partition("-")[0]
    for start, end, value, plain in _spelled(tables, content) if known else _in_digits(content):
        opens = content[content.rfind("\n", 0, start) + 1 : start].strip(_BULLET) == ""
        listed = plain and opens and content[end : end + 1] in _BEHIND
        bare = end - start == 1 and content[start] in _SCALES
        if value >= 2 and not bare and not (listed and value < _LISTED):
            yield start, end, f"{value:.2f}".rstrip("0").rstrip(".")


def _spelled(tables: Tables, content: str) -> Iterator[tuple[int, int, float, bool]]:
    original = tables.orthography.letters.original
    for number in numerals(tables).numbers(tables.view(content), 0, len(content)):
        if not number.vague:
            yield *original(content, number.start, number.end), number.value, number.plain


def _in_digits(content: str) -> Iterator[tuple[int, int, float, bool]]:
    """Numbers of a language whose marks are not known: three digits behind a mark are a group."""
    for match in _DIGITS.finditer(content):
        whole = int("".join(char for char in match["whole"] if char.isdigit()))
        yield *match.span(), whole + float(f"0.{match['decimals'] or 0}"), True


def _dates(tables: Tables, content: str, published: str | None) -> Iterator[Sighting]:
    """Days, months and years; a day's and a month's number, too, since other languages may name them by it alone."""
    for moment in moments_in(tables, content, 0, len(content), published):
        value = moment.value.removesuffix("/..").removeprefix("../").rstrip("~")
        if "/" in value:
            kind = "time"
        elif len(value) == _DAY:
            kind = "date"
        else:
            kind = "month" if len(value) == _MONTH else "year"
        yield Sighting(moment.start, moment.end, (kind, value))
        numbers = [int(value[8:])] if kind == "date" else []
        if moment.month is not None:
            numbers.append(moment.month)
        for number in numbers:
            if number > 1:
                yield Sighting(moment.start, moment.end, ("number", str(number)))


def _sentences(tables: Tables, content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of sentences; in scripts with stops of their own, or none, also where the language has no file."""
    begin = start
    for stop in _STOP.finditer(content, start, end):
        yield from sentences(content, begin, stop.end(), tables.language)
        begin = stop.end()
    yield from sentences(content, begin, end, tables.language)


def _meets(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)


def _parted(content: str, spans: Sequence[tuple[int, int]], found: list[Sighting]) -> tuple[Sentence, ...]:
    starts = [start for start, _ in spans]
    held: list[list[Sighting]] = [[] for _ in spans]
    for sighting in found:
        at = bisect_right(starts, sighting.start) - 1
        if at >= 0 and sighting.start < spans[at][1]:
            held[at].append(sighting)
    return tuple(
        Sentence(start, end, _size(content[start:end]), tuple(sightings))
        for (start, end), sightings in zip(spans, held, strict=True)
    )


def _size(words: str) -> float:
    size = float(len(words))
    for letter in _DENSE.findall(words):
        size += next(scale - 1 for low, high, scale in _SIZES if low <= ord(letter) <= high)
    return size


def _of_claim(claim: Claim) -> set[Fact]:
    found = {
        ("body", organisation.ref)
        for organisation in (claim.supplier, claim.operator)
        if organisation is not None and organisation.ref
    }
    if claim.place is not None and claim.place.precision in {"city", "site"}:
        found.add(("place", claim.place.name))
    return found
