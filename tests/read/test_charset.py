"""Encodings: right label, no label, wrong label. Each sample is written for this test."""

from __future__ import annotations

import codecs

import pytest

from read.samples import read_sample
from sousveil.read.charset import decode

TEXTS = {
    "ko": (
        "북한 당국이 국경 지역 학교와 작업장에 감시 카메라를 새로 설치했다고 현지 소식통이 "
        "전했다. 주민들은 이동할 때마다 기록이 남는다고 말했다."
    ),
    "zh-Hans": (
        "据当地居民说，政府在车站和学校安装了新的监控摄像头，并且要求所有人登记指纹。这些设备由一家公司提供，去年开始使用。"
    ),
    "zh-Hant": (
        "據當地居民說，政府在車站和學校安裝了新的監控攝影機，並且要求所有人登記指紋。這些設備由一家公司提供，去年開始使用。"
    ),
    "ja": "政府は駅や学校に新しい監視カメラを設置し、すべての住民に指紋の登録を求めていると現地の関係者が話した。",
    "ru": (
        "По словам местных жителей, власти установили новые камеры наблюдения на вокзалах и в "
        "школах и требуют от всех сдать отпечатки пальцев."
    ),
    "ar": (
        "قال سكان محليون إن السلطات ركبت كاميرات مراقبة جديدة في المحطات والمدارس وطلبت من الجميع تسجيل بصمات الأصابع."
    ),
    "fr": (
        "Selon des habitants, les autorités ont installé de nouvelles caméras à la gare et à "
        "l’école ; tous doivent être enregistrés dès cet été."
    ),
    "pl": (
        "Według mieszkańców władze zainstalowały nowe kamery na dworcach i w szkołach, a każdy "
        "musi złożyć odciski palców jeszcze w tę środę."
    ),
    "el": (
        "Σύμφωνα με κατοίκους, οι αρχές εγκατέστησαν νέες κάμερες παρακολούθησης στους σταθμούς "
        "και στα σχολεία της πόλης."
    ),
    "he": "לדברי תושבים, הרשויות התקינו מצלמות מעקב חדשות בתחנות ובבתי הספר ודורשות מכולם למסור טביעות אצבע.",
    "th": "ชาวบ้านกล่าวว่าทางการได้ติดตั้งกล้องวงจรปิดใหม่ที่สถานีและโรงเรียน และให้ทุกคนลงทะเบียนลายนิ้วมือ",
    "tr": (
        "Bölge sakinlerine göre yetkililer istasyonlara ve okullara yeni güvenlik kameraları "
        "yerleştirdi, çocuklar için de geçiş kartı çıktı."
    ),
}
CODECS = [
    ("ko", "cp949", "euc-kr"), ("ko", "euc_kr", "euc-kr"), ("ko", "utf-8", "utf-8"),
    ("zh-Hans", "gb18030", "gb18030"), ("zh-Hans", "gbk", "gb18030"), ("zh-Hant", "big5", "big5"),
    ("ja", "shift_jis", "shift_jis"), ("ja", "euc_jp", "euc-jp"), ("ja", "iso2022_jp", "iso2022-jp-2"),
    ("ru", "cp1251", "windows-1251"), ("ru", "koi8_r", "koi8-r"), ("ar", "cp1256", "windows-1256"),
    ("fr", "cp1252", "windows-1252"), ("pl", "cp1250", "windows-1250"), ("el", "cp1253", "windows-1253"),
    ("he", "cp1255", "windows-1255"), ("th", "cp874", "windows-874"), ("tr", "cp1254", "windows-1254"),
]  # fmt: skip
LABELS = [None, "utf-8", "iso-8859-1", "euc-kr", "windows-1251", "gb2312", "shift_jis", "no-such-charset"]


def page(text: str, label: str | None) -> str:
    meta = f'<meta charset="{label}">' if label else ""
    return f"<html><head>{meta}<title>x</title></head><body><article><p>{text}</p></article></body></html>"


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(("lang", "codec", "expected"), CODECS)
def test_the_bytes_are_believed_before_the_label(lang: str, codec: str, expected: str, label: str | None) -> None:
    text = TEXTS[lang]
    data = page(text, label).encode(codec)
    decoded = decode(data, None, label)
    assert text in decoded.text, f"{codec} with label {label} was read as {decoded.charset}"
    if label is None:
        assert decoded.charset == expected
    assert read_sample(data, charset=label).content == text


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize("label", [None, "utf-8", "iso-8859-1"])
def test_marks_and_wide_encodings(codec: str, label: str | None) -> None:
    text = TEXTS["ko"]
    assert read_sample(page(text, label).encode(codec), charset=label).content == text


def test_latin_1_means_windows_1252_as_in_browsers() -> None:
    data = page("“Quoted” – the label says Latin-1, and the price is 10 €.", "iso-8859-1").encode("cp1252")
    text = read_sample(data)
    assert "“Quoted” –" in text.content
    assert text.charset == "windows-1252"


def test_a_cut_character_does_not_turn_utf_8_into_something_else() -> None:
    data = page(TEXTS["ko"], "utf-8").encode()[:-1] + "감".encode()[:2]
    assert decode(data).charset == "utf-8"


def test_undecodable_bytes_are_kept_as_marks_and_counted() -> None:
    data = page(TEXTS["ko"] * 3 + " X", "utf-8").encode().replace(b" X", b" \xff\xfe X")
    text = read_sample(data)
    assert "\ufffd" in text.content
    assert any(o.reason == "undecodable-character" and o.characters for o in text.omissions)


def test_control_and_invisible_characters_do_not_hide_words() -> None:
    text = read_sample(
        page("The sur\u00advei\u200bllance\x00 cameras\x07 of the port were bought in May by the city.", "utf-8")
    )
    assert text.content == "The surveillance cameras of the port were bought in May by the city."
    assert any(o.reason == "invisible-character" for o in text.omissions)


def test_short_pages_keep_a_label_that_fits() -> None:
    assert decode("<p>é</p>".encode("cp1252"), "iso-8859-1").text == "<p>é</p>"
    assert decode(codecs.BOM_UTF8 + b"abc").text == "abc"
    assert decode(b"").text == ""
