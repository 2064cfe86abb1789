"""Entities: proposals that two names mean one, what people decided about them, and who is in the case after that."""

from __future__ import annotations

import json
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from sousveil.errors import UsageError
from sousveil.record import Entity, Judgement, Match, NameUse, state_of
from sousveil.record.entity import NAME_KEY
from sousveil.resolve.deciding import Decision, Identities, is_listing_key
from sousveil.resolve.names import name_key
from sousveil.store import marks
from sousveil.store.database import Database, Value
from sousveil.store.names.standings import HAVING, Having

__all__ = [
    "MatchFilter",
    "Registered",
    "StoredMatch",
    "add_match",
    "claims_by_role",
    "count_entities",
    "countries",
    "entities",
    "entity",
    "forget_listings",
    "identities",
    "match",
    "match_counts",
    "matches",
    "may_be_decided",
    "names",
    "put_matches",
    "put_registered",
    "registered",
    "role_counts",
]


class Registered(Struct, frozen=True, kw_only=True):
    """What a register says of an entry: its name, country (ISO 3166-1 alpha-2), owner and Wikidata identifier."""

    ref: str
    name: str
    country: str | None = None
    parent: str | None = None
    wikidata: str | None = None


class StoredMatch(Struct, frozen=True, kw_only=True):
    """A match and what people decided about it: `proposed`, `accepted`, `rejected`."""

    match: Match
    state: str


class MatchFilter(Struct, frozen=True, kw_only=True):
    """Which matches are wanted; what is None does not restrict."""

    state: str | None = None
    key: str | None = None
    """One of the two keys."""
    method: str | None = None


def put_matches(db: Database, found: Sequence[Match]) -> None:
    """Set what the machine proposes. A match that somebody judged stays, proposed again or not."""
    db.run("DELETE FROM match WHERE id NOT IN (SELECT subject FROM judgement)")
    rows: list[list[Value]] = [
        [match.id, match.left, match.right, match.method, match.score, msgspec.json.encode(match).decode()]
        for match in found
    ]
    db.run_many("INSERT OR IGNORE INTO match (id, one, other, method, score, record) VALUES (?, ?, ?, ?, ?, ?)", rows)


def forget_listings(db: Database) -> bool:
    """Take back proposals about listings that no file has any more; whether there were any. What was judged stays."""
    keys = [key for (key,) in db.rows("SELECT one FROM match UNION SELECT other FROM match") if is_listing_key(key)]
    gone = (json.dumps(keys),)
    chosen = "SELECT value FROM json_each(?1) WHERE value NOT IN (SELECT id FROM listing)"
    return (
        db.run(
            f"DELETE FROM match WHERE (one IN ({chosen}) OR other IN ({chosen})) AND id NOT IN (SELECT subject FROM"
            " judgement)",
            gone,
        )
        > 0
    )


def add_match(db: Database, added: Match) -> None:
    """Keep one more match, where none of the same two keys is held."""
    db.run(
        "INSERT OR IGNORE INTO match (id, one, other, method, score, record) VALUES (?, ?, ?, ?, ?, ?)",
        (added.id, added.left, added.right, added.method, added.score, msgspec.json.encode(added).decode()),
    )


def match(db: Database, identifier: str) -> StoredMatch | None:
    """One match, or None."""
    row = db.row("SELECT record, state FROM match WHERE id = ?", (identifier,))
    return StoredMatch(match=msgspec.json.decode(row[0], type=Match), state=row[1]) if row else None


def matches(
    db: Database, filters: MatchFilter | None = None, *, limit: int | None = None, after: str | None = None
) -> Iterator[StoredMatch]:
    """Matches, the surest first; `after` is the identifier of the last one before."""
    wanted = filters or MatchFilter()
    last = db.row("SELECT -score, id FROM match WHERE id = ?", (after,)) if after else None
    # Each key has an index, which "or none is asked for" would keep from being used.
    of_key = "?2 IS NULL" if wanted.key is None else "(one = ?2 OR other = ?2)"
    for record, state in db.rows(
        f"SELECT record, state FROM match WHERE (?1 IS NULL OR state = ?1) AND {of_key}"
        " AND (?3 IS NULL OR method = ?3) AND (?4 IS NULL OR (-score, id) > (?4, ?5)) ORDER BY -score, id LIMIT ?6",
        (
            wanted.state, wanted.key, wanted.method, last[0] if last else None, last[1] if last else None,
            -1 if limit is None else limit,
        ),
    ):  # fmt: skip
        yield StoredMatch(match=msgspec.json.decode(record, type=Match), state=state)


def decisions(db: Database) -> list[Decision]:
    """What stands of people's decisions about matches, in the order in which they were made."""
    held = {
        row[0]: msgspec.json.decode(row[1], type=Match)
        for row in db.rows(
            "SELECT m.id, m.record FROM (SELECT DISTINCT subject FROM judgement WHERE subject >= 'm' AND subject < 'n')"
            " j CROSS JOIN match m ON m.id = j.subject ORDER BY m.id"
        )
    }
    made: dict[str, list[tuple[int, Judgement]]] = defaultdict(list)
    for subject, seq, record in db.rows(
        "SELECT subject, seq, record FROM judgement WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY seq",
        (json.dumps(list(held)),),
    ):
        made[subject].append((seq, msgspec.json.decode(record, type=Judgement)))
    found: list[tuple[int, Decision]] = []
    for subject, judged in made.items():
        last, by = judged[-1]
        state = state_of([judgement for _, judgement in judged])
        if state in {"accepted", "rejected"}:
            pair = held[subject]
            found.append(
                (last, Decision(left=pair.left, right=pair.right, same=state == "accepted", at=by.at, who=by.who))
            )
    return [decision for _, decision in sorted(found, key=lambda item: item[0])]


def identities(db: Database) -> Identities:
    """Who is who after the decisions that stand."""
    return Identities(decisions(db))


def may_be_decided(db: Database, pair: Match, *, same: bool) -> None:
    """Raises UsageError where a decision cannot stand beside one that was made before."""
    others = [d for d in decisions(db) if {d.left, d.right} != {pair.left, pair.right}]
    conflict = Identities(others).contradicts(Decision(left=pair.left, right=pair.right, same=same))
    if conflict is not None:
        said = "one" if conflict.same else "not the same"
        raise UsageError(
            f"{conflict.who} decided on {conflict.at} that {conflict.left} and {conflict.right} are {said}, which"
            f" cannot stand beside this. Undo that first: `sousveil judge CASE"
            f" {Match(left=conflict.left, right=conflict.right, method='person', score=1, reason='').id} undo"
            f" --of {shlex.quote(conflict.who)}`."
        )


def put_registered(db: Database, entries: Iterable[Registered]) -> None:
    """Keep what the registers say of entries that the case speaks of."""
    held: dict[str, str] = dict(db.rows("SELECT ref, record FROM registered"))
    rows = [(entry.ref, msgspec.json.encode(entry).decode()) for entry in entries]
    changed = [row for row in rows if held.get(row[0]) != row[1]]
    db.run_many("INSERT OR REPLACE INTO registered VALUES (?, ?)", changed)
    marks.mark(db, "entity", [ref for ref, _ in changed])


def registered(db: Database) -> dict[str, Registered]:
    """What the registers say, by identifier."""
    return {
        ref: msgspec.json.decode(record, type=Registered)
        for ref, record in db.rows("SELECT ref, record FROM registered ORDER BY ref")
    }


def countries(db: Database) -> dict[str, str | None]:
    """The countries of the registers' entries."""
    return {ref: entry.country for ref, entry in registered(db).items()}


def count_entities(db: Database) -> None:
    """Count anew the entities that are marked, since claims or decisions changed what is said of them."""
    keys = marks.marked(db, "entity")
    known, wanted = registered(db), (json.dumps(keys),)
    uses: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
    roles: dict[str, set[str]] = defaultdict(set)
    for key, role, name, lang, own, count in db.rows(
        "SELECT entity, role, name, lang, key, count(DISTINCT claim_id) FROM claim_name WHERE entity IN (SELECT value"
        " FROM json_each(?)) GROUP BY entity, role, name, lang, key ORDER BY entity, role, name, lang, key",
        wanted,
    ):
        uses[key].append((name, lang, own, count))
        roles[key].add(role)
    totals: dict[str, int] = dict(
        db.rows(
            "SELECT entity, count(DISTINCT claim_id) FROM claim_name WHERE entity IN (SELECT value FROM json_each(?))"
            " GROUP BY entity",
            wanted,
        )
    )
    db.run("DELETE FROM entity WHERE key IN (SELECT value FROM json_each(?))", wanted)
    rows = []
    for key, spellings in uses.items():
        found = _entity(key, spellings, roles[key], totals[key], known)
        folded = dict.fromkeys(name_key(name) for name in (found.name, *(use.name for use in found.names)))
        rows.append((
            key, found.name, found.claims, msgspec.json.encode(found).decode(), " ".join(found.roles),
            "\n".join(name.removeprefix(NAME_KEY) for name in folded),
        ))  # fmt: skip
    db.run_many("INSERT INTO entity (key, name, claims, record, roles, folded) VALUES (?, ?, ?, ?, ?, ?)", rows)
    marks.clear(db, "entity")


def _entity(
    key: str,
    spellings: Sequence[tuple[str, str, str, int]],
    roles: set[str],
    claims: int,
    known: Mapping[str, Registered],
) -> Entity:
    counts: Counter[tuple[str, str, str]] = Counter()
    for name, lang, own, count in spellings:
        counts[name, lang, own] += count
    names = tuple(
        NameUse(name=name, lang=lang, key=own, claims=count)
        for (name, lang, own), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    entry = known.get(key)
    return Entity(
        key=key,
        name=entry.name if entry else names[0].name,
        roles=tuple(role for role in ("supplier", "operator", "speaker") if role in roles),
        names=names,
        claims=claims,
        country=entry.country if entry else None,
        parent=entry.parent if entry else None,
        wikidata=entry.wikidata if entry else None,
    )


def entities(
    db: Database,
    role: str | None = None,
    *,
    name: str | None = None,
    or_among: Sequence[str] = (),
    having: Having | None = None,
    limit: int | None = None,
    after: str | None = None,
) -> Iterator[Entity]:
    """Entities, the most named first; `after` is the key of the last one before.

    `name` wants it as a part of a spelling, folded as keys are, or the key in `or_among`.
    """
    last = db.row("SELECT -claims, key FROM entity WHERE key = ?", (after,)) if after else None
    wanted = having if having in HAVING else "1"
    for (record,) in db.rows(
        f"SELECT record FROM entity WHERE {wanted} AND (?1 IS NULL OR (-claims, key) > (?1, ?2))"
        " AND (?3 IS NULL OR instr(' ' || roles || ' ', ' ' || ?3 || ' '))"
        " AND (?4 IS NULL OR instr(folded, ?4) OR key IN (SELECT value FROM json_each(?5)))"
        " ORDER BY claims DESC, key LIMIT ?6",
        (
            last[0] if last else None, last[1] if last else None, role,
            name_key(name).removeprefix(NAME_KEY) if name else None, json.dumps(list(or_among)),
            -1 if limit is None else limit,
        ),
    ):  # fmt: skip
        yield msgspec.json.decode(record, type=Entity)


def names(db: Database, keys: Iterable[str]) -> dict[str, str]:
    """The names of those of these keys that are entities of the case."""
    wanted = json.dumps(sorted(set(keys)))
    return dict(db.rows("SELECT key, name FROM entity WHERE key IN (SELECT value FROM json_each(?))", (wanted,)))


def claims_by_role(db: Database, key: str) -> dict[str, int]:
    """In how many claims an entity stands, by role."""
    rows = db.rows("SELECT role, count(DISTINCT claim_id) FROM claim_name WHERE entity = ? GROUP BY role", (key,))
    return dict(rows)


def role_counts(db: Database) -> dict[str, int]:
    """How many entities have each role."""
    counts: Counter[str] = Counter()
    for roles, number in db.rows("SELECT roles, count(*) FROM entity GROUP BY roles"):
        for role in roles.split():
            counts[role] += number
    return dict(counts)


def match_counts(db: Database) -> dict[str, dict[str, int]]:
    """How many matches have each `state` and each `method`, most frequent first."""
    return {
        field: dict(db.rows(f"SELECT {field}, count(*) FROM match GROUP BY {field} ORDER BY 2 DESC, 1"))
        for field in ("state", "method")
    }


def entity(db: Database, key: str) -> Entity | None:
    """One entity, or None."""
    row = db.row("SELECT record FROM entity WHERE key = ?", (key,))
    return msgspec.json.decode(row[0], type=Entity) if row else None
