"""Houses that neither the vocabulary nor the case knows, where a text cites them: "the Meridian Transparency Lab".

A name is one by its capitals or its quotation marks and a word for a house in it or beside it. A laboratory is cited
where a report of its own is spoken of, a newspaper where a cue stands beside its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from sousveil.trace.cues import cited_near, sentence_at
from sousveil.vocabulary.citing import citing_for
from sousveil.vocabulary.houses import PRESS, HouseWords, house_words
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Unlisted", "distinctive", "unlisted"]

_TOKEN = re.compile(r"[^\W_][\w'’.&-]*[^\W_]|[^\W_]|&")
_QUOTED = re.compile(r"[«“\"„‘'『「»]\s?([^«»“”\"„‘’'『』「」\n]{2,60}?)\s?[»”\"“’'』」«]")
_ALIAS = re.compile(r"[”\"»』」’']?\s?[(\uff08]\s?([A-Z][\w .,'’&-]{3,60}?)\s?[)\uff09]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_JOINED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_RUN = re.compile(r"(?:[\u30a1-\u30ff][\u30a1-\u30ff・]{2,30}|[\u4e00-\u9fff]{2,8})$")
_STOPS = re.compile(r".*[的在由据和与及向对是为了年月日据據對與於]")
_BETWEEN = 2
"""Words between a word for a house and a name: `portal brasileño`."""
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
_LONGEST = 9
"""Words of a name."""


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
        span = _name(content, match.start(), match.end(), lang, vocabulary)
        if span is None or span in found or any(low < span[1] and span[0] < high for low, high in taken):
            continue
        name = " ".join(content[slice(*span)].split())
        kind = words.kind(match.group()) or ""
        if not any(len(word) >= _LEAST or not word.isascii() for word in distinctive(name, lang, vocabulary)):
            continue
        begin = min(match.start(), span[0])
        cited = _cited(content, view, (begin, *span), kind, lang, words, vocabulary)
        if cited is not None:
            alias = _ALIAS.match(content, span[1])
            found[span] = Unlisted(*span, name, kind, cited, alias.group(1).strip() if alias else None)
    kept: list[Unlisted] = []
    for each in sorted(found.values(), key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
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
    beside = _is_beside_cue(view, begin, span[1], lang, vocabulary)
    if kind == PRESS:
        return near if beside else None
    low, high = max(first, begin - _STATED), min(last, span[1] + _STATED)
    stated = words.studies.search(view, low, high) is not None
    told = words.issued.search(view, first, last) or words.titled.search(view, first, last)
    close = words.studies.search(view, max(first, begin - _CUE), min(last, span[1] + _CUE))
    if stated and (near or told or close):
        return near or _whole(content, first, last)
    if kind == _AUTHORITY:
        return None
    spoken = words.studies.search(view, first, min(len(view), last + _NEXT)) is not None
    if (beside and spoken) or _goes_on(content, view, last, words):
        return near or _whole(content, first, last)
    return None


def _is_beside_cue(view: str, start: int, end: int, lang: str, vocabulary: Vocabulary) -> bool:
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
    small = language.grammar.prepositions if language is not None else ()
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


def _name(content: str, start: int, end: int, lang: str, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Where the name stands that a word for a house is part of, or that stands beside it."""
    word = content[start:end]
    if word.lower() == word.upper():
        return _uncased(content, start, end, lang)
    tokens = list(_TOKEN.finditer(content, max(0, start - 120), min(len(content), end + 120)))
    at = next((number for number, token in enumerate(tokens) if token.start() <= start < token.end()), None)
    if at is None:
        return None
    joiners = frozenset(vocabulary.naming("joiners"))
    low = high = at
    behind = _beside(content, tokens, at, joiners, lang, vocabulary) if _opens_sentence(content, start) else None
    if behind is not None:
        return behind
    if word[0].isupper():
        low, high = _back(content, tokens, at, joiners), _on(content, tokens, at, joiners)
        low = _without_opener(tokens, low, at, lang, vocabulary)
        if low < at < high and tokens[at + 1].group()[0].isupper():
            high = at  # "Judicial Watch President Tom Fitton"
        return None if high - low < 1 or high - low >= _LONGEST else (tokens[low].start(), tokens[high].end())
    return _beside(content, tokens, at, joiners, lang, vocabulary)


def _opens_sentence(content: str, start: int) -> bool:
    """Whether the capital of a word may be that of its sentence: `Группа исследователей Ridgeway Mapping`."""
    return re.search(r"(?:^|[.!?…\n])[\s«“\"]*$", content[max(0, start - 6) : start]) is not None or start == 0


def _back(content: str, tokens: list[re.Match[str]], at: int, joiners: frozenset[str]) -> int:
    """The first token of the run of capitals that ends at a token."""
    low = at
    while low > 0 and _glued(content, tokens[low - 1], tokens[low]):
        if tokens[low - 1].group()[0].isupper():
            low -= 1
        elif (
            tokens[low - 1].group() in joiners
            and low > 1
            and tokens[low - 2].group()[0].isupper()
            and _glued(content, tokens[low - 2], tokens[low - 1])
        ):
            low -= 2
        else:
            break
    return low


def _on(content: str, tokens: list[re.Match[str]], at: int, joiners: frozenset[str]) -> int:
    """The last token of the run of capitals that begins at a token; a joiner may open its last, small words."""
    high = at
    while high + 1 < len(tokens) and _glued(content, tokens[high], tokens[high + 1]):
        step = tokens[high + 1].group()
        if step[0].isupper() or step == "&":
            high += 1
        elif step in joiners and high + 2 < len(tokens) and _glued(content, tokens[high + 1], tokens[high + 2]):
            after = high + 2
            if tokens[after].group() in joiners and after + 1 < len(tokens):
                after += 1
            if not tokens[after].group()[0].isupper():
                break
            high = after
        else:
            break
    return high


def _glued(content: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return content[one.end() : other.start()] in {" ", "\u00a0", "’", "'", "-"}


def _without_opener(tokens: list[re.Match[str]], low: int, at: int, lang: str, vocabulary: Vocabulary) -> int:
    """The first token without the articles and small words that have a capital at the beginning of a sentence."""
    listed = vocabulary.wording.get(lang.partition("-")[0])
    small = set(listed.function.split()) if listed else set()
    small |= {*vocabulary.naming("articles"), *vocabulary.naming("indefinite")}
    while low < at and tokens[low].group().lower() in small:
        low += 1
    return low


def _beside(
    content: str, tokens: list[re.Match[str]], at: int, joiners: frozenset[str], lang: str, vocabulary: Vocabulary
) -> tuple[int, int] | None:
    """A name behind a small word for a house (`the daily La Brújula`), or right before it (`the Meridian lab`)."""
    end = tokens[at].end()
    quoted = re.compile(rf"(?:\s+[^\W\d_]+){{0,{_BETWEEN}}}\s+" + _QUOTED.pattern).match(content, end)
    if quoted is not None and quoted.group(1)[0].isupper():
        return quoted.start(1), quoted.end(1)
    reach = 0 if lang.startswith("en") else _BETWEEN
    for number in range(at + 1, min(len(tokens), at + 2 + reach)):
        if not _glued(content, tokens[number - 1], tokens[number]):
            break
        if tokens[number].group()[0].isupper():
            return tokens[number].start(), tokens[_on(content, tokens, number, joiners)].end()
    if not lang.startswith("en") or at == 0 or not _glued(content, tokens[at - 1], tokens[at]):
        return None
    if not tokens[at - 1].group()[0].isupper():
        return None
    low = _without_opener(tokens, _back(content, tokens, at - 1, joiners), at, lang, vocabulary)
    return (tokens[low].start(), tokens[at].end()) if low < at else None


def _uncased(content: str, start: int, end: int, lang: str) -> tuple[int, int] | None:
    """A name in a script without capitals: by quotation marks, by brackets behind it, or by what runs into the word."""
    quoted = re.compile(r"(?:\s?[^\s«»“”\"『「‘'(]{1,12})?\s?" + _QUOTED.pattern).match(content, end)
    if quoted is not None:
        return quoted.span(1) if not _is_spaced(content[start:end]) else (start, quoted.end())
    before = re.search(_QUOTED.pattern + r"$", content[max(0, start - 64) : start])
    if before is not None:
        return max(0, start - 64) + before.start(1), max(0, start - 64) + before.end(1)
    if _JOINED.match(content[start:end]):
        run = _RUN.search(content, max(0, start - 16), start)
        if run is None:
            return None
        stop = _STOPS.match(run.group())
        low = run.start() + (stop.end() if stop else 0)
        return (low, end) if start - low >= 2 else None
    if _HANGUL.match(content[start:end]):
        head = re.search(r"[\uac00-\ud7a3A-Za-z0-9]*$", content[:start])
        low = head.start() if head else start
        return (low, end) if start - low >= 3 else None
    after = re.compile(r"(?: (?:ال|لل|ل)\w+){1,4}").match(content, end) if lang.startswith("ar") else None
    return (start, after.end()) if after is not None else None


def _is_spaced(word: str) -> bool:
    return not (_JOINED.match(word) or _HANGUL.match(word))
