"""What a person sends in one step, and the judgements that are recorded of it: an edit is checked, a split becomes one
claim rejected and several written, a step that is sent twice is recorded once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sousveil.errors import UsageError
from sousveil.record.judgement import Judgement
from sousveil.review import drafts
from sousveil.show.review.deciding import SIMPLE, Outcome, recorded
from sousveil.show.server.access import asking
from sousveil.show.words.catalogue import gettext as _
from sousveil.store.case import Case
from sousveil.store.log.ledger import now

__all__ = ["Asked", "Step", "take_back", "take_step"]

_MOST: Final = 100
"""Judgements in one step."""


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that a person decides. `subject` is the claim, echo or match; for `write` the source whose words the
    claim stands in."""

    subject: str
    verdict: str
    reason: str = ""
    value: dict[str, Any] | None = None
    """For `edit` the slots that change; for `write` the claim's slots with its `passage`; for `split` the `parts`, each
    what an edit would change; for `merge` the other `claims`, beside what an edit would
    change in the one that stays."""


class Step(Struct, frozen=True, kw_only=True):
    """What is decided together, under a name that whoever sends it has made."""

    action: str
    judgements: tuple[Asked, ...]
    by: str = ""
    """Whose decisions these are; refused where somebody else has signed in since."""


def take_step(case: Case, request: Request, step: Step) -> Outcome | None:
    """Record a step under the name of whoever asks; None where the case has nothing of what the first is about. `case`
    is open for writing.

    Raises:
        UsageError: something of it cannot be decided so; nothing was recorded.
        CaseBusyError: the case is being built; nothing was recorded.
    """
    who = _who(request, step.by)
    if not 1 <= len(step.judgements) <= _MOST:
        raise UsageError(_("A step has 1 to {most} judgements.", most=_MOST))
    held = case.judged_in(step.action) if step.action else []
    if held and held[0].who == who:
        # It was recorded, and the answer was lost on the way: what it said is worked out again, nothing is decided.
        return _held_already(case, held)
    first = step.judgements[0]
    if not _is_held(case, first.subject):
        return None
    at = now()
    made = [
        Judgement(
            at=at, who=who, subject=each.subject, verdict=each.verdict, reason=each.reason, value=each.value,
            action=step.action,
        )
        for asked in step.judgements
        for each in _expanded(case, asked)
    ]  # fmt: skip
    return recorded(case, request, made)


def take_back(case: Case, request: Request, action: str, by: str = "") -> Outcome | None:
    """Take a step back as a whole; None where nothing was recorded under its name. Only who took it can."""
    who = _who(request, by)
    held = case.judged_in(action)
    if not held:
        return None
    if any(each.who != who for each in held):
        raise HTTPException(403, _("Somebody else decided this. The log has a button for whoever leads the case."))
    subjects = list(dict.fromkeys(each.subject for each in held))
    at = now()
    undone = f"undo-{action}"
    if again := case.judged_in(undone):
        return _held_already(case, again)
    return recorded(case, request, [
        Judgement(at=at, who=who, subject=each, verdict="undo", action=undone, undoes=action) for each in subjects
    ])  # fmt: skip


def _held_already(case: Case, held: Sequence[Judgement]) -> Outcome:
    subject = held[0].subject
    return Outcome(
        subject=subject, state=case.state(subject), said=_("This is recorded already."), action=held[0].action
    )


def _who(request: Request, by: str) -> str:
    found = asking(request)
    assert found is not None, "the gate lets nobody decide whom it does not know"
    if by and by != found.visitor.name:
        raise HTTPException(
            403,
            _("{name} has signed in here since. Nothing of {other} was recorded.", name=found.visitor.name, other=by),
        )
    return found.visitor.name


def _is_held(case: Case, subject: str) -> bool:
    look = {"c": case.claim, "e": case.echo, "m": case.match, "s": case.source}.get(subject[:1])
    return look is not None and look(subject) is not None


def _expanded(case: Case, asked: Asked) -> Iterator[drafts.Step]:
    """The judgements that a decision comes to, checked."""
    subject, reason = asked.subject, asked.reason
    value: Mapping[str, Any] = asked.value or {}
    match asked.verdict:
        case "edit":
            yield drafts.Step(subject, "edit", reason, drafts.edit(case, subject, value))
        case "write":
            yield _written(case, subject, reason, value)
        case "split":
            parts = value.get("parts")
            if not isinstance(parts, list) or not all(isinstance(each, dict) for each in parts):
                raise UsageError(_("A claim is split into parts: none were sent."))
            yield from _why(drafts.split(case, subject, parts), reason)
        case "merge":
            others = value.get("claims")
            if not isinstance(others, list) or not all(isinstance(each, str) for each in others):
                raise UsageError(_("Nothing was merged: no other claims were named."))
            changes = {name: each for name, each in value.items() if name != "claims"}
            yield from _why(drafts.merge(case, [subject, *others], changes), reason)
        case verdict:
            given = next((known for known in SIMPLE.get(subject[:1], ()) if known == verdict), None)
            if given is None:
                known = ", ".join(SIMPLE.get(subject[:1], ()))
                raise UsageError(_("Nothing was decided: choose one of {verdicts}.", verdicts=known))
            if given == "note" and not reason.strip():
                raise UsageError(_("The note is empty."))
            yield drafts.Step(subject, given, reason)


def _why(steps: Sequence[drafts.Step], reason: str) -> Iterator[drafts.Step]:
    for each in steps:
        yield each._replace(reason=each.reason or reason)


def _written(case: Case, source: str, reason: str, draft: Mapping[str, Any]) -> drafts.Step:
    claim = drafts.written(case, source, draft)
    return drafts.Step(claim.id, "write", reason, msgspec.to_builtins(claim))
