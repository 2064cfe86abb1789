"""Captures: bytes as fetched, described."""

from __future__ import annotations

from msgspec import Struct

from sousveil.record.identity import identifier

__all__ = ["Capture", "CodedRecord", "Drop"]


class CodedRecord(Struct, frozen=True, kw_only=True):
    """How to read a row of somebody's table: which column plays which role.

    `roles` maps a role of ours (`summary`, `technology`, `supplier`, `operator`, `city`, `district`, `region`,
    `country`, `time`, `record_id`, `link`, `published`) to one or more column names. A role that the table
    states for all rows (the Atlas covers the US) is in `constants`.
    """

    columns: tuple[str, ...]
    roles: dict[str, tuple[str, ...]]
    constants: dict[str, str] = {}
    delimiter: str = ","
    """What stands between the cells of a row: a comma, a semicolon, a tab or a bar."""


class Capture(Struct, frozen=True, kw_only=True):
    """Bytes as fetched. The bytes themselves travel beside it; `sha256` is their digest and their identity."""

    sha256: str
    size: int
    """Number of bytes of the payload, after transfer and content encodings are undone."""
    media_type: str
    """Lower case, without parameters: `text/html`, `application/pdf`. Sniffed where the sender said nothing."""
    locator: str
    """Where the researcher can find it again: a URL, a path, `archive.warc.gz#1234`, `table.csv#AOS0001`."""
    url: str | None = None
    """The address that the bytes came from, after redirects; null for a local file without one."""
    retrieved: str
    """UTC, `2024-04-16T09:30:00Z`: when the bytes were fetched; a file's own modification time."""
    method: str
    """`file`, `http`, `warc`, `csv`."""
    status: int | None = None
    """HTTP status, where there was one."""
    charset: str | None = None
    """What the sender declared (HTTP header); not trusted."""
    headers: tuple[tuple[str, str], ...] = ()
    coded: CodedRecord | None = None
    """Set for one row of a table of coded records; the payload is then the header line and the row, as CSV."""

    @property
    def source_id(self) -> str:
        """The identifier of the source that this capture becomes."""
        return identifier("s", self.sha256)


class Drop(Struct, frozen=True, kw_only=True):
    """Something that was not kept, why, and where it was. Listed by `sousveil drops`."""

    stage: str
    """`collect`, `read`, `find`, `model`, `resolve`, `trace`, `import`, or `review` for what people wrote."""
    reason: str
    """Short identifier that drops are counted by: `robots`, `pdf-encrypted`, `worker-timeout`."""
    locator: str
    detail: str
    """A sentence for people, with the next step where there is one."""
    capture_sha256: str | None = None
    count: int = 1
    """How many things it stands for: the persons of an imported list are one drop."""
