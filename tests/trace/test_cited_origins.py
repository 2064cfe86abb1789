"""One house under several names is one origin; two documents of a house are told apart; what stands elsewhere first."""

# ruff: noqa: E501 - sentences stand whole

from __future__ import annotations

import itertools

import msgspec
import pytest

from lineage_making import make_claim, make_text
from sousveil.record.echo import Echo
from sousveil.record.text import Link, Text
from sousveil.trace import trace

NORTHGATE = [
    (
        "en",
        "In a report titled “Cold Lenses”, published on 16 April 2024, the Northgate Survey Group counts 1,842 cameras.",
        "2024-04-18",
    ),
    (
        "ru",
        "Исследовательская группа «Нортгейт» опубликовала доклад «Холодные линзы»: в порту 1842 камеры.",
        "2024-04-19",
    ),
    ("uk", "Про 1842 камери йдеться у звіті, який оприлюднила група Northgate Survey.", "2024-04-20"),
    (
        "ko",
        "노스게이트 조사그룹은 16일 발표한 보고서 「차가운 렌즈」에서 항구에 카메라 1842대가 있다고 밝혔다.",
        "2024-04-20",
    ),
    (
        "ja",
        "調査団体「ノースゲート」は16日に公表した報告書『冷たいレンズ』で、港に1842台のカメラがあると指摘した。",
        "2024-04-20",
    ),
]


def made(*rows: tuple[str, str, str]) -> list[Text]:
    return [
        make_text(content, lang=lang, outlet=f"Outlet {number}", published=published)
        for number, (lang, content, published) in enumerate(rows)
    ]


def refs(echoes: list[Echo]) -> list[str]:
    return sorted({echo.cited.ref for echo in echoes if echo.cited})


def test_a_name_in_five_languages_is_one_origin_with_what_each_text_tells() -> None:
    echoes = trace(made(*NORTHGATE), {})
    assert refs(echoes) == ["name:northgate survey group"]
    assert {echo.cited.name for echo in echoes if echo.cited} == {"Northgate Survey Group"}
    assert {echo.cited.date for echo in echoes if echo.cited} == {"2024-04-16"}


def test_the_order_of_the_texts_changes_nothing() -> None:
    texts = made(*NORTHGATE)
    first = trace(texts, {})
    assert all(trace(list(order), {}) == first for order in itertools.islice(itertools.permutations(texts), 1, 40, 13))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Northgate Survey Group", "the Southgate Survey Group"),
        ("the Northgate Survey Group", "the Northgate Water Institute"),
        ("the Meridian Transparency Lab", "the Median Transparency Lab"),
        ("the Harbour Watch Institute", "the Harbour Light Institute"),
    ],
)
def test_names_that_differ_in_a_word_are_two_houses_even_where_they_tell_of_the_same(one: str, other: str) -> None:
    texts = made(
        ("en", f"A report by {one} counts 1,842 cameras.", "2024-04-18"),
        ("en", f"A report by {other} counts 1,842 cameras.", "2024-04-19"),
    )
    assert len(refs(trace(texts, {}))) == 2


def test_one_word_alone_ties_no_texts_that_tell_of_other_things() -> None:
    texts = made(
        ("en", "A report by the Northgate Survey Group counts 1,842 cameras.", "2024-04-18"),
        ("ru", "Доклад выпустила группа «Нортгейт»: в городе 77 школ.", "2024-04-19"),
    )
    assert len(refs(trace(texts, {}))) == 2


def test_two_names_with_one_link_are_one_house() -> None:
    english = "A report by the Meridian Transparency Lab speaks of the bazaar."
    persian = "آزمایشگاه شفافیت «مریدین» در گزارشی با عنوان «چشم‌ها بر بازار» می‌گوید."
    texts = [
        _linked(make_text(english, outlet="A", published="2024-04-18"), "https://meridian.example/eyes.pdf"),
        _linked(make_text(persian, lang="fa", outlet="B", published="2024-04-19"), "https://meridian.example/eyes.pdf"),
    ]
    assert refs(trace(texts, {})) == ["name:meridian transparency lab"]


def test_two_reports_of_one_house_are_two_documents_and_what_tells_neither_is_the_house() -> None:
    texts = made(
        (
            "en",
            "In a report titled “Border of Fear”, published on 3 March 2021, Human Rights Watch describes shootings.",
            "2021-03-05",
        ),
        (
            "en",
            "In a report titled “Watched Villages”, published on 16 April 2024, Human Rights Watch describes fences.",
            "2024-04-18",
        ),
        ("ru", "В докладе под названием «Деревни под наблюдением» Human Rights Watch описывает заборы.", "2024-04-18"),
        ("en", "Human Rights Watch said in a report that fences were built.", "2024-05-05"),
    )
    told = {(echo.cited.ref, echo.cited.house, echo.cited.title) for echo in trace(texts, {}) if echo.cited}
    assert told == {
        ("org:hrw", "org:hrw", "Border of Fear"),
        ("org:hrw", "org:hrw", "Деревни под наблюдением"),
        ("org:hrw#watched-villages", "org:hrw", "Watched Villages"),
        ("org:hrw", "org:hrw", None),
    }


def test_an_agency_is_one_origin_whatever_day_it_reported() -> None:
    texts = made(
        ("en", "Yonhap reported on 3 March 2021 that cameras were put up.", "2021-03-05"),
        ("en", "Yonhap reported on 16 April 2024 that cameras were put up.", "2024-04-18"),
    )
    assert refs(trace(texts, {})) == ["org:yonhap"]


@pytest.mark.parametrize(
    ("lang", "content"),
    [
        ("en", "Cameras were put up.\n\nThis article was originally published by Tallow Street Gazette."),
        (
            "en",
            "Cameras were put up.\n\nThis story first appeared in the Tallow Street Gazette and is used with thanks.",
        ),
        (
            "en",
            "Cameras were put up.\n\nThis article was produced by Tallow Street Gazette and is republished under a licence.",
        ),
        ("de", "Kameras hängen.\n\nDieser Text erschien zuerst in Tallow Street Gazette."),
        ("fr", "Des caméras.\n\nCet article a été publié initialement par Tallow Street Gazette."),
        ("es", "Hay cámaras.\n\nEste artículo fue publicado originalmente en Tallow Street Gazette."),
        ("pt", "Há câmeras.\n\nTexto publicado originalmente em Tallow Street Gazette."),
        ("ru", "Висят камеры.\n\nМатериал впервые опубликован в Tallow Street Gazette."),
        ("zh", "安装了摄像头。\n\n本文原载于 Tallow Street Gazette。"),
    ],
)
def test_where_a_text_appeared_first_is_syndication(lang: str, content: str) -> None:
    echoes = trace([make_text(content, lang=lang, outlet="A")], {})
    found = [echo for echo in echoes if echo.type == "syndication"]
    assert [echo.cited.name for echo in found if echo.cited] == ["Tallow Street Gazette"]
    assert {echo.direction for echo in found} == {"credit"}


def test_where_a_text_appeared_first_may_be_a_source_of_the_case() -> None:
    first = make_text(
        "Twelve cameras hang over the gates of the old harbour.", outlet="Tallow Street Gazette", published="2024-04-16",
        url="https://tallow.example/1",
    )  # fmt: skip
    later = make_text(
        "The harbour has cameras.\n\nThis story first appeared in the Tallow Street Gazette.", outlet="A",
        published="2024-04-18",
    )  # fmt: skip
    later = _linked(later, "https://tallow.example/1", "This story first appeared")
    assert {(echo.type, echo.origin_to.source) for echo in trace([first, later], {}) if echo.origin_to} >= {
        ("syndication", first.source_id)
    }


def test_a_citation_with_a_day_means_the_text_of_that_day() -> None:
    texts = [
        make_text(
            f"The harbour got {number} cameras this week, and the guards say so.", outlet="Tallow Street Gazette",
            published=published, url=f"https://tallow.example/{number}",
        )
        for number, published in ((12, "2024-04-16"), (30, "2024-04-23"))
    ]  # fmt: skip
    citing = make_text(
        "According to a report published by the Tallow Street Gazette on 23 April, the harbour has cameras.", outlet="A",
        published="2024-05-02",
    )  # fmt: skip
    targets = {
        echo.origin_to.source for echo in trace([*texts, citing], {}) if echo.origin_to and echo.type == "citation"
    }
    assert targets == {texts[1].source_id}


def test_a_citation_shows_the_claims_of_both_sides() -> None:
    first = make_text(
        "Twelve cameras hang in the schools of Elmport, guards say.",
        outlet="Tallow Street Gazette",
        published="2024-04-16",
    )
    later = make_text(
        "The Tallow Street Gazette reported that cameras hang in the schools of Elmport.",
        outlet="A",
        published="2024-04-18",
    )
    claims = {
        first.source_id: [make_claim(first, "Twelve cameras hang in the schools of Elmport", sites=("school",))],
        later.source_id: [make_claim(later, "cameras hang in the schools of Elmport", sites=("school",))],
    }
    (echo,) = [echo for echo in trace([first, later], claims) if echo.type == "citation"]
    assert echo.origin_to is not None
    (pair,) = echo.aligned
    assert later.content[pair.start : pair.end] == "cameras hang in the schools of Elmport"
    assert first.content[pair.to_start : pair.to_end] == "Twelve cameras hang in the schools of Elmport"


def test_each_citation_of_a_circle_is_there() -> None:
    names = ("Harbour Ledger", "Tallow Street Gazette", "Elmport Courier")
    texts = [
        make_text(
            f"{'Many' if number else 'Some'} cameras hang over gate {number}, the {names[number - 1]} reported.",
            outlet=name, published="2024-04-16", url=f"https://outlet{number}.example/1",
        )
        for number, name in enumerate(names)
    ]  # fmt: skip
    claims = {text.source_id: [make_claim(text, text.content[:20], sites=("port",))] for text in texts}
    pairs = {
        (echo.origin_from.source, echo.origin_to.source)
        for echo in trace(texts, claims)
        if echo.type == "citation" and echo.origin_to
    }
    assert pairs == {(texts[number].source_id, texts[number - 1].source_id) for number in range(3)}


def test_two_agencies_that_sign_one_text_are_two_origins() -> None:
    text = make_text("GUAYAQUIL (EFE y AFP).- La Alcaldía puso cámaras.", lang="es", outlet="A")
    assert refs(trace([text], {})) == ["org:afp", "org:efe"]


def test_thanks_to_an_agency_are_a_citation_and_no_credit() -> None:
    text = make_text("The city put up cameras.\n\nThe Associated Press contributed to this report.", outlet="A")
    (echo,) = trace([text], {})
    assert (echo.type, echo.cited.ref if echo.cited else "") == ("citation", "org:ap")


def test_who_cites_an_agency_is_tied_to_the_print_of_its_text() -> None:
    printed = make_text(
        "НОВОСИБИРСК, 3 мая. /ТАСС/. Камеры установлены в школах.", lang="ru", outlet="А", published="2021-05-03"
    )
    citing = make_text("Cameras hang in schools, the TASS agency reported.", outlet="B", published="2021-05-03")
    claims = {
        printed.source_id: [make_claim(printed, "Камеры установлены в школах", sites=("school",))],
        citing.source_id: [make_claim(citing, "Cameras hang in schools", sites=("school",))],
    }
    found = [echo for echo in trace([printed, citing], claims) if echo.origin_from.source == citing.source_id]
    assert {echo.origin_to.source for echo in found if echo.origin_to} == {printed.source_id}
    assert "org:tass" in refs(found)


def test_a_page_that_calls_one_of_another_site_its_first_is_syndicated_from_there() -> None:
    reprint = make_text(
        "Other words.",
        url="https://b.example/9",
        canonical="https://www.tallow-gazette.example/1",
        outlet="B",
        title="T",
    )
    (echo,) = trace([reprint], {})
    assert echo.cited is not None
    assert (echo.type, echo.cited.ref, echo.cited.url) == (
        "syndication", "url:tallow-gazette.example/1", "https://www.tallow-gazette.example/1",
    )  # fmt: skip
    same_site = make_text("Other words.", url="https://m.b.example/9", canonical="https://b.example/9/full", outlet="B")
    assert trace([same_site], {}) == []


def _linked(text: Text, url: str, words: str | None = None) -> Text:
    start = text.content.index(words) if words else 0
    end = start + len(words) if words else min(12, len(text.content))
    return msgspec.structs.replace(text, links=(Link(start=start, end=end, url=url),))


def test_a_source_of_the_case_may_be_cited_under_its_name_in_another_script() -> None:
    held = make_text(
        "The harbour of Elmport has 1,842 cameras now.", outlet="Northgate Monitor", published="2024-04-16",
        url="https://northgate.example/1",
    )  # fmt: skip
    citing = make_text(
        "Как сообщает издание «Нортгейт Монитор», в порту теперь 1842 камеры.", lang="ru", outlet="А",
        published="2024-04-18",
    )  # fmt: skip
    claims = {
        held.source_id: [make_claim(held, "The harbour of Elmport has 1,842 cameras", sites=("port",))],
        citing.source_id: [make_claim(citing, "в порту теперь 1842 камеры", sites=("port",))],
    }
    echoes = [echo for echo in trace([held, citing], claims) if echo.type == "citation"]
    assert {echo.origin_to.source for echo in echoes if echo.origin_to} == {held.source_id}
