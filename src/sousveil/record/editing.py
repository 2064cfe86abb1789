"""A claim as a person corrected it: the changed slots on top of what the machine proposed. And a claim that a person
wrote, moved to where its words stand in a newer text.

Invariant: it keeps its identifier, and its words are words of one frozen text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from sousveil.record.claim import Claim

__all__ = ["EDITABLE", "edited", "moved", "words_elsewhere"]

EDITABLE: Final = (
    "kind", "technology", "act", "polarity", "certainty", "operator", "supplier", "place", "site_types", "target",
    "time", "reported", "quantity", "attributed_to", "slots", "passage",
)  # fmt: skip
"""What an edit may change. The values are those of the record; of `slots` the named ones change, and null removes one;
`passage` is `{start, end, quote}`: which words of the text say it."""


def edited(claim: Claim, value: Mapping[str, object]) -> Claim:
    """The claim with the changes of an edit (`Judgement.value`).

    Raises:
        ValueError: a slot cannot be edited, or its value has not the shape of the record.
    """
    unknown = sorted(value.keys() - set(EDITABLE))
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not among what can be edited ({', '.join(EDITABLE)})")
    record: dict[str, object] = msgspec.to_builtins(claim)
    changed = {field: new for field, new in value.items() if field not in {"slots", "passage"}}
    slots = msgspec.convert(value.get("slots", {}), dict[str, tuple[int, int] | None])
    passage = msgspec.convert(value.get("passage", {}), dict[str, int | str])
    evidence = {**msgspec.to_builtins(claim.evidence), **passage}
    spans = {**msgspec.to_builtins(claim.slots), **slots}
    record |= changed | {
        "evidence": evidence,
        "slots": {slot: span for slot, span in spans.items() if span is not None},
        "edited_from": claim.id,
    }
    return msgspec.convert(record, Claim)


def words_elsewhere(claim: Claim, content: str) -> dict[str, str]:
    """The words behind those slots of a claim that stand outside its quote: all by which they can be found again."""
    said = claim.evidence
    return {
        slot: content[start:end]
        for slot, (start, end) in sorted(claim.slots.items())
        if start < said.start or end > said.end
    }


def moved(claim: Claim, content: str, text_sha256: str, elsewhere: Mapping[str, str] | None = None) -> Claim | None:
    """The claim in the text as it is now; null where its words do not stand in it exactly once.

    `elsewhere` are the words behind slots outside the quote; a slot whose words cannot be told apart has none then.
    """
    said = claim.evidence
    if said.text_sha256 == text_sha256 and content[said.start : said.end] == said.quote:
        return claim
    start = _only(content, said.quote)
    if start is None:
        return None
    by, slots = start - said.start, dict[str, tuple[int, int]]()
    for slot, (first, last) in claim.slots.items():
        if said.start <= first and last <= said.end:
            slots[slot] = (first + by, last + by)
        elif words := (elsewhere or {}).get(slot):
            at = _only(content, words)
            if at is not None:
                slots[slot] = (at, at + len(words))
    evidence = replace(said, start=start, end=said.end + by, text_sha256=text_sha256)
    return replace(claim, evidence=evidence, slots=slots, edited_from=claim.id)


def _only(content: str, words: str) -> int | None:
    """Where words stand that stand there once; null where they do not, or several times."""
    first = content.find(words) if words else -1
    return first if first >= 0 and content.find(words, first + 1) < 0 else None
