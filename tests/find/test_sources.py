"""Who is a source, and how an event is told: by the words around it, in sentences of the project's own."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.find.certainty import standing_of
from sousveil.find.cues import forms_of
from sousveil.find.sources import sources_of
from sousveil.find.tables import Tables, tables_for
from sousveil.record import Claim, Paragraph, Text
from sousveil.vocabulary.loader import load


def tables(lang: str = "en") -> Tables:
    found = tables_for(lang, load())
    assert found is not None
    return found


def sources(sentence: str, lang: str = "en") -> list[str]:
    return [sentence[s.start : s.end] for s in sources_of(tables(lang), sentence, 0, len(sentence))]


def claims(content: str, lang: str = "en") -> list[Claim]:
    paragraph = Paragraph(start=0, end=len(content), lang=lang, role="paragraph")
    text = Text(
        capture_sha256="ef" * 32, content=content, extractor="test/1", lang=lang, paragraphs=(paragraph,), segments=(),
        published=None,
    )  # fmt: skip
    return find(text)


def test_a_form_is_written_with_its_endings() -> None:
    assert forms_of("argu(e|es)") == ["argue", "argues"]
    assert forms_of("claim(s|)") == ["claims", "claim"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The mayor of Merv said on Monday that the gates were shut.", ["The mayor of Merv"]),
        ("“The gates are shut,” said Ann Okoro, a clerk at the port.", ["Ann Okoro"]),
        ("“The gates are shut,” she added.", ["she"]),
        ("The clerk, who has worked at the port since May, said the gates were shut.", ["The clerk"]),
        ("A clerk who worked at the old port said the gates were shut.", ["A clerk who worked at the old port"]),
        ("The gates were shut, according to a notice of the harbour board.", ["a notice of the harbour board"]),
        ("Drivers were told by the harbour board to turn back.", ["the harbour board"]),
        ("The board declined to say why.", ["The board"]),
        ("His claim that the gates were shut was repeated often.", ["His"]),
        ("The harbour board's promise to open the gates came late.", ["The harbour board's"]),
        ("The board closed the gates on Friday, saying that they were unsafe.", ["The board"]),
        ("Two drivers who’ve waited for days say the gates are shut.", ["Two drivers who"]),
    ],
)
def test_a_source_is_found(sentence: str, found: list[str]) -> None:
    got = sources(sentence)
    assert any(one.startswith(found[0]) or found[0].startswith(one) for one in got), got


@pytest.mark.parametrize(
    "sentence",
    [
        "“I said that they think the gates are shut.”",
        "The report on the new gates was printed in May.",
        "Claims of 300 euros were paid in the spring.",
        "The board opened the gates in May.",
        "Two states share the harbour.",
    ],
)
def test_nobody_speaks(sentence: str) -> None:
    assert sources(sentence) == []


def test_what_somebody_says_holds_no_source_of_its_own() -> None:
    assert sources("The board said that drivers want to turn back.") == ["The board"]


def test_a_language_without_reporting_has_no_sources() -> None:
    assert sources("도시 당국은 문을 닫았다고 밝혔다.", "ko") == []


@pytest.mark.parametrize(
    ("sentence", "event", "standing"),
    [
        ("The city installed cameras.", "installed", "stated"),
        ("The city managed to install cameras.", "install", "stated"),
        ("The city failed to install cameras.", "install", "denied"),
        ("The city did not fail to install cameras.", "install", "stated"),
        ("The city forgot to install cameras.", "install", "denied"),
        ("The city refused to install cameras.", "install", "denied"),
        ("The city wants to install cameras.", "install", "hedged"),
        ("The city was not able to install cameras.", "install", "denied"),
        ("The city asked the county to install cameras.", "install", "hedged"),
        ("The city has yet to install cameras.", "install", "denied"),
        ("The city never installed cameras.", "installed", "denied"),
        ("It’s not installing cameras.", "installing", "denied"),
        ("The city didn't install cameras.", "install", "denied"),
        ("No city has installed cameras.", "installed", "denied"),
        ("None of the cities has installed cameras.", "installed", "denied"),
        ("The Little Rock police installed cameras.", "installed", "stated"),
        ("The city stopped short of installing cameras.", "installing", "denied"),
        ("The city decided against installing cameras.", "installing", "denied"),
        ("If the city installs cameras, thefts will fall.", "installs", "hedged"),
        ("The board asked whether the city installed cameras.", "installed", "hedged"),
        ("The city could install cameras.", "install", "hedged"),
        ("The mayor said that the city would install cameras.", "install", "stated"),
        ("There is a threat of war.", "war", "hedged"),
        ("The talks did not result in any changes.", "changes", "denied"),
        ("The board, which refused to comment, installed cameras.", "installed", "stated"),
    ],
)
def test_what_governs_an_event_tells_how_sure_it_is(sentence: str, event: str, standing: str) -> None:
    at = sentence.index(event)
    assert standing_of(tables(), sentence, at, at + len(event)) == standing


@pytest.mark.parametrize(
    ("sentence", "polarity", "certainty"),
    [
        ("The city is not installing facial recognition cameras in schools.", "denied", "stated"),
        ("It's not installing facial recognition in its buses, the police department said.", "denied", "stated"),
        ("There is no evidence that the police use facial recognition cameras.", "denied", "hedged"),
        ("Reuters could not confirm that the police had installed facial recognition cameras.", "denied", "hedged"),
        ("The council stopped short of installing facial recognition cameras in schools.", "denied", "stated"),
        ("The police failed to install the 300 CCTV cameras in schools last year.", "denied", "stated"),
        ("The city decided against buying facial recognition cameras for its schools.", "denied", "stated"),
        ("The ministry managed to install 300 CCTV cameras in schools.", "affirmed", "stated"),
        ("The ministry, which refused to comment, installed 300 CCTV cameras in schools.", "affirmed", "stated"),
        ("Without a warrant the police installed 300 CCTV cameras in schools.", "affirmed", "stated"),
        ("The police may have installed 300 CCTV cameras in schools.", "affirmed", "hedged"),
    ],
)
def test_a_claim_is_told_as_its_words_tell_it(sentence: str, polarity: str, certainty: str) -> None:
    (claim,) = claims(sentence)
    assert (claim.polarity, claim.certainty) == (polarity, certainty)


@pytest.mark.parametrize(
    ("lang", "sentence", "chain"),
    [
        (
            "en",
            "Police had installed 300 CCTV cameras in schools, researchers wrote in a report by 38 North, AP said.",
            ["AP", "38 North"],
        ),
        (
            "en",
            "An engineer who worked on the network, and who asked for no name, said that the police bought 40 drones.",
            ["An engineer"],
        ),
        ("en", "The Merv bus company said that the police had installed 300 CCTV cameras.", ["Merv bus company"]),
        ("en", "Two officials said that the police had bought 300 CCTV cameras.", ["Two officials"]),
        (
            "es",
            "La policía instaló 300 cámaras de vigilancia en las escuelas, relató una maestra de Merv.",
            ["una maestra de Merv"],
        ),
        (
            "ru",
            "Полиция установила 300 камер видеонаблюдения в школах, рассказал учитель географии.",
            ["учитель географии"],
        ),
    ],
)
def test_the_speaker_is_the_phrase_beside_the_verb(lang: str, sentence: str, chain: list[str]) -> None:
    claim = claims(sentence, lang)[0]
    names = [speaker.name for speaker in claim.attributed_to]
    assert len(names) == len(chain)
    assert all(name.startswith(wanted) for name, wanted in zip(names, chain, strict=True)), names


def test_a_pronoun_leaves_the_paragraph_with_whom_it_named() -> None:
    first, second = claims(
        "A clerk of the port said that the police had bought 300 CCTV cameras. He added that the army had "
        "installed 20 drones at the border."
    )
    assert [speaker.name for speaker in second.attributed_to] == [speaker.name for speaker in first.attributed_to]
    assert second.attributed_to
