"""What a worker process does with one capture: read it, find its claims, resolve them."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from sousveil.find import find
from sousveil.find.own_words import own_passages
from sousveil.read import read
from sousveil.record import Capture, Claim, Text
from sousveil.resolve import resolve
from sousveil.version import __version__
from sousveil.vocabulary import load
from sousveil.vocabulary.gazetteer import load_gazetteer

__all__ = ["Reading", "ReadingTask"]


class Reading(Struct, frozen=True, kw_only=True):
    """The frozen text of a capture and the claims that it makes."""

    text: Text
    claims: tuple[Claim, ...]


class ReadingTask(Struct, frozen=True, kw_only=True):
    """Callable that travels to the workers: bytes to text and claims."""

    vocabulary: Path | None = None
    """A researcher's own vocabulary folder, laid over the one that ships."""

    def __call__(self, capture: Capture, payload: bytes) -> Reading:
        """Raises ReadLoss where the bytes hold no text that can be read."""
        text = read(capture, payload)
        vocabulary = load(self.vocabulary)
        text = msgspec.structs.replace(text, own=own_passages(text, vocabulary))
        return Reading(text=text, claims=tuple(resolve(find(text, vocabulary), text, vocabulary)))

    @property
    def version(self) -> str:
        """Names what reads and finds; where it differs from a case's, a build reads every capture again."""
        vocabulary = load(self.vocabulary)
        return f"{__version__}+{vocabulary.digest[:12]}+{load_gazetteer(vocabulary.folder).digest[:12]}"
