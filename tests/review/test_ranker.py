"""What the ranker looks at, and that it learns the same from the same decisions."""

from __future__ import annotations

import msgspec

from made import make
from sousveil.record import Claim, Organisation
from sousveil.review import Decision, train
from sousveil.review.traits import Traits, traits_of


def claim_of(words: str, *, lang: str = "en", number: int = 0, **values: object) -> Claim:
    claim = make(f"{words}", lang=lang)[3]
    said = msgspec.structs.replace(claim.evidence, source=f"s{number}", quote=words, end=len(words))
    return msgspec.structs.replace(claim, evidence=said, **values)


def span(words: str, part: str) -> tuple[int, int]:
    at = words.index(part)
    return at, at + len(part)


def everything(traits: Traits) -> str:
    return " ".join([*traits.fixed, *traits.words])


def test_no_name_is_a_trait():
    words = "The clerk Ivan Petrov said that von der Heide of the ministry installed cameras for Acme in Minsk."
    claim = claim_of(
        words,
        operator=Organisation(name="ministry"),
        supplier=Organisation(name="Acme"),
        attributed_to=(Organisation(name="von der Heide"),),
        slots={
            "technology": span(words, "cameras"), "act": span(words, "installed"), "operator": span(words, "ministry"),
            "supplier": span(words, "Acme"), "attributed_to": span(words, "von der Heide"),
        },
    )  # fmt: skip
    (traits,) = traits_of([claim])
    assert {"installed", "cameras", "said"} <= set(traits.words)
    for name in ("ivan", "petrov", "von", "heide", "ministry", "acme", "minsk"):
        assert name not in everything(traits).casefold()


def test_where_nothing_tells_a_name_only_recognised_words_are_taken():
    words = "王小明说警方去年在学校安装了摄像头."
    slots = {"technology": span(words, "摄像头"), "act": span(words, "安装"), "site": span(words, "学校")}
    (traits,) = traits_of([claim_of(words, lang="zh", slots=slots)])
    assert set(traits.words) == {"安装", "学校", "摄像头"}


def test_a_claim_is_seen_beside_the_others_of_its_sentence():
    words = "Police installed cameras and bought drones in 2023."
    one = claim_of(words, slots={"act": span(words, "installed")})
    other = claim_of(words, kind="supply", act="procure", slots={"act": span(words, "bought")})
    elsewhere = claim_of(words, number=1)
    first, second, third = traits_of([one, other, elsewhere])
    assert {"beside 1", "beside supply", "beside another act"} <= set(first.fixed)
    assert "beside deployment" in second.fixed
    assert "beside 0" in third.fixed


def decisions_of(rejected_rule: str, number: int = 40) -> list[Decision]:
    claims = [
        claim_of(
            "Police installed cameras." if turn % 2 else "Traders displayed cameras.",
            number=turn,
            rule="en:deployment:install" if turn % 2 else "en:deployment:display",
        )
        for turn in range(number)
    ]
    return [
        Decision(traits=traits, accepted=claim.rule != rejected_rule)
        for claim, traits in zip(claims, traits_of(claims), strict=True)
    ]


def test_a_rejected_rule_is_learned_and_what_is_new_lies_between():
    ranker = train(decisions_of("en:deployment:display"))
    assert ranker is not None
    new = [
        claim_of("Police installed drones.", number=90, rule="en:deployment:install"),
        claim_of("Guards patrol.", number=91, rule="en:border-control:patrol", kind="border-control", technology=()),
        claim_of("Traders displayed drones.", number=92, rule="en:deployment:display"),
    ]
    good, unknown, bad = (ranker.estimate(traits) for traits in traits_of(new))
    assert good > 0.8
    assert bad < 0.2
    assert bad < unknown < good


def test_the_order_of_decisions_does_not_matter():
    decisions = decisions_of("en:deployment:display")
    one, other = train(decisions), train(decisions[::-1])
    assert one is not None
    assert other is not None
    assert [one.estimate(d.traits) for d in decisions] == [other.estimate(d.traits) for d in decisions]


def test_too_few_decisions_or_too_few_of_one_kind_train_nothing():
    assert train([]) is None
    assert train(decisions_of("en:deployment:display", 18)) is None
    assert train(decisions_of("no rule")) is None
    four = [msgspec.structs.replace(d, accepted=n >= 4) for n, d in enumerate(decisions_of(""))]
    assert train(four) is None


def test_a_word_of_one_page_alone_is_not_learned():
    decisions = decisions_of("en:deployment:display")
    lone = msgspec.structs.replace(decisions[0].traits, words=("unheard",))
    ranker = train([msgspec.structs.replace(decisions[0], traits=lone), *decisions[1:]])
    assert ranker is not None
    new = decisions[1].traits
    assert ranker.estimate(new) == ranker.estimate(msgspec.structs.replace(new, words=(*new.words, "unheard")))
