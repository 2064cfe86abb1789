"""Findings made again: at the end of a build, and at once after a person decided something."""

from __future__ import annotations

from pathlib import Path

from sousveil.build.naming import registered_entry
from sousveil.build.progress import Progress, Silent
from sousveil.record import Claim, Judgement, Match
from sousveil.resolve.parents import entry_of
from sousveil.store import Case
from sousveil.vocabulary import load
from sousveil.vocabulary.loader import Vocabulary
from sousveil.weigh import weigh

__all__ = ["decide", "weigh_again"]


def decide(
    case: Case, judgements: list[Judgement], vocabulary: Path | None = None, *, pair: Match | None = None
) -> list[str]:
    """Record decisions and let the findings follow; the state of each subject after it. `pair` is a match that a
    person names and that is decided about here, so that neither is kept without the other.

    Raises:
        UsageError: a decision about names cannot stand beside another; nothing is recorded then.
        CaseError: another process builds the case.
    """
    with case.building(), case.transaction():
        loaded = load(vocabulary)
        if pair is not None:
            entries = (entry_of(key, loaded) for key in (pair.left, pair.right))
            case.pair(pair, [registered_entry(entry) for entry in entries if entry is not None])
        case.judge(*judgements)
        weigh_again(case, loaded)
        states = case.states()
        return [states.get(judgement.subject, "proposed") for judgement in judgements]


def weigh_again(case: Case, vocabulary: Vocabulary, progress: Progress | None = None) -> None:
    """Make the findings of the case from its claims, echoes and decisions as they stand."""
    progress = progress or Silent()
    progress.stage("weigh", None)
    sources = {source.id: source for source in case.sources()}
    claims: list[Claim] = [stored.claim for stored in case.claims()]
    echoes = [stored.echo for stored in case.echoes()]
    findings = weigh(claims, echoes, sources, case.states(), vocabulary)
    case.put_findings(findings)
    progress.advance(len(findings))
