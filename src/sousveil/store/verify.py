"""Is the evidence still what it was? Every capture is hashed again, every quote found again, the log walked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from sousveil.errors import IntegrityError
from sousveil.record import Claim, Judgement, sha256_bytes, sha256_text
from sousveil.store import evidence, ledger
from sousveil.store.database import Database

__all__ = ["Fault", "verify"]


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong. `part` is `archive`, `text`, `claim`, `judgement` or `log`."""

    part: str
    subject: str
    message: str


def verify(db: Database, payload: Callable[[str], bytes], advance: Callable[[str], None]) -> Iterator[Fault]:
    """Every fault of a case, the evidence first. `advance` is called with the name of each part checked."""
    yield from _captures(db, payload, advance)
    yield from _texts(db, advance)
    yield from _claims(db, advance)
    yield from _log(db, advance)
    yield from _judgements(db)


def _captures(db: Database, payload: Callable[[str], bytes], advance: Callable[[str], None]) -> Iterator[Fault]:
    for capture in evidence.captures(db):
        advance("captures")
        try:
            found = sha256_bytes(payload(capture.sha256))
        except IntegrityError as error:
            yield Fault(part="archive", subject=capture.sha256, message=str(error))
            continue
        if found != capture.sha256:
            message = f"The archived bytes of {capture.locator} hash to {found}, not to {capture.sha256}."
            yield Fault(part="archive", subject=capture.sha256, message=message)


def _texts(db: Database, advance: Callable[[str], None]) -> Iterator[Fault]:
    logged = {
        subject: json.loads(detail).get("text_sha256")
        for subject, detail in db.rows("SELECT subject, detail FROM log WHERE action = 'read' ORDER BY seq")
    }
    for source, stored, content in db.rows("SELECT source_id, text_sha256, content FROM reading ORDER BY seq"):
        advance("texts")
        found = sha256_text(content)
        if found != stored:
            yield Fault(
                part="text",
                subject=source,
                message=f"The text of {source} hashes to {found}, not to {stored}.",
            )
        elif logged.pop(source, None) != stored:
            yield Fault(
                part="text",
                subject=source,
                message=f"The text of {source} is not the one that the log says was read.",
            )


def _claims(db: Database, advance: Callable[[str], None]) -> Iterator[Fault]:
    for identifier, record, text_sha256, content in db.rows(
        "SELECT c.id, c.record, r.text_sha256, r.content FROM claim c LEFT JOIN reading r USING (source_id)"
        " ORDER BY c.source_seq, c.start, c.id"
    ):
        advance("claims")
        message = _claim_fault(msgspec.json.decode(record, type=Claim), text_sha256, content)
        if message:
            yield Fault(part="claim", subject=identifier, message=message)


def _claim_fault(claim: Claim, text_sha256: object, content: str) -> str | None:
    said = claim.evidence
    if text_sha256 is None:
        return f"Claim {claim.id} cites {said.source}, which has no text."
    if said.text_sha256 != text_sha256:
        return f"Claim {claim.id} cites text {said.text_sha256}, but {said.source} holds {text_sha256}."
    if content[said.start : said.end] != said.quote:
        return f"The quote of claim {claim.id} does not stand at {said.start}–{said.end} of {said.source}."
    for slot, (start, end) in claim.slots.items():
        if not 0 <= start < end <= len(content):
            return f"Slot {slot} of claim {claim.id} points at {start}–{end}, outside the text of {said.source}."
    return None


def _log(db: Database, advance: Callable[[str], None]) -> Iterator[Fault]:
    prev, expected = ledger.FIRST_HASH, 1
    for seq, at, who, action, subject, detail, before, digest in db.rows(
        "SELECT seq, at, who, action, subject, detail, prev, hash FROM log ORDER BY seq"
    ):
        advance("log")
        found = ledger.entry_hash(seq, at, who, action, subject, detail, before)
        if seq != expected or before != prev or found != digest:
            message = f"Log entry {seq} ({action} {subject}) was changed, or an entry before it was taken out."
            yield Fault(part="log", subject=seq, message=message)
            return
        prev, expected = digest, expected + 1
        if action == "capture" and db.row("SELECT 1 FROM capture WHERE sha256 = ?", (subject,)) is None:
            message = f"Log entry {seq} says that {subject} was captured, but the case does not hold it."
            yield Fault(part="log", subject=seq, message=message)


def _judgements(db: Database) -> Iterator[Fault]:
    logged = [
        (at, who, subject, json.loads(detail).get("verdict"))
        for at, who, subject, detail in db.rows(
            "SELECT at, who, subject, detail FROM log WHERE action = 'judge' ORDER BY seq"
        )
    ]
    held = [
        (made.at, made.who, made.subject, made.verdict)
        for made in (
            msgspec.json.decode(row[0], type=Judgement) for row in db.rows("SELECT record FROM judgement ORDER BY seq")
        )
    ]
    for said, found in zip(logged, held, strict=False):
        if said != found:
            message = f"A judgement about {found[2]} is not the one that the log holds in its place ({said[2]})."
            yield Fault(part="judgement", subject=found[2], message=message)
            return
    if len(logged) != len(held):
        message = f"The log tells of {len(logged)} judgements, the case holds {len(held)}."
        yield Fault(part="judgement", subject="", message=message)
