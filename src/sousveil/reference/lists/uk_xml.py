"""The UK Sanctions List as XML (`Designations`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists.entries import Draft, Source, key_of
from sousveil.reference.lists.words import ORGANISATIONS
from sousveil.reference.lists.xml import children, entries, text_of

__all__ = ["read_uk_xml"]

_PARTS: Final = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")


def read_uk_xml(path: Path, source: Source) -> Iterator[Listing | Drop]:
    """The entries, in the order of the file.

    Raises:
        ReferenceDataError: see `xml.entries`.
    """
    done: set[int] = set()
    for row, element in entries(path, "Designations", "Designation"):
        names = list(children(element, "Names", "Name"))
        word = source.reading.cell(text_of(element, "IndividualEntityShip"))
        person = next(children(element, "IndividualDetails"), None) is not None
        kind = source.reading.kind(word, _name(names[0]) if names else "", person=person)
        if kind not in ORGANISATIONS:
            source.tally.add(kind, row, word if kind == "other" else "")
            continue
        entry = source.reading.cell(text_of(element, "UniqueID"))
        if not entry:
            yield source.tally.drop("no-identifier", row, "The designation has no UniqueID.")
            continue
        if (key := key_of(entry)) in done:
            yield source.tally.drop("duplicate", row, "An earlier entry of the file has the same identifier.")
            continue
        done.add(key)
        draft = Draft(list=source.form.list or "", entry=entry, row=row, kind=kind)
        _add(draft, element, names, source, row)
        yield draft.finished(source)
    yield from source.tally.drops()


def _add(draft: Draft, element: etree._Element, names: list[etree._Element], source: Source, row: int) -> None:
    for each in names:
        use, strength = text_of(each, "NameType"), text_of(each, "AliasStrength")
        if source.reading.is_weak(strength) or source.reading.is_weak(use):
            source.tally.add("weak", row)
        else:
            draft.add_name(source, _name(each), row, primary=source.reading.is_primary(use))
    for each in children(element, "NonLatinNames", "NonLatinName", "NameNonLatinScript"):
        draft.add_name(source, each.text or "", row)
    for each in children(element, "Addresses", "Address", "AddressCountry"):
        draft.add_country(source, each.text or "", row)
    draft.add_dates(source, text_of(element, "DateDesignated"), "", row)
    draft.add_each(source, "programmes", [text_of(element, "RegimeName")])
    draft.add_each(source, "reasons", [text_of(element, "UKStatementofReasons"), text_of(element, "OtherInformation")])
    numbers = children(
        element, "EntityDetails", "Entity", "BusinessRegistrationNumbers", "BusinessRegistrationNumber"
    )  # fmt: skip
    for number in numbers:
        draft.add_identifier("reg", source.reading.cell(number.text or ""))


def _name(name: etree._Element) -> str:
    return " ".join(part for part in (text_of(name, each).strip() for each in _PARTS) if part)
