"""Names of places in scripts without spaces between words, and in Korean, where particles stick to them."""

from __future__ import annotations

import re
from functools import cache

from sousveil.vocabulary.gazetteer_index import DEMONYM, ORDINARY
from sousveil.vocabulary.gazetteer_keys import is_east_asian, key_of
from sousveil.vocabulary.gazetteer_types import Candidate, Names, Toponym, Words

__all__ = ["scan_hangul", "scan_run"]

_LONGEST = 16
_COUNTRY_GRADES = ("country", "region")
_CLAUSE = 40
"""Characters between a speaker and the verb of saying at the end."""
_BIG = 300_000
_METROPOLIS = 2_000_000


@cache
def _tail(words: Words) -> re.Pattern[str]:
    """What may follow a place's name within a word: more nouns, then a particle."""
    attached, particles = ("|".join(map(re.escape, each)) or "(?!)" for each in (words.attached, words.particles))
    return re.compile(rf"(?:{attached})*(?:{particles})?")


@cache
def _saying(words: Words) -> re.Pattern[str]:
    """What stands behind a government's seat that speaks: "北京方面表示", "평양은 … 부인했다"."""
    units, topics, small, verbs = (
        "|".join(map(re.escape, each)) or "(?!)"
        for each in (words.units, words.topics, words.auxiliaries, words.speech)
    )
    if words.topics:
        return re.compile(rf"(?:{units})?(?:{topics})[^.。!?\n]{{0,{_CLAUSE}}}?(?:{verbs})")
    return re.compile(rf"(?:{units})?(?:{small})*(?:{verbs})")


def _speaks(gazetteer: Names, candidates: tuple[Candidate, ...], text: str, stop: int, langs: tuple[str, ...]) -> bool:
    """Whether the name that ends at `stop` is that of a seat of government that speaks, and nobody else does: in
    "평양은 조용하다고 소식통이 말했다" it is a source."""
    if not any(candidate.index in gazetteer.seats for candidate in candidates):
        return False
    for lang in langs:
        words = gazetteer.context.get(lang, Words())
        found = _saying(words).match(text, stop)
        if found is not None and not any(voice in found.group() for voice in words.dwellers):
            return True
    return False


def scan_hangul(gazetteer: Names, text: str, start: int, end: int) -> list[Toponym]:
    """The toponym at the start of a Korean word, and, after it, another one where words are written together."""
    if text[start : start + 2] not in gazetteer.prefixes:
        return []
    ordinary = gazetteer.ordinary.get("ko", frozenset())
    tail = _tail(gazetteer.context.get("ko", Words()))
    for stop in range(min(end, start + _LONGEST), start + 1, -1):
        name = text[start:stop]
        if name in ordinary:
            continue
        flags, candidates = gazetteer.find_key(key_of(name))
        if not candidates or not tail.fullmatch(text, stop, end):
            continue
        key = key_of(name)
        if flags & ORDINARY and not gazetteer.lists(key) and not _known_by_all(candidates):
            continue
        if len(name) == 2 and not _known(candidates):
            continue
        return [
            Toponym(
                start=start, end=stop, name=name, candidates=candidates, demonym=bool(flags & DEMONYM),
                speaker=_speaks(gazetteer, candidates, text, stop, ("ko",)),
            )
        ]  # fmt: skip
    return []


def scan_run(gazetteer: Names, text: str, start: int, end: int) -> list[Toponym]:
    """The toponyms inside a run of letters, the longest at each place."""
    found: list[Toponym] = []
    position = start
    prefixes = gazetteer.prefixes
    ordinary = gazetteer.ordinary.get("zh", frozenset()) | gazetteer.ordinary.get("ja", frozenset())
    while position < end - 1:
        taken = 1
        if text[position : position + 2] in prefixes:
            for stop in range(min(end, position + _LONGEST), position + 1, -1):
                name = text[position:stop]
                flags, candidates = gazetteer.find_key(key_of(name))
                if not candidates or name in ordinary or _inside_katakana(text, position, stop):
                    continue
                if len(name) == 2 and is_east_asian(name[0]) and not _known(candidates):
                    continue
                found.append(
                    Toponym(
                        start=position, end=stop, name=name, candidates=candidates, demonym=bool(flags & DEMONYM),
                        speaker=_speaks(gazetteer, candidates, text, stop, ("zh", "ja")),
                    )
                )  # fmt: skip
                taken = stop - position
                break
        position += taken
    return found


def _known(candidates: tuple[Candidate, ...]) -> bool:
    """Whether a two-letter name is likely enough: a country, a region, an entry of
    places.toml, a big city, or a place of the country whose towns reports name most."""
    return any(
        c.precision in _COUNTRY_GRADES or c.index < 0 or c.country == "KP" or c.population >= _BIG for c in candidates
    )


def _known_by_all(candidates: tuple[Candidate, ...]) -> bool:
    """Whether a place is so well known that its name counts although it is also a word."""
    return any(c.precision == "country" or c.population >= _METROPOLIS for c in candidates)


def _inside_katakana(text: str, start: int, stop: int) -> bool:
    """Whether a katakana name is only part of a longer katakana word."""
    return (_katakana(text, start) and _katakana(text, start - 1)) or (
        _katakana(text, stop - 1) and _katakana(text, stop)
    )


def _katakana(text: str, position: int) -> bool:
    return 0 <= position < len(text) and "\u30a1" <= text[position] <= "\u30fc"
