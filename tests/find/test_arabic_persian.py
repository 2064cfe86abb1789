"""Arabic and Persian: what their sentences say, in letters, forms, numbers and dates of their own."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.find.calendars import gregorian, solar_span
from sousveil.record.claim import Claim
from sousveil.record.text import Dated, Paragraph, Text

CLAIMS = [
    ("ar", "ركّبت بلدية نزوى 120 كاميرا مراقبة في الأسواق.", "deployment", ("camera",), "install", "affirmed"),
    ("ar", "لن تُركَّب كاميرات مراقبة داخل مدارس الدوحة.", "deployment", ("camera",), "install", "denied"),
    ("ar", "سيُركِّب المطار بوابات إلكترونية العام المقبل.", "deployment", ("access-control",), "plan", "affirmed"),
    ("ar", "طرحت الوزارة مناقصة لتوريد كاميرات حرارية.", "supply", ("thermal-camera",), "procure", "affirmed"),
    ("ar", "تخلى مجلس مدينة فاس نهائياً عن صفقة كاميرات المراقبة.", "supply", ("camera",), "end", "affirmed"),
    ("ar", "أغلقت السلطات حدودها البرية مع الجيران.", "border-control", (), "operate", "affirmed"),
    ("fa", "شاروالی کابل شانزده کمره امنیتی نصب کرده است.", "deployment", ("camera",), "install", "affirmed"),
    ("fa", "در این شهر هیچ دوربین مداربسته‌ای نصب نشده است.", "deployment", ("camera",), "install", "denied"),
    ("fa", "قرار است در متروی مشهد دوربین مداربسته نصب شود.", "deployment", ("camera",), "plan", "affirmed"),
    ("fa", "شهرداری رشت قرارداد خرید دوربین‌های هوشمند را لغو کرد.", "supply", ("camera",), "end", "affirmed"),
    ("fa", "پلیس از پابند الکترونیکی استفاده می کند.", "deployment", ("location-tracking",), "operate", "affirmed"),
    ("fa", "به علت قطعی برق دوربین های ترافیکی خاموش شده‌اند.", "constraint", ("camera",), "suspend", "affirmed"),
]

NONE = [
    ("ar", "شارك الآلاف في مسيرة بالعاصمة وراقبت الشرطة المسيرة من بعيد."),
    ("ar", "أسقطت الدفاعات الجوية طائرتين مسيّرتين فوق المدينة."),
    ("ar", "هل تثق الحكومة بكاميرات المراقبة في الشوارع؟"),
    ("ar", "طالب الأهالي البلدية بتركيب كاميرات مراقبة أمام المدرسة."),
    ("fa", "دوربین‌های تله‌ای محیط‌بانان از یک پلنگ تصویر گرفتند."),
    ("fa", "گوشی تازه با اثر انگشت باز می‌شود و سه دوربین دارد."),
    ("fa", "آیا پلیس باید در خیابان‌ها دوربین مداربسته نصب کند؟"),
    ("fa", "قیمت دوربین مداربسته در بازار تهران بالا رفت."),
]


def claims_of(lang: str, content: str) -> list[Claim]:
    text = Text(
        capture_sha256="ab" * 32, content=content, extractor="test/1", lang=lang, segments=(),
        paragraphs=(Paragraph(start=0, end=len(content), lang=lang),),
        published=Dated(value="2024-11-14", evidence="given", certainty="high"),
    )  # fmt: skip
    return find(text)


@pytest.mark.parametrize(("lang", "content", "kind", "technology", "act", "polarity"), CLAIMS)
def test_a_sentence_says_one_thing(
    lang: str, content: str, kind: str, technology: tuple[str, ...], act: str, polarity: str
) -> None:
    (claim,) = claims_of(lang, content)
    assert (claim.kind, claim.technology, claim.act, claim.polarity) == (kind, technology, act, polarity)
    assert claim.evidence.quote == content


@pytest.mark.parametrize(("lang", "content"), NONE)
def test_what_only_looks_like_it_is_no_claim(lang: str, content: str) -> None:
    assert claims_of(lang, content) == []


@pytest.mark.parametrize(
    ("lang", "content", "value", "unit"),
    [
        ("ar", "زودت الشرطة شوارع الرياض بـ500 كاميرا مراقبة.", 500, "camera"),
        ("ar", "ركبت البلدية مئتين وخمسين كاميرا مراقبة في الشوارع.", 250, "camera"),
        ("ar", "نصبت الشرطة كاميرتين في شوارع بغداد لمراقبة المتظاهرين.", 2, "camera"),
        ("fa", "پاکستان دو هزار و ششصد کیلومتر حصار در مرز ساخت.", 2600, "km"),
        ("fa", "پلیس سی دستگاه پهپاد شناسایی خریده است.", 30, "drone"),
    ],
)
def test_numbers_in_words_digits_and_forms(lang: str, content: str, value: float, unit: str) -> None:
    (claim,) = claims_of(lang, content)
    assert claim.quantity is not None
    assert (claim.quantity.value, claim.quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("lang", "content", "time"),
    [
        ("fa", "راهداری روز ۲۲ آبان ۱۴۰۳ قرارداد خرید ۱۵۰ سامانه پلاک‌خوان را امضا کرد.", "2024-11-12"),
        ("fa", "در سال ۱۳۹۹ در کابل دوربین مداربسته نصب شد.", "2020-03-20/2021-03-20"),
        ("ar", "ركبت الشرطة كاميرات المراقبة يوم الاثنين.", "2024-11-11"),
        ("ar", "تستخدم الشرطة كاميرات المراقبة اعتباراً من كانون الثاني/يناير ٢٠٢٣.", "2023-01/.."),
    ],
)
def test_dates_of_either_calendar(lang: str, content: str, time: str) -> None:
    (claim,) = claims_of(lang, content)
    assert claim.time == time


def test_the_iranian_calendar() -> None:
    day = gregorian(1403, 12, 30)
    assert day is not None
    assert day.isoformat() == "2025-03-20"
    assert gregorian(1402, 12, 30) is None
    assert gregorian(9999, 1, 1) is None
    assert solar_span(1398, 1, None) == "2019-03-21/2019-04-20"
