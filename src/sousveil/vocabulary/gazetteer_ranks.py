"""Words beside a place's name that say what it is: "Kashgar prefecture" is no town, "город Донецк" is one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sousveil.vocabulary.gazetteer_index import Grade
from sousveil.vocabulary.gazetteer_types import RankWords

__all__ = ["Ranks"]

_LONGEST = 24
"""Characters before a name in which such a word is looked for."""


class Ranks:
    """The `[ranks]` of places.toml, of all languages together: their words hardly look alike."""

    def __init__(self, words: Mapping[Grade, RankWords]) -> None:
        self._grades: dict[str, set[Grade]] = {}
        for grade, each in words.items():
            for word in (*each.before, *each.behind):
                self._grades.setdefault(word.lower(), set()).add(grade)
        behind = _either(word for each in words.values() for word in each.behind)
        before = _either(word for each in words.values() for word in each.before)
        # Where words are written together, what follows may be another noun: "喀什地区公安局".
        self._behind = re.compile(rf"[ -]?({behind})(?![a-zа-яёіїєґ])", re.IGNORECASE)
        self._before = re.compile(rf"(?<!\w)({before})[ \u00a0]$", re.IGNORECASE)

    def beside(self, text: str, start: int, end: int) -> tuple[str, frozenset[Grade]] | None:
        """The word beside `text[start:end]` that says what the place is, and what it may be; null where none does."""
        found = self._behind.match(text, end) or self._before.search(text[max(0, start - _LONGEST) : start])
        # An expression finds "diſtrict" and "CİTY", which are in no list.
        grades = self._grades.get(found.group(1).lower()) if found is not None else None
        return (found.group(1), frozenset(grades)) if found is not None and grades else None


def _either(words: Iterable[str]) -> str:
    each = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, each)) or "(?!)"
