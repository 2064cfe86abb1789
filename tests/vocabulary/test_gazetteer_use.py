"""What a place's name is used for: the place, a government that acts, what something is of; and what is no place."""

from __future__ import annotations

import pytest

from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.gazetteer_types import Toponym


def spotted(text: str, lang: str = "en") -> dict[str, Toponym]:
    return {toponym.name: toponym for toponym in load_gazetteer().spot(text, lang=lang)}


def uses(text: str, lang: str = "en") -> dict[str, str]:
    return {name: toponym.use for name, toponym in spotted(text, lang).items()}


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("en", "Seoul said that it had no plans.", "Seoul"),
        ("en", "Pyongyang has on Monday denied the report.", "Pyongyang"),
        ("ko", "평양은 보도를 부인했다고 한다.", "평양"),
        ("zh", "北京方面否认了有关报道。", "北京"),
        ("ja", "東京は計画を否定した。", "東京"),
        ("ru", "Пекин отрицает эти сообщения.", "Пекин"),
        ("uk", "Москва вже заперечила це.", "Москва"),
        ("de", "Moskau hat dementiert.", "Moskau"),
        ("es", "Pekín acusó a la prensa.", "Pekín"),
        ("fr", "Paris a démenti.", "Paris"),
        ("pt", "Pequim negou a compra.", "Pequim"),
    ],
)
def test_a_government_that_speaks(lang: str, text: str, name: str) -> None:
    assert spotted(text, lang)[name].speaker


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("en", "Doctors at a clinic in Montpellier said so.", "Montpellier"),
        ("en", "Cameras hang in Seoul.", "Seoul"),
        ("ko", "평양은 전기가 없다고 소식통이 말했다.", "평양"),
        ("ko", "평양에 카메라를 설치했다.", "평양"),
        ("zh", "北京安装了摄像头。", "北京"),
        ("ja", "東京にカメラを設置した。", "東京"),
        ("de", "In Moskau hängen Kameras.", "Moskau"),
    ],
)
def test_a_place_where_something_is(lang: str, text: str, name: str) -> None:
    assert uses(text, lang)[name] == "place"


def test_one_that_acts_or_is_dealt_with() -> None:
    assert uses("Russia will close the consulate.")["Russia"] == "actor"
    assert uses("Talks with Beijing failed.")["Beijing"] == "actor"
    assert uses("The report accused Minsk of spying.")["Minsk"] == "actor"
    assert uses("The border with Algeria is long.")["Algeria"] == "place"


def test_what_something_is_of() -> None:
    assert uses("He met U.S. officials.")["U.S."] == "attribute"
    assert uses("Italy's army bought drones.")["Italy"] == "attribute"
    assert uses("The Prime Minister of Chad came.")["Chad"] == "attribute"
    assert uses("Italy's northern coast is guarded.")["Italy"] == "place"
    assert uses("They landed at Gatwick Airport in London.")["London"] == "place"


def test_who_speaks_is_the_seat_and_no_namesake() -> None:
    found = spotted("Pekín acusó a Washington de espiar.", "es")["Pekín"]
    assert next(c for c in found.candidates if c.usual).country == "CN"


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton came.", "Jordan Smith drove home.", "He saw Michael Jordan.", "She bought a Hyundai Santa Fe.",
        "They drove a Lincoln Navigator.", "Frances Miller wrote it.",
    ],
)  # fmt: skip
def test_persons_and_products_are_no_places(text: str) -> None:
    assert spotted(text) == {}


def test_a_korean_name_of_a_person_is_no_place() -> None:
    assert spotted("김평양 기자는 말했다.", "ko") == {}


def test_a_country_beside_somebody_of_its_name() -> None:
    found = load_gazetteer().spot("Jordan Smith said that cameras in Jordan are new.")
    assert [(t.name, t.start) for t in found] == [("Jordan", 34)]


def test_the_code_of_a_state_behind_its_town() -> None:
    found = spotted("Police in Camden, NJ, bought cameras OR not.")
    assert list(found) == ["Camden", "NJ"]
    assert found["NJ"].candidates[0].name == "New Jersey"


def test_a_list_vouches_for_its_names() -> None:
    names = "Dodge City, Great Bend, Hutchinson, Kingman, Larned and Pratt"
    assert set(spotted(f"Armories stand in {names}.")) == set(names.replace(" and ", ", ").split(", "))


def test_airports_are_those_of_the_town_that_everybody_knows() -> None:
    assert all(c.country != "TL" for c in load_gazetteer().find("Delhi airport")[1])


def test_a_county_lies_among_its_towns() -> None:
    gazetteer = load_gazetteer()
    county = next(c for c in gazetteer.find("Lamar County")[1] if c.admin1 == "Texas")
    town = next(c for c in gazetteer.find("Paris")[1] if c.admin1 == "Texas")
    assert county.lat is not None
    assert town.lat is not None
    assert abs(county.lat - town.lat) < 0.5
    assert county.radius_km is not None
    assert county.radius_km < 100


@pytest.mark.parametrize("word", ["diſtrict", "CİTY"])
def test_a_word_beside_a_name_in_letters_that_no_list_has_says_nothing(word: str) -> None:
    assert load_gazetteer().told_ranks.beside(f"Kashgar {word}", 0, 7) is None
