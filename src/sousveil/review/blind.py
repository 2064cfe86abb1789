"""What of each other's decisions people may see, where two have to decide about a claim without knowing the other's."""

from __future__ import annotations

from collections.abc import Sequence

from sousveil.record.judgement import Judgement, settled, standing

__all__ = ["visible"]


def visible(judgements: Sequence[Judgement], coder: str, lead: bool) -> list[Judgement]:
    """Those judgements that `coder` may see, in their order: all judgements of each subject must be given.

    One's own are always among them. Other people's are where one decision settles the subject, where it is settled,
    and where it waits for a third person, unless the coder is one of the two who disagree. A lead sees all.
    """
    if lead:
        return list(judgements)
    subjects: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        subjects.setdefault(judgement.subject, []).append(judgement)
    open_ = {subject for subject, made in subjects.items() if _is_open(made, coder)}
    return [each for each in judgements if each.who == coder or each.subject in open_]


def _is_open(judgements: Sequence[Judgement], coder: str) -> bool:
    if all(judgement.needs < 2 for judgement in judgements):
        return True
    stands = settled(judgements)
    if stands.stance is not None:
        return True
    decided = {each.who for each in standing(judgements) if each.verdict != "note"}
    return stands.waits_for == "third" and coder not in decided
