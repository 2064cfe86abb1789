"""How texts point at their sources: phrases of attribution by language, and nouns that point back."""

from __future__ import annotations

import re

from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.orthography import Orthography
from sousveil.vocabulary.word_lists import CitingWords

__all__ = ["Citing", "bears_name", "citing_for", "points_back"]

_NAMED_FIRST = re.compile(r"[A-Z]\w+ ")
_NOTHING = re.compile(r"(?!)")


class Citing:
    """Expressions of one language, which match the view of a text.

    They say what stands before a source (`according to`) and what stands after it (`reported`).
    """

    def __init__(self, before: re.Pattern[str], after: re.Pattern[str], back: re.Pattern[str]) -> None:
        self.before = before
        self.after = after
        self.back = back


_known: dict[tuple[str, str], Citing | None] = {}


def citing_for(lang: str, vocabulary: Vocabulary) -> Citing | None:
    """The expressions for a language (ISO 639-1): those of its file and of citing.toml; null where there are none."""
    code = lang.split("-", maxsplit=1)[0]
    key = (vocabulary.digest, code)
    if key not in _known:
        _known[key] = _compile(code, vocabulary)
    return _known[key]


def _compile(code: str, vocabulary: Vocabulary) -> Citing | None:
    language = vocabulary.language(code)
    own = vocabulary.citing.get(code, CitingWords())
    before, after = list(own.before), list(own.after)
    if language is not None:
        said = language.attribution
        before += said.before
        after += (*said.after, *said.reports)
    if not before and not after:
        return None
    spelled = vocabulary.orthography(code)
    taken_back = "".join(rf"(?<!\b{re.escape(word)}\s)" for word in own.unsaid)
    return Citing(_union(before, spelled), _union(after, spelled, taken_back), _whole(own.back, spelled))


def _union(terms: list[str], spelled: Orthography, taken_back: str = "") -> re.Pattern[str]:
    if not terms:
        return _NOTHING
    inner = "|".join(spelled.expression(term) for term in dict.fromkeys(terms))
    return re.compile(f"{taken_back}(?:{inner})", re.IGNORECASE)


def _whole(terms: tuple[str, ...], spelled: Orthography) -> re.Pattern[str]:
    if not terms:
        return _NOTHING
    inner = "|".join(spelled.expression(term) for term in dict.fromkeys(terms))
    return re.compile(rf"\s*(?:{inner})\W*", re.IGNORECASE)


def points_back(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether the name of a speaker only points back at a source named before: "the report", "the authors"."""
    citing = citing_for(lang, vocabulary)
    return citing is not None and citing.back.fullmatch(vocabulary.orthography(lang).view(name)) is not None


def bears_name(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a speaker bears a name of its own: "Chinese customs" does, "a resident", "Residents" and 소식통 do not.

    A capital opens the name and no article or plural does; one word alone may only open a sentence. Scripts without
    capitals cannot show it; there a speaker without an entity counts as nameless. "Sources in Hyesan" are told by a
    place alone.
    """
    words = name.split()
    if words[0].lower() in vocabulary.naming("indefinite"):
        # "An unnamed South Korean official"
        return False
    if _are_witnesses(words, vocabulary):
        return False
    if any(word[:1].isupper() for word in words[1:]):
        return True
    return _NAMED_FIRST.match(name) is not None and words[0] not in _nameless(vocabulary)


def _are_witnesses(words: list[str], vocabulary: Vocabulary) -> bool:
    """Whether the first word with a capital, but for one that opens the name, stands behind a word for people."""
    named = next((at for at, word in enumerate(words) if at and word[:1].isupper()), len(words))
    return any(word.lower() in _witnesses(vocabulary) for word in words[:named])


_people: dict[str, frozenset[str]] = {}


def _witnesses(vocabulary: Vocabulary) -> frozenset[str]:
    if vocabulary.digest not in _people:
        _people[vocabulary.digest] = frozenset(word for words in vocabulary.citing.values() for word in words.witnesses)
    return _people[vocabulary.digest]


_openers: dict[str, frozenset[str]] = {}


def _nameless(vocabulary: Vocabulary) -> frozenset[str]:
    if vocabulary.digest not in _openers:
        lists = (words.nameless for words in vocabulary.citing.values())
        _openers[vocabulary.digest] = frozenset(word for words in lists for word in words)
    return _openers[vocabulary.digest]
