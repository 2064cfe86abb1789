"""Citations are read by the libraries that others read them with, and say nothing that the source does not."""

from __future__ import annotations

import json
import re
import warnings

import httpx
import msgspec
import pytest
from pybtex.database import parse_string

from sousveil.record.source import Source
from sousveil.show.findings.citing import bibtex, csl_of_source

PLAIN = Source(
    id="s0123456789abcdef", url="https://lantern.example/a", title="Cameras in schools", outlet="Lantern Watch",
    published="2024-04-16", published_evidence=None, lang="en", capture_sha256="ab" * 32, text_sha256="cd" * 32,
    retrieved="2024-04-20T08:00:00Z", bytes=1, media_type="text/html", locator="report.html",
)  # fmt: skip
HOSTILE = '}} { }\n@misc{x, title = {gotcha}} \\input{/etc/passwd} 100% & $x_1^2$ #1 ~ {é} 감시 "quoted"\u2028line'


def _with(**values: object) -> Source:
    return msgspec.structs.replace(PLAIN, **values)


def test_a_web_page_has_its_address_its_dates_and_its_digest() -> None:
    item = csl_of_source(PLAIN)
    assert item["type"] == "webpage"
    assert item["issued"] == {"date-parts": [[2024, 4, 16]]}
    assert item["accessed"] == {"date-parts": [[2024, 4, 20]]}
    assert "author" not in item
    assert "ab" * 32 in str(item["note"])
    (entry,) = parse_string(bibtex([item]), "bibtex").entries.values()
    assert entry.fields["url"] == PLAIN.url
    assert (entry.fields["year"], entry.fields["date"], entry.fields["urldate"]) == ("2024", "2024-04-16", "2024-04-20")
    assert not entry.persons


@pytest.mark.parametrize(
    ("published", "issued", "date"),
    [
        (None, None, None),
        ("2019", {"date-parts": [[2019]]}, "2019"),
        ("2019-05", {"date-parts": [[2019, 5]]}, "2019-05"),
        ("2019~", {"date-parts": [[2019]], "circa": True}, "2019~"),
        ("2017/2019-03", {"date-parts": [[2017], [2019, 3]]}, "2017/2019-03"),
        ("2020-22", {"date-parts": [[2020]], "season": 2}, "2020"),
        ("../2019", {"literal": "../2019"}, None),
        ("201X", {"literal": "201X"}, None),
        ("2019-17-40", {"literal": "2019-17-40"}, None),
    ],
)
def test_dates_say_as_much_as_edtf_does(published: str | None, issued: object, date: str | None) -> None:
    item = csl_of_source(_with(published=published))
    assert item.get("issued") == issued
    (entry,) = parse_string(bibtex([item]), "bibtex").entries.values()
    assert entry.fields.get("date") == date


@pytest.mark.parametrize("field", ["title", "outlet", "agency"])
def test_what_a_title_holds_ends_no_entry(field: str) -> None:
    item = csl_of_source(_with(**{field: HOSTILE}))
    parsed = parse_string(bibtex([item]), "bibtex")
    assert len(parsed.entries) == 1
    (entry,) = parsed.entries.values()
    assert entry.type == "misc"
    text = entry.persons["author"][0].last_names[0] if field == "agency" else entry.fields[
        {"title": "title", "outlet": "organization"}[field]
    ]  # fmt: skip
    assert "감시" in text
    assert not re.search(r"(?<!\\)[%&#$]", text)
    assert r"\input" not in text.replace(r"\textbackslash{}input", "")


def test_an_address_with_braces_stays_one() -> None:
    item = csl_of_source(_with(url="https://x.example/{a}?b=100%25&c=_d"))
    (entry,) = parse_string(bibtex([item]), "bibtex").entries.values()
    assert entry.fields["url"] == "https://x.example/%7Ba%7D?b=100%25&c=_d"


@pytest.mark.parametrize(
    ("media_type", "url", "csl", "bib"),
    [
        ("application/pdf", "https://x.example/a.pdf", "report", "techreport"),
        ("message/rfc822", None, "personal_communication", "misc"),
        ("text/html", None, "document", "misc"),
        ("text/csv", None, "dataset", "misc"),
    ],
)
def test_the_type_follows_the_form(media_type: str, url: str | None, csl: str, bib: str) -> None:
    item = csl_of_source(_with(media_type=media_type, url=url))
    assert item["type"] == csl
    (entry,) = parse_string(bibtex([item]), "bibtex").entries.values()
    assert entry.type == bib


def test_a_style_makes_a_bibliography_of_a_finding(client: httpx.Client) -> None:
    answer = client.get("/findings/f0000000000000001.csl.json")
    assert answer.headers["content-type"].startswith("application/vnd.citationstyles.csl+json")
    items = json.loads(answer.text)
    assert items[0]["type"] == "entry"
    assert len({item["id"] for item in items}) == len(items) > 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
        from citeproc.source.json import CiteProcJSON

        source = CiteProcJSON(items)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        listed = CitationStylesBibliography(style, source, formatter.plain)
        for item in items:
            listed.register(Citation([CitationItem(item["id"])]))
        listed.sort()
        printed = [str(entry) for entry in listed.bibliography()]
    assert len(printed) == len(items)
    assert any("Cameras spread to schools" in line for line in printed)


def test_the_files_of_a_finding_have_the_same_entries(client: httpx.Client) -> None:
    items = json.loads(client.get("/findings/f0000000000000001.csl.json").text)
    parsed = parse_string(client.get("/findings/f0000000000000001.bib").text, "bibtex")
    assert list(parsed.entries) == [item["id"] for item in items]
    source = items[1]["archive_location"]
    (own,) = json.loads(client.get(f"/sources/{source}.csl.json").text)
    assert own == items[1]
    assert list(parse_string(client.get(f"/sources/{source}.bib").text, "bibtex").entries) == [own["id"]]
    assert client.get("/sources/s9.bib").status_code == 404
