"""Words in a name's place that name nobody: "the authorities", "Chinese vendors", 당국."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def is_nameless(name: str, lang: str, vocabulary: Vocabulary, *, speaks: bool = False) -> bool:
    """Whether no organisation can be told by these words. A single word with a capital may be a company's name, which
    `names_nobody` does not trust; here it is one, since nothing is counted by it.

    What only speaks (`speaks`) is told by its own name alone: "a source in China" and "the agency" name nobody.
    """
    if _is_generic(name, lang, vocabulary) or _is_speaker(name, lang, vocabulary):
        return True
    if _JOINED.search(name):
        return len(name) <= _BARE_NOUN
    words = name.split()
    if speaks and words and words[0].lower() in vocabulary.naming("indefinite"):
        return True
    articles = {*vocabulary.naming("articles"), *vocabulary.naming("indefinite")}
    while words and words[0].lower() in articles:
        words = words[1:]
    bare = " ".join(words)
    cased = bare.lower() != bare.upper()
    small = bare if not speaks else bare.split(" ")[0]
    return not bare or (cased and small == small.lower()) or _is_generic(bare, lang, vocabulary)


def _is_generic(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    key = (vocabulary.digest, lang)
    if key not in _nobody:
        _nobody[key] = _words_for_nobody(lang, vocabulary)
    return _nobody[key].fullmatch(vocabulary.orthography(lang).view(name)) is not None


def _is_speaker(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether it is one of a language's words for people and papers that speak unnamed."""
    key = (vocabulary.digest, lang)
    if key not in _speakers:
        language = vocabulary.language(lang)
        _speakers[key] = _whole(language.attribution.speakers if language is not None else (), lang, vocabulary)
    return _speakers[key].fullmatch(vocabulary.orthography(lang).view(name)) is not None


_nobody: dict[tuple[str, str], re.Pattern[str]] = {}
_speakers: dict[tuple[str, str], re.Pattern[str]] = {}


def _words_for_nobody(lang: str, vocabulary: Vocabulary) -> re.Pattern[str]:
    language = vocabulary.language(lang)
    words = (*language.state, *language.supplier) if language is not None else ()
    return _whole(words, lang, vocabulary)


def _whole(words: Iterable[str], lang: str, vocabulary: Vocabulary) -> re.Pattern[str]:
    # A term may name the part of it that counts, as Arabic ones do behind their prefixes; here the whole name counts.
    terms = (vocabulary.orthography(lang).expression(word).replace("(?P<found>", "(?:") for word in words)
    pattern = "|".join(terms)
    return re.compile(rf"\W*(?:{pattern or '(?!)'})\W*", re.IGNORECASE)
