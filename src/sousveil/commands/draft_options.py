"""What `sousveil judge` takes for an edit or a claim by hand: `--set act=plan`, or all of it as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final

from sousveil.errors import UsageError
from sousveil.record import EDITABLE
from sousveil.resolve.parents import entry_of
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["draft_of"]

_BY_VALUE: Final = frozenset({"slots", "passage"})
"""What has no short form."""


def draft_of(sets: Sequence[str], value: str | None, vocabulary: Vocabulary) -> dict[str, object]:
    """The slots that are given: those of the JSON object, and those set one by one over it. An empty value takes a
    slot away. Raises UsageError where they cannot be read."""
    draft: dict[str, object] = {}
    if value is not None:
        try:
            given = json.loads(value)
        except ValueError as error:
            raise UsageError(f"--value is no JSON ({error}).") from error
        if not isinstance(given, dict):
            raise UsageError('--value is no JSON object, such as {"act": "plan"}.')
        draft |= given
    for each in sets:
        name, equals, words = each.partition("=")
        if not equals or name not in EDITABLE or name in _BY_VALUE:
            known = ", ".join(field for field in EDITABLE if field not in _BY_VALUE)
            raise UsageError(f"--set {each}: write SLOT=VALUE with one of {known}; the others go into --value.")
        draft[name] = _read(name, words.strip(), vocabulary)
    return draft


def _read(name: str, words: str, vocabulary: Vocabulary) -> object:
    if name in _LISTS:
        return [_LISTS[name](part.strip(), vocabulary) for part in words.split(",") if part.strip()]
    if not words:
        return None
    return _READERS.get(name, _as_it_is)(words, vocabulary)


def _as_it_is(words: str, _vocabulary: Vocabulary) -> object:
    return words


def _organisation(words: str, vocabulary: Vocabulary) -> object:
    """A register's entry by its identifier, or a name."""
    entry = entry_of(words, vocabulary)
    return {"name": words} if entry is None else {"name": entry.name.removeprefix("="), "ref": entry.id}


def _place(words: str, _vocabulary: Vocabulary) -> object:
    """A GeoNames number, a country code, or a name that is not looked up."""
    if words.isascii() and words.isdecimal():
        return {"geonameid": int(words)}
    return {"country": words} if len(words) == 2 and words.isascii() and words.isupper() else {"name": words}


def _quantity(words: str, _vocabulary: Vocabulary) -> object:
    """`200 camera`, or `~200 camera` for about so many."""
    number, _, unit = words.removeprefix("~").partition(" ")
    try:
        return {"value": float(number.replace(",", "")), "unit": unit.strip(), "approximate": words.startswith("~")}
    except ValueError as error:
        raise UsageError(f"--set quantity={words}: write a number and a unit, as in 200 camera.") from error


_Reader = Callable[[str, Vocabulary], object]
_LISTS: Final[dict[str, _Reader]] = {
    "technology": _as_it_is, "site_types": _as_it_is, "attributed_to": _organisation,
}  # fmt: skip
_READERS: Final[dict[str, _Reader]] = {
    "operator": _organisation, "supplier": _organisation, "place": _place, "quantity": _quantity,
}  # fmt: skip
