"""What the words in names of companies say: a legal form, a trade, a country or region, or nothing but the name."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from msgspec import Struct

from sousveil.resolve.names import words_of
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_index import DEMONYM, ORDINARY
from sousveil.vocabulary.gazetteer_keys import is_east_asian, is_hangul
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Lexicon", "Sense", "is_joined"]

Kind = Literal["legal", "trade", "country", "region", "seat", "city", "joining", "brand"]
_LONGEST = 5
"""Words of the longest phrase."""
_LARGE = 200_000
"""Inhabitants of a Chinese city that may open the name of a company."""
_METROPOLIS = 500_000
"""Inhabitants of any other city that a name may have for its arm there."""
_WORLD_CITY = 1_000_000
"""Inhabitants of one whose name is a word as well."""
_SEATED = ("CN", "TW", "HK", "MO")
"""Countries where the name of a company opens with its town or province."""
_LATIN_SHORT = 4


class Sense(Struct, frozen=True):
    """What a word or phrase is: `ident` is a trade, a country (ISO 3166-1 alpha-2), a region or a form."""

    kind: Kind
    ident: str


def is_joined(word: str) -> bool:
    """Whether a word is in a script that runs words together: Han, kana, Hangul, Thai."""
    return is_east_asian(word[0]) or is_hangul(word[0]) or "\u0e00" <= word[0] <= "\u0e7f"


class Lexicon:
    """The words of company_words.toml and the gazetteer by their folded form."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._gazetteer: Gazetteer = load_gazetteer(vocabulary.folder)
        self._traditional = _table(vocabulary)
        words = vocabulary.company_words
        self.weightless = frozenset(words.weightless)
        self.soft = frozenset(words.soft)
        self._phrases: dict[tuple[str, ...], Sense] = {}
        self._seats: dict[str, tuple[str, ...]] = {}
        for language in words.languages.values():
            for form in language.legal:
                self._add(form, Sense("legal", form))
                if language.seats:
                    self._seats[form] = language.seats
            for word in language.joining:
                self._add(word, Sense("joining", word))
        for form in vocabulary.naming("legal"):
            self._add(form, Sense("legal", form))
        for language in words.languages.values():
            self._add_all("trade", language.trade)
            self._add_all("region", language.regions)
            self._add_all("country", language.countries)
        self._letters: dict[str, str] = {}
        for language in words.languages.values():
            for letter, spelled in language.letters.items():
                for name in spelled:
                    self._letters.setdefault("".join(self.words(name)), letter)
        self._longest_letter = max(map(len, self._letters), default=0)
        self.ordinary = frozenset("".join(self.words(word)) for word in words.ordinary)
        self._prefixes = frozenset(phrase[:n] for phrase in self._phrases for n in range(1, len(phrase) + 1))
        joined = [p[0] for p in self._phrases if len(p) == 1 and is_joined(p[0])]
        self._joined_longest = max(map(len, joined), default=0)
        self.place_of = lru_cache(maxsize=100_000)(self._place_of)

    def words(self, name: str) -> list[str]:
        """The words of a name, traditional Chinese as simplified."""
        found = words_of(name)
        return found if name.isascii() else [word.translate(self._traditional) for word in found]

    def sense(self, phrase: tuple[str, ...]) -> Sense | None:
        """What a whole phrase is; null where it is only a name."""
        return self._phrases.get(phrase)

    def longest(self, words: list[str], start: int) -> tuple[int, Sense | None]:
        """The longest phrase that begins at a word: how many words, and what it is."""
        best: tuple[int, Sense | None] = (1, None)
        for length in range(1, _LONGEST + 1):
            phrase = tuple(words[start : start + length])
            if len(phrase) < length or phrase not in self._prefixes:
                break
            sense = self._phrases.get(phrase)
            if sense is not None:
                best = (length, sense)
        if best[1] is None:
            for length in (3, 2, 1):
                phrase = tuple(words[start : start + length])
                place = self.place_of(" ".join(phrase)) if len(phrase) == length else None
                if place is not None:
                    return length, place
        return best

    def spelled_out(self, word: str) -> str | None:
        """Two or more Latin letters that a word of another script spells out ("케이티": `kt`); null for other words."""
        letters: list[str] = []
        at = 0
        while at < len(word):
            for size in range(min(self._longest_letter, len(word) - at), 0, -1):
                letter = self._letters.get(word[at : at + size])
                if letter is not None:
                    letters.append(letter)
                    at += size
                    break
            else:
                return None
        return "".join(letters) if len(letters) > 1 else None

    def seats_of(self, form: str) -> tuple[str, ...]:
        """The countries that alone have a legal form; none where many have it."""
        return self._seats.get(form, ())

    def tail(self, run: str) -> Sense | None:
        """The longest listed word at the end of a run of Han, kana, Hangul or Thai."""
        return self._edge(run, ends=True)[1]

    def cut_tail(self, run: str) -> tuple[str, Sense | None]:
        """A run without its last word, where that is listed or a country."""
        length, sense = self._edge(run, ends=True)
        if sense is None:
            for size in range(min(8, len(run) - 2), 1, -1):
                place = self.place_of(run[-size:])
                if place is not None and place.kind == "country":
                    return run[:-size], place
        return (run[: len(run) - length], sense)

    def cut_head(self, run: str) -> tuple[str, Sense | None]:
        """A run without its first word, where that is a legal form, a country, or a town that a name opens with."""
        length, sense = self._edge(run, ends=False)
        if sense is not None and sense.kind in ("legal", "country", "region"):
            return run[length:], sense
        for size in range(min(6, len(run)), 1, -1):
            place = self.place_of(run[:size])
            if place is not None:
                return run[size:], place
        return run, None

    def _edge(self, run: str, *, ends: bool) -> tuple[int, Sense | None]:
        for size in range(min(self._joined_longest, len(run)), 0, -1):
            sense = self._phrases.get((run[-size:] if ends else run[:size],))
            if sense is not None and sense.kind != "joining":
                return size, sense
        return 0, None

    def _place_of(self, name: str) -> Sense | None:
        if name.isascii() and len(name) < _LATIN_SHORT:
            return None
        flags, places = self._gazetteer.find(name)
        for place in places:
            if place.precision == "country" and place.country:
                return Sense("country", place.country)
        if flags & DEMONYM:
            return None
        for place in places:
            large = place.precision == "region" or place.population >= _LARGE
            if place.country in _SEATED and large and place.precision in ("city", "region", "district"):
                return Sense("seat", place.name)
        known = next((p for p in places if p.country and p.population >= _METROPOLIS and p.precision == "city"), None)
        if known is None or known.country is None or (flags & ORDINARY and known.population < _WORLD_CITY):
            return None
        return Sense("city", known.country)

    def _add_all(self, kind: Kind, table: dict[str, tuple[str, ...]]) -> None:
        for ident, spelled in table.items():
            for word in spelled:
                self._add(word, Sense(kind, ident))

    def _add(self, word: str, sense: Sense) -> None:
        phrase = tuple(self.words(word))
        if phrase:
            old = self._phrases.get(phrase)
            if old is None or (old.kind in ("legal", "joining") and sense.kind not in ("legal", "joining")):
                self._phrases[phrase] = sense


def _table(vocabulary: Vocabulary) -> dict[int, str]:
    table = vocabulary.letters.get("traditional-chinese", {"from": "", "to": ""})
    return {ord(old): new for old, new in zip(table["from"], table["to"], strict=True)}
