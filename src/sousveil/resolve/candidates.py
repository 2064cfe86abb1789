"""Which names are worth comparing: an index from what two names of one company share to the names that have it.

Every pair that `comparing.compare` accepts has at least one key in common, so nothing is compared with everything. A
key that more names share than `_MOST` tells nothing of a name; of those the first alone are met by it.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from typing import Final

from sousveil.resolve.comparing import initials_of
from sousveil.resolve.forms import Form
from sousveil.resolve.sounds import SPOKEN, pinyin, script_of_word, sound_of, sounds_as

__all__ = ["HEARD", "Index", "keys_of", "scripts_of"]

_MOST = 40
"""Names of one key that a name is compared with; the first in the order of the index."""
_LONGEST_INITIALS = 8
HEARD: Final = (*SPOKEN, "han")
"""Scripts whose names are compared with Latin ones by their sound, Han by pinyin."""


def scripts_of(forms: Iterable[Form]) -> tuple[str, ...]:
    """The scripts of names that are heard, so that names in Latin letters are compared with them by sound."""
    there = {script_of_word(form.brand) for form in forms if form.brand}
    return tuple(script for script in HEARD if script in there)


def keys_of(form: Form, scripts: Collection[str] = HEARD) -> Iterator[Hashable]:
    """What a name shares with every name that may be the same company's; by sound in `scripts` only."""
    if form.whole:
        yield "whole", form.whole
    for letters in initials_of(form.name):
        yield "initials", letters
    if not form.brand:
        yield "words", form.places, form.trade
        yield "led", form.lead, form.trade
        return
    yield "brand", form.brand
    script = script_of_word(form.brand)
    if script == "latin":
        for each in scripts:
            if each == "han":
                yield each, pinyin(form.brand)
            else:
                for sound in sounds_as(form.brand, each):
                    yield each, sound.consonants
    elif script in scripts:
        yield script, pinyin(form.brand) if script == "han" else sound_of(form.brand, script).consonants
    if len(form.words) == 1 and len(form.brand) <= _LONGEST_INITIALS:
        yield "initials", form.brand


class Index:
    """Names by what they share."""

    def __init__(self, entries: Iterable[tuple[int, Form]], scripts: Collection[str] = HEARD) -> None:
        self._scripts = scripts
        self._held: dict[Hashable, list[tuple[int, Form]]] = {}
        for owner, form in entries:
            for key in dict.fromkeys(keys_of(form, scripts)):
                self._held.setdefault(key, []).append((owner, form))

    def near(self, form: Form) -> Iterator[tuple[int, Form]]:
        """Owners and forms that share something with a form, each once."""
        seen: set[tuple[int, str]] = set()
        for key in keys_of(form, self._scripts):
            for owner, other in self._held.get(key, ())[:_MOST]:
                if (owner, other.name) not in seen:
                    seen.add((owner, other.name))
                    yield owner, other
