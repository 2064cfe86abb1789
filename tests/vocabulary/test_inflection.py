"""Forms of words, and small words written together with them, in terms and in names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sousveil.vocabulary import check, load
from sousveil.vocabulary.files import converted
from sousveil.vocabulary.inflection import Inflection, WordForms
from sousveil.vocabulary.language import Language
from sousveil.vocabulary.letters import LetterForms
from sousveil.vocabulary.orthography import Orthography
from sousveil.vocabulary.orthography_check import check_orthography

ARABIC = Orthography(
    "spaced",
    LetterForms(alike={"ا": "أإآ", "ي": "ى", "ه": "ة"}, optional="\u064e\u064f\u0650\u0651\u0640"),
    WordForms(
        alphabet="ء-ي",
        every=True,
        article="ال",
        before="و ف (و|ف|)(ب|ك|ل|س|لل)",
        before_short="و ف",
        forms={"ه": "ته تها ات", "يه": "ي", "": "ه ها هم ات ان ين ون ت"},
    ),
    {},
)
PERSIAN = Orthography(
    "spaced",
    LetterForms(alike={"ی": "ي", "ک": "ك"}, optional="\u200c"),
    WordForms(alphabet="ء-یپچژگک", every=True, forms={"": "ی \u200cها(ی|یی) \u200cای ات"}),
    {},
)


def found(spelled: Orthography, term: str, text: str) -> str | None:
    """The words of `text` that a term finds."""
    view = spelled.view(text)
    span = next(spelled.matcher(term).spans(view), None)
    whole = re.search(spelled.expression(term), view, re.IGNORECASE)
    assert (span is None) == (whole is None), "both ways of writing the endings say the same"
    if span is None or whole is None:
        return None
    assert whole.start() <= span[0] < span[1] == whole.end()
    anchor = spelled.anchor(term)
    assert anchor is None or anchor in whole.group().lower()
    return text[slice(*spelled.letters.original(text, *span))]


@pytest.mark.parametrize(
    ("term", "finds", "leaves"),
    [
        ("порт~", ["порта", "портами", "в порту", "порт"], ["портфель", "портал", "портовый", "аэропорт", "портье"]),
        ("камера~", ["камера", "камерой", "камер"], ["камергер", "камеральный"]),
        ("камер~ наблюдени~", ["камерами наблюдения", "камер наблюдений"], ["камерный наблюдатель"]),
        ("перекрёсток~", ["на перекрестках", "перекрёсток"], []),
        ("установи~v", ["установил", "установили", "установить"], ["установочный"]),
        ("(порт|вокзал~)~", ["порта", "вокзалы"], ["портфель"]),
        ("камера~0", ["камера"], ["камеры"]),
    ],
)
def test_russian_words_are_found_in_their_forms(term: str, finds: list[str], leaves: list[str]) -> None:
    russian = load().orthography("ru")
    for text in finds:
        assert found(russian, term, text), text
    for text in leaves:
        assert found(russian, term, text) is None, text


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Хиквижн", ["Хиквижн", "Хиквижна", "Хиквижном"]),
        ("Лаборатория Касперского", ["Лаборатории Касперского", "Лабораторией Касперского"]),
        ("Дахуа", ["Дахуа", "Дахуа-камера"]),
        ("Хуавэй", ["Хуавэя", "Хуавэй"]),
        ("=ЗТЕ", ["ЗТЕ"]),
        ("Hikvision", ["Hikvision"]),
    ],
)
def test_names_are_declined_without_a_marker(name: str, forms: list[str]) -> None:
    russian = load().orthography("ru")
    for form in forms:
        assert found(russian, russian.inflection.marked(name), f"камеры {form}."), form


def test_abbreviations_and_names_in_other_letters_keep_their_form() -> None:
    russian = load().orthography("ru").inflection
    assert russian.marked("=ЗТЕ") == "=ЗТЕ"
    assert russian.marked("Hikvision") == "Hikvision"
    assert load().orthography("en").inflection.marked("Хиквижн") == "Хиквижн"


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("كاميرا مراقبة", "كاميرات المراقبة", "كاميرات المراقبة"),
        ("كاميرا مراقبة", "بكاميرات مراقبه", "كاميرات مراقبه"),
        ("كاميرات المراقبة", "كَاميرات مُراقبة", "كَاميرات مُراقبة"),
        ("الشرطة", "والشُّرطة", "الشُّرطة"),
        ("الشرطة", "للشرطة", "شرطة"),
        ("شرطة", "بشرطتها", "شرطتها"),
        ("إلكترونية", "بالإلكترونية", "الإلكترونية"),
        ("إلكترونية", "الكتروني", "الكتروني"),
        ("(ي|ت)ستخدم", "وتستخدم", "تستخدم"),
        ("Hikvision", "بـHikvision", "Hikvision"),
        ("قال~0", "وقال", None),
        ("لا", "ولا", "لا"),
        ("لا", "بلا", None),
        ("شرطة", "اشرطة", None),
    ],
)
def test_arabic_clitics_are_set_apart(term: str, text: str, words: str | None) -> None:
    assert found(ARABIC, term, f"امس {text} هنا") == words


@pytest.mark.parametrize(
    ("term", "text", "words"),
    [
        ("دوربین", "دوربین\u200cهای", "دوربین\u200cهای"),
        ("دوربین", "دوربین ها", "دوربین ها"),
        ("دوربین", "دوربینها", "دوربینها"),
        ("دوربین مداربسته", "دوربين\u200cهاي مداربسته", "دوربين\u200cهاي مداربسته"),
        ("می\u200cکند", "می\u200cکند", "می\u200cکند"),
        ("می\u200cکند", "می کند", "می کند"),
        ("می\u200cکند", "ميكند", "ميكند"),
        ("می\u200cکند", "نمی\u200cکند", None),
        ("نمی\u200c*", "نمی کند", "نمی کند"),
        ("سامانه", "سامانه\u200cها", "سامانه\u200cها"),
    ],
)
def test_persian_endings_stand_joined_apart_or_together(term: str, text: str, words: str | None) -> None:
    assert found(PERSIAN, term, f"این {text} است") == words


@pytest.mark.parametrize(
    ("term", "finds", "leaves"),
    [
        (
            "군~",
            ["군은", "군이", "군에서는", "군 당국", "군들에게도", "군"],
            ["군인", "군수", "군대", "해군은", "군의회"],
        ),
        ("시(는|가)~0", ["시는", "시가", "시 당국"], ["시작", "시민", "시장", "서울시는"]),
        ("경찰", ["경찰은", "경찰청"], ["해양경찰"]),
    ],
)
def test_korean_particles(term: str, finds: list[str], leaves: list[str]) -> None:
    korean = load().orthography("ko")
    for text in finds:
        assert found(korean, term, f"어제 {text}"), text
    for text in leaves:
        assert found(korean, term, f"어제 {text}") is None, text


def test_an_unknown_class_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no endings"):
        load().orthography("ru").expression("камер~nosuch")
    with pytest.raises(ValueError, match="has no endings"):
        load().orthography("ja").expression("監視~")


def test_endings_share_their_letters() -> None:
    forms = Inflection(WordForms(forms={"": "(а|у)(м|х) ами -"}))
    expression = re.compile("камер" + forms.endings("камер", ""))
    assert [word for word in ("камер", "камерам", "камерух", "камерами", "камерум") if expression.fullmatch(word)] == [
        "камер",
        "камерам",
        "камерух",
        "камерами",
        "камерум",
    ]
    assert not expression.fullmatch("камера")


@pytest.mark.parametrize(
    ("section", "fault"),
    [
        ('[letters]\nalike = {ae = "ä"}\n', "is not one character"),
        ('[letters]\nalike = {a = ""}\n', "'a' has no other forms"),
        ('[letters]\nalike = {a = "b", b = "c"}\n', "cannot be read as 'a'"),
        ('[letters]\ntables = ["runes"]\n', "there is no table 'runes'"),
        ('[inflection.forms]\n"a" = " "\n', "forms 'a' has no endings"),
        ('[inflection.forms]\n"a" = "e*"\n', "plain letters"),
        ('[inflection.classes]\n"0" = "e"\n', "classes '0'"),
        ('[inflection]\nalphabet = "z-a"\n', "no range of letters"),
        ("[inflection]\nevery = true\n", "'every' needs"),
        ("[inflection]\nshortest = 0\n", "must be 1 or more"),
        ('[inflection]\nbefore = "w*"\n', "small words between spaces"),
        ('[inflection]\narticle = "al el"\n', "one plain word"),
        ('writing = "joined"\n[inflection]\nbefore = "w"\n', "needs words with spaces"),
    ],
)
def test_a_faulty_section_is_named(section: str, fault: str) -> None:
    language = converted(tomllib.loads('name = "Italian"\n' + section), Language, "languages/it.toml")
    problems = list(check_orthography("it", language, load().letters))
    assert any(fault in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("section", "fault"),
    [
        ('hedge = ["forse~"]\n', "[hedge]: 'forse~' cannot be read"),
        ('[inflection]\nsuffixes = "a"\n', "suffixes"),
        ('[letters]\ntables = ["runes"]\n', "there is no table 'runes'"),
    ],
)
def test_the_check_reads_the_sections(tmp_path: Path, section: str, fault: str) -> None:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "it.toml").write_text('name = "Italian"\n' + section, "utf-8")
    problems = check(tmp_path)
    assert any(fault in problem for problem in problems), problems


def test_a_marker_in_a_name_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "suppliers.toml").write_text('[occhio]\nname = "Occhio~"\ncountry = "IT"\n', "utf-8")
    assert any("names need none" in problem for problem in check(tmp_path))
