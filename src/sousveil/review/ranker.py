"""Learns from a researcher's decisions which claims are likely to be accepted.

The model is a maximum-entropy classifier (logistic regression with a Gaussian prior), which is what a conditional
random field over one item is: Lafferty, McCallum and Pereira, "Conditional Random Fields", ICML 2001; trained by
CRFsuite (Okazaki 2007) with L-BFGS. It lives as long as the queue that it orders, and is never stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final

from msgspec import Struct

from sousveil.review.traits import Traits

__all__ = ["FEWEST_DECISIONS", "FEWEST_OF_EACH", "Decision", "Ranker", "train"]

FEWEST_DECISIONS: Final = 20
FEWEST_OF_EACH: Final = 5
"""With fewer, the order is hardly better than chance on the cases of `eval/score_ranker.py`."""

_PRIOR = 3.0
"""Weight of the prior: estimates stay near the share of accepted claims until much is decided."""
_FEWEST_SOURCES = 2
"""A word counts once it was decided on in two sources: what one page alone says teaches nothing about others."""
_ACCEPT, _REJECT = "accept", "reject"


class Decision(Struct, frozen=True, kw_only=True):
    """A claim that somebody kept (accepted or edited) or rejected."""

    traits: Traits
    accepted: bool


class Ranker:
    """Made by `train`."""

    def __init__(self, model: bytes, known: frozenset[str]) -> None:
        import pycrfsuite

        self._model = model  # the tagger reads from these bytes as long as it lives
        self._known = known
        self._in_use = Lock()  # a tagger holds what it was asked last, and pages ask from several threads
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)

    def estimate(self, traits: Traits) -> float:
        """How likely the claim is to be accepted, judging by the decisions; between 0 and 1, in steps of 0.001.

        It says what this researcher may decide, and nothing about what is true.
        """
        taken = _taken(traits, self._known)
        with self._in_use:
            self._tagger.set([taken])
            return round(float(self._tagger.marginal(_ACCEPT, 0)), 3)


def train(decisions: Iterable[Decision]) -> Ranker | None:
    """A ranker, or None where there are too few decisions, or too few of one kind. Their order does not matter."""
    decisions = sorted(decisions, key=lambda decision: decision.traits.claim)
    accepted = sum(decision.accepted for decision in decisions)
    if len(decisions) < FEWEST_DECISIONS or min(accepted, len(decisions) - accepted) < FEWEST_OF_EACH:
        return None
    import pycrfsuite

    known = _known_words(decisions)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.0, "c2": _PRIOR, "max_iterations": 200, "feature.possible_states": True})
    for decision in decisions:
        trainer.append([_taken(decision.traits, known)], [_ACCEPT if decision.accepted else _REJECT])
    with TemporaryDirectory(prefix="sousveil-") as folder:  # CRFsuite writes its model to a file only
        path = Path(folder) / "model"
        trainer.train(str(path))
        return Ranker(path.read_bytes(), known)


def _known_words(decisions: Sequence[Decision]) -> frozenset[str]:
    sources: dict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        for word in decision.traits.words:
            sources[word].add(decision.traits.source)
    return frozenset(word for word, found in sources.items() if len(found) >= _FEWEST_SOURCES)


def _taken(traits: Traits, known: frozenset[str]) -> list[str]:
    return ["always", *traits.fixed, *(f"word {word}" for word in traits.words if word in known)]
