"""How long it takes to learn from 5,000 decisions and to put as many claims into order."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from statistics import median

import msgspec

from sousveil.find import find
from sousveil.review.ranker import Decision, train
from sousveil.review.traits import traits_of

CASES = Path(__file__).parents[1] / "eval"
NUMBER = 5000


def bench(data: Path | None, rounds: int) -> dict[str, float]:
    """Seconds; the claims are those of the labelled cases over and over, each time of another source."""
    del data
    sys.path.insert(0, str(CASES))
    from score_own import text_of

    claims = [
        claim
        for path in sorted((CASES / "cases" / "claims").glob("*.jsonl"))
        for case in map(json.loads, path.read_text("utf-8").splitlines())
        for claim in find(text_of(case["text"], case["lang"], case.get("published")))
    ]
    many = [
        msgspec.structs.replace(
            claims[number % len(claims)],
            evidence=msgspec.structs.replace(claims[number % len(claims)].evidence, source=f"s{number}"),
        )
        for number in range(NUMBER)
    ]
    learning, ordering = [], []
    for _ in range(rounds):
        begun = time.perf_counter()
        traits = traits_of(many)
        ranker = train(Decision(traits=each, accepted=number % 4 != 0) for number, each in enumerate(traits))
        learning.append(time.perf_counter() - begun)
        assert ranker is not None
        begun = time.perf_counter()
        sorted(traits, key=ranker.estimate)
        ordering.append(time.perf_counter() - begun)
    return {"ranker.learn_5000_s": median(learning), "ranker.order_5000_s": median(ordering)}
