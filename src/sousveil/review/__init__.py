"""What a person is shown next (the claims that nobody has decided on, in an order, and the gaps of a case), and what a
person says beyond yes and no, checked before it is recorded.

Invariant: this room orders and checks and does nothing else. No claim, state or count depends on the order, and the
same decisions give the same order.
"""

from sousveil.review.learning import Memory
from sousveil.review.queue import Queued, in_order, next_claims, similar, waiting
from sousveil.review.ranker import FEWEST_DECISIONS, FEWEST_OF_EACH, Decision, Ranker, train

__all__ = [
    "FEWEST_DECISIONS",
    "FEWEST_OF_EACH",
    "Decision",
    "Memory",
    "Queued",
    "Ranker",
    "in_order",
    "next_claims",
    "similar",
    "train",
    "waiting",
]
