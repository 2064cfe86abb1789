"""The vocabulary: what ships is right, a researcher's own folder lies over it, and faults are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sousveil.errors import VocabularyError
from sousveil.find.tables import tables_for
from sousveil.record.claim import ACTS, SITE_TYPES, TECHNOLOGIES
from sousveil.vocabulary import check, load
from sousveil.vocabulary.terms import Writing, anchor_of, expression_of, pieces_of


def test_what_ships_has_no_faults() -> None:
    assert check() == []


def test_what_ships_covers_the_identifiers() -> None:
    vocabulary = load()
    assert {"en", "ko", "ja", "zh", "ru", "es", "de", "fr"} <= set(vocabulary.languages)
    english = vocabulary.languages["en"]
    assert set(english.technology) | set(english.technology_weak) == set(TECHNOLOGIES)
    assert set(english.act) == set(ACTS)
    assert set(english.site) | {"other"} == set(SITE_TYPES)
    assert len(vocabulary.suppliers) >= 150
    assert {"hikvision", "dahua", "fisca", "kim-il-sung-university"} <= set(vocabulary.suppliers)


def test_every_anchor_stands_in_what_its_term_finds() -> None:
    for code, language in load().languages.items():
        tables = tables_for(code, load())
        assert tables is not None
        for technology, terms in language.technology.items():
            for term in terms:
                anchor = anchor_of(term)
                plain = re.sub(r"\([^()]*\)|\*|=|\.\.\.", "", term)
                if anchor is not None and plain == term:
                    assert anchor in plain.lower(), (code, technology, term)


@pytest.mark.parametrize(
    ("term", "writing", "finds", "leaves"),
    [
        ("camera(s)", "spaced", ["camera", "two cameras."], ["cameraman"]),
        ("face recognition", "spaced", ["face-recognition", "face  recognition"], ["facerecognition"]),
        ("cent(er|re)s", "spaced", ["centers", "centres"], ["cents"]),
        ("use(s|d)", "spaced", ["use", "uses", "used"], ["user"]),
        ("überwach*", "spaced", ["überwacht"], ["unüberwacht"]),
        ("jam ... signals", "spaced", ["jam all phone signals"], ["jam one two three four five signals"]),
        ("=Ring", "spaced", ["Ring"], ["ring", "Rings"]),
        ("감시카메라", "suffixed", ["감시카메라를"], ["무감시카메라"]),
        ("*공항", "suffixed", ["순안공항에서"], ["공장"]),
        ("监控", "joined", ["被监控的"], ["监视"]),
        ("/volts?\\b/", "spaced", ["3,300 volts"], ["revolted"]),
    ],
)
def test_terms(term: str, writing: Writing, finds: list[str], leaves: list[str]) -> None:
    expression = re.compile(expression_of(term, writing), re.IGNORECASE)
    assert all(expression.search(text) for text in finds)
    assert not any(expression.search(text) for text in leaves)


@pytest.mark.parametrize("term", ["", "=", "camera(s", "cameras)"])
def test_a_term_that_cannot_be_read(term: str) -> None:
    with pytest.raises(ValueError, match=r"empty|without"):
        expression_of(term, "spaced")


def _folder(tmp_path: Path, name: str, content: str) -> Path:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return tmp_path


def test_an_own_folder_extends_a_language_and_adds_a_company(tmp_path: Path) -> None:
    _folder(tmp_path, "languages/en.toml", 'name = "English"\n[technology]\ncamera = ["watching eye(s)"]\n')
    _folder(tmp_path, "suppliers.toml", '[lumora]\nname = "Lumora Vision"\ncountry = "XK"\n')
    vocabulary = load(tmp_path)
    assert "watching eye(s)" in vocabulary.languages["en"].technology["camera"]
    assert "CCTV" in vocabulary.languages["en"].technology["camera"]
    assert vocabulary.suppliers["lumora"].country == "XK"
    assert vocabulary.digest != load().digest
    assert check(tmp_path) == []
    assert {"section": "suppliers", "id": "lumora", "lang": "", "term": "Lumora Vision"} in list(vocabulary.rows())


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("languages/en.toml", 'name = "English"\n[technology]\ncamra = ["x"]\n', "'camra' is no identifier"),
        ("languages/en.toml", 'name = "English"\n[act]\nplan = ["pl(an"]\n', "without '\\)'"),
        ("languages/en.toml", 'name = "English"\n[act]\nplan = ["/(/"]\n', "cannot be read"),
        ("languages/xx.toml", 'name = "X"\n[technology]\ncamera = []\n', "has no terms"),
        ("languages/xx.toml", 'name = "X"\nsurprise = 1\n', "unknown field"),
        ("languages/xx.toml", "name = ", "not valid TOML"),
        ("suppliers.toml", '[hik-two]\nname = "Hikvision"\n', "also belongs to"),
        ("suppliers.toml", '[a]\nname = "A Co"\nparent = "nobody"\n', "parent 'nobody' is no entry"),
        ("suppliers.toml", '[a]\nname = "A Co"\ncountry = "China"\n', "two capital letters"),
        ("suppliers.toml", '[a]\nname = "A Co"\nwikidata = "42"\n', "must look like Q42"),
        ("suppliers.toml", '[a]\nname = "A Co"\ntechnology = ["camra"]\n', "'camra' is no technology"),
    ],
)
def test_a_fault_is_named_with_its_file(tmp_path: Path, name: str, content: str, fault: str) -> None:
    _folder(tmp_path, name, content)
    problems = check(tmp_path)
    assert any(re.search(fault, problem) for problem in problems), problems
    assert all(name.rpartition("/")[2].removesuffix(".toml") in problem for problem in problems)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="is no folder"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("term", "anchor", "pieces"),
    [
        ("/[Pp]olice\\b(?! station)/", "olice", ("olice",)),
        ("/phones? (?:\\w+ ){0,5}takes? (?:a )?screenshots?/", "screenshot", ("screenshot",)),
        ("/drones?|balloons/", None, ()),
        ("/[\\d,]+ km/", " km", (" km",)),
        ("national CCTV project", "national", ("national", "cctv", "project")),
        ("thumb(s|ed) through ... phones", "through", ("thumb", "through", "phones")),
    ],
)
def test_texts_that_every_match_holds(term: str, anchor: str | None, pieces: tuple[str, ...]) -> None:
    assert anchor_of(term) == anchor
    assert pieces_of(term) == pieces


def test_a_word_with_forms_stands_as_its_stem() -> None:
    arabic = load().orthography("ar")
    pieces = pieces_of(arabic.letters.term("كاميرات المراقبة"), arabic.inflection)
    assert len(pieces) == 2
    for text in ("وبكاميرات المراقبة", "كاميرات مراقبة"):
        assert all(piece in arabic.view(text) for piece in pieces)
    assert not all(piece in arabic.view("كاميرات حديثة") for piece in pieces)
