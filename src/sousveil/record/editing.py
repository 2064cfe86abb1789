"""A claim as a person corrected it: the changed slots on top of what the machine proposed.

Invariant: an edited claim keeps its identifier, and its words are words of the same frozen text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from sousveil.record.claim import Claim

__all__ = ["EDITABLE", "edited"]

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
