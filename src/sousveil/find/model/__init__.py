"""The optional reader of claims that asks a language model which the user runs.

Invariant: nothing that a model says is believed. Each quote and each word behind a value must stand in the frozen
text, each term must be one of ours, values are worked out from the words and never taken over, and where our
vocabulary knows the words, a model that reads them otherwise is not followed. What falls is counted.
"""

from sousveil.find.model.endpoint import Endpoint, EndpointOptions
from sousveil.find.model.passages import Passage, passages
from sousveil.find.model.reader import Answers, ModelReader

__all__ = ["Answers", "Endpoint", "EndpointOptions", "ModelReader", "Passage", "passages"]
