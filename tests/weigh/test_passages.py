"""A claim's origin is that of its passage, and origins count where they are known to differ."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date

import msgspec

from lineage_making import make_claim, make_source, make_text
from sousveil.find.own_words import own_passages
from sousveil.record.claim import Claim
from sousveil.record.echo import Aligned, CitedOrigin, Echo, Passage
from sousveil.record.finding import Finding
from sousveil.record.text import Text
from sousveil.vocabulary.loader import load
from sousveil.weigh import weigh
from sousveil.weigh.apart import Apart, Party, known_apart

CAMERAS = "Cameras hang in most classrooms of the capital"
SEEN = f"{CAMERAS}, a teacher told our reporter."
FILLING = "The ministry said nothing of it, and the town went on as it had for years. "


def written(content: str, outlet: str, published: str = "2024-04-16", url: str | None = None) -> Text:
    """A text as a build notes it: with the passages of its own reporting."""
    text = make_text(content, outlet=outlet, published=published, url=url)
    return msgspec.structs.replace(text, own=own_passages(text, load()))


def said(text: Text, *said_by: tuple[str, str | None], time: str | None = None, nth: int = 0) -> Claim:
    """The claim that cameras hang, where it stands in the text for the nth time."""
    claim = make_claim(text, CAMERAS, sites=("school",), said_by=said_by)
    start = -1
    for _ in range(nth + 1):
        start = text.content.index(CAMERAS, start + 1)
    evidence = msgspec.structs.replace(claim.evidence, start=start, end=start + len(CAMERAS))
    return msgspec.structs.replace(claim, evidence=evidence, time=time)


def echo(
    text: Text,
    to: Text | str,
    part: str = "",
    kind: str = "copy",
    aligned: tuple[Aligned, ...] = (),
    score: float = 0.9,
) -> Echo:
    """An echo of a part of a text, or of all of it, to a whole text or a cited origin."""
    start = text.content.index(part) if part else 0
    here = Passage(source=text.source_id, start=start, end=start + len(part) if part else len(text.content))
    cited = CitedOrigin(ref=to, name=to.partition(":")[2]) if isinstance(to, str) else None
    there = None if isinstance(to, str) else Passage(source=to.source_id, start=0, end=len(to.content))
    return Echo(
        origin_from=here, origin_to=there, cited=cited, type=kind, score=score, reason="test", aligned=aligned,  # type: ignore[arg-type]
    )  # fmt: skip


def weighed(
    claims: list[Claim], echoes: list[Echo], *texts: Text, judgements: Mapping[str, str] | None = None
) -> Finding:
    (finding,) = weigh(claims, echoes, {text.source_id: make_source(text) for text in texts}, judgements or {})
    return finding


def range_of(finding: Finding) -> tuple[int, int]:
    return finding.origins.min, finding.origins.max


def test_a_paragraph_of_its_own_and_an_echo_in_one_article_are_two_origins() -> None:
    wire = written(f"{CAMERAS}. {FILLING}", "Wire", "2024-04-15")
    mixed = written(f"{SEEN}\n{FILLING}\n{CAMERAS}. {FILLING}", "Lake Gazette")
    copied = f"{CAMERAS}. {FILLING}"
    finding = weighed([said(wire), said(mixed), said(mixed, nth=1)], [echo(mixed, wire, copied)], wire, mixed)
    named = {origin.source: origin for origin in finding.origins.named}
    assert range_of(finding) == (1, 2)
    assert named[mixed.source_id].independent
    assert "own people saw or heard it" in named[mixed.source_id].reason
    assert set(named[wire.source_id].claims) == {said(wire).id, said(mixed, nth=1).id}


def test_a_copied_paragraph_does_not_make_an_article_a_copy() -> None:
    wire = written(f"{FILLING}", "Wire", "2024-04-15")
    other = written(f"{CAMERAS}.\n{FILLING * 3}\n{FILLING}", "Lake Gazette")
    finding = weighed([said(other)], [echo(other, wire, FILLING)], wire, other)
    assert finding.origins.named[0].source == other.source_id
    assert not finding.origins.named[0].unknown


def test_a_passage_outside_the_echoes_of_a_text_that_mostly_repeats_is_unknown() -> None:
    wire = written(f"{FILLING}", "Wire", "2024-04-15")
    copied = FILLING * 2
    other = written(f"{CAMERAS}. The town is large, and the school year began.\n{copied}", "Lake Gazette")
    finding = weighed([said(other)], [echo(other, wire, copied)], wire, other)
    (origin,) = finding.origins.named
    assert (origin.source, origin.unknown, origin.independent) == (other.source_id, True, False)


def test_all_of_a_text_that_is_nearly_all_a_copy_is_the_other_texts() -> None:
    wire = written(f"{CAMERAS}. {FILLING}", "Wire", "2024-04-15")
    copied = FILLING * 9
    other = written(f"{CAMERAS}.\n{copied}", "Lake Gazette")
    finding = weighed([said(other)], [echo(other, wire, copied)], wire, other)
    assert finding.origins.named[0].source == wire.source_id


def test_words_of_somebody_else_of_whom_nobody_says_who_are_unknown() -> None:
    words = f"Reports say that: {CAMERAS}"
    texts = [written(f"{words}.", outlet) for outlet in ("A", "B")]
    claims = [make_claim(text, words, sites=("school",)) for text in texts]
    finding = weighed(claims, [], *texts)
    assert range_of(finding) == (1, 2)
    assert all(origin.unknown and not origin.independent for origin in finding.origins.named)


def test_two_newsrooms_that_state_own_reporting_are_two() -> None:
    texts = [written(SEEN, "Lake Gazette"), written(f"We counted. {CAMERAS}. I saw them.", "Hill Courier")]
    assert range_of(weighed([said(text) for text in texts], [], *texts)) == (2, 2)


def test_two_newsrooms_that_heard_one_witness_are_not_known_to_differ() -> None:
    texts = [written(SEEN, "Lake Gazette"), written(SEEN, "Hill Courier", "2024-04-17")]
    claims = [said(text, ("Ministry of Schools", None)) for text in texts]
    echoes = [echo(text, "name:ministry of schools", CAMERAS, "citation") for text in texts]
    finding = weighed(claims, echoes, *texts)
    assert range_of(finding) == (1, 2)
    # A text that does not say that it heard them itself has them from one that did, as far as is known.
    third = written(f"{CAMERAS}.", "Dale Post", "2024-04-18")
    cites = echo(third, "name:ministry of schools", CAMERAS, "citation")
    assert range_of(weighed([*claims, said(third)], [*echoes, cites], *texts, third)) == (1, 2)


def test_names_in_two_scripts_may_be_one_witness() -> None:
    one, other = written(SEEN, "Lake Gazette"), written(SEEN, "Hill Courier", "2024-04-17")
    claims = [said(one), said(other)]
    apart = [
        echo(one, "name:teachers league", CAMERAS, "citation"),
        echo(other, "name:mayor of osh", CAMERAS, "citation"),
    ]
    alike = [apart[0], echo(other, "name:лига учителей", CAMERAS, "citation")]
    assert range_of(weighed(claims, apart, one, other)) == (2, 2)
    assert range_of(weighed(claims, alike, one, other)) == (1, 2)


def test_a_statement_that_two_newsrooms_quote_leaves_them_two() -> None:
    one, other = written(SEEN, "Lake Gazette"), written(SEEN, "Hill Courier", "2024-04-17")
    shared = echo(other, one, CAMERAS, "quote")
    assert range_of(weighed([said(one), said(other)], [shared], one, other)) == (2, 2)


def test_what_was_told_anew_keeps_its_origin_and_what_was_added_is_its_own() -> None:
    wire = written(f"{SEEN} {FILLING}", "Wire", "2024-04-15")
    retold = written(f"{SEEN}\n{FILLING}", "Lake Gazette")
    words = Aligned(start=0, end=20, to_start=0, to_end=20)
    behind = Aligned(start=len(SEEN) + 5, end=len(SEEN) + 40, to_start=len(SEEN) + 5, to_end=len(SEEN) + 40)
    claims = [said(wire), said(retold)]
    assert range_of(weighed(claims, [echo(retold, wire, kind="rewrite", aligned=(words,))], wire, retold)) == (1, 1)
    assert range_of(weighed(claims, [echo(retold, wire, kind="rewrite", aligned=(behind,))], wire, retold)) == (2, 2)


def test_words_of_own_reporting_that_were_copied_are_the_other_texts() -> None:
    wire = written(SEEN, "Wire", "2024-04-15")
    copy = written(f"{SEEN} {FILLING}", "Lake Gazette")
    finding = weighed([said(wire), said(copy)], [echo(copy, wire, SEEN)], wire, copy)
    assert range_of(finding) == (1, 1)


def test_the_aligned_words_say_which_claim_of_the_other_text_is_meant() -> None:
    origin = written(f"{CAMERAS}, the mayor said. {FILLING}\n{SEEN}", "Wire", "2024-04-15")
    second = origin.content.rindex(CAMERAS)
    other = written(f"{CAMERAS}. {FILLING}", "Lake Gazette")
    pair = Aligned(start=0, end=len(CAMERAS), to_start=second, to_end=second + len(CAMERAS))
    link = echo(other, origin, kind="rewrite", aligned=(pair,))
    cites = echo(origin, "name:mayor of osh", CAMERAS, "citation")
    finding = weighed([said(origin), said(origin, nth=1), said(other)], [link, cites], origin, other)
    named = {origin.cited or origin.source: origin.claims for origin in finding.origins.named}
    assert said(other).id in named[origin.source_id]


def test_one_house_counts_once() -> None:
    texts = [
        written(SEEN, "Lake Gazette", url="https://lake-gazette.example/1"),
        written(SEEN, "Lake Gazette", "2024-04-17", url="https://lake-gazette.example/2"),
    ]
    assert range_of(weighed([said(text) for text in texts], [], *texts)) == (1, 2)


def test_what_a_house_observed_after_its_first_report_is_another_observation() -> None:
    texts = [written(SEEN, "Lake Gazette", "2019-06-01"), written(f"{SEEN} ", "Lake Gazette", "2021-06-01")]
    assert range_of(weighed([said(texts[0], time="2019"), said(texts[1], time="2021")], [], *texts)) == (2, 2)
    assert range_of(weighed([said(texts[0], time="2019"), said(texts[1], time="2019")], [], *texts)) == (1, 2)
    assert range_of(weighed([said(texts[0]), said(texts[1])], [], *texts)) == (1, 2)


def test_two_analyses_of_one_centre_cited_by_others_are_two_where_time_proves_it() -> None:
    texts = [written(f"{CAMERAS}. {n}", outlet, f"{n}-06-01") for outlet, n in (("A", 2019), ("B", 2021))]
    echoes = [echo(text, "org:stimson", CAMERAS, "citation") for text in texts]
    told = [said(texts[0], time="2019-03"), said(texts[1], time="2021-03")]
    assert range_of(weighed(told, echoes, *texts)) == (2, 2)
    # One report of 2021 may compare both years.
    late = [msgspec.structs.replace(text, published=texts[1].published) for text in texts]
    assert range_of(weighed(told, echoes, *late)) == (1, 1)


def test_media_of_one_owner_are_one_house() -> None:
    entries = [
        entry for entry in load().outlets.values() if entry.family and entry.role != "state-media" and entry.hosts
    ]
    first = next(e for e in entries if sum(other.family == e.family for other in entries) > 1)
    second = next(other for other in entries if other.family == first.family and other.id != first.id)
    texts = [written(SEEN, entry.name, url=f"https://{entry.hosts[0]}/1") for entry in (first, second)]
    assert range_of(weighed([said(text) for text in texts], [], *texts))[0] == 1


def test_media_of_the_state_on_itself_are_shown_as_one_interested_party() -> None:
    texts = [written(f"{CAMERAS}.", "A"), written(f"{CAMERAS}.", "B")]
    echoes = [echo(texts[0], "org:kcna", CAMERAS, "citation"), echo(texts[1], "org:rodong-sinmun", CAMERAS, "citation")]
    (origin,) = weighed([said(text) for text in texts], echoes, *texts).origins.named
    assert origin.interested == "KP"


def test_a_circle_is_one_origin_that_nobody_knows() -> None:
    texts = [written(f"{CAMERAS}.", name, f"2024-04-0{day}") for day, name in enumerate("ABC", 1)]
    echoes = [echo(texts[n], texts[(n + 1) % 3], CAMERAS, "citation") for n in range(3)]
    (origin,) = weighed([said(text) for text in texts], echoes, *texts).origins.named
    assert (origin.unknown, origin.independent) == (True, False)


def test_what_a_person_confirmed_comes_first_and_is_taken_for_the_passages_own() -> None:
    text = written(f"{CAMERAS}. {FILLING}", "Lake Gazette")
    cited = echo(text, "name:mayor of osh", CAMERAS, "citation", score=0.95)
    early = echo(text, "org:hrw", FILLING.strip(), "citation", score=0.5)
    whole = echo(text, "org:stimson", kind="citation", score=0.3)
    claims = [said(text)]
    before = weighed(claims, [cited, early, whole], text)
    assert before.origins.named[0].cited == "mayor of osh"
    after = weighed(claims, [cited, early, whole], text, judgements={whole.id: "confirmed"})
    assert after.origins.named[0].cited == "stimson"
    assert after.origins.named[0].independent
    assert weighed(claims, [cited, early, whole], text, judgements={}) == before


def test_a_set_of_origins_apart_takes_what_pairs_allow() -> None:
    rng = random.Random(3)
    names = [
        "",
        "org:a",
        "org:b",
        "name:teachers league",
        "name:mayor of osh",
        "name:лига учителей",
        "name:the mayor",
        "name:x",
    ]
    days = [None, date(2019, 1, 1), date(2023, 1, 1)]
    for _ in range(200):
        parties = [
            Party(
                house=rng.choice((None, "house:a", "org:a", "name:x")), source=f"s{n}",
                witnesses=frozenset({rng.choice(names)} - {""}), first_observed=rng.choice(days),
                last_published=rng.choice(days),
            )
            for n in range(8)
        ]  # fmt: skip
        apart, taken = Apart(), list[Party]()
        for party in parties:
            wanted = all(known_apart(party, other) for other in taken)
            taken += [party] if wanted else []
            assert apart.add(party) == wanted
        assert len(apart) == len(taken)


def test_a_long_chain_of_copies_ends_at_the_first() -> None:
    texts = [written(f"{CAMERAS}.", f"Paper {n}") for n in range(1500)]
    echoes = [echo(texts[n], texts[n - 1]) for n in range(1, 1500)]
    (origin,) = weighed([said(texts[-1])], echoes, *texts).origins.named
    assert origin.source == texts[0].source_id
    assert len(origin.reason) < 400


def test_state_media_without_a_name_are_the_state_that_the_finding_is_about() -> None:
    texts = [written(f"{CAMERAS}.", "A"), written(f"{CAMERAS}.", "B"), written(f"{CAMERAS}.", "C")]
    cited = ("org:kcna", "name:state media", "name:chinese state media")
    echoes = [echo(text, ref, CAMERAS, "citation") for text, ref in zip(texts, cited, strict=True)]
    named = weighed([said(text) for text in texts], echoes, *texts).origins.named
    assert sorted((len(origin.claims), origin.interested or "") for origin in named) == [(1, ""), (2, "KP")]


def test_a_paper_that_nobody_lists_is_no_witness() -> None:
    paper = written(f"We counted. {CAMERAS}. I saw them.", "Hill Courier", "2024-04-15")
    citing = written(f"{CAMERAS}, the Hill Courier reported. We asked the mayor.", "Lake Gazette")
    cites = echo(citing, "name:hill courier", CAMERAS, "citation")
    assert range_of(weighed([said(paper), said(citing)], [cites], paper, citing)) == (1, 1)


def test_a_witness_may_be_the_house_of_another_origin() -> None:
    house = Party(house="name:hill", source="s1", witnesses=frozenset(), first_observed=None, last_published=None)
    heard = Party(
        house="name:lake", source="s2", witnesses=frozenset({"name:hill"}), first_observed=None, last_published=None
    )
    assert not known_apart(house, heard)
    assert not known_apart(heard, house)


def test_documents_of_two_centres_that_the_case_holds_are_two() -> None:
    texts = [
        written(f"{CAMERAS}.", "38 North", url="https://www.38north.org/1"),
        written(f"{CAMERAS}. ", "Human Rights Watch", url="https://www.hrw.org/1"),
    ]
    assert range_of(weighed([said(text) for text in texts], [], *texts)) == (2, 2)


def test_a_confirmed_copy_of_one_paragraph_speaks_for_that_paragraph() -> None:
    wire = written(f"{FILLING}", "Wire", "2024-04-15")
    other = written(f"{CAMERAS}.\n{FILLING * 4}\n{FILLING}", "Lake Gazette")
    part = echo(other, wire, FILLING)
    finding = weighed([said(other)], [part], wire, other, judgements={part.id: "confirmed"})
    assert finding.origins.named[0].source == other.source_id


def test_words_of_own_reporting_at_the_edge_of_a_copy_may_be_the_other_texts() -> None:
    wire = written(f"{SEEN} {FILLING}", "Wire", "2024-04-15")
    other = written(f"{SEEN} The mayor is away until the spring.", "Lake Gazette")
    finding = weighed([said(other)], [echo(other, wire, SEEN[-40:])], wire, other)
    assert not finding.origins.named[0].independent


def test_what_is_planned_for_a_later_year_was_observed_by_nobody() -> None:
    texts = [written(f"{CAMERAS}. {n}", outlet, f"{n}-06-01") for outlet, n in (("A", 2019), ("B", 2021))]
    cited = [echo(text, "org:stimson", CAMERAS, "citation") for text in texts]
    told = [said(text, time="2030") for text in texts]
    assert range_of(weighed(told, cited, *texts)) == (1, 1)
    own = [written(SEEN, "Lake Gazette", "2019-06-01"), written(f"{SEEN} ", "Lake Gazette", "2021-06-01")]
    assert range_of(weighed([said(text, time="2030") for text in own], [], *own))[0] == 1


def test_of_texts_of_which_nobody_knows_whose_they_are_none_is_known_to_differ() -> None:
    known = [written(SEEN, "Lake Gazette"), written(f"{SEEN} ", "Hill Courier")]
    nameless = [written(f"{SEEN}{' ' * n}", "") for n in (2, 3)]
    assert range_of(weighed([said(text) for text in nameless], [], *nameless)) == (1, 2)
    assert range_of(weighed([said(known[0]), said(nameless[0])], [], known[0], nameless[0])) == (1, 2)
    # It hides none of those that are known, however many claims it has.
    twice = written(f"{SEEN} {SEEN}", "")
    claims = [*(said(text) for text in known), said(twice), said(twice, nth=1)]
    assert range_of(weighed(claims, [], *known, twice)) == (2, 3)


def test_names_that_are_declined_or_have_a_title_may_be_one_witness() -> None:
    for mine, theirs in (
        ("иванов", "иванова"),
        ("王强", "王强部长"),
        ("김철수", "김철수씨"),
        ("dmitri petrov", "dmitry petroff"),
    ):
        one, other = written(SEEN, "Lake Gazette"), written(SEEN, "Hill Courier", "2024-04-17")
        echoes = [echo(text, f"name:{name}", CAMERAS, "citation") for text, name in ((one, mine), (other, theirs))]
        assert range_of(weighed([said(one), said(other)], echoes, one, other)) == (1, 2), mine
    one, other = written(SEEN, "Lake Gazette"), written(SEEN, "Hill Courier", "2024-04-17")
    echoes = [echo(text, f"name:{name}", CAMERAS, "citation") for text, name in ((one, "王强"), (other, "李明"))]
    assert range_of(weighed([said(one), said(other)], echoes, one, other)) == (2, 2)


def test_a_house_that_cites_another_is_not_its_own_witness() -> None:
    texts = [written(f"{CAMERAS}. {n}", name) for n, name in enumerate(("A", "B"))]
    cited = [echo(texts[0], "org:reuters", CAMERAS, "citation"), echo(texts[1], "org:rfa", CAMERAS, "citation")]
    second_hand = said(texts[0], ("Reuters", "reuters"), ("Radio Free Asia", "rfa"))
    heard = said(texts[1], ("Radio Free Asia", "rfa"), ("a resident", None))
    assert range_of(weighed([second_hand, heard], cited, *texts)) == (1, 2)
    own = said(texts[0], ("Reuters", "reuters"), ("a teacher", None))
    assert range_of(weighed([own, heard], cited, *texts)) == (2, 2)


def test_a_later_observation_earns_nothing_by_the_passage_of_the_earlier_one() -> None:
    """That the later text has it from the centre is a guess: only its article cites it."""
    one = written(f"{CAMERAS}. 2019", "A", "2019-06-01")
    other = written(f"The centre wrote. {FILLING} {CAMERAS}.", "B", "2021-06-01")
    told = [said(one, time="2019-03"), said(other, time="2021-03")]
    guess = echo(other, "org:stimson", "The centre wrote.", "citation")
    finding = weighed(told, [echo(one, "org:stimson", CAMERAS, "citation"), guess], one, other)
    assert range_of(finding) == (1, 2)
    assert [origin.independent for origin in finding.origins.named if told[1].id in origin.claims] == [False]
    sure = echo(other, "org:stimson", CAMERAS, "citation")
    assert range_of(weighed(told, [echo(one, "org:stimson", CAMERAS, "citation"), sure], one, other)) == (2, 2)
