"""Letters that are written in several ways: a view of a text in which they are alike, of the same length.

Offsets in the view are offsets in the text: a letter stands for a letter. Marks that writers may leave out (vowel
signs, the long stroke and the joiner of the Arabic script) are moved as blanks behind their word, so that only offsets
inside such a word shift; `Letters.original` shifts them back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

__all__ = ["JOINER", "LetterForms", "Letters"]

JOINER = "\u200c"
"""Zero width non-joiner. In a term it stands for itself, a space or nothing."""
_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９"
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_MARKS = {ord("٬"): ord(","), ord("٫"): ord(".")}
"""Between the digits of Arabic numbers."""
_COMMON: dict[int, int] = {**{ord(digit): 48 + index % 10 for index, digit in enumerate(_DIGITS)}, **_WIDE, **_MARKS}
_FEW = 300
"""Letters up to which it pays to look first whether a text has one."""
_UNCOMMON = re.compile(f"[{_DIGITS}٬٫Ａ-Ｚａ-ｚ]")


class LetterForms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Letters that are written in several ways; texts and terms are compared as if they were one.

    Digits and full-width letters are ASCII in every language, without being listed.
    """

    alike: dict[str, str] = {}
    """A letter to the letters that are read as it: `"ا" = "أإآ"`."""
    tables: tuple[str, ...] = ()
    """Names of files under `letters/`, for what is too long to list: `traditional-chinese`."""
    optional: str = ""
    """Marks inside words that writers may leave out: vowel signs, the joiner of Persian."""


class Letters:
    """How one language's letters are read. Digits and full-width letters are ASCII in every language.

    Raises `ValueError` where a form is not one character or a table is not known.
    """

    def __init__(self, forms: LetterForms, tables: Mapping[str, Mapping[str, str]]) -> None:
        own: dict[int, int] = {}
        for name in forms.tables:
            if name not in tables:
                raise ValueError(f"there is no table of letters '{name}'; use one of {', '.join(sorted(tables))}")
            own.update((ord(old), ord(new)) for old, new in zip(tables[name]["from"], tables[name]["to"], strict=True))
        for letter, others in forms.alike.items():
            if len(letter) != 1:
                raise ValueError(f"'{letter}' is not one letter; lengths must stay the same")
            own.update((ord(other), ord(letter)) for other in others)
        self._own = {**own, **_COMMON} if own else {}
        few = "".join(map(chr, self._own)) if len(self._own) < _FEW else ""
        self._uncommon = re.compile(f"[{re.escape(few)}]") if few else _UNCOMMON
        self._looked_for = bool(few) or not self._own
        self._table: list[str] = []
        self._optional = frozenset(forms.optional)
        marks = re.escape(forms.optional)
        self._mark = re.compile(f"[{marks}]") if marks else None
        self._word = re.compile(rf"[\w{marks}]+")

    def view(self, text: str) -> str:
        """The text as it is matched, of the same length."""
        if text.isascii():
            return text
        if not self._looked_for or self._uncommon.search(text):
            text = text.translate(self._dense())
        if self._mark is not None and self._mark.search(text):
            text = self._word.sub(self._moved, text)
        return text

    def term(self, text: str) -> str:
        """A term, an ending or an expression as it is matched; the joiner is kept, it has a meaning of its own."""
        if text.isascii():
            return text
        text = text.translate(self._own or _COMMON)
        if self._optional:
            text = "".join(char for char in text if char == JOINER or char not in self._optional)
        return text

    def _dense(self) -> list[str]:
        """The letters of the basic plane by number: a list is looked up twice as fast as a dictionary."""
        if not self._table:
            table = list(map(chr, range(0x10000)))
            for old, new in (self._own or _COMMON).items():
                if old < len(table):
                    table[old] = chr(new)
            self._table = table
        return self._table

    def _moved(self, match: re.Match[str]) -> str:
        word = match.group()
        bare = "".join(char for char in word if char not in self._optional)
        return bare + " " * (len(word) - len(bare))

    def original(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The span of `text` that stands in its view at `start` and `end`."""
        if self._mark is None or not self._mark.search(text):
            return start, end
        begin = self._place(text, start)
        return begin, max(begin, self._place(text, end))

    def _place(self, text: str, at: int) -> int:
        """Where in `text` the letter stands that is at `at` in the view; behind its word where none does."""
        word = next((m for m in self._word.finditer(text, max(0, at - 80)) if m.end() >= at), None)
        if word is None or not word.start() < at <= word.end() or self._mark is None:
            return at
        letters = at - word.start()
        for place in range(word.start(), word.end()):
            if text[place] in self._optional:
                continue
            if letters == 0:
                return place
            letters -= 1
        return word.end()
