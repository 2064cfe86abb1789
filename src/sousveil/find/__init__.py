"""Text to claims with exact spans.

Invariant: a claim is a pure function of the frozen text and the vocabulary, and its quote stands in the text at
its offsets, character for character. `model/`, which is optional, reads with a model beside these rules; what it
answers is one more argument.
"""

from sousveil.find.reader import EXTRACTOR, find

__all__ = ["EXTRACTOR", "find"]
