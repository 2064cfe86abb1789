"""Names as keys and as words: what is the writer's hand goes, what is the name stays."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.resolve.forms import forms_of
from sousveil.resolve.names import name_key, words_of
from sousveil.vocabulary.loader import load


def test_the_writers_hand_is_no_part_of_the_key() -> None:
    for one, other in (
        ("Hikvision Co., Ltd.", "HIKVISION CO LTD"),
        ("Ｈａｎｗｈａ　Ｖｉｓｉｏｎ", "Hanwha Vision"),
        ("НIKVISION", "Hikvision"),  # a Cyrillic Н in a Latin word
        ("Thales S.p.A.", "Thales SpA"),
        ("浙江 大华", "浙江大华"),
        ("هایک\u200cویژن", "هایک ویژن"),
        ("ファーウェイ・ジャパン", "ファーウェイ ジャパン"),
        ("O’Neil", "O'Neil"),
    ):
        assert name_key(one) == name_key(other), (one, other)


def test_other_names_have_other_keys() -> None:
    names = ["МТС", "MTC", "Telefonica", "Telefónica", "e&", "e", "KT", "KT&G", "華為", "华为", "AB", "A B", "Uniview",
             "Univision", "!!", "??", ""]  # fmt: skip
    assert len({name_key(name) for name in names}) == len(names)
    assert all(name_key(name).startswith("name:") for name in names)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_a_key_is_stable(name: str) -> None:
    key = name_key(name)
    assert name_key(name.strip()) == key
    assert name_key(unicodedata.normalize("NFC", name)) == name_key(unicodedata.normalize("NFD", name))
    assert words_of(name) == words_of(f" {name} ")


def test_a_name_is_taken_apart() -> None:
    forms = forms_of(load())
    for name, brand, trade, arm, seat in (
        ("Dahua Technology Italy S.r.l.", "dahua", ("technology",), ("IT",), False),
        ("浙江大华技术股份有限公司", "大华", ("technology",), (), True),
        ("浙江大華技術股份有限公司", "大华", ("technology",), (), True),
        ("华为技术法国", "华为", ("technology",), ("FR",), False),
        ("Huawei Technologies (Thailand) Co., Ltd.", "huawei", ("technology",), ("TH",), False),
        ("株式会社センスタイムジャパン", "センスタイム", (), ("JP",), False),
        ("한화비전 주식회사", "한화", ("vision",), (), False),
        ("i-PRO Co., Ltd.", "ipro", (), (), False),
        ("Nuctech Warsaw Company Limited", "nuctech", (), ("PL",), False),
        ("ООО «ВижнЛабс»", "вижнлабс", (), (), False),
        ("大华银行", "大华", ("bank",), (), False),
    ):
        form = forms.form(name)
        assert (form.brand, form.trade, form.arm, form.seat is not None) == (brand, trade, arm, seat), name


def test_a_name_of_common_words_only_is_told_by_country_and_trade() -> None:
    forms = forms_of(load())
    for name in ("Telecom Egypt", "المصرية للاتصالات"):
        form = forms.form(name)
        assert (form.brand, form.trade, form.places) == ("", ("telecom",), ("EG",)), name


def test_letters_that_are_spelled_out_are_read() -> None:
    forms = forms_of(load())
    assert "kt" in {form.brand for form in forms.all("주식회사 케이티")}
    assert "ntt" in {form.brand for form in forms.all("エヌ・ティ・ティ")}
    assert {form.brand for form in forms.all("에스원")} == {"에스원"}
