"""Ranking of candidate places, with reasons."""

from __future__ import annotations

from sousveil.resolve.places import Hints, Ranked, distance_km, rank_places
from sousveil.vocabulary.gazetteer import load_gazetteer


def ranked(text: str, lang: str = "en", hints: Hints | None = None) -> dict[str, Ranked]:
    gazetteer = load_gazetteer()
    return {r.toponym.name: r for r in rank_places(text, gazetteer.spot(text, lang=lang), hints)}


def where(text: str, name: str, lang: str = "en", hints: Hints | None = None) -> tuple[str | None, str | None]:
    best = ranked(text, lang, hints)[name].best
    assert best is not None
    return best.country, best.admin1


def test_what_holds_it_beside_it() -> None:
    assert where("Police in Woodstock, Virginia, bought readers.", "Woodstock") == ("US", "Virginia")
    assert where("Police in Woodstock, Ga., bought readers.", "Woodstock") == ("US", "Georgia")
    assert where("Police in Paris, Texas, bought readers.", "Paris") == ("US", "Texas")
    assert where("Police in Paris bought readers, France said.", "Paris")[0] == "FR"


def test_larger_first_in_korean() -> None:
    best = ranked("함경북도 회령시에 설치했다.", "ko")["회령시"]
    assert best.best is not None
    assert best.best.country == "KP"
    assert any("함경북도" in reason.words for reason in best.candidates[0][2])


def test_other_places_of_the_document() -> None:
    text = "The Alexandria police and the sheriffs of Rapides Parish and Baton Rouge, Louisiana, share cameras."
    assert where(text, "Alexandria") == ("US", "Louisiana")


def test_one_sense_in_a_document() -> None:
    text = "Cameras in Springfield, Ohio, are new. Springfield pays. Police in Springfield watch."
    found = rank_places(text, load_gazetteer().spot(text))
    assert {r.best.admin1 for r in found if r.best and r.toponym.name == "Springfield"} == {"Ohio"}


def test_a_state_beside_a_town_is_the_state_in_that_mention_alone() -> None:
    text = "Police in New York and in Utica, New York, met."
    first, _, second = rank_places(text, load_gazetteer().spot(text))
    assert first.best is not None
    assert second.best is not None
    assert (first.best.precision, second.best.precision) == ("city", "region")


def test_a_word_beside_a_name_says_what_it_is() -> None:
    def grades(text: str, lang: str = "en") -> list[str]:
        found = rank_places(text, load_gazetteer().spot(text, lang=lang))
        return [r.best.precision for r in found if r.best]

    assert grades("Kashgar prefecture and Kashgar City") == ["district", "city"]
    assert grades("the Lviv region and the city of Lviv") == ["region", "city"]
    assert grades("喀什地区公安局", "zh") == ["district"]
    assert grades("회령시와 회령군", "ko") == ["city", "district"]
    assert grades("La provincia de Mendoza compra; Mendoza también.", "es") == ["region", "city"]


def test_a_town_before_the_region_named_after_it() -> None:
    for town in ("Tehran", "Harare", "Quito", "Astana"):
        best = ranked(f"Cameras watch {town}.")[town].best
        assert best is not None
        assert best.precision == "city"


def test_hints_of_the_source() -> None:
    gazetteer = load_gazetteer()
    vermont = gazetteer.us_state("VT")
    assert vermont is not None
    hints = Hints(country="US", region=vermont.index)
    assert where("The town of Woodstock bought a drone.", "Woodstock", hints=hints) == ("US", "Vermont")


def test_scores_are_the_sum_of_their_reasons() -> None:
    for entry in ranked("Cameras in San José, Costa Rica, and in Cartago.").values():
        for _, score, reasons in entry.candidates:
            assert abs(score - sum(r.points for r in reasons)) < 0.001
            assert all(r.words for r in reasons)
        scores = [score for _, score, _ in entry.candidates]
        assert scores == sorted(scores, reverse=True)


def test_san_jose_is_not_always_in_california() -> None:
    assert where("Cámaras en San José, Costa Rica.", "San José", "es")[0] == "CR"


def test_ranking_is_the_same_every_time() -> None:
    text = "Police in Lancaster, Oxford, Concord and Springfield bought drones."
    toponyms = load_gazetteer().spot(text)
    assert rank_places(text, toponyms) == rank_places(text, toponyms)


def test_nothing_to_rank() -> None:
    assert rank_places("", []) == []


def test_distance() -> None:
    assert round(distance_km(0, 0, 0, 180)) == 20015
    assert distance_km(52.5, 13.4, 52.5, 13.4) == 0
