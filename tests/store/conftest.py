"""Small cases made of real records, without collecting or reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from made import Made, make
from sousveil.store import Case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """An empty case, open for writing."""
    with Case.create(tmp_path / "case") as made:
        yield made


@pytest.fixture
def fill(case: Case) -> Callable[..., Made]:
    """Puts a source with one claim into the case."""

    def put(words: str, **given: str) -> Made:
        made = make(words, **given)
        case.add(made[0], made[1])
        case.put_reading(made[2], [made[3]], "1")
        return made

    return put
