"""Records as rows: the shape in which they are printed, exported and put into a data frame.

Names and nesting are part of the interface; values are plain Python (str, float, list, dict, None).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sousveil.record.capture import Drop
from sousveil.record.claim import Claim, Organisation
from sousveil.record.echo import Echo, Passage
from sousveil.record.entity import Entity, Match
from sousveil.record.finding import Constraint, Finding
from sousveil.record.gap import Gap
from sousveil.record.source import Source

__all__ = ["claim_row", "drop_row", "echo_row", "entity_row", "finding_row", "gap_row", "match_row", "source_row"]

Row = dict[str, object]


def claim_row(claim: Claim, state: str) -> Row:
    """A claim as `sousveil claims --format jsonl` prints it."""
    said = claim.evidence
    return {
        "id": claim.id,
        "kind": claim.kind,
        "technology": list(claim.technology),
        "act": claim.act,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "operator": _named(claim.operator),
        "supplier": {**_present(claim.supplier), "country": claim.supplier.country} if claim.supplier else None,
        "place": msgspec.to_builtins(claim.place),
        "site_types": list(claim.site_types),
        "target": claim.target,
        "time": claim.time,
        "reported": claim.reported,
        "quantity": msgspec.to_builtins(claim.quantity),
        "attributed_to": [_named(speaker) for speaker in claim.attributed_to],
        "evidence": {
            "source": said.source,
            "url": said.url,
            "lang": said.lang,
            "text_sha256": said.text_sha256,
            "start": said.start,
            "end": said.end,
            "quote": said.quote,
        },
        "slots": {slot: list(span) for slot, span in sorted(claim.slots.items())},
        "extractor": claim.extractor,
        "rule": claim.rule,
        "state": state,
    }


def source_row(source: Source) -> Row:
    """A source as `sousveil sources --format jsonl` prints it."""
    row: Row = msgspec.to_builtins(source)
    row["echo_of"] = [
        {**({"source": echo.source} if echo.source else {"cited": echo.cited}), "type": echo.type, "score": echo.score}
        for echo in source.echo_of
    ]
    return row


def echo_row(echo: Echo, state: str) -> Row:
    """An echo as `sousveil echoes --format jsonl` prints it."""
    cited = {"cited": echo.cited.name, **_without_name(echo)} if echo.cited else None
    return {
        "id": echo.id,
        "from": _passage(echo.origin_from),
        "to": _passage(echo.origin_to) if echo.origin_to else cited,
        "type": echo.type,
        "score": echo.score,
        "reason": echo.reason,
        "direction": echo.direction,
        "aligned": [
            {"from": [words.start, words.end], "to": [words.to_start, words.to_end], "what": words.what or None}
            for words in echo.aligned
        ],
        "state": state,
    }


def finding_row(finding: Finding, constraints: Sequence[Constraint] = ()) -> Row:
    """A finding as `sousveil findings --format jsonl` prints it, with the findings that limit it."""
    row: Row = msgspec.to_builtins(finding)
    row["constraints"] = [{"finding": each.by, "reason": each.reason} for each in constraints]
    row["operator"] = _named(finding.operator)
    row["origins"] = {
        "min": finding.origins.min,
        "max": finding.origins.max,
        "named": [
            {
                **({"source": origin.source} if origin.source else {"cited": origin.cited}),
                "claims": list(origin.claims),
                "independent": origin.independent,
                "unknown": origin.unknown,
                "interested": origin.interested,
                "reason": origin.reason,
            }
            for origin in finding.origins.named
        ],
    }
    return row


def entity_row(entity: Entity) -> Row:
    """An entity as `sousveil entities --format jsonl` prints it."""
    row: Row = {**msgspec.to_builtins(entity), "spellings": [use.name for use in entity.names]}
    return row


def match_row(match: Match, state: str) -> Row:
    """A match as `sousveil matches --format jsonl` prints it."""
    row: Row = {"id": match.id, **msgspec.to_builtins(match), "state": state}
    return row


def gap_row(gap: Gap) -> Row:
    """A gap as `sousveil gaps --format jsonl` prints it."""
    row: Row = {"id": gap.id, **msgspec.to_builtins(gap)}
    return row


def drop_row(drop: Drop) -> Row:
    """A drop as `sousveil drops --format jsonl` prints it."""
    row: Row = msgspec.to_builtins(drop)
    return row


def _present(organisation: Organisation) -> Row:
    return {"name": organisation.name, "ref": organisation.ref}


def _named(organisation: Organisation | None) -> Row | None:
    return _present(organisation) if organisation else None


def _passage(passage: Passage) -> Row:
    return {"source": passage.source, "start": passage.start, "end": passage.end}


def _without_name(echo: Echo) -> Row:
    assert echo.cited is not None
    return {"ref": echo.cited.ref, "title": echo.cited.title, "date": echo.cited.date, "url": echo.cited.url}
