"""What a text says about its own words: who in it is a person, and which capitalised words are also ordinary ones.

Names of people are used for one thing only: not to take them for towns. Nothing about them is kept.
"""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct

__all__ = ["TextContext", "Token", "context_of", "tokens_of"]

_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0983"
    "\u09bc-\u09cd\u0a01-\u0a51\u0abc-\u0acd\u0b3c-\u0b4d\u0bbe-\u0bcd\u0c3e-\u0c4d\u0cbe-\u0ccd\u0d3e-\u0d4d\u0dca-\u0ddf"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
"""Vowel signs and other marks inside words, which `re` takes for no letters."""
_GLUED = r"[A-Za-z]+(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
"""A Latin name with East Asian letters right behind it: "NECは", "TCL公司"."""
_WORD = re.compile(rf"{_GLUED}|[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*(?:['’ʼ][^\W\d_]+)*")
_ELIDED = re.compile(r"(?:l|d|qu|dell|nell|all|sull)['’](?=[^\W\d_a-zß-ÿ])")
"""A small word written together with a name: "l'Aisne", "d'Ivoire"."""
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_LONGEST_NAME = 3
"""Words before a surname that are looked at."""


class Token(Struct, frozen=True):
    """A word and where it stands; a possessive ending is left off, the stop of a short form is not."""

    start: int
    end: int
    word: str
    capital: bool
    """It begins with a capital letter."""


class TextContext(Struct, frozen=True):
    """What the whole text tells about single words."""

    small: frozenset[str]
    """Words that the text also writes without a capital, more often than with one."""
    surnames: frozenset[str]
    """Last words of names that stand after a given name or a title."""


def tokens_of(text: str, start: int, end: int, short: frozenset[str]) -> list[Token]:
    """The words of a stretch of text in a script that separates words. "U.S.", "W.Va." and "St." are one word each;
    `short` are words that are printed short with a full stop."""
    tokens: list[Token] = []
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        first, last = match.span()
        elided = _ELIDED.match(word)
        if elided is not None:
            tokens.append(Token(first, first + elided.end() - 1, word[: elided.end() - 1], False))
            first += elided.end()
            word = word[elided.end() :]
        if last < end and text[last] == "." and (last - first == 1 or word in short):
            last += 1
            if tokens and tokens[-1].end == first and tokens[-1].word[-1] == ".":
                first = tokens.pop().start
            word = text[first:last]
        elif word.endswith(_POSSESSIVE) and len(word) > 2:
            last -= 2
            word = word[:-2]
        tokens.append(Token(first, last, word, word[0].isupper()))
    return tokens


def context_of(tokens: list[Token], text: str, given_names: frozenset[str], titles: frozenset[str]) -> TextContext:
    """Reads the words of a whole text."""
    counts = Counter(token.word for token in tokens)
    small = (w for w, n in counts.items() if w[0].islower() and n > counts[w.capitalize()])
    surnames = (
        token.word.lower()
        for position, token in enumerate(tokens)
        if token.capital and position and _ends_a_name(tokens, position, text, given_names, titles)
    )
    return TextContext(frozenset(small), frozenset(surnames))


def _ends_a_name(
    tokens: list[Token], position: int, text: str, given_names: frozenset[str], titles: frozenset[str]
) -> bool:
    """Whether the word at `position` is the last of "Given [Middle | I.] Surname" or "Title Surname"."""
    if not tokens[position - 1].capital:
        return False
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if following and following.capital and text[tokens[position].end : following.start] == " ":
        return False
    back = position
    while back > 0 and position - back < _LONGEST_NAME and tokens[back - 1].capital:
        if text[tokens[back - 1].end : tokens[back].start] not in (" ", ". "):
            return False
        word = tokens[back - 1].word.lower().rstrip(".")
        if word in given_names or word in titles:
            return True
        back -= 1
    return False
