"""What a person says about a claim beyond yes and no, checked against the text and the case before it is recorded:
an edit, a claim written by hand, one claim split in several, several merged in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from sousveil.errors import UsageError
from sousveil.record import Claim
from sousveil.record.editing import edited
from sousveil.record.judgement import Verdict
from sousveil.store import Case

__all__ = ["Step", "edit", "merge", "split", "written"]


class Step(NamedTuple):
    """One judgement of an action, without who and when."""

    subject: str
    verdict: Verdict
    reason: str = ""
    value: dict[str, object] | None = None


def edit(case: Case, claim_id: str, value: Mapping[str, object]) -> dict[str, object]:
    """The value of an edit, checked. Raises UsageError, which names the slot and the fact."""
    held = case.claim(claim_id)
    if held is None:
        raise UsageError(f"The case has no claim {claim_id}. `sousveil claims CASE` lists them.")
    try:
        edited(held.claim, value)
    except (ValueError, msgspec.ValidationError) as error:
        raise UsageError(str(error)) from error
    return dict(value)


def written(case: Case, source: str, draft: Mapping[str, object]) -> Claim:
    """A claim by hand. `draft` has what an edit may change: `passage` (`{start, end}`), `kind`, `technology` and `act`
    must be there. Raises UsageError, which names the slot and the fact."""
    raise NotImplementedError


def split(case: Case, claim_id: str, parts: Sequence[Mapping[str, object]]) -> list[Step]:
    """The steps by which a claim becomes several: each part is what an edit would change in it."""
    raise NotImplementedError


def merge(case: Case, claim_ids: Sequence[str], value: Mapping[str, object] | None = None) -> list[Step]:
    """The steps by which several claims become one: the first, with the changes of an edit; the others go."""
    raise NotImplementedError
