"""Times of texts: calendars, eras, intervals, what is reckoned from the page, and what only looks like a date."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from edtf import parse_edtf

from sousveil.find.calendars import gregorian, lunar_span, solar_span, solar_years
from sousveil.find.date_words import date_words
from sousveil.find.dates import moments_in
from sousveil.find.spellings import without_compounds
from sousveil.find.tables import Tables, tables_for
from sousveil.find.telling import telling_words
from sousveil.find.values import times_in
from sousveil.vocabulary import load

PUBLISHED = "2024-05-15"
"""A Wednesday."""


def tables(lang: str) -> Tables:
    found = tables_for(lang, load())
    assert found is not None
    return found


def told(lang: str, content: str, published: str | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(t.value, t.role) for t in times_in(tables(lang), content, published)]


def values(lang: str, content: str, published: str | None = PUBLISHED) -> list[str]:
    return [value for value, _ in told(lang, content, published)]


@pytest.mark.parametrize(
    ("lang", "content", "expected"),
    [
        # eras and calendars
        ("ja", "令和元年6月に更新した。", "2019-06"),
        ("ja", "昭和60年から平成3年まで続いた。", "1985/1991"),
        ("zh", "民國一百一十二年十二月加裝。", "2023-12"),
        ("zh", "民國110年至112年增加。", "2021/2023"),
        ("ko", "주체113(2024)년 1월에 발표됐다.", "2024-01"),
        ("en", "It was built in Juche 110.", "2021"),
        ("en", "It was signed on 12 June B.E. 2566 in Bangkok.", "2023-06-12"),
        ("en", "เมื่อเดือนมีนาคม พ.ศ. 2566", "2023-03"),
        ("ar", "ركبت في 3 محرم 1444 هـ.", "2022-08-01"),
        ("ar", "ركبت يوم 15 رمضان 1445 هـ (25 مارس 2024).", "2024-03-25"),
        ("ar", "ركبت في كانون الأول 2022.", "2022-12"),
        ("ar", "ركبت في جانفي 2023.", "2023-01"),
        ("fa", "در ۱۵ آبان ۱۴۰۱ نصب شد.", "2022-11-06"),
        ("fa", "در تابستان ۱۴۰۱ نصب شد.", "2022-06-22/2022-09-22"),
        ("fa", "در دههٔ ۱۳۷۰ ساخته شد.", "1991-03-21/2001-03-20"),
        # parts of a year, decades, approximate
        ("en", "Bought in the fourth quarter of 2022.", "2022-10/2022-12"),
        ("ru", "В первом полугодии 2022 года закупили.", "2022-01/2022-06"),
        ("es", "Durante el segundo semestre de 2023 se compraron.", "2023-07/2023-12"),
        ("ko", "올해 상반기에 늘었다.", "2024-01/2024-06"),
        ("de", "In den 1980er Jahren wuchs es.", "198X"),
        ("fr", "Depuis les années 90 on fiche.", "1990/.."),
        ("zh", "上世纪九十年代就有。", "199X"),
        ("pt", "Foi instalada por volta de 2014.", "2014~"),
        ("ja", "2016年ごろ設置された。", "2016~"),
        ("uk", "Збудували близько 2016 року.", "2016~"),
        # intervals
        ("en", "Built from June to September 2020.", "2020-06/2020-09"),
        ("en", "Built between March and July 2019.", "2019-03/2019-07"),
        ("de", "Vom 3. bis 7. Mai 2021 geöffnet.", "2021-05-03/2021-05-07"),
        ("ru", "Меняли с 2018 по 2020 год.", "2018/2020"),
        ("zh", "2021年5月3日至7日检查。", "2021-05-03/2021-05-07"),
        ("ko", "2021~2023년 들어섰다.", "2021/2023"),
        ("es", "Hasta 2017 no tenía cámaras.", "../2017"),
        # reckoned from the page
        ("en", "It failed two months ago.", "2024-03"),
        ("en", "It failed three weeks ago.", "2024-04-24"),
        ("en", "It failed last Friday.", "2024-05-10"),
        ("zh", "上周六坏了。", "2024-05-11"),
        ("de", "Vor vier Monaten gesperrt.", "2024-01"),
        ("ko", "사흘 전 멈췄다.", "2024-05-12"),
        ("fr", "Il y a trois ans, on l'a posé.", "2021"),
        ("en", "It was installed in November.", "2023-11"),
        ("en", "It will be installed in November.", "2024-11"),
        ("fr", "On achètera des portiques en avril.", "2025-04"),
    ],
)
def test_a_time_is_resolved(lang: str, content: str, expected: str) -> None:
    assert values(lang, content) == [expected]


@pytest.mark.parametrize(
    ("lang", "content"),
    [
        ("en", "It was removed three years earlier."),
        ("en", "Model DS-2CD2043 runs firmware 5.2019."),
        ("en", "Saudi Arabia's Vision 2030 and ISO 27001:2022 say so."),
        ("en", "Call 2019-1234 or see Regulation 2016/679."),
        ("en", "They bought 2000 cameras."),
        ("ko", "문의 전화는 02-2019-5678이다."),
        ("fr", "Le règlement (UE) 2016/679 s'applique."),
    ],
)
def test_what_is_no_time_gives_none(lang: str, content: str) -> None:
    assert values(lang, content) == []


def test_relative_words_need_the_day_that_they_are_reckoned_from() -> None:
    assert values("en", "It failed last Friday and last month.", "2024-05") == ["2024-04"]
    assert values("en", "It failed last Friday and last month.", "2024") == []
    assert values("en", "It failed last Friday and last month.", None) == []
    assert values("en", "It failed in May 2021.", "no date") == ["2021-05"]


@pytest.mark.parametrize(
    ("lang", "content", "expected"),
    [
        ("en", "Police said on Monday that cameras had been installed in March.",
         [("2024-05-13", "report"), ("2024-03", "event")]),
        ("en", "In a report dated 3 May 2021, the group wrote that towers were raised in 2019.",
         [("2021-05-03", "report"), ("2019", "event")]),
        ("en", "The cameras were installed on Monday.", [("2024-05-13", "event")]),
        ("de", "Am Dienstag teilte die Polizei mit, dass 2021 neue Kameras kamen.",
         [("2024-05-14", "report"), ("2021", "event")]),
        ("fr", "Selon une dépêche du 22 avril, les caméras ont été installées en 2020.",
         [("2024-04-22", "report"), ("2020", "event")]),
        ("ru", "В среду мэрия сообщила, что камеры установили 5 февраля.",
         [("2024-05-15", "report"), ("2024-02-05", "event")]),
        ("ar", "قالت الشرطة يوم الاثنين إنها ركبت كاميرات في 2021.", [("2024-05-13", "report"), ("2021", "event")]),
        ("fa", "پلیس روز دوشنبه گفت که دوربین‌ها در مارس ۲۰۲۲ نصب شد.",
         [("2024-05-13", "report"), ("2022-03", "event")]),
        ("ko", "국경에 지난 3일 카메라를 설치했다고 통신이 13일 보도했다.",
         [("2024-05-03", "event"), ("2024-05-13", "report")]),
        ("zh", "新华社5月3日报道，2019年安装了摄像头。", [("2024-05-03", "report"), ("2019", "event")]),
        ("ja", "警察は13日、2月にカメラを設置したと発表した。", [("2024-05-13", "report"), ("2024-02", "event")]),
    ],
)  # fmt: skip
def test_when_it_was_told_is_kept_apart(lang: str, content: str, expected: list[tuple[str, str]]) -> None:
    assert told(lang, content) == expected


def test_every_day_of_the_calendars_is_one_day_after_the_one_before() -> None:
    day = dt.date(2019, 3, 21)
    for year in range(1398, 1404):
        for month in range(1, 13):
            number = 1
            while (found := gregorian(year, month, number)) is not None:
                assert found == day
                day, number = day + dt.timedelta(days=1), number + 1
    assert day == dt.date(2025, 3, 21)


def test_spans_of_other_calendars() -> None:
    assert solar_span(1403, None, None) == "2024-03-20/2025-03-20"
    assert solar_span(1403, 13, None) is None
    assert solar_years(1397, 1400) == "2018-03-21/2022-03-20"
    assert solar_years(1400, 1397) is None
    assert lunar_span(1445, 9, None) == "2024-03-11/2024-04-09"
    assert lunar_span(1445, 9, 30) == "2024-04-09"
    assert lunar_span(1200, 9, 1) is None
    assert lunar_span(1445, 13, 1) is None


TEXTS = {
    "en": "since the 1990s, until the 1980s, around May 2021, since spring 2020, in summer 2019, last week, by 2025",
    "de": "seit den 1990er Jahren, im Winter 2022, um 2013, bis Ende 2024, letzte Woche, seit Sommer 2020",
    "ru": "с 1990-х годов, летом 2023 года, до 2019 года, примерно в мае 2021 года, на прошлой неделе",
    "zh": "1990年代以来，大约在2014年，2019年夏天起，上周，去年第三季度",
    "ko": "1990년대부터, 2015년경, 2022년 봄부터, 지난주, 작년 하반기까지",
    "fa": "از سال ۱۳۹۶، حدود سال ۲۰۱۶، دههٔ ۱۹۹۰، تابستان ۱۴۰۱",
}


@pytest.mark.parametrize("lang", TEXTS)
def test_every_value_is_edtf(lang: str) -> None:
    found = values(lang, TEXTS[lang])
    assert len(found) >= 4
    for value in found:
        parse_edtf(value)


@pytest.mark.parametrize("unit", ["1 ", "May ", "2019 ", "from ", "from 3 to ", "between ", "two ", "late "])
def test_long_runs_of_date_words_take_no_long_time(unit: str) -> None:
    content = unit * 4000
    begun = time.monotonic()
    moments_in(tables("en"), content, 0, len(content), PUBLISHED)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("lang", "content", "expected"),
    [
        ("ja", "令和9999年5月に設置した。", []),
        ("en", "It was built in Juche 9110.", []),
        ("ko", "주체113(二〇二四)년 1월에 발표됐다.", ["2024-01"]),
    ],
)
def test_slips_of_the_pen_in_eras_make_no_year(lang: str, content: str, expected: list[str]) -> None:
    assert values(lang, content) == expected


@pytest.mark.parametrize("published", ["9999-12-31", "0001-01-01", "0500-01-02"])
def test_a_page_from_no_year_at_all_is_from_an_unknown_one(published: str) -> None:
    text = "Installed 999 years ago, 999 days ago, next week, next Monday, on Friday of last week and on 3 May."
    assert values("en", text, published) == []
    assert values("fa", "در ۱۲ اردیبهشت نصب شد. هفته گذشته", published) == []


def test_a_month_of_publication_is_one_of_twelve() -> None:
    assert values("en", "It was installed last month.", "2024-21") == []


@pytest.mark.parametrize("text", ["In May of laſt year.", "On Friday of laſt week.", "In May thİs year."])
def test_letters_that_only_an_expression_takes_for_others_do_no_harm(text: str) -> None:
    assert all(value <= PUBLISHED for value in values("en", text))


@pytest.mark.parametrize(
    ("lang", "unit", "tail"),
    [
        ("ja", "の付", "☂警察が発表した。"),
        ("ko", "말경", "☂ 경찰이 발표했다."),
        ("ko", "경말", " 2019년부터"),
        ("zh", "披露说", "☂"),
    ],
)
def test_runs_of_words_that_others_are_made_of_take_no_long_time(lang: str, unit: str, tail: str) -> None:
    content = "2019年5月の報告書" + "2019년 5월 보고서" * (lang == "ko") + (unit * 40)[:50] + tail
    begun = time.monotonic()
    list(times_in(tables(lang), content, PUBLISHED))
    view = telling_words(tables(lang)).between
    assert view.fullmatch((unit * 40)[:52] + "☂") is None
    assert date_words(tables(lang)).since.search((unit * 40)[:40] + "☂") is None
    assert time.monotonic() - begun < 3


def test_a_word_that_others_make_is_not_tried_twice() -> None:
    assert set(without_compounds(["말", "경", "말경", "중순"])) == {"말", "경", "중순"}
    assert set(without_compounds(["the", "year", "the year", "the end of"])) == {"the", "year", "the end of"}


def test_nothing_is_told_after_the_page_appeared() -> None:
    assert told("en", "A report of March to April 2024 said so.") == [("2024-03/2024-04", "report")]
    assert told("en", "A report of March to August 2024 said so.") == [("2024-03/2024-08", "event")]
