"""What a person may put into a slot, checked and completed: terms of the lists, places of the gazetteer, organisations
of the registers or of the case, words of the text.

Every refusal is a UsageError that begins with the slot's name and says the fact.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sousveil.errors import UsageError
from sousveil.record import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES, Organisation, Place, Quantity, is_name_key
from sousveil.resolve.names import name_key
from sousveil.resolve.parents import entry_of
from sousveil.store.reader import Reader
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_types import Candidate
from sousveil.vocabulary.loader import Vocabulary
from sousveil.weigh.days import span_of

__all__ = ["SLOTS", "Behind", "Known", "slot_of", "spans_of", "value_of"]

SLOTS: Final = (
    "technology", "act", "place", "site", "operator", "supplier", "time", "reported", "quantity", "attributed_to",
    "target", "polarity", "certainty",
)  # fmt: skip
"""Slots that may have words behind them; the second and later words of one are numbered: `technology.2`."""
_OF_FIELD: Final = {"site_types": "site"}
_LONGEST: Final = 200
"""Characters of a name, a unit or a target."""
_NUMBERED = re.compile(r"([a-z_]+?)(?:\.([2-9]|[1-9]\d))?")
_LOOSE_TIME = re.compile(r"\d{3}X|\d{2}XX|\d{4}-2[1-4]", re.ASCII)
"""EDTF for decades, centuries and seasons."""

_T = TypeVar("_T")


class _Span(Struct, array_like=True):
    start: int
    end: int


Behind = Callable[[str], str | None]
"""The words behind a slot that this draft gives a span for, white space folded; null where it gives none."""


class Known(Struct, frozen=True):
    """What values are checked against."""

    case: Reader
    vocabulary: Vocabulary

    @property
    def gazetteer(self) -> Gazetteer:
        """The places, with those of a researcher's own folder."""
        return load_gazetteer(self.vocabulary.folder)


def slot_of(field: str) -> str:
    """What the words behind a field of the record are called among the slots."""
    return _OF_FIELD.get(field, field)


def value_of(field: str, value: object, behind: Behind, known: Known) -> object:
    """The value of one field of the record, checked and completed, as the record has it. Raises UsageError."""
    if value is None and field not in _NEVER_NULL:
        return None
    return _CHECKS[field](field, value, behind, known)


_TERMS: Final[dict[str, tuple[str, ...]]] = {
    "kind": KINDS, "act": ACTS, "polarity": ("affirmed", "denied"), "certainty": ("stated", "hedged"),
}  # fmt: skip
_LISTS: Final[dict[str, tuple[str, ...]]] = {"technology": TECHNOLOGIES, "site_types": SITE_TYPES}
_NEVER_NULL: Final = frozenset({*_TERMS, *_LISTS, "attributed_to"})


def _term(field: str, value: object, known: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise UsageError(f"{field}: {value!r} is none of {', '.join(known)}.")
    return value


def _terms(field: str, value: object, known: Sequence[str]) -> list[str]:
    if not isinstance(value, list | tuple):
        raise UsageError(f"{field}: a list of terms is wanted, not {value!r}.")
    return list(dict.fromkeys(_term(field, each, known) for each in value))


def _text(field: str, value: object) -> str:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words:
        raise UsageError(f"{field}: words are wanted, or null for none.")
    if len(words) > _LONGEST:
        raise UsageError(f"{field}: {len(words)} characters are more than {_LONGEST}.")
    return words


def _time(field: str, value: object) -> str:
    written = value.strip() if isinstance(value, str) else ""
    if span_of(written) is None and not _LOOSE_TIME.fullmatch(written):
        raise UsageError(
            f"{field}: {value!r} is no date. Write 2021, 2021-03, 2021-03-15, 2019/2021, 2021-21 for spring, or 201X."
        )
    return written


def _quantity(value: object) -> object:
    found = _converted("quantity", value, Quantity)
    if not math.isfinite(found.value) or found.value < 0:
        raise UsageError(f"quantity: {found.value} is no number of things.")
    return msgspec.to_builtins(replace(found, unit=_text("quantity", found.unit)))


def _speakers(value: object, behind: Behind, known: Known) -> list[object]:
    if not isinstance(value, list | tuple):
        raise UsageError(f"attributed_to: a list of speakers is wanted, not {value!r}.")
    slots = ("attributed_to" if number == 1 else f"attributed_to.{number}" for number in range(1, len(value) + 1))
    return [_organisation(slot, each, behind(slot), known) for slot, each in zip(slots, value, strict=True)]


def _organisation(slot: str, value: object, words: str | None, known: Known) -> object:
    """An organisation with the country that its register tells. Its name is as the document writes it: where words
    are given that are those of somebody known, they are the name."""
    given = _converted(slot, value, Organisation)
    name, ref = _text(slot, given.name), given.ref
    if ref is not None and is_name_key(ref):
        if known.case.identities().of(name_key(words or name)) != ref:
            raise UsageError(
                f"{slot}: {words or name} is another name than {ref.partition(':')[2]}. Say under names that both mean"
                " one organisation; then every claim follows."
            )
        ref = None
    country = given.country
    if ref is not None:
        entry, entity = entry_of(ref, known.vocabulary), known.case.entity(ref)
        if entry is None and entity is None:
            raise UsageError(f"{slot}: {ref!r} is neither in the registers nor among the organisations of this case.")
        country = entry.country if entry is not None else entity.country if entity is not None else None
        name = words or name
    elif words is not None and _folded(name) not in _folded(words):
        raise UsageError(f"{slot}: “{name}” does not stand in the words behind it, “{words}”.")
    elif country is not None and known.gazetteer.country(country) is None:
        raise UsageError(f"{slot}: {country!r} is no country code.")
    return msgspec.to_builtins(Organisation(name=name, ref=ref, country=country))


def _place(value: object, words: str | None, known: Known) -> object:
    """A place as the gazetteer has it, under the name that the document writes."""
    given = _converted("place", {"name": words or "", **_mapping("place", value)}, Place)
    found = _candidate(given, known.gazetteer)
    if found is None:
        name = _text("place", given.name)
        if words is not None and _folded(name) not in _folded(words):
            raise UsageError(f"place: “{name}” does not stand in the words behind it, “{words}”.")
        return msgspec.to_builtins(Place(name=name))
    is_country = found.precision == "country"
    return msgspec.to_builtins(
        Place(
            name=words or given.name.strip() or found.name, geonameid=found.geonameid,
            country=found.country or _border_country(given, found), lat=None if is_country else found.lat,
            lon=None if is_country else found.lon, precision=found.precision,
            radius_km=None if is_country else found.radius_km,
        )
    )  # fmt: skip


def _candidate(given: Place, gazetteer: Gazetteer) -> Candidate | None:
    """What a place of a draft points at: by its number, by its point under its name, or a country by its code."""
    if given.geonameid is not None:
        found = gazetteer.numbered(given.geonameid)
        if found is None:
            raise UsageError(f"place: GeoNames number {given.geonameid} is not in the gazetteer.")
        return found
    if given.lat is not None or given.lon is not None:
        _, candidates = gazetteer.find(given.name)
        at = [each for each in candidates if (each.lat, each.lon) == (given.lat, given.lon)]
        if not at:
            raise UsageError(
                f"place: the gazetteer has no {given.name} at {given.lat}, {given.lon}. Give a GeoNames number."
            )
        return at[0]
    if given.country is not None:
        country = gazetteer.country(given.country) if len(given.country) == 2 else None
        if country is None:
            raise UsageError(f"place: {given.country!r} is no country code (ISO 3166-1 alpha-2).")
        return country
    return None


def _border_country(given: Place, found: Candidate) -> str | None:
    """A border river has no country of its own: a draft may say which side is meant."""
    if given.country is not None and given.country not in found.borders:
        raise UsageError(f"place: {found.name} does not lie in {given.country}.")
    return given.country


def spans_of(value: object, length: int) -> dict[str, tuple[int, int] | None]:
    """The spans of a draft's slots, in characters of the text, which has so many; null takes one away. Raises
    UsageError."""
    found: dict[str, tuple[int, int] | None] = {}
    for slot, span in _mapping("slots", value).items():
        named = _NUMBERED.fullmatch(slot)
        if named is None or named[1] not in SLOTS:
            raise UsageError(f"slots: {slot!r} is none of {', '.join(SLOTS)}.")
        if span is None:
            found[slot] = None
            continue
        at = _converted(slot, span, _Span)
        if not 0 <= at.start < at.end <= length:
            raise UsageError(
                f"{slot}: {at.start}–{at.end} does not lie within the text, which has {length} characters."
            )
        found[slot] = (at.start, at.end)
    return found


def _mapping(slot: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise UsageError(f"{slot}: names and values are wanted, not {value!r}.")
    return value


def _converted(slot: str, value: object, wanted: type[_T]) -> _T:
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        raise UsageError(f"{slot}: {error}.") from error


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


_Check = Callable[[str, object, Behind, Known], object]
_CHECKS: Final[dict[str, _Check]] = {
    **dict.fromkeys(_TERMS, lambda field, value, _behind, _known: _term(field, value, _TERMS[field])),
    **dict.fromkeys(_LISTS, lambda field, value, _behind, _known: _terms(field, value, _LISTS[field])),
    **dict.fromkeys(
        ("operator", "supplier"),
        lambda field, value, behind, known: _organisation(field, value, behind(field), known),
    ),
    **dict.fromkeys(("time", "reported"), lambda field, value, _behind, _known: _time(field, value)),
    "attributed_to": lambda _field, value, behind, known: _speakers(value, behind, known),
    "place": lambda _field, value, behind, known: _place(value, behind("place"), known),
    "quantity": lambda _field, value, _behind, _known: _quantity(value),
    "target": lambda field, value, _behind, _known: _text(field, value),
}
