"""The commands by which a person decides: about claims, links and names. Each decision is one more row; undo, too."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from msgspec.structs import replace

from sousveil.build import Change, decide
from sousveil.commands.draft_options import draft_of
from sousveil.commands.options import CasePath, VocabularyDir, Work, grouped, own_words
from sousveil.commands.working import working
from sousveil.errors import UsageError
from sousveil.record import Finding, Judgement, Match, is_name_key, settled, standing
from sousveil.record.judgement import VERDICTS
from sousveil.resolve.names import name_key
from sousveil.resolve.parents import entry_of
from sousveil.review import drafts
from sousveil.store import Case
from sousveil.store.log.ledger import now
from sousveil.vocabulary import load
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["judge", "merge", "split"]

_TOLD = 20
"""Changed findings that are told one by one."""

Why = Annotated[str, typer.Option("--why", help="The reason, kept with the decision.")]
Name = Annotated[str, typer.Argument(help="A name as claims have it, or the key of an entity.")]


class VerdictName(StrEnum):
    """What can be decided: `confirm` and `cut` about echoes, the others about claims and matches of names."""

    ACCEPT = "accept"
    REJECT = "reject"
    EDIT = "edit"
    WRITE = "write"
    NOTE = "note"
    CONFIRM = "confirm"
    CUT = "cut"
    UNDO = "undo"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an edit changes, or what a claim by hand says."""

    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="SLOT=VALUE", help="For edit and write: `act=plan`, `operator=Hikvision`."),
    ] = None
    value: Annotated[
        str | None, typer.Option("--value", metavar="JSON", help="The same as JSON, with `slots` and `passage`.")
    ] = None


@grouped
def judge(
    case: CasePath,
    subjects: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="Claims (c…), echoes (e…), matches (m…); for write a source (s…)."),
    ],
    verdict: Annotated[
        VerdictName,
        typer.Argument(metavar="VERDICT", help="accept, reject, edit, write, note, confirm, cut or undo."),
    ],
    work: Work,
    draft: Draft,
    why: Why = "",
    of: Annotated[str, typer.Option("--of", help="For undo: whose decision is taken back; yours if none.")] = "",
    vocabulary: VocabularyDir = None,
) -> None:
    """Decide about claims, echoes or matches of names. The findings follow at once; `undo` takes your last back."""
    vocabulary = own_words(case, vocabulary)
    with working(case, work) as (opened, _):
        _check_options(verdict, draft, why, of)
        made = [each for subject in subjects for each in _judged(opened, subject, verdict, draft, vocabulary)]
        at = now()
        judgements = [
            Judgement(at=at, who=opened.who, subject=each.subject, verdict=each.verdict, reason=why, value=each.value)
            for each in made
        ]
        if verdict is VerdictName.UNDO:
            judgements = [_named(opened, each, of) for each in judgements]
        if work.dry_run:
            sys.stdout.write(f"{len(judgements)} decisions would be recorded.\n")
            return
        decided = decide(opened, judgements, vocabulary)
        for judgement, state in zip(judgements, decided.states, strict=True):
            sys.stdout.write(f"{judgement.subject} is {state}{_waits(opened, judgement.subject)}.\n")
        _print_changes(decided.changes)


def _check_options(verdict: VerdictName, draft: Draft, why: str, of: str) -> None:
    drafted = draft.set_ is not None or draft.value is not None
    if drafted != (verdict in {VerdictName.EDIT, VerdictName.WRITE}):
        raise UsageError("--set and --value say what an edit changes or what a claim by hand says: give them there.")
    if verdict is VerdictName.NOTE and not why.strip():
        raise UsageError("A note says something: --why TEXT.")
    if of and verdict is not VerdictName.UNDO:
        raise UsageError("--of says whose decision undo takes back.")


def _judged(
    case: Case, subject: str, verdict: VerdictName, draft: Draft, vocabulary: Path | None
) -> Iterator[drafts.Step]:
    """What is decided about one subject, checked before anything is recorded."""
    if verdict not in {VerdictName.EDIT, VerdictName.WRITE}:
        _check(case, subject, verdict)
        yield drafts.Step(subject, next(known for known in VERDICTS[subject[0]] if known == verdict.value))
        return
    loaded = load(vocabulary)
    said = draft_of(draft.set_ or (), draft.value, loaded)
    if verdict is VerdictName.EDIT:
        _check(case, subject, verdict)
        yield drafts.Step(subject, "edit", value=drafts.edit(case, subject, said, loaded))
        return
    claim = drafts.written(case, subject, said, loaded)
    yield drafts.Step(claim.id, "write", value=msgspec.to_builtins(claim, str_keys=True))


def _named(case: Case, undo: Judgement, of: str) -> Judgement:
    """An undoing with the action that it takes back, where that is somebody else's. Raises UsageError where there is
    none."""
    stands = standing(case.judgements(undo.subject))
    whose = of or undo.who
    own = [each for each in stands if each.who == whose]
    if not own:
        others = ", ".join(sorted({each.who for each in stands}))
        told = f" {others} did: --of NAME takes that back." if others else ""
        raise UsageError(f"{whose} decided nothing about {undo.subject} that stands.{told}")
    if whose == undo.who or not own[-1].action:
        return undo
    return replace(undo, undoes=own[-1].action)


def _waits(case: Case, subject: str) -> str:
    after = settled(case.judgements(subject))
    return f" and waits for a {after.waits_for} person" if after.waits_for else ""


def _print_changes(changes: Sequence[Change]) -> None:
    """How the count changed; the findings whose origins did first."""
    ordered = sorted(changes, key=lambda change: (_origins(change.before) == _origins(change.after), change.finding))
    for change in ordered[:_TOLD]:
        sys.stdout.write(f"finding {change.finding}: {_said(change)}\n")
    if len(ordered) > _TOLD:
        sys.stdout.write(f"and {len(ordered) - _TOLD:,} findings more.\n")
    if not changes:
        sys.stdout.write("No finding changed.\n")


def _said(change: Change) -> str:
    before, after = _origins(change.before), _origins(change.after)
    if change.before is None:
        return f"new, origins {after}"
    if change.after is None:
        return f"gone, origins were {before}"
    if before != after:
        return f"origins {before} -> {after}"
    were, are = len(change.before.claims), len(change.after.claims)
    return f"origins {after} as before" + (f", claims {were} -> {are}" if were != are else "")


def _origins(finding: Finding | None) -> str:
    return f"{finding.origins.min}–{finding.origins.max}" if finding else ""


def _check(case: Case, subject: str, verdict: VerdictName) -> None:
    held = {"c": case.claim, "e": case.echo, "m": case.match}.get(subject[:1])
    if held is None or held(subject) is None:
        raise UsageError(f"The case has nothing with the identifier {subject}. List claims, echoes or matches.")
    allowed = VERDICTS[subject[0]]
    if verdict.value not in allowed:
        raise UsageError(f"{subject} cannot be given {verdict.value}; choose one of: {', '.join(allowed)}.")


@grouped
def merge(case: CasePath, one: Name, other: Name, work: Work, why: Why = "", vocabulary: VocabularyDir = None) -> None:
    """Say that two names mean one organisation. Where one is a register's entry, that stands for both."""
    _decide_pair(case, (one, other), work, why, own_words(case, vocabulary), same=True)


@grouped
def split(case: CasePath, one: Name, other: Name, work: Work, why: Why = "", vocabulary: VocabularyDir = None) -> None:
    """Say that a name does not mean an organisation, or that two names do not mean the same."""
    _decide_pair(case, (one, other), work, why, own_words(case, vocabulary), same=False)


def _decide_pair(
    case: Path, names: tuple[str, str], work: Work, why: str, vocabulary: Path | None, *, same: bool
) -> None:
    loaded = load(vocabulary)
    with working(case, work) as (opened, _):
        left, right = (_key(name, opened, loaded) for name in names)
        if left == right:
            raise UsageError(f"Both are {left}. Name the spelling that means something else, as `entities` lists it.")
        reason = why or f"{opened.who} says so"
        match = Match(left=left, right=right, method="person", score=1.0, reason=reason)
        said = "one organisation" if same else "not the same"
        if work.dry_run:
            sys.stdout.write(f"{left} and {right} would be {said}.\n")
            return
        verdict = Judgement(
            at=now(), who=opened.who, subject=match.id, verdict="accept" if same else "reject", reason=why
        )  # fmt: skip
        decided = decide(opened, [verdict], vocabulary, pair=match)
        sys.stdout.write(f"{left} and {right} are {said}. To take it back:  sousveil judge {case} {match.id} undo\n")
        _print_changes(decided.changes)


def _key(name: str, case: Case, vocabulary: Vocabulary) -> str:
    """The key that a person means: an entry's identifier, a listing's, or a name that the case has."""
    if entry_of(name, vocabulary) is not None or case.listing(name) is not None:
        return name
    key = name if is_name_key(name) else name_key(name)
    somebody = case.means_somebody(key)
    if somebody is None:
        raise UsageError(
            f"No register and no claim of the case has {name!r}. `sousveil entities CASE` lists whom it names."
        )
    if not somebody:
        raise UsageError(
            f"{name!r} says of nobody in particular who is meant, so that no decision about it holds for every text."
            " `sousveil entities CASE` lists whom the case names."
        )
    return key
