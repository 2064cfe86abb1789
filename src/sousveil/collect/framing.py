"""Where the records of a WARC file begin and end (ISO 28500:2017), also where the file is wrong about it.

Reading is ours and not a library's because of loss: those that we measured pass over a broken record in silence
or stop at it. Here each byte of a file is in a record or in a flaw that says where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sousveil.collect.runs import Run
from sousveil.errors import CollectLoss

__all__ = ["SLACK", "Flaw", "Record", "truncated", "warc_records"]

MAX_HEADER = 64 * 1024
SLACK = 1024 * 1024
"""A block may be this much larger than the largest payload: its HTTP head and chunk lengths."""
_VERSION = re.compile(rb"WARC/\d")
_START = re.compile(rb"WARC/\d\.\d[ \t]{0,9}\r?\n[A-Za-z-]{1,60}:")
"""Where reading can begin again, not only at a line's start: a crash can leave zeros before the next record."""
_START_LENGTH = 100
_INNER_VERSION = re.compile(rb"\nWARC/\d")
_NESTED = re.compile(rb"\r?\n\r?\n(WARC/\d\.\d\r?\n[A-Za-z-]+: )")


class Record(Struct, frozen=True, kw_only=True):
    """One record. `fields` are its headers with lower-case names; of a repeated one, the first."""

    place: str
    fields: dict[str, str]
    block: bytes
    cut: CollectLoss | None = None
    """Set where the archive ends inside the block: what stands before the cut is there, the rest is lost."""


class Flaw(Struct, frozen=True, kw_only=True):
    """Bytes that are in no record, or a record that cannot be used, and where it stands."""

    place: str
    loss: CollectLoss


def warc_records(run: Run, max_bytes: int) -> Iterator[Record | Flaw]:
    """The records of one run, in order. Blocks much larger than `max_bytes` are passed over as flaws."""
    while True:
        _skip_blank(run)
        if not run.fill(1):
            break
        place = run.place()
        if len(run.peek(6)) < 6 and b"WARC/".startswith(run.peek(5)):
            yield Flaw(place=place, loss=truncated(0, run.skip(6), run))
        elif not _VERSION.match(run.peek(6)):
            lost = _skip_to_record(run)
            yield Flaw(
                place=place,
                loss=CollectLoss("warc-garbage", f"{lost} bytes belong to no record; reading goes on after them."),
            )
        else:
            yield from _record(run, place, max_bytes)
    if run.fault is not None:
        yield Flaw(place=run.place(), loss=run.fault)


def _record(run: Run, place: str, max_bytes: int) -> Iterator[Record | Flaw]:
    fields = _header(run)
    if not isinstance(fields, CollectLoss):
        yield from _block(run, place, fields, max_bytes)
        return
    ready = run.fill(MAX_HEADER)
    skipped = _skip_header(run)
    cut = ready < MAX_HEADER and skipped == ready
    yield Flaw(place=place, loss=truncated(0, skipped, run) if cut else fields)


def _skip_blank(run: Run) -> None:
    while (ahead := run.peek(64)) and (blank := len(ahead) - len(ahead.lstrip(b"\r\n"))):
        run.skip(blank)


def _skip_to_record(run: Run) -> int:
    """Pass over bytes up to the next record. Returns how many."""
    passed = run.skip(1)
    while True:
        ahead = run.peek(SLACK)
        start = _START.search(ahead)
        if start:
            return passed + run.skip(start.start())
        if len(ahead) < SLACK:
            return passed + run.skip(len(ahead))
        passed += run.skip(len(ahead) - _START_LENGTH)


def _skip_header(run: Run) -> int:
    """Pass over a record that cannot be read up to the last one that begins before the next header's end.

    Going there at once, and not from line to line, keeps the time for hostile bytes in step with their number.
    """
    passed = 0
    while True:
        ready = min(run.fill(SLACK), SLACK)
        ends = [at for at in (run.find(b"\r\n\r\n", 0, ready), run.find(b"\n\n", 0, ready)) if at >= 0]
        if ends:
            inner = run.peek(min(ends)).rfind(b"WARC/")
            return passed + (run.skip(inner) if inner > 0 else run.skip(min(ends)) + _skip_to_record(run))
        if ready < SLACK:
            return passed + run.skip(ready)
        passed += run.skip(ready - MAX_HEADER)


def _header(run: Run) -> dict[str, str] | CollectLoss:
    """Take a record's header; nothing is taken where it has no end."""
    at, size = run.find(b"\r\n\r\n", 0, MAX_HEADER), 4
    bare = run.find(b"\n\n", 0, MAX_HEADER if at < 0 else at)
    if bare >= 0:
        at, size = bare, 2
    if at < 0:
        return CollectLoss("warc-header", f"The record's header has no end within {MAX_HEADER} bytes.")
    if _INNER_VERSION.search(run.peek(at)):
        # Read on, the fields of both would mix, and one page's address would stand over another page's words.
        return CollectLoss("warc-header", "Another record begins inside the record's header; the record is lost.")
    fields: dict[str, str] = {}
    name = ""
    for line in run.take(at + size).decode("utf-8", "replace").splitlines()[1:]:
        if line[:1] in {" ", "\t"} and name:
            fields[name] = f"{fields[name]} {line.strip()}"
        elif ":" in line:
            name, _, value = line.partition(":")
            name = name.strip().lower()
            fields.setdefault(name, value.strip())
    return fields


def _block(run: Run, place: str, fields: dict[str, str], max_bytes: int) -> Iterator[Record | Flaw]:
    announced = fields.get("content-length", "")
    if not (announced.isascii() and announced.isdecimal()):
        lost = _skip_to_record(run)
        detail = f"The record's Content-Length is {announced!r}, which is no number; {lost} bytes of it are lost."
        yield Flaw(place=place, loss=CollectLoss("warc-length", detail))
        return
    length = int(announced)
    remaining = run.remaining()
    if length > max_bytes + SLACK:
        yield from _pass_over(run, place, length, max_bytes)
        return
    # One byte more than the record's end: a gzip member's checksum is seen to be right only past its last byte.
    run.fill(length + 5)
    block = run.take(length)
    end = run.position
    if len(block) < length:
        cut = truncated(length, len(block) if remaining is None else remaining, run)
        if _give_back_swallowed(run, block) or cut.reason != "archive-truncated":
            yield Flaw(place=place, loss=cut)
        else:
            yield Record(place=place, fields=fields, block=block, cut=cut)
        return
    if run.fault is not None and run.fault.reason == "archive-damaged" and run.fault_from < end:
        yield Flaw(place=place, loss=CollectLoss("warc-damaged", f"The record is lost. {run.fault}"))
        return
    ahead = run.peek(16)
    rest = ahead.lstrip(b"\r\n")
    if rest and not ahead.startswith((b"\r\n\r\n", b"\n\n")) and not _VERSION.match(rest):
        _give_back_swallowed(run, block)
        detail = f"The record's Content-Length ({length}) is wrong: no record ends there; the record is lost."
        yield Flaw(place=place, loss=CollectLoss("warc-length", detail))
        return
    yield Record(place=place, fields=fields, block=block)


def _give_back_swallowed(run: Run, block: bytes) -> bool:
    """A length that is too large takes in the records that follow: read those as records."""
    swallowed = _NESTED.search(block)
    if swallowed:
        run.put_back(block[swallowed.start(1) :])
    return swallowed is not None


def _pass_over(run: Run, place: str, length: int, max_bytes: int) -> Iterator[Flaw]:
    """Skip a block that is too large to be kept, without trusting its length further than the data bear it out."""
    remaining = run.remaining()
    if remaining is not None and remaining < length:
        yield Flaw(place=place, loss=truncated(length, remaining, run))
        _skip_to_record(run)
        return
    passed = 0
    while passed < length:
        ready = run.fill(1)
        ahead = run.member_ahead()
        if ahead == 0 or ready == 0:
            ahead = None
        step = run.skip(min(length - passed, ready if ahead is None else ahead))
        passed += step
        if step == 0 or (ahead is not None and _VERSION.match(run.peek(6))):
            break
    detail = f"The record holds {length} bytes, more than the {max_bytes} that a payload may have."
    yield Flaw(
        place=place, loss=CollectLoss("too-large", detail) if passed == length else truncated(length, passed, run)
    )


def truncated(length: int, there: int, run: Run) -> CollectLoss:
    """The loss of a record whose run ends inside its block; it takes the place of the run's own fault."""
    fault, run.fault = run.fault, None
    reason = fault.reason if fault else "archive-truncated"
    why = str(fault) if fault else "Fetch the archive again if you can."
    held = f"announces {length} bytes and the archive holds {there} of them" if length else "ends in its header"
    return CollectLoss(reason, f"The record {held}. {why}")
