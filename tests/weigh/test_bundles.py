"""Bundles can be weighed without each other: groups never cross them, and some give what all give."""

from __future__ import annotations

import random

from lineage_making import make_claim, make_source, make_text
from sousveil.record.claim import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES, Claim, Organisation
from sousveil.record.echo import CitedOrigin, Echo, Passage
from sousveil.record.text import Text
from sousveil.vocabulary.loader import load
from sousveil.weigh import weigh
from sousveil.weigh.bundles import bundle_of
from sousveil.weigh.findings import order_of, weigh_claims
from sousveil.weigh.grouping import group_claims
from sousveil.weigh.lineage import by_source

WORDS = "Cameras of the police hang where no power and no money is"
PLACES = (("Hyesan", 1), ("Sinuiju", 2), ("the border", None), (None, None))
BODIES = (
    None, Organisation(name="State Security", ref="kp-state-security"), Organisation(name="the police"),
    Organisation(name="Lake Electronics"), Organisation(name="Chinese vendors"),
)  # fmt: skip


def made(seed: int) -> tuple[list[Text], list[Claim], list[Echo]]:
    """Thirty texts with a hundred claims, and links between any two of them."""
    rng = random.Random(seed)
    texts = [make_text(f"{WORDS}. {n}", outlet=f"Paper {n}", published=f"2024-04-{n % 28 + 1:02d}") for n in range(30)]
    claims = []
    for _ in range(100):
        place, number = rng.choice(PLACES)
        claim = make_claim(
            rng.choice(texts), WORDS, kind=rng.choice(KINDS[:3] + KINDS[-1:]), place=place, geonameid=number,
            technology=tuple(rng.sample(TECHNOLOGIES[:4], rng.randint(1, 3))), act=rng.choice(ACTS),
            sites=tuple(rng.sample(SITE_TYPES[:3], rng.randint(0, 2))), country=rng.choice(("KP", None)),
            supplier=rng.choice(BODIES), operator=rng.choice(BODIES),
        )  # fmt: skip
        claims.append(claim)
    echoes = []
    for _ in range(40):
        one, other = rng.sample(texts, 2)
        held = rng.random() < 0.7
        echoes.append(
            Echo(
                origin_from=Passage(source=one.source_id, start=0, end=len(WORDS)), score=round(rng.random(), 2),
                origin_to=Passage(source=other.source_id, start=0, end=len(WORDS)) if held else None,
                cited=None if held else CitedOrigin(ref=f"name:{rng.randint(0, 4)}", name="A report"),
                type=rng.choice(("copy", "rewrite", "citation")), reason="test",
            )
        )  # fmt: skip
    return texts, claims, echoes


def test_no_group_has_claims_of_two_bundles() -> None:
    vocabulary = load()
    crowded = 0
    for seed in range(20):
        _, claims, _ = made(seed)
        for group in group_claims(claims, vocabulary):
            crowded += len(group.claims) > 1
            assert len({bundle_of(claim, vocabulary) for claim in group.claims}) == 1
    assert crowded > 100


def test_some_bundles_alone_give_what_the_whole_case_gives_for_them() -> None:
    vocabulary = load()
    for seed in range(5):
        texts, claims, echoes = made(seed)
        sources = {text.source_id: make_source(text) for text in texts}
        judgements = {claims[0].id: "rejected", echoes[0].id: "cut", echoes[1].id: "confirmed"}
        whole = weigh(claims, echoes, sources, judgements)
        bundles = sorted({bundle_of(claim, vocabulary) for claim in claims})
        chosen = set(bundles[::2])
        part = [claim for claim in claims if bundle_of(claim, vocabulary) in chosen]
        rest = [claim for claim in claims if bundle_of(claim, vocabulary) not in chosen]
        one, other = (weigh_claims(each, by_source(echoes), sources, judgements, vocabulary) for each in (part, rest))
        assert one
        assert other
        assert sorted([*one, *other], key=order_of) == whole


def test_only_the_sources_on_a_walk_are_asked_for() -> None:
    texts, _, _ = made(1)
    first, second, third = texts[:3]
    echo = Echo(
        origin_from=Passage(source=first.source_id, start=0, end=len(WORDS)), reason="test", type="copy", score=0.9,
        origin_to=Passage(source=second.source_id, start=0, end=len(WORDS)),
    )  # fmt: skip
    asked: list[str] = []

    def echoes_of(source: str) -> list[Echo]:
        asked.append(source)
        return [echo] if source == first.source_id else []

    sources = {text.source_id: make_source(text) for text in texts}
    own = [make_claim(first, WORDS)]
    (finding,) = weigh_claims(own, echoes_of, sources, {}, load())
    assert finding.origins.named[0].source == second.source_id
    assert sorted(asked) == sorted([first.source_id, second.source_id])
    assert third.source_id not in asked
