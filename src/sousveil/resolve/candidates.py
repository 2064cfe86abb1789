"""Which names are worth comparing: an index from what two names of one company share to the names that have it.

Every pair that `comparing.compare` accepts has at least one key in common, so nothing is compared with everything.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from sousveil.resolve.comparing import initials_of
from sousveil.resolve.forms import Form
from sousveil.resolve.sounds import SPOKEN, pinyin, script_of_word, sound_of, sounds_as

__all__ = ["Index", "keys_of", "scripts_of"]

_MOST = 40
"""Names of one key that a name is compared with; the first in the order of the index."""
_LONGEST_INITIALS = 8


def scripts_of(forms: Iterable[Form]) -> tuple[str, ...]:
    """The scripts that names in Latin letters must be heard in, where some names are written in them."""
    there = {script_of_word(form.brand) for form in forms if form.brand}
    return tuple(script for script in SPOKEN if script in there)


def keys_of(form: Form, scripts: Iterable[str] = SPOKEN) -> Iterator[Hashable]:
    """What a name shares with every name that may be the same company's; Latin names as heard in `scripts`."""
    if form.whole:
        yield "whole", form.whole
    if not form.brand:
        yield "words", form.places, form.trade
        return
    yield "brand", form.brand
    script = script_of_word(form.brand)
    if script == "han":
        yield "pinyin", pinyin(form.brand)
    elif script in SPOKEN:
        yield script, sound_of(form.brand, script).consonants
    elif script == "latin":
        yield "pinyin", pinyin(form.brand)
        for each in scripts:
            for sound in sounds_as(form.brand, each):
                yield each, sound.consonants
    if form.brand.isascii() and len(form.words) == 1 and len(form.brand) <= _LONGEST_INITIALS:
        yield "initials", form.brand
    for letters in initials_of(form.name):
        yield "initials", letters


class Index:
    """Names by what they share."""

    def __init__(self, entries: Iterable[tuple[int, Form]], scripts: Iterable[str] = SPOKEN) -> None:
        self._scripts = tuple(scripts)
        self._held: dict[Hashable, list[tuple[int, Form]]] = {}
        for owner, form in entries:
            for key in dict.fromkeys(keys_of(form, self._scripts)):
                self._held.setdefault(key, []).append((owner, form))

    def near(self, form: Form) -> Iterator[tuple[int, Form]]:
        """Owners and forms that share something with a form, each once."""
        seen: set[tuple[int, str]] = set()
        for key in keys_of(form, self._scripts):
            for owner, other in self._held.get(key, ())[:_MOST]:
                if (owner, other.name) not in seen:
                    seen.add((owner, other.name))
                    yield owner, other
