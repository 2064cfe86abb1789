"""Shared quotations: the words of one speaker in two texts, whole, cut, edited, in part or as indirect speech."""

from __future__ import annotations

import pytest

from lineage_making import make_text
from sousveil.record.echo import Echo
from sousveil.record.text import Text
from sousveil.trace import trace
from sousveil.trace.document import prepare
from sousveil.trace.quoting.quotations import shared_quotations
from sousveil.vocabulary.loader import load

LOGS = "“I told them that the drones are parked in the old fire station and nobody checks the logs,” said Tam Reid."


def shared(*texts: Text) -> list[Echo]:
    vocabulary = load()
    return shared_quotations(prepare(texts, {}, vocabulary), vocabulary, [])


def pair(lang: str, first: str, second: str) -> tuple[Text, Text]:
    return (
        make_text(first, lang=lang, outlet="First Post", published="2024-03-01"),
        make_text(second, lang=lang, outlet="Second Post", published="2024-03-02"),
    )


SHARED = [
    pytest.param(
        "en",
        "Orla Dunne said: “We will watch, with the help of the new centre, every single street until the thefts stop.”",
        "Shopkeepers were pleased. “We will watch … every single street until the thefts stop,” Dunne told a meeting.",
        ("We will watch", "until the thefts stop"),
        id="cut",
    ),
    pytest.param(
        "en",
        LOGS,
        "Reid: “I told [a panel] the drones [were] parked in the old fire station and nobody check[ed] the logs.”",
        ("I told", "the logs"),
        id="brackets",
    ),
    pytest.param(
        "en",
        LOGS,
        "Reid said he had told them that the drones were parked in the old fire station and nobody checked the logs.",
        ("told them", "the logs"),
        id="indirect",
    ),
    pytest.param(
        "en",
        "“The readers on the harbour bridge,” the mayor said, “were never meant to store the plates of our fishermen.”",
        "“The readers on the harbour bridge were never meant to store the plates of our fishermen,” he said.",
        ("The readers", "of our fishermen"),
        id="parted",
    ),
    pytest.param(
        "en",
        "She said: “No budget has been set aside for iris scanners, and as long as I am minister no child in this "
        "country will be scanned at a school gate, whatever the suppliers promise us.”",
        "She vowed that “no child in this country will be scanned at a school gate”.",
        ("no child", "school gate"),
        id="part",
    ),
    pytest.param(
        "en",
        "“The programme will be organised by the people of the street and not by a private office,” said Ada Moyo.",
        "“The program will be organized by the people of the street and not by a private office,” Moyo said.",
        ("The program will", "private office"),
        id="spelling",
    ),
    pytest.param(
        "de",
        "„Wir haben die Kameras am Rathaus abgeschaltet, weil niemand die Bilder ausgewertet hat“, sagte Ilse Vogt.",
        "Vogt sagte, man habe die Kameras am Rathaus abgeschaltet, weil niemand die Bilder ausgewertet habe.",
        ("habe die Kameras", "Bilder ausgewertet"),
        id="de",
    ),
    pytest.param(
        "fr",
        "« Nous avons photographié chaque visage à la porte du marché pendant trois semaines », a reconnu Paul Meyran.",
        "Paul Meyran a reconnu : « Nous avons photographié (...) chaque visage à la porte du marché ».",
        ("Nous avons", "du marché"),
        id="fr",
    ),
    pytest.param(
        "es",
        "—Compramos los drones sin concurso porque el verano no espera —dijo Ruiz—. Y los volveríamos a comprar.",
        "“Compramos los drones sin concurso porque el verano no espera”, admitió Ruiz.",
        ("Compramos los", "no espera"),
        id="es",
    ),
    pytest.param(
        "ru",
        "Лобанов сказал: «Мы поставили камеры над каждым подъездом и никого из жильцов не спросили».",
        "— Мы поставили камеры над каждым подъездом и никого не спросили, — признал Лобанов.",
        ("Мы поставили", "не спросили"),
        id="ru",
    ),
    pytest.param(
        "uk",
        "«Розпізнавання облич у метро вмикають лише на запит слідчого», — запевнив директор Гнатюк.",
        "Гнатюк запевнив, що розпізнавання облич у метро вмикають лише на запит слідчого.",
        ("розпізнавання облич", "запит слідчого"),
        id="uk",
    ),
    pytest.param(
        "ar",
        "قال الوزير: «لن نضع كاميرا واحدة داخل الفصول، لأن المدرسة ليست سجنا ولأن الآباء لم يوافقوا».",
        "وأكد الوزير أنه «لن نضع كاميرا واحدة داخل الفصول لأن المدرسة ليست سجناً».",
        ("لن نضع", "ليست سجناً"),
        id="ar",
    ),
    pytest.param(
        "zh",
        "局长表示:“所有摄像头的录像只保存十五天,除了法院,谁也不能调取。”",
        "局長說:「所有攝像頭的錄像只保存十五天……誰也不能調取。」",
        ("所有", "調取"),
        id="zh",
    ),
    pytest.param(
        "ja",
        "市長は「校門の顔認証は子どもを守るためのもので、記録は翌朝に消す」と述べた。",
        "市長によると、校門の顔認証は子どもを守るためのもので、記録は翌朝に消すという。",
        ("校門の", "消す"),
        id="ja",
    ),
    pytest.param(
        "ko",
        "시장은 “학교 정문의 얼굴 인식기는 아이들을 지키려는 것이고 기록은 다음 날 지운다”고 말했다.",
        "시장은 학교 정문의 얼굴 인식기는 아이들을 지키려는 것이며 기록은 다음 날 지운다고 말했다.",
        ("학교 정문의", "지운다"),
        id="ko",
    ),
]


@pytest.mark.parametrize(("lang", "first", "second", "ends"), SHARED)
def test_the_same_words_of_one_speaker_are_a_quotation(
    lang: str, first: str, second: str, ends: tuple[str, str]
) -> None:
    early, late = pair(lang, first, second)
    (echo,) = shared(early, late)
    assert echo.type == "quote"
    assert echo.direction == "date"
    assert echo.origin_to is not None
    assert (echo.origin_from.source, echo.origin_to.source) == (late.source_id, early.source_id)
    words = late.content[echo.origin_from.start : echo.origin_from.end]
    assert words.startswith(ends[0])
    assert words.endswith(ends[1])
    assert echo.aligned
    reached = 0
    for piece in echo.aligned:
        assert reached <= piece.start < piece.end <= echo.origin_from.end
        assert echo.origin_to.start <= piece.to_start < piece.to_end <= echo.origin_to.end
        reached = piece.end


@pytest.mark.parametrize(
    ("lang", "first", "second"),
    [
        pytest.param(
            "en",
            "“If you have nothing to hide, you have nothing to fear,” the mayor of Corran said.",
            "The teacher shrugged. “If you have nothing to hide, you have nothing to fear,” she said.",
            id="saying",
        ),
        pytest.param(
            "en",
            "“We do not comment on operational matters,” a police spokesman said.",
            "“We do not comment on operational matters,” the company said.",
            id="phrase",
        ),
        pytest.param(
            "en",
            "The report, “Watching the Watchers of the Northern Border”, came out in May.",
            "He wrote “Watching the Watchers of the Northern Border” in three months.",
            id="title",
        ),
        pytest.param(
            "en",
            "“The cameras at the north gate of the stadium were switched on before the match,” said the manager.",
            "“They told us that cameras at the stadium would be switched on after the final match,” said a fan.",
            id="one-event",
        ),
        pytest.param(
            "es",
            "Una pancarta decía “Ni una cámara más en nuestro barrio”.",
            "En la fachada se leía “Ni una cámara más en nuestro barrio”.",
            id="slogan",
        ),
        pytest.param(
            "en",
            "The drones are parked in the old fire station and nobody checks the logs, as visitors can see.",
            "Visitors can see that the drones are parked in the old fire station and nobody checks the logs.",
            id="no-marks",
        ),
    ],
)
def test_phrases_titles_and_texts_without_marks_are_none(lang: str, first: str, second: str) -> None:
    assert shared(*pair(lang, first, second)) == []


def test_each_passage_points_to_the_first_text_that_has_it_whole() -> None:
    first = make_text(LOGS, outlet="First Post", published="2024-03-01")
    others = [
        make_text(f"Day {day} in Corran.\n\n{LOGS}", outlet=f"Post {day}", published=f"2024-03-{day:02}")
        for day in (2, 3, 4)
    ]
    echoes = shared(*reversed(others), first)
    assert echoes == shared(first, *others)
    assert {echo.origin_from.source for echo in echoes} == {text.source_id for text in others}
    assert {echo.origin_to.source for echo in echoes if echo.origin_to} == {first.source_id}


def test_the_reason_shows_the_words_and_what_was_changed() -> None:
    early, late = pair(
        "en",
        "“No pupil will be fingerprinted, whatever the suppliers of our canteens promise,” said Orla Dunne.",
        "“No pupil will be fingerprinted, whatever the supplier of our canteens promises,” Dunne said.",
    )
    (echo,) = shared(early, late)
    assert "No pupil will be fingerprinted" in echo.reason
    assert "“supplier” for “suppliers”" in echo.reason
    assert "Dunne" in echo.reason
    assert "published earlier" in echo.reason


def test_without_dates_the_direction_is_not_claimed() -> None:
    one, other = make_text(LOGS, outlet="A"), make_text(LOGS + " He left.", outlet="B")
    (echo,) = shared(one, other)
    assert not echo.is_directed


def test_a_passage_that_came_with_a_copy_is_no_second_echo() -> None:
    story = (
        "The council of Corran met on Monday to hear about the three aircraft that it had leased in the spring. "
        f"{LOGS} Nobody answered him. The meeting was adjourned until the keeper of the station can be heard, which "
        "will not be before the end of the month, since he is on the mainland to have his boat repaired."
    )
    early, late = pair("en", story, story)
    assert {echo.type for echo in trace([early, late], {})} == {"copy"}


def test_a_phrase_that_many_texts_have_proposes_no_pairs_among_them() -> None:
    texts = [
        make_text(
            f"“We take the safety of our guests very seriously,” the hotel said. Room {number} of wing {number * 7} "
            f"had carpet {number * 13} and view {number * 17}.",
            outlet=f"Guide {number}",
        )
        for number in range(60)
    ]
    assert len(shared(*texts)) == 0


def test_own_reports_that_share_a_statement_and_who_made_it_are_no_copies() -> None:
    statement = (
        "“Forty cameras were put up on the market square to protect our traders, and nobody who behaves has to be "
        "afraid of them,” mayor Orla Dunne said in a statement."
    )
    early, late = pair(
        "en",
        f"Our reporter counted forty cameras on Thursday. Two of them look into the bakery.\n\n{statement}",
        f"A cable hangs loose behind the fountain, the Second Post saw during a visit on Friday.\n\n{statement}",
    )
    types = {echo.type for echo in trace([early, late], {}) if echo.origin_to is not None}
    assert types == {"quote"}
