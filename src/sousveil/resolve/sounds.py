"""How names sound, so that one brand is known in two scripts: whole words only, all consonants, vowels that agree.

Letters of other scripts are read by AnyAscii (ISC licence). Which sounds a script cannot tell apart (Hangul has no f,
Arabic no p) is said once, below; nothing is nearly alike. Brands that a script translates instead ("海康威视") are
found by their listed names only.
"""

from __future__ import annotations

import re
from itertools import product

from anyascii import anyascii
from msgspec import Struct

from sousveil.vocabulary.gazetteer_keys import script_of

__all__ = ["SPOKEN", "Sound", "pinyin", "script_of_word", "sound_of", "sounds_as", "vowels_agree"]

SPOKEN = ("cyrillic", "greek", "hangul", "kana", "arabic", "hebrew", "georgian", "thai")
"""Scripts whose names are compared with Latin ones by sound."""
VOWELLESS = ("arabic", "hebrew")
"""Scripts that leave out short vowels: more consonants must agree there."""
_DIGRAPHS = (
    ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("dzh", "J"), ("ght", "t"), ("sh", "S"), ("zh", "J"), ("ph", "f"),
    ("kh", "H"), ("th", "t"), ("ck", "k"), ("gh", "g"), ("dj", "J"), ("dg", "J"), ("qu", "kv"), ("q", "k"), ("x", "ks"),
    ("ts", "s"), ("z", "s"), ("w", "v"), ("j", "J"), ("wh", "v"),
)  # fmt: skip
_SOFT_C = re.compile(r"c(?=[eiy])")
_OPEN_CH = re.compile("ch")
_MERGED = {
    "cyrillic": {"H": "h"},
    "greek": {"H": "h", "S": "s", "J": "s", "C": "s"},
    "georgian": {"H": "h"},
    "hangul": {"f": "p", "b": "p", "v": "p", "d": "t", "g": "k", "J": "C", "r": "l", "H": "h", "S": "s"},
    "kana": {"l": "r", "v": "b", "f": "h", "S": "s", "J": "s", "C": "t", "H": "h"},
    "thai": {"v": "w", "b": "p", "d": "t", "g": "k", "J": "C", "S": "s", "H": "h", "r": "l", "z": "s"},
    "arabic": {"p": "b", "v": "f", "g": "k", "H": "k", "h": "", "C": "S"},
    "hebrew": {"f": "p", "v": "", "b": "b", "H": "k", "h": "", "S": "s", "C": "s", "g": "g"},
}  # fmt: skip
"""Consonants that a script writes alike, or a loan word does; nothing where it may leave them out."""
_FILLED = {"hangul": "eui", "kana": "uoi"}
"""Vowels that a script sets where the other language has none."""
_VOWELS = "aeiouy"
_CLASSES = {"a": "a", "e": "ei", "i": "i", "y": "i", "o": "o", "u": "ou"}
"""What a written vowel may be in another language's letters: `u` and `o` meet, `e` and `i` do."""


class Sound(Struct, frozen=True):
    """One reading of a name: its consonants, and the vowels before, between and behind them."""

    consonants: str
    vowels: tuple[str, ...]


def script_of_word(word: str) -> str:
    """The script of the first letter: `latin`, `cyrillic`, `hangul` …"""
    return next((script_of(char) for char in word if char.isalpha()), "other")


def sound_of(word: str, script: str) -> Sound:
    """The sound of a word in another script than Latin."""
    letters = anyascii(word).lower()
    if script in VOWELLESS:
        letters = re.sub(r"[wy']", "", letters)
    if script == "georgian":
        letters = letters.removesuffix("i")
    return _sound(_spelled(letters), script)


def sounds_as(word: str, script: str) -> tuple[Sound, ...]:
    """What a Latin word may sound like to somebody who writes it in another script; `ch` and the like are read in
    several ways."""
    letters = re.sub(r"[^a-z]", "", anyascii(word).lower())
    found: dict[Sound, None] = {}
    many = len(_OPEN_CH.findall(letters))
    for readings in product("CkH", repeat=min(many, 2)):
        spelled = letters
        for reading in readings:
            spelled = _OPEN_CH.sub(reading, spelled, count=1)
        if script in VOWELLESS:
            spelled = re.sub(r"[wy]", "", spelled)
        found[_sound(_spelled(spelled), script)] = None
    return tuple(found)


def vowels_agree(latin: Sound, other: Sound, script: str) -> bool:
    """Whether two words with the same consonants have vowels that may be the same, one by one."""
    if script in VOWELLESS:
        return True
    filled = _FILLED.get(script, "")
    last = len(latin.vowels) - 1
    return all(
        _agree(one, two, filled, last=place == last)
        for place, (one, two) in enumerate(zip(latin.vowels, other.vowels, strict=True))
    )


def pinyin(word: str) -> str:
    """Han letters as pinyin without tones and spaces."""
    return re.sub(r"[^a-z]", "", anyascii(word).lower())


def _agree(latin: str, other: str, filled: str, *, last: bool) -> bool:
    if not other:
        # A silent e at the end of a word, or before its last consonant: "Technologies".
        return not latin or (last and latin == "e")
    if not latin:
        return bool(filled) and set(other) <= set(filled)
    heard = {sound for vowel in latin for sound in _CLASSES[vowel]}
    written = {sound for vowel in other for sound in _CLASSES[vowel]}
    return bool(heard & written)


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
        if char in _VOWELS:
            vowels[-1] += char
            continue
        sound = merged.get(char, char)
        if not sound.isalpha() or (consonants and consonants[-1] == sound and not vowels[-1]):
            continue
        consonants.append(sound)
        vowels.append("")
    return Sound("".join(consonants), tuple(vowels))
