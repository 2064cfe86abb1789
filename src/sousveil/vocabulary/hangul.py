"""Korean names in other letters, by the rules of several systems, and as the South and the North spell them.

The systems are data (`data/places/hangul.toml`): McCune–Reischauer, the Revised Romanisation, the North's own usage,
Kontsevich's Russian one and katakana. Sounds that meet at a syllable's end change as the system says (송림, Songnim);
two words that grew together do not tell where they met, so that names of several words are given with spaces.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from msgspec import Struct

from sousveil.vocabulary.files import DATA, converted, parsed

__all__ = ["System", "in_letters", "southern", "systems"]

_BASE: Final = 0xAC00
_COUNT: Final = 11172
_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_SOUNDS: Final = "ㄱㄴㄷㄹㅁㅂㅇ"
_FINALS: Final = " ㄱㄱㄱㄴㄴㄴㄷㄹㄱㅁㄹㄹㄹㅂㄹㅁㅂㅂㄷㄷㅇㄷㄷㄱㄷㅂㄷ"
"""The sound of each of the 28 ways to close a syllable."""
_SILENT: Final = _INITIALS.index("ㅇ")
_LATERAL: Final = _INITIALS.index("ㄹ")
_NASAL: Final = _INITIALS.index("ㄴ")
_SONORANT: Final = frozenset("ㄴㄹㅁㅇ")
_FRONTED: Final = frozenset((2, 3, 6, 7, 12, 17, 20))
"""Vowels that begin with i or y: ㅑㅒㅕㅖㅛㅠㅣ."""


class System(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One system of writing Korean in other letters; the file says what the lists are."""

    start: tuple[str, ...]
    voiced: tuple[str, ...]
    stopped: tuple[str, ...]
    vowels: tuple[str, ...]
    open: tuple[str, ...] = ()
    finals: tuple[str, ...]
    linked: tuple[str, ...]
    pairs: dict[str, str] = {}
    letters: dict[str, str] = {}
    also: tuple[tuple[str, str], ...] = ()


@cache
def systems() -> dict[str, System]:
    """The systems by their names. Raises `VocabularyError` where the file cannot be read."""
    path = DATA / "places" / "hangul.toml"
    return converted(parsed(path), dict[str, System], path.name)


def in_letters(name: str, system: str) -> tuple[str, ...]:
    """A name of Hangul syllables in another script: as the system has it, then as others write the same letters.

    Characters that are no syllables stay. The name of the system is one of `systems()`.
    """
    rules = systems()[system]
    plain = " ".join(_composed(_word(word, rules), rules.letters) for word in name.split()).capitalize()
    forms = [plain]
    for old, new in rules.also:
        forms += [_replaced(form, old, new) for form in forms]
    return tuple(dict.fromkeys(forms))


def southern(name: str) -> str:
    """A name as the South spells it, where ㄹ and ㄴ change at a word's beginning: 라선 is 나선, 량강도 is 양강도."""
    if not name or not 0 <= ord(name[0]) - _BASE < _COUNT:
        return name
    initial, vowel, final = _parts(name[0])
    if initial in (_LATERAL, _NASAL) and vowel in _FRONTED:
        initial = _SILENT
    elif initial == _LATERAL:
        initial = _NASAL
    return chr(_BASE + (initial * 21 + vowel) * 28 + final) + name[1:]


def _composed(word: str, letters: dict[str, str]) -> str:
    """A word in syllables, the longest that its letters make; as it is where the script writes letters."""
    if not letters:
        return word
    longest = max(map(len, letters))
    out, position = [], 0
    while position < len(word):
        length = next((n for n in range(longest, 1, -1) if word[position : position + n] in letters), 1)
        piece = word[position : position + length]
        out.append(letters.get(piece, piece))
        position += length
    return "".join(out)


def _replaced(form: str, old: str, new: str) -> str:
    """A form with other letters; "^" before those to replace stands for the beginning of the name."""
    small = form.lower()
    if old[0] != "^":
        return small.replace(old, new).capitalize()
    return (new + small[len(old) - 1 :]).capitalize() if small.startswith(old[1:]) else form


def _parts(syllable: str) -> tuple[int, int, int]:
    initial, rest = divmod(ord(syllable) - _BASE, 588)
    vowel, final = divmod(rest, 28)
    return initial, vowel, final


def _word(word: str, rules: System) -> str:
    out: list[str] = []
    before = ""
    """The sound that closed the last syllable; a space where it was open, empty where there is none."""
    for character in word:
        if not 0 <= ord(character) - _BASE < _COUNT:
            out.append(_closed(before, rules) + character)
            before = ""
            continue
        initial, vowel, final = _parts(character)
        out.append(_joined(before, initial, rules))
        bare = initial == _SILENT and bool(rules.open)
        out.append((rules.open if bare else rules.vowels)[vowel])
        before = _FINALS[final]
    return "".join(out) + _closed(before, rules)


def _closed(sound: str, rules: System) -> str:
    return rules.finals[_SOUNDS.index(sound)] if sound.strip() else ""


def _joined(before: str, initial: int, rules: System) -> str:
    """What stands between two vowels, or before the first: a closing sound and the consonant that follows."""
    if not before:
        return rules.start[initial]
    if before == " ":
        return rules.voiced[initial]
    if initial == _SILENT:
        return rules.linked[_SOUNDS.index(before)]
    pair = rules.pairs.get(before + _INITIALS[initial])
    if pair is not None:
        return pair
    return _closed(before, rules) + (rules.voiced if before in _SONORANT else rules.stopped)[initial]
