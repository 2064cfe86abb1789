"""How texts point at their sources: phrases of attribution by language, and nouns that point back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache

from sousveil.vocabulary.loader import DATA, Vocabulary
from sousveil.vocabulary.terms import Writing, expression_of

__all__ = ["WRITING", "Citing", "bears_name", "citing_for", "faults", "points_back"]

WRITING: dict[str, Writing] = {"zh": "joined", "ja": "joined", "ko": "suffixed"}
"""Of languages that may have no file of their own; all others put spaces between words."""
_MANY = "The|A|An|One|Two|Some|Many|Several|State|Officials|Researchers|Residents|Sources|Experts"
_NAMED_FIRST = re.compile(rf"(?!(?:{_MANY})\b)[A-Z]\w+ ")
"""A capital opens the name and no article or plural does; one word alone may only open a sentence."""
_NOTHING = re.compile(r"(?!)")


class Citing:
    """Expressions of one language: what stands before a source (`according to`), what stands after (`reported`)."""

    def __init__(self, before: re.Pattern[str], after: re.Pattern[str], back: re.Pattern[str]) -> None:
        self.before = before
        self.after = after
        self.back = back


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((DATA / "citing.toml").read_text("utf-8"))


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
    own = _table().get(code, {})
    before, after = list(own.get("before", ())), list(own.get("after", ()))
    if language is not None:
        said = language.attribution
        before += said.before
        after += (*said.after, *said.reports)
    back = own.get("back", [])
    if not before and not after:
        return None
    writing = language.writing if language is not None else WRITING.get(code, "spaced")
    return Citing(_union(before, writing), _union(after, writing), _whole(back, writing))


def _union(terms: list[str], writing: Writing) -> re.Pattern[str]:
    if not terms:
        return _NOTHING
    return re.compile("|".join(expression_of(term, writing) for term in dict.fromkeys(terms)), re.IGNORECASE)


def _whole(terms: list[str], writing: Writing) -> re.Pattern[str]:
    if not terms:
        return _NOTHING
    inner = "|".join(expression_of(term, writing) for term in dict.fromkeys(terms))
    return re.compile(rf"\s*(?:{inner})\W*", re.IGNORECASE)


def points_back(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether the name of a speaker only points back at a source named before: "the report", "the authors"."""
    citing = citing_for(lang, vocabulary)
    return citing is not None and citing.back.fullmatch(name) is not None


def faults() -> Iterator[str]:
    """What is wrong in citing.toml, one sentence each."""
    for lang, lists in _table().items():
        for part, terms in lists.items():
            if part not in {"before", "after", "back"}:
                yield f"citing.toml [{lang}]: '{part}' is no list; use before, after or back"
            for term in terms:
                try:
                    re.compile(expression_of(term, WRITING.get(lang, "spaced")))
                except (ValueError, re.error) as error:
                    yield f"citing.toml [{lang}] {part}: '{term}' cannot be read: {error}"


def bears_name(name: str) -> bool:
    """Whether a speaker bears a name of its own: "Chinese customs" does, "a resident", "Residents" and 소식통 do not.

    Scripts without capitals cannot show it; there a speaker without an entity counts as nameless.
    """
    return any(word[:1].isupper() for word in name.split()[1:]) or _NAMED_FIRST.match(name) is not None
