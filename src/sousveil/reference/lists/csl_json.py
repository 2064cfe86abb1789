"""The US Consolidated Screening List as one JSON document, `{"results": [...]}`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists.entries import Draft, Source, key_of
from sousveil.reference.lists.words import ORGANISATIONS
from sousveil.reference.opening import open_bytes

__all__ = ["read_csl_json"]

_MOST: Final = 1 << 28
"""Bytes of a document that is read as a whole: eight times the one that is published."""
_Record = dict[str, Any]


class _Document(Struct, frozen=True):
    """The whole document; its records stay bytes until their turn."""

    results: list[msgspec.Raw]


_records = msgspec.json.Decoder(_Record)


def read_csl_json(path: Path, source: Source) -> Iterator[Listing | Drop]:
    """The entries, in the order of the file.

    Raises:
        ReferenceDataError: it is no such document, or too large to be read at once.
    """
    done: set[int] = set()
    for row, raw in enumerate(_results(path), 1):
        try:
            record = _records.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            yield source.tally.drop("record", row, "The record is no JSON object.")
            continue
        draft = _draft(record, row, source)
        if draft is None:
            continue
        if isinstance(draft, Draft) and (key := key_of(draft.list, draft.entry)) not in done:
            done.add(key)
            yield draft.finished(source)
        else:
            yield (
                draft
                if isinstance(draft, Drop)
                else source.tally.drop("duplicate", row, "An earlier record of the file is the same entry.")
            )
    yield from source.tally.drops()


def _results(path: Path) -> list[msgspec.Raw]:
    with open_bytes(path) as file:
        data = file.read(_MOST + 1)
    if len(data) > _MOST:
        raise ReferenceDataError(f"{path} is larger than {_MOST >> 20} MiB. Import the list as CSV instead.")
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Document).results
    except msgspec.ValidationError as error:
        raise ReferenceDataError(f"{path} has no `results`, as that list has ({error}). Download it again.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReferenceDataError(f"{path} is no sound JSON ({error}). Download it again.") from error


def _draft(record: _Record, row: int, source: Source) -> Draft | Drop | None:
    """The entry of a record; null where it is not taken in, which is counted."""
    roles, reading = source.form.columns, source.reading

    def texts(role: str) -> list[str]:
        return [text for name in roles.get(role, ()) for text in _texts(record.get(name))]

    def first(role: str) -> str:
        return next((cell for text in texts(role) if (cell := reading.cell(text))), "")

    name = first("name")
    kind = reading.kind(first("kind"), name, person=bool(first("person")))
    if kind not in ORGANISATIONS:
        source.tally.add(kind, row, first("kind") if kind == "other" else "")
        return None
    told = reading.list_of(first("list"))
    if told is None:
        return source.tally.drop("no-list", row, "The record does not say which list it is from.")
    draft = Draft(list=told, entry=first("entry") or name, row=row, kind=kind)
    for text in (name, *texts("alias")):
        draft.add_name(source, text, row)
    for country in texts("country"):
        draft.add_country(source, country, row)
    for address in _objects(record, roles.get("address", ())):
        for country in _texts(address.get("country")):
            draft.add_country(source, country, row)
    draft.add_dates(source, first("since"), first("until"), row)
    draft.add_each(source, "programmes", texts("programme"))
    draft.add_each(source, "reasons", texts("reason"))
    draft.add_link(source, first("url"), row)
    for identifier in _objects(record, roles.get("labelled", ())):
        draft.add_labelled(source, [*_texts(identifier.get("type")), *_texts(identifier.get("number"))])
    return draft


def _texts(value: object) -> list[str]:
    """The texts of a value: a string, a number, a list of them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for each in value if not isinstance(each, list | dict) for text in _texts(each)]
    return [str(value)] if isinstance(value, int) and not isinstance(value, bool) else []


def _objects(record: _Record, names: tuple[str, ...]) -> list[_Record]:
    values = [record.get(name) for name in names]
    return [each for value in values if isinstance(value, list) for each in value if isinstance(each, dict)]
