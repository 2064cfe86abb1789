"""Records of ARC files, what the Internet Archive wrote before WARC (versions 1 and 2).

A record is one line, `URL IP-address date content-type [more fields] length`, and `length` bytes. The URL may
hold spaces although it must not, so fields are counted from the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sousveil.collect.framing import SLACK, Flaw, Record, truncated
from sousveil.collect.runs import Run
from sousveil.errors import CollectLoss

__all__ = ["arc_records"]

_MAX_LINE = 64 * 1024
_LINE = re.compile(
    rb"(?P<url>[A-Za-z][A-Za-z0-9+.-]*:\S.*?) (?P<ip>[0-9a-fA-F.:]+) (?P<date>\d{8,}) (?P<type>\S+)"
    rb"(?: (?P<more>.*))? (?P<length>\S+)\s*$"
)


def arc_records(run: Run, max_bytes: int) -> Iterator[Record | Flaw]:
    """The records of one run in the form of WARC `response` records, in order; `filedesc:` records are passed over."""
    junk_place, junk = "", 0
    while run.fill(1):
        place = run.place()
        end = run.find(b"\n", 0, _MAX_LINE)
        line = run.take(end + 1 if end >= 0 else _MAX_LINE)
        match = _LINE.match(line) if line.strip() else None
        if match is None:
            if line.strip():
                junk_place, junk = junk_place or place, junk + len(line)
            continue
        if junk:
            yield _garbage(junk_place, junk)
            junk_place, junk = "", 0
        is_description = match["url"].startswith(b"filedesc:")
        length = match["length"]
        if not length.isdigit() or len(match["date"]) > 14:
            if is_description:
                _skip_description(run)
                continue
            what = "length" if not length.isdigit() else "date"
            value = (length if what == "length" else match["date"]).decode("ascii", "replace")
            detail = f"The ARC record's {what} is {value!r}, which is none; the record is lost."
            yield Flaw(place=place, loss=CollectLoss("arc-header", detail))
            continue
        yield from _block(run, place, match, max_bytes, is_description)
    if junk:
        yield _garbage(junk_place, junk)
    if run.fault is not None:
        yield Flaw(place=run.place(), loss=run.fault)


def _garbage(place: str, count: int) -> Flaw:
    return Flaw(
        place=place,
        loss=CollectLoss("arc-garbage", f"{count} bytes belong to no ARC record; reading goes on after them."),
    )


def _skip_description(run: Run) -> None:
    """Past the two lines that tell the version and the names of the fields, where their length is not told."""
    for mark in (rb"[0-9] [0-9] ", rb"URL "):
        end = run.find(b"\n", 0, _MAX_LINE)
        if end >= 0 and re.match(mark, run.peek(5)):
            run.skip(end + 1)


def _block(
    run: Run, place: str, match: re.Match[bytes], max_bytes: int, is_description: bool
) -> Iterator[Record | Flaw]:
    length = int(match["length"])
    if is_description:
        run.skip(length)
        return
    if length > max_bytes + SLACK:
        remaining = run.remaining()
        if remaining is None or remaining >= length:
            run.skip(length)
        detail = f"The record holds {length} bytes, more than the {max_bytes} that `--max-mib` allows."
        yield Flaw(place=place, loss=CollectLoss("too-large", detail))
        return
    block = run.take(length)
    cut: CollectLoss | None = None
    if len(block) < length:
        cut = truncated(length, len(block), run)
        if cut.reason != "archive-truncated":
            yield Flaw(place=place, loss=cut)
            return
    text = {name: value.decode("utf-8", "replace") for name, value in match.groupdict(b"").items()}
    fields = {
        "warc-type": "response" if block.startswith(b"HTTP/") else "resource",
        "warc-target-uri": text["url"],
        "warc-date": text["date"],
        "content-type": "application/http" if block.startswith(b"HTTP/") else text["type"],
    }
    yield Record(place=place, fields=fields, block=block, cut=cut)
