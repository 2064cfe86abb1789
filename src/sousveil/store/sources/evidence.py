"""Captures and the texts read from them: what every claim rests on. Written once, never changed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from sousveil.record import Capture, Drop, Source, Text
from sousveil.record.source import EchoOf
from sousveil.record.text import Dated
from sousveil.store import marks
from sousveil.store.database import Database, Row, Value
from sousveil.store.log import ledger, seals
from sousveil.store.sources import search
from sousveil.trace.addresses import normal_url

__all__ = [
    "Sighting",
    "SourceFilter",
    "add_capture",
    "add_drop",
    "add_sighting",
    "addresses",
    "bare_sources",
    "capture",
    "captured",
    "captures",
    "clear_drops",
    "clear_import_drops",
    "drop_counts",
    "drops",
    "drops_of",
    "location",
    "note_addresses",
    "publication_dates",
    "put_text",
    "sightings",
    "source",
    "sources",
    "text",
    "texts",
]


class Sighting(Struct, frozen=True, kw_only=True):
    """Where and when (UTC) bytes were met that the case holds once."""

    locator: str
    url: str | None
    retrieved: str


Location = tuple[int, int, int]
"""Number of the archive file, offset and length of the record in bytes."""


def add_capture(db: Database, who: str, capture: Capture, place: Location) -> None:
    """Store what describes the bytes that were just written to the archive."""
    db.run(
        "INSERT INTO capture (sha256, source_id, record, archive_file, archive_offset, archive_length)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (capture.sha256, capture.source_id, msgspec.json.encode(capture).decode(), *place),
    )
    _note(db, [capture])
    ledger.append(
        db,
        who,
        "capture",
        capture.sha256,
        {
            "locator": capture.locator,
            "url": capture.url,
            "size": capture.size,
            "record": seals.capture(db, capture.sha256),
        },
    )
    add_sighting(db, who, capture)


def add_sighting(db: Database, who: str, capture: Capture) -> bool:
    """Note that these bytes were met here; False when that was known."""
    added = bool(
        db.run(
            "INSERT OR IGNORE INTO sighting (sha256, locator, url, retrieved) VALUES (?, ?, ?, ?)",
            (capture.sha256, capture.locator, capture.url, capture.retrieved),
        )
    )
    # The first sighting is the capture itself, which the log tells of.
    if added and db.number("SELECT count(*) FROM sighting WHERE sha256 = ?", (capture.sha256,)) > 1:
        detail: dict[str, object] = {"locator": capture.locator, "url": capture.url, "retrieved": capture.retrieved}
        ledger.append(db, who, "sighting", capture.sha256, detail)
    return added


def addresses(db: Database) -> frozenset[str]:
    """Every address that something was collected from."""
    return frozenset(row[0] for row in db.rows("SELECT DISTINCT locator FROM sighting WHERE locator GLOB 'http*://*'"))


def _note(db: Database, captures: Iterable[Capture]) -> None:
    db.run_many(
        "INSERT OR IGNORE INTO captured_address VALUES (?)",
        [(normal_url(capture.url),) for capture in captures if capture.url],
    )


def note_addresses(db: Database) -> None:
    """Note the addresses of all captures, in a case of before version 17."""
    _note(db, captures(db))


def captured(db: Database, addresses: Iterable[str]) -> set[str]:
    """Those of these addresses that a capture was taken from, all in the form in which they are compared."""
    rows = db.rows(
        "SELECT address FROM captured_address WHERE address IN (SELECT value FROM json_each(?))",
        (json.dumps(list(addresses)),),
    )
    return {address for (address,) in rows}


def capture(db: Database, sha256: str) -> Capture | None:
    """The capture with this digest."""
    row = db.row("SELECT record FROM capture WHERE sha256 = ?", (sha256,))
    return msgspec.json.decode(row[0], type=Capture) if row else None


def captures(db: Database) -> Iterator[Capture]:
    """All captures in the order in which they were added."""
    for row in db.rows("SELECT record FROM capture ORDER BY seq"):
        yield msgspec.json.decode(row[0], type=Capture)


def location(db: Database, sha256: str) -> Location | None:
    """Where the archive holds these bytes."""
    row = db.row("SELECT archive_file, archive_offset, archive_length FROM capture WHERE sha256 = ?", (sha256,))
    return (row[0], row[1], row[2]) if row else None


def put_text(db: Database, text: Text) -> None:
    """Store the text of a capture; a better extractor's text takes the place of an older one's."""
    held = capture(db, text.capture_sha256)
    assert held is not None
    seq = db.number("SELECT seq FROM capture WHERE sha256 = ?", (held.sha256,))
    record = zlib.compress(msgspec.msgpack.encode(msgspec.structs.replace(text, content="")), 1)
    digest = text.sha256
    published = text.published.value if text.published else None
    db.run("DELETE FROM reading WHERE seq = ?", (seq,))
    db.run(
        "INSERT INTO reading (seq, source_id, text_sha256, extractor, lang, published, outlet, media_type, content,"
        " record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            seq, text.source_id, digest, text.extractor, text.lang, published, text.outlet, held.media_type,
            text.content, record,
        ),
    )  # fmt: skip
    search.index(db, seq, text.title, text.content)
    # What is told of a claim's lineage names titles and goes by dates.
    marks.mark(db, "source", [text.source_id])


def text(db: Database, source_id: str) -> Text | None:
    """The frozen text of a source, or None where its capture could not be read."""
    row = db.row("SELECT content, record FROM reading WHERE source_id = ?", (source_id,))
    return _text(row[0], row[1]) if row else None


def texts(db: Database) -> Iterator[Text]:
    """All texts in the order in which their captures were added."""
    for row in db.rows("SELECT content, record FROM reading ORDER BY seq"):
        yield _text(row[0], row[1])


def _text(content: object, record: object) -> Text:
    assert isinstance(record, bytes)
    bare = msgspec.msgpack.decode(zlib.decompress(record), type=Text)
    return msgspec.structs.replace(bare, content=content)


class SourceFilter(Struct, frozen=True, kw_only=True):
    """Which sources are wanted; what is None does not restrict. `echo`: whether it is known to repeat another."""

    outlet: str | None = None
    lang: str | None = None
    media_type: str | None = None
    echo: bool | None = None


class _Extent(Struct):
    """Of a paragraph, where it ends."""

    end: int


class _Described(Struct):
    """What a text's record tells of the text as a whole; the offset map, which is most of it, is passed over."""

    lang: str
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    published: Dated | None = None
    canonical_url: str | None = None
    own: tuple[tuple[int, int], ...] = ()
    paragraphs: tuple[_Extent, ...] = ()


_SOURCES = "SELECT c.record, r.record, r.text_sha256 FROM reading r JOIN capture c ON c.seq = r.seq"
_IS_ECHO = "EXISTS (SELECT 1 FROM echo e WHERE e.from_source = r.source_id AND e.state != 'cut')"


def sources(
    db: Database,
    filters: SourceFilter | None = None,
    *,
    newest_first: bool = False,
    after: str | None = None,
    limit: int | None = None,
) -> Iterator[Source]:
    """Sources (captures that have a text) in the order in which they were added, or by publication date.

    `after` is the identifier of the last source of the page before.
    """
    wanted = filters or SourceFilter()
    conditions, values = ["1"], list[Value]()
    for field in ("outlet", "lang", "media_type"):
        if (value := getattr(wanted, field)) is not None:
            conditions.append(f"r.{field} = ?")
            values.append(value)
    if wanted.echo is not None:
        conditions.append(_IS_ECHO if wanted.echo else f"NOT {_IS_ECHO}")
    last = db.row("SELECT coalesce(published, ''), seq FROM reading WHERE source_id = ?", (after,)) if after else None
    if last:
        conditions.append("(coalesce(r.published, ''), r.seq) < (?, ?)" if newest_first else "r.seq > ?")
        values += last if newest_first else last[1:]
    order = "r.published DESC, r.seq DESC" if newest_first else "r.seq"
    values.append(-1 if limit is None else limit)
    for row in db.rows(f"{_SOURCES} WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ?", values):
        yield _source(db, row)


def source(db: Database, source_id: str, *, echoes: bool = True) -> Source | None:
    """One source by its identifier, with what it repeats or without."""
    row = db.row(f"{_SOURCES} WHERE r.source_id = ?", (source_id,))
    return _source(db, row, echoes=echoes) if row else None


def bare_sources(db: Database, identifiers: Sequence[str]) -> Iterator[Source]:
    """Those of these sources that are held, in the order asked for, without what they repeat."""
    for row in db.rows(
        "SELECT c.record, r.record, r.text_sha256 FROM json_each(?) wanted CROSS JOIN reading r"
        " ON r.source_id = wanted.value CROSS JOIN capture c ON c.seq = r.seq ORDER BY wanted.key",
        (json.dumps(list(identifiers)),),
    ):
        yield _source(db, row, echoes=False)


def publication_dates(db: Database, identifiers: Iterable[str]) -> dict[str, str | None]:
    """When those of these sources were published that are held, EDTF."""
    rows = db.rows(
        "SELECT source_id, published FROM reading WHERE source_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(identifiers)),),
    )
    return dict(rows)


def _source(db: Database, row: Row, *, echoes: bool = True) -> Source:
    held = msgspec.json.decode(row[0], type=Capture)
    assert isinstance(row[1], bytes)
    read = msgspec.msgpack.decode(zlib.decompress(row[1]), type=_Described)
    return Source(
        id=held.source_id, url=held.url or read.canonical_url, title=read.title, outlet=read.outlet,
        published=read.published.value if read.published else None,
        published_evidence=read.published.evidence if read.published else None,
        lang=read.lang, capture_sha256=held.sha256, text_sha256=row[2], retrieved=held.retrieved,
        bytes=held.size, media_type=held.media_type, locator=held.locator, agency=read.agency,
        characters=read.paragraphs[-1].end if read.paragraphs else 0, own=read.own,
        echo_of=tuple(_echo_of(db, held.source_id)) if echoes else (),
    )  # fmt: skip


def _echo_of(db: Database, source_id: str) -> Iterator[EchoOf]:
    for to, ref, name, kind, score in db.rows(
        "SELECT to_source, cited_ref, json_extract(record, '$.cited.name'), type, max(score) FROM echo"
        " WHERE from_source = ? AND state != 'cut' GROUP BY to_source, cited_ref, type"
        " ORDER BY max(score) DESC, type, id",
        (source_id,),
    ):
        yield EchoOf(
            type=kind, score=score, source=to,
            cited=None if ref is None else name or ref,
        )  # fmt: skip


def add_drop(db: Database, drop: Drop) -> bool:
    """List something that was not kept; False when it is listed already."""
    return bool(
        db.run(
            "INSERT OR IGNORE INTO dropped (stage, reason, locator, detail, capture_sha256, count)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (drop.stage, drop.reason, drop.locator, drop.detail, drop.capture_sha256, drop.count),
        )
    )


def clear_drops(db: Database, stage: str, *, locator: str | None = None, capture_sha256: str | None = None) -> None:
    """Take back what an earlier attempt listed, since it is being tried again. The log keeps the attempt."""
    if locator is not None:
        db.run("DELETE FROM dropped WHERE stage = ? AND locator = ?", (stage, locator))
    if capture_sha256 is not None:
        db.run("DELETE FROM dropped WHERE stage = ? AND capture_sha256 = ?", (stage, capture_sha256))


def clear_import_drops(db: Database, file: str) -> None:
    """Take back what was listed as left out of an imported file, as a whole (`FILE`) or by row (`FILE:ROW`)."""
    db.run(
        "DELETE FROM dropped WHERE stage = 'import' AND (locator = ?1 OR substr(locator, 1, ?2) = ?3)",
        (file, len(file) + 1, file + ":"),
    )


def drops(
    db: Database, stage: str | None = None, reason: str | None = None, *, limit: int | None = None, skip: int = 0
) -> Iterator[Drop]:
    """What was not kept, by stage, reason and locator; `skip` is how many of them were shown before."""
    for row in db.rows(
        "SELECT stage, reason, locator, detail, capture_sha256, count FROM dropped"
        " WHERE (?1 IS NULL OR stage = ?1) AND (?2 IS NULL OR reason = ?2)"
        " ORDER BY stage, reason, locator, detail LIMIT ?3 OFFSET ?4",
        (stage, reason, -1 if limit is None else limit, skip),
    ):
        yield Drop(stage=row[0], reason=row[1], locator=row[2], detail=row[3], capture_sha256=row[4], count=row[5])


def drops_of(db: Database, sha256: str) -> list[Drop]:
    """What was not kept of one capture: passages that gave no claim, and readings that failed."""
    rows = db.rows(
        "SELECT stage, reason, locator, detail, capture_sha256, count FROM dropped WHERE capture_sha256 = ?"
        " ORDER BY stage, reason, detail",
        (sha256,),
    )
    return [
        Drop(stage=stage, reason=reason, locator=locator, detail=detail, capture_sha256=sha, count=count)
        for stage, reason, locator, detail, sha, count in rows
    ]


def drop_counts(db: Database) -> dict[tuple[str, str], int]:
    """How many things were not kept, by stage and reason, most frequent first."""
    rows = db.rows("SELECT stage, reason, sum(count) FROM dropped GROUP BY stage, reason ORDER BY 3 DESC, 1, 2")
    return {(stage, reason): number for stage, reason, number in rows}


def sightings(db: Database, sha256: str) -> list[Sighting]:
    """Every time and place that the same bytes were met."""
    rows = db.rows(
        "SELECT locator, url, retrieved FROM sighting WHERE sha256 = ? ORDER BY retrieved, locator", (sha256,)
    )
    return [Sighting(locator=locator, url=url, retrieved=retrieved) for locator, url, retrieved in rows]
