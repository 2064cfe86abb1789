"""A person's decision, taken in the browser: recorded under their name, and told in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct
from starlette.requests import Request

from sousveil.errors import UsageError
from sousveil.record.finding import Finding
from sousveil.record.judgement import VERDICTS, Judgement
from sousveil.show.access import asking
from sousveil.show.present import finding_sentence, origins_phrase
from sousveil.store.case import Case
from sousveil.store.ledger import now

__all__ = ["Decide", "Outcome", "take"]

_LONGEST_REASON: Final = 2_000
_TOLD: Final = 2
_SAID: Final = {
    ("c", "accepted"): "Claim accepted.", ("c", "rejected"): "Claim rejected.",
    ("c", "proposed"): "Decision taken back: the claim waits for one again.",
    ("c", "edited"): "Decision taken back: the claim stands as it was edited.",
    ("e", "confirmed"): "Link confirmed.", ("e", "cut"): "Link cut.",
    ("e", "proposed"): "Decision taken back: the link stands as it was found.",
    ("m", "accepted"): "They are one organisation.", ("m", "rejected"): "They are not the same.",
    ("m", "proposed"): "Decision taken back: the two names wait for one again.",
}  # fmt: skip


class Change(Protocol):
    """A finding that a decision changed."""

    @property
    def before(self) -> Finding | None:
        """As it was; null for a new one."""

    @property
    def after(self) -> Finding | None:
        """As it is; null for one that is gone."""


class Decided(Protocol):
    """What came of decisions."""

    @property
    def states(self) -> tuple[str, ...]:
        """The state of each subject after them, in their order."""

    @property
    def changes(self) -> Sequence[Change]:
        """The findings that changed."""


class Decide(Protocol):
    """Records decisions and lets the findings follow, as one. The pages do not know the build: who starts the server
    hands it in.

    Raises UsageError where a decision cannot stand beside another, CaseBusyError where the case is being built.
    """

    def __call__(self, case: Case, judgements: Sequence[Judgement], vocabulary: Path | None) -> Decided:
        """Record `judgements`; `vocabulary` is a folder laid over ours."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What a decision did."""

    subject: str
    state: str
    """The state of the subject after it."""
    said: str
    """The same for people: what was decided, and how the count of origins changed."""


def take(case: Case, request: Request, subject: str, verdict: str, reason: str) -> Outcome | None:
    """Record a decision about a claim, an echo or a match under the name of whoever asks; None where the case has no
    such thing. `case` is open for writing.

    Raises:
        UsageError: the verdict is none for this subject, the reason is too long, or names cannot be decided so.
        CaseBusyError: the case is being built; nothing was recorded.
    """
    letter = subject[:1]
    held = {"c": case.claim, "e": case.echo, "m": case.match}.get(letter)
    if held is None or held(subject) is None:
        return None
    given = next((known for known in VERDICTS[letter] if known == verdict), None)
    if given is None:
        raise UsageError(f"Nothing was decided: choose one of {', '.join(VERDICTS[letter])}.")
    if len(reason) > _LONGEST_REASON:
        raise UsageError(f"Nothing was decided: the reason is longer than {_LONGEST_REASON:,} characters.")
    found = asking(request)
    assert found is not None, "the gate lets nobody decide whom it does not know"
    made = Judgement(at=now(), who=found.visitor.name, subject=subject, verdict=given, reason=reason.strip())
    decide: Decide = request.app.state.decide
    decided = decide(case, [made], request.app.state.vocabulary)
    (state,) = decided.states
    said = _SAID.get((letter, state), "Decided.")
    if given == "undo" and state not in {"proposed", "edited"}:
        said = f"Decision taken back; the one before it stands: {said}"
    return Outcome(subject=subject, state=state, said=f"{said} {_told(decided.changes)}")


def _told(changes: Sequence[Change]) -> str:
    """How the findings changed that the decision touched: the first few by name, the others by number."""
    lines = [line for line in map(_line, changes) if line]
    if not lines:
        return "The origins of every finding are as before."
    more = len(lines) - _TOLD
    rest = f" So did {more} more." if more == 1 else f" So did {more:,} more." if more > 1 else ""
    return " ".join(lines[:_TOLD]) + rest


def _line(change: Change) -> str | None:
    before, after = change.before, change.after
    if before is not None and after is not None:
        was, are = origins_phrase(before.origins), origins_phrase(after.origins)
        return f"“{_named(finding_sentence(after))}”: {was}, now {are}." if was != are else None
    if after is not None:
        return f"“{_named(finding_sentence(after))}”: a finding now, on {origins_phrase(after.origins)}."
    if before is not None:
        return f"“{_named(finding_sentence(before))}”: no finding any more; it had {origins_phrase(before.origins)}."
    return None


def _named(sentence: str) -> str:
    return sentence.rstrip(".")
