"""Finds the names of places in running text: which stretches of letters are toponyms, and which only look like one.

Scripts with capitals are read word by word and a name must be capitalised; Korean is read from the start of each
word and the rest must be a particle or a suffix that follows places; Han, kana, Thai, Burmese and Khmer are scanned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sousveil.vocabulary.gazetteer_context import (
    CONNECTORS,
    TextContext,
    Token,
    context_of,
    is_title,
    tokens_of,
)
from sousveil.vocabulary.gazetteer_index import DEMONYM, GIVEN_NAME, ORDINARY, SURNAME
from sousveil.vocabulary.gazetteer_keys import is_cased, is_hangul, is_scanned, key_of
from sousveil.vocabulary.gazetteer_scan import scan_hangul, scan_run

if TYPE_CHECKING:
    from sousveil.vocabulary.gazetteer import Candidate, Gazetteer, Toponym

__all__ = ["spot"]

_LONGEST = 6
"""Words in the longest name that is tried."""
_GAPS = frozenset((" ", "-", "–", ". ", "\n", "\u00a0", "'", "’"))
_PLACE_BEFORE = frozenset(
    "in at near from outside inside around across throughout within toward towards into downtown central northern"
    " southern eastern western north south east west northeast northwest southeast southwest"
    " en desde cerca hacia nach aus bei zu à dans près depuis em no na a w we в во из под около".split()
)
_SPEECH = frozenset(
    "said says told added wrote asked noted explained announced denied confirmed insists insisted claims claimed"
    " argues argued warned vowed accuses accused urged demanded replied".split()
)
_STREETS = frozenset(
    "street st road rd avenue ave boulevard blvd drive dr lane ln highway hwy parkway pkwy court ct way place pl"
    " terrace trail pike turnpike route bridge expressway".split()
)
_MADE_OF_NAMES = frozenset(
    "post times tribune herald gazette journal globe chronicle observer inquirer telegraph mirror sun dispatch"
    " foundation inc corp llc ltd group bank motors airlines hotel inn memorial award prize cup bowl"
    " act v vs".split()
)
_TOWN = 15_000
"""People from which a town is known beyond its county: smaller ones with a doubtful name need context."""
_CITY = 400_000
"""People from which a city is meant although its name is also a word or a surname."""
_BIG_UNCASED = 100_000


def spot(gazetteer: Gazetteer, text: str, start: int, end: int, lang: str) -> list[Toponym]:
    """See `Gazetteer.spot`."""
    found: list[Toponym] = []
    context = context_of(text, gazetteer.index.given_names)
    spans = tokens_of(text, start, end)
    position = 0
    while position < len(spans):
        token = spans[position]
        first = token.word[0]
        if is_hangul(first):
            found += scan_hangul(gazetteer, text, token.start, token.end)
            position += 1
        elif is_scanned(first):
            found += scan_run(gazetteer, text, token.start, token.end)
            position += 1
        elif token.capital or not is_cased(first):
            taken = _read_words(gazetteer, text, spans, position, context, lang)
            if isinstance(taken, int):
                position += taken
            else:
                found.append(taken)
                position = _after(spans, position, taken.end)
        else:
            position += 1
    return found


def _after(tokens: list[Token], position: int, end: int) -> int:
    while position < len(tokens) and tokens[position].start < end:
        position += 1
    return position


def _read_words(
    gazetteer: Gazetteer, text: str, tokens: list[Token], position: int, context: TextContext, lang: str
) -> Toponym | int:
    """The toponym that begins at a word, or how many words to go on."""
    last = position
    while (
        last + 1 < len(tokens)
        and last + 1 - position < _LONGEST
        and text[tokens[last].end : tokens[last + 1].start] in _GAPS
        and (tokens[last + 1].capital or tokens[last + 1].word in CONNECTORS or not is_cased(tokens[last + 1].word[0]))
    ):
        last += 1
    for stop in range(last, position - 1, -1):
        if not tokens[stop].capital and is_cased(tokens[stop].word[0]):
            continue
        begin, end = tokens[position].start, tokens[stop].end
        if text[end : end + 1] == "." and f"{tokens[stop].word}." != tokens[stop].word:
            with_dot = gazetteer.find(text[begin : end + 1]) if len(tokens[stop].word) <= 5 else (0, ())
        else:
            with_dot = (0, ())
        key = key_of(text[begin:end])
        if key in gazetteer.never:
            return stop - position + 1
        flags, candidates = gazetteer.find_key(key) if key else (0, ())
        if not candidates and with_dot[1]:
            flags, candidates = with_dot
        if not candidates:
            continue
        return _judged(gazetteer, text, tokens, position, stop, key, flags, candidates, context, lang)
    return 1


def _judged(
    gazetteer: Gazetteer, text: str, tokens: list[Token], position: int, stop: int, key: str, flags: int,
    candidates: tuple[Candidate, ...], context: TextContext, lang: str,
) -> Toponym | int:  # fmt: skip
    """The toponym, unless the words around say that it is something else; then how many words to go on."""
    from sousveil.vocabulary.gazetteer import Toponym

    words = stop - position + 1
    before = tokens[position - 1] if position else None
    after = tokens[stop + 1] if stop + 1 < len(tokens) else None
    begin, end = tokens[position].start, tokens[stop].end
    joined_before = before is not None and text[before.end : begin] in (" ", ". ", "-")
    joined_after = after is not None and text[end : after.start] == " "
    toponym = Toponym(
        start=begin, end=end, name=text[begin:end], candidates=candidates, demonym=bool(flags & DEMONYM),
        speaker=joined_after and after is not None and after.word in _SPEECH,
    )  # fmt: skip
    if flags & DEMONYM or _followed_by_holder(gazetteer, text, candidates, after, end):
        return toponym
    grade = candidates[0].precision
    people = max(c.population for c in candidates)
    if not is_cased(text[begin]):
        return toponym if grade in ("country", "region", "site") or people >= _BIG_UNCASED else words
    if grade == "country" or (words > 1 and grade in ("region", "district")):
        return toponym
    if _is_person(gazetteer, text, tokens, position, stop, flags, context):
        return words
    if joined_after and after is not None and after.capital:
        follower = after.word.lower()
        if follower in _STREETS or follower in _MADE_OF_NAMES:
            return words + 1
    if before is not None and joined_before and before.capital and before.word.lower() in _STREETS:
        return words
    placed = joined_before and before is not None and before.word.lower() in _PLACE_BEFORE
    doubtful = flags & (ORDINARY | SURNAME | GIVEN_NAME) and people < _CITY and grade in ("city", "district")
    if key in gazetteer.ordinary.get(lang, ()) or (words == 1 and key in context.small):
        return words if not placed or flags & ORDINARY else toponym
    if doubtful and words == 1 and not placed:
        if flags & ORDINARY or people < _TOWN:
            return words
    return toponym


def _followed_by_holder(
    gazetteer: Gazetteer, text: str, candidates: tuple[Candidate, ...], after: Token | None, end: int
) -> bool:
    """Whether a comma and a region or country that holds one of the candidates follow: "Reading, Pa."."""
    if after is None or text[end : after.start] not in (", ", " ("):
        return False
    stop = after.end + 1 if text[after.end : after.end + 1] == "." else after.end
    for length in (stop, text.find(" ", after.end + 1)):
        if length <= after.start:
            continue
        _, holders = gazetteer.find(text[after.start : length].rstrip(",;:)"))
        wanted = {h.index for h in holders if h.precision in ("region", "country", "district")}
        if any(wanted.intersection(c.holders) for c in candidates):
            return True
    return False


def _is_person(
    gazetteer: Gazetteer, text: str, tokens: list[Token], position: int, stop: int, flags: int, context: TextContext
) -> bool:
    """Whether the name is part of a person's name, or the surname of a person whom the text names elsewhere."""
    begin, end = tokens[position].start, tokens[stop].end
    if position:
        before = tokens[position - 1]
        gap = text[before.end : begin]
        lower = before.word.lower().rstrip(".")
        if gap in (" ", ". ") and before.capital and (is_title(before.word) or lower in gazetteer.index.given_names):
            _, place = gazetteer.find(before.word)
            if not place or lower in gazetteer.index.given_names:
                return True
        if gap == ". " and len(lower) == 1:
            return True
    key = tokens[stop].word.lower()
    if key in context.surnames and position == stop:
        placed = position and tokens[position - 1].word.lower() in _PLACE_BEFORE
        return not placed
    if flags & (GIVEN_NAME | SURNAME) and stop + 1 < len(tokens):
        after = tokens[stop + 1]
        if text[end : after.start] == " ":
            if after.word in _SPEECH:
                return True
            if flags & GIVEN_NAME and after.capital and after.word.lower() in gazetteer.index.surnames:
                return True
        if flags & GIVEN_NAME and text[end : after.start] == " " and len(after.word) == 2 and after.word[1] == ".":
            return True
    return False
