"""Claims from texts whose words are declined, written together or spelled in several ways; quotes stay exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from sousveil.find import find
from sousveil.find.tables import tables_for
from sousveil.record import Claim
from sousveil.record.identity import sha256_text
from sousveil.record.text import Dated, Paragraph, Text
from sousveil.vocabulary import Vocabulary, load

WRITTEN_LIKE_ARABIC = """
name = "A language written like Arabic"
operator = ["الشرطة"]
[letters]
alike = { "ا" = "أإآ", "ي" = "ى", "ه" = "ة" }
optional = "\\u064e\\u064f\\u0650\\u0651\\u0652\\u0640"
[inflection]
alphabet = "ء-ي"
every = true
article = "ال"
before = "و ف (و|ف|)(ب|ك|ل|س|لل)"
before_short = "و ف"
[inflection.forms]
"ه" = "ته تها ات"
"" = "ه ها هم ات ان ين ون ت"
[technology]
camera = ["كاميرا مراقبة"]
[act]
install = ["ركب"]
[site]
station = ["محطة"]
[numbers.units]
device = ["كاميرا"]
[times]
patterns = ['/(?P<y>20\\d\\d)/']
"""


def _text(content: str, lang: str) -> Text:
    return Text(
        capture_sha256=sha256_text(content),
        content=content,
        extractor="test/1",
        lang=lang,
        paragraphs=(Paragraph(start=0, end=len(content), lang=lang),),
        segments=(),
        published=Dated(value="2024-05-01", evidence="given", certainty="high"),
    )


def _claims(content: str, lang: str, vocabulary: Vocabulary | None = None) -> list[Claim]:
    claims = find(_text(content, lang), vocabulary)
    for claim in claims:
        assert content[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        for role in ("supplier", "operator"):
            named = getattr(claim, role)
            if named is not None and role in claim.slots:
                assert content[slice(*claim.slots[role])] == named.name
    return claims


@pytest.mark.parametrize(
    ("content", "name", "ref"),
    [
        ("Полиция установила на вокзале 300 камер Хиквижна.", "Хиквижна", "hikvision"),
        ("Полиция закупила у Хуавэя камеры наблюдения для вокзала.", "Хуавэя", "huawei"),
    ],
)
def test_a_declined_supplier_is_found(content: str, name: str, ref: str) -> None:
    (claim,) = _claims(content, "ru")
    assert claim.supplier is not None
    assert (claim.supplier.name, claim.supplier.ref) == (name, ref)


@pytest.mark.parametrize(
    ("content", "simplified"),
    [("警方在車站安裝了２００台監控攝像頭。", "警方在车站安装了200台监控摄像头。")],
)
def test_both_chinese_scripts_say_the_same(content: str, simplified: str) -> None:
    (one,), (other,) = _claims(content, "zh"), _claims(simplified, "zh")
    assert one.quantity is not None
    assert (one.kind, one.act, one.technology, one.quantity) == (
        other.kind,
        other.act,
        other.technology,
        other.quantity,
    )
    assert one.evidence.quote == content


def test_full_width_digits_are_a_year() -> None:
    (claim,) = _claims("警察は２０２１年に駅に防犯カメラを設置した。", "ja")
    assert claim.time == "2021"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A researcher's own language."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "aeb.toml").write_text(WRITTEN_LIKE_ARABIC, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("content", "operator"),
    [
        ("الشرطة ركبت ٣٠٠ كاميرا مراقبة في المحطة سنة ٢٠٢٣.", "الشرطة"),
        ("والشُّرطةُ ركَّبت ٣٠٠ كاميرات المراقبة في محطّة سنة ٢٠٢٣.", "الشُّرطةُ"),
        ("ركّبـــت الشُرطه ٣٠٠ كاميرات مُراقبة بالمحطة سنة 2023.", "الشُرطه"),
    ],
)
def test_clitics_and_spellings_of_a_new_language(folder: Path, content: str, operator: str) -> None:
    (claim,) = _claims(content, "aeb", load(folder))
    assert (claim.act, claim.technology, claim.site_types, claim.time) == ("install", ("camera",), ("station",), "2023")
    assert claim.operator is not None
    assert claim.operator.name == operator
    assert claim.quantity is not None
    assert claim.quantity.value == 300


def test_mentions_are_exact_where_marks_were_left_out(folder: Path) -> None:
    tables = tables_for("aeb", load(folder))
    assert tables is not None
    content = "أمس: وَبكامِيـــراتِ المُراقَبةِ، والشُّرطة."
    words = {content[m.start : m.end] for m in tables.mentions(content, 0, len(content))}
    assert {"كامِيـــراتِ المُراقَبةِ", "الشُّرطة"} <= words
