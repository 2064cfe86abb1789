"""Names that a text itself puts side by side as two names of one: "하이크비전(Hikvision)", "X, known in English as Y".

What stands between the two decides, word for word: "X, a rival of Y", "X and Y" and "X (a customer of Y)" have other
words there. The phrases are data (`between`, `inside`, `open` and `behind` in company_words.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct

from sousveil.record.entity import Match
from sousveil.record.text import Text
from sousveil.resolve.comparing import compare, initials_of
from sousveil.resolve.entries import Named
from sousveil.resolve.forms import Form, forms_of
from sousveil.resolve.sounds import script_of_word
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.terms import expression_of

__all__ = ["Beside", "NamesIn", "names_beside"]

_FARTHEST = 70
"""Characters between two names up to which a phrase may join them."""
_PHRASE, _BRACKET, _BRACKET_SAME_SCRIPT = 0.95, 0.95, 0.5
_OPENED = re.compile(r"[\s”»」』\"'’]*[(（\[【]\s*")
_CLOSED = re.compile(r"[\s”»」』\"'’]*(?:[,，;；][^()（）]{0,60})?[)）\]】]")
_TAIL = re.compile(r"([^()（）.]{1,40})[)）\]】]")
"""What may follow the second name before the bracket closes: "(Kestrel formerly)"."""
_SURROUND = " \t\n\u00a0\u3000\"'“”„«»「」『』‘’,，、:：،—–-・"


class Beside(Struct, frozen=True, kw_only=True):
    """Two names of a text as it puts them side by side. Offsets are code points of the text's content."""

    left: str
    right: str
    score: float
    reason: str
    start: int
    end: int
    quote: str

    def match(self, text_source: str) -> Match:
        """The proposal that follows, with the source as its evidence."""
        left, right = sorted((self.left, self.right), key=lambda key: (not key.startswith("name:"), key))
        return Match(
            left=left, right=right, method="context", score=self.score, reason=self.reason, evidence=(text_source,)
        )


class _Phrases:
    """The phrases of all languages as expressions."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.between = self._all(vocabulary, "between")
        self.inside = self._all(vocabulary, "inside")
        self.around: list[tuple[re.Pattern[str], re.Pattern[str]]] = [
            (self._joined(vocabulary, code, language.open), self._joined(vocabulary, code, language.behind))
            for code, language in vocabulary.company_words.languages.items()
            if language.open and language.behind
        ]

    def _all(self, vocabulary: Vocabulary, part: str) -> re.Pattern[str]:
        terms = [
            _expression(vocabulary, code, term)
            for code, language in vocabulary.company_words.languages.items()
            for term in getattr(language, part)
        ]
        return re.compile(rf"\s*(?:{'|'.join(terms)})\s*", re.IGNORECASE)

    def _joined(self, vocabulary: Vocabulary, code: str, terms: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:{'|'.join(_expression(vocabulary, code, term) for term in terms)})", re.IGNORECASE)


def _expression(vocabulary: Vocabulary, code: str, term: str) -> str:
    writing = vocabulary.languages[code].writing if code in vocabulary.languages else None
    writing = writing or vocabulary.company_words.languages[code].writing
    # Particles follow a name at once, so no boundary is asked for in Korean, either.
    return expression_of(term, "joined" if writing == "suffixed" else writing)


_phrases: dict[str, _Phrases] = {}


class NamesIn:
    """Finds names in texts, the longest at each place; one in Latin letters stands between boundaries.

    Of names that are written alike the first counts.
    """

    def __init__(self, names: Iterable[Named]) -> None:
        self._named: dict[str, Named] = {}
        for named in names:
            if len(named.name.strip()) > 1:
                self._named.setdefault(_small(named.name), named)
        self._patterns = list(self._named)
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.LeftmostLongest)

    def places(self, content: str) -> Iterator[tuple[int, int, Named]]:
        """Start, end (code points) and name of each mention, in their order."""
        small = _small(content)
        for number, start, end in self._automaton.find_matches_as_indexes(small):
            pattern = self._patterns[number]
            if _is_bounded(small, start, end, pattern):
                yield start, end, self._named[pattern]


def names_beside(text: Text, names: NamesIn | Sequence[Named], vocabulary: Vocabulary) -> list[Beside]:
    """Pairs of names that a text puts side by side as two names of one, in the order in which they stand there.

    Names that lead to two register entries are never joined. For many texts give the names as `NamesIn`.
    """
    content = text.content
    held = names if isinstance(names, NamesIn) else NamesIn(names)
    places = list(held.places(content))
    if vocabulary.digest not in _phrases:
        _phrases[vocabulary.digest] = _Phrases(vocabulary)
    phrases = _phrases[vocabulary.digest]
    found: dict[tuple[str, str], Beside] = {}
    for (start, end, one), (begin, stop, other) in pairwise(places):
        if begin - end > _FARTHEST or one.key == other.key or not (one.is_body and other.is_body):
            continue
        if not one.key.startswith("name:") and not other.key.startswith("name:"):
            continue
        seen = _joined_by(content, end, begin, stop, phrases)
        if seen is None:
            continue
        score, phrase = seen
        if phrase == "()":
            score = _bracket_score(one, other, vocabulary)
            if not score:
                continue
        quote = content[start : stop + 1 if content[stop : stop + 1] in (")", "）", "]", "】") else stop]
        keys = (one.key, other.key)
        if keys not in found or found[keys].score < score:
            found[keys] = Beside(
                left=one.key, right=other.key, score=score, start=start, end=start + len(quote), quote=quote,
                reason=f"a text puts them side by side: “{' '.join(quote.split())}”",
            )  # fmt: skip
    return list(found.values())


def _small(text: str) -> str:
    """Small letters, one for each character, so that offsets stay."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _is_bounded(text: str, start: int, end: int, name: str) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    first, last = script_of_word(name[0]), script_of_word(name[-1])
    joined = ("han", "kana", "thai", "hangul")
    opens = first in joined or not before or not before.isalnum() or script_of_word(before) != first
    closes = last in joined or not after or not after.isalnum() or script_of_word(after) != last
    return opens and closes


def _joined_by(content: str, end: int, begin: int, stop: int, phrases: _Phrases) -> tuple[float, str] | None:
    """The score and the phrase that makes two names one; `()` for bare brackets."""
    between = content[end:begin]
    opened = _OPENED.match(between)
    if opened is not None:
        inner = between[opened.end() :].strip(_SURROUND)
        if _CLOSED.match(content, stop) is not None:
            return _in_brackets(inner, phrases)
        tail = _TAIL.match(content, stop)
        return _in_brackets(tail[1].strip(_SURROUND), phrases) if tail and not inner else None
    if "(" in between or "（" in between or "." in between.strip(" .")[1:-1].replace("a.k.a.", ""):
        return None
    phrase = between.strip(_SURROUND)
    if phrase and phrases.between.fullmatch(f" {phrase} "):
        return _PHRASE, phrase
    for opening, behind in phrases.around:
        if opening.fullmatch(f" {phrase}") and behind.match(content, stop):
            return _PHRASE, phrase
    return None


def _in_brackets(inner: str, phrases: _Phrases) -> tuple[float, str] | None:
    """The same for what stands between the bracket and the second name."""
    if not inner:
        return _BRACKET, "()"
    return (_PHRASE, inner) if phrases.inside.fullmatch(f" {inner} ") else None


def _bracket_score(one: Named, other: Named, vocabulary: Vocabulary) -> float:
    """Names in two scripts are one's; in one script a bracket may hold an owner, a customer or a place as well."""
    forms = forms_of(vocabulary)
    first, second = forms.form(one.name), forms.form(other.name)
    if not first.whole or not second.whole or _is_place(first) or _is_place(second):
        return 0.0
    scripts = _scripts(one.name), _scripts(other.name)
    if not scripts[0] & scripts[1]:
        return _BRACKET
    if compare(first, second, forms) is not None or _abbreviates(first, second) or _abbreviates(second, first):
        return _BRACKET
    return _BRACKET_SAME_SCRIPT


def _is_place(form: Form) -> bool:
    return not form.brand and not form.trade


def _scripts(name: str) -> set[str]:
    """The scripts of a name; kana, Han and Hangul count as one where both have Han."""
    return {script_of_word(char) for char in name if char.isalpha()}


def _abbreviates(short: Form, long: Form) -> bool:
    return short.brand in initials_of(long.name)
