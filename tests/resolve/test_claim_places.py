"""The place of a claim: radius, no point where none is known, the columns of a coded record, and why."""

from __future__ import annotations

import pytest
from msgspec import structs

from sousveil.record.claim import Claim, Evidence, Place
from sousveil.record.text import Text
from sousveil.resolve import resolve
from sousveil.resolve.doubt import rivals, settled
from sousveil.resolve.places import rank_places
from sousveil.resolve.why import as_text, why
from sousveil.vocabulary.gazetteer import load_gazetteer

ROW = {"country": ("US",), "region": ("VA",), "district": ("Shenandoah County",), "city": ("Woodstock",)}


def text_of(content: str, coded: dict[str, tuple[str, ...]] | None = None) -> Text:
    return Text(
        capture_sha256="0" * 64, content=content, extractor="test/1", lang="en", paragraphs=(), segments=(), coded=coded
    )


def claim_of(text: Text, place: str | None, *sites: str) -> Claim:
    slots = {"place": (text.content.index(place), text.content.index(place) + len(place))} if place else {}
    evidence = Evidence(
        source="s1", url=None, lang="en", text_sha256=text.sha256, start=0, end=len(text.content), quote=text.content
    )
    return Claim(
        kind="deployment", technology=("camera",), act="install", polarity="affirmed", certainty="stated",
        evidence=evidence, extractor="test/1", rule="test", slots=slots, site_types=sites,
        place=Place(name=place) if place else None,
    )  # fmt: skip


def place_of(content: str, place: str | None, *sites: str, coded: dict[str, tuple[str, ...]] | None = None) -> Place:
    text = text_of(content, coded)
    [claim] = resolve([claim_of(text, place, *sites)], text)
    assert claim.place is not None
    return claim.place


def test_a_town_has_a_point_and_a_radius() -> None:
    place = place_of("Cameras stand in Hoeryong, North Hamgyong Province.", "Hoeryong")
    assert place.lat is not None
    assert place.radius_km is not None
    assert 0 < place.radius_km < 100


def test_a_country_has_neither() -> None:
    place = place_of("Cameras stand in North Korea.", "North Korea")
    assert (place.country, place.lat, place.lon, place.radius_km) == ("KP", None, None, None)


def test_what_is_nationwide_is_no_pin() -> None:
    place = place_of("Cameras stand across the country, said officials in Tashkent.", "Tashkent", "nationwide")
    assert (place.country, place.lat, place.lon, place.radius_km) == ("UZ", None, None, None)


def test_a_name_that_may_as_well_mean_another_place_has_no_point() -> None:
    assert place_of("The Marlow police bought cameras.", "Marlow") == Place(name="Marlow", precision="city")


def test_the_country_stays_where_all_readings_share_it() -> None:
    place = place_of("The Goldfield police in the United States bought cameras.", "Goldfield")
    assert (place.geonameid, place.country, place.lat) == (None, "US", None)


def test_a_province_stands_for_a_town_that_nearly_equals_it() -> None:
    content = "La Sûreté du Québec possède six antennes."
    [ranked] = rank_places(content, load_gazetteer().spot(content, lang="fr"))
    meant = settled(ranked)
    assert rivals(ranked)
    assert meant is not None
    assert (meant.precision, meant.country) == ("region", "CA")


def test_a_big_town_is_meant_whatever_its_namesakes_are() -> None:
    for name, country in (("Barcelona", "ES"), ("Colombo", "LK"), ("Hyderabad", "IN")):
        content = f"Cameras stand in {name}."
        [ranked] = rank_places(content, load_gazetteer().spot(content))
        meant = settled(ranked)
        assert meant is not None
        assert meant.country == country


def test_a_longer_name_is_where_the_place_in_it_is() -> None:
    place = place_of("Cameras stand in Manila Cathedral.", "Manila Cathedral")
    assert (place.name, place.country) == ("Manila Cathedral", "PH")


def test_the_columns_of_a_record_tell_its_place() -> None:
    operator = ("Woodstock Police Department",)
    place = place_of("The police use body cameras.", None, coded={**ROW, "operator": operator})
    assert (place.name, place.country) == ("Woodstock", "US")
    assert place.lat is not None
    assert round(place.lat, 1) == 38.9


def test_an_agency_named_after_its_state_is_not_put_into_a_town() -> None:
    place = place_of("The agency uses drones.", None, coded={**ROW, "operator": ("Virginia State Police",)})
    assert (place.name, place.precision) == ("Virginia", "region")


def test_a_town_that_the_state_lacks_is_where_the_columns_say() -> None:
    place = place_of("The Ely police use drones.", "Ely", coded={**ROW, "operator": ("Woodstock Police",)})
    assert (place.name, place.country) == ("Ely", "US")


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("The Marlow police bought cameras.", "Marlow", "is hardly likelier than"),
        ("Cameras stand in North Korea.", "North Korea", "a whole country has no point"),
        ("Cameras stand in Paris, Texas.", "Paris", "Paris, Texas, US."),
        ("Cameras stand in Xqvltown.", "Xqvltown", "No gazetteer has the name"),
    ],
)
def test_why(content: str, place: str, words: str) -> None:
    text = text_of(content)
    [resolved] = resolve([claim_of(text, place)], text)
    explanation = why(resolved, text)
    assert explanation is not None
    assert words in explanation.conclusion
    for option in explanation.options:
        assert abs(option.score - sum(reason.points for reason in option.reasons)) < 0.001
    assert as_text(explanation).startswith(f"“{place}”: ")
    assert len(as_text(explanation).splitlines()) == 1 + sum(1 + len(o.reasons) for o in explanation.options)


def test_why_names_the_columns() -> None:
    text = text_of("The Ely police use drones.", {**ROW, "operator": ("Woodstock Police",)})
    [resolved] = resolve([claim_of(text, "Ely")], text)
    explanation = why(resolved, text)
    assert explanation is not None
    assert explanation.conclusion == "The record's columns put it in Woodstock, Virginia, US."


def test_there_is_no_why_without_a_place() -> None:
    text = text_of("Cameras hang.")
    assert why(claim_of(text, None), text) is None


def test_a_name_that_stands_nowhere_in_the_text_is_weighed_like_any_other() -> None:
    def resolved(place: Place) -> Place:
        text = text_of("Cameras were put up there.")
        [claim] = resolve([structs.replace(claim_of(text, None), place=place)], text)
        assert claim.place is not None
        return claim.place

    assert resolved(Place(name="Springfield")).lat is None
    assert resolved(Place(name="Springfield")).country == "US"
    assert resolved(Place(name="Tashkent")).country == "UZ"
    assert resolved(Place(name="Tashkent")).lat is not None
    assert resolved(Place(name="Paris", country="US")).country == "US"
    assert resolved(Place(name="Tashkent", country="KE")) == Place(name="Tashkent", country="KE")


def test_a_document_about_two_countries_alike_puts_a_claim_in_neither() -> None:
    text = text_of("Cameras were bought by Kenya and Uganda.")
    [claim] = resolve([claim_of(text, None)], text)
    assert claim.place is None
