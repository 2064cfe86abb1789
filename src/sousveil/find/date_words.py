"""The date words of a language, compiled: the placeholders of its patterns, and the words around a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from sousveil.find.numerals import IDEOGRAPHS, digit_by_digit, ideographic
from sousveil.find.spellings import NEVER, alternation, key, listed, without_compounds
from sousveil.find.tables import Tables
from sousveil.vocabulary.date_patterns import PLACE
from sousveil.vocabulary.language import Times
from sousveil.vocabulary.letters import JOINER

__all__ = ["DateWords", "date_words"]

_LONG = "-" * 9
"""Stands for a word, which is taken to be long."""
_DASHES = r"[-–—~〜～]"
_SUFFIX = r"(?:\.|-го|-е|º|°|er|st|nd|rd|th|日|号|일)?"
"""What may stand behind the number of a day."""
_MONTHS = 12
_SMALL = 100
"""What is counted in words before a unit of time is less than this."""
T = TypeVar("T", int, str)


class DateWords:
    """The lists of `[times]` of one language and of `times.toml`, in the letters of a view."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._spaced = tables.language.writing == "spaced"
        glued = tables.orthography.inflection.before(_LONG) if self._spaced else ""
        self._open = rf"(?<![^\W_]){glued}" if self._spaced else ""
        self._close = r"(?![^\W_])" if self._spaced else ""
        own, shared = tables.language.times, tables.vocabulary.times
        self.months = self._both(own.months, shared.months)
        self.seasons = self._both(own.seasons, shared.seasons)
        self.weekdays = self._both(own.weekdays, shared.weekdays)
        self.units = self._both(own.units, shared.units)
        self.ordinals = self._both(own.ordinals, shared.ordinals)
        self.decades = self._both(own.decades, shared.decades)
        self.eras = self._both(own.eras, shared.eras)
        self.solar_months = self._both(own.solar_months, shared.solar_months)
        self.lunar_months = self._both(own.lunar_months, shared.lunar_months)
        phrases = {**shared.relative, **own.relative}
        self.offsets = {key(listed(tables, phrase)): _offset(text) for phrase, text in phrases.items()}
        self._spelled = {
            name: tuple(dict.fromkeys((*getattr(own, name), *getattr(shared, name))))
            for name in (
                "months",
                "seasons",
                "weekdays",
                "units",
                "ordinals",
                "decades",
                "eras",
                "solar_months",
                "lunar_months",
                "relative",
            )
        }
        self._phrases = {
            unit: [phrase for phrase, text in phrases.items() if _offset(text)[1] == unit] for unit in ("year", "week")
        }
        small = {w: int(v) for w, v in tables.language.numbers.words.items() if v == int(v) and v < _SMALL}
        self._small = tuple(small)
        self.numbers = {key(listed(tables, word)): value for word, value in small.items()}
        self.patterns = [self._compiled(text) for text in (*own.patterns, *shared.patterns)]
        self.relative = re.compile(self._bounded(self._spelled["relative"]), re.IGNORECASE)
        self._compile_around(own, shared)

    def _compile_around(self, own: Times, shared: Times) -> None:
        fillers = self._words((*own.fillers, *shared.fillers))
        repeated = self._words(without_compounds((*own.fillers, *shared.fillers)))
        since, until, near = self._words(own.since), self._words(own.until), self._words(own.approximate)
        edge = r"(?<![^\W_])" if self._spaced else ""
        behind = rf"(?:\s*(?:{repeated}))*[\s'’]*$"
        joint = rf"\s*(?:{_DASHES}|{self._bounded_words(own.to)})\s*"
        self.since = re.compile(rf"{edge}(?:{since}){behind}", re.IGNORECASE)
        self.until = re.compile(rf"{edge}(?:{until}){behind}", re.IGNORECASE)
        self.near = re.compile(rf"{edge}(?:{near}){behind}", re.IGNORECASE)
        self.of_day = re.compile(rf"\s*[,،(（]?\s*(?:{fillers})?\s*", re.IGNORECASE)
        """Between a day of the week and its date: "Mittwoch, den 11. Mai"."""
        follows = rf"\s?(?:{fillers})?\s?"
        self.since_behind = re.compile(rf"{follows}(?:{since})", re.IGNORECASE)
        self.until_behind = re.compile(rf"{follows}(?!(?:{near}))(?:{until})", re.IGNORECASE)
        self.near_behind = re.compile(rf"\s?(?:{near})", re.IGNORECASE)
        self.follows = not self._spaced
        """Whether "since" stands behind its date: 2019년부터."""
        self.joint = re.compile(rf"{joint}(?:(?:{repeated})\s*)*", re.IGNORECASE)
        months = self._words(self._spelled["months"])
        begin = rf"(?:(?P<d>\d{{1,2}}){_SUFFIX}|(?P<m>{months})|(?P<y>(?:19|20)\d\d)年?)"
        gaps = rf"(?:(?:{repeated})\s*)*"
        self.bare = [re.compile(rf"(?<![\w.,/]){begin}{joint}{gaps}$", re.IGNORECASE)]
        """The first end of an interval that is only a number or a name: "from 3 to", "between March and"."""
        for before, middle in own.between.items():
            opening = rf"(?<![^\W_]){self._words((before,))}\s+{gaps}"
            self.bare.append(re.compile(rf"{opening}{begin}\s*{self._words((middle,))}\s*{gaps}$", re.IGNORECASE))
        self.pairs = [
            (
                re.compile(rf"{edge}(?:{self._words((before,))}){behind}", re.IGNORECASE),
                re.compile(rf"\s*{self._words((middle,))}\s*(?:(?:{repeated})\s*)*", re.IGNORECASE),
            )
            for before, middle in own.between.items()
        ]
        equivalent = self._words((*own.equivalent, *shared.equivalent))
        self.equivalent = re.compile(
            rf"\s*(?:[(（/=\[]\s*(?:{equivalent})?|[,،、]?\s*(?:{equivalent}))\s*", re.IGNORECASE
        )
        self.future = self._any(own.future)
        self.labels = re.compile(
            rf"{edge}(?:{self._words((*own.labels, *shared.labels))})\s*[«“\"„「『]?\s*$", re.IGNORECASE
        )
        """Words before a year that is a title."""
        self.names = re.compile(self._bounded((*own.names, *shared.names)))
        """Names with years in them that are no dates."""

    def _both(self, own: Mapping[str, T], shared: Mapping[str, T]) -> dict[str, T]:
        return {key(listed(self._tables, word)): value for word, value in {**shared, **own}.items()}

    def _words(self, words: Iterable[str]) -> str:
        """One of some words, the longest first; white space may be any."""
        return alternation(listed(self._tables, word) for word in words)

    def _bounded_words(self, words: Iterable[str]) -> str:
        return rf"(?:{self._words(words)})(?![^\W_\d])" if self._spaced else self._words(words)

    def _bounded(self, words: Iterable[str]) -> str:
        return rf"{self._open}(?:{self._words(words)}){self._close}"

    def _any(self, terms: Iterable[str]) -> re.Pattern[str] | None:
        """One expression for plain words and for expressions between strokes."""
        found = [
            listed(self._tables, term).strip("/").replace(JOINER, r"\s?")
            if term.startswith("/")
            else self._bounded((term,))
            for term in terms
        ]
        return re.compile("|".join(found), re.IGNORECASE) if found else None

    def _compiled(self, text: str) -> re.Pattern[str]:
        bare = listed(self._tables, text)
        bare = (bare[1:-1] if bare.startswith("/") else bare).replace(JOINER, r"\s?")
        return re.compile(PLACE.sub(lambda match: self._place(match[1]), bare), re.IGNORECASE)

    def _place(self, name: str) -> str:
        digits = rf"\d{{1,3}}|{self._words(self._small)}"
        if not self._spaced:
            digits = rf"\d{{1,3}}|[{IDEOGRAPHS}]{{1,4}}|{self._words(self._small)}"
        own = {
            "month": ("m", self._months()),
            "weekday": ("w", self._words(self._spelled["weekdays"])),
            "season": ("s", self._words(self._spelled["seasons"])),
            "quarter": ("q", rf"{self._words(self._spelled['ordinals'])}|[1-4]"),
            "half": ("h", rf"{self._words(self._spelled['ordinals'])}|[12]"),
            "decade_name": ("dn", self._words(self._spelled["decades"])),
            "era": ("era", self._words(self._spelled["eras"])),
            "relative_year": ("ry", self._words(self._phrases["year"])),
            "relative_week": ("rw", self._words(self._phrases["week"])),
            "unit": ("u", self._words(self._spelled["units"])),
            "solar_month": ("sm", self._words(self._spelled["solar_months"])),
            "lunar_month": ("hm", self._words(self._spelled["lunar_months"])),
        }
        if name in own:
            group, words = own[name]
            return rf"{self._open}(?P<{group}>{words}){self._close}"
        plain = {
            "year": self._year("y"),
            "last_year": self._year("last"),
            "day": rf"(?<![\d.,])(?P<d>\d{{1,2}}|{self._days()})(?!\d)",
            "decade": r"(?<!\d)(?P<dec>(?:1[789]|20)\d0|\d0)",
            "era_year": rf"(?P<ey>\d{{1,4}}|元|[{IDEOGRAPHS}]{{1,7}})",
            "last_era_year": rf"(?P<last_ey>\d{{1,4}}|[{IDEOGRAPHS}]{{1,7}})",
            "ago": rf"(?<![\d.,])(?P<n>{digits})",
            "ahead": rf"(?<![\d.,])(?P<nf>{digits})",
            "solar_year": r"(?<!\d)(?P<sy>1[234]\d\d)(?!\d)",
            "last_solar_year": r"(?<!\d)(?P<last_sy>1[234]\d\d)(?!\d)",
            "solar_decade": r"(?<!\d)(?P<sdec>1[234]\d0)(?!\d)",
            "solar_day": r"(?<![\d.,])(?P<sd>\d{1,2})(?!\d)",
            "lunar_year": r"(?<!\d)(?P<hy>1[345]\d\d)(?!\d)",
            "lunar_day": r"(?<![\d.,])(?P<hd>\d{1,2})(?!\d)",
        }
        return plain.get(name, NEVER)

    def _year(self, group: str) -> str:
        if self._spaced:
            return rf"(?P<{group}>(?:19|20)\d\d)(?!\d)"
        return rf"(?<!\d)(?P<{group}>(?:19|20)\d\d(?!\d)|[一二][〇零○一二三四五六七八九]{{3}})"

    def _months(self) -> str:
        """Names of months; those of two usages may stand together: آب/أغسطس."""
        words = self._words(self._spelled["months"])
        if self._spaced:
            return rf"(?:{words})(?:\s?[/(]\s?(?:{words})\)?)?"
        return rf"(?<![\d.])1[0-2]|(?<![\d.])0?[1-9]|{words}"

    def _days(self) -> str:
        return NEVER if self._spaced else "[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"

    def number(self, text: str) -> int | None:
        """The value of a small number, in digits or in words."""
        text = key(text)
        if text.isdigit():
            return int(text)
        held = self.numbers.get(text)
        if held is not None:
            return held
        written = digit_by_digit(text)
        found = ideographic(text) if written is None else float(written)
        return None if found is None else int(found)

    def month(self, text: str) -> int | None:
        """The number of a month, by its name or its number."""
        text = key(re.split(r"\s?[/(]", text, maxsplit=1)[0])
        found = self.months.get(text) or self.months.get(text.rstrip("."))
        if found is not None:
            return found
        number = self.number(text)
        return number if number is not None and 1 <= number <= _MONTHS else None


def _offset(text: str) -> tuple[int, str]:
    """ "-1 month" as steps and unit."""
    steps, _, unit = text.partition(" ")
    return int(steps), unit


@lru_cache(maxsize=64)
def date_words(tables: Tables) -> DateWords:
    """The compiled date words of a language, held in memory."""
    return DateWords(tables)
