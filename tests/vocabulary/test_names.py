"""The registers of names: nobody's name is another's, every script has its own, a programme is found by its name."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from sousveil.find.tables import tables_for
from sousveil.record.claim import TECHNOLOGIES
from sousveil.vocabulary import check, load
from sousveil.vocabulary.loader import REGISTERS, Entry

_SCRIPTS = {
    "Hangul": re.compile(r"[\uac00-\ud7a3]"),
    "Han": re.compile(r"[\u4e00-\u9fff]"),
    "Cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "Arabic": re.compile(r"[\u0600-\u06ff]"),
}
_LANGUAGE = {"Hangul": "ko", "Han": "zh", "Cyrillic": "ru", "Arabic": "ar"}
_KANA = re.compile(r"[\u3040-\u30ff]")
_WIDELY_REPORTED = {
    "hikvision": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "dahua": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "huawei": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "zte": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "sensetime": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "megvii": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "cloudwalk": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "uniview": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "tiandy": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "iflytek": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "dji": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "nso-group": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "cellebrite": {"Hangul", "Cyrillic", "Arabic"},
    "intellexa": {"Hangul", "Cyrillic", "Arabic"},
    "palantir": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "clearview-ai": {"Hangul", "Cyrillic", "Arabic"},
    "ntechlab": {"Hangul", "Cyrillic", "Arabic"},
    "elbit": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "thales": {"Hangul", "Han", "Cyrillic", "Arabic"},
    "siemens": {"Hangul", "Han", "Cyrillic", "Arabic"},
}


def _bare(name: str) -> str:
    return name.casefold().removeprefix("=")


def test_the_registers_are_as_large_as_they_should_be() -> None:
    vocabulary = load()
    assert len(vocabulary.suppliers) >= 220
    assert len({entry.country for entry in vocabulary.operators.values()} - {None}) >= 60
    assert len(vocabulary.programmes) >= 100
    assert all(entry.country for entry in vocabulary.suppliers.values())


@pytest.mark.parametrize("register", REGISTERS)
def test_no_two_entries_share_a_spelling(register: str) -> None:
    entries: dict[str, Entry] = getattr(load(), register)
    for one, other in combinations(entries.values(), 2):
        if other.id == one.parent or one.id == other.parent:
            continue
        shared = {_bare(name) for name in one.spellings} & {_bare(name) for name in other.spellings}
        assert not shared, (one.id, other.id, shared)


def test_an_identifier_of_wikidata_says_where_it_was_seen_and_belongs_to_one() -> None:
    entries = [entry for register in REGISTERS for entry in getattr(load(), register).values() if entry.wikidata]
    assert all(entry.checked for entry in entries)
    assert len({entry.wikidata for entry in entries}) == len(entries)


def test_companies_that_all_report_on_are_named_in_the_scripts_of_all() -> None:
    for ident, scripts in _WIDELY_REPORTED.items():
        spellings = load().suppliers[ident].spellings
        for script in scripts:
            assert any(_SCRIPTS[script].search(name) for name in spellings), (ident, script)


def _plain(name: str) -> str:
    """A spelling as it stands in a text: `camera(s)` is "camera"."""
    return re.sub(r"\((?:\w+)\)", "", name).removeprefix("=").replace("cent(er|re)", "center")


@pytest.mark.parametrize("ident", sorted(load().programmes))
def test_a_programme_is_found_by_each_of_its_names(ident: str) -> None:
    entry = load().programmes[ident]
    assert set(entry.technology) <= set(TECHNOLOGIES)
    for name in entry.spellings:
        if "(" in _plain(name) and "|" in name:
            continue
        script = next((script for script, letters in _SCRIPTS.items() if letters.search(name)), "")
        code = "ja" if _KANA.search(name) else _LANGUAGE.get(script, "en")
        tables = tables_for(code, load())
        assert tables is not None
        text = f"A, {_plain(name)}, B."
        begin, end = 3, 3 + len(_plain(name))
        found = [m for m in tables.mentions(text, 0, len(text)) if m.section.startswith("technology")]
        assert {m.ident for m in found if m.start <= begin and end <= m.end} >= set(entry.technology), (name, found)


def test_a_programme_of_a_researchers_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "programmes.toml").write_text(
        '[night-owl]\nname = "Night Owl"\ncountry = "XK"\ntechnology = ["camera"]\nnames = ["«Сова»"]\n', "utf-8"
    )
    vocabulary = load(tmp_path)
    assert check(tmp_path) == []
    assert {"section": "programmes", "id": "night-owl", "lang": "", "term": "«Сова»"} in list(vocabulary.rows())
    tables = tables_for("en", vocabulary)
    assert tables is not None
    text = "The city has extended Night Owl to the harbour."
    assert ("technology", "camera", "Night Owl") in {
        (m.section, m.ident, text[m.start : m.end]) for m in tables.mentions(text, 0, len(text))
    }


def test_a_programme_that_stands_for_nothing_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "programmes.toml").write_text('[night-owl]\nname = "Night Owl"\nwikidata = "Q42"\n', "utf-8")
    problems = " ".join(check(tmp_path))
    assert "a programme needs `technology`" in problems
    assert "say in `checked` where the identifier Q42 was seen" in problems
