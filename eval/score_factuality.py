"""Scores how events are read (fact, doubt, denial) on the UW factuality set, `factuality/dev.jsonl`.

The set scores an event from -3 (certainly not) to 3 (certainly so). Mapping: at least 1.5 is stated, at most -0.5 is
denied, what lies between is hedged (plans, wishes, guesses and things that nobody vouches for). Macro-F1 is over the
three; the baseline calls everything stated. The reader is the one that decides whether a claim is denied: what governs
the event, by the words of `[standing]`. The words were chosen on `train`; of `dev`, the errors in every other
sentence were read once, too.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from sousveil.find.certainty import standing_of
from sousveil.find.tables import tables_for
from sousveil.vocabulary.loader import load

_CLASSES = ("stated", "hedged", "denied")
_STATED, _DENIED = 1.5, -0.5


def gold_of(score: float) -> str:
    """The class of a score of the set."""
    return "stated" if score >= _STATED else "denied" if score <= _DENIED else "hedged"


def _macro_f1(pairs: Counter[tuple[str, str]]) -> float:
    scores = []
    for name in _CLASSES:
        right = pairs[name, name]
        found = sum(n for (_, got), n in pairs.items() if got == name)
        wanted = sum(n for (want, _), n in pairs.items() if want == name)
        scores.append(2 * right / max(1, found + wanted))
    return sum(scores) / len(scores)


def score(data: Path | None = None, *, verbose: int = 0, file: str = "dev") -> dict[str, float]:
    """Macro-F1 over stated, hedged and denied, and that of always saying stated."""
    path = (data or Path(__file__).resolve().parents[2] / "shared" / "data") / "factuality" / f"{file}.jsonl"
    if not path.is_file():
        return {}
    tables = tables_for("en", load())
    assert tables is not None
    pairs: Counter[tuple[str, str]] = Counter()
    shown = 0
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        words = row["text"].split(" ")
        offsets = [0]
        for word in words:
            offsets.append(offsets[-1] + len(word) + 1)
        for target in row["targets"]:
            first, last = target["span1"]
            start, end = offsets[first], offsets[last] - 1
            wanted, got = gold_of(target["label"]), standing_of(tables, row["text"], start, end)
            pairs[wanted, got] += 1
            if wanted != got and shown < verbose:
                shown += 1
                before, after = row["text"][max(0, start - 90) : start], row["text"][end : end + 40]
                print(f"{wanted:7} read {got:7} {target['label']:+.1f} …{before}[{row['text'][start:end]}]{after}")
    baseline: Counter[tuple[str, str]] = Counter()
    for (wanted, _), count in pairs.items():
        baseline[wanted, "stated"] += count
    if verbose:
        print(pairs)
    return {
        f"factuality.{file}.macro_f1": _macro_f1(pairs),
        f"factuality.{file}.majority_macro_f1": _macro_f1(baseline),
    }


if __name__ == "__main__":
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    for key, value in score(verbose=lines, file=sys.argv[2] if len(sys.argv) > 2 else "dev").items():
        print(f"{key} {value:.4f}")
