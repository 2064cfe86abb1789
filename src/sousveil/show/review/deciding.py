"""A person's decision, taken in the browser: recorded under their name, and told in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace
from starlette.requests import Request

from sousveil.errors import UsageError
from sousveil.record.finding import Finding
from sousveil.record.judgement import VERDICTS, Judgement, Verdict
from sousveil.show.server.access import asking
from sousveil.show.words.catalogue import gettext, ngettext
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.present import finding_sentence, origins_phrase
from sousveil.store.case import Case
from sousveil.store.log.ledger import now

__all__ = ["LONGEST_REASON", "SIMPLE", "Decide", "Outcome", "Result", "recorded", "take"]

LONGEST_REASON: Final = 2_000
"""Characters."""
SIMPLE: Final[dict[str, tuple[Verdict, ...]]] = {
    "c": ("accept", "reject", "note", "undo"), "e": ("confirm", "cut", "note", "undo"), "m": VERDICTS["m"],
}  # fmt: skip
"""What needs no value, by the first letter of what it is about."""
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


class Result(Struct, frozen=True, kw_only=True):
    """One subject of a step, and its state after it."""

    subject: str
    state: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What a decision did."""

    subject: str
    state: str
    """The state of the subject after it; of several, of the first."""
    said: str
    """The same for people: what was decided, and how the count of origins changed."""
    action: str = ""
    """The step under which it was recorded, by which it can be taken back."""
    each: tuple[Result, ...] = ()
    """Every subject of the step."""


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
    given = next((known for known in SIMPLE[letter] if known == verdict), None)
    if given is None:
        raise UsageError(_("Nothing was decided: choose one of {verdicts}.", verdicts=", ".join(SIMPLE[letter])))
    who = _who(request)
    return recorded(case, request, [Judgement(at=now(), who=who, subject=subject, verdict=given, reason=reason)])


def recorded(case: Case, request: Request, judgements: Sequence[Judgement]) -> Outcome:
    """Record judgements that are one step, and say what came of them. Raises as `take` does."""
    if any(len(each.reason) > LONGEST_REASON for each in judgements):
        raise UsageError(_("Nothing was decided: the reason is longer than {most} characters.", most=LONGEST_REASON))
    made = [replace(each, reason=each.reason.strip()) for each in judgements]
    decide: Decide = request.app.state.decide
    decided = decide(case, made, request.app.state.vocabulary)
    first = made[0]
    results = tuple(Result(subject=each.subject, state=state) for each, state in zip(made, decided.states, strict=True))
    said = _said(first, results[0].state) if len(made) == 1 else _said_of_many(made)
    return Outcome(
        subject=first.subject, state=results[0].state, said=f"{said} {_told(decided.changes)}", action=first.action,
        each=results,
    )  # fmt: skip


def _who(request: Request) -> str:
    found = asking(request)
    assert found is not None, "the gate lets nobody decide whom it does not know"
    return found.visitor.name


def _said(made: Judgement, state: str) -> str:
    if made.verdict == "note":
        return _("Note kept.")
    if made.verdict == "edit":
        return _("Claim corrected and accepted.")
    if made.verdict == "write":
        return _("Claim written.")
    if made.verdict in {"accept", "reject"} and made.subject.startswith("c") and state == "proposed":
        return _("Your decision is kept. The claim is settled when another person has decided.")
    said = gettext(_SAID.get((made.subject[:1], state), "Decided."))
    if made.verdict == "undo" and state not in {"proposed", "edited"}:
        return _("Decision taken back; the one before it stands: {before}", before=said)
    return said


def _said_of_many(made: Sequence[Judgement]) -> str:
    verdicts = {each.verdict for each in made}
    if verdicts == {"undo"}:
        return _("Taken back as a whole.")
    if verdicts == {"accept"}:
        return ngettext("{count} claim accepted.", "{count} claims accepted.", len(made))
    if verdicts == {"reject"}:
        return ngettext("{count} claim rejected.", "{count} claims rejected.", len(made))
    written = sum(each.verdict == "write" for each in made)
    if written:
        return ngettext("Split: {count} claim was written.", "Split: {count} claims were written.", written)
    return ngettext("{count} claim decided.", "{count} claims decided.", len(made))


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
