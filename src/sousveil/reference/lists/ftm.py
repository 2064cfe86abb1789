"""FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes them.

Sanctions stand inside their entity (`targets.nested.json`) or on lines of their own, before or behind it
(`entities.ftm.json`). The file is read twice: first the lone sanctions are put aside on the disk, with a short
index in memory; then the organisations leave in the order of the file.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec
from msgspec import Struct

from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists.entries import Draft, Source, key_of
from sousveil.reference.lists.words import ORGANISATIONS, slug
from sousveil.reference.opening import open_bytes

__all__ = ["read_ftm"]

_LINE: Final = 1 << 26
"""Bytes of a line; the longest that are published have some megabytes."""
_SANCTION: Final = "Sanction"
_FALLBACK: Final = "opensanctions"
_TOO_LONG: Final = f"The line has more than {_LINE >> 20} MiB and was not read."


class _Head(Struct, frozen=True):
    """What every line is asked first; the rest is parsed where it is wanted."""

    id: str
    schema: str
    properties: msgspec.Raw = msgspec.Raw(b"{}")


class _Entity(Struct, frozen=True):
    """A whole line, or an entity inside one."""

    id: str
    schema: str = ""
    caption: str = ""
    datasets: list[str] = []
    referents: list[str] = []
    properties: dict[str, Any] = {}

    def texts(self, *names: str) -> list[str]:
        """The values of properties that are texts, each property's in its order."""
        return [text for name in names for text in _texts(self.properties.get(name))]


_heads = msgspec.json.Decoder(_Head)
_entities = msgspec.json.Decoder(_Entity)


def read_ftm(path: Path, source: Source) -> Iterator[Listing | Drop]:
    """One listing for each organisation and each list that it is on, in the order of the file."""
    with _Lone(path) as lone:
        done: set[int] = set()
        for row, line in _lines(path):
            if line is None:
                yield source.tally.drop("json-row", row, _TOO_LONG)
                continue
            if not line.strip():
                continue
            try:
                head = _heads.decode(line)
                kind = source.reading.kind(head.schema, "", person=False)
                entity = _entities.decode(line) if kind in ORGANISATIONS or kind == "untold" else None
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                yield source.tally.drop("json-row", row, "The line is no entity in JSON.")
                continue
            if entity is not None:
                yield from _listings(entity, row, lone, source, done)
            elif kind != "silent":
                source.tally.add(kind, row, head.schema if kind == "other" else "")
    yield from source.tally.drops()


def _listings(entity: _Entity, row: int, lone: _Lone, source: Source, done: set[int]) -> Iterator[Listing | Drop]:
    roles, reading = source.form.columns, source.reading
    names = entity.texts(*roles.get("name", ())) or [entity.caption]
    name = entity.caption if entity.caption in names else names[0]
    kind = reading.kind(entity.schema, name, person=bool(entity.texts(*roles.get("person", ()))))
    if kind not in ORGANISATIONS:
        source.tally.add(kind, row)
        return
    if (key := key_of(entity.id)) in done:
        yield source.tally.drop("duplicate", row, "An earlier line of the file is the same entity.")
        return
    done.add(key)
    drafts: dict[str, Draft] = {}
    for sanction in (*_nested(entity), *lone.of(entity)):
        told = _list_of(sanction, source)
        draft = drafts.setdefault(told, Draft(list=told, entry=entity.id, row=row, kind=kind))
        _add_sanction(draft, sanction, source)
    if not drafts and reading.listed.intersection(entity.texts("topics")):
        for told in {each: None for name in entity.datasets if (each := reading.list_of_dataset(name))} or (_FALLBACK,):
            drafts[told] = Draft(list=told, entry=entity.id, row=row, kind=kind)
    if not drafts:
        source.tally.add("not-listed", row)
    for draft in drafts.values():
        _add_entity(draft, entity, name, source)
        yield draft.finished(source)
    if drafts:
        for _ in entity.texts(*roles.get("weak", ())):
            source.tally.add("weak", row)


def _list_of(sanction: _Entity, source: Source) -> str:
    """The list of a sanction: by its programme, its authority, its data set; else the data set is the list."""
    reading = source.reading
    labels = [reading.list_of_programme(each) for each in sanction.texts("programId", "program")]
    labels += [reading.list_of_dataset(each) for each in (*sanction.texts("program", "authority"), *sanction.datasets)]
    told = next((each for each in labels if each), None)
    return told or next((each for name in sanction.datasets if (each := slug(name))), _FALLBACK)


def _add_sanction(draft: Draft, sanction: _Entity, source: Source) -> None:
    roles, row = source.form.columns, draft.row
    since = next((values for name in roles.get("since", ()) if (values := sanction.texts(name))), [])
    until = sanction.texts(*roles.get("until", ()))
    for begins in since or [""]:
        draft.add_dates(source, begins, max(until, default=""), row)
    draft.add_each(source, "programmes", sanction.texts(*roles.get("programme", ())))
    draft.add_each(source, "reasons", sanction.texts(*roles.get("reason", ())))
    for url in sanction.texts(*roles.get("url", ())):
        draft.add_link(source, url, row)


def _add_entity(draft: Draft, entity: _Entity, name: str, source: Source) -> None:
    form, row = source.form, draft.row
    for text in (name, *entity.texts(*form.columns.get("name", ()), *form.columns.get("alias", ()))):
        draft.add_name(source, text, row)
    for country in entity.texts(*form.columns.get("country", ())):
        draft.add_country(source, country, row)
    for scheme, properties in form.identifiers.items():
        for number in entity.texts(*properties):
            draft.add_identifier(scheme, number)
    for url in entity.texts(*form.columns.get("url", ())):
        draft.add_link(source, url, row)


def _nested(entity: _Entity) -> Iterator[_Entity]:
    values = entity.properties.get("sanctions")
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            try:
                yield msgspec.convert({"id": "", **value}, _Entity)
            except msgspec.ValidationError:
                # A sanction of another shape tells nothing but that there is one.
                yield _Entity(id="", datasets=entity.datasets)


class _Lone:
    """Sanctions that stand on lines of their own, by the entity that they name. They lie in a temporary file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offsets: dict[int, array[int]] = {}

    def __enter__(self) -> _Lone:
        self._file: BinaryIO = tempfile.TemporaryFile()
        size = 0
        for _, line in _lines(self._path):
            if line is None or b'"Sanction"' not in line:
                continue
            try:
                if _heads.decode(line).schema != _SANCTION:
                    continue
                sanction = _entities.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue  # reported when the organisations are read
            for owner in sanction.texts("entity"):
                self._offsets.setdefault(key_of(owner), array("q")).append(size)
            size += self._file.write(line.rstrip(b"\r\n") + b"\n")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def of(self, entity: _Entity) -> Iterator[_Entity]:
        """The sanctions of an entity, by its identifier and those of the records that it was merged from."""
        owners = dict.fromkeys((entity.id, *entity.referents))
        offsets = {offset: None for owner in owners for offset in self._offsets.get(key_of(owner), ())}
        for offset in offsets:
            self._file.seek(offset)
            yield _entities.decode(self._file.readline())


def _lines(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; none for one that is too long."""
    with open_bytes(path) as file:
        row = 0
        while line := file.readline(_LINE):
            row += 1
            if len(line) < _LINE or line.endswith(b"\n"):
                yield row, line.removeprefix(b"\xef\xbb\xbf") if row == 1 else line
                continue
            while (rest := file.readline(_LINE)) and not rest.endswith(b"\n"):
                pass
            yield row, None


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
