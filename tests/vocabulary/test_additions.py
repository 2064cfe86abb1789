"""What a researcher's folder adds to entries that ship: names and listings; what must not be."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from sousveil.errors import VocabularyError
from sousveil.resolve.organisations import registry_of
from sousveil.vocabulary import check, load
from sousveil.vocabulary.company_words import CompanyWords, WordsOfNames

PAGE = Path(__file__).parents[2] / "docs" / "VOCABULARY_COMPANIES.md"


def test_aliases_add_to_an_entry_and_leave_the_rest(tmp_path: Path) -> None:
    (tmp_path / "aliases.toml").write_text(
        '[hikvision]\nnames = ["Hikvizion", "海康"]\n'
        '[[hikvision.listings]]\nlist = "us-entity-list"\nsince = "2019-10-09"\nsource = "https://example.org/list"\n',
        "utf-8",
    )
    assert check(tmp_path) == check()
    shipped, entry = load().suppliers["hikvision"], load(tmp_path).suppliers["hikvision"]
    assert entry.names == (*shipped.names, "Hikvizion")
    assert (entry.name, entry.country, entry.parent, entry.products) == (
        shipped.name, shipped.country, shipped.parent, shipped.products,
    )  # fmt: skip
    assert [(listed.list, listed.since, listed.until) for listed in entry.listings] == [
        ("us-entity-list", "2019-10-09", None)
    ]
    found = registry_of(load(tmp_path)).find("Hikvizion Co., Ltd.", "supplier")
    assert found is not None
    assert found.id == "hikvision"
    assert registry_of(load()).find("Hikvizion", "supplier") is None


def test_aliases_of_nobody_are_named(tmp_path: Path) -> None:
    (tmp_path / "aliases.toml").write_text('[nobody-at-all]\nnames = ["Nobody"]\n', "utf-8")
    with pytest.raises(VocabularyError, match=r"aliases\.toml \[nobody-at-all\]: no register has this identifier"):
        load(tmp_path)
    assert "nobody-at-all" in " ".join(check(tmp_path))


def test_faults_of_listings_are_named(tmp_path: Path) -> None:
    (tmp_path / "suppliers.toml").write_text(
        '[zorvanek]\nname = "Zorvanek"\ncountry = "PE"\nlistings = [{ list = "Entity List", since = "9 May" }]\n',
        "utf-8",
    )
    problems = " ".join(check(tmp_path))
    assert "the list 'Entity List' must be lower-case words" in problems
    assert "the date '9 May' of a listing must look like 2019" in problems


def test_an_identifier_belongs_to_one_register(tmp_path: Path) -> None:
    (tmp_path / "operators.toml").write_text('[hikvision]\nname = "Zorvanek Bureau"\ncountry = "PE"\n', "utf-8")
    assert any("[hikvision]: suppliers.toml has this identifier, too" in problem for problem in check(tmp_path))


def test_companies_are_resolved_and_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "companies.toml").write_text('[zorvanek]\nname = "Zorvanek"\ncountry = "PE"\n', "utf-8")
    vocabulary = load(tmp_path)
    assert check(tmp_path) == check()
    found = registry_of(vocabulary).find("Zorvanek S.A.", "supplier")
    assert found is not None
    assert found.id == "zorvanek"
    assert "zorvanek" not in vocabulary.suppliers


def test_short_names_of_companies_count_in_their_own_case() -> None:
    registry = registry_of(load())
    for name in ("du", "HOT"):
        assert registry.find(name, "supplier") is not None
        assert registry.find(name.swapcase(), "supplier") is None


def test_faults_of_the_words_of_names_are_named(tmp_path: Path) -> None:
    (tmp_path / "company_words.toml").write_text(
        'soft = ["weaving"]\n[languages.xx]\nseats = ["Peru"]\nbetween = ["also (called"]\nopen = ["once"]\n'
        'letters.kk = ["ka"]\nregions.EU = ["Union"]\n', "utf-8",
    )  # fmt: skip
    problems = " ".join(check(tmp_path))
    for fault in ("'weaving'", "country 'Peru'", "'also (called' cannot be read", "need each other", "'kk'", "'EU'"):
        assert fault in problems


@pytest.mark.parametrize(("head", "struct"), [("The whole file", CompanyWords), ("A language", WordsOfNames)])
def test_every_key_stands_on_the_page_and_no_other(head: str, struct: type[msgspec.Struct]) -> None:
    chapters = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", PAGE.read_text("utf-8"), re.MULTILINE))
    told = re.findall(r"^\| `(\w+)` \| \S", chapters[head], re.MULTILINE)
    assert told == list(struct.__struct_fields__)
