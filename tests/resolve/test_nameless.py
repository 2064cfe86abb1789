"""Words in a name's place that name nobody make no organisation of a case."""

from __future__ import annotations

import pytest

from sousveil.resolve.nameless import is_nameless, names_nobody
from sousveil.vocabulary import load


@pytest.mark.parametrize(
    ("name", "lang"),
    [
        ("a source in China", "en"), ("An unnamed South Korean official", "en"), ("the agency", "en"),
        ("a resident of Hoeryong", "en"), ("sources in Ryanggang and North Pyongan", "en"),
        ("una fuente en el país", "es"), ("消息人士", "zh"), ("내부 소식통", "ko"), ("보고서", "ko"),
    ],
)  # fmt: skip
def test_unnamed_speakers_name_nobody(name, lang):
    assert is_nameless(name, lang, load(), speaks=True)


@pytest.mark.parametrize(
    ("name", "lang", "speaks"),
    [
        ("Meridian Wire", "en", True), ("South Korea's Yonhap news agency", "en", True), ("Kestrel", "en", False),
        ("ministère de l’Intérieur", "fr", False), ("每日北韓新聞", "zh", True), ("iFlyCam Systems", "en", True),
    ],
)  # fmt: skip
def test_names_are_kept(name, lang, speaks):
    assert not is_nameless(name, lang, load(), speaks=speaks)


@pytest.mark.parametrize("lang", sorted(load().languages))
def test_every_language_tells_names_from_its_words_for_nobody(lang):
    assert not names_nobody("Meridian Wire", lang, load())
