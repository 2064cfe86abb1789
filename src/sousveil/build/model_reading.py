"""Lets a model read the texts of a case, beside the rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import Struct

from sousveil.build.progress import Progress
from sousveil.find.model import Endpoint, EndpointOptions, ModelReader
from sousveil.record import Drop, Text
from sousveil.resolve import resolve
from sousveil.store import Case
from sousveil.vocabulary import load
from sousveil.vocabulary.gazetteer import load_gazetteer

__all__ = ["ModelOptions", "ModelReading"]


class ModelOptions(Struct, frozen=True, kw_only=True):
    """Which model reads, and how much."""

    endpoint: EndpointOptions
    only_triggered: bool = True
    """Only passages in which a word of the vocabulary stands that may make a claim."""


class ModelReading:
    """A model's way through the texts of a case. It can be stopped anywhere: an answer that came is kept at once, and
    the claims of a text are set together.

    A context manager. Raises EndpointError where the model's address is not allowed or an option is wrong.
    """

    def __init__(self, case: Case, options: ModelOptions, vocabulary: Path | None) -> None:
        self._case = case
        self._vocabulary = load(vocabulary)
        self._endpoint = Endpoint(options.endpoint)
        self._progress: Progress | None = None
        self._reader = ModelReader(
            self._endpoint,
            self._vocabulary,
            case.answers(),
            only_triggered=options.only_triggered,
            done=self._advance,
        )
        self._version = f"{self._reader.version}+{load_gazetteer(self._vocabulary.folder).digest[:12]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._endpoint.close()

    @property
    def described(self) -> dict[str, object]:
        """What the log says of it."""
        return {"reader": "model", "version": self._version, "endpoint": self.url}

    @property
    def url(self) -> str:
        """Where passages are sent."""
        return self._endpoint.url

    def count(self) -> tuple[int, int]:
        """How many passages of how many texts are waiting, those whose answers are kept included."""
        counts = [self._reader.count(text) for text in self._waiting()]
        return sum(counts), len(counts)

    def run(self, progress: Progress) -> int:
        """Reads what is waiting; the number of passages read.

        Raises:
            EndpointError: the model cannot be asked any more.
        """
        passages, _ = self.count()
        self._progress = progress
        progress.stage("model", passages)
        for text in self._waiting():
            self._read(text)
        return passages

    def _waiting(self) -> Iterator[Text]:
        for source in self._case.unread_by_model(self._version):
            text = self._case.text(source)
            assert text is not None
            yield text

    def _read(self, text: Text) -> None:
        found = self._reader.read(text)
        capture = self._case.capture(text.capture_sha256)
        assert capture is not None
        drops = [
            Drop(
                stage="model",
                reason=loss.reason,
                locator=capture.locator,
                detail=str(loss),
                capture_sha256=capture.sha256,
            )
            for loss in found.losses
        ]
        claims = resolve(list(found.claims), text, self._vocabulary)
        self._case.put_model_reading(text, claims, drops, self._version, complete=found.complete)

    def _advance(self, done: int, dropped: int) -> None:
        if self._progress is not None:
            self._progress.advance(done, dropped)
