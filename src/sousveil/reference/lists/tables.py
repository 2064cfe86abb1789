"""Lists as tables: CSV of the US, the EU, the UK, OpenSanctions, and any other whose columns `lists.toml` names.

A table is read twice where an entry may take several rows: first for the last row of each, then the entries are put
together and leave with their last row, so that only those are held that are not complete yet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

from msgspec import Struct

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists.entries import Draft, Source, key_of
from sousveil.reference.lists.words import ORGANISATIONS, Kind, plain
from sousveil.reference.opening import encoding, open_text
from sousveil.vocabulary.lists import FileFormat

__all__ = ["header_of", "read_table"]

_PREAMBLE: Final = 12
"""Lines before the header in which publishers write the date of the file."""
_LINE: Final = 1 << 22
"""Characters of a line; a file with longer ones is no table."""
_CELL: Final = 1 << 20
_OPEN: Final = 200_000
"""Entries that may wait for further rows at once."""


class _Row(Struct, frozen=True):
    """A row: its number as a spreadsheet shows it, and its cells; none where it cannot be cut."""

    number: int
    cells: tuple[str, ...] | None
    fault: str = ""


class _Layout(Struct, frozen=True):
    """Which columns play which role, by index."""

    header_row: int
    roles: dict[str, tuple[int, ...]]
    identifiers: tuple[tuple[str, int], ...]

    def first(self, role: str, cells: Sequence[str]) -> str:
        """The first cell of a role that is not empty."""
        return next((cells[i] for i in self.roles.get(role, ()) if cells[i].strip()), "")

    def all(self, role: str, cells: Sequence[str]) -> list[str]:
        return [cells[i] for i in self.roles.get(role, ()) if cells[i].strip()]


def header_of(lines: Sequence[Sequence[str]], form: FileFormat) -> int | None:
    """Which of the first rows of a table is the header of this format; null where none is."""
    marks = {plain(mark) for mark in form.marks}
    return next((i for i, cells in enumerate(lines[:_PREAMBLE]) if marks <= {plain(cell) for cell in cells}), None)


def read_table(path: Path, source: Source) -> Iterator[Listing | Drop]:
    """The entries of a table, in the order in which their last rows stand.

    Raises:
        ReferenceDataError: the columns are not those of the format, or too many entries are scattered over the file.
    """
    codec = encoding(path)
    layout = _layout(path, codec, source.form)
    last: dict[int, int] = {}
    if source.form.grouped:
        for row in _rows(path, codec, source.form.delimiter, layout):
            if row.cells is not None and (key := _key(layout, row.cells, source)) is not None:
                last[key] = row.number
    waiting: dict[int, Draft] = {}
    done: set[int] = set()
    for row in _rows(path, codec, source.form.delimiter, layout):
        if row.cells is None:
            yield source.tally.drop("csv-row", row.number, row.fault)
            continue
        for draft in _taken(row, layout, source, waiting):
            if isinstance(draft, Drop):
                yield draft
                continue
            key = key_of(draft.list, draft.entry)
            if row.number < last.get(key, 0):
                if len(waiting) > _OPEN:
                    raise ReferenceDataError(
                        f"{path}: the rows of more than {_OPEN} entries lie scattered over the file. Sort it by its "
                        f"column {source.form.columns['entry'][0]!r} and import it again."
                    )
                waiting[key] = draft
                continue
            waiting.pop(key, None)
            if key in done:
                yield source.tally.drop("duplicate", row.number, "An earlier row of the file is the same entry.")
                continue
            done.add(key)
            yield draft.finished(source)
    yield from source.tally.drops()


def _taken(row: _Row, layout: _Layout, source: Source, waiting: dict[int, Draft]) -> Iterator[Draft | Drop]:
    """The entries of one row, one for each list that it stands on, with what the row adds to them."""
    cells = row.cells
    assert cells is not None
    kind = _kind(layout, cells, source)
    if kind not in ORGANISATIONS:
        entry = key_of(kind, _entry(layout, cells, source) or str(row.number)) if source.form.grouped else None
        source.tally.add(kind, row.number, layout.first("kind", cells) if kind == "other" else "", entry=entry)
        return
    entry_id = _entry(layout, cells, source)
    if not entry_id:
        yield source.tally.drop("no-identifier", row.number, "The row has neither an identifier nor a name.")
        return
    lists = _lists(layout, cells, source)
    if not lists:
        source.tally.add("not-listed", row.number)
    for each in lists:
        draft = waiting.get(key_of(each, entry_id)) or Draft(list=each, entry=entry_id, row=row.number, kind=kind)
        _add(draft, row, layout, source)
        yield draft


def _add(draft: Draft, row: _Row, layout: _Layout, source: Source) -> None:
    cells, split = row.cells, source.form.split
    assert cells is not None
    _add_names(draft, row.number, cells, layout, source)
    for country in _parts(layout.all("country", cells), split):
        draft.add_country(source, country, row.number)
    for address in _parts(layout.all("address", cells), split):
        if code := source.reading.country_of_address(address):
            draft.countries.setdefault(code)
    draft.add_dates(source, layout.first("since", cells), layout.first("until", cells), row.number)
    draft.add_each(source, "programmes", _parts(layout.all("programme", cells), split))
    draft.add_each(source, "reasons", layout.all("reason", cells))
    draft.add_link(source, layout.first("url", cells), row.number)
    for scheme, index in layout.identifiers:
        for number in cells[index].split(split):
            draft.add_identifier(scheme, source.reading.cell(number))
    for labelled in _parts(layout.all("labelled", cells), split):
        draft.add_labelled(source, labelled.split(","))
    if number := layout.first("number", cells):
        draft.add_labelled(source, [*layout.all("number_label", cells), number])


def _add_names(draft: Draft, number: int, cells: Sequence[str], layout: _Layout, source: Source) -> None:
    name, uses = _name(layout, cells), layout.all("use", cells)
    marks = [*uses, *layout.all("strength", cells), *layout.all("remark", cells)]
    if any(source.reading.is_weak(mark) for mark in marks):
        if name:
            source.tally.add("weak", number, entry=key_of("weak", draft.list, draft.entry, name))
        return
    language = layout.first("language", cells) if "language" in layout.roles else None
    primary = any(map(source.reading.is_primary, uses)) or source.reading.is_main(language)
    draft.add_name(source, name, number, primary=primary)
    for cell in layout.all("alias", cells):
        for alias in source.reading.names(cell, source.form.split):
            draft.add_name(source, alias, number)
    for script in layout.all("script", cells):
        draft.add_name(source, script, number)


def _parts(cells: list[str], split: str) -> list[str]:
    return [part for cell in cells for part in cell.split(split)]


def _entry(layout: _Layout, cells: Sequence[str], source: Source) -> str:
    """The publisher's identifier; where there is none, the name."""
    return source.reading.cell(layout.first("entry", cells)) or source.reading.name(_name(layout, cells))


def _name(layout: _Layout, cells: Sequence[str]) -> str:
    return " ".join(layout.all("name", cells))


def _kind(layout: _Layout, cells: Sequence[str], source: Source) -> Kind:
    word = source.reading.cell(layout.first("kind", cells))
    return source.reading.kind(word, _name(layout, cells), person=bool(layout.all("person", cells)))


def _lists(layout: _Layout, cells: Sequence[str], source: Source) -> list[str]:
    """The lists that a row's entry is on."""
    form, reading = source.form, source.reading
    if "listed_by" in layout.roles:
        # A table of several publishers: data sets that are no lists, such as registers, stand among those that are.
        if not layout.all("reason", cells) and not layout.all("programme", cells):
            return []
        names = _parts(layout.all("listed_by", cells), form.split)
        programmes = _parts(layout.all("programme", cells), form.split)
        found = [*map(reading.list_of_programme, programmes), *map(reading.list_of_dataset, names)]
        return list(dict.fromkeys(each for each in found if each)) or ["opensanctions"]
    label = reading.cell(layout.first("list", cells))
    told = reading.list_of(label) if label else form.list
    return [told] if told else []


def _key(layout: _Layout, cells: Sequence[str], source: Source) -> int | None:
    """What stands for the entry of a row of a grouped table; null for rows that are not taken in."""
    entry = _entry(layout, cells, source)
    if not entry or _kind(layout, cells, source) not in ORGANISATIONS:
        return None
    lists = _lists(layout, cells, source)
    return key_of(lists[0], entry) if lists else None


def _layout(path: Path, codec: str, form: FileFormat) -> _Layout:
    head: list[tuple[str, ...]] = []
    for row in _rows(path, codec, form.delimiter, None):
        head.append(row.cells or ())
        if len(head) == _PREAMBLE:
            break
    index = header_of(head, form)
    if index is None:
        marks = ", ".join(repr(mark) for mark in form.marks)
        raise ReferenceDataError(
            f"{path} is not '{form.title}' as a table: none of its first lines has the columns {marks}. "
            "Download the file again, or leave the format out so that it is told by the file itself."
        )
    columns: dict[str, int] = {}
    for i, cell in enumerate(head[index]):
        columns.setdefault(plain(cell), i)
    roles = {
        role: tuple(columns[plain(name)] for name in names if plain(name) in columns)
        for role, names in form.columns.items()
    }
    identifiers = tuple(
        (scheme, columns[plain(name)])
        for scheme, names in form.identifiers.items()
        for name in names
        if plain(name) in columns
    )
    return _Layout(index + 1, {role: found for role, found in roles.items() if found}, identifiers)


def _rows(path: Path, codec: str, delimiter: str, layout: _Layout | None) -> Iterator[_Row]:
    """The rows below the header, or all where there is no layout yet; as wide as the widest column asked for."""
    indices = [i for found in layout.roles.values() for i in found] if layout else []
    width = 1 + max([*indices, *(i for _, i in layout.identifiers)] if layout else [0], default=0)
    first = layout.header_row if layout else 0
    csv.field_size_limit(_CELL)
    with open_text(path, codec) as text:
        reader = csv.reader(_lines(path, text), delimiter=delimiter)
        number = 0
        while True:
            number += 1
            before = reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                lost = reader.line_num - before
                yield _Row(number, None, f"The row cannot be cut into cells ({error}); {lost} lines are lost with it.")
                continue
            if number > first and (layout is None or any(cell.strip() for cell in cells)):
                yield _Row(number, tuple(cells) + ("",) * (width - len(cells)))


def _lines(path: Path, text: TextIO) -> Iterator[str]:
    while line := text.readline(_LINE):
        if len(line) >= _LINE:
            raise ReferenceDataError(f"{path} has a line of more than {_LINE} characters; it is no table.")
        yield line
