"""The slots of a claim as a list that can be corrected: its value, the words behind it, and the key that opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.text import Text
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.identifiers import in_words
from sousveil.show.words.names import organisation_name
from sousveil.show.words.present import (
    capitalised,
    date_phrase,
    place_phrase,
    precision_phrase,
    quantity_phrase,
    slot_kind,
)

__all__ = ["FIELDS", "Field", "SlotRow", "label_of", "slots_of"]


class Field(Struct, frozen=True, kw_only=True):
    """One slot that can be corrected."""

    name: str
    """As in the record."""
    key: str
    """The key that opens it."""
    asks: str
    """How it is asked for: `one` or `many` of the terms, an `organisation` or several (`organisations`), a `place`, a
    `quantity`, a `time`, `words`, or `switch` between two."""
    slot: str
    """What the words behind it are called among the slots; empty where there are none."""


def _field(name: str, key: str, asks: str, slot: str | None = None) -> Field:
    return Field(name=name, key=key, asks=asks, slot=name if slot is None else slot)


FIELDS: Final = (
    _field("technology", "1", "many"), _field("act", "2", "one"), _field("place", "3", "place"),
    _field("site_types", "4", "many", "site"), _field("operator", "5", "organisation"),
    _field("supplier", "6", "organisation"), _field("time", "7", "time"), _field("quantity", "8", "quantity"),
    _field("attributed_to", "9", "organisations"), _field("kind", "k", "one", ""), _field("polarity", "d", "switch"),
    _field("certainty", "h", "switch"), _field("target", "g", "words"), _field("reported", "o", "time"),
    _field("passage", "w", "passage", ""),
)  # fmt: skip
"""In the order in which they stand on the page."""
_ALWAYS: Final = frozenset({"kind", "technology", "act", "place", "attributed_to", "passage"})


class SlotRow(Struct, frozen=True, kw_only=True):
    """One line of the list."""

    field: Field
    label: str
    value: str
    """In words; empty where the claim has none."""
    detail: str = ""
    words: tuple[str, ...] = ()
    """The words of the text behind it, in their order."""
    told: bool = True
    """Whether the claim has a value; those without wait in a row of their own."""


def slots_of(claim: Claim, text: Text) -> list[SlotRow]:
    """Every slot of a claim, those with a value and those without."""
    words: dict[str, list[tuple[int, int]]] = {}
    for name, span in claim.slots.items():
        words.setdefault(slot_kind(name), []).append(span)
    rows = []
    for field in FIELDS:
        value, detail = _VALUES[field.name](claim)
        spans = sorted(words.get(field.slot, ()) or words.get(field.name, ()))
        told = bool(value) and (field.asks != "switch" or bool(spans) or _is_marked(claim, field.name))
        rows.append(
            SlotRow(
                field=field, label=label_of(field.name), value=value, detail=detail, told=told or field.name in _ALWAYS,
                words=tuple(dict.fromkeys(text.content[start:end] for start, end in spans)),
            )
        )  # fmt: skip
    return rows


def _is_marked(claim: Claim, name: str) -> bool:
    """Whether a switch stands where it seldom does."""
    return claim.polarity == "denied" if name == "polarity" else claim.certainty == "hedged"


def label_of(name: str) -> str:
    """What a slot is called on the page."""
    return {
        "technology": _("technology"), "act": _("act"), "place": _("place"), "site_types": _("site"),
        "operator": _("operator"), "supplier": _("supplier"), "time": _("time"), "quantity": _("quantity"),
        "attributed_to": _("according to"), "kind": _("kind"), "polarity": _("denied"), "certainty": _("hedged"),
        "target": _("target"), "reported": _("said on"), "passage": _("words"),
    }[name]  # fmt: skip


def _organisation(claim: Claim, name: str) -> tuple[str, str]:
    who = claim.operator if name == "operator" else claim.supplier
    return (organisation_name(who), "") if who else ("", "")


def _speakers(claim: Claim) -> tuple[str, str]:
    names = [organisation_name(who) for who in claim.attributed_to]
    said = _("{speaker}, from {others}", speaker=names[0], others=", ".join(names[1:])) if names[1:] else "".join(names)
    return said or _("the outlet itself"), ""


_VALUES: Final[dict[str, Callable[[Claim], tuple[str, str]]]] = {
    "kind": lambda claim: (in_words(claim.kind, "kind"), ""),
    "technology": lambda claim: (", ".join(in_words(each, "technology") for each in claim.technology) or _("none"), ""),
    "act": lambda claim: (in_words(claim.act, "act"), ""),
    "place": lambda claim: (capitalised(place_phrase(claim.place)) or _("not told"), precision_phrase(claim.place)),
    "site_types": lambda claim: (", ".join(in_words(each, "site_type") for each in claim.site_types), ""),
    "operator": lambda claim: _organisation(claim, "operator"),
    "supplier": lambda claim: _organisation(claim, "supplier"),
    "time": lambda claim: (date_phrase(claim.time), ""),
    "reported": lambda claim: (date_phrase(claim.reported), ""),
    "quantity": lambda claim: (quantity_phrase(claim.quantity), ""),
    "target": lambda claim: (claim.target or "", ""),
    "attributed_to": _speakers,
    "polarity": lambda claim: (_("yes") if claim.polarity == "denied" else _("no"), ""),
    "certainty": lambda claim: (_("yes") if claim.certainty == "hedged" else _("no"), ""),
    "passage": lambda _claim: ("", ""),
}
