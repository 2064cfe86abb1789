"""Korean particles that depend on how the word before them ends: 이/가, 을/를, 은/는, 과/와, 으로/로, 이다/다.

A catalogue writes `{name:을/를}`: first the form behind a consonant, then the one behind a vowel. How a word sounds is
told by its last letter:

- Hangul: by the syllable. Behind ㄹ, 으로 is 로.
- digits: as they are read (삼 ends in a consonant, 이 does not); every power of ten ends in a consonant. `%` is 퍼센트.
- Latin capitals and single letters: by the letter's name (L, M, N and R end in a consonant).
- other Latin words, by how they are usually written in Hangul: behind l, m, n and ng a consonant; behind a, i, o, u, y,
  r, w, s, z, x, f, v, h, d, g and j a vowel. After b, c, k, p, q, t and a final e it cannot be told.

Where it cannot be told, and for other scripts, both forms stand there: `을(를)`. What stands in brackets at the end and
marks of quotation are not sounded: 하이크비전(Hikvision)이.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from markupsafe import Markup, escape

__all__ = ["ending", "with_particle"]

Ending = Literal["vowel", "consonant", "l"]

_SILENT: Final = re.compile(r"(?:\s*\([^()]*\)|[\s\"'”’」』》〉.,…!?]|\])+$")
_ALONE: Final = "~"
_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS, _FINAL_L = 0xAC00, 0xD7A3, 28, 8
_DIGITS: Final[dict[str, Ending]] = {
    "0": "consonant", "1": "l", "2": "vowel", "3": "consonant", "4": "vowel", "5": "vowel", "6": "consonant",
    "7": "l", "8": "l", "9": "vowel", "%": "vowel",
}  # fmt: skip
_LETTERS: Final[dict[str, Ending]] = {"L": "l", "M": "consonant", "N": "consonant", "R": "l"}
_LATIN: Final[dict[str, Ending]] = {
    **dict.fromkeys("aiouyrwszxfvhdgj", "vowel"), **dict.fromkeys("mn", "consonant"), "l": "l",
}  # fmt: skip
_UNITS: Final = frozenset({"km", "m", "KB", "MB", "GB", "TB"})
"""Read in full, and all end in a vowel: 킬로미터, 메가바이트."""


def ending(word: str) -> Ending | None:
    """How a word ends when it is read aloud; None where that cannot be told."""
    sounded = _SILENT.sub("", word)
    last = sounded[-1:]
    if _FIRST_SYLLABLE <= ord(last or " ") <= _LAST_SYLLABLE:
        final = (ord(last) - _FIRST_SYLLABLE) % _FINALS
        return "l" if final == _FINAL_L else "consonant" if final else "vowel"
    if last in _DIGITS:
        return _DIGITS[last]
    if not (last.isascii() and last.isalpha()):
        return None
    run = re.search(r"[A-Za-z]+$", sounded)
    letters = run[0] if run else last
    if letters in _UNITS:
        return "vowel"
    if letters.isupper() or len(letters) == 1:
        return _LETTERS.get(last.upper(), "vowel")
    return "consonant" if letters.endswith("ng") else _LATIN.get(last.lower())


def with_particle(word: str, forms: str) -> str:
    """The word with the form that fits, of two that a slash parts; markup stays markup. Before the forms `~` asks for
    the particle without the word, which stands before it already."""
    after_consonant, _, after_vowel = forms.removeprefix(_ALONE).partition("/")
    how = ending(word.striptags() if isinstance(word, Markup) else word)
    if how is None:
        particle = _both(after_consonant, after_vowel)
    elif how == "vowel" or (how == "l" and after_consonant.startswith("으로")):
        particle = after_vowel
    else:
        particle = after_consonant
    if forms.startswith(_ALONE):
        return particle
    return word + escape(particle) if isinstance(word, Markup) else word + particle


def _both(after_consonant: str, after_vowel: str) -> str:
    """`이(가)`, `(으)로`."""
    if after_consonant.endswith(after_vowel):
        return f"({after_consonant.removesuffix(after_vowel)}){after_vowel}"
    return f"{after_consonant}({after_vowel})"
