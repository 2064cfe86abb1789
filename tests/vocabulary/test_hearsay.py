"""Words that are somebody else's, and nobody says whose."""

from __future__ import annotations

import pytest

from sousveil.record.claim import Organisation
from sousveil.vocabulary.hearsay import is_hearsay, means_the_press
from sousveil.vocabulary.loader import load


@pytest.mark.parametrize(
    ("lang", "name"),
    [
        ("en", "Media"), ("en", "several South Korean newspapers"), ("en", "local media"), ("en", "a recent study"),
        ("en", "Hong Kong media"), ("ko", "외신"), ("ko", "현지 언론"), ("ko", "복수의 외신"), ("ru", "СМИ"),
        ("ru", "местные издания"), ("uk", "українські ЗМІ"), ("zh", "多家媒体"), ("zh", "外媒"), ("zh", "韓國媒體"),
        ("ja", "一部報道"), ("ja", "韓国メディア"), ("de", "südkoreanische Medien"), ("de", "Medienberichten"),
        ("fr", "la presse locale"), ("fr", "plusieurs médias"), ("es", "medios locales"), ("es", "la prensa"),
        ("pt", "a imprensa local"), ("ar", "تقارير إعلامية"), ("ar", "وسائل إعلام محلية"), ("fa", "رسانه‌ها"),
    ],
)  # fmt: skip
def test_the_press_at_large_names_nobody(lang: str, name: str) -> None:
    assert means_the_press(name, lang, load())


@pytest.mark.parametrize(
    ("lang", "name"),
    [
        ("en", "the report"), ("en", "state media"), ("en", "Sahara Media"), ("en", "the newspaper Northgate Post"),
        ("en", "the Northgate Survey Group"), ("en", "a Northgate report"), ("en", "residents"), ("en", "a source"),
        ("es", "Prensa Libre"), ("es", "medios estatales"), ("fr", "la presse d'État"), ("ko", "관영 매체"),
        ("ko", "소식통"), ("ru", "государственные СМИ"), ("zh", "官方媒体"), ("ja", "国営メディア"), ("zh", "居民"),
        ("de", "Staatsmedien"), ("de", "ein Anwohner"), ("ar", "وسائل الإعلام الرسمية"), ("uk", "мешканці"),
        ("pt", "moradores"), ("fa", "رسانه‌های دولتی"),
    ],
)  # fmt: skip
def test_who_is_told_or_pointed_back_at_is_not_the_press_at_large(lang: str, name: str) -> None:
    assert not means_the_press(name, lang, load())


@pytest.mark.parametrize(
    ("lang", "quote"),
    [
        ("en", "Police have reportedly installed 300 cameras."),
        ("en", "It has been widely reported that cameras hang in the schools."),
        ("ko", "경찰이 카메라 300대를 설치한 것으로 알려졌다."),
        ("ru", "Сообщается, что полиция установила 300 камер."),
        ("uk", "Повідомляється, що поліція встановила 300 камер."),
        ("zh", "据报道，警方安装了300个摄像头。"),
        ("ja", "警察はカメラ300台を設置したという。"),
        ("de", "Medienberichten zufolge hat die Polizei 300 Kameras installiert."),
        ("de", "Die Polizei soll 300 Kameras installiert haben."),
        ("fr", "La police aurait installé 300 caméras."),
        ("es", "Trascendió que la policía instaló 300 cámaras."),
        ("pt", "Segundo a imprensa, a polícia instalou 300 câmeras."),
        ("ar", "أفادت تقارير بأن الشرطة ركبت 300 كاميرا."),
        ("fa", "گفته می‌شود پلیس ۳۰۰ دوربین نصب کرده است."),
    ],
)
def test_a_passage_without_a_speaker_says_by_itself_that_it_is_hearsay(lang: str, quote: str) -> None:
    assert is_hearsay(quote, (), lang, load())


@pytest.mark.parametrize(
    ("lang", "quote"),
    [
        ("en", "Police probably installed 300 cameras, and may add more."),
        ("en", "A resident reports that cameras hang in the schools."),
        ("ko", "경찰이 카메라 300대를 설치했다."),
        ("de", "Die Kameras sollen im Mai installiert werden."),
        ("zh", "警方安装了300个摄像头。"),
        ("ja", "警察はカメラ300台を設置した。"),
    ],
)
def test_a_guess_and_a_plain_statement_are_no_hearsay(lang: str, quote: str) -> None:
    assert not is_hearsay(quote, (), lang, load())


def test_the_speakers_decide_where_there_are_any() -> None:
    media, resident = Organisation(name="Local media"), Organisation(name="a resident")
    named, known = Organisation(name="Northgate Survey Group"), Organisation(name="Yonhap", ref="yonhap")
    said = "Police have reportedly installed 300 cameras."
    assert is_hearsay(said, (media,), "en", load())
    assert is_hearsay(said, (media, resident), "en", load())
    assert not is_hearsay(said, (resident,), "en", load())
    assert not is_hearsay(said, (media, named), "en", load())
    assert not is_hearsay(said, (known,), "en", load())


@pytest.mark.parametrize(
    ("lang", "name"),
    [("en", "an internal document"), ("ar", "وثيقة داخلية"), ("ru", "внутренний документ"), ("ko", "내부 문건")],
)
def test_a_document_that_somebody_has_seen_is_no_hearsay(lang: str, name: str) -> None:
    assert not is_hearsay("300 cameras", (Organisation(name=name),), lang, load())


@pytest.mark.parametrize("quote", ["据介绍，摄像头共有300个。", "据英文网站“草原观察”报道，摄像头共有300个。"])
def test_who_explains_it_on_the_spot_and_who_is_named_are_no_hearsay(quote: str) -> None:
    assert not is_hearsay(quote, (), "zh", load())
