"""Which names of cited houses are one house: across texts, languages and scripts, and short forms of a name.

A name is known by its distinctive words ("Meridian" of "the Meridian Transparency Lab"). Two names of which all words
of the shorter are in the longer are one where they have two words in common, or one and their texts tell of the same
thing; where both give the same link or title, less is asked for. Words in two scripts are compared by sound.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

from anyascii import anyascii
from msgspec import Struct

from sousveil.resolve.sounds import SPOKEN, script_of_word, sound_of, sounds_as, vowels_agree

__all__ = ["Known", "one_house_each"]

_LEAST = 5
"""Letters of a single word by which two names may be one."""
_LEAST_ENDING = 2
"""Letters by which a word may differ in its ending: «Меридиан», «Меридиане»."""
_MOST = 400
"""Names in one bucket; where more begin alike, the rest are not compared."""


class Known(Struct, frozen=True, kw_only=True):
    """One name as the texts of a case use it. `key` is what citations are merged by."""

    key: str
    words: frozenset[tuple[str, ...]]
    """Distinctive words, of each spelling."""
    spelled: frozenset[frozenset[str]]
    """All words of each spelling, in lower case."""
    kinds: frozenset[str]
    """Kinds of house: `lab`; empty where the words do not say."""
    sources: frozenset[str]
    """Texts that use it."""
    told: frozenset[str]
    """Links and titles that stand beside it."""
    langs: frozenset[str]
    touches: frozenset[str]
    """What those texts tell of: `number 4300`, `camera TJ`."""
    is_house: bool
    """Some text calls it a house; other names are sought as short forms of one only."""
    is_held: bool = False
    """The case holds texts of the house."""


def one_house_each(names: Sequence[Known]) -> dict[str, str]:
    """For each key the key of its house: the same for names that are one. A house of which the case holds texts stands
    first, then a listed one (`org:`), then
    the name with most words, then the longest, then the first in the alphabet."""
    by_key = {name.key: name for name in sorted(names, key=lambda name: name.key)}
    heads = {key: key for key in by_key}
    members: dict[str, list[str]] = {key: [key] for key in by_key}
    pairs = [(_strength(by_key[one], by_key[other]), one, other) for one, other in _candidates(by_key)]
    for strength, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        first, second = heads[one], heads[other]
        if not strength or first == second or _conflict(members[first], members[second], by_key):
            continue
        joined = sorted(members[first] + members[second], key=lambda key: _rank(by_key[key]))
        for key in joined:
            heads[key] = joined[0]
        members[joined[0]] = joined
    return heads


def _rank(name: Known) -> tuple[bool, bool, bool, int, bool, int, str]:
    longest = max((len(words) for words in name.words), default=0)
    latin = any(_is_latin(word) for words in name.words for word in words)
    return (
        not name.is_held,
        not name.key.startswith("org:"),
        not latin,
        -longest,
        not name.is_house,
        -len(name.key),
        name.key,
    )


def _candidates(by_key: dict[str, Known]) -> Iterable[tuple[str, str]]:
    buckets: dict[str, list[str]] = defaultdict(list)
    for key, name in by_key.items():
        marks = set(name.told) | {
            f"sound {sound}" for words in name.words for word in words for sound in _opening(word)
        }
        for mark in marks:
            buckets[mark].append(key)
    seen: set[tuple[str, str]] = set()
    for mark in sorted(buckets):
        for one, other in combinations(buckets[mark][:_MOST], 2):
            first, second = by_key[one], by_key[other]
            # The names of witnesses are compared with houses only.
            if (first.is_house or second.is_house) and not _are_known_apart(first, second):
                seen.add((one, other))
    return sorted(seen)


def _strength(one: Known, other: Known) -> int:
    """How surely two names are one house; zero where they are not known to be."""
    if _are_known_apart(one, other):
        return 0
    common, shorter = max(
        ((_common(mine, theirs), min(len(mine), len(theirs))) for mine in one.words for theirs in other.words),
        default=(0, 0), key=lambda pair: (pair[0] - pair[1], pair[0]),
    )  # fmt: skip
    if one.sources & other.sources and not (common and common == shorter):
        return 0  # a text that cites both means two
    same = bool(one.told & other.told)
    kin = bool(one.kinds & other.kinds) or not (one.kinds and other.kinds)
    whole = 0 < common == shorter
    touching = bool(one.touches & other.touches)
    strengths = (
        (5, same and common > 0),
        (4, same and _scripts(one) != _scripts(other)),
        (3, whole and common > 1 and (touching or bool(_scripts(one) & _scripts(other)))),
        (2, whole and (bool(one.sources & other.sources) or (touching and kin)) and _may_shorten(one, other)),
        # One word kept and the others translated: Andean Watch Observatory, Observatorio Vigía Andina.
        (1, common > 0 and touching and one.langs.isdisjoint(other.langs) and bool(one.kinds & other.kinds)),
    )
    return next((strength for strength, holds in strengths if holds), 0)


def _may_shorten(one: Known, other: Known) -> bool:
    """Whether one name may be the short form of the other: in one language all of its words are in the other, which
    "Harbour Watch Institute" and "Harbour Light Institute" are not."""
    if one.langs.isdisjoint(other.langs):
        return True
    return any(
        _common(sorted(mine), sorted(theirs)) == min(len(mine), len(theirs))
        for mine in one.spelled
        for theirs in other.spelled
    )


def _scripts(name: Known) -> set[str]:
    return {"latin" if _is_latin(word) else script_of_word(word) for words in name.words for word in words}


def _conflict(mine: Sequence[str], theirs: Sequence[str], by_key: dict[str, Known]) -> bool:
    """Whether two groups hold names of one script that differ in their words: one of them was meant by a short form."""
    for one in mine:
        for other in theirs:
            for words in by_key[one].words:
                for others in by_key[other].words:
                    long = min(len(words), len(others)) >= 2 and _script(words) == _script(others)
                    apart = by_key[one].kinds.isdisjoint(by_key[other].kinds)
                    if long and apart and _common(words, others) < min(len(words), len(others)):
                        return True
    groups = [(by_key[one], by_key[other]) for one in mine for other in theirs]
    return any(_are_known_apart(one, other) for one, other in groups)


def _are_known_apart(one: Known, other: Known) -> bool:
    """Whether both are listed, or the case holds texts of both: these are told apart already."""
    listed = one.key.startswith("org:") and other.key.startswith("org:")
    return listed or (one.is_held and other.is_held)


def _script(words: Sequence[str]) -> str:
    return "latin" if all(_is_latin(word) for word in words) else script_of_word(words[0])


def _common(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words of one name are in the other, each taken once."""
    left = list(theirs)
    count = 0
    for word in mine:
        found = next((other for other in left if _same_word(word, other)), None)
        if found is not None:
            left.remove(found)
            count += 1
    return count


@lru_cache(maxsize=400_000)
def _same_word(one: str, other: str) -> bool:
    mine, theirs = one.casefold(), other.casefold()
    if mine == theirs:
        return True
    if _is_latin(one) == _is_latin(other) and script_of_word(one) == script_of_word(other):
        short, long = sorted((mine, theirs), key=len)
        ending = (
            len(short) >= _LEAST and long[: len(short) - 1] == short[:-1] and len(long) - len(short) <= _LEAST_ENDING
        )
        return ending or (len(short) >= _LEAST and _is_latin(one) and _near_letters(mine, theirs))
    latin, foreign = (one, other) if _is_latin(one) else (other, one)
    script = script_of_word(foreign)
    if script in SPOKEN and _is_latin(latin):
        forms = (foreign, foreign[:-1], foreign[:-2])  # without an ending: «Меридиане»
        if any(_sounds(latin, form, script) for form in forms if len(form) >= 3):
            return True
    if "han" in {script_of_word(mine), script_of_word(theirs)}:
        return False
    return not _skeletons(mine).isdisjoint(_skeletons(theirs))


def _near_letters(mine: str, theirs: str) -> bool:
    """Whether two Latin words differ as a word does between languages: Andean, Andina; Meridian, Meridien."""
    return mine[:3] == theirs[:3] and _consonants(anyascii(mine).lower()) == _consonants(anyascii(theirs).lower())


def _sounds(latin: str, foreign: str, script: str) -> bool:
    heard = sound_of(foreign, script)
    return any(
        sound.consonants == heard.consonants
        and len(sound.vowels) == len(heard.vowels)
        and vowels_agree(sound, heard, script)
        for sound in sounds_as(latin, script)
    )


def _is_latin(word: str) -> bool:
    return script_of_word(word) == "latin"


_ALIKE = str.maketrans(
    {"b": "p", "f": "p", "v": "p", "d": "t", "g": "k", "q": "k", "c": "k", "j": "k", "z": "s", "r": "l"}
)
_LEAST_CONSONANTS = 3


def _skeletons(word: str) -> frozenset[str]:
    """Consonants, those that scripts confuse taken as one, in each way to say the word; none for words that have fewer
    than three."""
    return frozenset(each for each in _heard(word) if len(each) >= _LEAST_CONSONANTS)


@lru_cache(maxsize=100_000)
def _heard(word: str) -> tuple[str, str]:
    """Consonants as they are written, and as they are heard where no r is said before a consonant and th is an s
    (Northgate, 노스게이트)."""
    letters = re.sub(r"[^a-z]", "", anyascii(word).lower()).replace("dge", "j").replace("dg", "j").replace("ph", "f")
    spoken = re.sub(r"r(?=[^aeiouy]|$)", "", letters).replace("th", "s")
    return _consonants(letters), _consonants(spoken)


def _consonants(letters: str) -> str:
    first = "~" if letters[:1] in set("aeiou") else ""
    bare = re.sub(r"[aeiouyhw]", "", letters).translate(_ALIKE)
    return first + re.sub(r"(.)\1+", r"\1", bare)


def _opening(word: str) -> set[str]:
    """The first three consonants, in each way to say the word: what may sound alike has one of them in common."""
    return {each[: 4 if each.startswith("~") else 3] for each in _heard(word)}
