"""Reference data in a case: whole or not at all, newer over older, and never a claim."""

from __future__ import annotations

import pytest
from msgspec import structs

from sousveil.errors import ReferenceDataError, UsageError
from sousveil.record import Drop, Flow, Import, Indicator, Judgement, Listing, Match


def imported(kind: str = "lists", sha256: str = "a" * 64) -> Import:
    return Import(
        kind=kind,
        title="A list",
        format="test",
        file="list.csv",
        sha256=sha256,
        bytes=10,
        retrieved="2024-05-01T00:00:00Z",
    )


def listing(file: Import, entry: str = "7", **more: object) -> Listing:
    return Listing(import_id=file.id, list="us-entity-list", entry=entry, name="Example Imaging", row=1, **more)


def flow(file: Import, value: float, reporter: str = "CN", partner: str = "KP", period: str = "2019") -> Flow:
    return Flow(
        import_id=file.id,
        reporter=reporter,
        partner=partner,
        flow="export",
        period=period,
        code="8525",
        edition="HS2017",
        value_usd=value,
    )


def drop(reason: str, row: int) -> Drop:
    return Drop(stage="import", reason=reason, locator=f"list.csv:{row}", detail="It has no name.")


def test_records_come_back_and_drops_are_listed(case):
    file = imported()
    assert case.put_import(file, [listing(file), drop("no-name", 2)]) == 1
    assert list(case.listings()) == [listing(file)]
    assert [d.locator for d in case.drops("import")] == ["list.csv:2"]
    assert [(s.imported, s.rows) for s in case.imports()] == [(file, 1)]
    assert case.counts()["claims"] == 0
    assert list(case.verify()) == []


def test_the_same_file_is_taken_in_once(case):
    file = imported()
    case.put_import(file, [listing(file)])
    assert case.put_import(file, [listing(file)]) is None


def test_a_file_that_breaks_half_way_leaves_nothing(case):
    file = imported()

    def breaking():
        yield listing(file)
        raise ReferenceDataError("list.csv ends in the middle of a row. Download it again.")

    with pytest.raises(ReferenceDataError):
        case.put_import(file, breaking())
    assert list(case.imports()) == []
    assert list(case.listings()) == []


def test_a_newer_edition_of_a_list_lies_over_the_older(case):
    old, new = imported(), imported(sha256="b" * 64)
    case.put_import(old, [listing(old), listing(old, "8")])
    case.put_import(new, [listing(new, since="2020")])
    assert [(held.entry, held.since) for held in case.listings()] == [("7", "2020")]
    assert len(list(case.listings(former=True))) == 3
    assert case.listing(listing(old, "8").id).entry == "8"


def test_flows_of_both_sides_are_given_and_the_newest_figure_counts(case):
    old, new = imported("trade"), imported("trade", "b" * 64)
    bought = structs.replace(flow(old, 80.0, "KP", "CN"), flow="import")
    case.put_import(old, [flow(old, 100.0), bought, flow(old, 5.0, "CN", "MN")])
    case.put_import(new, [flow(new, 120.0)])
    assert [(f.reporter, f.value_usd) for f in case.flows("KP", "85")] == [("CN", 120.0), ("KP", 80.0)]
    assert list(case.flows("KP", "84")) == []


def test_indicators_are_chosen_by_country(case):
    file = imported("indicators")
    value = Indicator(
        import_id=file.id, series="electricity", title="People with electricity", unit="%", country="KP", place="DPRK",
        year="2019", value=49.9,
    )  # fmt: skip
    case.put_import(file, [value, structs.replace(value, country="CN", place="China", value=100.0)])
    assert list(case.indicators("KP")) == [value]


def test_many_drops_of_one_reason_are_counted_and_not_all_listed(case):
    file = imported()
    case.put_import(file, [drop("no-name", row) for row in range(250)])
    assert case.drop_counts()["import", "no-name"] == 250
    assert any("150 more rows" in d.detail for d in case.drops("import"))


def test_what_is_forgotten_is_gone_and_stays_in_the_log(case):
    file = imported()
    case.put_import(file, [listing(file)])
    case.forget_import(file.id)
    assert list(case.listings()) == []
    assert [entry.action for entry in case.log()][-2:] == ["import", "forget-import"]
    assert list(case.verify()) == []
    with pytest.raises(UsageError, match="no import"):
        case.forget_import(file.id)


def test_with_a_list_goes_what_nobody_decided_about_it_and_what_was_left_out_of_it(case):
    file, other = imported(), imported("lists", "b" * 64)
    case.put_import(file, [listing(file), listing(file, "8"), drop("no-name", 2)])
    case.put_import(
        structs.replace(other, file="list.csv.old"), [structs.replace(drop("no-name", 2), locator="list.csv.old:2")]
    )
    pairs = [
        Match(left=listing(file, entry).id, right="example", method="normalised", score=0.9, reason="The same name.")
        for entry in ("7", "8")
    ]
    case.put_names([], [], pairs)
    case.judge(Judgement(at="2024-05-02T00:00:00Z", who="ada", subject=pairs[0].id, verdict="accept"))
    case.forget_import(file.id)
    assert [(stored.match.id, stored.state) for stored in case.matches()] == [(pairs[0].id, "accepted")]
    assert [d.locator for d in case.drops("import")] == ["list.csv.old:2"]
    assert list(case.verify()) == []


def test_a_list_waits_for_names_until_they_are_worked_out(case):
    file = imported()
    assert not case.lists_await_names()
    case.put_import(file, [listing(file)])
    assert case.lists_await_names()
    case.put_names([], [], [])
    assert not case.lists_await_names()


def test_an_import_that_is_deleted_behind_the_case_is_noticed(case):
    file = imported()
    case.put_import(file, [listing(file)])
    case._db.run("DELETE FROM import_file")
    assert [(fault.part, "is gone" in fault.message) for fault in case.verify()] == [("import", True)]


def test_a_changed_record_behind_the_case_is_noticed(case):
    file = imported()
    case.put_import(file, [listing(file)])
    case._db.run("UPDATE listing SET record = replace(record, 'Imaging', 'Optics')")
    assert [fault.part for fault in case.verify()] == ["import"]


def test_the_listings_of_an_entity_are_those_that_may_be_its(case):
    file = imported()
    case.put_import(file, [listing(file), listing(file, "8")])
    one, other = listing(file), listing(file, "8")
    match = Match(left=one.id, right="example", method="normalised", score=0.9, reason="The same name.")
    case.put_names([], [], [match])
    assert [(held.entry, stored.state) for held, stored in case.listings_of("example")] == [("7", "proposed")]
    assert case.listings_of("another") == []
    assert other.id != one.id
