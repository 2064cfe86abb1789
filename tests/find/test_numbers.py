"""Numbers and units of texts in twelve languages."""

from __future__ import annotations

import time

import pytest

from sousveil.find.quantities import counted_in
from sousveil.find.tables import Tables, tables_for
from sousveil.find.values import quantities_in
from sousveil.vocabulary import load


def tables(lang: str) -> Tables:
    found = tables_for(lang, load())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("lang", "content", "value", "unit", "approximate"),
    [
        ("en", "two hundred and fifty phones", 250, "phone", False),
        ("en", "2 million 300 thousand people", 2_300_000, "person", False),
        ("en", "Rs 3.5 crore", 35_000_000, "INR", False),
        ("en", "2.8 lakh cameras", 280_000, "camera", False),
        ("en", "US$2.5bn", 2_500_000_000, "USD", False),
        ("en", "£1.2m", 1_200_000, "GBP", False),
        ("en", "At least 200 drones", 200, "drone", True),
        ("en", "a dozen checkpoints", 12, "checkpoint", False),
        ("en", "12 square kilometres", 12, "km2", False),
        ("en", "90 per cent", 90, "percent", False),
        ("de", "zweihundertfünfzig Handys", 250, "phone", False),
        ("de", "fünfundzwanzigtausend Kameras", 25_000, "camera", False),
        ("de", "1,3 Mrd. Euro", 1_300_000_000, "EUR", False),
        ("de", "12'500 Franken", 12_500, "CHF", False),
        ("de", "anderthalb Millionen Menschen", 1_500_000, "person", False),
        ("fr", "deux cent cinquante téléphones", 250, "phone", False),
        ("fr", "quatre-vingt-douze drones", 92, "drone", False),
        ("fr", "1,2 milliard d'euros", 1_200_000_000, "EUR", False),
        ("es", "doscientos cincuenta teléfonos", 250, "phone", False),
        ("es", "2.500 millones de dólares", 2_500_000_000, "USD", False),
        ("es", "un millón y medio de personas", 1_500_000, "person", False),
        ("es", "3,400 sensores", 3400, "sensor", False),
        ("pt", "2 mil milhões de euros", 2_000_000_000, "EUR", False),
        ("pt", "R$ 3,2 bilhões", 3_200_000_000, "BRL", False),
        ("pt", "duas dúzias de câmeras", 24, "camera", False),
        ("ru", "двести пятьдесят камер", 250, "camera", False),
        ("ru", "полтора миллиона долларов", 1_500_000, "USD", False),
        ("ru", "1 млрд 200 млн рублей", 1_200_000_000, "RUB", False),
        ("uk", "1 200 камер", 1200, "camera", False),
        ("ar", "أربعا وعشرين طائرة مسيرة", 24, "drone", False),
        ("ar", "مليوني دولار", 2_000_000, "USD", False),
        ("ar", "٣٨٫٥ كيلومترا", 38.5, "km", False),
        ("fa", "دو هزار و ششصد دوربین", 2600, "camera", False),
        ("fa", "۵۰۰ میلیون تومان", 5_000_000_000, "IRR", False),
        ("ko", "3억 5천만 원", 350_000_000, "KRW", False),
        ("ko", "감시카메라 오천육백 대", 5600, "camera", False),
        ("ko", "드론 서른다섯 대", 35, "drone", False),
        ("ko", "휴대전화 120여 대", 120, "phone", True),
        ("ko", "약 40km", 40, "km", True),
        ("zh", "三百五十个摄像头", 350, "camera", False),
        ("zh", "新臺幣三億兩千萬元", 320_000_000, "TWD", False),
        ("zh", "百分之三点五", 3.5, "percent", False),
        ("zh", "手机八十六部", 86, "phone", False),
        ("ja", "1万2000台の監視カメラ", 12_000, "camera", False),
        ("ja", "4億5千万円", 450_000_000, "JPY", False),
        ("ja", "３００校余り", 300, "school", True),
    ],
)
def test_a_quantity(lang: str, content: str, value: float, unit: str, approximate: bool) -> None:
    found = [counted.quantity for counted in quantities_in(tables(lang), content)]
    assert [(q.value, q.unit, q.approximate) for q in found] == [(value, unit, approximate)]


@pytest.mark.parametrize(
    ("lang", "content"),
    [
        ("en", "Analysts at 38 North cited Article 19 and a hearing in Room 204 on 9/11."),
        ("en", "The DS-2CD2043G2 runs firmware V5.7.3; call 0800 123 4567."),
        ("en", "In May 2021 cameras were installed."),
        ("de", "Vor zwei Wochen beschlagnahmten Beamte Artikel 19."),
        ("es", "Llame al 900 123 456 y pregunte por el expediente 45-B."),
        ("ko", "노동당 39호실은 결의 1718호의 대상이다."),
        ("zh", "据称，61398部队使用的设备型号为DS-2CD2043。"),
        ("ja", "弁護団は憲法21条を根拠に、103号法廷で争っている。"),
    ],
)
def test_what_counts_nothing_gives_no_quantity(lang: str, content: str) -> None:
    assert list(quantities_in(tables(lang), content)) == []


@pytest.mark.parametrize(
    ("lang", "unit"),
    [("en", "two hundred and "), ("de", "einhundertundeins"), ("zh", "一百"), ("ko", "오천육"), ("en", "1,000,")],
)
def test_long_runs_of_numbers_take_no_long_time(lang: str, unit: str) -> None:
    content = unit * 3000
    begun = time.monotonic()
    counted_in(tables(lang), content, 0, len(content), [])
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("number", ["9" * 400, "9" * 400 + " million", "9" * 20])
def test_a_run_of_digits_that_no_amount_has_is_no_number(number: str) -> None:
    assert list(quantities_in(tables("en"), f"Police bought {number} cameras")) == []
    after = list(quantities_in(tables("en"), f"{number} and five cameras"))
    assert [counted.quantity.value for counted in after] == [5]
    assert list(quantities_in(tables("zh"), f"警方购买了{'九' * len(number)}台摄像头")) == []
