"""Who is named in the claims: each organisation under the key of its name, and the entity that it means.

The claim's record keeps what the machine read. What people decided lies over it when a claim is read, so that undoing
a decision leaves nothing behind.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct, structs

from sousveil.record import Claim, Organisation
from sousveil.resolve.deciding import Identities
from sousveil.resolve.names import name_key
from sousveil.store import marks
from sousveil.store.database import Database, Value

__all__ = [
    "Named",
    "decided",
    "delete_names",
    "entity_key",
    "examples",
    "leave_nameless",
    "means_somebody",
    "named",
    "put_names",
    "refresh",
    "rename",
    "renamed",
    "set_nameless",
]


class Named(Struct, frozen=True, kw_only=True):
    """A spelling of the case: in which language and roles, in how many claims. `ref` where a register lists it."""

    key: str
    name: str
    lang: str
    ref: str | None
    roles: tuple[str, ...]
    claims: int
    examples: tuple[str, ...]
    """Identifiers of the first claims that have it, five at most."""


_EXAMPLES = 5
# In words, so that the index of those who speak can be had.
_IN_ROLE: dict[str | None, str] = {
    None: "",
    **{role: f"AND role = '{role}'" for role in ("supplier", "operator", "speaker")},
}


def entity_key(organisation: Organisation | None) -> str | None:
    """The key of the entity that an organisation of a finding or a decided claim is; None for none."""
    return (organisation.ref or name_key(organisation.name)) if organisation else None


def _slots(claim: Claim) -> Iterator[tuple[str, str, Organisation]]:
    """(slot, role, organisation) for everybody whom a claim names."""
    if claim.supplier:
        yield "supplier", "supplier", claim.supplier
    if claim.operator:
        yield "operator", "operator", claim.operator
    for number, speaker in enumerate(claim.attributed_to, 1):
        yield "speaker" if number == 1 else f"speaker.{number}", "speaker", speaker


def put_names(db: Database, claims: Sequence[Claim], identities: Identities) -> None:
    """List who is named in these claims; their own names of before must have been deleted."""
    rows: list[list[Value]] = []
    for claim in claims:
        identifier = claim.id
        for slot, role, organisation in _slots(claim):
            key = name_key(organisation.name)
            entity = identities.of(key, organisation.ref)
            rows.append(
                [identifier, slot, role, organisation.name, claim.evidence.lang, key, organisation.ref, entity]
            )  # fmt: skip
    db.run_many("INSERT OR IGNORE INTO claim_name VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    marks.mark(db, "entity", {str(row[-1]) for row in rows})


def leave_nameless(db: Database, claim: str) -> None:
    """Words of a claim that name nobody where others have them ("the authorities") name nobody here either."""
    db.run(
        "UPDATE claim_name AS own SET entity = NULL WHERE own.claim_id = ? AND own.ref IS NULL AND EXISTS (SELECT 1"
        " FROM claim_name other WHERE other.key = own.key AND other.ref IS NULL AND other.name = own.name"
        " AND other.lang = own.lang AND other.entity IS NULL AND other.claim_id <> own.claim_id)",
        (claim,),
    )


def delete_names(db: Database, claims: str, values: Sequence[Value]) -> None:
    """Delete the names of the claims that `claims`, the condition of a query, chooses."""
    chosen = f"claim_id IN (SELECT id FROM claim WHERE {claims})"
    db.run(
        f"INSERT OR IGNORE INTO unweighed SELECT 'entity', entity FROM claim_name WHERE {chosen}"
        " AND entity IS NOT NULL",
        values,
    )
    db.run(f"DELETE FROM claim_name WHERE {chosen}", values)


def named(db: Database) -> Iterator[Named]:
    """Every spelling that claims have, by key, register's entry and language."""
    for key, name, lang, ref, roles, count, examples in db.rows(
        "SELECT key, name, lang, ref, json_group_array(DISTINCT role), count(DISTINCT claim_id),"
        " json_group_array(DISTINCT claim_id) FROM claim_name GROUP BY key, name, lang, ref"
        " ORDER BY key, name, lang, ref"
    ):
        first = tuple(sorted(json.loads(examples))[:_EXAMPLES])
        yield Named(
            key=key, name=name, lang=lang, ref=ref, roles=tuple(sorted(json.loads(roles))), claims=count, examples=first
        )


def examples(db: Database, key: str, role: str | None = None, *, limit: int = _EXAMPLES) -> list[str]:
    """Identifiers of some claims that name an entity, or that have a name with this key; in one role or any."""
    chosen = _IN_ROLE[role]
    by_key = "INDEXED BY claim_name_speaker" if role == "speaker" else ""
    rows = db.rows(
        f"SELECT claim_id FROM (SELECT claim_id FROM claim_name {by_key} WHERE key = ?1 {chosen} UNION ALL"
        f" SELECT claim_id FROM claim_name WHERE entity = ?1 {chosen}) LIMIT ?2",
        (key, 2 * limit),
    )
    return list(dict.fromkeys(claim for (claim,) in rows))[:limit]


def means_somebody(db: Database, key: str) -> bool | None:
    """Whether a name with this key is somebody's in any claim; None where no claim has it."""
    row = db.row("SELECT max(entity IS NOT NULL) FROM claim_name WHERE key = ?", (key,))
    return None if row is None or row[0] is None else bool(row[0])


def set_nameless(db: Database, nameless: Sequence[tuple[str, str]]) -> None:
    """Say which spellings, each with its language, name nobody; all others that do without an entity get theirs."""
    wanted = {(name_key(name), name, lang) for name, lang in nameless}
    held = set(db.rows("SELECT DISTINCT key, name, lang FROM claim_name WHERE entity IS NULL"))
    now_somebody = sorted(held - wanted)
    db.run_many(
        "UPDATE claim_name SET entity = coalesce(ref, key) WHERE key = ? AND name = ? AND lang = ? AND entity IS NULL",
        now_somebody,
    )
    # By the key, which has an index. What is nobody's already stays; new claims may have it, too.
    spelt = "key = ? AND name = ? AND lang = ? AND ref IS NULL AND entity IS NOT NULL"
    lost = set[str]()
    for spelling in sorted(wanted):
        if before := {entity for (entity,) in db.rows(f"SELECT entity FROM claim_name WHERE {spelt}", spelling)}:
            lost |= before
            db.run(f"UPDATE claim_name SET entity = NULL WHERE {spelt}", spelling)
    marks.mark(db, "entity", {key for key, *_ in now_somebody} | lost)


def refresh(db: Database, identities: Identities) -> None:
    """Give every name the entity that the decisions make it mean; claims whose names mean another are weighed again."""
    stale = [
        (key, ref, entity)
        for key, ref, entity in db.rows(
            "SELECT DISTINCT key, ref, entity FROM claim_name WHERE entity IS NOT NULL ORDER BY key, ref, entity"
        )
        if identities.of(key, ref) != entity
    ]
    rename(db, [(key, ref) for key, ref, _ in stale], identities)
    marks.mark(db, "entity", {entity for *_, entity in stale})


def _give(db: Database, names: Sequence[tuple[str, str | None]], identities: Identities) -> None:
    given = [(identities.of(key, ref), key, ref) for key, ref in names]
    db.run_many("UPDATE claim_name SET entity = ? WHERE key = ? AND ref IS ? AND entity IS NOT NULL", given)
    marks.mark(db, "entity", {entity for entity, *_ in given})


def renamed(db: Database, keys: Collection[str], before: Identities, after: Identities) -> list[tuple[str, str | None]]:
    """Names (key, register's entry) that mean something else after a decision; `keys` are all that it concerns."""

    def meaning(identities: Identities, key: str, ref: str | None) -> tuple[str, bool]:
        return identities.of(key, ref), identities.stands_for_others(key)

    chosen = "IN (SELECT value FROM json_each(?1))"
    return [
        (key, ref)
        for key, ref in db.rows(
            f"SELECT key, ref FROM claim_name WHERE key {chosen} UNION"
            f" SELECT key, ref FROM claim_name WHERE entity {chosen} ORDER BY 1, 2",
            (json.dumps(sorted(keys)),),
        )
        if meaning(before, key, ref) != meaning(after, key, ref)
    ]


def rename(db: Database, names: Sequence[tuple[str, str | None]], identities: Identities) -> None:
    """Give some names the entity that the decisions make them mean; the claims that have them are weighed again."""
    _give(db, names, identities)
    having = "id IN (SELECT claim_id FROM claim_name WHERE key = ? AND ref IS ?)"
    for name in names:
        db.run(
            f"INSERT OR IGNORE INTO unweighed SELECT DISTINCT 'bundle', bundle FROM claim WHERE {having}"
            " AND bundle IS NOT NULL",
            name,
        )
        db.run(f"UPDATE claim SET bundle = NULL WHERE {having}", name)


def decided(claim: Claim, identities: Identities, countries: dict[str, str | None]) -> Claim:
    """The claim with whom its names mean after people's decisions; `countries` are those of register entries."""

    def settled(organisation: Organisation | None) -> Organisation | None:
        if organisation is None:
            return None
        key = name_key(organisation.name)
        entity = identities.of(key, organisation.ref)
        if entity == (organisation.ref or key) and (organisation.ref or not identities.stands_for_others(key)):
            return organisation
        # A name that others were joined to has its key for a reference, as they have: weighing tells by it who is one.
        alone = entity == key and not identities.stands_for_others(key)
        return Organisation(name=organisation.name, ref=None if alone else entity, country=countries.get(entity))

    speakers = tuple(settled(speaker) or speaker for speaker in claim.attributed_to)
    changed = {
        "supplier": settled(claim.supplier), "operator": settled(claim.operator), "attributed_to": speakers,
    }  # fmt: skip
    return structs.replace(claim, **changed)
