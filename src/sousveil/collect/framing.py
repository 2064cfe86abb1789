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
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_NESTED = re.compile(rb"(?<=\n)WARC/\d\.\d\r?\n[A-Za-z-]{1,60}: ")


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
        start = run.search(_START, SLACK)
        if start:
            return passed + run.skip(start[0])
        ready = run.fill(SLACK)
        if ready < SLACK:
            return passed + run.skip(ready)
        passed += run.skip(SLACK - _START_LENGTH)


def _skip_header(run: Run) -> int:
    """Pass over a record that cannot be read up to the last one that begins before the next header's end.

    Going there at once, and not from line to line, keeps the time for hostile bytes in step with their number.
    """
    passed = 0
    while True:
        end = run.search(_HEADER_END, SLACK)
        if end:
            inner = run.peek(end[0]).rfind(b"WARC/")
            return passed + (run.skip(inner) if inner > 0 else run.skip(end[0]) + _skip_to_record(run))
        ready = run.fill(SLACK)
        if ready < SLACK:
            return passed + run.skip(ready)
        passed += run.skip(SLACK - MAX_HEADER)


def _header(run: Run) -> dict[str, str] | CollectLoss:
    """Take a record's header; nothing is taken where it has no end."""
    end = run.search(_HEADER_END, MAX_HEADER)
    if end is None:
        return CollectLoss("warc-header", f"The record's header has no end within {MAX_HEADER} bytes.")
    if _INNER_VERSION.search(run.peek(end[0])):
        # Read on, the fields of both would mix, and one page's address would stand over another page's words.
        return CollectLoss("warc-header", "Another record begins inside the record's header; the record is lost.")
    fields: dict[str, str] = {}
    name = ""
    for line in run.take(end[1]).decode("utf-8", "replace").splitlines()[1:]:
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
    ready = run.fill(length + 16)
    end = run.position + length
    if ready < length:
        cut = truncated(length, ready if remaining is None else remaining, run)
        if _skip_to_nested(run, ready) or cut.reason != "archive-truncated":
            yield Flaw(place=place, loss=cut)
        else:
            yield Record(place=place, fields=fields, block=run.take(ready), cut=cut)
    elif run.fault is not None and run.fault.reason == "archive-damaged" and run.fault_from < end:
        run.skip(length)
        yield Flaw(place=place, loss=CollectLoss("warc-damaged", f"The record is lost. {run.fault}"))
    elif not _ends_well(run.ahead(length, 16)):
        if not _skip_to_nested(run, length):
            run.skip(length)
        detail = f"The record's Content-Length ({length}) is wrong: no record ends there; the record is lost."
        yield Flaw(place=place, loss=CollectLoss("warc-length", detail))
    else:
        yield Record(place=place, fields=fields, block=run.take(length))


def _ends_well(after: bytes) -> bool:
    """Whether these bytes may follow a block: two line ends, another record, or nothing."""
    rest = after.lstrip(b"\r\n")
    return not rest or after.startswith((b"\r\n\r\n", b"\n\n")) or _VERSION.match(rest) is not None


def _skip_to_nested(run: Run, length: int) -> bool:
    """A length that is too large takes in the records that follow: go to the first of those, if there is one."""
    nested = run.search(_NESTED, length + _START_LENGTH)
    if nested is None or nested[0] >= length:
        return False
    run.skip(nested[0])
    return True


def _pass_over(run: Run, place: str, length: int, max_bytes: int) -> Iterator[Flaw]:
    """Skip a block that is too large to be kept; records inside it mean that its length is wrong."""
    passed = 0
    nested = False
    while passed < length and not nested:
        step = min(length - passed, SLACK)
        ready = run.fill(step + _START_LENGTH)
        nested = _skip_to_nested(run, min(step, ready))
        if not nested:
            passed += (skipped := run.skip(step))
            if skipped < step:
                break
    if passed == length:
        detail = f"The record holds {length} bytes, more than the {max_bytes} that `--max-mib` allows."
        yield Flaw(place=place, loss=CollectLoss("too-large", detail))
    elif nested:
        detail = f"The record's Content-Length ({length}) is wrong: other records stand inside it; the record is lost."
        yield Flaw(place=place, loss=CollectLoss("warc-length", detail))
    else:
        yield Flaw(place=place, loss=truncated(length, passed, run))


def truncated(length: int, there: int, run: Run) -> CollectLoss:
    """The loss of a record whose run ends inside its block; it takes the place of the run's own fault."""
    fault, run.fault = run.fault, None
    reason = fault.reason if fault else "archive-truncated"
    why = str(fault) if fault else "Fetch the archive again if you can."
    held = f"announces {length} bytes and the archive holds {there} of them" if length else "ends in its header"
    return CollectLoss(reason, f"The record {held}. {why}")
