"""Whether two names of companies, taken apart, may be one company's, and what speaks for it.

A score is the share of such pairs that are right on the labelled pairs (docs/RESOLVING.md). What is below `PROPOSED`
is only shown as possible.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from msgspec import Struct

from sousveil.record.entity import Method
from sousveil.resolve.forms import Form, Forms
from sousveil.resolve.lexicon import is_joined
from sousveil.resolve.sounds import SPOKEN, VOWELLESS, pinyin, script_of_word, sound_of, sounds_as, vowels_agree

__all__ = ["PROPOSED", "Seen", "compare", "initials_of"]

PROPOSED: Final = 0.8
"""From this score on a match is proposed as one entity; below it, it is only shown as possible."""
_SAME, _LIGHTER, _SOFTER = 0.99, 0.97, 0.85
_TRANSLATED = 0.9
_ARM, _ARM_OTHER_TRADE = 0.96, 0.9
_SPOKEN, _SPOKEN_VOWELLESS, _SPOKEN_SHORT, _PINYIN = 0.95, 0.9, 0.6, 0.85
_INITIALS, _FEW_INITIALS = 0.85, 0.5
_COARSE: Final = ("hangul", "kana", "thai", *VOWELLESS)
"""Scripts that write many sounds alike: three consonants are too few there."""
_LEAST_CONSONANTS, _LEAST_LETTERS, _LEAST_PINYIN = 3, 5, 6
_LEAST_JOINED = 3
"""Letters of a brand in Han, kana or Hangul from which on a trade may be missing: two tell too little."""
_ARM_LEAST = 3
_OWNED: Final = frozenset({"group"})
"""What an ordinary word may have beside it and still be the same company: "Thales" and "Groupe Thales"."""


class Seen(Struct, frozen=True):
    """What two names have in common."""

    method: Method
    score: float
    reason: str


def compare(one: Form, other: Form, forms: Forms) -> Seen | None:
    """The strongest sign that two names are one company's; null where there is none."""
    if one.whole == other.whole and one.whole:
        return (
            None if _foreign_form(one, other, forms) else Seen("normalised", _SAME, _told(one, other, "the same name"))
        )
    if one.brand and one.brand == other.brand:
        return _same_brand(one, other, forms)
    if not one.brand and not other.brand:
        return _translated(one, other)
    return _sounding(one, other, forms) or _abbreviated(one, other)


def _told(one: Form, other: Form, what: str) -> str:
    return f"{what}: “{one.name}” and “{other.name}”"


def _same_brand(one: Form, other: Form, forms: Forms) -> Seen | None:
    if one.lead != other.lead or _foreign_form(one, other, forms):
        return None
    weight = _trades_agree(one, other, forms)
    if weight is None:
        return None
    if one.arm == other.arm:
        what = f"the same brand “{one.words[0] if len(one.words) == 1 else one.brand}”"
        return Seen("normalised", weight, _told(one, other, f"{what}{_difference(one, other)}"))
    if one.arm and other.arm:
        return None
    arm = one if one.arm else other
    if len(arm.brand) < (2 if is_joined(arm.brand) else _ARM_LEAST) and not arm.trade:
        return None
    score = _ARM if weight >= _LIGHTER else _ARM_OTHER_TRADE if weight >= _SOFTER else weight
    where = ", ".join(arm.arm)
    return Seen("arm", score, _told(one, other, f"the same brand with a country or region ({where})"))


def _difference(one: Form, other: Form) -> str:
    more = Counter(one.trade)
    more.subtract(other.trade)
    words = sorted(trade for trade, count in more.items() if count)
    if words:
        return f", one with “{' '.join(words)}”"
    if one.legal != other.legal:
        return ", another legal form"
    return ", another seat" if one.seat != other.seat else ""


def _trades_agree(one: Form, other: Form, forms: Forms) -> float | None:
    """How sure it is that what the names say of the trade is no difference; null where it is one."""
    if Counter(one.trade) == Counter(other.trade):
        return _SAME
    mine, theirs = forms.weighty(one), forms.weighty(other)
    ordinary = forms.is_ordinary(one)
    if mine == theirs:
        light, heavier = sorted((Counter(one.trade), Counter(other.trade)), key=lambda c: c.total())
        if not ordinary:
            return _LIGHTER
        owned = set(heavier) - set(light) <= _OWNED and not is_joined(one.brand or "a")
        return _LIGHTER if not light - heavier and owned else None
    if ordinary or (mine and theirs) or (is_joined(one.brand or "a") and len(one.brand) < _LEAST_JOINED):
        return None
    more = mine or theirs
    return _SOFTER if all(trade in forms.lexicon.soft for trade in more) else None


def _foreign_form(one: Form, other: Form, forms: Forms) -> bool:
    """Whether legal forms of two countries tell two companies with an ordinary word as their name apart."""
    if not forms.is_ordinary(one) or one.arm or other.arm or not one.legal or not other.legal:
        return False
    mine = {seat for form in one.legal for seat in forms.lexicon.seats_of(form)}
    theirs = {seat for form in other.legal for seat in forms.lexicon.seats_of(form)}
    return bool(mine or theirs) and not mine & theirs


def _translated(one: Form, other: Form) -> Seen | None:
    """Names without a brand are the same where every word is: "Telecom Egypt" and "المصرية للاتصالات"."""
    if not one.trade or Counter(one.trade) != Counter(other.trade):
        return None
    if one.lead and one.lead == other.lead and bool(one.arm) != bool(other.arm):
        where = ", ".join(one.arm or other.arm)
        return Seen("arm", _ARM_OTHER_TRADE, _told(one, other, f"the same name with a country or region ({where})"))
    if one.places != other.places or not one.places:
        return None
    same_script = script_of_word(one.whole) == script_of_word(other.whole)
    if same_script and one.order != other.order:
        # Within a script another order of such words is another company: "Bharat Electronics" is not
        # "Electronics Corporation of India".
        return None
    return Seen("normalised", _TRANSLATED, _told(one, other, "the same words in another language or order"))


def _sounding(one: Form, other: Form, forms: Forms) -> Seen | None:
    if not one.brand or not other.brand:
        return None
    scripts = script_of_word(one.brand), script_of_word(other.brand)
    if scripts.count("latin") != 1:
        return None
    latin, foreign = (one, other) if scripts[0] == "latin" else (other, one)
    told_apart = latin.lead != foreign.lead or _digits(latin.brand) != _digits(foreign.brand)
    if told_apart or (latin.arm and foreign.arm and latin.arm != foreign.arm):
        return None
    weight = _trades_agree(latin, foreign, forms)
    if weight is None:
        return None
    score = _sound_score(latin, foreign)
    if score is None or (weight < _LIGHTER and not _sounds_enough(foreign)):
        return None
    if latin.arm != foreign.arm or weight < _LIGHTER:
        score -= 0.03
    return Seen("transliteration", round(score, 2), _told(one, other, "the same sounds in another script"))


def _digits(word: str) -> str:
    return "".join(char for char in word if char.isdigit())


def _sounds_enough(foreign: Form) -> bool:
    """Whether a sound tells a company where one name has a trade more: never in pinyin, nor with few consonants."""
    script = script_of_word(foreign.brand)
    return script in SPOKEN and len(sound_of(foreign.brand, script).consonants) > _LEAST_CONSONANTS


def _sound_score(latin: Form, foreign: Form) -> float | None:
    script = script_of_word(foreign.brand)
    if script == "han":
        same = pinyin(foreign.brand) == pinyin(latin.brand)
        # A short reading is enough where town and trade are the same as well: 上海依图网络科技.
        told = latin.seat is not None and latin.seat == foreign.seat and latin.trade == foreign.trade != ()
        long = len(foreign.brand) > 1 and (told or len(latin.brand) >= _LEAST_PINYIN)
        return _PINYIN if same and long else None
    if script not in SPOKEN:
        return None
    heard = sound_of(foreign.brand, script)
    if len(heard.consonants) < _LEAST_CONSONANTS or len(latin.brand) < _LEAST_LETTERS:
        return None
    if not any(
        sound.consonants == heard.consonants and vowels_agree(sound, heard, script)
        for sound in sounds_as(latin.brand, script)
    ):
        return None
    if script in _COARSE and len(heard.consonants) == _LEAST_CONSONANTS:
        return _SPOKEN_SHORT
    return _SPOKEN_VOWELLESS if script in VOWELLESS else _SPOKEN


def _abbreviated(one: Form, other: Form) -> Seen | None:
    """A short name whose letters begin the words of the long one: "BSNL"."""
    for short, long in ((one, other), (other, one)):
        letters = short.brand
        if len(short.words) != 1 or short.trade or short.places or not letters.isalpha():
            continue
        if not short.name.strip().split()[0].isupper() or letters not in initials_of(long.name):
            continue
        score = _INITIALS if len(letters) > 3 else _FEW_INITIALS
        return Seen("normalised", score, _told(one, other, "the initials of the other name"))
    return None


def initials_of(name: str) -> tuple[str, ...]:
    """The first letters of the words of a Latin name: of all, and without small words."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    if len(words) < 3:
        return ()
    every = "".join(word[0] for word in words).lower()
    capital = "".join(word[0] for word in words if word[0].isupper()).lower()
    return tuple(dict.fromkeys((every, capital)))
