"""Houses that neither the vocabulary nor the case knows, where a text cites them: "the Meridian Transparency Lab".

A name is one by its capitals or its quotation marks and a word for a house in it or beside it. A laboratory is cited
where a report of its own is spoken of, a newspaper where a cue stands beside its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from sousveil.trace.citing.cues import cited_near, sentence_at
from sousveil.trace.citing.house_names import house_name
from sousveil.vocabulary.citing import citing_for
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.hearsay import means_state_media
from sousveil.vocabulary.houses import MASTHEAD, PRESS, HouseWords, house_words
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Unlisted", "distinctive", "is_beside_cue", "unlisted"]

_ALIAS = re.compile(r"[”\"»』」’']?\s?[(\uff08]\s?([A-Z][\w .,'’&-]{3,60}?)\s?[)\uff09]")
_BETWEEN_CAPITALS = re.compile(r"(?<=[\w,;])\s(?=[A-Z])\w+ (?=[A-Z])")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_AUTHORITY = "authority"
_NEXT = 260
"""Characters behind a name in which the next sentence speaks of the report."""
_STATED = 40
"""Characters between a house and its report."""
_CUE = 14
"""Characters between a name and the cue beside it."""
_ARTICLE = 5
"""Characters between a verb and a subject that stands behind it: `says the`."""
_OPENING = 16
"""Characters from the beginning of a sentence in which its subject stands."""
_LEAST = 3
"""Letters of a name."""
_BRACKETS = 4
"""Characters around the name in brackets behind a name."""


class Unlisted(Struct, frozen=True):
    """`text[start:end]` names a house; `cited` are the offsets of the sentence that cites it, with its words."""

    start: int
    end: int
    name: str
    kind: str
    cited: tuple[int, int, str]
    alias: str | None = None
    """The name in Latin letters that stands in brackets behind it."""


def unlisted(content: str, lang: str, vocabulary: Vocabulary, taken: Sequence[tuple[int, int]] = ()) -> list[Unlisted]:
    """The cited houses of a text, in its order. Names that overlap `taken`, which are known, are left out."""
    words = house_words(lang, vocabulary)
    if words is None:
        return []
    view = vocabulary.orthography(lang).view(content)
    found: dict[tuple[int, int], Unlisted] = {}
    for match in words.houses.finditer(view):
        span = house_name(content, match.start(), match.end(), lang, vocabulary)
        if span is None or span in found or any(low < span[1] and span[0] < high for low, high in taken):
            continue
        name = " ".join(content[slice(*span)].split())
        kind = words.kind(match.group())
        cased = match.group().lower() != match.group().upper()
        small = cased and match.group() == match.group().lower()
        if kind is None or (kind == MASTHEAD and (small or (cased and not span[0] <= match.start() < span[1]))):
            continue  # an English word in small letters in a text of another language; "Reporter Ann Miller said"
        if means_state_media(name, lang, vocabulary):
            continue
        if not any(len(word) >= _LEAST or not word.isascii() for word in distinctive(name, lang, vocabulary)):
            continue
        if small and span[0] < match.start() < span[1] and _is_somewhere(name, lang, vocabulary):
            continue
        begin = min(match.start(), span[0])
        cited = _cited(content, view, (begin, *span), kind, lang, words, vocabulary)
        if cited is not None:
            alias = _ALIAS.match(content, span[1])
            found[span] = Unlisted(*span, name, kind, cited, alias.group(1).strip() if alias else None)
    kept: list[Unlisted] = []
    for each in sorted(found.values(), key=lambda each: (each.start, -each.end)):
        covered = kept[-1].end + len(kept[-1].alias or "") + _BRACKETS * bool(kept[-1].alias) if kept else 0
        if each.start >= covered:
            kept.append(each)
    return kept


def distinctive(name: str, lang: str, vocabulary: Vocabulary) -> list[str]:
    """The words of a name by which the house is known: none for a house and no small one."""
    words = house_words(lang, vocabulary)
    small = {*vocabulary.naming("joiners"), *vocabulary.naming("articles"), *vocabulary.naming("indefinite")}
    parts = re.findall(r"[^\W_]+", name)
    kept = []
    for part in parts:
        bare = part.removeprefix("ال") if part.startswith("ال") else part
        if part.lower() in small or (part[0].islower() and part.lower() != part.upper()):
            continue
        if words is not None and words.kind(vocabulary.orthography(lang).view(part)) is not None:
            continue
        if _is_house(part, lang, vocabulary):
            continue
        kept.append(bare)
    return kept


def _is_somewhere(name: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether a name says nothing but where: "a North Korean network", "the Japanese newspaper"."""
    telling = set(distinctive(name, lang, vocabulary))
    for toponym in load_gazetteer(vocabulary.folder).spot(name, lang=lang):
        telling -= set(re.findall(r"[^\W_]+", name[toponym.start : toponym.end]))
    return not telling


def _is_house(word: str, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether a Latin word stands for a house in English, as names are given in all languages."""
    english = house_words("en", vocabulary) if not lang.startswith("en") and _LATIN.match(word) else None
    return english is not None and english.kind(word) is not None


def _cited(
    content: str,
    view: str,
    house: tuple[int, int, int],
    kind: str,
    lang: str,
    words: HouseWords,
    vocabulary: Vocabulary,
) -> tuple[int, int, str] | None:
    """The sentence that cites the house, or null. `house` is where it begins to be spoken of, and its name's offsets:
    `the daily La Brújula` begins with the word for it."""
    begin, *span = house
    first, last = sentence_at(content, span[0], span[1])
    near = cited_near(content, lang, span[0], span[1], vocabulary)
    beside = is_beside_cue(view, begin, span[1], lang, vocabulary)
    if kind in {PRESS, MASTHEAD}:
        return near if beside else None
    told = words.issued.search(view, first, last) or words.titled.search(view, first, last)
    reach = 2 * _STATED if told else _STATED
    name = span[0], span[1]
    stated = _study(words, view, max(first, begin - reach), min(last, span[1] + reach), name)
    close = _study(words, view, max(first, begin - _CUE), min(last, span[1] + _CUE), name)
    if stated and (near or told or close):
        return near or _whole(content, first, last)
    if kind == _AUTHORITY:
        return None
    spoken = _study(words, view, first, min(len(view), last + _NEXT), name)
    if (beside and spoken) or _goes_on(content, view, last, words):
        return near or _whole(content, first, last)
    return None


def _study(words: HouseWords, view: str, low: int, high: int, name: tuple[int, int]) -> bool:
    """Whether a word for a document stands between two offsets, outside the name: 조사그룹 is no 조사; nor is
    "Investigación Criminal" within a sentence, which is another name."""
    return any(
        (match.end() <= name[0] or match.start() >= name[1]) and not _BETWEEN_CAPITALS.match(view, match.start() - 1)
        for match in words.studies.finditer(view, low, high)
    )


def is_beside_cue(view: str, start: int, end: int, lang: str, vocabulary: Vocabulary) -> bool:
    """Whether what stands right before the name cites it, or what stands right behind it: and nobody who is of the
    house, "a director of the Institute, said"."""
    citing = citing_for(lang, vocabulary)
    if citing is None:
        return False
    ends = [match.end() for match in citing.before.finditer(view, max(0, start - 3 * _CUE), start)]
    inverted = [match.end() for match in citing.after.finditer(view, max(0, start - 3 * _CUE), start)]
    if (ends and start - ends[-1] <= _CUE) or (inverted and start - inverted[-1] <= _ARTICLE):
        return True
    language = vocabulary.language(lang)
    small = language.grammar.within if language is not None else ()
    before = view[max(0, start - _CUE) : start].lower().split()
    articles = {*vocabulary.naming("articles"), *vocabulary.naming("indefinite")}
    if before and before[-1] in articles:
        before = before[:-1]
    if before and before[-1] in small:
        return False
    found = citing.after.search(view, end, min(len(view), end + 3 * _CUE))
    return found is not None and found.start() - end <= _CUE


def _goes_on(content: str, view: str, last: int, words: HouseWords) -> bool:
    """Whether the next sentence begins with the report: `L'étude, intitulée …`, `Son rapport …`."""
    for _ in range(2):
        while last < len(content) and not content[last].isalnum():
            last += 1
        if last >= len(content):
            return False
        if words.studies.search(view, last, last + _OPENING):
            return True
        last = sentence_at(content, last, last + 1)[1]
    return False


def _whole(content: str, first: int, last: int) -> tuple[int, int, str]:
    return first, last, " ".join(content[first:last].split())[:160]
