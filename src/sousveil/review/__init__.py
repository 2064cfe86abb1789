"""What a person is shown next: the claims that nobody has decided on, in an order, and the gaps of a case.

Invariant: this room orders and does nothing else. No claim, state or count depends on it, and the same decisions
give the same order.
"""

from sousveil.review.queue import Queue, Queued, review_queue
from sousveil.review.ranker import FEWEST_DECISIONS, FEWEST_OF_EACH, Decision, Ranker, train

__all__ = ["FEWEST_DECISIONS", "FEWEST_OF_EACH", "Decision", "Queue", "Queued", "Ranker", "review_queue", "train"]
