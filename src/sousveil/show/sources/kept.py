"""How a capture is kept, and the commands with which anybody checks it: standard tools, and nothing of ours."""

from __future__ import annotations

import shlex

from msgspec import Struct

from sousveil.collect.archive import record_id
from sousveil.record.source import Source
from sousveil.store.case import Case
from sousveil.store.sources.evidence import Sighting

__all__ = ["Kept", "kept_of"]


class Kept(Struct, frozen=True):
    """The archive's record of a capture; `commands` say what each does and are run in the folder of the case, or beside
    the downloads."""

    file: str
    offset: int
    length: int
    record: str
    """Identifier of the WARC record."""
    check_bytes: str
    """Checks the downloaded bytes."""
    check_record: str
    """Checks the downloaded record, by the digests in it."""
    check_payload: str
    """Gives the digest of what the downloaded record holds."""
    check_archive: str
    """The same, from the archive's file in the case's folder."""
    also: tuple[Sighting, ...]
    """Where the same bytes were met, other than where the source names."""


def kept_of(case: Case, source: Source) -> Kept | None:
    """The record of a source's capture; None where the case does not say where it is."""
    sha256 = source.capture_sha256
    place = case.archive_record(sha256)
    if place is None:
        return None
    file, offset, length = place
    record = f"{sha256}.warc.gz"
    return Kept(
        file, offset, length, record_id(sha256),
        check_bytes=f"echo '{sha256}  {sha256}.capture' | sha256sum -c",
        check_record=f"warcio check -v {record}",
        check_payload=f"warcio extract --payload {record} 0 | sha256sum",
        check_archive=f"warcio extract --payload {shlex.quote(file)} {offset} | sha256sum",
        also=tuple(
            sighting
            for sighting in case.sightings(sha256)
            if (sighting.locator, sighting.retrieved) != (source.locator, source.retrieved)
        ),
    )  # fmt: skip
