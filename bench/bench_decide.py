"""How soon the count follows a judgement, in a made case (`large_case.py`) of 20,000 sources; of 100,000 with
`python bench/bench_decide.py`.

- `decide.p95_ms`: processor time of a judgement with the findings that follow, 95th percentile of claims and echoes
  drawn at random, each rejected or cut and then taken back; the case is open;
- `decide.claim_p95_ms`, `.echo_p95_ms`: the same of each;
- `decide.slowest_ms`, `.most_claims`: of a claim in the bundle with most claims, and how many these are.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from large_case import large_case
from sousveil.build import decide, weigh_changed
from sousveil.record import Judgement
from sousveil.store import Case
from sousveil.vocabulary import load
from sousveil.weigh.bundles import bundle_of

__all__ = ["bench"]

_MADE = Path(__file__).resolve().parents[1] / ".cache" / "bench"
_SOURCES = 20_000


def bench(data: Path | None, rounds: int, sources: int = _SOURCES, made: Path = _MADE) -> dict[str, float]:  # noqa: ARG001 - the case is made here
    """The figures above; `rounds` times 20 claims and as many echoes are judged."""
    load()
    with Case.open(large_case(made, sources), write=True) as case:
        weigh_changed(case, load())
        draw = random.Random(11)
        claims = [stored.claim for stored in case.claims()]
        sizes = Counter(bundle_of(claim, load()) for claim in claims)
        largest, most = max(sizes.items(), key=lambda item: (item[1], item[0]))
        in_largest = next(claim.id for claim in claims if bundle_of(claim, load()) == largest)
        chosen = [claim.id for claim in draw.sample(claims, 20 * rounds)]
        del claims
        echoes = [stored.echo.id for stored in case.echoes()]
        of_claims = _timed(case, chosen, "reject")
        of_echoes = _timed(case, draw.sample(echoes, min(len(echoes), 20 * rounds)), "cut")
        return {
            "decide.p95_ms": _p95([*of_claims, *of_echoes]),
            "decide.claim_p95_ms": _p95(of_claims),
            "decide.echo_p95_ms": _p95(of_echoes),
            "decide.slowest_ms": max(_timed(case, [in_largest], "reject")),
            "decide.most_claims": most,
        }


def _timed(case: Case, subjects: Sequence[str], verdict: str) -> list[float]:
    """Milliseconds of processor time for each decision and for taking it back."""
    found = []
    for subject in subjects:
        for said in (verdict, "undo"):
            made = Judgement(at="2024-05-02T00:00:00Z", who="bench", subject=subject, verdict=said)  # type: ignore[arg-type]
            start = time.process_time()
            decide(case, [made])
            found.append(1_000 * (time.process_time() - start))
    return found


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def main() -> None:
    """Print the figures for a case of so many sources."""
    parser = argparse.ArgumentParser(description="Time judgements in a large case.")
    parser.add_argument("--sources", type=int, default=100_000)
    parser.add_argument("--made", type=Path, default=_MADE, help="the folder of made cases")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    for name, value in bench(None, given.rounds, given.sources, given.made).items():
        sys.stdout.write(f"{name:<30}{value:>12.1f}\n")


if __name__ == "__main__":
    main()
