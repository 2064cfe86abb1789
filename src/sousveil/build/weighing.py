"""Findings made again: at the end of a build, and at once after a person decided something."""

from __future__ import annotations

from pathlib import Path

from sousveil.build.progress import Progress, Silent
from sousveil.record import Claim, Judgement
from sousveil.store import Case
from sousveil.vocabulary import load
from sousveil.vocabulary.loader import Vocabulary
from sousveil.weigh import weigh

__all__ = ["decide", "weigh_again"]


def decide(case: Case, judgements: list[Judgement], vocabulary: Path | None = None) -> list[str]:
    """Record decisions and let the findings follow; the state of each subject after it.

    Raises:
        UsageError: a decision about names cannot stand beside another; nothing is recorded then.
        CaseError: another process builds the case.
    """
    with case.building(), case.transaction():
        states = [case.judge(judgement) for judgement in judgements]
        weigh_again(case, load(vocabulary))
        return states


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
