"""How names sound, so that one brand is known in two scripts: whole words only, all consonants, vowels that agree.

Letters of other scripts are read by AnyAscii (ISC licence), Hangul by Revised Romanisation. Which sounds a script
cannot tell apart (Hangul has no f, Arabic no p) is said once, below; nothing is nearly alike. Brands that a script
translates instead ("海康威视") are found by their listed names only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from anyascii import anyascii
from msgspec import Struct

from sousveil.vocabulary.gazetteer_keys import romanise_hangul, script_of

__all__ = ["SPOKEN", "VOWELLESS", "Sound", "pinyin", "script_of_word", "sound_of", "sounds_as", "vowels_agree"]

SPOKEN = ("cyrillic", "greek", "hangul", "kana", "arabic", "hebrew", "georgian", "thai", "indic")
"""Scripts whose names are compared with Latin ones by sound."""
VOWELLESS = ("arabic", "hebrew")
"""Scripts that leave out short vowels."""
_DIGRAPHS = (
    ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("dzh", "J"), ("sh", "S"), ("zh", "J"), ("ph", "f"), ("kh", "H"),
    ("th", "t"), ("ck", "k"), ("gh", "g"), ("dj", "J"), ("dg", "J"), ("qu", "kv"), ("q", "k"), ("x", "ks"), ("ts", "s"),
    ("wh", "v"), ("w", "v"), ("j", "J"),
)  # fmt: skip
_SOFT_C = re.compile(r"c(?=[eiy])")
_SILENT = re.compile(r"gh(?=t|$)|(?<=[aeo])w(?=[^aeiouy]|$)")
"""Latin letters that nobody says: "sight", "law"."""
_READINGS = {"ch": ("C", "k", "H"), "sion": ("sion", "Jn", "Jon"), "tion": ("tion", "Sn", "Son"), "v": ("v", "u")}
"""Latin letters that are read in several ways: `v` only where a script writes it as a vowel's letter."""
_MERGED = {
    "cyrillic": {"H": "h"},
    "greek": {"H": "h", "S": "s", "J": "s", "C": "s"},
    "georgian": {"H": "h"},
    "hangul": {"z": "C", "f": "p", "b": "p", "v": "p", "d": "t", "g": "k", "J": "C", "r": "l", "H": "h", "S": "s"},
    "kana": {"l": "r", "v": "b", "f": "h", "S": "s", "J": "s", "C": "t", "H": "h"},
    "thai": {"v": "u", "b": "p", "d": "t", "g": "k", "J": "C", "S": "s", "H": "h", "r": "l"},
    "indic": {"h": "", "H": "k", "S": "s", "w": "v"},
    "arabic": {"p": "b", "v": "f", "g": "k", "H": "k", "h": "", "C": "S"},
    "hebrew": {"f": "p", "v": "b", "H": "k", "h": "", "S": "s", "C": "s"},
}  # fmt: skip
"""Consonants that a script writes alike, or a loan word does; nothing where it may leave them out."""
_FILLED = {"hangul": "i", "kana": "uoi"}
"""Vowels that a script sets where the other language has none, beside the Korean `eu`."""
_LONG = {
    "arabic": str.maketrans({"ا": "a", "و": "u", "ي": "i", "ع": "a", "ه": "", "ء": "", "ح": ""}),
    "hebrew": str.maketrans({"א": "a", "ו": "u", "י": "i", "ע": "a", "ה": ""}),
}
"""Letters of the scripts without short vowels that stand for a long one, or for nothing."""
_UNSAID = dict.fromkeys(map(ord, "ッっーﾞ"))
"""Kana that lengthen what stands beside them."""
_VOWELS = "aeiouy"
_MAY_BE = {"a": "ae", "e": "ei", "i": "ie", "y": "i", "o": "ou", "u": "uo"}
"""What a written vowel may be in another language's letters, behind the first vowel."""
_MAY_BE_LONG = {"a": "aeo", "u": "uo", "i": "iea"}
"""What a letter for a long vowel may be."""


class Sound(Struct, frozen=True):
    """One reading of a name: its consonants, and the vowels before, between and behind them."""

    consonants: str
    vowels: tuple[str, ...]


@lru_cache(maxsize=50_000)
def script_of_word(word: str) -> str:
    """The script of the first letter that is not Latin: `cyrillic`, `hangul` …; `latin` where all are."""
    scripts = [script_of(char) for char in word if char.isalpha()]
    return next((script for script in scripts if script != "latin"), scripts[0] if scripts else "other")


@lru_cache(maxsize=50_000)
def sound_of(word: str, script: str) -> Sound:
    """The sound of a word in another script than Latin."""
    if script == "hangul":
        letters = romanise_hangul(word).lower().replace("eu", "").replace("ae", "e").replace("eo", "o")
    else:
        word = word.translate(_UNSAID)
        letters = anyascii(word.translate(_LONG.get(script, {}))).lower()
    if script == "georgian":
        letters = letters.removesuffix("i")
    return _sound(_spelled(letters), script)


@lru_cache(maxsize=50_000)
def sounds_as(word: str, script: str) -> tuple[Sound, ...]:
    """What a Latin word may sound like to somebody who writes it in another script, each reading once."""
    letters = _SILENT.sub("", re.sub(r"[^a-z]", "", anyascii(word).lower()))
    parts = [part for part in _READINGS if part in letters and (part != "v" or script in VOWELLESS)]
    found: dict[Sound, None] = {}
    for readings in product(*(_READINGS[part] for part in parts)):
        spelled = letters
        for part, reading in zip(parts, readings, strict=True):
            spelled = spelled.replace(part, reading)
        if script in VOWELLESS:
            spelled = spelled.replace("w", "u")
        found[_sound(_spelled(spelled), script)] = None
    return tuple(found)


def vowels_agree(latin: Sound, other: Sound, script: str) -> bool:
    """Whether two words with the same consonants have vowels that may be the same, one by one."""
    pairs = list(zip(latin.vowels, other.vowels, strict=True))
    if script in VOWELLESS:
        # A word that begins with a vowel has a letter for it, and a letter for a vowel stands for one.
        return bool(pairs[0][0]) == bool(pairs[0][1]) and all(_agree_long(one, two) for one, two in pairs)
    first = next((place for place, pair in enumerate(pairs) if all(pair)), 0)
    filled = _FILLED.get(script, "")
    return all(
        _agree(one, two, filled, strict=place == first, last=place == len(pairs) - 1)
        for place, (one, two) in enumerate(pairs)
    )


def pinyin(word: str) -> str:
    """Han letters as pinyin without tones and spaces."""
    return re.sub(r"[^a-z]", "", anyascii(word).lower())


def _agree(latin: str, other: str, filled: str, *, strict: bool, last: bool) -> bool:
    if not other:
        return not latin or (last and latin == "e")
    if not latin:
        return bool(filled) and set(other) <= set(filled)
    if strict:
        return bool(set(latin.replace("y", "i")) & set(other.replace("y", "i")))
    heard = {sound for vowel in latin for sound in _MAY_BE[vowel]}
    return bool(heard & {sound for vowel in other for sound in _MAY_BE[vowel]})


def _agree_long(latin: str, other: str) -> bool:
    if not other:
        return True
    return bool(set(latin.replace("y", "i")) & {sound for vowel in other for sound in _MAY_BE_LONG.get(vowel, vowel)})


def _spelled(letters: str) -> str:
    letters = letters.replace("ch", "C")
    for written, sound in _DIGRAPHS:
        letters = letters.replace(written, sound)
    return _SOFT_C.sub("s", letters).replace("c", "k")


def _sound(letters: str, script: str) -> Sound:
    merged = _MERGED[script]
    consonants: list[str] = []
    vowels = [""]
    for char in letters:
        sound = merged.get(char, "s" if char == "z" else char)
        if sound in _VOWELS:
            vowels[-1] += sound
            continue
        if not sound.isalpha() or (consonants and consonants[-1] == sound and not vowels[-1]):
            continue
        consonants.append(sound)
        vowels.append("")
    return Sound("".join(consonants), tuple(vowels))
