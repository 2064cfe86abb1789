"""A file to import, opened: described by its digest, inflated within bounds, decoded.

Files may be plain, gzip (`.gz`) or a zip archive with one member; what they are is read from their bytes. UTF-8 and
UTF-16, with a byte order mark or without, and windows-1252 are told apart by the bytes as well.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, TextIO, cast

from sousveil.collect.files import modified
from sousveil.collect.zipped import ZIP_FAULTS
from sousveil.errors import ReferenceDataError

__all__ = ["Description", "describe", "encoding", "head", "marked", "open_bytes", "open_text"]

_BLOCK: Final = 1 << 20
_MOST: Final = 1 << 36
"""Bytes that an archive may inflate to: 64 GiB, twenty times the largest file that is published today ..."""
_RATIO: Final = 200
"""... and how many times its own size. Lists and statistics shrink to between a fifth and a fiftieth."""
_FREE: Final = 1 << 26
"""Up to so many bytes (64 MiB) the ratio is not asked: short files may shrink to anything."""
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_SHEETS: Final = ("xl/workbook.xml", "content.xml")
"""Members that make a zip archive a spreadsheet: of Excel, of OpenDocument."""
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")
_REPLACEMENT: Final = "\ufffd".encode()
_BROKEN_SHARE: Final = 20
"""UTF-8 with fewer broken bytes than one in so many characters beyond ASCII is UTF-8 with a few broken bytes."""


class Description(NamedTuple):
    """What identifies a file: digest and number of its bytes as they lie on the disk, and its modification time (UTC,
    `2024-04-16T09:30:00Z`)."""

    sha256: str
    bytes: int
    retrieved: str


def describe(path: Path) -> Description:
    """Hash a file. Raises `ReferenceDataError` where it cannot be read."""
    digest = hashlib.sha256()
    size = 0
    with _opened(path) as file, io.BufferedReader(_Guarded(path, file, None), _BLOCK) as guarded:
        while block := guarded.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Description(digest.hexdigest(), size, modified(path))


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """The content, inflated where the file is gzip or a zip archive with one member.

    Raises:
        ReferenceDataError: the file is missing; an archive is damaged, encrypted, holds several files or inflates
            beyond measure. Also raised while reading from what is opened.
    """
    with ExitStack() as stack:
        file = stack.enter_context(_opened(path))
        start = file.read(4)
        file.seek(0)
        source, limit = file, None
        if start.startswith(_GZIP):
            source = cast("BinaryIO", stack.enter_context(gzip.GzipFile(fileobj=file)))
        elif start.startswith(_ZIP):
            source = stack.enter_context(_member(path, file, stack))
        if source is not file:
            limit = min(_MOST, max(_FREE, path.stat().st_size * _RATIO))
        guarded = _Guarded(path, source, limit)
        yield cast("BinaryIO", stack.enter_context(io.BufferedReader(guarded, _BLOCK)))


def head(path: Path, size: int = 1 << 16) -> bytes:
    """The first bytes of the content, inflated. Raises as `open_bytes`."""
    with open_bytes(path) as file:
        return file.read(size)


@contextmanager
def open_text(path: Path, charset: str | None = None) -> Iterator[TextIO]:
    """The content as text, line ends kept as they are (`newline=""`, which `csv` asks for).

    Without `charset` the encoding is found by `encoding`. Bytes that it cannot decode become U+FFFD: a reader drops the
    rows that have one.

    Raises:
        ReferenceDataError: as `open_bytes`.
    """
    codec = charset or encoding(path)
    with open_bytes(path) as file, io.TextIOWrapper(file, encoding=codec, errors="replace", newline="") as text:
        yield text


def marked(start: bytes) -> str | None:
    """Python's codec for a text that begins with these bytes, by its byte order mark or the zero bytes of UTF-16; null
    where neither is there."""
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return codec
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) > len(start) // 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def encoding(path: Path, other: str = "cp1252") -> str:
    """Python's codec for a text file, found in one pass: its mark, UTF-16 by its zero bytes, UTF-8 where the bytes
    are; otherwise `other`.

    Raises:
        ReferenceDataError: as `open_bytes`.
    """
    told = marked(head(path, 4096))
    if told is not None:
        return told
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = beyond = 0
    with open_bytes(path) as file:
        while block := file.read(_BLOCK):
            if block.isascii() and not decoder.getstate()[0]:
                continue
            text = decoder.decode(block)
            broken += max(0, text.count("\ufffd") - block.count(_REPLACEMENT))
            beyond += len(_NOT_ASCII.findall(text))
    broken += len(decoder.decode(b"", final=True))
    return "utf-8" if broken * _BROKEN_SHARE <= beyond - broken else other


def _member(path: Path, file: BinaryIO, stack: ExitStack) -> BinaryIO:
    """The one file of a zip archive, open."""
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
        names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX/")]
        if any(name in _SHEETS for name in names):
            raise ReferenceDataError(f"{path} is a spreadsheet. Save the sheet as CSV (UTF-8) and import that file.")
        if len(names) != 1:
            raise ReferenceDataError(
                f"{path} is an archive of {len(names)} files. Unpack it and import the one that you mean."
            )
        return cast("BinaryIO", archive.open(names[0]))
    except RuntimeError as error:  # encrypted, or a compression that Python has not: no download will mend it
        raise ReferenceDataError(f"{path} cannot be unpacked: {error}. Unpack it and import the file in it.") from error
    except ZIP_FAULTS as error:
        raise ReferenceDataError(f"{path} is a damaged zip archive: {error}. Download it again.") from error


class _Guarded(io.RawIOBase):
    """Bytes of a file or of what an archive inflates to, up to a limit; what goes wrong is our error."""

    def __init__(self, path: Path, source: BinaryIO, limit: int | None) -> None:
        super().__init__()
        self._path = path
        self._source = source
        self._limit = limit
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._source.read(len(buffer))
        except ZIP_FAULTS as error:  # gzip raises some of them
            fault = "cannot be read" if self._limit is None else "is a damaged archive; download it again"
            raise ReferenceDataError(f"{self._path} {fault}: {error}") from error
        self._read += len(data)
        if self._limit is not None and self._read > self._limit:
            raise ReferenceDataError(
                f"{self._path} inflates to more than {self._limit >> 20} MiB, which no published list or statistic "
                "does. Unpack it yourself and look at what it is."
            )
        buffer[: len(data)] = data
        return len(data)


def _opened(path: Path) -> BinaryIO:
    if path.exists() and not path.is_file():
        raise ReferenceDataError(f"{path} is no file. Give the files themselves.")
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        fact = error.strerror if isinstance(error, OSError) else str(error)
        raise ReferenceDataError(f"{path} cannot be opened: {fact}. Give a file that is there.") from error
