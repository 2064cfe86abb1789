"""Where outlets are at home, learned from their own texts."""

from __future__ import annotations

from sousveil.record.text import Text
from sousveil.resolve.filling import rank_places_of, sighting_of_text
from sousveil.resolve.homes import Home, Sighting, learn_homes, outlet_of
from sousveil.resolve.places import Hints, rank_places
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.loader import load

TEXTS = [
    "Rapides Parish bought cameras. Police in Pineville and Alexandria share them.",
    "Avoyelles Parish and Rapides Parish deputies met in Marksville, Louisiana.",
    "A fire in Natchitoches. Louisiana State Police came from Baton Rouge.",
]


def text_of(content: str, url: str | None = "https://www.example-town-talk.com/a") -> Text:
    return Text(
        capture_sha256="0" * 64, content=content, extractor="test/1", lang="en", paragraphs=(), segments=(), url=url
    )


def sightings() -> list[Sighting]:
    return [s for content in TEXTS if (s := sighting_of_text(text_of(content))) is not None]


def best_of(content: str, name: str, home: Home | None) -> tuple[str | None, str | None]:
    toponyms = load_gazetteer().spot(content)
    ranked = next(r for r in rank_places(content, toponyms, Hints(learned=home)) if r.toponym.name == name)
    assert ranked.best is not None
    return ranked.best.country, ranked.best.admin1


def test_a_local_paper_is_at_home_where_its_texts_are() -> None:
    home = learn_homes(sightings())["example-town-talk.com"]
    assert home.texts == 3
    assert home.places[0][:2] == ("US", "Louisiana")
    assert 0 < home.share_of("US", "Louisiana") <= home.share_of("US") <= 1


def test_the_home_tells_a_bare_name() -> None:
    home = learn_homes(sightings())["example-town-talk.com"]
    content = "Alexandria pays for the cameras."
    assert best_of(content, "Alexandria", None) != ("US", "Louisiana")
    assert best_of(content, "Alexandria", home) == ("US", "Louisiana")


def test_what_the_text_says_counts_more_than_the_home() -> None:
    home = learn_homes(sightings())["example-town-talk.com"]
    assert best_of("Cameras stand in Alexandria, Egypt.", "Alexandria", home)[0] == "EG"


def test_the_reason_names_the_outlet() -> None:
    home = learn_homes(sightings())["example-town-talk.com"]
    content = "Alexandria pays for the cameras."
    [ranked] = rank_places(content, load_gazetteer().spot(content), Hints(learned=home))
    assert any("example-town-talk.com lie in Louisiana" in reason.words for reason in ranked.candidates[0][2])


def test_the_order_of_texts_makes_no_difference_and_a_text_counts_once() -> None:
    seen = sightings()
    assert learn_homes(seen) == learn_homes([*reversed(seen), seen[0]])


def test_two_texts_are_too_few() -> None:
    assert learn_homes(sightings()[:2]) == {}


def test_a_text_without_address_or_places_tells_nothing() -> None:
    assert sighting_of_text(text_of(TEXTS[0], url=None)) is None
    assert sighting_of_text(text_of("Nobody knows why.")) is None
    assert outlet_of(text_of("", url="https://www.example.org/x")) == "example.org"


def test_a_broken_address_has_no_host() -> None:
    text = text_of("Cameras stand in Tashkent.", url="http://[broken")
    assert outlet_of(text) is None
    assert sighting_of_text(text) is None
    assert rank_places_of([], text, load())[0].toponym.name == "Tashkent"
