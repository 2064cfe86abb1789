"""Claims as they stand: what people corrected over what the machine proposed, and what they wrote by hand.

Invariant: a row of `claim` follows from what the machine proposed, the judgements about it and the text, and from
nothing else. So a decision, its undoing and a text that is read again all end here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from sousveil.record import (
    Claim,
    Drop,
    Judgement,
    Organisation,
    deciders,
    edited,
    moved,
    settled,
    written_claim,
)
from sousveil.resolve.deciding import Identities
from sousveil.store import marks
from sousveil.store.claims import facets, queue
from sousveil.store.database import Database, Value
from sousveil.store.log import ledger
from sousveil.store.names import naming

__all__ = [
    "Followed", "Held", "Stood", "Words", "decided", "faults", "follow", "insert", "put_written", "stand",
    "take_written",
]  # fmt: skip

_CELLS = (
    "id", "source_id", "source_seq", "start", "kind", "act", "polarity", "certainty", "country", "supplier", "operator",
    "lang", "state", "record", "proposed", "by_hand", "deciders",
)  # fmt: skip


class Words(Struct, frozen=True):
    """The text of a source as it is now."""

    content: str
    sha256: str


class Stood(Struct, frozen=True):
    """A claim as it stands."""

    claim: Claim
    state: str
    proposed: Claim | None = None
    """As the machine proposed it, where that is something else; for a claim by hand, where it did at all."""
    by_hand: bool = False
    deciders: str = ""
    """Whose decisions settle nothing yet, as a JSON array; empty for nobody's."""


class Held(Struct, frozen=True):
    """A row of the table before it changes."""

    record: str
    state: str
    proposed: str | None
    by_hand: bool
    deciders: str
    source: str
    bundle: str | None

    @property
    def by_machine(self) -> str | None:
        """The record that the machine proposes; null for what only a person wrote."""
        return self.proposed or (None if self.by_hand else self.record)

    @property
    def machine(self) -> Claim | None:
        """The same as a claim."""
        return _claim(self.by_machine) if self.by_machine else None


def stand(proposed: Claim | None, judgements: Sequence[Judgement], words: Words | None) -> Stood | None:
    """The claim that stands after the judgements about it, in the text as it is now.

    Null where there is none: the machine proposes nothing, and nobody wrote it or what was written stands in the text
    no more.
    """
    after = settled(judgements)
    value = after.stance.value if after.stance and after.stance.state == "edited" else None
    waits = json.dumps(sorted(deciders(judgements)), ensure_ascii=False) if after.waits_for else ""
    by_hand = written_claim(judgements)
    if by_hand is not None and words is not None:
        draft = msgspec.convert(by_hand, Claim)
        elsewhere = msgspec.convert(by_hand.get("words", {}), dict[str, str])
        found = moved(draft if value is None else edited(draft, value), words.content, words.sha256, elsewhere)
        if found is not None:
            return Stood(found, after.state, proposed, True, waits)
    if proposed is None:
        return None
    if value is None:
        return Stood(proposed, after.state, None, False, waits)
    return Stood(edited(proposed, value), after.state, proposed, False, waits)


def insert(db: Database, seq: int, stood: Sequence[Stood], identities: Identities) -> None:
    """Put claims of one source, the `seq`-th, into the tables that are searched and listed."""
    rows, values = list[list[Value]](), list[tuple[str, str, str]]()
    for each in stood:
        rows.append(_row(each, seq, _json(each.proposed) if each.proposed else None))
        values += _values(each.claim)
    db.run_many(f"INSERT OR IGNORE INTO claim ({', '.join(_CELLS)}) VALUES ({', '.join('?' * len(_CELLS))})", rows)
    db.run_many("INSERT OR IGNORE INTO claim_value VALUES (?, ?, ?)", values)
    naming.put_names(db, [each.claim for each in stood], identities)


def _row(stood: Stood, seq: int, by_machine: str | None) -> list[Value]:
    """The cells of a row. `by_machine` is the record that the machine proposes: that of an older version has fields
    less, and stays as it is."""
    claim = stood.claim
    is_machines = by_machine is not None and _claim(by_machine) == claim
    return [
        claim.id, claim.evidence.source, seq, claim.evidence.start, claim.kind, claim.act, claim.polarity,
        claim.certainty, claim.place.country if claim.place else None, _key(claim.supplier), _key(claim.operator),
        claim.evidence.lang, stood.state, by_machine if is_machines else _json(claim),
        by_machine if stood.proposed else None, int(stood.by_hand), stood.deciders,
    ]  # fmt: skip


def _values(claim: Claim) -> list[tuple[str, str, str]]:
    values = [(claim.id, "technology", value) for value in dict.fromkeys(claim.technology)]
    return values + [(claim.id, "site_type", value) for value in dict.fromkeys(claim.site_types)]


def _key(organisation: Organisation | None) -> str | None:
    return (organisation.ref or organisation.name) if organisation else None


def _json(claim: Claim) -> str:
    return msgspec.json.encode(claim).decode()


def _claim(record: str) -> Claim:
    return msgspec.json.decode(record, type=Claim)


def _held(db: Database, subject: str) -> Held | None:
    row = db.row(
        "SELECT record, state, proposed, by_hand, deciders, source_id, bundle FROM claim WHERE id = ?", (subject,)
    )
    return Held(row[0], row[1], row[2], bool(row[3]), *row[4:]) if row else None


def _words(db: Database, source: str) -> Words | None:
    row = db.row("SELECT content, text_sha256 FROM reading WHERE source_id = ?", (source,))
    return Words(*row) if row else None


class Followed(Struct, frozen=True):
    """What changed in the row of a claim."""

    source: str
    renamed: bool
    """Whether it names others than before: entities are to be counted again."""


def follow(db: Database, subject: str, identities: Identities) -> Followed | None:
    """Let the row of a claim follow the judgements about it, with what is counted of it and waits to be weighed; null
    where only its state changed or nothing did."""
    held, judgements = _held(db, subject), ledger.judgements(db, subject)
    written = written_claim(judgements)
    source = held.source if held else _source_of(judgements)
    words = _words(db, source) if written is not None else None
    stood = stand(held.machine if held else None, judgements, words)
    if held is not None and stood is not None and _is_same(held, stood):
        _restate(db, subject, held, stood)
        return None
    if held is None and stood is None:
        return None
    named = set(_named(db, subject))
    before = _counted(held.state, _claim(held.record)) if held else Counter()
    _put(db, subject, source, held, stood, identities)
    after = _counted(stood.state, stood.claim) if stood else Counter()
    after.subtract(before)
    facets.change_values(db, after)
    marks.mark(db, "claim", [subject])
    # A walk that comes to this source goes on from the claim there that says the same.
    marks.mark(db, "source", [source])
    queue.follow_claims(db, [subject])
    return Followed(source, renamed=named != set(_named(db, subject)))


def _is_same(held: Held, stood: Stood) -> bool:
    return (
        held.by_hand == stood.by_hand
        and (held.proposed is None) == (stood.proposed is None)
        and _claim(held.record) == stood.claim
    )


def _source_of(judgements: Sequence[Judgement]) -> str:
    """The source that a claim was written in."""
    values = [each.value for each in judgements if each.verdict == "write" and each.value is not None]
    return msgspec.convert(values[0], Claim).evidence.source if values else ""


def _restate(db: Database, subject: str, held: Held, stood: Stood) -> None:
    if held.state != stood.state:
        claim = _claim(held.record)
        after = _counted(stood.state, claim)
        after.subtract(_counted(held.state, claim))
        facets.change_values(db, after)
        marks.mark(db, "claim", [subject])
    if held.state != stood.state or held.deciders != stood.deciders:
        db.run("UPDATE claim SET state = ?, deciders = ? WHERE id = ?", (stood.state, stood.deciders, subject))
        queue.follow_claims(db, [subject])


def _put(
    db: Database, subject: str, source: str, held: Held | None, stood: Stood | None, identities: Identities
) -> None:
    if held is not None:
        if held.bundle is not None:
            marks.mark(db, "bundle", [held.bundle])
        db.run("DELETE FROM claim_value WHERE claim_id = ?", (subject,))
        naming.delete_names(db, "id = ?", (subject,))
    if stood is None:
        db.run("DELETE FROM claim WHERE id = ?", (subject,))
        return
    seq = db.number("SELECT seq FROM capture WHERE source_id = ?", (source,))
    if held is not None:
        cells = ", ".join(f"{name} = ?" for name in _CELLS)
        db.run(
            f"UPDATE claim SET {cells}, bundle = NULL, said = NULL WHERE id = ?",
            [*_row(stood, seq, held.by_machine), subject],
        )
        db.run_many("INSERT OR IGNORE INTO claim_value VALUES (?, ?, ?)", _values(stood.claim))
        naming.put_names(db, [stood.claim], identities)
    else:
        insert(db, seq, [stood], identities)
    naming.leave_nameless(db, subject)


def _named(db: Database, subject: str) -> list[tuple[str, str | None, str | None]]:
    rows = db.rows("SELECT role, name, entity FROM claim_name WHERE claim_id = ? ORDER BY slot", (subject,))
    return [(role, name, entity) for role, name, entity in rows]


def _counted(state: str, claim: Claim) -> Counter[tuple[str, str]]:
    """What one claim counts for in the facets, but for whom it names."""
    country = claim.place.country if claim.place else None
    cells: list[tuple[str, str | None]] = [
        ("kind", claim.kind), ("act", claim.act), ("polarity", claim.polarity), ("certainty", claim.certainty),
        ("country", country), ("lang", claim.evidence.lang), ("state", state),
        *((field, value) for _, field, value in _values(claim)),
    ]  # fmt: skip
    if state == "proposed":
        cells += [(f"waiting.{field}", value) for field, value in cells if field in (*facets.WAITING, "technology")]
    return Counter((field, value) for field, value in cells if value is not None)


def take_written(db: Database, source: str, identities: Identities) -> None:
    """Leave of what people wrote in a source what the machine proposes, too, before others take its place
    (`put_written`)."""
    rows = db.rows("SELECT id FROM claim WHERE source_id = ? AND by_hand ORDER BY id", (source,))
    for (subject,) in list(rows):
        held = _held(db, subject)
        assert held is not None
        _put(db, subject, source, held, stand(held.machine, ledger.judgements(db, subject), None), identities)


def put_written(db: Database, source: str, identities: Identities) -> list[Drop]:
    """Put what people wrote in a source where its words stand in the text as it is now; a drop for each claim whose
    words do not stand there exactly once."""
    subjects = [
        subject
        for (subject,) in db.rows("SELECT DISTINCT subject FROM judgement WHERE written_in = ? ORDER BY 1", (source,))
    ]
    words, drops = _words(db, source), list[Drop]()
    seq, capture = (db.row("SELECT seq, sha256 FROM capture WHERE source_id = ?", (source,)) or (0, None))[:2]
    for subject in subjects:
        judgements = ledger.judgements(db, subject)
        if written_claim(judgements) is None:
            continue
        held = _held(db, subject)
        stood = stand(held.machine if held else None, judgements, words)
        if stood is None or not stood.by_hand:
            drops.append(_lost(subject, judgements, source, capture))
        if stood is None:
            continue
        if held is not None:
            _put(db, subject, source, held, stood, identities)
        else:
            insert(db, seq, [stood], identities)
    return drops


def _lost(subject: str, judgements: Sequence[Judgement], source: str, capture: str | None) -> Drop:
    claim = msgspec.convert(written_claim(judgements) or {}, Claim)
    words = claim.evidence.quote if len(claim.evidence.quote) <= _QUOTED else claim.evidence.quote[:_QUOTED] + "…"
    return Drop(
        stage="review", reason="words-gone", locator=source, capture_sha256=capture,
        detail=f"Claim {subject}, written by hand, quotes “{words}”, which does not stand exactly once in the text as"
        " it is read now. It comes back when it does; or write it again.",
    )  # fmt: skip


_QUOTED = 80


def decided(db: Database, proposed: Iterable[Claim]) -> list[Stood]:
    """What a machine proposes, each claim once, as it stands after what people decided about it."""
    claims = {claim.id: claim for claim in proposed}
    judged = ledger.judged(db, list(claims))
    found = [
        stand(claim, judged[subject], None) if subject in judged else Stood(claim, "proposed")
        for subject, claim in claims.items()
    ]
    return [each for each in found if each is not None]


def faults(db: Database) -> Iterator[tuple[str, str]]:
    """Claims that do not stand as the judgements and the text make them stand: identifier, and what is wrong."""
    judged = ledger.judged(db)
    subjects = {subject for subject in judged if subject.startswith("c")}
    subjects |= {row[0] for row in db.rows("SELECT id FROM claim WHERE by_hand OR proposed NOT NULL OR deciders <> ''")}
    for subject in sorted(subjects):
        held, judgements = _held(db, subject), judged.get(subject, [])
        words = _words(db, held.source if held else _source_of(judgements))
        stood = stand(held.machine if held else None, judgements, words)
        if held is None and stood is None:
            continue
        if held is None:
            yield subject, f"{subject} was written by hand and stands in its text, but the case does not hold it."
        elif stood is None:
            yield subject, f"{subject} is given as a claim by hand; nobody wrote it, or it does not stand in its text."
        elif not _is_same(held, stood) or held.deciders != stood.deciders:
            yield subject, f"{subject} does not stand as people corrected or wrote it."
