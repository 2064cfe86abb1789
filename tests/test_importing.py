"""Reference data on the command line: taken in once, matched by proposal, shown as context, taken out again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from command_line import rows, run
from sousveil.vocabulary import load

NOTE = "Hikvision supplied 40 surveillance cameras to a school in Sofia, Bulgaria, in 2020. More were to follow."
LIST = """\
_id,source,entity_number,type,programs,name,addresses,federal_register_notice,start_date,end_date,source_list_url,alt_names
1,Entity List (EL) - Bureau of Industry and Security,,,,"Hangzhou Hikvision Digital Technology Co., Ltd.",\
"Hangzhou, CN",84 FR 54002,2019-10-09,,,Hikvision
2,Specially Designated Nationals (SDN) - Treasury Department,77,Individual,,"DOE, Jane",,,2019-10-09,,,
"""
TRADE = """\
typeCode,freqCode,refYear,period,reporterCode,reporterISO,flowCode,flowDesc,partnerCode,partnerISO,partner2Code,\
classificationCode,cmdCode,customsCode,motCode,primaryValue
C,A,2019,2019,156,CHN,X,Export,100,BGR,0,H5,852580,C00,0,1200000
C,A,2019,2019,100,BGR,M,Import,156,CHN,0,H5,852580,C00,0,1500000
C,A,2019,2019,100,BGR,M,Import,156,CHN,0,H5,852580,C00,2100,900000
"""
YEARLY = "Entity,Code,Year,Share\nBulgaria,BGR,2019,99.9\nAtlantis,,2019,3\n"
MAPPING = """\
shape = "long"
[columns]
country = "Entity"
year = "Year"
value = "Share"
[series]
id = "electricity"
title = "People with electricity"
unit = "% of people"
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("importing")
    (folder / "note.txt").write_text(NOTE)
    assert run("build", folder / "note.txt", "-o", folder / "case", "-q").returncode == 0
    return folder / "case"


@pytest.fixture
def case(built, tmp_path) -> Path:
    """A copy of the built case, with the files beside it."""
    (tmp_path / "list.csv").write_text(LIST)
    (tmp_path / "trade.csv").write_text(TRADE)
    (tmp_path / "share.csv").write_text(YEARLY)
    (tmp_path / "share.toml").write_text(MAPPING)
    return shutil.copytree(built, tmp_path / "case")


def test_a_listing_is_proposed_decided_and_learned(case, tmp_path):
    done = run("import", "lists", case, tmp_path / "list.csv", "--who", "ada")
    assert (done.returncode, "1 record taken in; left out: 1 persons" in done.stdout) == (1, True), done.stdout
    assert "sousveil matches" in done.stdout
    (listing,) = rows("listings", case)
    assert (listing["list"], listing["since"]) == ("us-entity-list", "2019-10-09")
    assert "Jane" not in run("drops", case, "--stage", "import").stdout
    (match,) = rows("matches", case, "--key", listing["id"])
    assert (match["right"], match["state"]) == ("hikvision", "proposed")
    assert rows("listings", case, "--entity", "hikvision")[0]["match"]["state"] == "proposed"
    assert run("judge", case, match["id"], "accept", "--why", "Same city.").returncode == 0
    assert rows("listings", case, "--entity", "hikvision")[0]["match"]["state"] == "accepted"

    assert run("vocabulary", "patch", case, "-o", tmp_path / "mine").returncode == 0
    (listed,) = load(tmp_path / "mine").suppliers["hikvision"].listings
    assert (listed.list, listed.since) == ("us-entity-list", "2019-10-09")
    assert run("vocabulary", "check", tmp_path / "mine").returncode == 0


def test_trade_and_indicators_are_listed_and_make_no_claim(case, tmp_path):
    before = rows("claims", case)
    traded = run("import", "trade", case, tmp_path / "trade.csv")
    assert traded.returncode == 1, traded.stdout + traded.stderr
    assert {(f["reporter"], f["flow"], f["value_usd"]) for f in rows("flows", case, "--country", "bg")} == {
        ("CN", "export", 1_200_000.0),
        ("BG", "import", 1_500_000.0),
    }
    yearly = run("import", "indicators", case, tmp_path / "share.csv", "--mapping", tmp_path / "share.toml")
    assert yearly.returncode == 1, yearly.stdout + yearly.stderr
    (value,) = rows("indicators", case)
    assert (value["country"], value["value"]) == ("BG", 99.9)
    assert any("Atlantis" in drop["detail"] for drop in rows("drops", case, "--stage", "import"))
    assert rows("claims", case) == before
    assert run("verify", case).returncode == 0


def test_a_file_is_taken_in_once_and_can_be_taken_out(case, tmp_path):
    run("import", "trade", case, tmp_path / "trade.csv")
    again = run("import", "trade", case, tmp_path / "trade.csv")
    assert again.returncode == 0
    assert "holds it already" in again.stdout
    (held,) = rows("imports", case)
    assert held["rows"] == 2
    assert "trade.csv) would be deleted" in run("import", "forget", case, held["id"], "--dry-run").stdout
    assert run("import", "forget", case, held["id"]).returncode == 0
    assert rows("flows", case) == rows("drops", case, "--stage", "import") == []
    assert run("verify", case).returncode == 0


def test_a_list_before_a_file_that_is_none_is_in_the_case_with_its_proposals(case, tmp_path):
    assert run("import", "lists", case, tmp_path / "list.csv", tmp_path / "trade.csv").returncode == 2
    assert [match["right"] for match in rows("matches", case)] == ["hikvision"]


def test_a_dry_run_counts_and_changes_nothing(case, tmp_path):
    log = rows("log", case)
    done = run("import", "lists", case, tmp_path / "list.csv", "--dry-run")
    assert "1 record would be taken in" in done.stdout
    assert rows("log", case) == log


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["lists", "CASE", "trade.csv"], "trade.csv"),
        (["trade", "CASE", "list.csv"], "list.csv"),
        (["indicators", "CASE", "share.csv", "--mapping", "list.csv"], "list.csv"),
        (["forget", "CASE", "i0000000000000000"], "no import"),
        (["forget", "CASE", "i0000000000000000", "--dry-run"], "no import"),
    ],
)
def test_what_is_no_such_file_is_said_in_one_sentence(case, tmp_path, words, says):
    done = run("import", *[case if w == "CASE" else tmp_path / w if "." in w else w for w in words])
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert rows("imports", case) == []
