"""The parts that `find` is made of: sentences, dates, quantities, the standing of events."""

from __future__ import annotations

import pytest

from sousveil.find.certainty import standing_of
from sousveil.find.dates import time_of
from sousveil.find.quantities import quantity_of
from sousveil.find.segment import sentences, without_heading
from sousveil.find.tables import Tables, fold, tables_for
from sousveil.vocabulary import load


def tables(lang: str) -> Tables:
    found = tables_for(lang, load())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("lang", "content", "expected"),
    [
        ("en", "Dr. Kim of the U.S. team left. He said so.", ["Dr. Kim of the U.S. team left.", "He said so."]),
        ("en", "It cost 3.5 million. “Too much.” They paid.", ["It cost 3.5 million.", "“Too much.”", "They paid."]),
        ("de", "Am 16. April kam er. Das war z.B. neu.", ["Am 16. April kam er.", "Das war z.B. neu."]),
        ("ja", "設置した。運用している。", ["設置した。", "運用している。"]),
        ("zh", "安装了。使用了！", ["安装了。", "使用了！"]),
        ("ko", "설치했다. 운영한다.", ["설치했다.", "운영한다."]),
    ],
)
def test_sentences(lang: str, content: str, expected: list[str]) -> None:
    language = tables(lang).language
    assert [content[a:b] for a, b in sentences(content, 0, len(content), language)] == expected


def test_a_text_without_stops_is_cut() -> None:
    content = "cameras and police " * 400
    spans = list(sentences(content, 0, len(content), tables("en").language))
    assert max(end - start for start, end in spans) <= 1000
    assert "".join(content[a:b] for a, b in spans).replace(" ", "") == content.replace(" ", "")
    joined = "监控" * 2000
    assert sum(end - start for start, end in sentences(joined, 0, len(joined), tables("zh").language)) == len(joined)


def test_a_glued_heading_is_left_out() -> None:
    content = "Border Control The pandemic closed the border."
    start = without_heading(content, 0, len(content), tables("en").language.sentences)
    assert content[start:].startswith("The pandemic")


@pytest.mark.parametrize(
    ("lang", "content", "expected"),
    [
        ("en", "installed since 2019", "2019/.."),
        ("en", "installed in March 2022", "2022-03"),
        ("en", "on 16 April 2024 they were installed", "2024-04-16"),
        ("en", "installed last month", "2023-04"),
        ("en", "will be installed next year", "2024"),
        ("ko", "2021년부터 설치했다", "2021/.."),
        ("ko", "지난해 설치했다", "2022"),
        ("ja", "2019年から運用", "2019/.."),
        ("ru", "с 2019 года работает", "2019/.."),
        ("de", "seit 2021 im Einsatz", "2021/.."),
        ("es", "instaladas en marzo de 2020", "2020-03"),
        ("en", "installed cameras", None),
        ("en", "spent $2,019 on it", None),
    ],
)
def test_times_are_resolved_against_the_publication_date(lang: str, content: str, expected: str | None) -> None:
    found = time_of(tables(lang), content, 0, len(content), 0, "2023-05-04")
    assert (found[0] if found else None) == expected


def test_relative_times_need_a_publication_date() -> None:
    assert time_of(tables("en"), "installed last month", 0, 20, 0, None) is None


@pytest.mark.parametrize(
    ("lang", "content", "value", "unit", "approximate"),
    [
        ("en", "bought 1,200 cameras", 1200.0, "camera", False),
        ("en", "about 40 surveillance cameras", 40.0, "camera", True),
        ("en", "worth 2.5 million dollars", 2500000.0, "USD", False),
        ("en", "spent $55,000", 55000.0, "USD", False),
        ("en", "dozens of cameras", 24.0, "camera", True),
        ("es", "4.000 cámaras", 4000.0, "camera", False),
        ("de", "80 Überwachungskameras", 80.0, "camera", False),
    ],
)
def test_quantities(lang: str, content: str, value: float, unit: str, approximate: bool) -> None:
    found = quantity_of(tables(lang), content, 0, len(content), [])
    assert found is not None
    assert (found[0].value, found[0].unit, found[0].approximate) == (value, unit, approximate)


def test_a_counter_takes_the_unit_of_its_technology() -> None:
    content = "CCTV 300대를 설치했다."
    korean = tables("ko")
    mentions = [m for m in korean.mentions(content, 0, len(content)) if m.section == "technology"]
    found = quantity_of(korean, content, 0, len(content), mentions)
    assert found is not None
    assert (found[0].value, found[0].unit) == (300.0, "camera")


@pytest.mark.parametrize(
    ("sentence", "word", "standing"),
    [
        ("The army built a wall.", "built", "stated"),
        ("The army may have built a wall.", "built", "hedged"),
        ("The army did not build a wall.", "build", "denied"),
        ("He denied that the army built a wall.", "built", "denied"),
        ("They hope to build a wall.", "build", "hedged"),
    ],
)
def test_standing_of_an_event(sentence: str, word: str, standing: str) -> None:
    start = sentence.index(word)
    assert standing_of(tables("en"), sentence, start, start + len(word)) == standing


def test_folding_keeps_offsets() -> None:
    assert len(fold("İSTANBUL’da KAMERA")) == len("İSTANBUL’da KAMERA")
