"""Published lists of organisations: files that a researcher downloaded, as listings.

A listing says that a list has a name, and nothing about what the organisation did. Persons never leave a reader: each
file ends with one drop that says how many were left out, and so for ships, aircraft and whatever else is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists.csl_json import read_csl_json
from sousveil.reference.lists.detection import detect
from sousveil.reference.lists.entries import Source, Tally
from sousveil.reference.lists.eu_xml import read_eu_xml
from sousveil.reference.lists.ftm import read_ftm
from sousveil.reference.lists.tables import read_table
from sousveil.reference.lists.uk_xml import read_uk_xml
from sousveil.reference.lists.words import reading_of
from sousveil.vocabulary import Vocabulary, load
from sousveil.vocabulary.lists import FileFormat, FileKind, load_lists

__all__ = ["ListFile", "open_list"]

_Reader = Callable[[Path, Source], Iterator[Listing | Drop]]
_READERS: dict[FileKind, _Reader] = {
    "table": read_table,
    "csl-json": read_csl_json,
    "ftm-json": read_ftm,
    "eu-xml": read_eu_xml,
    "uk-xml": read_uk_xml,
}


class ListFile(Struct, frozen=True, kw_only=True):
    """One file of a list, its format known and nothing of it read yet."""

    path: Path
    format: str
    """Identifier of the format in `lists.toml`: `us-csl-csv`."""
    form: FileFormat
    vocabulary: Vocabulary

    @property
    def title(self) -> str:
        """What the data are called, for people."""
        return self.form.title

    @property
    def url(self) -> str | None:
        """Where the publisher offers the file."""
        return self.form.url

    @property
    def licence(self) -> str | None:
        """Under which terms."""
        return self.form.licence

    def records(self, import_id: str) -> Iterator[Listing | Drop]:
        """The organisations of the file and what is lost, in the order of the file; counts come last.

        Raises:
            ReferenceDataError: while reading, where the file turns out damaged or another than it seemed; what came
                before must not be kept then.
        """
        tally, reading = Tally(self.path.name), reading_of(self.vocabulary)
        source = Source(form=self.form, reading=reading, tally=tally, import_id=import_id)
        return _READERS[self.form.kind](self.path, source)


def open_list(path: Path, form: str | None = None, vocabulary: Vocabulary | None = None) -> ListFile:
    """Tell the format of a file, or take the one that `form` names (`[formats]` of `lists.toml`).

    Raises:
        ReferenceDataError: the file cannot be read, or its format is not known.
        VocabularyError: `lists.toml` has not its shape.
    """
    words = vocabulary or load()
    published = load_lists(words.folder)
    ident = form or detect(path, published)
    if ident not in published.formats:
        known = ", ".join(sorted(published.formats))
        raise ReferenceDataError(f"There is no format {ident!r} of lists; use one of {known}.")
    return ListFile(path=path, format=ident, form=published.formats[ident], vocabulary=words)
