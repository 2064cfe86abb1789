"""Is the evidence still what it was? Every capture is hashed again, every quote found again, the log walked.

What stands in the tables beside the evidence is compared with the seals that the log keeps (`seals.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from sousveil.errors import IntegrityError
from sousveil.record import Capture, Claim, Judgement, sha256_bytes, sha256_text
from sousveil.store.claims import settling
from sousveil.store.database import Database
from sousveil.store.findings import finding_history
from sousveil.store.log import ledger, seals
from sousveil.store.names import entities, imports
from sousveil.store.people import accounts, agreed
from sousveil.store.sources import evidence

__all__ = ["Fault", "verify"]


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong. `part` is `archive`, `text`, `claim`, `echoes`, `findings`, `constraints`,
    `matches`, `changes`, `import`, `judgement`, `log`, `account` or `setting`."""

    part: str
    subject: str
    message: str


def verify(db: Database, payload: Callable[[str], bytes], advance: Callable[[str], None]) -> Iterator[Fault]:
    """Every fault of a case, the evidence first. `advance` is called with the name of each part checked."""
    yield from _captures(db, payload, advance)
    yield from _texts(db, advance)
    yield from _claims(db, advance)
    yield from _links(db)
    yield from _changes(db)
    yield from _imports(db)
    yield from _states(db)
    yield from _names(db)
    yield from _log(db, advance)
    yield from _judgements(db)
    yield from _accounts(db)
    yield from _agreed(db)


def _captures(db: Database, payload: Callable[[str], bytes], advance: Callable[[str], None]) -> Iterator[Fault]:
    logged = _logged(db, "capture")
    for capture in evidence.captures(db):
        advance("captures")
        message = _capture_fault(db, capture, payload, logged.get(capture.sha256))
        if message:
            yield Fault(part="archive", subject=capture.sha256, message=message)


def _capture_fault(
    db: Database, capture: Capture, payload: Callable[[str], bytes], said: dict[str, object] | None
) -> str | None:
    try:
        found = sha256_bytes(payload(capture.sha256))
    except IntegrityError as error:
        return str(error)
    if found != capture.sha256:
        return f"The archived bytes of {capture.locator} hash to {found}, not to {capture.sha256}."
    if said is None:
        return f"The case holds {capture.locator}, but no log entry says that it was captured."
    if not _fits(said, "record", seals.capture(db, capture.sha256)):
        return f"What is told of {capture.locator} (address, time or headers) is not what the log says was captured."
    return None


def _texts(db: Database, advance: Callable[[str], None]) -> Iterator[Fault]:
    logged = _logged(db, "read")
    for source, stored, content in db.rows("SELECT source_id, text_sha256, content FROM reading ORDER BY seq"):
        advance("texts")
        said = logged.pop(source, {})
        found = sha256_text(content)
        message = None
        if found != stored:
            message = f"The text of {source} hashes to {found}, not to {stored}."
        elif said.get("text_sha256") != stored:
            message = f"The text of {source} is not the one that the log says was read."
        elif not _fits(said, "records", seals.text(db, source)):
            message = f"The title, date or links of {source} are not those that the log says were read."
        if message:
            yield Fault(part="text", subject=source, message=message)
    for source in logged:
        yield Fault(part="text", subject=source, message=f"The log says that {source} was read, but its text is gone.")


def _logged(db: Database, *actions: str) -> dict[str, dict[str, object]]:
    """What the last log entry of these actions says of each subject."""
    rows = db.rows(
        f"SELECT subject, detail FROM log WHERE action IN ({', '.join('?' * len(actions))}) ORDER BY seq", actions
    )
    return {subject: json.loads(detail) for subject, detail in rows}


def _fits(said: dict[str, object], name: str, seal: str | None) -> bool:
    """Whether a seal is the one in the log. Cases of before the seals have none to compare."""
    return name not in said or said[name] == seal


def _claims(db: Database, advance: Callable[[str], None]) -> Iterator[Fault]:
    for identifier, record, text_sha256, content in db.rows(
        "SELECT c.id, c.record, r.text_sha256, r.content FROM claim c LEFT JOIN reading r USING (source_id)"
        " ORDER BY c.source_seq, c.start, c.id"
    ):
        advance("claims")
        message = _claim_fault(msgspec.json.decode(record, type=Claim), text_sha256, content)
        if message:
            yield Fault(part="claim", subject=identifier, message=message)
    for source, said in _logged(db, "read", "read-model", "resolve", "settle").items():
        if not _fits(said, "claims", seals.claims(db, source)):
            message = f"The claims of {source} are not those that the log says were found."
            yield Fault(part="claim", subject=source, message=message)


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


def _links(db: Database) -> Iterator[Fault]:
    traced, weighed = _logged(db, "trace").get("", {}), _logged(db, "weigh").get("", {})
    sealed: tuple[tuple[str, bool], ...] = (
        ("echoes", _runs(db, traced, "seal", "echoes") and _fits(traced, "records", seals.echoes(db))),
        ("findings", _runs(db, weighed, "seal", "findings") and _fits(weighed, "records", seals.findings(db))),
        ("constraints", _runs(db, weighed, "constraints", "constraints")),
        ("matches", _fits(_logged(db, "names").get("", {}), "records", seals.matches(db))),
    )
    for name, fits in sealed:
        if not fits:
            message = (
                f"The {name} are not those that the log says were made. `sousveil trace --whole` makes them again."
            )
            yield Fault(part=name, subject="", message=message)


def _changes(db: Database) -> Iterator[Fault]:
    """Whether what is told of the past of findings is what the log says that weighings changed."""
    for log in finding_history.unsealed(db):
        message = "What this weighing changed is not what the log says. Compare with a copy of the case from before."
        yield Fault(part="changes", subject=str(log), message=message)


def _runs(db: Database, said: dict[str, object], name: str, table: seals.Running) -> bool:
    """Whether a running seal is the one in the log. Cases of before version 5 have none to compare."""
    return name not in said or said[name] == seals.running_now(db, table)


def _names(db: Database) -> Iterator[Fault]:
    """Whether every name means whom the decisions make it mean."""
    identities = entities.identities(db)
    for key, ref, entity in db.rows(
        "SELECT DISTINCT key, ref, entity FROM claim_name WHERE entity IS NOT NULL ORDER BY key, ref, entity"
    ):
        meant = identities.of(key, ref)
        if meant != entity:
            message = f"{key} is given as {entity}; the decisions make it {meant}. `sousveil trace` mends it."
            yield Fault(part="judgement", subject=key, message=message)


def _imports(db: Database) -> Iterator[Fault]:
    logged = {
        identifier: said for identifier, said in _logged(db, "import", "forget-import").items() if "records" in said
    }
    for stored in imports.imports(db):
        identifier = stored.imported.id
        said = logged.pop(identifier, None)
        if said is None or said.get("records") != imports.seal(db, identifier):
            message = f"What was imported from {stored.imported.file} is not what the log says. Import it again."
            yield Fault(part="import", subject=identifier, message=message)
    for identifier, said in logged.items():
        message = f"The log says that {said.get('file')} was imported, but what it held is gone. Import it again."
        yield Fault(part="import", subject=identifier, message=message)


def _states(db: Database) -> Iterator[Fault]:
    judged = ledger.states(db)
    for table in ("claim", "echo", "match"):
        for subject, state in db.rows(f"SELECT id, state FROM {table} ORDER BY id"):
            if state != judged.get(subject, "proposed"):
                message = f"The state of {subject} is given as {state}; the judgements make it {judged.get(subject)}."
                yield Fault(part="judgement", subject=subject, message=message)
    for subject, message in settling.faults(db):
        yield Fault(part="judgement", subject=subject, message=message)


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
        (at, who, subject, json.loads(detail))
        for at, who, subject, detail in db.rows(
            "SELECT at, who, subject, detail FROM log WHERE action = 'judge' ORDER BY seq"
        )
    ]
    held = [record for (record,) in db.rows("SELECT record FROM judgement ORDER BY seq")]
    for (at, who, subject, said), record in zip(logged, held, strict=False):
        made = msgspec.json.decode(record, type=Judgement)
        same = (at, who, subject, said.get("verdict")) == (made.at, made.who, made.subject, made.verdict)
        # A log of before version 11 has no digests.
        if not same or not _fits(said, "record", sha256_text(record)):
            message = f"A judgement about {made.subject} is not the one that the log holds in its place ({subject})."
            yield Fault(part="judgement", subject=made.subject, message=message)
            return
    if len(logged) != len(held):
        message = f"The log tells of {len(logged)} judgements, the case holds {len(held)}."
        yield Fault(part="judgement", subject="", message=message)


def _accounts(db: Database) -> Iterator[Fault]:
    for name, message in accounts.faults(db):
        yield Fault(part="account", subject=name, message=message)


def _agreed(db: Database) -> Iterator[Fault]:
    for name, message in agreed.faults(db):
        yield Fault(part="setting", subject=name, message=message)
