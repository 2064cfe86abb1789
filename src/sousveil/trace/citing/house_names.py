"""Where the name of a house stands, around a word for a house: by capitals, by quotation marks, by what runs into it.

"Meridian Transparency Lab", "the daily La Brújula", лаборатория «Меридиан», 노스게이트 조사그룹, 北门调查中心.
"""

from __future__ import annotations

import re

from sousveil.vocabulary.houses import house_words
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.word_lists import CitingWords

__all__ = ["house_name"]

_TOKEN = re.compile(r"[^\W_](?:[\w.&-]|['’](?=s\b))*[^\W_]|[^\W_]|&")
_QUOTED = re.compile(r"[«“\"„‘'『「»]\s?([^«»“”\"„‘’'『』「」\n]{2,60}?)\s?[»”\"“’'』」«]")
_JOINED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_RUN = re.compile(r"(?:[\u30a1-\u30ff][\u30a1-\u30ff・]{2,30}|[\u4e00-\u9fff]{2,8})$")
_HANGUL_WORD = re.compile(r"(?<![\w])([\uac00-\ud7a3A-Za-z0-9]+(?<![은는이가을를의에서로와과도한된인])) $")
"""A word without a particle: the first part of `노스게이트 조사그룹`."""
_SHORT_HANGUL = 4
"""Letters of a word such as `조사그룹` that is no name by itself."""
_STOPS = re.compile(r".*[的在由据和与及向对是为了年月日据據對與於]")
_BETWEEN = 2
"""Words between a word for a house and a name: `portal brasileño`."""
_LONGEST = 9
"""Words of a name."""


def house_name(content: str, start: int, end: int, lang: str, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """The offsets of the name that the word at `start` is part of, or that stands beside it; else null."""
    word = content[start:end]
    if word.lower() == word.upper():
        return _uncased(content, start, end, lang)
    tokens = list(_TOKEN.finditer(content, max(0, start - 120), min(len(content), end + 120)))
    at = next((number for number, token in enumerate(tokens) if token.start() <= start < token.end()), None)
    if at is None:
        return None
    if word == word.lower() and tokens[at].group()[-2:] in {"'s", "’s"}:
        return None  # "the paper's Robert Costa"
    joiners = frozenset(vocabulary.naming("joiners"))
    quoted = _quoted_behind(content, tokens[at].end())
    if quoted is not None:
        return quoted
    if word[0].isupper():
        behind = _beside(content, tokens, at, joiners, lang, vocabulary) if _opens_sentence(content, start) else None
        return behind or _among_capitals(content, tokens, at, joiners, lang, vocabulary)
    return _beside(content, tokens, at, joiners, lang, vocabulary)


def _among_capitals(
    content: str, tokens: list[re.Match[str]], at: int, joiners: frozenset[str], lang: str, vocabulary: Vocabulary
) -> tuple[int, int] | None:
    """The name that a word with a capital is part of."""
    low, high = _back(content, tokens, at, joiners), _on(content, tokens, at, joiners)
    low = _behind_study(tokens, low, at, lang, vocabulary)
    low = _without_opener(content, tokens, low, at, lang, vocabulary)
    low, high = _one_of_two(tokens, low, at, high, lang, vocabulary)
    if any(token.group().lower() in joiners and token.group()[0].isupper() for token in tokens[low + 1 : high]):
        return None  # a headline: "Disputes Characterization Of Network's …"
    if low < at < high and tokens[at + 1].group()[0].isupper():
        high = at  # "Judicial Watch President Tom Fitton"
    return None if high - low < 1 or high - low >= _LONGEST else (tokens[low].start(), tokens[high].end())


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


def _behind_study(tokens: list[re.Match[str]], low: int, at: int, lang: str, vocabulary: Vocabulary) -> int:
    """The first token behind a word for a document, which German writes with a capital: `Studie des Instituts`."""
    words = house_words(lang, vocabulary)
    joiners = frozenset(vocabulary.naming("joiners"))
    for number in range(at - 1, low - 1, -1):
        if (
            tokens[number + 1].group() in joiners
            and words is not None
            and words.studies.fullmatch(tokens[number].group())
        ):
            low = number + 1
            break
    while low < at and tokens[low].group() in joiners:
        low += 1
    return low


def _one_of_two(
    tokens: list[re.Match[str]], low: int, at: int, high: int, lang: str, vocabulary: Vocabulary
) -> tuple[int, int]:
    """The range without what only stands beside the word for a house, joined by an "and": „Nachrichten und Meldungen“.

    Nor is what has a capital because it is a noun, before a joiner, a name: „Angaben der Organisation“.
    """
    both = frozenset(vocabulary.citing.get(lang.partition("-")[0], CitingWords()).both)
    if at < high and tokens[at + 1].group() in both:
        high = at
    if low < at and tokens[at - 1].group() in both:
        low = at
    listed = vocabulary.wording.get(lang.partition("-")[0])
    if listed is not None and listed.capital_nouns:
        joiners = frozenset(vocabulary.naming("joiners"))
        low = next((number + 1 for number in range(at - 1, low, -1) if tokens[number].group() in joiners), low)
    return low, high


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


def _without_opener(
    content: str, tokens: list[re.Match[str]], low: int, at: int, lang: str, vocabulary: Vocabulary
) -> int:
    """The first token without the articles and small words that have a capital at the beginning of a sentence."""
    listed = vocabulary.wording.get(lang.partition("-")[0])
    small = set(listed.function.split()) if listed else set()
    articles = {*vocabulary.naming("articles"), *vocabulary.naming("indefinite")}
    while low < at and (
        tokens[low].group().lower() in articles
        or (tokens[low].group().lower() in small and _opens_sentence(content, tokens[low].start()))
    ):
        low += 1
    return low


def _beside(
    content: str, tokens: list[re.Match[str]], at: int, joiners: frozenset[str], lang: str, vocabulary: Vocabulary
) -> tuple[int, int] | None:
    """A name behind a small word for a house (`the daily La Brújula`), or right before it (`the Meridian lab`)."""
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
    low = _without_opener(content, tokens, _back(content, tokens, at - 1, joiners), at, lang, vocabulary)
    return (tokens[low].start(), tokens[at].end()) if low < at else None


_QUOTED_BEHIND = re.compile(rf"(?:\s+[^\W\d_]+){{0,{_BETWEEN}}}\s+" + _QUOTED.pattern)


def _quoted_behind(content: str, end: int) -> tuple[int, int] | None:
    """A name in quotation marks behind a word for a house: `лаборатория прозрачности «Меридиан»`."""
    match = _QUOTED_BEHIND.match(content, end)
    return match.span(1) if match is not None and match.group(1)[0].isupper() else None


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
        return _hangul(content, start, end)
    after = re.compile(r"(?: (?:ال|لل|ل)\w+){1,4}").match(content, end) if lang.startswith("ar") else None
    return (start, after.end()) if after is not None else None


def _hangul(content: str, start: int, end: int) -> tuple[int, int] | None:
    """A Korean name that ends with the word: one word, and the one before where it only says what they do."""
    spot = content.rfind(" ", max(0, start - 24), end)
    low = max(spot + 1, content.rfind("\n", max(0, start - 24), end) + 1, 0, start - 24)
    if end - low > _SHORT_HANGUL:
        return low, end
    before = _HANGUL_WORD.search(content, max(0, low - 20), low)
    return (before.start(1), end) if before is not None else None


def _is_spaced(word: str) -> bool:
    return not (_JOINED.match(word) or _HANGUL.match(word))
