"""Letters that are alike: views keep lengths, offsets come back exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.vocabulary import load
from sousveil.vocabulary.letters import JOINER, LetterForms, Letters

ARABIC = LetterForms(
    alike={"ا": "أإآ", "ي": "ىی", "ه": "ة", "ك": "ک"},
    optional="\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640" + JOINER,
)


def arabic() -> Letters:
    return Letters(ARABIC, {})


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("٢٠٢٤", "2024"),
        ("۱۴۰۳", "1403"),
        ("２０２４年にＣＣＴＶ", "2024年にCCTV"),
        ("Ａｂ 1", "Ab 1"),
        ("cameras", "cameras"),
    ],
)
def test_digits_and_wide_letters_are_ascii_in_every_language(text: str, view: str) -> None:
    for code in ("en", "ja", "ru", "xx"):
        assert load().orthography(code).view(text) == view


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("أمن", "امن"),
        ("مراقبة", "مراقبه"),
        ("کامیرا", "كاميرا"),
        ("كَامِيرا.", "كاميرا  ."),
        ("كاميـــرا ات", "كاميرا    ات"),
        ("دوربين\u200cها،", "دوربينها ،"),
    ],
)
def test_variants_are_one_letter_and_marks_go_behind_their_word(text: str, view: str) -> None:
    assert arabic().view(text) == view


@pytest.mark.parametrize("word", ["كَامِيرا", "دوربين\u200cها", "كاميـــرا", "قالَ", "plain"])
def test_the_span_of_a_word_comes_back_with_its_marks(word: str) -> None:
    letters = arabic()
    text = f"أَمام {word}، هُنا"
    start = text.index(word)
    bare = letters.view(word).rstrip()
    at = letters.view(text).index(bare)
    assert letters.original(text, at, at + len(bare)) == (start, start + len(word))


def test_a_span_inside_a_word_comes_back() -> None:
    letters = arabic()
    text = "وَالشُّرطة هنا"
    at = letters.view(text).index("الشرطه")
    assert text[slice(*letters.original(text, at, at + 6))] == "الشُّرطة"


@given(st.text(alphabet="اأبكةىَُّـ\u200c ،.٣a１監", max_size=40))
def test_a_view_has_the_length_of_its_text_and_every_span_stands_in_it(text: str) -> None:
    letters = arabic()
    view = letters.view(text)
    assert len(view) == len(text)
    assert letters.view(view) == view
    for start in range(len(text)):
        first, last = letters.original(text, start, min(len(text), start + 3))
        assert 0 <= first <= last <= len(text)


def test_traditional_letters_are_read_as_simplified_ones() -> None:
    spelled = load().orthography("zh")
    assert spelled.view("監視器裡的人臉識別") == "监视器里的人脸识别"
    assert spelled.expression("監視器") == spelled.expression("监视器")
    table = load().letters["traditional-chinese"]
    assert len(table["from"]) == len(table["to"]) > 3000
    assert not set(table["from"]) & set(table["to"])


def test_the_table_is_the_compiled_one() -> None:
    pytest.importorskip("opencc")
    from sousveil.vocabulary.files import DATA
    from sousveil.vocabulary.letters_compile import compiled

    shipped = (DATA / "letters" / "traditional-chinese.toml").read_text("utf-8")
    if shipped.splitlines()[0] == compiled().splitlines()[0]:
        assert shipped == compiled()


def test_letters_that_cannot_be_used_are_refused() -> None:
    with pytest.raises(ValueError, match="not one letter"):
        Letters(LetterForms(alike={"ae": "ä"}), {})
    with pytest.raises(ValueError, match="no table of letters"):
        Letters(LetterForms(tables=("runes",)), {})
