"""Scores the order of the review queue on the project's own labelled cases.

What the rule reader finds in a case is taken for accepted where it matches a label (as `score_own.py` matches), and
for rejected otherwise. The ranker learns from four fifths of the cases and estimates the claims of the fifth that it
has not seen; which fifth a case is in follows from its text. Unordered is the order of the cases by the digest of
their text, with the claims of each as they stand in it; by certainty is the same with what is stated before what is
hedged. Average precision is over all claims, the top half is the share of right ones in the first half of the order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

import msgspec

from score_own import CASES, matched, text_of
from sousveil.find import find
from sousveil.record import Claim, sha256_bytes
from sousveil.review.ranker import Decision, train
from sousveil.review.traits import traits_of

FOLDS = 5
FEW = 40
"""Decisions of a researcher who has just begun."""
SAMPLES = 5
"""How often so few are drawn; which ones follows from their identifiers."""


def score(data: Path | None) -> dict[str, float]:
    """Average precision, precision of the top half and AUC of each order; `data` is not needed."""
    del data
    judged = _judged()
    right = [accepted for _, accepted in judged]
    stated = [float(claim.certainty == "stated") for claim, _ in judged]
    learned = _estimates(judged)
    begun = [_estimates(judged, most=FEW, sample=sample) for sample in range(SAMPLES)]
    return {
        "ranker.claims": float(len(judged)),
        "ranker.average_precision": _average_precision(learned, right),
        "ranker.unordered_average_precision": _average_precision([0.0] * len(right), right),
        "ranker.certainty_average_precision": _average_precision(stated, right),
        f"ranker.after_{FEW}_average_precision": mean(_average_precision(few, right) for few in begun),
        "ranker.top_half_precision": _top_half(learned, right),
        "ranker.unordered_top_half_precision": _top_half([0.0] * len(right), right),
        "ranker.auc": _auc(learned, right),
        f"ranker.after_{FEW}_auc": mean(_auc(few, right) for few in begun),
    }


def _judged() -> list[tuple[Claim, bool]]:
    found: dict[str, list[tuple[Claim, bool]]] = {}
    for path in sorted(CASES.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            digest = sha256_bytes(case["text"].encode())
            text = msgspec.structs.replace(
                text_of(case["text"], case["lang"], case.get("published")), capture_sha256=digest
            )
            claims = find(text)
            right = matched(claims, case["claims"], case["text"])
            found[digest] = [(claim, number in right) for number, claim in enumerate(claims)]
    return [judged for _, case_judged in sorted(found.items()) for judged in case_judged]


def _estimates(judged: Sequence[tuple[Claim, bool]], most: int | None = None, sample: int = 0) -> list[float]:
    """What a ranker says of each claim that has learned from `most` decisions on other cases."""
    decisions = [
        Decision(traits=traits, accepted=accepted)
        for traits, (_, accepted) in zip(traits_of(claim for claim, _ in judged), judged, strict=True)
    ]
    fold = [int(sha256_bytes(decision.traits.source.encode())[:8], 16) % FOLDS for decision in decisions]
    estimates = [0.0] * len(decisions)
    for left_out in range(FOLDS):
        seen = [decision for decision, of in zip(decisions, fold, strict=True) if of != left_out]
        seen.sort(key=lambda decision: sha256_bytes(f"{sample} {decision.traits.claim}".encode()))
        ranker = train(seen[:most])
        for number, decision in enumerate(decisions):
            if ranker and fold[number] == left_out:
                estimates[number] = ranker.estimate(decision.traits)
    return estimates


def _order(estimates: Sequence[float], right: Sequence[bool]) -> list[bool]:
    return [right[i] for i in sorted(range(len(right)), key=lambda i: (-estimates[i], i))]


def _average_precision(estimates: Sequence[float], right: Sequence[bool]) -> float:
    met, total = 0, 0.0
    for rank, hit in enumerate(_order(estimates, right), 1):
        if hit:
            met += 1
            total += met / rank
    return total / max(1, met)


def _top_half(estimates: Sequence[float], right: Sequence[bool]) -> float:
    half = _order(estimates, right)[: len(right) // 2]
    return sum(half) / max(1, len(half))


def _auc(estimates: Sequence[float], right: Sequence[bool]) -> float:
    """How often a right claim is estimated higher than a wrong one; a tie counts half."""
    accepted = [estimate for estimate, hit in zip(estimates, right, strict=True) if hit]
    rejected = [estimate for estimate, hit in zip(estimates, right, strict=True) if not hit]
    above = sum((a > r) + 0.5 * (a == r) for a in accepted for r in rejected)
    return above / max(1, len(accepted) * len(rejected))


if __name__ == "__main__":
    for name, value in score(None).items():
        print(f"{name} {value:.3f}")
