"""What a text says about its own words: who in it is a person, and which capitalised words are also ordinary ones.

Names of people are used for one thing only: not to take them for towns. Nothing about them is kept.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

__all__ = ["CONNECTORS", "TextContext", "Token", "context_of", "is_title", "tokens_of"]

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|(?:St|Ste|Ft|Mt|Mr|Mrs|Ms|Dr|Sgt|Lt|Col|Gen|Gov|Sen|Rep|Rev|Prof|Capt|Cpl|Det|Jr|Sr|Hon|Pres|Supt)\."
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
)
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_TITLES = frozenset(
    "mr mrs ms miss dr sgt lt col gen gov sen rep rev prof capt cpl det hon sir lady lord pres president senator"
    " governor congressman congresswoman representative judge justice officer detective sergeant lieutenant captain"
    " sheriff deputy trooper coach professor reverend pastor father sister brother king queen prince princess"
    " minister secretary chancellor chairman chairwoman ambassador commissioner attorney actor actress singer herr"
    " frau señor señora don doña monsieur madame mayor councilman councilwoman alderman supt dean principal".split()
)
CONNECTORS = frozenset(
    "of the de la le les los las del des du da do dos di el al and und y upon on am an der im ob sur sous en"
    " aux à bei".split()
)
_INITIAL_LENGTH = 1


class Token(Struct, frozen=True):
    """A word and where it stands; a possessive ending is left off."""

    start: int
    end: int
    word: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.word[0].isupper()


class TextContext(Struct, frozen=True):
    """What the whole text tells about single words."""

    small: frozenset[str]
    """Words that the text also writes without a capital, more often than with one."""
    surnames: frozenset[str]
    """Last words of names that stand after a given name or a title."""


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The words of a stretch of text in a script that separates words."""
    tokens = []
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        ending = _POSSESSIVE.search(word)
        cut = match.end() - len(ending.group()) if ending and ending.start() > 0 else match.end()
        tokens.append(Token(match.start(), cut, text[match.start() : cut]))
    return tokens


def is_title(word: str) -> bool:
    """Whether a word goes before a person's name: "Sgt.", "Mayor"."""
    return word.rstrip(".").lower() in _TITLES


@lru_cache(maxsize=8)
def context_of(text: str, given_names: frozenset[str]) -> TextContext:
    """Reads the whole text once; the last few texts are remembered, because their sentences come one by one."""
    small: dict[str, int] = {}
    surnames: dict[str, int] = {}
    tokens = tokens_of(text, 0, len(text))
    for position, token in enumerate(tokens):
        lower = token.word.lower()
        small[lower] = small.get(lower, 0) + (-1 if token.capital else 1)
        if not token.capital or position == 0:
            continue
        if _ends_a_name(tokens, position, text, given_names):
            surnames[lower] = surnames.get(lower, 0) + 1
    return TextContext(frozenset(w for w, n in small.items() if n > 0), frozenset(surnames))


def _ends_a_name(tokens: list[Token], position: int, text: str, given_names: frozenset[str]) -> bool:
    """Whether the word at `position` is the last of "Given [Middle | I.] Surname" or "Title Surname"."""
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if following and following.capital and text[tokens[position].end : following.start] == " ":
        return False
    back = position
    while back > 0 and position - back < 3:
        gap = text[tokens[back - 1].end : tokens[back].start]
        if gap not in (" ", ". ") or not tokens[back - 1].capital:
            return False
        word = tokens[back - 1].word.lower().rstrip(".")
        if word in given_names or word in _TITLES:
            return True
        if gap == ". " and len(word) > _INITIAL_LENGTH:
            return False
        back -= 1
    return False
