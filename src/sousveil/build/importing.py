"""Reference data into a case: lists, trade statistics, indicators. What comes in is context and makes no claim."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from sousveil.build.naming import name_all
from sousveil.build.progress import Progress, Silent
from sousveil.errors import ReferenceDataError
from sousveil.record import Drop, Flow, Import, Indicator, Listing
from sousveil.record.reference import ImportKind
from sousveil.reference.indicators import IndicatorFile, open_indicators
from sousveil.reference.lists import open_list
from sousveil.reference.opening import describe
from sousveil.reference.trade import open_trade
from sousveil.store import Case
from sousveil.vocabulary import load

__all__ = ["ImportOptions", "ImportSummary", "count_import", "import_files"]

Record = Listing | Flow | Indicator | Drop


class ImportOptions(Struct, frozen=True, kw_only=True):
    """What kind of file it is and how it is read."""

    kind: ImportKind
    form: str | None = None
    """The format of a list, where it shall not be told by the bytes."""
    mapping: Path | None = None
    """Indicators: the file that says what the columns are."""
    vocabulary: Path | None = None


class ImportSummary(Struct, kw_only=True):
    """What came of one file."""

    file: str
    title: str
    format: str
    rows: int | None
    """Records taken in; null where the case held the file already."""
    dropped: dict[str, int]
    """Rows not taken in, by reason."""


class ReferenceFile(Protocol):
    """What the readers of the three kinds have in common."""

    @property
    def format(self) -> str:
        """Identifier of the format."""

    @property
    def title(self) -> str:
        """What the data are called."""

    @property
    def url(self) -> str | None:
        """Where the publisher offers them."""

    @property
    def licence(self) -> str | None:
        """Under which licence."""

    def records(self, import_id: str) -> Iterator[Record]:
        """The records, and what was dropped, in the order of the file."""


def import_files(
    case: Case, paths: Sequence[Path], options: ImportOptions, progress: Progress | None = None
) -> list[ImportSummary]:
    """Take files in, each whole or not at all; after lists, propose whose entries they may be.

    Raises:
        ReferenceDataError: a file is not what it should be. The files before it are in the case, with proposals.
        CaseError: another process builds the case.
    """
    progress = progress or Silent()
    with case.building():
        try:
            summaries = [_import(case, path, options, progress) for path in paths]
        except ReferenceDataError:
            _propose(case, options, progress)
            raise
        _propose(case, options, progress)
    return summaries


def _propose(case: Case, options: ImportOptions, progress: Progress) -> None:
    """After lists, those of before included whose proposals were stopped."""
    if options.kind == "lists" and case.lists_await_names():
        name_all(case, load(options.vocabulary), progress)


def count_import(path: Path, options: ImportOptions) -> ImportSummary:
    """What `import_files` would take in of a file, without a case."""
    opened = _opened(path, options)
    counted = _Counted(Silent())
    rows = sum(not isinstance(record, Drop) for record in counted.passing(opened.records("i")))
    return ImportSummary(
        file=path.name, title=opened.title, format=opened.format, rows=rows, dropped=counted.dropped
    )  # fmt: skip


def _opened(path: Path, options: ImportOptions) -> ReferenceFile:
    folder = str(options.vocabulary) if options.vocabulary else None
    if options.kind == "lists":
        return open_list(path, options.form, load(options.vocabulary))
    if options.kind == "trade":
        return open_trade(path, folder)
    assert options.mapping is not None
    return open_indicators(path, options.mapping, folder)


def _import(case: Case, path: Path, options: ImportOptions, progress: Progress) -> ImportSummary:
    progress.stage("import", None)
    opened = _opened(path, options)
    described = describe(path)
    imported = Import(
        kind=options.kind, title=opened.title, format=opened.format, file=path.name, sha256=described.sha256,
        bytes=described.bytes, retrieved=described.retrieved, licence=opened.licence, url=opened.url,
        mapping=opened.mapping_text if isinstance(opened, IndicatorFile) else None,
    )  # fmt: skip
    counted = _Counted(progress)
    rows = case.put_import(imported, counted.passing(opened.records(imported.id)))
    return ImportSummary(
        file=path.name, title=opened.title, format=opened.format, rows=rows, dropped=counted.dropped
    )  # fmt: skip


class _Counted:
    """Counts records on their way."""

    def __init__(self, progress: Progress) -> None:
        self.dropped: dict[str, int] = {}
        self._advance: Callable[[int, int], None] = progress.advance

    def passing(self, records: Iterator[Record]) -> Iterator[Record]:
        """The records as they are."""
        for record in records:
            if isinstance(record, Drop):
                self.dropped[record.reason] = self.dropped.get(record.reason, 0) + record.count
                self._advance(record.count, record.count)
            else:
                self._advance(1, 0)
            yield record
