"""Names that no list has, in two texts: alike in letters within a script, alike in sound across scripts.

Only words that a script marks as names (capitals within a sentence) are sought, in the words of the other text. How
words sound is `resolve.sounds`: all consonants, vowels that agree. A name is compared and never kept.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from anyascii import anyascii
from msgspec import Struct

from sousveil.resolve.sounds import SPOKEN, VOWELLESS, script_of_word, sound_of, sounds_as, vowels_agree

__all__ = ["Name", "Names", "alike", "name_key", "names_in"]

_LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u0655\u0670\u0900-\u0963\u0970-\u0dff\u200c])+"
"""Letters and the marks that are written over and behind them, which belong to the word."""
_WORD = re.compile(rf"{_LETTERS}(?:[-’']{_LETTERS})*")
_KANA = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
_LEAST_LETTERS = 4
_LEAST_CONSONANTS = 3
"""Of a name that is known by its sound."""
_KEY = 5
"""Letters of a name that propose candidates."""
_ENDING = 3
"""Letters by which two forms of a name may differ at their end."""
_VOWELS = "aeiouy"
_DECLINED = {"cyrillic", "greek"}
"""Scripts whose names lose a vowel at their end when they are declined: "Сарыарка", "Сарыаркой"."""
_BEFORE = {"arabic": ("ال", "وال", "بال", "لل", "و", "ب", "ل", "ف", "ك"), "hebrew": tuple("הובלמשכ")}
"""Small words that a script writes together with the next."""


class Name(Struct, frozen=True):
    """A word at `[start, end)`; `key` is it in lower case without marks."""

    start: int
    end: int
    word: str
    key: str


class Names:
    """The names of a text, and all of its words by their sounds."""

    def __init__(self, names: list[Name], words: list[Name], *, capital_nouns: bool) -> None:
        self.names = names
        self.capital_nouns = capital_nouns
        """Whether a capital says only that a word is a noun."""
        self._words = words
        self._by_letters: dict[str, list[Name]] = defaultdict(list)
        self._by_sound: dict[tuple[str, str], list[tuple[str, Name]]] | None = None
        for word in words:
            self._by_letters[word.key[:_LEAST_LETTERS]].append(word)

    def lettered(self, name: Name) -> list[Name]:
        """The words of this text that are a form of a name of another, in the same script."""
        return [
            word
            for word in self._by_letters.get(name.key[:_LEAST_LETTERS], ())
            if word.word[0].isupper() and _one_form(word.key, name.key)
        ]

    def spoken(self, name: Name) -> list[Name]:
        """The words of this text that sound as a name of another, in another script."""
        if self._by_sound is None:
            self._by_sound = defaultdict(list)
            for word in self._words:
                script = script_of_word(word.word)
                if script in SPOKEN:
                    for form in _forms(word.word, script):
                        self._by_sound[script, sound_of(form, script).consonants].append((form, word))
            self._scripts = sorted({script for script, _ in self._by_sound})
        mine = script_of_word(name.word)
        latin = name.key if mine == "latin" else anyascii(name.word).lower()
        found: dict[Name, None] = {}
        for script in self._scripts:
            if script == mine:
                continue
            bare = latin.rstrip(_VOWELS) if script in _DECLINED else latin
            for sound in dict.fromkeys((*sounds_as(latin, script), *sounds_as(bare, script))):
                if len(sound.consonants) < _LEAST_CONSONANTS + (script in VOWELLESS):
                    continue
                for form, word in self._by_sound.get((script, sound.consonants), ()):
                    if vowels_agree(sound, sound_of(form, script), script):
                        found[word] = None
        return list(found)


def names_in(
    content: str, sentences: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]], *, capital_nouns: bool
) -> Names:
    """The names of a text whose sentences are given, without the spans that are `taken`."""
    starts = [start for start, _ in sentences]
    held = {at for start, end in taken for at in range(start, end)}
    names, words = [], []
    for word in _words(content):
        if word.start in held:
            continue
        words.append(word)
        first = bisect_right(starts, word.start) - 1
        opens = first >= 0 and not any(char.isalnum() for char in content[starts[first] : word.start])
        kana = _KANA.fullmatch(word.word) is not None
        if kana or (word.word[0].isupper() and not opens and len(word.key) >= _LEAST_LETTERS):
            names.append(word)
    return Names(names, words, capital_nouns=capital_nouns)


def name_key(word: str) -> str:
    """How a name in Latin or Cyrillic letters begins, whatever letters and endings a language gives it."""
    return anyascii(word).lower().replace("y", "i").replace("j", "i")[:_KEY]


def alike(one: Names, other: Names) -> Iterator[tuple[Name, Name]]:
    """Pairs of a name of one text and a word of the other that are the same name, each once."""
    seen: set[tuple[int, int]] = set()
    for name, word in (*_sought(one, other), *((word, name) for name, word in _sought(other, one))):
        if (name.start, word.start) not in seen:
            seen.add((name.start, word.start))
            yield name, word


def _sought(one: Names, other: Names) -> Iterator[tuple[Name, Name]]:
    """Where capitals mark every noun, a name is sought from the other side alone."""
    if not one.capital_nouns:
        for name in one.names:
            for word in (*other.lettered(name), *other.spoken(name)):
                yield name, word


def _words(content: str) -> Iterator[Name]:
    for match in _WORD.finditer(content):
        word = match.group()
        if script_of_word(word) in {"kana", "han"}:
            for run in _KANA.finditer(word):
                yield Name(match.start() + run.start(), match.start() + run.end(), run.group(), run.group())
        elif len(word) > 1:
            yield Name(match.start(), match.end(), word, _plain(word))


def _plain(word: str) -> str:
    if script_of_word(word) == "cyrillic":
        # Neighbours spell one name in their own letters: "Виктор", "Віктор".
        return anyascii(word).lower().replace("y", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def _one_form(one: str, other: str) -> bool:
    if one == other:
        return True
    common = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        common += 1
    return common >= max(_LEAST_LETTERS, max(len(one), len(other)) - _ENDING)


def _forms(word: str, script: str) -> list[str]:
    """The word, and what it may be without an ending or the small words before it."""
    if script == "hangul":
        return [word[:length] for length in range(len(word), 1, -1)]
    if script in {"cyrillic", "georgian", "greek"}:
        return [word[:length] for length in range(len(word), max(_LEAST_LETTERS, len(word) - _ENDING) - 1, -1)]
    bare = [word.removeprefix(small) for small in _BEFORE.get(script, ()) if word.startswith(small)]
    return [word, *(form for form in bare if len(form) > _LEAST_CONSONANTS)]
