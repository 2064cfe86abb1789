"""Counting origins: repetition is no corroboration, unknown lineage earns nothing."""

from __future__ import annotations

from collections.abc import Mapping

from lineage_making import make_claim, make_source, make_text
from sousveil.record.claim import Claim
from sousveil.record.echo import CitedOrigin, Echo, Passage
from sousveil.record.finding import Finding
from sousveil.record.text import Text
from sousveil.trace import trace
from sousveil.weigh import weigh

CAMERAS = "Cameras hang in most classrooms of the capital"


def article(outlet: str, published: str, *, before: str = "", after: str = "", url: str | None = None) -> Text:
    return make_text(f"{before}{CAMERAS}.{after}", outlet=outlet, published=published, url=url)


def claim_of(text: Text, *said_by: tuple[str, str | None]) -> Claim:
    return make_claim(text, CAMERAS, sites=("school",), said_by=said_by)


def echo_of(text: Text, origin: Text, kind: str = "copy") -> Echo:
    return Echo(
        origin_from=Passage(source=text.source_id, start=0, end=len(text.content)),
        origin_to=Passage(source=origin.source_id, start=0, end=len(origin.content)),
        type=kind,  # type: ignore[arg-type]
        score=0.9,
        reason="test",
    )


def cites(text: Text, ref: str, name: str) -> Echo:
    return Echo(
        origin_from=Passage(source=text.source_id, start=0, end=len(text.content)),
        cited=CitedOrigin(ref=ref, name=name),
        type="citation",
        score=0.9,
        reason="test",
    )


def only(
    texts: list[Text], claims: list[Claim], echoes: list[Echo], judgements: Mapping[str, str] | None = None
) -> Finding:
    (finding,) = weigh(claims, echoes, {text.source_id: make_source(text) for text in texts}, judgements or {})
    return finding


def test_twenty_copies_of_one_article_are_one_origin() -> None:
    texts = [article(f"Paper {n}", f"2024-04-{n + 1:02d}") for n in range(20)]
    echoes = [echo_of(text, texts[0]) for text in texts[1:]]
    finding = only(texts, [claim_of(text) for text in texts], echoes)
    assert (finding.origins.min, finding.origins.max) == (1, 1)
    assert finding.origins.named[0].source == texts[0].source_id
    assert len(finding.claims) == 20
    assert (finding.first_reported, finding.last_reported) == ("2024-04-01", "2024-04-20")


def test_two_articles_of_unknown_lineage_may_be_two_and_are_known_to_be_one() -> None:
    texts = [article("A", "2024-04-01"), article("B", "2024-04-02")]
    finding = only(texts, [claim_of(text) for text in texts], [])
    assert (finding.origins.min, finding.origins.max) == (1, 2)


def test_two_named_witnesses_heard_by_two_outlets_are_two() -> None:
    texts = [article("A", "2024-04-01"), article("B", "2024-04-02")]
    claims = [claim_of(texts[0], ("Teachers' League", None)), claim_of(texts[1], ("Ministry of Schools", None))]
    finding = only(texts, claims, [])
    assert (finding.origins.min, finding.origins.max) == (2, 2)


def test_witnesses_without_a_name_are_not_known_to_differ() -> None:
    texts = [article("A", "2024-04-01"), article("B", "2024-04-02")]
    finding = only(texts, [claim_of(texts[0], ("a source", None)), claim_of(texts[1], ("a resident", None))], [])
    assert (finding.origins.min, finding.origins.max) == (1, 2)


def test_what_an_outlet_heard_itself_is_its_own_reporting() -> None:
    texts = [article("Daily Lake", "2024-04-01"), article("B", "2024-04-02")]
    claims = [
        claim_of(texts[0], ("Daily Lake", None), ("a resident", None)),
        claim_of(texts[1], ("Ministry of Schools", None)),
    ]
    assert only(texts, claims, []).origins.min == 2


def test_two_outlets_that_quote_one_ministry_are_not_known_to_differ() -> None:
    texts = [article("A", "2024-04-01"), article("B", "2024-04-02")]
    finding = only(texts, [claim_of(text, ("Ministry of Schools", None)) for text in texts], [])
    assert finding.origins.min == 1


def test_two_centres_with_work_of_their_own_are_two() -> None:
    texts = [article("A", "2024-04-01"), article("B", "2024-04-02")]
    echoes = [cites(texts[0], "org:stimson", "38 North"), cites(texts[1], "org:hrw", "Human Rights Watch")]
    finding = only(texts, [claim_of(text) for text in texts], echoes)
    assert (finding.origins.min, finding.origins.max) == (2, 2)
    assert {origin.cited for origin in finding.origins.named} == {"38 North", "Human Rights Watch"}


def test_state_media_on_their_own_state_are_one_interested_party() -> None:
    texts = [article("A", "2024-04-01"), article("B", "2024-04-02")]
    echoes = [cites(texts[0], "org:kcna", "KCNA"), cites(texts[1], "org:rodong-sinmun", "Rodong Sinmun")]
    finding = only(texts, [claim_of(text) for text in texts], echoes)
    assert (finding.origins.min, finding.origins.max) == (1, 1)
    assert "interested party" in finding.origins.named[0].reason


def test_citations_in_a_circle_end_at_the_earliest() -> None:
    texts = [article(name, f"2024-04-0{day}") for day, name in enumerate("ABC", 1)]
    echoes = [echo_of(texts[n], texts[(n + 1) % 3], "citation") for n in range(3)]
    finding = only(texts, [claim_of(text) for text in texts], echoes)
    assert finding.origins.max == 1
    assert finding.origins.named[0].source == texts[0].source_id
    assert "circle" in finding.origins.named[0].reason


def test_the_passage_counts_before_the_article() -> None:
    origin = article("Wire", "2024-04-01")
    mixed = article("A", "2024-04-02", after=" Elsewhere the article follows the wire.")
    passage = Echo(
        origin_from=Passage(source=mixed.source_id, start=0, end=len(CAMERAS)),
        cited=CitedOrigin(ref="org:hrw", name="Human Rights Watch"),
        type="citation",
        score=0.7,
        reason="test",
    )
    finding = only([origin, mixed], [claim_of(mixed)], [echo_of(mixed, origin, "rewrite"), passage])
    assert finding.origins.named[0].cited == "Human Rights Watch"


def test_cutting_a_link_changes_the_count_and_taking_it_back_restores_it() -> None:
    texts = [article("A", "2024-04-01"), article("B", "2024-04-02")]
    claims = [claim_of(text) for text in texts]
    echo = echo_of(texts[1], texts[0], "rewrite")
    before = only(texts, claims, [echo])
    cut = only(texts, claims, [echo], {echo.id: "cut"})
    assert (before.origins.max, cut.origins.max) == (1, 2)
    assert cut.id == before.id
    assert only(texts, claims, [echo], {}) == before


def test_a_rejected_claim_counts_for_nothing() -> None:
    texts = [article("A", "2024-04-01"), article("B", "2024-04-02")]
    claims = [claim_of(text) for text in texts]
    finding = only(texts, claims, [], {claims[1].id: "rejected"})
    assert finding.claims == (claims[0].id,)
    assert finding.origins.max == 1


def test_a_cited_report_of_a_house_whose_report_is_held_earns_nothing() -> None:
    held = article("Human Rights Watch", "2024-03-01", url="https://www.hrw.org/report")
    citing = article("A", "2024-04-01")
    finding = only([held, citing], [claim_of(held), claim_of(citing)], [cites(citing, "org:hrw", "Human Rights Watch")])
    assert (finding.origins.min, finding.origins.max) == (1, 1)


def test_real_traces_of_a_report_its_wire_story_and_a_copy_are_one_origin() -> None:
    lead = "according to a report published on Tuesday by 38 North, a project of the Stimson Center in Washington."
    story = (
        f"{CAMERAS}, {lead} Most of the devices were imported and range from simple models to models that tell faces "
        "apart. Forty people who fled were interviewed, and one hundred who live in the country were asked by phone."
    )
    wire = make_text(f"SEOUL (AP) — {story}", outlet="AP", url="https://apnews.com/1", published="2024-04-16")
    copy = make_text(story, outlet="Evening Sheet", published="2024-04-17")
    claims = {text.source_id: [claim_of(text, ("38 North", "38north"))] for text in (wire, copy)}
    echoes = trace([wire, copy], claims)
    finding = only([wire, copy], [claim for found in claims.values() for claim in found], echoes)
    assert (finding.origins.min, finding.origins.max) == (1, 1)
    assert finding.origins.named[0].cited == "38 North (Stimson Center)"


def test_a_centre_that_only_the_article_cites_is_not_known_to_be_the_origin() -> None:
    texts = [article("A", "2024-04-01", before="By our own staff. "), article("B", "2024-04-02", before="By staff. ")]
    early = [
        Echo(
            origin_from=Passage(source=text.source_id, start=0, end=9),
            cited=CitedOrigin(ref=ref, name=name),
            type="citation",
            score=0.7,
            reason="test",
        )
        for text, ref, name in zip(texts, ("org:stimson", "org:hrw"), ("38 North", "Human Rights Watch"), strict=True)
    ]
    finding = only(texts, [claim_of(text) for text in texts], early)
    assert (finding.origins.min, finding.origins.max) == (1, 2)
