"""The forms of words: endings behind a stem, small words written together with the next one.

All of it is data of the language file (`[inflection]`): here it becomes pieces of regular expressions.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from sousveil.vocabulary.letters import JOINER

__all__ = ["AS_WRITTEN", "NO_FORMS", "Inflection", "WordForms"]

AS_WRITTEN = "0"
"""`word~0`: this form only, also in a language that inflects every word."""
_NOTHING = "-"
_CHOICE = re.compile(r"\(([^()]*)\)")


class WordForms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The forms of words. Lists are written with spaces between; `-` is "nothing"."""

    forms: dict[str, str] = {}
    """How a word ends as it is written in a term, to all the endings it may have instead: `"а" = "ы е у ой"`. The
    longest end of a word counts; under `""` stand endings that follow what ends otherwise. A word always keeps its
    own form, too."""
    classes: dict[str, str] = {}
    """Endings of words that are marked with the name of the class: `установи~v`."""
    alphabet: str = ""
    """Letters of the language, as a range: `а-яё`. Names in them are inflected without a marker."""
    every: bool = False
    """Every word of every term is inflected without a marker, where it has enough letters."""
    shortest: int = 3
    """Letters of the shortest word to which that, `article` and `before` apply."""
    article: str = ""
    """Written together with the next word; a word is found with and without it: `ال`."""
    before: str = ""
    """Small words that are written together with the next word; they are no part of what is found: `و (و|)ب`."""
    before_short: str = ""
    """Those that stand before words with fewer letters, too: `و ف`."""


class Inflection:
    """The endings and clitics of one language, compiled when first needed."""

    def __init__(self, forms: WordForms, folded: Callable[[str], str] = str) -> None:
        self.every = forms.every
        self._forms = {folded(key): folded(endings) for key, endings in forms.forms.items()}
        self._longest = max(map(len, self._forms), default=0)
        self._classes = {name: folded(endings) for name, endings in forms.classes.items()}
        self._shortest = forms.shortest
        self._article = folded(forms.article)
        self._before = _one_of(folded(forms.before).split())
        self._before_short = _one_of(folded(forms.before_short).split())
        self._word = re.compile(rf"[{forms.alphabet}]+", re.IGNORECASE) if forms.alphabet else None
        self._compiled: dict[str, str] = {}
        self._listed: dict[str, frozenset[str] | None] = {}

    @property
    def proclitics(self) -> bool:
        """Whether something may stand before a word and be written together with it."""
        return bool(self._before or self._article)

    def knows(self, name: str) -> bool:
        """Whether `~name` is a class of endings here; `~` alone needs `forms`."""
        return name == AS_WRITTEN or (name in self._classes if name else bool(self._forms))

    def takes(self, word: str) -> bool:
        """Whether a word without a marker is inflected, because every word of the language is."""
        return self.every and len(word) >= self._shortest and self.is_own(word)

    def is_own(self, word: str) -> bool:
        """Whether a word is written in the letters of this language (`alphabet`)."""
        return self._word is not None and self._word.fullmatch(word) is not None

    def stem(self, word: str, name: str) -> str:
        """What stays of a word in all its forms."""
        return word if name else word[: len(word) - len(self._key(word))]

    def endings(self, word: str, name: str) -> str:
        """An expression for what may follow the stem of a word. Raises `ValueError` where the class is unknown."""
        key = self._checked(word, name)
        if key not in self._compiled:
            self._compiled[key] = _trie(self._expanded(key))
        return self._compiled[key]

    def listed(self, word: str, name: str) -> frozenset[str] | None:
        """The endings themselves; null where one may hold a space. Raises `ValueError` as `endings`."""
        key = self._checked(word, name)
        if key not in self._listed:
            endings = frozenset("" if ending == _NOTHING else ending for ending in self._expanded(key))
            self._listed[key] = None if any(JOINER in ending for ending in endings) else endings
        return self._listed[key]

    def _checked(self, word: str, name: str) -> str:
        if not self.knows(name):
            raise ValueError(f"'~{name}' has no endings in [inflection]; list them under classes or forms")
        return "~" + name if name else self._key(word)

    def _expanded(self, key: str) -> list[str]:
        if key.startswith("~"):
            listed = self._classes[key[1:]].split()
        else:
            listed = [*self._forms.get(key, "").split(), key or _NOTHING]
        return [ending for each in listed for ending in _expanded(each)]

    def before(self, word: str) -> str:
        """An expression for the small words that may be written together with a word, without the article."""
        return self._before if len(word) >= self._shortest else self._before_short

    def without_article(self, word: str) -> tuple[str, str]:
        """An expression for the article, which may stand or not, and the word without it."""
        article = self._article
        if not article or len(word) < self._shortest:
            return "", word
        rest = word.removeprefix(article)
        if len(rest) == len(word) or len(rest) < self._shortest:
            return f"(?:{re.escape(article)})?", word
        # The word may also begin with these letters by itself: الإلكترونية.
        return f"(?:{re.escape(article)}){{0,2}}", rest

    def marked(self, name: str) -> str:
        """A name with the marker behind each word in the language's own letters, so that it is found inflected.

        Abbreviations keep the form they have.
        """
        if self.every or self._word is None or not self._forms or "/" in name or "(" in name:
            return name
        words = name.split(" ")
        return " ".join(
            f"{word}~" if self.is_own(word.removeprefix("=")) and not word.removeprefix("=").isupper() else word
            for word in words
        )

    def _key(self, word: str) -> str:
        for length in range(min(self._longest, len(word) - 1), 0, -1):
            if word[-length:] in self._forms:
                return word[-length:]
        return ""


def _expanded(ending: str) -> Iterable[str]:
    """`(들)(은|는)` is every ending that it stands for.

    As in a term, one alone in brackets may be missing, and so may a choice behind a letter.
    """
    if "(" not in ending:
        return (ending,)
    parts: list[list[str]] = []
    for position, part in enumerate(_CHOICE.split(ending)):
        if position % 2:
            optional = "|" not in part or parts[-1][-1][-1:].isalpha()
            parts.append([*part.split("|"), *([""] if optional else [])])
        else:
            parts.append([part])
    return ("".join(choice) for choice in itertools.product(*parts))


def _one_of(words: list[str]) -> str:
    return _trie([each for word in words for each in _expanded(word)] + [_NOTHING]) if words else ""


def _trie(endings: list[str]) -> str:
    """One expression for all endings that shares their beginnings, the longest first."""
    root: dict[str, object] = {}
    for ending in endings:
        node = root
        for char in "" if ending == _NOTHING else ending:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return _written(root)


def _written(node: dict[str, object]) -> str:
    alike: dict[str, str] = {}
    for char in sorted(char for char in node if char):
        following: dict[str, object] = node[char]  # type: ignore[assignment]
        inner = _written(following)
        # Letters before the same rest share a branch: shorter expressions are compiled faster.
        alike[inner] = alike.get(inner, "") + char
    branches = [_either(letters) + inner for inner, letters in alike.items()]
    if not branches:
        return ""
    optional = "?" if "" in node else ""
    if len(branches) == 1 and not optional:
        return branches[0]
    return f"(?:{'|'.join(branches)}){optional}"


def _either(letters: str) -> str:
    if JOINER in letters:
        rest = letters.replace(JOINER, "")
        return rf"(?:[\s{JOINER}]?|{_either(rest)})" if rest else rf"[\s{JOINER}]?"
    return re.escape(letters) if len(letters) == 1 else f"[{re.escape(letters)}]"


NO_FORMS = Inflection(WordForms())
"""A language without inflection."""
