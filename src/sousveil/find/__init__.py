"""Text to claims with exact spans.

Invariant: a claim is a pure function of the frozen text and the vocabulary, and its quote stands in the text at
its offsets, character for character.
"""

from sousveil.find.reader import EXTRACTOR, find

__all__ = ["EXTRACTOR", "find"]
