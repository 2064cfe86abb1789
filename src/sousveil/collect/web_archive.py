"""WARC, ARC and WACZ files as sources: each successful response becomes a capture, each loss a drop."""

from __future__ import annotations

import hashlib
import re
import zipfile
from base64 import b32encode, b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from sousveil.collect.arc import arc_records
from sousveil.collect.collected import Collected, capture, drop, utc
from sousveil.collect.framing import Flaw, Record, warc_records
from sousveil.collect.http_message import Body, Head, decode_body, parse_head
from sousveil.collect.inflate import InflateError, inflater
from sousveil.collect.options import CollectOptions
from sousveil.collect.runs import RECORD_START, runs
from sousveil.collect.sniff import is_gzip, media_type, split_content_type
from sousveil.collect.zipped import ZIP_FAULTS
from sousveil.errors import CollectLoss
from sousveil.record import Drop

__all__ = ["is_wacz", "is_web_archive", "wacz", "web_archive"]

_ACTIVE_SCHEMES = {"javascript", "data", "vbscript", "blob", "about", "urn"}
_LISTED = 1000
"""Flaws of one kind that are listed one by one for an archive; bytes that are no archive could give millions."""
_SILENT = {"warcinfo", "request", "metadata"}
_WACZ_SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")


def is_web_archive(head: bytes) -> bool:
    """Whether a file's first bytes, inflated where they are gzip, begin a WARC or ARC record."""
    if is_gzip(head):
        try:
            head = inflater().decompress(head, 4096)
        except InflateError:
            return False
    return RECORD_START.match(head) is not None


def is_wacz(path: Path) -> bool:
    """Whether a ZIP file holds web archives in the place that the WACZ format (1.1.1) has for them."""
    try:
        with zipfile.ZipFile(path) as container:
            names = container.namelist()
    except ZIP_FAULTS:
        return False
    return any(_is_inner_archive(name) for name in names)


def _is_inner_archive(name: str) -> bool:
    return name.startswith("archive/") and name.endswith(_WACZ_SUFFIXES)


def web_archive(
    file: BinaryIO, size: int, locator: str, modified: str, options: CollectOptions
) -> Iterator[Collected | Drop]:
    """The captures of one WARC or ARC file, in the order of its records; locators are `LOCATOR#OFFSET`.

    Args:
        file: open for reading bytes, seekable.
        size: its size in bytes.
        locator: how its records are named.
        modified: UTC; stands in for a record's date where that cannot be read.
    """
    counts: dict[str, tuple[int, str]] = {}
    flaws: dict[str, int] = {}
    is_arc: bool | None = None
    records = found = 0
    for run in runs(file, size, options.max_ratio):
        if is_arc is None:
            is_arc = _is_arc(run.peek(4096), locator)
        for item in (arc_records if is_arc else warc_records)(run, options.max_bytes):
            place = f"{locator}#{item.place}"
            if isinstance(item, Flaw):
                found += 1
                flaws[item.loss.reason] = number = flaws.get(item.loss.reason, 0) + 1
                if number <= _LISTED:
                    yield drop(item.loss, place)
                continue
            records += 1
            kind = item.fields.get("warc-type", "").lower()
            if kind in {"response", "resource"}:
                found += 1
                yield from _response(item, place, modified, options)
            elif kind not in _SILENT:
                count, first = counts.get(kind, (0, place))
                counts[kind] = (count + 1, first)
    if not found:
        yield drop(CollectLoss("archive-empty", f"None of the archive's {records} records is a page."), locator)
    for reason, number in flaws.items():
        if number > _LISTED:
            detail = f"{number - _LISTED} more flaws of this kind, beyond the {_LISTED} that are listed."
            yield drop(CollectLoss(reason, detail), locator)
    for kind, (count, first) in sorted(counts.items()):
        yield drop(_passed_over(kind, count), first)


def _is_arc(head: bytes, locator: str) -> bool:
    if RECORD_START.match(head):
        return not head.lstrip().startswith(b"WARC/")
    return locator.lower().endswith((".arc", ".arc.gz"))


def _passed_over(kind: str, count: int) -> CollectLoss:
    if kind == "revisit":
        return CollectLoss(
            "warc-revisit",
            f"A record that says that a page was the same as before, without its bytes; the archive has {count}. "
            "Add the archive that holds the first capture.",
        )
    return CollectLoss("warc-type", f"A record of type {kind!r}, which is not read; the archive has {count}.")


def _response(record: Record, place: str, modified: str, options: CollectOptions) -> Iterator[Collected | Drop]:
    fields = record.fields
    target = fields.get("warc-target-uri", "")
    if target.startswith("<") and target.endswith(">"):  # wget writes it so
        target = target[1:-1]
    kind = split_content_type(fields.get("content-type"))[0]
    if target.lower().startswith("dns:") or kind == "text/dns":
        return
    try:
        head, body = _open(record, target, options)
    except CollectLoss as loss:
        yield drop(record.cut or loss, place)
        return
    declared, charset = split_content_type(head.get("content-type") if head else fields.get("content-type"))
    collected = capture(
        body.payload,
        media_type=media_type(body.payload, target.partition("?")[0], declared),
        locator=place,
        url=_address(target),
        retrieved=_date(fields, head, modified),
        method="warc",
        status=head.status if head else None,
        charset=charset,
        headers=head.headers if head else (),
    )
    yield collected
    lost = record.cut or body.lost
    if lost is not None:
        yield drop(lost, place, collected.capture.sha256)
    if "warc-truncated" in fields:
        detail = f"The crawler cut this page short ({fields['warc-truncated']}); what it kept is kept."
        yield drop(CollectLoss("warc-cut", detail), place, collected.capture.sha256)


def _open(record: Record, target: str, options: CollectOptions) -> tuple[Head | None, Body]:
    """The HTTP head, where the record holds one, and the body with its encodings undone.

    Raises:
        CollectLoss: the record holds no page, or one that may not be kept.
    """
    head: Head | None = None
    raw = record.block
    body = Body(payload=raw, dechunked=raw)
    kind = split_content_type(record.fields.get("content-type"))[0]
    if kind == "application/http" and record.fields.get("warc-type", "").lower() == "response":
        head, raw = parse_head(record.block)
        if not 200 <= head.status <= 299:
            raise CollectLoss("http-status", f"{target} answered with status {head.status}; no page is there.")
        body = decode_body(head, raw, options.max_bytes)
    elif len(raw) > options.max_bytes:
        raise CollectLoss("too-large", f"The record holds {len(raw)} bytes; raise the limit on a payload's size.")
    if record.cut is None:
        _check_digests(record, raw, body)
    if not body.payload.strip():
        raise CollectLoss("empty", f"{target} was captured without content.")
    return head, body


def _check_digests(record: Record, raw: bytes, body: Body) -> None:
    """Compare with the digests that the archive states.

    A block digest that fits vouches for the bytes. Without one the payload digest is tried: crawlers take it of
    the body with or without transfer and content encodings, so any of the three will do.

    Raises:
        CollectLoss: `warc-digest`: the bytes are not those that the crawler recorded.
    """
    block = record.fields.get("warc-block-digest")
    payload = record.fields.get("warc-payload-digest")
    fits = _fits(block, record.block) if block else None
    if fits is None and payload:
        answers = [_fits(payload, form) for form in dict.fromkeys((raw, body.dechunked, body.payload))]
        fits = None if None in answers else any(answers)
        block = payload
    if fits is False:
        raise CollectLoss("warc-digest", f"The record's bytes do not have the digest that it states ({block}).")


def _fits(stated: str, data: bytes) -> bool | None:
    """Whether `data` has the digest; null where the digest is in a form that cannot be checked."""
    algorithm, _, value = stated.partition(":")
    name = algorithm.strip().lower().replace("-", "")
    if name not in {"sha1", "sha256", "sha512", "md5", "sha384"}:
        return None
    actual = hashlib.new(name, data, usedforsecurity=False).digest()
    value = value.strip().rstrip("=")
    # The standard leaves the encoding open; base32, hexadecimal and both kinds of base64 are in use.
    spellings = {
        actual.hex(): value.lower(),
        b32encode(actual).decode("ascii").rstrip("="): value.upper(),
        b64encode(actual).decode("ascii").rstrip("="): value.replace("-", "+").replace("_", "/"),
    }
    return any(expected == given for expected, given in spellings.items())


def _address(target: str) -> str | None:
    """The record's address as it stands, spaces encoded; null where it is no address, or one that runs code."""
    scheme = target.partition(":")[0].strip().lower()
    if not target or scheme in _ACTIVE_SCHEMES:
        return None
    return re.sub(r"[\x00-\x20\x7f]", lambda found: f"%{ord(found.group()):02X}", target)


def _date(fields: dict[str, str], head: Head | None, modified: str) -> str:
    """The record's date in UTC, to the second; else the server's, else the archive file's own."""
    stated = fields.get("warc-date", "")
    if re.fullmatch(r"\d{8,14}", stated):
        padded = stated.ljust(14, "0")
        stated = f"{padded[:4]}-{padded[4:6]}-{padded[6:8]}T{padded[8:10]}:{padded[10:12]}:{padded[12:]}Z"
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        try:
            moment = parsedate_to_datetime((head.get("date") if head else None) or "")
        except ValueError:
            return modified
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return utc(moment.timestamp())


def wacz(path: Path, locator: str, modified: str, options: CollectOptions) -> Iterator[Collected | Drop]:
    """The captures of the web archives in a WACZ file, by name; locators are `LOCATOR!archive/NAME#OFFSET`."""
    try:
        container = zipfile.ZipFile(path)
    except ZIP_FAULTS as error:
        yield drop(CollectLoss("archive-damaged", f"The WACZ file cannot be opened as ZIP ({error})."), locator)
        return
    with container:
        entries = [entry for entry in container.infolist() if _is_inner_archive(entry.filename)]
        if not entries:
            yield drop(CollectLoss("archive-empty", "There is no web archive in its archive/ folder."), locator)
        for entry in sorted(entries, key=lambda entry: entry.filename):
            inner = f"{locator}!{entry.filename}"
            if entry.file_size > max(entry.compress_size, 1) * options.max_ratio:
                detail = f"{entry.filename} claims {entry.file_size} bytes in {entry.compress_size}: a bomb."
                yield drop(CollectLoss("archive-ratio", detail), inner)
                continue
            try:
                with container.open(entry) as file:
                    yield from web_archive(file, entry.file_size, inner, modified, options)  # type: ignore[arg-type]
            except ZIP_FAULTS as error:
                yield drop(CollectLoss("archive-damaged", f"{entry.filename} cannot be read ({error})."), inner)
