"""The model reader: passage by passage, the same question, checked answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sousveil.errors import FindLoss
from sousveil.find.model.answer import Answered, answer_schema, read_answer
from sousveil.find.model.claims import Checker
from sousveil.find.model.endpoint import Endpoint
from sousveil.find.model.passages import passages
from sousveil.find.model.prompt import PROMPT_VERSION, messages
from sousveil.find.readers import Found
from sousveil.record.claim import Claim
from sousveil.record.identity import sha256_text
from sousveil.record.text import Text
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Answers", "ModelReader"]


class Answers(Protocol):
    """Keeps what a model answered. A model may answer the same question differently the next day; with its answers
    kept, the same case gives the same claims, and work that was stopped goes on where it was."""

    def get(self, key: str) -> str | None:
        """The answer that was kept under this key."""

    def put(self, key: str, answer: str) -> None:
        """Keep an answer."""


class ModelReader:
    """Reads claims with a model. A function of text, vocabulary and what the model answers: it has no other effect."""

    def __init__(
        self,
        endpoint: Endpoint,
        vocabulary: Vocabulary,
        answers: Answers,
        *,
        only_triggered: bool = True,
        done: Callable[[int, int], None] = lambda _done, _dropped: None,
    ) -> None:
        self.extractor = f"model/{endpoint.model}"
        self._rule = f"model:{PROMPT_VERSION}"
        self._endpoint = endpoint
        self._vocabulary = vocabulary
        self._answers = answers
        self._only_triggered = only_triggered
        self._done = done
        """Told of each passage that went by, and of the number of things dropped in it."""
        self._schema = answer_schema()

    @property
    def version(self) -> str:
        """Names everything that the claims depend on, but the text and the answers."""
        which = "triggered" if self._only_triggered else "all"
        return f"{self.extractor}+{self._rule}+{self._vocabulary.digest[:12]}+{which}"

    def count(self, text: Text) -> int:
        """How many passages of a text would be read."""
        return len(passages(text, self._vocabulary, only_triggered=self._only_triggered))

    def read(self, text: Text) -> Found:
        """The claims of a text, and what was not kept of the model's answers.

        Raises:
            EndpointError: the model cannot be asked any more; the answers until then are kept.
        """
        checker = Checker(text, self._vocabulary, self.extractor, self._rule)
        published = text.published.value if text.published else None
        claims: dict[str, Claim] = {}
        complete = True
        for passage in passages(text, self._vocabulary, only_triggered=self._only_triggered):
            before = len(checker.losses)
            try:
                answered = self._answered(text.content[passage.start : passage.end], published)
            except FindLoss as loss:
                checker.lose(passage, loss)
                complete = False
            else:
                claims.update((claim.id, claim) for claim in checker.claims(passage, answered))
            self._done(1, len(checker.losses) - before)
        return Found(claims=tuple(claims.values()), losses=tuple(checker.losses), complete=complete)

    def _answered(self, passage: str, published: str | None) -> list[Answered | FindLoss]:
        """What the model answers about a passage, now or before. Only answers that can be used are kept."""
        question = messages(passage, published)
        key = sha256_text("\n".join((self._endpoint.model, PROMPT_VERSION, *(part["content"] for part in question))))
        answer = self._answers.get(key)
        if answer is not None:
            return read_answer(answer)
        answer = self._endpoint.ask(question, self._schema)
        answered = read_answer(answer)
        self._answers.put(key, answer)
        return answered
