"""Lists as JSON: FollowTheMoney entities of either layout, and the US list. All entries are invented."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists import open_list

_FIRM = {
    "id": "NK-1", "schema": "Company", "caption": "Example Optics", "datasets": ["us_trade_csl", "eu_fsf"],
    "referents": ["old-1"], "target": True,
    "properties": {
        "name": ["Экзампл Оптика", "Example Optics"], "alias": ["Eye Works"], "weakAlias": ["EO"], "country": ["cn"],
        "jurisdiction": ["hk"], "registrationNumber": ["91 33"], "leiCode": ["5493001KJTIIGC8Y1R12"],
        "wikidataId": ["Q1"], "topics": ["sanction"], "sourceUrl": ["https://example.org/firm"],
    },
}  # fmt: skip
_MEASURES = [
    {
        "id": "s-1", "schema": "Sanction", "datasets": ["us_trade_csl"],
        "properties": {
            "entity": ["NK-1"], "programId": ["US-BIS-EL"], "listingDate": ["2021-05-01"], "startDate": ["2021-04-01"],
            "reason": ["An example"], "sourceUrl": ["https://example.org/measure"],
        },
    },
    {
        "id": "s-2", "schema": "Sanction", "datasets": ["us_trade_csl"],
        "properties": {"entity": ["old-1"], "programId": ["US-BIS-EL"], "startDate": ["2019"], "endDate": ["2020-02"]},
    },
    {
        "id": "s-3", "schema": "Sanction", "datasets": ["eu_fsf"],
        "properties": {"entity": ["NK-1"], "program": ["CYB"], "startDate": ["2020-07-31"], "endDate": ["2023-01-02"]},
    },
    {
        "id": "s-4", "schema": "Sanction", "datasets": ["xx_somewhere"], "properties": {"entity": ["NK-1"]},
    },
]  # fmt: skip


def _nested(entity: dict[str, Any], measures: list[dict[str, Any]]) -> dict[str, Any]:
    return {**entity, "properties": {**entity["properties"], "sanctions": measures}}


def _lines(tmp_path: Path, *objects: Any) -> Path:
    path = tmp_path / "entities.json"
    path.write_text(
        "".join((o if isinstance(o, str) else json.dumps(o, ensure_ascii=False)) + "\n" for o in objects), "utf-8"
    )
    return path


def _read(path: Path) -> tuple[list[Listing], dict[str, str]]:
    records = list(open_list(path).records("i1"))
    return (
        [record for record in records if isinstance(record, Listing)],
        {record.reason: record.detail for record in records if isinstance(record, Drop)},
    )


@pytest.mark.parametrize("layout", ["nested", "measures before", "measures behind"])
def test_one_listing_for_each_list_whatever_the_layout(tmp_path: Path, layout: str) -> None:
    objects = {
        "nested": [_nested(_FIRM, _MEASURES)],
        "measures before": [*_MEASURES, _FIRM],
        "measures behind": [_FIRM, *_MEASURES],
    }[layout]
    path = _lines(tmp_path, *objects)
    assert open_list(path).format == "ftm-json"
    listings, lost = _read(path)
    assert {x.list: (x.since, x.until, x.programmes) for x in listings} == {
        "us-entity-list": ("2019", None, ("US-BIS-EL",)),
        "eu-fsf": ("2020-07-31", "2023-01-02", ("CYB",)),
        "xx-somewhere": (None, None, ()),
    }
    first = next(x for x in listings if x.list == "us-entity-list")
    assert (first.entry, first.name, first.kind) == ("NK-1", "Example Optics", "company")
    assert first.names == ("Экзампл Оптика", "Eye Works")
    assert first.countries == ("HK", "CN")
    assert first.identifiers == ("lei:5493001KJTIIGC8Y1R12", "reg:9133", "wikidata:Q1")
    assert (first.reason, first.url) == ("An example", "https://example.org/measure")
    assert list(lost) == ["weak-names"]


def test_organisations_are_taken_and_nothing_else(tmp_path: Path) -> None:
    measure = [{"id": "s", "schema": "Sanction", "datasets": ["eu_fsf"], "properties": {}}]

    def entity(schema: str, name: str, **properties: list[str]) -> dict[str, Any]:
        return _nested(
            {"id": name, "schema": schema, "caption": name, "properties": {"name": [name], **properties}}, measure
        )

    listings, lost = _read(
        _lines(
            tmp_path,
            entity("Person", "Jan Doe"),
            entity("LegalEntity", "Example Holding", birthDate=["1960"]),
            entity("LegalEntity", "Kim Roe"),
            entity("LegalEntity", "Example Holding AG"),
            entity("PublicBody", "Ministry of Examples"),
            entity("Organization", "Examplers"),
            entity("Vessel", "SEA"),
            entity("Airplane", "EP-XXX"),
            entity("CryptoWallet", "0xabc"),
            entity("Address", "1 Lake Road"),
        )
    )
    assert [(x.name, x.kind) for x in listings] == [
        ("Example Holding AG", "organisation"), ("Ministry of Examples", "public-body"), ("Examplers", "organisation"),
    ]  # fmt: skip
    assert lost["persons"].startswith("2 persons ")
    assert lost["kind-not-told"].startswith("1 entry ")
    assert "CryptoWallet" in lost["no-organisation"]
    assert sorted(lost) == ["aircraft", "kind-not-told", "no-organisation", "persons", "vessels"]


def test_an_organisation_that_nothing_says_is_listed_is_no_listing(tmp_path: Path) -> None:
    unlisted = {"id": "a", "schema": "Company", "properties": {"name": ["Mere Firm"], "topics": ["sanction.linked"]}}
    flagged = {
        "id": "b", "schema": "Company", "datasets": ["eu_fsf", "gleif"],
        "properties": {"name": ["Flagged Firm"], "topics": ["sanction"]},
    }  # fmt: skip
    listings, lost = _read(_lines(tmp_path, unlisted, flagged))
    assert [(x.name, x.list, x.since) for x in listings] == [("Flagged Firm", "eu-fsf", None)]
    assert lost["not-listed"].startswith("1 organisation ")


def test_broken_lines_are_drops_with_their_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    firm = _nested(_FIRM, _MEASURES[:1])
    path = _lines(
        tmp_path, firm, '{"id": "x", "schema": "Company", ', "[" * 5000, '{"schema": 7}', firm, {**firm, "id": "NK-2"}
    )
    records = list(open_list(path).records("i1"))
    assert [x.entry for x in records if isinstance(x, Listing)] == ["NK-1", "NK-2"]
    assert [(x.reason, x.locator) for x in records if isinstance(x, Drop)][:4] == [
        ("json-row", "entities.json:2"),
        ("json-row", "entities.json:3"),
        ("json-row", "entities.json:4"),
        ("duplicate", "entities.json:5"),
    ]


def test_properties_of_other_shapes_do_no_harm(tmp_path: Path) -> None:
    odd: dict[str, Any] = {
        "id": "1", "schema": "Company", "caption": "Odd",
        "properties": {
            "name": "Odd", "country": [7, {"a": 1}], "alias": None, "topics": {}, "sanctions": [3, {"id": 4}],
        },
    }  # fmt: skip
    listings, _ = _read(_lines(tmp_path, odd))
    assert [(x.name, x.list) for x in listings] == [("Odd", "opensanctions")]


def test_lines_are_read_from_gzip_too(tmp_path: Path) -> None:
    path = _lines(tmp_path, _nested(_FIRM, _MEASURES))
    packed = tmp_path / "entities.json.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert _read(packed)[0] == _read(path)[0]


@pytest.mark.parametrize("indent", [None, 2])
def test_the_us_list_as_one_document(tmp_path: Path, indent: int | None) -> None:
    document = {
        "total": 4,
        "results": [
            {
                "id": "e1", "source": "Entity List (EL) - Bureau of Industry and Security", "type": None,
                "name": "Example Optics Co., Ltd.", "alt_names": ["Eye Works"], "start_date": "2019-10-09",
                "addresses": [{"address": "1 Lake Road", "city": "Hangzhou", "country": "CN"}],
                "ids": [{"type": "Registration Number", "number": "9133", "country": "CN"}],
                "license_policy": "Presumption of denial", "source_list_url": "https://example.org/el",
            },
            {"id": "e2", "source": "Specially Designated Nationals (SDN) - Treasury Department", "type": "Individual",
             "name": "DOE, Jan", "entity_number": 77},
            {"id": "e3", "source": "Unverified List (UVL) - Bureau of Industry and Security", "name": "Kim Roe"},
            "no record",
        ],
    }  # fmt: skip
    path = tmp_path / "consolidated.json"
    path.write_text(json.dumps(document, indent=indent), "utf-8")
    assert open_list(path).format == "us-csl-json"
    listings, lost = _read(path)
    assert listings == [
        Listing(
            import_id="i1", list="us-entity-list", entry="e1", name="Example Optics Co., Ltd.", names=("Eye Works",),
            countries=("CN",), since="2019-10-09", reason="Presumption of denial", identifiers=("reg:9133",),
            url="https://example.org/el", row=1,
        )
    ]  # fmt: skip
    assert sorted(lost) == ["kind-not-told", "persons", "record"]
