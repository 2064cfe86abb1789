"""Korean names in other letters, against spellings that reference works print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.hangul import in_letters, southern, systems


@pytest.mark.parametrize(
    ("name", "mccune", "north", "revised", "russian", "japanese"),
    [
        ("회령", "Hoeryŏng", "Hoeryong", "Hoeryeong", "Хверён", "フェリョン"),
        ("청진", "Ch'ŏngjin", "Chongjin", "Cheongjin", "Чхонджин", "チョンジン"),
        ("신의주", "Sinŭiju", "Sinuiju", "Sinuiju", "Синыйджу", "シニジュ"),
        ("라선", "Rasŏn", "Rason", "Raseon", "Расон", "ラソン"),
        ("송림", "Songnim", "Songrim", "Songnim", "Сонним", "ソンニム"),
        ("길주", "Kilchu", "Kilju", "Gilju", "Кильчу", "キルジュ"),
        ("덕천", "Tŏkch'ŏn", "Tokchon", "Deokcheon", "Токчхон", "トクチョン"),
        ("평성", "P'yŏngsŏng", "Pyongsong", "Pyeongseong", "Пхёнсон", "ピョンソン"),
        ("벽동", "Pyŏktong", "Pyoktong", "Byeokdong", "Пёктон", "ピョクトン"),
        ("원산", "Wŏnsan", "Wonsan", "Wonsan", "Вонсан", "ウォンサン"),
        ("독립", "Tongnip", "Tokrip", "Dongnip", "Тоннип", "トンニプ"),
    ],
)
def test_systems(name: str, mccune: str, north: str, revised: str, russian: str, japanese: str) -> None:
    assert in_letters(name, "mccune-reischauer")[0] == mccune
    assert north in in_letters(name, "north-korean")
    assert in_letters(name, "revised") == (revised,)
    assert in_letters(name, "kontsevich")[0] == russian
    assert japanese in in_letters(name, "katakana")


def test_what_others_write() -> None:
    assert in_letters("청진", "kontsevich")[1] == "Чхончжин"
    assert "Йонбён" in in_letters("영변", "kontsevich")
    assert "Shinŭiju" in in_letters("신의주", "mccune-reischauer")
    # The two romanisations of the same name differ in marks alone.
    assert key_of("Ch'ŏngjin") == key_of("Chongjin")


@pytest.mark.parametrize(
    ("north", "south"),
    [("라선", "나선"), ("량강도", "양강도"), ("녕변", "영변"), ("룡천", "용천"), ("락랑", "낙랑"), ("나진", "나진"),
     ("회령", "회령"), ("", ""), ("Rason", "Rason")],
)  # fmt: skip
def test_the_souths_spelling(north: str, south: str) -> None:
    assert southern(north) == south


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6))
def test_every_syllable_has_letters(name: str) -> None:
    for system in systems():
        for form in in_letters(name, system):
            assert form.strip()
            assert not any("가" <= letter <= "힣" for letter in form)


def test_what_is_no_syllable_stays() -> None:
    assert in_letters("회령 2", "revised") == ("Hoeryeong 2",)
    assert in_letters("", "revised") == ("",)
