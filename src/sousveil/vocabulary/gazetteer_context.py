"""What a text says about its own words: who in it is a person, and which capitalised words are also ordinary ones.

Names of people are used for one thing only: not to take them for towns. Nothing about them is kept.
"""

from __future__ import annotations

import re

from msgspec import Struct

__all__ = ["CONNECTORS", "TextContext", "Token", "context_of", "tokens_of"]

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|(?:St|Ste|Ft|Mt|Mr|Mrs|Ms|Dr|Sgt|Lt|Col|Gen|Gov|Sen|Rep|Rev|Prof|Capt|Cpl|Det|Jr|Sr|Hon|Pres|Supt)\."
    r"|(?:Ala|Ariz|Ark|Calif|Colo|Conn|Fla|Ga|Ill|Ind|Kan|Kans|Ky|La|Md|Mass|Mich|Minn|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex"
    r"|Vt|Va|Wash|W\.Va|Wis|Wyo|Ont|Alta|Sask|Que|Phila)\."
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
)
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
CONNECTORS = frozenset(
    (
        "of", "the", "de", "la", "le", "les", "los", "las", "del", "des", "du", "da", "do", "dos", "di", "el", "al", "and",
        "und", "y", "upon", "on", "am", "an", "der", "im", "ob", "sur", "sous", "en", "aux", "à", "bei",
    )
)  # fmt: skip
"""Small words inside names: "Isle of Man", "Rio de Janeiro"."""
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


def context_of(tokens: list[Token], text: str, given_names: frozenset[str], titles: frozenset[str]) -> TextContext:
    """Reads the words of a whole text."""
    small: dict[str, int] = {}
    surnames: dict[str, int] = {}
    openers = given_names | titles
    for position, token in enumerate(tokens):
        lower = token.word.lower()
        small[lower] = small.get(lower, 0) + (-1 if token.capital else 1)
        if not token.capital or position == 0:
            continue
        if _ends_a_name(tokens, position, text, openers):
            surnames[lower] = surnames.get(lower, 0) + 1
    return TextContext(frozenset(w for w, n in small.items() if n > 0), frozenset(surnames))


def _ends_a_name(tokens: list[Token], position: int, text: str, openers: frozenset[str]) -> bool:
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
        if word in openers:
            return True
        if gap == ". " and len(word) > _INITIAL_LENGTH:
            return False
        back -= 1
    return False
