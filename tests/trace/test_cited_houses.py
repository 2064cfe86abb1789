"""Houses that nobody lists, cited in twelve languages, with what the citing words tell of their reports."""

# ruff: noqa: E501 - sentences stand whole

from __future__ import annotations

import msgspec
import pytest

from lineage_making import make_claim, make_text
from sousveil.record.echo import CitedOrigin, Echo
from sousveil.record.text import Link, Text
from sousveil.trace import trace


def cited(echoes: list[Echo]) -> list[CitedOrigin]:
    return [echo.cited for echo in echoes if echo.cited]


@pytest.mark.parametrize(
    ("lang", "content", "name", "title", "date"),
    [
        (
            "en",
            "In a report titled “Cold Lenses”, published on 16 April 2024, the Northgate Survey Group counts 800 cameras in the harbour of Elmport.",
            "northgate",
            "Cold Lenses",
            "2024-04-16",
        ),
        (
            "en",
            "According to last week's report by Northgate Survey Group, 800 cameras hang in the harbour.",
            "northgate",
            None,
            "2024-04-22/2024-04-28",
        ),
        (
            "en",
            "The harbour has 800 cameras, researchers at the Northgate Institute wrote in a study released on April 16.",
            "northgate",
            None,
            "2024-04-16",
        ),
        (
            "en",
            "Documents obtained by the Tallow Street Journal show that 800 cameras were bought.",
            "tallow",
            None,
            None,
        ),
        ("en", "A resident told the Tallow Street Gazette that 800 cameras were put up.", "tallow", None, None),
        (
            "en",
            "As the Elmport Courier reported on Monday, 800 cameras were put up in the harbour.",
            "elmport",
            None,
            None,
        ),
        (
            "ru",
            "По данным доклада «Холодные линзы», опубликованного 16 апреля группой Northgate Survey, в порту 800 камер.",
            "northgate",
            "Холодные линзы",
            "2024-04-16",
        ),
        ("ru", "Как сообщает газета «Приморский берег», в порту установлено 800 камер.", "приморский", None, None),
        (
            "ru",
            "Исследовательский центр «Нортгейт» опубликовал отчёт под названием «Холодные линзы».",
            "нортгейт",
            "Холодные линзы",
            None,
        ),
        (
            "uk",
            "Про це йдеться у звіті «Холодні лінзи», який 16 квітня оприлюднила дослідницька група «Нортгейт».",
            "нортгейт",
            "Холодні лінзи",
            "2024-04-16",
        ),
        ("uk", "Як повідомляє видання «Приморський берег», у порту встановили 800 камер.", "приморський", None, None),
        (
            "de",
            "In einem am 16. April veröffentlichten Bericht mit dem Titel „Kalte Linsen“ zählt die Northgate Survey Group 800 Kameras.",
            "northgate",
            "Kalte Linsen",
            "2024-04-16",
        ),
        ("de", "Das berichtet die Zeitung „Hafenbote“. 800 Kameras hängen dort.", "hafenbote", None, None),
        ("de", "Laut einer Studie des Instituts Nordtor stehen im Hafen 800 Kameras.", "nordtor", None, None),
        (
            "fr",
            "Dans un rapport intitulé « Lentilles froides », publié le 16 avril, l’Institut Portenord recense 800 caméras.",
            "portenord",
            "Lentilles froides",
            "2024-04-16",
        ),
        ("fr", "Selon le quotidien La Voix du Môle, 800 caméras ont été posées dans le port.", "voix", None, None),
        (
            "es",
            "En un informe titulado «Lentes frías», publicado el 16 de abril, el Observatorio Puerta Norte cuenta 800 cámaras.",
            "puerta",
            "Lentes frías",
            "2024-04-16",
        ),
        ("es", "Según el diario El Faro del Muelle, en el puerto hay 800 cámaras.", "faro", None, None),
        (
            "pt",
            'Em relatório intitulado "Lentes frias", divulgado em 16 de abril, o Instituto Portão Norte conta 800 câmeras.',
            "portão",
            "Lentes frias",
            "2024-04-16",
        ),
        ("pt", "Segundo o jornal Diário do Cais, há 800 câmeras no porto.", "cais", None, None),
        (
            "ko",
            "노스게이트 조사그룹은 16일 발표한 보고서 「차가운 렌즈」에서 항구에 카메라 800대가 있다고 밝혔다.",
            "노스게이트",
            "차가운 렌즈",
            "2024-04-16",
        ),
        (
            "ko",
            "북부항구연구소가 지난 16일 공개한 보고서에 따르면 항구에 카메라 800대가 있다.",
            "북부항구",
            None,
            "2024-04-16",
        ),
        ("ko", "온라인 매체 ‘항구의 눈’에 따르면 항구에 카메라 800대가 설치됐다.", "항구의 눈", None, None),
        ("zh", "根据北门调查中心4月16日发布的报告《冷镜头》，港口有800个摄像头。", "北门", "冷镜头", "2024-04-16"),
        ("zh", "据《海港晚报》报道，港口安装了800个摄像头。", "海港晚报", None, None),
        (
            "zh",
            "研究机构“诺斯盖特调查小组”（Northgate Survey Group）在报告中称，港口有800个摄像头。",
            "northgate",
            None,
            None,
        ),
        (
            "ja",
            "調査団体「ノースゲート・サーベイ・グループ」は16日に公表した報告書『冷たいレンズ』で、港に800台のカメラがあると指摘した。",
            "ノースゲート",
            "冷たいレンズ",
            "2024-04-16",
        ),
        ("ja", "北門研究所の報告書によると、港には800台のカメラがある。", "北門", None, None),
        ("ja", "地元紙「港日報」によると、港に800台のカメラが設置された。", "港日報", None, None),
        (
            "ar",
            "وقال معهد «البوابة الشمالية» في تقرير بعنوان «عدسات باردة» نشر في 16 أبريل إن في الميناء 800 كاميرا.",
            "البوابة",
            "عدسات باردة",
            "2024-04-16",
        ),
        ("ar", "ذكرت صحيفة «مرسى اليوم» أن الشرطة ركبت 800 كاميرا في الميناء.", "مرسى", None, None),
        (
            "fa",
            "مؤسسه «دروازه شمالی» در گزارشی با عنوان «لنزهای سرد» که ۱۶ آوریل منتشر شد، از ۸۰۰ دوربین در بندر خبر داد.",
            "دروازه",
            "لنزهای سرد",
            "2024-04-16",
        ),
        ("fa", "به گزارش روزنامه «ساحل امروز»، پلیس ۸۰۰ دوربین در بندر نصب کرده است.", "ساحل", None, None),
    ],
)
def test_the_citing_words_tell_the_house_the_title_and_the_day(
    lang: str, content: str, name: str, title: str | None, date: str | None
) -> None:
    text = make_text(content, lang=lang, outlet="Some Other Outlet", published="2024-05-03")
    found = cited(trace([text], {}))
    assert {origin.ref for origin in found} == {found[0].ref}
    assert name in found[0].name.casefold()
    assert (found[0].title, found[0].date) == (title, date)


@pytest.mark.parametrize(
    ("lang", "content"),
    [
        ("en", "Police searched the rooms of the Northgate Institute and of two other groups on Monday."),
        ("en", "He is a director of the Northgate Institute, said his wife, and the cameras were his idea."),
        ("en", "Cameras hang at the Wells Harbour Center, where a concert was given last night."),
        ("ru", "Камеры висят у института «Нортгейт», рядом с вокзалом."),
        ("es", "La policía registró la sede del Instituto Puerta Norte el lunes."),
        ("ko", "경찰은 월요일 노스게이트 조사그룹 사무실을 압수수색했다."),
        ("zh", "警方周一搜查了北门调查中心的办公室。"),
    ],
)
def test_a_house_that_is_only_spoken_of_is_not_cited(lang: str, content: str) -> None:
    assert trace([make_text(content, lang=lang)], {}) == []


def test_the_link_in_the_citing_words_is_the_report_and_not_that_of_another_name() -> None:
    content = (
        "A study by the Northgate Survey Group counts 800 cameras. The Tallow Street Gazette reported it first, and the"
        " harbour police said nothing."
    )
    at, other = content.index("A study"), content.index("The Tallow Street Gazette")
    text = make_text(content, outlet="A", published="2024-05-03", url="https://a.example/1")
    text = _linked(
        text, (at, at + 7, "https://northgate.example/cold"), (other, other + 25, "https://tallow.example/1")
    )
    origins = {origin.ref: origin.url for origin in cited(trace([text], {}))}
    assert origins["name:northgate survey group"] == "https://northgate.example/cold"
    assert origins["name:tallow street gazette"] == "https://tallow.example/1"


def test_a_link_in_citing_words_that_name_nobody_is_the_origin() -> None:
    content = "According to a new study, the harbour has cameras. Read more about our readers in the archive."
    at, other = content.index("a new study"), content.index("the archive")
    text = make_text(content, outlet="A", url="https://a.example/1")
    text = _linked(text, (at, at + 11, "https://www.lab.example/cold.pdf"), (other, other + 11, "https://c.example/9"))
    (origin,) = cited(trace([text], {}))
    assert (origin.ref, origin.name, origin.url) == (
        "url:lab.example/cold.pdf",
        "lab.example",
        "https://www.lab.example/cold.pdf",
    )
    own = _linked(make_text(content, outlet="A", url="https://a.example/1"), (at, at + 11, "https://m.a.example/2"))
    assert trace([own], {}) == []


def test_the_title_that_is_told_further_down_is_that_of_the_one_report() -> None:
    text = make_text(
        "The Northgate Survey Group has counted 800 cameras in a study.\n\nTraders were surprised.\n\n"
        "Nobody had asked them, they say.\n\nThe study, entitled “Cold Lenses”, is dated 7 April.",
        outlet="A", published="2024-05-03",
    )  # fmt: skip
    (origin,) = {(each.title, each.date) for each in cited(trace([text], {}))}
    assert origin == ("Cold Lenses", "2024-04-07")


def test_short_forms_in_one_text_are_the_house_that_it_named_in_full() -> None:
    text = make_text(
        "Une étude de l'Observatoire Valmonde décrit les caméras du port.\n\nD'après Valmonde, il y en a 800.",
        lang="fr", outlet="A",
    )  # fmt: skip
    refs = {echo.cited.ref for echo in trace([text], {}) if echo.cited}
    starts = {echo.origin_from.start for echo in trace([text], {})}
    assert refs == {"name:observatoire valmonde"}
    assert len(starts) == 2


def test_the_town_in_the_name_of_a_house_is_not_the_house() -> None:
    text = make_text(
        "A study by the Elmport Survey Institute counts 800 cameras in Elmport. Officials said on Friday that Elmport"
        " would not comment.\n\nAccording to Elmport police, the cameras hang in the schools.",
        outlet="A",
    )
    claim = make_claim(text, "the cameras hang in the schools", place="Elmport", said_by=(("Elmport police", None),))
    echoes = trace([text], {text.source_id: [claim]})
    assert {(echo.origin_from.start == 0) for echo in echoes if echo.cited and "institute" in echo.cited.ref} == {True}


def test_a_claim_that_is_attributed_to_the_short_form_rests_on_the_house() -> None:
    text = make_text(
        "Доклад выпустила лаборатория прозрачности «Меридиан».\n\nВ «Меридиане» отмечают, что камеры висят в школах.",
        lang="ru", outlet="A",
    )  # fmt: skip
    claim = make_claim(text, "В «Меридиане» отмечают, что камеры висят в школах", said_by=(("Меридиане", None),))
    echoes = trace([text], {text.source_id: [claim]})
    assert {echo.cited.ref for echo in echoes if echo.cited} == {"name:меридиан"}


def _linked(text: Text, *links: tuple[int, int, str]) -> Text:
    return msgspec.structs.replace(text, links=tuple(Link(start=a, end=b, url=url) for a, b, url in links))


def test_where_somebody_is_from_is_no_house() -> None:
    text = make_text(
        "According to the study, a North Korean network sold fingerprint scanners to firms in Nigeria.",
        lang="en", outlet="Some Other Outlet", published="2024-05-03",
    )  # fmt: skip
    assert not [origin for origin in cited(trace([text], {})) if "network" in origin.name]


@pytest.mark.parametrize(
    ("lang", "content"),
    [
        ("de", "Zentral ist, so der Bericht, das Schreiben von Nachrichten und Meldungen, sagte sie."),
        ("de", "Laut Angaben der Organisation hängen im Hafen 800 Kameras, heißt es im Bericht."),
        ("en", "Reporter Ann Miller says: “800 cameras hang in the harbour.”"),
        ("en", "The paper's Robert Lodge had reported in June that 800 cameras were coming."),
        ("en", "Mayor Told A Female Reporter Not To ‘Moan’ About 800 Cameras, he said."),
        ("en", "Disputes Characterization Of Network's Report, she said."),
        ("en", "No “Northgate Monitor” will be found anywhere."),
        ("es", "El grupo de Operaciones Especiales, Grupo Norte; Investigación Criminal y otros, dijo el alcalde."),
        ("ja", "北の国営メディアが公開した映像で、カメラ800台が確認されたと報じた。"),
    ],
)
def test_common_nouns_people_headlines_and_state_media_at_large_are_no_houses(lang: str, content: str) -> None:
    assert cited(trace([make_text(content, lang=lang, outlet="Some Other Outlet")], {})) == []


def test_a_house_ends_before_the_body_beside_it() -> None:
    text = make_text("The report by the Tallow Foundation and the Department of Roads counts 800 cameras.", lang="en")
    assert [origin.name for origin in cited(trace([text], {}))] == ["Tallow Foundation"]


@pytest.mark.parametrize(
    "speaker", ["sources in Hyesan", "Residents of Elmport", "the broadcaster's sources in North Hamgyong"]
)
def test_unnamed_witnesses_are_no_origin_to_be_sought(speaker: str) -> None:
    content = f"{speaker} said that 800 cameras were put up in the harbour."
    text = make_text(content, lang="en", outlet="Some Other Outlet")
    claim = make_claim(text, content, said_by=((speaker, None),))
    assert cited(trace([text], {text.source_id: [claim]})) == []


def test_a_broken_link_is_no_origin() -> None:
    text = make_text("Cameras hang in the harbour, according to a report.", lang="en", outlet="Some Other Outlet")
    broken = _linked(text, (41, 49, "The text was translated from https//www.example.org/a report"))
    assert cited(trace([broken], {})) == []


@pytest.mark.parametrize(
    ("lang", "content", "name"),
    [
        ("en", "Cameras hang here. This article originally appeared on the website Harbour Watch.", "Harbour Watch"),
        ("en", "Cameras hang here. This article was originally published by The Bay of Elm Post.", "Bay of Elm Post"),
    ],
)
def test_where_a_text_appeared_first_is_named_behind_an_article_and_a_word_for_a_house(
    lang: str, content: str, name: str
) -> None:
    found = cited(trace([make_text(content, lang=lang, outlet="Some Other Outlet")], {}))
    assert {origin.name.removeprefix("The ") for origin in found} == {name}
