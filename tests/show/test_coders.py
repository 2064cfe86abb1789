"""Two coders over real HTTP: who may know what, agreement, guidelines, settings, the log with undo, the drops."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from lxml import html

from show.served import command, csrf
from show.small_case import build
from sousveil.build import decide
from sousveil.record import Judgement
from sousveil.show.case.record import _wrong
from sousveil.store import Case

WORDS = "correct horse battery"
ROLES = {"Lena": "lead", "Amir": "review", "Noor": "review", "Omar": "review", "Rhea": "read"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("coders") / "case")
    with Case.open(path, write=True) as opened:
        for name, role in ROLES.items():
            opened.accounts().add(name, role, WORDS)
        opened.who = "Lena"
        opened.set_coders(2)
    return path


@pytest.fixture(scope="module")
def people(case: Path) -> Iterator[dict[str, httpx.Client]]:
    with command(case, "--team") as address:
        clients = {name: httpx.Client(base_url=address, trust_env=False, timeout=60) for name in ROLES}
        for name, client in clients.items():
            client.post("/sign-in", data={"name": name, "password": WORDS, "back": "/"})
        yield clients
        for client in clients.values():
            client.close()


def identifiers(case: Path) -> list[str]:
    with Case.open(case) as opened:
        return [stored.claim.id for stored in opened.claims()]


def judged(case: Path, who: str, subject: str, verdict: str, action: str = "", **more: object) -> None:
    with Case.open(case, write=True) as opened:
        opened.who = who
        at = f"2024-05-01T10:{len(list(opened.log())) % 60:02}:00Z"
        made = Judgement(at=at, who=who, subject=subject, verdict=verdict, action=action, **more)  # type: ignore[arg-type]
        decide(opened, [made])


def words(client: httpx.Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text[:300])
    return " ".join(html.fromstring(answer.text).text_content().split())


def posted(client: httpx.Client, page: str, to: str, **fields: str) -> httpx.Response:
    return client.post(to, data={"csrf": csrf(client.get(page).text), **fields}, headers={"origin": _origin(client)})


def _origin(client: httpx.Client) -> str:
    return str(client.base_url).rstrip("/")


def rows(client: httpx.Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "text/csv" in answer.headers["content-type"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def disputed(case: Path, people: dict[str, httpx.Client]) -> str:
    """A claim that Amir rejected and that Noor accepted, in that order; checked on the way."""
    claim = identifiers(case)[0]
    judged(case, "Amir", claim, "reject", "step-amir", reason="an unlikely reason")
    seen = {name: told_of(client, claim) for name, client in people.items()}
    assert seen == {"Lena": "Rejected", "Amir": "Rejected", "Noor": "Decided", "Omar": "Decided", "Rhea": "Decided"}
    judged(case, "Noor", claim, "accept", "step-noor")
    return claim


def told_of(client: httpx.Client, claim: str) -> str:
    """What the log says somebody did about a claim, in its first word: the newest entry."""
    first = html.fromstring(client.get("/log?action=judge").text).xpath("//ol[@class='entries']/li[@id]//p")[0]
    assert first.xpath(".//a/@href") == [f"/claims/{claim}"]
    return str(first.text_content().split()[0])


def test_who_may_still_decide_learns_nothing_from_the_log(
    case: Path, people: dict[str, httpx.Client], disputed: str
) -> None:
    # The two who differ do not learn of the other's decision; a third may, and so may who leads.
    hidden = {"Amir": "accept", "Noor": "reject"}
    for name, verdict in hidden.items():
        page = people[name].get("/log?action=judge").text
        found = [row for row in rows(people[name], "/log.csv?action=judge") if row["subject"] == disputed]
        assert len(found) == 2
        other = next(row for row in found if row["who"] != name)
        own = next(row for row in found if row["who"] == name)
        assert (other["detail"], other["hash"], other["prev"]) == ("", "", "")
        assert f'"verdict": "{verdict}"' not in str(found)
        assert own["hash"]
        assert "an unlikely reason" not in page or name == "Amir"
        assert "Not told while somebody may still decide" in other["said"]
    assert "an unlikely reason" in people["Omar"].get("/log").text
    assert "an unlikely reason" in people["Lena"].get("/log").text


def test_a_step_of_somebody_else_is_no_answer_to_ones_own(people: dict[str, httpx.Client], disputed: str) -> None:
    step = {"action": "step-noor", "judgements": [{"subject": disputed, "verdict": "reject"}]}
    page = {"X-Sousveil": "page", "Origin": _origin(people["Amir"])}
    answer = people["Amir"].post("/api/v1/decisions", json=step, headers=page)
    assert answer.status_code == 400, answer.text
    assert "Another person's step is called step-noor" in answer.json()["detail"]


def test_disagreements_are_listed_to_who_may_settle_them(people: dict[str, httpx.Client], disputed: str) -> None:
    listed = {name: f'id="{disputed}"' in client.get("/agreement").text for name, client in people.items()}
    assert listed == {"Lena": True, "Amir": False, "Noor": False, "Omar": True, "Rhea": True}
    page = html.fromstring(people["Omar"].get("/agreement?state=waiting").text)
    entry = page.xpath("//li[@id=$id]", id=disputed)[0]
    assert "Waits for a third" in entry.text_content()
    assert f"/review?claim={disputed}" in entry.xpath(".//a/@href")
    assert [[cell.text_content() for cell in row] for row in entry.xpath(".//tbody/tr")] == [
        ["Keep or reject", "rejected", "kept"]
    ]
    # Who reads only is offered nothing to settle.
    assert "/review?claim=" not in people["Rhea"].get("/agreement").text
    assert [row["claim"] for row in rows(people["Omar"], "/agreement/disagreements.csv")] == [disputed]
    assert rows(people["Amir"], "/agreement/disagreements.csv") == []
    assert f'id="{disputed}"' not in people["Omar"].get("/agreement?state=settled").text


def test_few_claims_tell_nothing(people: dict[str, httpx.Client], disputed: str) -> None:
    page = words(people["Amir"], "/agreement")
    assert "1 claim judged by two" in page
    assert "Too few to tell: fewer than 20 claims." in page
    for row in rows(people["Amir"], "/agreement.csv"):
        assert (row["agreed"], row["value"]) == ("", "")
    pairs = [(row["one"], row["other"]) for row in rows(people["Lena"], "/agreement.csv?tolerance=5")]
    assert ("Amir", "Noor") in pairs


def test_when_it_is_settled_everybody_may_know(case: Path, people: dict[str, httpx.Client], disputed: str) -> None:
    judged(case, "Omar", disputed, "reject", "step-omar")
    for client in people.values():
        entry = html.fromstring(client.get("/agreement").text).xpath("//li[@id=$id]", id=disputed)[0]
        assert "Settled by Omar" in entry.text_content()
    assert "an unlikely reason" in people["Noor"].get("/log").text


def test_ones_own_decision_is_undone_from_the_log(case: Path, people: dict[str, httpx.Client]) -> None:
    claim = identifiers(case)[2]
    judged(case, "Noor", claim, "accept", "own-step")
    page = html.fromstring(people["Noor"].get("/log?action=judge").text)
    (number,) = page.xpath("(//ol[@class='entries']/li[@id])[1]//input[@name='seq']/@value")
    # It is nobody else's to take back, who leads excepted.
    assert not html.fromstring(people["Amir"].get("/log?who=Noor").text).xpath(
        "//input[@name='seq' and @value=$n]", n=number
    )
    refused = posted(people["Amir"], "/review", "/log/undo", seq=number, back="/log")
    assert refused.status_code == 404
    assert posted(people["Rhea"], "/log", "/log/undo", seq=number).status_code == 403
    answer = posted(people["Noor"], "/log", "/log/undo", seq=number, back="/log?action=judge")
    assert (answer.status_code, answer.headers["location"]) == (303, "/log?action=judge")
    with Case.open(case) as opened:
        assert [each.verdict for each in opened.judgements(claim)] == ["accept", "undo"]
        assert opened.judgements(claim)[-1].who == "Noor"
    # What was taken back cannot be taken back again.
    assert posted(people["Noor"], "/log", "/log/undo", seq=number).status_code == 404
    assert "Took back a decision about" in words(people["Noor"], "/log?action=judge")


def test_who_leads_takes_back_a_step_of_others_as_a_whole(case: Path, people: dict[str, httpx.Client]) -> None:
    one, other = identifiers(case)[3:5]
    with Case.open(case, write=True) as opened:
        made = [
            Judgement(at="2024-05-02T10:00:00Z", who="Noor", subject=each, verdict="accept", action="both")
            for each in (one, other)
        ]
        decide(opened, made)
    page = html.fromstring(people["Lena"].get("/log?who=Noor&day=2024-05-02").text)
    numbers = page.xpath("//input[@name='seq']/@value")
    assert len(numbers) == 2
    assert posted(people["Lena"], "/log", "/log/undo", seq=numbers[0], back="/log").status_code == 303
    with Case.open(case) as opened:
        for each in (one, other):
            assert [(j.who, j.verdict) for j in opened.judgements(each)] == [("Noor", "accept"), ("Lena", "undo")]


def test_the_log_by_person_action_and_day(people: dict[str, httpx.Client]) -> None:
    lead = people["Lena"]
    assert {row["who"] for row in rows(lead, "/log.csv?who=Noor")} == {"Noor"}
    assert {row["action"] for row in rows(lead, "/log.csv?action=account")} == {"account"}
    assert {row["at"][:10] for row in rows(lead, "/log.csv?day=2024-05-02")} == {"2024-05-02"}
    assert "Made an account for Rhea (read)" in words(lead, "/log?action=account")
    assert "Nothing of this kind was done" in words(lead, "/log?who=Nobody")
    assert lead.get("/log?day=yesterday").status_code == 400
    assert lead.get("/log?after=0").status_code == 200
    assert "fit their hashes" in words(lead, "/log")
    everything = rows(lead, "/log.csv")
    assert [int(row["seq"]) for row in everything] == list(range(len(everything), 0, -1))


def test_the_log_is_paged_and_says_when_it_was_changed(
    tmp_path: Path, people: dict[str, httpx.Client], case: Path
) -> None:
    lead = people["Lena"]
    with Case.open(case, write=True) as opened:
        for number in range(60):
            opened.note("add", detail={"sources": [f"number-{number}.html"]})
    first = html.fromstring(lead.get("/log?action=add").text)
    (following,) = first.xpath("//nav[@class='pager']//a[@rel='next']/@href")
    shown = [row.get("id") for row in first.xpath("//ol[@class='entries']/li[@id]")]
    second = [
        row.get("id") for row in html.fromstring(lead.get(following).text).xpath("//ol[@class='entries']/li[@id]")
    ]
    assert len(shown) == 50
    assert len(second) == 10
    assert not set(shown) & set(second)
    with Case.open(case) as opened:
        entries = list(opened.history(limit=20))
    assert _wrong(entries, whole=True) is None
    assert _wrong([entries[0], *entries[2:]], whole=True) == entries[0].seq
    changed = msgspec.structs.replace(entries[3], who="somebody")
    assert _wrong([*entries[:3], changed, *entries[4:]], whole=True) == entries[3].seq


def test_only_who_leads_sets_how_many_decide(case: Path, people: dict[str, httpx.Client]) -> None:
    assert "Only who leads the case can change them" in words(people["Amir"], "/settings")
    assert "fieldset disabled" in people["Amir"].get("/settings").text
    assert 'action="/settings"' not in people["Amir"].get("/settings").text
    assert posted(people["Amir"], "/review", "/settings", coders="1").status_code == 403
    assert posted(people["Lena"], "/settings", "/settings", coders="1").status_code == 303
    with Case.open(case) as opened:
        assert opened.coders() == 1
    page = words(people["Lena"], "/settings")
    assert "From now on one person decides about each claim." in page
    assert "set by Lena" in page
    assert "Set that one person decides alone" in words(people["Lena"], "/log?action=set")
    assert posted(people["Lena"], "/settings", "/settings", coders="3").status_code == 400
    assert posted(people["Lena"], "/settings", "/settings", coders="2").status_code == 303


HOSTILE = """# Ours

<script>alert(1)</script> and ![a picture](https://elsewhere.example/x.png)

[no](javascript:alert(1)) [out](https://example.org/) [in](/map) [part](#ours) [off](//evil.example/)

| a | b |
|---|---|
| 1 | <b>2</b> |
"""


def test_guidelines_are_versions_that_who_leads_writes(case: Path, people: dict[str, httpx.Client]) -> None:
    amir, lena = people["Amir"], people["Lena"]
    assert "This is the text that every case begins with" in words(amir, "/guidelines")
    assert "/guidelines/edit" not in amir.get("/guidelines").text
    assert amir.get("/guidelines/edit").status_code == 403
    assert posted(amir, "/review", "/guidelines", content="x", base="0").status_code == 403
    preview = posted(lena, "/guidelines/edit", "/guidelines", content=HOSTILE, base="0", do="preview")
    assert preview.status_code == 200
    with Case.open(case) as opened:
        assert opened.guidelines() is None
    shown = html.fromstring(preview.text)
    assert HOSTILE.strip() in shown.xpath("//textarea")[0].text_content()
    assert shown.xpath("//section[@aria-labelledby='preview']//ins")
    assert posted(lena, "/guidelines/edit", "/guidelines", content=HOSTILE, base="0", do="keep").status_code == 303
    page = html.fromstring(lena.get("/guidelines").text)
    article = page.xpath("//article")[0]
    assert not article.xpath(".//script | .//img | .//b")
    assert article.xpath(".//a/@href") == ["https://example.org/", "/map", "#on-ours"]
    assert "<script>alert(1)</script>" in article.text_content()
    assert article.xpath(".//table//td/text()") == ["1", "<b>2</b>"]
    assert page.xpath("//h1")[0].text_content() == "Guidelines for coders"
    assert "Version 1, by Lena" in words(amir, "/guidelines")
    assert "What you judge" in words(amir, "/guidelines?version=0")
    compared = html.fromstring(amir.get("/guidelines?version=1&against=0").text)
    assert any("# Ours" in line.text_content() for line in compared.xpath("//ins"))
    assert any("# What you judge" in line.text_content() for line in compared.xpath("//del"))
    assert amir.get("/guidelines?version=7").status_code == 404


def test_nobodys_version_is_overwritten_unseen(case: Path, people: dict[str, httpx.Client]) -> None:
    lena = people["Lena"]
    with Case.open(case, write=True) as opened:
        opened.who = "Zoe"
        opened.set_guidelines("# Ours\n\nBy somebody else.")
        now = len(list(opened.guideline_versions()))
    answer = posted(lena, "/guidelines/edit", "/guidelines", content="# Mine", base=str(now - 1), do="keep")
    assert answer.status_code == 200
    assert "Zoe has written a new version since you began" in answer.text
    with Case.open(case) as opened:
        assert len(list(opened.guideline_versions())) == now
    (base,) = html.fromstring(answer.text).xpath("//input[@name='base']/@value")
    assert posted(lena, "/guidelines/edit", "/guidelines", content="# Mine", base=base, do="keep").status_code == 303
    assert posted(lena, "/guidelines/edit", "/guidelines", content="", base=str(now + 1), do="keep").status_code == 303
    assert "This is the text that every case begins with" in words(lena, "/guidelines")
    long = posted(lena, "/guidelines/edit", "/guidelines", content="가" * 40_001, base="9", do="keep")
    assert long.status_code == 400
    assert "longer than 40,000 characters" in long.text


def test_drops_say_what_to_do(people: dict[str, httpx.Client]) -> None:
    page = words(people["Rhea"], "/drops")
    assert "Nothing is at this address any more" in page
    assert "What to do Look for it in a web archive, save the page, and add the file." in page
    assert "1 Collecting" in page
    only = words(people["Rhea"], "/drops?stage=read")
    assert "scan.pdf" in only
    assert "gone.example" not in only
    assert "None for this reason" in words(people["Rhea"], "/drops?stage=read&reason=dead-url")
    found = rows(people["Rhea"], "/drops.csv?stage=collect")
    assert [(row["stage"], row["reason"], row["what_to_do"][:11]) for row in found] == [
        ("collect", "dead-url", "Look for it")
    ]


def test_without_two_coders_the_page_says_how_to_get_them(tmp_path: Path) -> None:
    path = build(tmp_path / "case")
    with command(path) as printed:
        address = printed.partition("/?")[0]
        with httpx.Client(base_url=address, trust_env=False) as client:
            client.get(printed.removeprefix(address))
            assert "Turn it on under Settings" in words(client, "/agreement")
            assert client.get("/agreement?pair=x&tolerance=nonsense&after=-1").status_code == 200
