"""The case's archive: every capture once, as a WARC 1.1 record in its own gzip member (ISO 28500:2017).

A capture that came over HTTP is a `response` record with the head that was sent, any other a `resource`. The
payload is stored with content and transfer encodings undone, so headers that describe the encoding are kept
under `X-Archive-Orig-` names, as browsers' archives do. Any WARC tool can read the file without sousveil.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from base64 import b32encode
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from urllib.parse import quote

from sousveil.collect.inflate import InflateError, gzip_member, inflater
from sousveil.errors import CaseError, IntegrityError
from sousveil.record import Capture

__all__ = ["Archive", "record_id"]

_ENCODING_HEADERS = {"content-encoding", "transfer-encoding", "content-length"}
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:sousveil:capture")


class Archive:
    """A file of WARC records, appended to and read at an offset. One writer at a time; readers need no lock.

    Invariant: a record never changes once it was appended. `truncate` only takes away a tail that no case
    refers to yet. Offsets, lengths and sizes are bytes of the compressed file.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is opened or made until the first use.

        Args:
            path: the archive, such as `CASE/archive.warc.gz`; its folder must exist when it is written.
        """
        self.path = Path(path)
        self._reader: BinaryIO | None = None
        self._writer: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def size(self) -> int:
        """Bytes written so far, 0 for an archive that does not exist yet."""
        if self._writer is not None:
            return self._writer.tell()
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, capture: Capture, payload: bytes) -> tuple[int, int]:
        """Write one record; it is safe from a crash only after `flush`.

        Returns:
            Offset and length of its gzip member.

        Raises:
            IntegrityError: `payload` is not what `capture` describes.
            CaseError: the file cannot be written.
        """
        record = _record(capture, payload)
        member = gzip_member(record)
        try:
            writer = self._open_writer()
            offset = writer.tell()
            writer.write(member)
        except OSError as error:
            self._forget_writer()
            raise CaseError(
                f"{self.path} cannot be written ({error}); free some space or fix its permissions, "
                "then run the same command again."
            ) from error
        return offset, len(member)

    def read(self, offset: int, length: int) -> bytes:
        """The payload of the record at `offset`, exactly as it was appended. Its digest is not checked here.

        Raises:
            IntegrityError: there is no whole record at that place.
        """
        if self._writer is not None:
            self._writer.flush()
        place = f"{self.path} at byte {offset}"
        try:
            if self._reader is None:
                self._reader = self.path.open("rb")
            member = os.pread(self._reader.fileno(), length, offset)
            inflating = inflater()
            record: bytes = inflating.decompress(member)
        except (OSError, InflateError) as error:
            raise IntegrityError(f"{place}: no record can be read ({error}); restore the archive.") from error
        if len(member) != length or not inflating.eof or inflating.unused_data:
            raise IntegrityError(f"{place}: the record is not whole; restore the archive from a copy.")
        return _payload(record, place)

    def member(self, offset: int, length: int) -> bytes:
        """The gzip member at `offset`, as it lies in the file.

        Raises:
            IntegrityError: there is no whole record at that place.
        """
        self.read(offset, length)
        assert self._reader is not None, "it was just read"
        return os.pread(self._reader.fileno(), length, offset)

    def truncate(self, size: int) -> None:
        """Cut what a crash left behind the last record that the case committed.

        Raises:
            IntegrityError: the archive is shorter than `size`: committed records are gone.
        """
        if self.size < size:
            raise IntegrityError(
                f"{self.path} has {self.size} bytes where the case recorded {size}; restore it from a copy."
            )
        if self.size > size:
            writer = self._open_writer()
            writer.flush()
            writer.truncate(size)
            writer.seek(size)
            self.flush()

    def flush(self) -> None:
        """Return when everything appended is on the disk (fsync)."""
        if self._writer is not None:
            self._writer.flush()
            os.fsync(self._writer.fileno())

    def close(self) -> None:
        """Flush and let go of the file; the archive can be used again."""
        if self._writer is not None:
            self.flush()
            self._writer.close()
            self._writer = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _forget_writer(self) -> None:
        """After a failed write: what of it reached the file is an uncommitted tail, which `truncate` cuts."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with contextlib.suppress(OSError):  # closing writes the same bytes again, and the disk is as full
                writer.close()

    def _open_writer(self) -> BinaryIO:
        if self._writer is None:
            created = not self.path.exists()
            # Not "ab": an append-mode file ignores seek, so a cut tail could not be written over on every system.
            writer = self.path.open("w+b" if created else "r+b")
            writer.seek(0, os.SEEK_END)
            self._writer = writer
            if created:
                _sync_folder(self.path.parent)
        return self._writer


def record_id(sha256: str) -> str:
    """The identifier of the record of a capture; it follows from the digest of the payload."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, sha256)}"


def _sync_folder(folder: Path) -> None:
    """Make a new file's name as durable as its bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _record(capture: Capture, payload: bytes) -> bytes:
    digest = sha256(payload)
    if digest.hexdigest() != capture.sha256 or len(payload) != capture.size:
        raise IntegrityError(
            f"{capture.locator}: the bytes to store are not those that were captured "
            f"({len(payload)} bytes, SHA-256 {digest.hexdigest()}, recorded {capture.sha256})."
        )
    response = capture.status is not None
    head = _http_head(capture) if response else b""
    block = sha256(head)
    block.update(payload)
    content_type = "application/http; msgtype=response" if response else capture.media_type
    fields = [
        ("WARC-Type", "response" if response else "resource"),
        ("WARC-Record-ID", f"<{record_id(capture.sha256)}>"),
        ("WARC-Target-URI", _target(capture)),
        ("WARC-Date", capture.retrieved),
        ("WARC-Payload-Digest", "sha256:" + b32encode(digest.digest()).decode("ascii")),
        ("WARC-Block-Digest", "sha256:" + b32encode(block.digest()).decode("ascii")),
        ("WARC-Identified-Payload-Type", capture.media_type),
        ("X-Sousveil-Method", capture.method),
        ("X-Sousveil-Name", _name(capture)),
        ("Content-Type", content_type),
        ("Content-Length", str(len(head) + len(payload))),
    ]
    lines = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields)
    return b"".join((b"WARC/1.1\r\n", lines.encode("utf-8"), b"\r\n", head, payload, b"\r\n\r\n"))


def _http_head(capture: Capture) -> bytes:
    """The head of the response, with the length of what is stored in place of the length that was sent."""
    assert capture.status is not None
    try:
        phrase = HTTPStatus(capture.status).phrase
    except ValueError:
        phrase = ""
    lines = [f"HTTP/1.1 {capture.status} {phrase}"]
    for name, value in capture.headers:
        kept = f"X-Archive-Orig-{name}" if name.lower() in _ENCODING_HEADERS else name
        lines.append(f"{_one_line(kept)}: {_one_line(value)}")
    lines.append(f"Content-Length: {capture.size}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def _target(capture: Capture) -> str:
    """The address; for bytes that have none, their digest: an archive that is passed on tells no paths."""
    if capture.url is None:
        return f"urn:sha256:{capture.sha256}"
    return quote(capture.url, safe="!#$%&'()*+,/:;=?@[]~", encoding="utf-8", errors="surrogateescape")


def _name(capture: Capture) -> str:
    """The address that was asked for, or the file's name and the record in it, without the folders above."""
    return capture.locator if capture.method == "http" else Path(capture.locator).name


def _one_line(value: str) -> str:
    """A header value that cannot begin another header or record: control characters become spaces."""
    if value.isascii() and value.isprintable():
        return value
    safe = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(character if character.isprintable() else " " for character in safe)


def _payload(record: bytes, place: str) -> bytes:
    head, gap, block = record.partition(b"\r\n\r\n")
    fields = dict(line.partition(b": ")[::2] for line in head.split(b"\r\n")[1:])
    if not head.startswith(b"WARC/1.1\r\n") or not gap or not block.endswith(b"\r\n\r\n"):
        raise IntegrityError(f"{place}: this is no record of ours; restore the archive from a copy.")
    block = block[:-4]
    if fields.get(b"Content-Length") != b"%d" % len(block):
        raise IntegrityError(f"{place}: the record's length is wrong; restore the archive from a copy.")
    if fields.get(b"WARC-Type") == b"response":
        return block.partition(b"\r\n\r\n")[2]
    return block
