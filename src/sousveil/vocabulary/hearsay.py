"""Words that are somebody else's where nobody says whose: "media reports say", 외신에 따르면, «сообщается, что».

What a text has seen or been told by a witness is another matter, and so is a guess: "probably" is no hearsay, and
"reportedly" is, since it says that somebody reported it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from sousveil.record.claim import Organisation
from sousveil.vocabulary.citing import bears_name, points_back
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.orthography import Orthography
from sousveil.vocabulary.word_lists import CitingWords

__all__ = ["is_hearsay", "means_state_media", "means_the_press"]

_NEVER = re.compile(r"(?!)")
_BESIDE = 3
"""Words beside a word for the press: `several South Korean newspapers`."""
_BESIDE_JOINED = 6
"""Characters, in scripts without spaces."""


class _Words(Struct, frozen=True):
    """The terms of one language; they match views of its texts."""

    passage: re.Pattern[str]
    press: re.Pattern[str]
    papers: re.Pattern[str]
    official: re.Pattern[str]


def is_hearsay(quote: str, speakers: Sequence[Organisation], lang: str, vocabulary: Vocabulary) -> bool:
    """Whether a claim's words are somebody else's and nobody says whose.

    `speakers` are those the claim is attributed to. Where there are any they decide: one of them is the press at
    large, and none bears a name. A witness without a name ("a resident") is a witness. Where there are none, the words
    of the passage decide ("it is reported that", "reportedly").
    """
    if not speakers:
        return _words_of(lang, vocabulary).passage.search(vocabulary.orthography(lang).view(quote)) is not None
    pressing = [speaker for speaker in speakers if means_the_press(speaker.name, lang, vocabulary)]
    named = (speaker for speaker in speakers if speaker not in pressing and _is_named(speaker, lang, vocabulary))
    return bool(pressing) and next(named, None) is None


def _is_named(speaker: Organisation, lang: str, vocabulary: Vocabulary) -> bool:
    if points_back(speaker.name, lang, vocabulary):
        return False
    return bool(speaker.ref) or bears_name(speaker.name, vocabulary)


def means_the_press(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether a speaker is the press, or a report, of which only that is told: "local media", "a study".

    Not so for media of a state, for "the report", which points back at one that was named, and where a name stands
    beside it ("the newspaper Northgate Post", "a Northgate report").
    """
    if points_back(name, lang, vocabulary):
        return False
    words = _words_of(lang, vocabulary)
    view = vocabulary.orthography(lang).view(name)
    if words.official.search(view):
        return False
    for pattern, beside_names in ((words.press, True), (words.papers, False)):
        match = pattern.fullmatch(view)
        if match is not None and _is_common(name, match, named_before=beside_names):
            return True
    return False


def means_state_media(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether a speaker is the media of a state at large, and of no other state than the text speaks of: "state media",
    国営メディア, and not "Chinese state media"."""
    words = _words_of(lang, vocabulary)
    view = vocabulary.orthography(lang).view(name)
    match = words.press.fullmatch(view) or words.press.fullmatch(words.official.sub(" ", view).strip())
    if match is None or words.official.search(view) is None:
        return False
    beside = words.official.sub(" ", f"{match.group('head')} {match.group('tail')}").split()
    articles = {*vocabulary.naming("articles"), *vocabulary.naming("indefinite")}
    return all(word.lower() in articles for word in beside)


def _is_common(name: str, match: re.Match[str], *, named_before: bool) -> bool:
    """Whether the words are no name: `Prensa Libre`, `Sahara Media`, `the newspaper Northgate Post`.

    Before a word for the press a capital is a country's, as a rule: `South Korean media`.
    """
    head, core, tail = (name[slice(*match.span(part))] for part in ("head", "core", "tail"))
    if any(word[:1].isupper() for word in tail.split()):
        return False
    if not head.strip():
        return True
    first, *rest = head.split()
    if core.strip()[:1].isupper() and not core.strip().isupper() and first[:1].isupper() and not rest:
        return False
    return named_before or not any(word[:1].isupper() for word in rest or head.split()[1:])


_known: dict[tuple[str, str], _Words] = {}


def _words_of(lang: str, vocabulary: Vocabulary) -> _Words:
    code = lang.partition("-")[0]
    key = (vocabulary.digest, code)
    if key not in _known:
        words = vocabulary.citing.get(code, CitingWords())
        spelled = vocabulary.orthography(code)
        _known[key] = _Words(
            _union(words.hearsay, spelled),
            _whole(words.press, spelled),
            _whole(words.papers, spelled),
            _union(words.official, spelled),
        )
    return _known[key]


def _alternatives(terms: Iterable[str], spelled: Orthography) -> str:
    return "|".join(spelled.expression(term) for term in dict.fromkeys(terms))


def _union(terms: Sequence[str], spelled: Orthography) -> re.Pattern[str]:
    return re.compile(_alternatives(terms, spelled), re.IGNORECASE) if terms else _NEVER


def _whole(terms: Sequence[str], spelled: Orthography) -> re.Pattern[str]:
    """A name that is one of the terms, with a few words beside it."""
    if not terms:
        return _NEVER
    if spelled.writing == "joined":
        before = after = rf".{{0,{_BESIDE_JOINED}}}"
    else:
        before, after = rf"(?:\S+\s+){{0,{_BESIDE}}}?", rf"(?:\s+\S+){{0,{_BESIDE}}}?"
    pattern = rf"\W*(?P<head>{before})(?P<core>{_alternatives(terms, spelled)})(?P<tail>{after})\W*"
    return re.compile(pattern, re.IGNORECASE)
