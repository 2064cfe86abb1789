"""Search finds words in every script, also the two-character words of Korean, Chinese and Japanese."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.store.sources.search import search_form

TEXTS = {
    "ko": "평양의 학교마다 감시카메라가 설치됐다. 주민들은 몰랐다.",
    "zh": "当局在学校安装了监控摄像头. 居民并不知情。",
    "ja": "学校に監視カメラが設置された. 住民は知らなかった。",
    "ru": "В школах установили камеры. Жители не знали.",
    "es": "Instalaron cámaras en las escuelas. Nadie lo sabía.",
}


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        ("감시", "ko"),
        ("카메라", "ko"),
        ("摄像", "zh"),
        ("监控", "zh"),
        ("監視", "ja"),
        ("камеры", "ru"),
        ("CAMARAS", "es"),
        ("校", "zh"),
    ],
)
def test_a_word_is_found_in_its_script(case, fill, query, lang):
    made = {key: fill(words, lang=key) for key, words in TEXTS.items()}
    hits = case.search(query)
    assert made[lang][0].source_id in [hit.source for hit in hits]
    for hit in hits:
        content = case.text(hit.source).content
        assert content[hit.start : hit.end] == hit.words


@pytest.mark.parametrize("query", ['"', "AND", "NEAR(", "a:b", "*", "감 OR", "'; DROP TABLE log; --", "", "%", "\x00"])
def test_what_is_typed_is_never_syntax(case, fill, query):
    fill("Cameras were installed. End.")
    case.search(query)


def test_two_characters_that_do_not_stand_together_are_not_found(case, fill):
    fill("감상과 시계. 끝.")
    assert case.search("감시") == []


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_has_a_form(words):
    search_form(words)
