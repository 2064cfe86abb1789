"""The review queue as pages and as JSON: what a card shows, what a step records, what is asked back, what two people
who code may see. The server is the real one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from lxml import html

from show.served import csrf, opened, served
from show.small_case import ARABIC, REPORT, build
from sousveil.build import decide
from sousveil.record import Judgement
from sousveil.store import Case
from sousveil.store.claims.claims import ClaimFilter
from sousveil.vocabulary.rejecting import MOST, check_rejecting, load_rejecting

QUEUE, DECISIONS, UNDO = "/api/v1/queue", "/api/v1/decisions", "/api/v1/undo"
JSON = {"X-Sousveil": "1"}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A case for one test, which changes it."""
    return build(tmp_path / "case")


@pytest.fixture
def coder(own: Path) -> Iterator[httpx.Client]:
    for address in served(own):
        with opened(address) as client:
            yield client


def claims_of(case: Path, **filters: str) -> list[Any]:
    with Case.open(case) as held:
        return [stored.claim for stored in held.claims(ClaimFilter(**filters))]


def state(case: Path, claim: str) -> str:
    with Case.open(case) as held:
        stored = held.claim(claim)
        return stored.state if stored else "gone"


def step(client: httpx.Client, action: str, *judgements: dict[str, Any], **more: str) -> httpx.Response:
    return client.post(DECISIONS, json={"action": action, "judgements": judgements, **more}, headers=JSON)


def test_the_first_claim_is_complete_without_javascript(client: httpx.Client, small_case: Path) -> None:
    (claim,) = claims_of(small_case, lang="ar")
    page = html.fromstring(client.get("/review", params={"claim": claim.id}).text)
    (card,) = page.xpath("//article[@data-review]")
    assert card.get("data-review") == claim.id
    assert "".join(card.xpath(".//mark//text()")) == claim.evidence.quote
    (words,) = card.xpath(".//p[mark]")
    assert (words.get("lang"), words.get("dir"), words.get("data-start")) == ("ar", "rtl", str(ARABIC.index("\n") + 1))
    slots = {row.get("data-field"): row.text_content() for row in card.xpath(".//dl/div")}
    assert "cameras" in slots["technology"]
    assert "كاميرات مراقبة" in slots["technology"]
    assert "Pyongyang, North Korea" in slots["place"]
    assert {button.get("value") for button in card.xpath(".//button[@name='verdict']")} >= {"accept", "reject", "note"}
    assert card.xpath(f".//a[contains(@href, '/sources/{claim.evidence.source}?at=')]")
    assert "Harbour Institute" in card.text_content()


def test_every_word_of_a_passage_stands_where_it_says(client: httpx.Client, small_case: Path) -> None:
    for claim in claims_of(small_case):
        page = html.fromstring(client.get("/review", params={"claim": claim.id}).text)
        with Case.open(small_case) as held:
            text = held.text(claim.evidence.source)
        assert text is not None
        for paragraph in page.xpath("//p[@data-start]"):
            start, words = int(paragraph.get("data-start")), paragraph.text_content()
            assert text.content[start : start + len(words)] == words


def test_the_address_narrows_the_queue_and_brings_it_back(client: httpx.Client, small_case: Path) -> None:
    page = html.fromstring(client.get("/review?kind=constraint").text)
    (claim,) = claims_of(small_case, kind="constraint")
    assert page.xpath("//article/@data-review") == [claim.id]
    assert page.xpath("//option[@selected]/@value") == ["constraint"]
    page = html.fromstring(client.get("/review?kind=law").text)
    assert not page.xpath("//article")
    assert "No proposed claim matches" in page.text_content()
    assert client.get("/review?claim=c0000000000000000").status_code == 200
    assert "cannot be shown" in client.get("/review?claim=c0000000000000000").text


def test_forms_accept_reject_note_undo_and_go_on(coder: httpx.Client, own: Path) -> None:
    page = coder.get("/review")
    first = html.fromstring(page.text).xpath("//article/@data-review")[0]
    mark = csrf(page.text)
    sent = {"csrf": mark, "claim": first, "back": "/review"}
    answer = coder.post("/review/decide", data={**sent, "reject": load_rejecting()[0].id})
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    assert state(own, first) == "rejected"
    with Case.open(own) as held:
        assert held.judgements(first)[-1].reason == load_rejecting()[0].says
    page = coder.get("/review")
    assert html.fromstring(page.text).xpath("//article/@data-review") != [first]
    (undo,) = html.fromstring(page.text).xpath("//form[starts-with(@action, '/review/undo/')]/@action")
    coder.post(undo, data={"csrf": mark, "back": "/review"})
    assert state(own, first) == "proposed"
    coder.post("/review/decide", data={**sent, "verdict": "note", "note": "Look at the picture."})
    assert "Look at the picture." in coder.get("/review", params={"claim": first}).text
    assert state(own, first) == "proposed"
    coder.post("/review/decide", data={**sent, "verdict": "accept"})
    assert state(own, first) == "accepted"
    assert coder.post("/review/decide", data={**sent, "verdict": "accept", "csrf": "x"}).status_code == 403
    following = html.fromstring(coder.get("/review").text).xpath("//a[@data-do='next']/@href")[0]
    second = html.fromstring(coder.get("/review").text).xpath("//article/@data-review")[0]
    assert html.fromstring(coder.get(following).text).xpath("//article/@data-review") != [second]


def test_the_queue_as_json(client: httpx.Client, small_case: Path) -> None:
    page = client.get(QUEUE, params={"limit": 3}).json()
    assert len(page["items"]) == 3
    assert page["waiting"] == len(claims_of(small_case))
    one = page["items"][0]
    said = one["claim"]["evidence"]
    assert any(said["quote"] in each["words"] for each in one["paragraphs"])
    assert "html" not in one
    skip = ".".join(each["claim"]["id"] for each in page["items"])
    more = client.get(QUEUE, params={"skip": skip, "html": "true", "limit": 50}).json()["items"]
    assert not {each["claim"]["id"] for each in more} & set(skip.split("."))
    assert all(f'data-review="{each["claim"]["id"]}"' in each["html"] for each in more)
    document = client.get("/api/v1/openapi.json").json()
    told = document["paths"][QUEUE]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    Draft202012Validator({**told, "components": document["components"]}).validate(page)
    only = client.get(QUEUE, params={"claim": one["claim"]["id"]}).json()["items"]
    assert [each["claim"]["id"] for each in only] == [one["claim"]["id"]]
    for wrong in ("limit=0", "limit=51", "colour=red", "kind="):
        assert client.get(f"{QUEUE}?{wrong}").status_code == 400, wrong


def test_a_step_is_recorded_once_however_often_it_is_sent(coder: httpx.Client, own: Path) -> None:
    one, other = (each.id for each in claims_of(own)[:2])
    judged = ({"subject": one, "verdict": "accept"}, {"subject": other, "verdict": "reject", "reason": "no"})
    first = step(coder, "step-1", *judged).json()
    assert [each["state"] for each in first["each"]] == ["accepted", "rejected"]
    assert step(coder, "step-1", *judged).status_code == 200
    with Case.open(own) as held:
        assert [len(held.judgements(each)) for each in (one, other)] == [1, 1]
    assert coder.post(UNDO, json={"action": "step-1"}, headers=JSON).json()["said"]
    assert coder.post(UNDO, json={"action": "step-1"}, headers=JSON).status_code == 200
    assert [state(own, each) for each in (one, other)] == ["proposed", "proposed"]
    with Case.open(own) as held:
        assert [len(held.judgements(each)) for each in (one, other)] == [2, 2]
    assert coder.post(UNDO, json={"action": "never"}, headers=JSON).status_code == 404


def test_what_is_sent_wrong_records_nothing(client: httpx.Client, small_case: Path) -> None:
    claim = claims_of(small_case)[0]
    accept = {"subject": claim.id, "verdict": "accept"}
    for sent, words in (
        ({"action": "a", "judgements": [accept], "subject": claim.id}, "one decision"),
        ({"judgements": [accept]}, "one decision"),
        ({"action": "a", "judgements": [{**accept, "verdict": "edit", "value": {"act": "dance"}}]}, "act"),
        (
            {"action": "a", "judgements": [{**accept, "verdict": "edit", "value": {"slots": {"act": [0, 10**9]}}}]},
            "act",
        ),
        ({"action": "a", "judgements": [{**accept, "verdict": "split", "value": {"parts": [{}]}}]}, "two"),
        ({"action": "a", "judgements": [{**accept, "verdict": "note"}]}, "empty"),
        ({"action": "a", "judgements": [accept, {**accept, "verdict": "edit", "value": {"colour": "red"}}]}, "colour"),
    ):
        answer = client.post(DECISIONS, json=sent, headers=JSON)
        assert answer.status_code == 400, sent
        assert words in answer.json()["detail"], answer.json()["detail"]
    assert step(client, "a", {**accept, "subject": "c0000000000000000"}).status_code == 404
    assert client.post(DECISIONS, json=accept).status_code == 403, "a session needs the header"
    assert client.post(UNDO, json={"action": "a"}).status_code == 403
    answer = step(client, "b", accept, by="somebody else")
    assert answer.status_code == 403
    assert "somebody else" in answer.json()["detail"]
    with Case.open(small_case) as held:
        assert not held.judgements(claim.id)


def test_an_edit_from_selected_words_stands(coder: httpx.Client, own: Path) -> None:
    claim = next(each for each in claims_of(own, lang="en") if each.evidence.quote in REPORT)
    at = REPORT.index("schools", REPORT.index("\n"))
    value = {"site_types": ["school", "street"], "slots": {"site": [at, at + 7]}, "time": "2024-05"}
    outcome = step(coder, "e", {"subject": claim.id, "verdict": "edit", "value": value}).json()
    assert outcome["state"] == "edited"
    with Case.open(own) as held:
        stored = held.claim(claim.id)
    assert stored is not None
    assert (stored.claim.site_types, stored.claim.time) == (("school", "street"), "2024-05")
    assert stored.claim.slots["site"] == (at, at + 7)


def test_a_claim_is_split_and_taken_back(coder: httpx.Client, own: Path) -> None:
    claim = claims_of(own, kind="constraint")[0]
    before = len(claims_of(own))
    parts = [{}, {"technology": ["drone"]}]
    outcome = step(coder, "s", {"subject": claim.id, "verdict": "split", "value": {"parts": parts}})
    assert outcome.status_code == 200, outcome.text
    assert len(claims_of(own)) == before + 1
    assert ("drone",) in [each.technology for each in claims_of(own, kind="constraint")]
    coder.post(UNDO, json={"action": "s"}, headers=JSON)
    assert len(claims_of(own)) == before


def test_names_are_looked_up(client: httpx.Client) -> None:
    found = client.get("/api/v1/places", params={"name": "신의주"}).json()["items"]
    assert any(each["country"] == "KP" for each in found)
    assert all(each["says"] for each in found)
    assert client.get("/api/v1/places", params={"name": "Nowhere at all"}).json() == {"items": []}
    found = client.get("/api/v1/organisations", params={"name": "hikvis"}).json()["items"]
    assert found[0]["ref"] == "hikvision"


def source_of(small_case: Path) -> str:
    return str(next(each for each in claims_of(small_case, lang="en") if each.evidence.quote in REPORT).evidence.source)


def written_form(client: httpx.Client, source: str, **values: str) -> httpx.Response:
    page = client.get(f"/sources/{source}?write=1")
    fields = {"csrf": csrf(page.text), "source": source, "kind": "deployment", "act": "operate", "technology": "camera"}
    return client.post("/claims", data={**fields, **values})


def test_a_claim_by_hand_asks_what_is_meant(coder: httpx.Client, own: Path) -> None:
    source = source_of(own)
    page = html.fromstring(coder.get(f"/sources/{source}?write=1").text)
    assert page.xpath("//details[@data-writing]/@open")
    answer = written_form(coder, source, words="Not in the text at all")
    assert answer.status_code == 400
    assert "do not stand in the text" in answer.text
    answer = written_form(coder, source, words="face recognition is used")
    assert answer.status_code == 400
    places = html.fromstring(answer.text).xpath("//input[@type='radio'][@name='at']/@value")
    assert len(places) == REPORT.count("face recognition is used")
    answer = written_form(coder, source, words="face recognition is used", at=places[1], technology="face-recognition")
    assert answer.status_code == 303
    start = int(places[1].partition("-")[0])
    (claim,) = [each for each in claims_of(own) if each.extractor == "hand/1"]
    assert (claim.evidence.start, claim.evidence.quote) == (start, "face recognition is used")
    assert answer.headers["location"].endswith(f"#{claim.id}")
    assert state(own, claim.id) == "accepted"


def test_slots_of_a_claim_by_hand_have_their_words(coder: httpx.Client, own: Path) -> None:
    source = source_of(own)
    sentence = REPORT.split("\n")[1]
    form = {
        "words": sentence, "technology": "other", "place": "Pyongyang", "supplier": "Hikvision", "quantity": "1,500",
        "unit": "camera", "attributed_to": "Lantern Watch", "site_type": "school",
    }  # fmt: skip
    answer = written_form(coder, source, **form)
    chosen = html.fromstring(answer.text).xpath("//input[@name='place_id']/@value") if answer.status_code == 400 else []
    if chosen:
        answer = written_form(coder, source, **form, place_id=chosen[0])
    assert answer.status_code == 303, re.sub(r"\s+", " ", html.fromstring(answer.text).text_content())[:600]
    (claim,) = [each for each in claims_of(own) if each.extractor == "hand/1"]
    assert claim.supplier.ref == "hikvision"
    assert claim.place.country == "KP"
    assert claim.quantity.value == 1500
    words = {name: REPORT[start:end] for name, (start, end) in claim.slots.items()}
    assert words["place"] == "Pyongyang"
    assert words["supplier"] == "Hikvision"
    assert words["attributed_to"] == "Lantern Watch"


def test_neither_coder_learns_what_the_other_decided(coder: httpx.Client, own: Path) -> None:
    claim = claims_of(own)[0]
    with Case.open(own, write=True) as held:
        held.set_coders(2)
        decide(held, [judged("Bo", claim.id, "reject", "Bo says no")])
    page = coder.get("/review", params={"claim": claim.id}).text
    assert "Needs two people" in page
    assert "Bo says no" not in page
    assert ">Bo<" not in page
    queue = coder.get(QUEUE, params={"claim": claim.id, "html": "true"}).text
    assert "Bo says no" not in queue
    assert step(coder, "mine", {"subject": claim.id, "verdict": "accept"}).json()["state"] == "proposed"
    # They disagree, and whoever is one of the two sees no more than before.
    page = coder.get("/review", params={"claim": claim.id}).text
    assert "Bo says no" not in page
    assert "You decided" in page


def test_a_third_person_sees_both_sides(coder: httpx.Client, own: Path) -> None:
    claim = claims_of(own)[0]
    with Case.open(own, write=True) as held:
        held.set_coders(2)
        decide(held, [judged("Bo", claim.id, "reject", "Bo says no")])
        decide(held, [judged("Di", claim.id, "accept", "Di says yes")])
    page = html.fromstring(coder.get("/review", params={"claim": claim.id}).text)
    sides = [each.text_content() for each in page.xpath("//*[@class='review-sides']/section")]
    assert len(sides) == 2
    assert "Bo says no" in sides[0]
    assert "Di says yes" in sides[1]
    assert step(coder, "third", {"subject": claim.id, "verdict": "accept"}).json()["state"] == "accepted"


def judged(who: str, claim: str, verdict: Any, reason: str) -> Judgement:
    return Judgement(at="2024-05-01T10:00:00Z", who=who, subject=claim, verdict=verdict, reason=reason, needs=2)


def test_reasons_are_data(tmp_path: Path) -> None:
    assert not list(check_rejecting())
    ours = load_rejecting()
    assert 3 < len(ours) <= MOST
    assert all(each.names.get("ko") for each in ours)
    own = '[[reason]]\nid = "not-said"\nsays = "Nobody says it"\n[[reason]]\nid = "mine"\nsays = "Mine"\n'
    (tmp_path / "rejecting.toml").write_text(own)
    read = load_rejecting(str(tmp_path))
    assert read[0].says == "Nobody says it"
    assert read[-1].id == "mine"
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "rejecting.toml").write_text('[[reason]]\nid = "Bad Id"\nsays = "x"\n')
    assert "Bad Id" in next(check_rejecting(str(tmp_path / "wrong")))
