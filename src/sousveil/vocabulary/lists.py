"""Published lists of organisations (`lists.toml`): what they are called, and how the files of their publishers look.

A list in a format that is known needs an entry here and no Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from sousveil.errors import VocabularyError
from sousveil.vocabulary.files import converted, overlaid

__all__ = ["FILE_KINDS", "ROLES", "EntryKinds", "FileFormat", "ListWords", "PublishedList", "PublishedLists",
           "check_lists", "load_lists"]  # fmt: skip

FileKind = Literal["table", "csl-json", "ftm-json", "eu-xml", "uk-xml"]
FILE_KINDS: tuple[FileKind, ...] = ("table", "csl-json", "ftm-json", "eu-xml", "uk-xml")
DateOrder = Literal["ymd", "dmy", "mdy"]
ROLES = (
    "entry", "list", "kind", "name", "language", "use", "strength", "remark", "alias", "weak", "script", "country",
    "address", "since", "until", "programme", "reason", "url", "labelled", "number", "number_label", "listed_by",
    "person",
)  # fmt: skip
"""What a column of a table, or a property of a FollowTheMoney entity, may be for; docs/IMPORTING.md says each."""
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class PublishedList(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One list: who keeps it, and by which words files name it."""

    name: str
    authority: str
    country: str | None = None
    """ISO 3166-1 alpha-2 of the authority; null for the European Union and the United Nations."""
    url: str | None = None
    labels: tuple[str, ...] = ()
    """How files that hold several lists call it. Case, punctuation and white space do not count."""
    datasets: tuple[str, ...] = ()
    """Names of data sets of OpenSanctions that hold this list and nothing else."""
    programmes: tuple[str, ...] = ()
    """Programme identifiers that stand for this list alone: `US-BIS-EL`."""


class FileFormat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one file of a publisher looks."""

    title: str
    """What the data are called, for people."""
    kind: FileKind
    """Which reader reads it."""
    url: str | None = None
    """Where the publisher offers it."""
    licence: str | None = None
    list: str | None = None
    """The list that every entry is on, where the file does not say; an identifier of `[lists]`."""
    delimiter: str = ","
    """Tables: what stands between the cells; a tab is written as `\\t`."""
    split: str = ";"
    """What stands between several values in one cell."""
    dates: DateOrder = "ymd"
    """The order of day, month and year where all are numbers. A year of four digits in front is always understood."""
    marks: tuple[str, ...] = ()
    """Tables: columns by which the format is known; all of them must be there."""
    grouped: bool = False
    """Tables: an entry may take several rows, which need not follow each other. Rows of one identifier are one entry,
    those without any are one where they have the same name."""
    columns: dict[str, tuple[str, ...]] = {}
    """Role to column names. Names of columns are compared without case, punctuation and white space."""
    identifiers: dict[str, tuple[str, ...]] = {}
    """Scheme to the columns or properties that hold it: `{lei = ["leiCode"]}`."""


class EntryKinds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What lists call their entries. Small letters; a plural is a word of its own."""

    company: tuple[str, ...] = ()
    public_body: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    """Words that stand for persons and organisations alike."""
    person: tuple[str, ...] = ()
    vessel: tuple[str, ...] = ()
    aircraft: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    """Records that are part of another one, such as an address, and no entries themselves."""


class ListWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words inside the cells."""

    organisation: tuple[str, ...] = ()
    """Words that names of organisations have and names of persons have not; matched whole, without case, and not in
    brackets."""
    organisation_in_long: tuple[str, ...] = ()
    """The same for words that are surnames now and then: they count in names of three words and more."""
    organisation_notes: tuple[str, ...] = ()
    """Words in brackets behind a name that say that it is an organisation's."""
    person_notes: tuple[str, ...] = ()
    """The same for a person's."""
    tails: tuple[str, ...] = ()
    """With which words a name is over: `and any successor`."""
    joining: tuple[str, ...] = ()
    """Words before the last of several names: `and`."""
    weak: tuple[str, ...] = ()
    """How lists mark names that are too weak to be searched for."""
    primary: tuple[str, ...] = ()
    """How lists mark the name itself among its spellings."""
    main_languages: tuple[str, ...] = ()
    """Languages in which the name itself stands, on lists that give it in many."""
    empty: tuple[str, ...] = ()
    """Cells that mean nothing."""
    listed: tuple[str, ...] = ()
    """Topics that say that the entity itself is on a list."""
    schemes: dict[str, tuple[str, ...]] = {}
    """Scheme of an identifier to the labels that lists print before it."""
    countries: dict[str, tuple[str, ...]] = {}
    """Spellings of countries (ISO 3166-1 alpha-2) on lists, where the gazetteer does not have them."""


class PublishedLists(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    lists: dict[str, PublishedList]
    formats: dict[str, FileFormat]
    kinds: EntryKinds = EntryKinds()
    words: ListWords = ListWords()


@cache
def load_lists(folder: str | None = None) -> PublishedLists:
    """The lists that ship, with `lists.toml` of a researcher's own folder over them: tables are joined, lists of words
    are appended.

    Raises `VocabularyError` where a file has not its shape.
    """
    return converted(overlaid("lists.toml", folder), PublishedLists, "lists.toml")


def check_lists(folder: str | None = None) -> Iterator[str]:
    """What is wrong in lists.toml, one sentence each."""
    try:
        published = load_lists(folder)
    except VocabularyError as error:
        yield str(error)
        return
    for section, entries in (("lists", published.lists), ("formats", published.formats)):
        for ident in entries:
            if not _IDENTIFIER.fullmatch(ident):
                yield f"lists.toml [{section}.{ident}]: the identifier must be lower-case words joined by hyphens"
    yield from _check_labels(published)
    for ident, form in published.formats.items():
        yield from (f"lists.toml [formats.{ident}]: {fault}" for fault in _faults_of_format(form, published))


def _check_labels(published: PublishedLists) -> Iterator[str]:
    owners: dict[tuple[str, str], str] = {}
    for ident, each in published.lists.items():
        where = f"lists.toml [lists.{ident}]"
        if each.country is not None and not re.fullmatch(r"[A-Z]{2}", each.country):
            yield f"{where}: country '{each.country}' must be two capital letters (ISO 3166-1)"
        for part in ("labels", "datasets", "programmes"):
            for word in getattr(each, part):
                other = owners.setdefault((part, word.casefold()), ident)
                if other != ident:
                    yield f"{where} {part}: '{word}' also belongs to '{other}'; keep one"


def _faults_of_format(form: FileFormat, published: PublishedLists) -> Iterator[str]:
    if form.list is not None and form.list not in published.lists:
        yield f"'{form.list}' is no list of [lists]"
    for role in form.columns:
        if role not in ROLES:
            yield f"'{role}' is no role of a column; use one of {', '.join(ROLES)}"
    if form.kind != "table":
        return
    if not form.marks:
        yield "a table needs `marks`, the columns that it is known by"
    if len(form.delimiter) != 1:
        yield f"delimiter '{form.delimiter}' must be one character"
    for role in ("entry", "name"):
        if not form.columns.get(role):
            yield f"a table needs a column for '{role}'"
    if form.list is None and not form.columns.get("list") and not form.columns.get("listed_by"):
        yield "say in `list` which list it is, or in columns.list which column tells"
