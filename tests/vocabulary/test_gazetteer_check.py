"""The validator of places.toml."""

from __future__ import annotations

from pathlib import Path

from sousveil.vocabulary.gazetteer_check import check_places


def test_the_file_that_ships_is_right() -> None:
    assert check_places() == []


def test_each_fault_is_named(tmp_path: Path) -> None:
    path = tmp_path / "places.toml"
    path.write_text(
        """
never = ["March", "march"]
[countries.QQ]
names = ["Nowhere"]
[abbreviations]
"Zz." = "US-ZZ"
[[spelling]]
of = "Xqvltown"
country = "KP"
grade = "city"
names = ["Xq"]
[[place]]
name = "A square"
country = "KP"
within = "KP-99"
lat = 95.0
lon = 10.0
[[place]]
name = "A half point"
country = "KP"
lat = 9.0
""",
        encoding="utf-8",
    )
    problems = "\n".join(check_places(path))
    for words in ("QQ", "US-ZZ", "Xqvltown", "KP-99", "no degrees", "give both", "'march'"):
        assert words in problems


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "places.toml"
    path.write_text("[[place]]\nnane = 'x'\n", encoding="utf-8")
    assert len(check_places(path)) == 1
    path.write_text("[[place\n", encoding="utf-8")
    assert len(check_places(path)) == 1
