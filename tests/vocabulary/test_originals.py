"""originals.toml: every example leads where it says, faults are told, a folder of one's own adds to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sousveil.errors import VocabularyError
from sousveil.vocabulary import check
from sousveil.vocabulary.originals import check_originals, load_originals

CIRCULAR = """
[[identifier]]
id = "circular"
what = "the ministry's circular"
pattern = '''Circular (?P<number>\\d+)/(?P<year>\\d{4})'''
url = "https://circulars.example/{year}/{number}"
examples = [["see Circular 12/2021.", "https://circulars.example/2021/12"]]
"""


def test_every_example_that_ships_leads_where_it_says() -> None:
    assert list(check_originals()) == []
    originals = load_originals()
    assert all(each.examples for each in originals.identifier)
    assert sum(bool(each.examples) for each in originals.wrapped) == len(originals.wrapped)


def test_a_folder_of_ones_own_adds_a_kind_of_number(tmp_path: Path) -> None:
    (tmp_path / "originals.toml").write_text(CIRCULAR)
    assert list(check_originals(str(tmp_path))) == []
    originals = load_originals(str(tmp_path))
    assert [each.url for each in originals.identified("Circular 7/2019")] == ["https://circulars.example/2019/7"]
    assert originals.identified("10.1000/182")[0].url == "https://doi.org/10.1000/182"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("2021/12", "2021/13"), "leads to https://circulars.example/2021/12 and not to"),
        (("{year}", "{month}"), "must have in braces"),
        (("(?P<year>", "(?P<year"), "cannot be read"),
        (("https://circulars.example/{", "circulars.example/{"), "must begin with https://"),
        (('id = "circular"', 'id = "doi"'), "stands there twice"),
    ],
)
def test_faults_are_told(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    (tmp_path / "originals.toml").write_text(CIRCULAR.replace(*change))
    assert any(fault in told and "originals.toml" in told for told in check_originals(str(tmp_path)))


def test_the_check_of_the_vocabulary_tells_them(tmp_path: Path) -> None:
    (tmp_path / "originals.toml").write_text(CIRCULAR.replace("2021/12", "2021/13"))
    assert any("originals.toml [[identifier]] circular" in told for told in check(tmp_path))


def test_a_key_that_nothing_reads_is_told(tmp_path: Path) -> None:
    (tmp_path / "originals.toml").write_text(CIRCULAR.replace("what =", "whta ="))
    with pytest.raises(VocabularyError, match="whta"):
        load_originals(str(tmp_path))


@pytest.mark.parametrize(
    "words",
    [
        "resolution 48/141 of the Assembly", "the A/B test", "12 FR 3", "version 10.5 of the firmware", "S/N 2024-33",
        "EP0000001", "call 1-800-555-0100", "camera model DS-2CD2085FWD-I", "IP 10.0.0.1/24", "E/2 of the map",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_is_none(words: str) -> None:
    assert load_originals().identified(words) == []


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        ("https://www.frontiersin.org/articles/10.3389/fpubh.2020.00240/full", "10.3389/fpubh.2020.00240"),
        ("https://onlinelibrary.wiley.com/doi/pdf/10.1111/1475-6773.13498?src=x#top", "10.1111/1475-6773.13498"),
        ("https://dx.doi.org/10.1145%2F3287560.3287596", "10.1145/3287560.3287596"),
        ("https://journals.plos.org/plosone/article/10.1371/journal.pone.0263598.pdf", "10.1371/journal.pone.0263598"),
    ],
)
def test_a_doi_is_read_from_the_addresses_of_publishers(address: str, doi: str) -> None:
    assert [each.url for each in load_originals().identified(address)] == [f"https://doi.org/{doi}"]
