"""Words in a name's place that name nobody: "the authorities", "Chinese vendors", 당국."""

from __future__ import annotations

import re

from sousveil.vocabulary.citing import bears_name
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["is_nameless", "names_nobody"]

_JOINED = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
_BARE_NOUN = 3
"""Characters of 警察 or 당국; names of bodies are longer."""


def names_nobody(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is one of a language's words for the state or for companies, or a bare noun."""
    if len(name) <= _BARE_NOUN if _JOINED.search(name) else not bears_name(name, vocabulary):
        return True
    return _is_generic(name, lang, vocabulary)


def is_nameless(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether no organisation can be told by these words. A single word with a capital may be a company's name, which
    `names_nobody` does not trust; here it is one, since nothing is counted by it."""
    if _JOINED.search(name):
        return len(name) <= _BARE_NOUN or _is_generic(name, lang, vocabulary)
    words = name.split()
    articles = {*vocabulary.naming("articles"), *vocabulary.naming("indefinite")}
    while words and words[0].lower() in articles:
        words = words[1:]
    bare = " ".join(words)
    cased = bare.lower() != bare.upper()
    return not bare or (cased and bare == bare.lower()) or _is_generic(bare, lang, vocabulary)


def _is_generic(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    key = (vocabulary.digest, lang)
    if key not in _nobody:
        _nobody[key] = _words_for_nobody(lang, vocabulary)
    return _nobody[key].fullmatch(vocabulary.orthography(lang).view(name)) is not None


_nobody: dict[tuple[str, str], re.Pattern[str]] = {}


def _words_for_nobody(lang: str, vocabulary: Vocabulary) -> re.Pattern[str]:
    language = vocabulary.language(lang)
    words = (*language.state, *language.supplier) if language is not None else ()
    pattern = "|".join(map(vocabulary.orthography(lang).expression, words))
    return re.compile(rf"\W*(?:{pattern or '(?!)'})\W*", re.IGNORECASE)
