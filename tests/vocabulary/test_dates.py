"""A researcher adds eras, units and number words by files alone, and is told what is wrong in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sousveil.find.tables import tables_for
from sousveil.find.values import quantities_in, times_in
from sousveil.vocabulary import check, load
from sousveil.vocabulary.date_patterns import pattern_faults

TIMES = """
patterns = ['/(?:in )?{era} {era_year}/']
[eras]
"Dangi" = -2333
"""
ENGLISH = """
[numbers.words]
quadrillard = 12
[numbers.units]
tower = ["tower(s)"]
[times]
patterns = ['/on the eve of {month} {year}/']
[times.relative]
"the other month" = "-2 month"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A researcher's own vocabulary."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "en.toml").write_text(ENGLISH, "utf-8")
    (tmp_path / "times.toml").write_text(TIMES, "utf-8")
    return tmp_path


def test_an_era_a_phrase_and_a_unit_are_added(folder: Path) -> None:
    tables = tables_for("en", load(folder))
    assert tables is not None
    content = "In Dangi 4357 they built quadrillard towers; the other month they fell."
    assert [t.value for t in times_in(tables, content, "2024-05-15")] == ["2024", "2024-03"]
    (counted,) = quantities_in(tables, content)
    assert (counted.quantity.value, counted.quantity.unit) == (12, "tower")


def test_what_is_wrong_with_a_pattern() -> None:
    assert list(pattern_faults("/{month} {year}/")) == []
    assert list(pattern_faults(r"/(?P<y>\d{4})/")) == []
    assert "{moon}" in next(pattern_faults("/{moon} {year}/"))
    assert "cannot be read" in next(pattern_faults("/({year}/"))
    assert "not read" in next(pattern_faults("/(?P<moon>x) {year}/"))
    assert "no part of a date" in next(pattern_faults("/yesterday/"))


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("[times]\npatterns = ['/{moon} {year}/']\n", "{moon} stands for nothing"),
        ('[times.relative]\n"soon" = "1 moon"\n', "a number and a unit"),
        ('[times.relative]\n"soon" = "next year"\n', "a number and a unit"),
        ('[times.months]\nmay = "five"\n', "languages/en.toml"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, words: str, fault: str) -> None:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "en.toml").write_text(words, "utf-8")
    assert any(fault in problem and "en.toml" in problem for problem in check(tmp_path))
