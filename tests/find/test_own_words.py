"""Where a text says that its own people saw or heard it: in each of twelve languages, and never in a quotation."""

from __future__ import annotations

import pytest

from lineage_making import make_text
from sousveil.find.own_words import own_passages, own_words
from sousveil.vocabulary.loader import load


def found(content: str, lang: str = "en", outlet: str = "Lake Gazette") -> list[str]:
    text = make_text(content, lang=lang, outlet=outlet)
    return [content[start:end] for start, end in own_words(text, load())]


@pytest.mark.parametrize(
    ("lang", "content"),
    [
        ("en", "The cameras came in May, a guard told our reporter."),
        ("de", "Die Kameras kamen im Mai, sagte uns ein Wachmann."),
        ("fr", "Notre équipe a fait le tour de la gare et compté les caméras."),
        ("es", "Las cámaras llegaron en mayo, nos dijo un guardia."),
        ("pt", "As câmeras chegaram em maio, contou a nossa reportagem."),
        ("ru", "Наш корреспондент насчитал двенадцать камер."),
        ("uk", "Наша кореспондентка нарахувала дванадцять камер."),
        ("zh", "本报记者昨日走访车站，看到十二个摄像头。"),
        ("ja", "本紙記者が駅を訪れると、カメラが十二台あった。"),
        ("ko", "본지 취재진이 역을 찾아 카메라 열두 대를 세었다."),
        ("ar", "أحصى مراسلنا اثنتي عشرة كاميرا في المحطة."),
        ("fa", "خبرنگار ما در ایستگاه دوازده دوربین شمرد."),
    ],
)
def test_each_language_says_so(lang: str, content: str) -> None:
    assert found(content, lang)


@pytest.mark.parametrize(
    ("lang", "content"),
    [
        ("en", "The mayor said on Monday that the cameras were installed in May."),
        ("en", "“They told us that it was for thieves”, a steward said."),
        ("en", "A guard told the Hill Courier that the cameras came in May."),
        ("de", "Wie die Agentur berichtete, kamen die Kameras im Mai."),
        ("fr", "« Ils nous ont dit que c'était pour les voleurs », raconte un cheminot."),
        ("ja", "カメラは五月に設置されたと市は発表した。AP通信の取材に対し、市長は認めた。"),
        ("ko", "통신은 카메라가 5월에 설치됐다고 보도했다. 확인은 거부했다."),
        ("zh", "市长说，摄像头五月安装。记者会上没有人提问。"),
        ("ru", "Мэр сообщил, что камеры поставили в мае."),
    ],
)
def test_others_words_are_not_its_own(lang: str, content: str) -> None:
    assert found(content, lang) == []


def test_its_own_name_makes_it_a_hearer() -> None:
    assert found("The cameras came in May, a guard told the Lake Gazette.") == ["told the Lake Gazette"]
    assert found("The Lake Gazette has learned that the cameras came.") == ["Lake Gazette has learned"]
    assert found("A guard told the Lake Gazette.", outlet="Hill Courier") == []


def test_an_outlet_is_known_by_all_its_names() -> None:
    assert found("A resident told Daily NK on Monday.", outlet="데일리NK") == ["told Daily NK"]


def test_what_it_could_not_find_out_is_no_reporting() -> None:
    assert found("본지는 사진의 원본을 직접 확인하지 못했다.", "ko") == []
    assert found("We asked the ministry and could not confirm the number.") == []


def test_the_words_speak_for_what_is_near_them_in_their_paragraph() -> None:
    text = make_text("Cameras hang in every school.\nA guard told our reporter that they came in May.\nSo it was.")
    ((start, end),) = own_passages(text, load())
    assert text.content[start:end] == "A guard told our reporter that they came in May."
