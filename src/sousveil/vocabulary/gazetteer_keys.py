"""Spellings of one place name, folded to one key, so that a name is found however it is printed.

Folding is per script, because a combining mark is decoration in Latin and a letter in Devanagari: Latin and Greek
lose marks and case ("Hŭich’ŏn", "Huichon"), Cyrillic also loses its case endings word by word ("Северной Корее"),
Arabic and Hebrew lose vowel points, everything else is only brought to compatibility form.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["is_cased", "is_east_asian", "is_hangul", "is_scanned", "key_of", "romanise_hangul", "script_of"]

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹʾʿ"), None)
_TO_SPACE = dict.fromkeys(map(ord, "-‐‑‒–—_."), " ")
_FOLD = _APOSTROPHES | _TO_SPACE
_ABBREVIATED = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "pt": "point"}
_RUSSIAN_ENDING = re.compile(
    r"(?:ами|ями|ого|ему|ому|ыми|ими|его|ым|им|ом|ем|ых|их|ах|ях|ам|ям|[аеиоуыэюяйьіїє]{1,3})$"
)
_SHORTEST_STEM = 3

_RANGES = (
    (0x0000, 0x024F, "latin"), (0x0370, 0x03FF, "greek"), (0x0400, 0x052F, "cyrillic"), (0x0530, 0x058F, "armenian"),
    (0x0590, 0x05FF, "hebrew"), (0x0600, 0x077F, "arabic"), (0x0900, 0x0DFF, "indic"), (0x0E00, 0x0EFF, "thai"),
    (0x0F00, 0x0FFF, "indic"), (0x1000, 0x109F, "myanmar"), (0x10A0, 0x10FF, "georgian"), (0x1100, 0x11FF, "hangul"),
    (0x1200, 0x137F, "ethiopic"), (0x1780, 0x17FF, "khmer"), (0x1E00, 0x1EFF, "latin"), (0x1F00, 0x1FFF, "greek"),
    (0x3040, 0x30FF, "kana"), (0x3130, 0x318F, "hangul"), (0x3400, 0x9FFF, "han"), (0xAC00, 0xD7AF, "hangul"),
    (0xF900, 0xFAFF, "han"), (0xFB50, 0xFDFF, "arabic"), (0xFE70, 0xFEFF, "arabic"), (0x20000, 0x3FFFF, "han"),
)  # fmt: skip

# Revised Romanisation of the letters of Hangul, by position in the syllable.
_INITIAL = (
    "g",
    "kk",
    "n",
    "d",
    "tt",
    "r",
    "m",
    "b",
    "pp",
    "s",
    "ss",
    "",
    "j",
    "jj",
    "ch",
    "k",
    "t",
    "p",
    "h",
)
_VOWEL = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu",
    "ui", "i",
)  # fmt: skip
_FINAL = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
)  # fmt: skip
_SYLLABLE_BASE, _SYLLABLES = 0xAC00, 11172


def script_of(character: str) -> str:
    """The script of a character by its block: `latin`, `hangul`, `han`, `kana`…; `other` where no table has it."""
    point = ord(character)
    for low, high, script in _RANGES:
        if low <= point <= high:
            return script
    return "other"


def is_cased(character: str) -> bool:
    """Whether the character's script tells capitals from small letters."""
    return character.lower() != character.upper()


def is_hangul(character: str) -> bool:
    """Whether the character is a precomposed Korean syllable."""
    return "가" <= character <= "힣"


def is_east_asian(character: str) -> bool:
    """Whether the character is Han or kana: scripts that put no spaces between words."""
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff" or "豈" <= character <= "\ufaff"


def is_scanned(character: str) -> bool:
    """Whether names in this script must be looked for inside runs of letters: Han, kana, Thai, Lao, Burmese, Khmer."""
    return (
        is_east_asian(character) or "\u0e00" <= character <= "\u0eff" or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
    )  # fmt: skip


def key_of(name: str) -> str:
    """The key of a spelling; two spellings with one key count as the same name. Empty for an empty name."""
    if name.isascii():
        return _latin(name.translate(_FOLD).lower())
    script = next((script_of(c) for c in name if c.isalpha()), "other")
    if script in ("latin", "greek"):
        return _latin(_without_marks(name).translate(_FOLD).casefold())
    if script == "cyrillic":
        words = _without_marks(name).translate(_FOLD).casefold().split()
        return " ".join(_stem(word) for word in words)
    if script in ("arabic", "hebrew"):
        return " ".join(_without_marks(name).translate(_FOLD).replace("ـ", "").replace("\u200c", " ").split())
    if script in ("han", "kana", "hangul"):
        return unicodedata.normalize("NFKC", name).replace(" ", "").replace("・", "").replace("·", "")
    return " ".join(unicodedata.normalize("NFKC", name).translate(_TO_SPACE).casefold().split())


def romanise_hangul(name: str) -> str:
    """Revised Romanisation, syllable by syllable with the most common sound change (ㄹ after a final consonant is
    left as r): "회령" → "Hoeryeong". Source: the table of the National Institute of Korean Language, 2000."""
    out: list[str] = []
    for character in name:
        index = ord(character) - _SYLLABLE_BASE
        if not 0 <= index < _SYLLABLES:
            out.append(character)
            continue
        initial, rest = divmod(index, 588)
        vowel, final = divmod(rest, 28)
        out.append(_INITIAL[initial] + _VOWEL[vowel] + _FINAL[final])
    return "".join(out).capitalize()


def _latin(folded: str) -> str:
    words = folded.split()
    if len(words) > 1:
        words = [_ABBREVIATED.get(word, word) for word in words]
    return " ".join(words)


def _without_marks(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _stem(word: str) -> str:
    stem = _RUSSIAN_ENDING.sub("", word)
    return stem if len(stem) >= _SHORTEST_STEM else word
