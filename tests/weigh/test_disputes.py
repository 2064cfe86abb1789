"""What stands against what in a finding: denials, doubts, figures that cannot all be right."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from lineage_making import make_claim, make_source, make_text
from sousveil.record.claim import Claim, Organisation, Quantity
from sousveil.record.echo import Echo, Passage
from sousveil.record.finding import Dispute
from sousveil.record.text import Text
from sousveil.vocabulary.doubts import doubt_in
from sousveil.vocabulary.loader import load
from sousveil.weigh import weigh

HANG = "Cameras hang in the schools of the capital"


def claim(quote: str, outlet: str, published: str = "2024-04-16", lang: str = "en", **given: Any) -> tuple[Text, Claim]:
    """A text of one sentence and its claim; a `quantity` stands where its digits do."""
    text = make_text(f"{quote}.", outlet=outlet, published=published, lang=lang)
    made = make_claim(text, quote, sites=("school",), **{k: v for k, v in given.items() if k in {"act", "polarity"}})
    more = {k: v for k, v in given.items() if k not in {"act", "polarity"}}
    return text, msgspec.structs.replace(made, **more)


def figure(value: float, outlet: str, *, words: str = "", about: bool = False, **given: Any) -> tuple[Text, Claim]:
    shown = words or f"{value:,.0f}"
    quote = f"In the schools hang {shown} cameras"
    at = quote.index(shown) + len(shown) - len(shown.split(" ")[-1].split("-")[-1])
    return claim(
        quote, outlet, quantity=Quantity(value=value, unit="camera", approximate=about),
        slots={"quantity": (at, at + 3)}, **given,
    )  # fmt: skip


def disputes(*made: tuple[Text, Claim], echoes: list[Echo] | None = None) -> tuple[Dispute, ...]:
    texts = {text.source_id: make_source(text) for text, _ in made}
    (finding,) = weigh([claim for _, claim in made], echoes or [], texts)
    assert finding.disputed == bool(finding.disputes)
    return finding.disputes


def test_a_denial_speaks_against_those_who_say_it() -> None:
    says, denies = claim(HANG, "A"), claim("No camera hangs in a school", "B", polarity="denied")
    (dispute,) = disputes(says, denies)
    assert dispute.kind == "denial"
    assert dispute.claims == (denies[1].id, says[1].id)
    assert "B (“No camera hangs in a school”) deny it" in dispute.reason
    assert "A (“Cameras hang in the schools of the capital”) say it" in dispute.reason


def test_that_nothing_was_installed_denies_no_plan() -> None:
    plan = claim("Cameras will be hung in schools", "A", act="plan")
    assert disputes(plan, claim("No camera was hung in a school", "B", act="install", polarity="denied")) == ()
    assert disputes(plan, claim("No camera is planned in a school", "B", act="plan", polarity="denied"))


def test_a_denial_for_another_year_is_no_dispute() -> None:
    now = claim(HANG, "A", time="2024")
    assert disputes(now, claim("No camera hung in a school", "B", polarity="denied", time="2015")) == ()


def test_one_voice_that_says_both_speaks_of_two_things() -> None:
    text = make_text(f"{HANG}. No camera hangs in a school, the ministry said.", outlet="A", published="2024-04-16")
    says = make_claim(text, HANG, sites=("school",))
    other = make_claim(text, "No camera hangs in a school", sites=("school",), polarity="denied")
    assert disputes((text, says), (text, other)) == ()
    ministry = msgspec.structs.replace(other, attributed_to=(Organisation(name="the ministry"),))
    assert disputes((text, says), (text, ministry))


@pytest.mark.parametrize("polarity", ["affirmed", "denied"])
def test_who_could_not_confirm_it_doubts_it_and_denies_nothing(polarity: str) -> None:
    says = claim(HANG, "A")
    doubts = claim("The agency could not confirm that cameras hang in schools", "B", polarity=polarity)
    (dispute,) = disputes(says, doubts)
    assert (dispute.kind, dispute.claims) == ("doubt", (doubts[1].id, says[1].id))


def test_a_doubt_about_what_nobody_says_is_no_dispute() -> None:
    assert disputes(claim("The agency could not confirm that cameras hang in schools", "B")) == ()


@pytest.mark.parametrize(
    ("lang", "quote"),
    [
        ("en", "Reuters could not independently verify the report"),
        ("de", "Die Angaben ließen sich nicht unabhängig überprüfen"),
        ("fr", "L'agence n'a pas pu confirmer ces informations"),
        ("es", "La agencia no pudo verificar la información"),
        ("pt", "A agência não pôde confirmar a informação"),
        ("ru", "Независимо подтвердить эти данные не удалось"),
        ("uk", "Агентство не змогло підтвердити ці дані"),
        ("zh", "本社无法独立核实这一消息"),
        ("ja", "同紙は設置を確認できていない"),
        ("ko", "통신은 설치 여부를 확인할 수 없다고 밝혔다"),
        ("ar", "ولم يتسن للوكالة التحقق من هذه المعلومات"),
        ("fa", "این خبرگزاری نتوانست این گزارش را تأیید کند"),
    ],
)
def test_words_of_doubt_in_each_language(lang: str, quote: str) -> None:
    assert doubt_in(quote, lang, load())


def test_confirming_is_no_doubt() -> None:
    for lang, quote in (
        ("en", "The ministry confirmed it"),
        ("ko", "당국은 설치를 확인했다"),
        ("zh", "官员证实了这一消息"),
    ):
        assert doubt_in(quote, lang, load()) is None


def test_two_figures_of_two_origins_contradict_each_other() -> None:
    one, other = figure(300, "A"), figure(900, "B")
    (dispute,) = disputes(one, other)
    assert (dispute.kind, dispute.claims) == ("quantity", (one[1].id, other[1].id))
    assert "300 camera (A (" in dispute.reason
    assert "900 camera (B (" in dispute.reason


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (figure(62_000, "A"), figure(62_143, "B")),  # rounded
        (figure(300, "A", about=True), figure(900, "B")),  # at least 300
        (figure(300, "A"), figure(400, "B", about=True)),
        (figure(300, "A", time="2019"), figure(900, "B", time="2021")),  # growth
        (figure(300, "A", published="2019-05-01"), figure(900, "B", published="2024-05-01")),
        (figure(300, "A", time="2019"), figure(900, "B")),
        (figure(1, "A"), figure(2, "B", words="1-2")),  # a range
        (figure(1, "A"), figure(2, "B", words="one to two")),
        (figure(300, "A"), figure(900, "B", act="expand")),  # added
        (figure(300, "A", act="plan"), figure(900, "B")),
    ],
)
def test_figures_that_can_all_be_right(low: tuple[Text, Claim], high: tuple[Text, Claim]) -> None:
    assert disputes(low, high) == ()


def test_more_than_many_contradicts_few() -> None:
    assert disputes(figure(300, "A"), figure(5000, "B", about=True))


def test_figures_of_one_origin_are_one_voice() -> None:
    one, other = figure(300, "A"), figure(900, "B")
    echo = Echo(
        origin_from=Passage(source=other[0].source_id, start=0, end=len(other[0].content)), type="rewrite", score=0.9,
        origin_to=Passage(source=one[0].source_id, start=0, end=len(one[0].content)), reason="test",
    )  # fmt: skip
    assert disputes(one, other, echoes=[echo]) == ()
