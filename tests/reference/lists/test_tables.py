"""Lists as tables: US, EU, UK and OpenSanctions, and one that only a vocabulary knows. All entries are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists import open_list
from sousveil.vocabulary import load

_CSL = (
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,"
    "standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,"
    "vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,"
    "places_of_birth,source_information_url,ids"
)
_BIS, _OFAC = "Bureau of Industry and Security", "Treasury Department"
_EL, _SDN = f"Entity List (EL) - {_BIS}", f"Specially Designated Nationals (SDN) - {_OFAC}"
_CMIC = f"Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - {_OFAC}"
_EU = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_UnitedNationId;Entity_DesignationDate;"
    "Entity_DesignationDetails;Entity_Remark;Entity_SubjectType;Entity_SubjectType_ClassificationCode;"
    "Entity_Regulation_Type;Entity_Regulation_OrganisationType;Entity_Regulation_PublicationDate;"
    "Entity_Regulation_EntryIntoForceDate;Entity_Regulation_NumberTitle;Entity_Regulation_Programme;"
    "Entity_Regulation_PublicationUrl;NameAlias_WholeName;NameAlias_NameLanguage;NameAlias_Remark;Address_CountryIso2Code;"
    "Identification_Number;Identification_TypeDescription"
)
_OFSI = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,DOB,Country,"
    "Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,"
    "Last Updated,Group ID"
)
_UKSL = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,"
    "Alias strength,Title,Name non-latin script,Regime Name,Designation Type,Other Information,"
    "UK Statement of Reasons,Address Country,Date Designated,Business registration number (s)"
)
_SIMPLE = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,"
    "first_seen,last_seen,last_change"
)


def _table(tmp_path: Path, header: str, *rows: dict[str, str], delimiter: str = ",", before: str = "") -> Path:
    """A file of rows by column name; cells are quoted."""
    names = header.split(delimiter)
    lines = [delimiter.join('"' + row.get(name, "").replace('"', '""') + '"' for name in names) for row in rows]
    path = tmp_path / "list.csv"
    path.write_text("".join(line + "\r\n" for line in ([before] if before else []) + [header, *lines]), "utf-8")
    return path


def _read(path: Path, form: str | None = None) -> tuple[list[Listing], dict[str, str]]:
    """Listings, and what is lost, by reason."""
    records = list(open_list(path, form).records("i1"))
    drops = [record for record in records if isinstance(record, Drop)]
    assert all(drop.stage == "import" and drop.locator.startswith(path.name) for drop in drops)
    return [r for r in records if isinstance(r, Listing)], {drop.reason: drop.detail for drop in drops}


def test_an_entry_of_the_us_list_is_taken_whole(tmp_path: Path) -> None:
    path = _table(
        tmp_path,
        _CSL,
        {
            "_id": "a1", "source": _EL, "name": "Example Optics Technology Co., Ltd.", "start_date": "2019-10-09",
            "addresses": "1 Lake Road, Hangzhou, CN; Gate 3, Dubai, AE", "federal_register_notice": "84 FR 54002",
            "license_policy": "Presumption of denial", "source_list_url": "https://example.org/el",
            "alt_names": "Example Eye; 例光科技", "ids": "Tax ID No., 7701234567, CN; Male, Gender",
        },
    )  # fmt: skip
    assert open_list(path).format == "us-csl-csv"
    listings, lost = _read(path)
    assert lost == {}
    assert listings == [
        Listing(
            import_id="i1", list="us-entity-list", entry="a1", name="Example Optics Technology Co., Ltd.",
            names=("Example Eye", "例光科技"), countries=("CN", "AE"), since="2019-10-09",
            reason="84 FR 54002; Presumption of denial", identifiers=("tax:7701234567",),
            url="https://example.org/el", row=2,
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (_EL, "us-entity-list"),
        (_SDN, "us-sdn"),
        (_CMIC, "us-ns-cmic"),
        ("Unverified List (UVL) – Bureau of Industry and Security", "us-unverified-list"),
        ("military end user (MEU) list - bureau of industry and security", "us-military-end-user"),
        ("Quite Another List (QAL) - Somebody", "quite-another-list-qal-somebody"),
    ],
)
def test_which_list_it_is_comes_from_the_row(tmp_path: Path, source: str, expected: str) -> None:
    listings, _ = _read(_table(tmp_path, _CSL, {"_id": "x", "source": source, "type": "Entity", "name": "Rock"}))
    assert [listing.list for listing in listings] == [expected]


def test_persons_ships_and_aircraft_never_leave_and_are_counted(tmp_path: Path) -> None:
    rows = [
        {"_id": str(i), "source": _SDN, "type": kind, "name": name, "entity_number": str(i)}
        for i, (kind, name) in enumerate(
            [("Individual", "DOE, Jan"), ("Individual", "ROE, Kim"), ("Vessel", "SEA"), ("Aircraft", "EP-XXX"),
             ("Entity", "SEA SHIPPING")]
        )
    ]  # fmt: skip
    listings, lost = _read(_table(tmp_path, _CSL, *rows))
    assert [listing.name for listing in listings] == ["SEA SHIPPING"]
    assert lost["persons"].startswith("2 persons ")
    assert lost["vessels"].startswith("1 ship ")
    assert lost["aircraft"].startswith("1 aircraft ")


def test_where_the_list_is_silent_only_names_of_organisations_are_taken(tmp_path: Path) -> None:
    taken = [
        "Blue Door Electronics",
        "54th Research Institute",
        "例光有限公司",
        "Sense Time",
        "ООО «Пример»",
        "A B C Ltd",
        "Rock Data Center",
    ]
    left = [
        "Jan Example",
        "Example, Jan A.",
        "Juan Co",
        "N.V. Examplov",
        "Maria Power",
        "Maria Union",
        "Examplov N.V.",
        "O. Trading-Smith",
    ]
    rows = [{"_id": str(i), "source": _EL, "name": name} for i, name in enumerate(taken + left)]
    listings, lost = _read(_table(tmp_path, _CSL, *rows))
    assert [listing.name for listing in listings] == taken
    assert lost["kind-not-told"].startswith(f"{len(left)} entries ")
    assert not any(name in detail for detail in lost.values() for name in left)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jan Doe (DPRK national)", []),
        ("Jan Doe (Director, Example Trading Co., Ltd.)", []),
        ("Example Trading [Ruritanian individual]", []),
        ("Rock (Ruritanian entity)", ["Rock (Ruritanian entity)"]),
        ("Rock Co., Ltd. and any successor, sub-unit, or subsidiary thereof", ["Rock Co., Ltd."]),
    ],
)
def test_what_stands_in_brackets_behind_a_name_counts_apart(tmp_path: Path, name: str, expected: list[str]) -> None:
    listings, _ = _read(_table(tmp_path, _CSL, {"source": _EL, "name": name}))
    assert [listing.name for listing in listings] == expected


def test_rows_of_the_us_list_without_identifiers_are_one_entry_by_name(tmp_path: Path) -> None:
    row = {"source": _EL, "name": "Rock Airlines", "alt_names": "Stone; and Pebble Ltd.; Andes Co"}
    path = _table(
        tmp_path, _CSL, {**row, "addresses": "Baghdad, IQ"}, {**row, "addresses": "Dubai, AE; 1 Way, TX, 75081"}
    )
    (listing,), lost = _read(path)
    assert (listing.entry, listing.countries, listing.row) == ("Rock Airlines", ("IQ", "AE"), 2)
    assert listing.names == ("Stone", "Pebble Ltd.", "Andes Co")
    assert lost == {}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("US, 80-0890696, Tax ID No.", ("tax:80-0890696",)),
        ("1148904001971, Registration ID; 32131525, Government Gazette Number", ("reg:1148904001971",)),
        ("CO, 811038291-3, NIT #; Male, Gender; A1234567, Passport; www.rock.example, Website", ("tax:811038291-3",)),
        ("9150000000000000XX, Unified Social Credit Code (USCC)", ("uscc:9150000000000000XX",)),
        ("Subject to Secondary Sanctions, Additional Sanctions Information -", ()),
    ],
)
def test_numbers_are_taken_with_their_labels(tmp_path: Path, printed: str, expected: tuple[str, ...]) -> None:
    row = {"entity_number": "1", "source": _SDN, "type": "Entity", "name": "Rock", "ids": printed}
    (listing,), _ = _read(_table(tmp_path, _CSL, row))
    assert listing.identifiers == expected


def test_a_date_of_birth_makes_a_person_where_the_list_is_silent(tmp_path: Path) -> None:
    row = {"_id": "1", "source": _EL, "name": "Trading Example", "dates_of_birth": "1960"}
    assert _read(_table(tmp_path, _CSL, row))[0] == []


def test_what_cannot_be_read_is_said_and_the_rest_is_taken(tmp_path: Path) -> None:
    path = _table(
        tmp_path,
        _CSL,
        {"_id": "1", "source": _SDN, "type": "Entity", "name": "Rock", "start_date": "10/11/2019"},
        {"_id": "2", "source": _SDN, "type": "Entity", "name": "..."},
        {"_id": "3", "source": _SDN, "type": "Entity", "name": "Stone"},
        {"_id": "3", "source": _SDN, "type": "Entity", "name": "Stone"},
        {"_id": "4", "source": _SDN, "type": "Entity", "name": "Bad \ufffd bytes"},
    )
    listings, lost = _read(path)
    assert [(listing.name, listing.since) for listing in listings] == [("Rock", None), ("Stone", None)]
    assert sorted(lost) == ["date", "encoding", "no-name"]
    assert "10/11/2019" in lost["date"]


def test_a_row_that_cannot_be_cut_is_one_drop_with_its_line(tmp_path: Path) -> None:
    path = _table(tmp_path, _CSL, {"_id": "1", "source": _SDN, "type": "Entity", "name": "Rock"})
    with path.open("a", encoding="utf-8") as file:
        file.write('2,"' + "x" * (1 << 20) + '!"\n')
        file.write(f"3,{_SDN},,Entity,,Stone\n")
    records = list(open_list(path).records("i1"))
    assert [r.name for r in records if isinstance(r, Listing)] == ["Rock", "Stone"]
    assert [(r.reason, r.locator) for r in records if isinstance(r, Drop)] == [("csv-row", "list.csv:3")]


def test_rows_of_one_eu_entry_become_one_listing_wherever_they_stand(tmp_path: Path) -> None:
    def row(ident: str, name: str = "", **more: str) -> dict[str, str]:
        return {
            "Entity_LogicalId": ident, "Entity_EU_ReferenceNumber": f"EU.{ident}.1", "NameAlias_WholeName": name,
            "Entity_SubjectType": "E", "Entity_SubjectType_ClassificationCode": "enterprise",
            "Entity_Regulation_PublicationDate": "2020-07-30", "Entity_Regulation_EntryIntoForceDate": "2020-07-31",
            "Entity_Regulation_NumberTitle": "2020/1125 (OJ L246)", "Entity_Regulation_Programme": "CYB",
            "Entity_Regulation_PublicationUrl": "https://eur-lex.europa.eu/x", **more,
        }  # fmt: skip

    person = {"Entity_SubjectType": "P", "Entity_SubjectType_ClassificationCode": "person"}
    path = _table(
        tmp_path,
        _EU,
        row("7", "Transporte", NameAlias_NameLanguage="ES"),
        row("7", "Example Haulage"),
        row("7", "Hauliers", NameAlias_NameLanguage="EN"),
        row("8", "Doe", **person),
        row("9", "Other Works", Entity_DesignationDate="2021-03-02"),
        row("7", "Примерные перевозки"),
        row("8", "Jan Doe", **person),
        row("7", "Haul", NameAlias_Remark="Low quality alias"),
        row("7", Address_CountryIso2Code="RU"),
        row("7", Identification_Number="1027700000000", Identification_TypeDescription="Registration Number"),
        delimiter=";",
    )
    assert open_list(path).format == "eu-fsf-csv"
    listings, lost = _read(path)
    assert [(listing.entry, listing.row, listing.since) for listing in listings] == [
        ("EU.9.1", 6, "2021-03-02"),
        ("EU.7.1", 2, "2020-07-31"),
    ]
    assert listings[1].name == "Example Haulage"
    assert listings[1].names == ("Transporte", "Hauliers", "Примерные перевозки")
    assert listings[1].countries == ("RU",)
    assert listings[1].programmes == ("CYB",)
    assert listings[1].identifiers == ("reg:1027700000000",)
    assert lost["persons"].startswith("1 person ")
    assert lost["weak-names"].startswith("1 name ")


def test_the_older_table_of_the_eu(tmp_path: Path) -> None:
    header = "Entity_logical_id;Subject_type;Leba_numtitle;Leba_publication_date;Programme;EU_ref_num;Naal_wholename"
    row = {
        "Entity_logical_id": "7", "Subject_type": "E", "EU_ref_num": "EU.7.1", "Naal_wholename": "Example Haulage",
        "Leba_publication_date": "2020-07-30",
    }  # fmt: skip
    person = {**row, "Subject_type": "P", "Entity_logical_id": "8", "EU_ref_num": "EU.8.1", "Naal_wholename": "Jan Doe"}
    path = _table(tmp_path, header, row, person, {**row, "Naal_wholename": "Haulers"}, delimiter=";")
    assert open_list(path).format == "eu-fsf-csv-1-0"
    listings, lost = _read(path)
    assert [(x.entry, x.name, x.names, x.since) for x in listings] == [
        ("EU.7.1", "Example Haulage", ("Haulers",), "2020-07-30")
    ]
    assert list(lost) == ["persons"]


def test_the_uk_list_of_ofsi_begins_with_a_date_and_marks_its_names(tmp_path: Path) -> None:
    def row(name: str, use: str, quality: str = "", **more: str) -> dict[str, str]:
        return {
            "Name 6": name, "Group Type": "Entity", "Alias Type": use, "Alias Quality": quality, "Regime": "Russia",
            "Listed On": "07/03/2022", "Group ID": "14000", "Country": "Russia", **more,
        }  # fmt: skip

    path = _table(
        tmp_path,
        _OFSI,
        row("EXAMPLE TRADE", "AKA", "Good quality"),
        row("EXAMPLE TRADING HOUSE", "Primary name"),
        row("ETH", "AKA", "Low quality"),
        row("Doe", "Primary name", **{"Name 1": "Jan", "Group Type": "Individual", "Group ID": "1"}),
        row("SEA", "Primary name", **{"Group Type": "Ship", "Group ID": "2"}),
        before="Last Updated,21/01/2026",
    )
    assert open_list(path).format == "uk-ofsi-csv"
    listings, lost = _read(path)
    assert [(x.name, x.names, x.since, x.countries, x.entry, x.row) for x in listings] == [
        ("EXAMPLE TRADING HOUSE", ("EXAMPLE TRADE",), "2022-03-07", ("RU",), "14000", 3)
    ]
    assert sorted(lost) == ["persons", "vessels", "weak-names"]


def test_the_uk_sanctions_list_keeps_names_in_their_script(tmp_path: Path) -> None:
    row = {
        "Unique ID": "RUS9000", "Name 6": "EXAMPLE ELECTRONICS", "Name type": "Primary Name",
        "Name non-latin script": "Пример Электроника", "Regime Name": "The Example Regulations 2019",
        "Designation Type": "Entity", "UK Statement of Reasons": "It is an invention.", "Address Country": "Atlantis",
        "Date Designated": "24/02/2022", "Business registration number (s)": "102 770 000",
    }  # fmt: skip
    alias = {**row, "Name 6": "EXEL", "Name type": "Alias", "Address Country": "Korea (North)"}
    path = _table(tmp_path, _UKSL, row, alias, before="Report Date: 24-Feb-2026")
    listings, lost = _read(path)
    assert listings == [
        Listing(
            import_id="i1", list="uk-sanctions-list", entry="RUS9000", name="EXAMPLE ELECTRONICS",
            names=("Пример Электроника", "EXEL"), countries=("KP",), since="2022-02-24",
            programmes=("The Example Regulations 2019",), identifiers=("reg:102770000",),
            reason="Country as printed: Atlantis; It is an invention.", row=3,
        )
    ]  # fmt: skip
    assert "Atlantis" in lost["country"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "cp1252", "utf-16"])
def test_tables_of_spreadsheets_are_read_in_their_encodings(tmp_path: Path, codec: str) -> None:
    path = _table(tmp_path, _UKSL, {"Unique ID": "X1", "Name 6": "ÉLAN & FILS", "Designation Type": "Entity"})
    path.write_bytes(path.read_text("utf-8").encode(codec))
    assert [listing.name for listing in _read(path)[0]] == ["ÉLAN & FILS"]


def test_the_simple_table_of_opensanctions_takes_only_what_is_listed(tmp_path: Path) -> None:
    path = _table(
        tmp_path,
        _SIMPLE,
        {
            "id": "NK-1", "schema": "Company", "name": "Example Optics", "aliases": "Eye Works;例光",
            "countries": "cn;hk", "sanctions": "An example measure", "program_ids": "US-BIS-EL;XX-OTHER",
            "dataset": "us_trade_csl;eu_fsf", "first_seen": "2023-04-20T10:27:20",
        },
        {"id": "NK-2", "schema": "Company", "name": "Merely Registered", "dataset": "eu_fsf"},
        {"id": "NK-3", "schema": "Company", "name": "Somewhere Listed", "sanctions": "x", "dataset": "An unknown one"},
        {"id": "NK-3", "schema": "Company", "name": "Somewhere Listed", "sanctions": "x", "dataset": "An unknown one"},
        {"id": "NK-4", "schema": "Person", "name": "Jan Doe", "sanctions": "x", "dataset": "eu_fsf"},
        {"id": "NK-5", "schema": "LegalEntity", "name": "Kim Roe", "sanctions": "x", "dataset": "eu_fsf"},
        {"id": "NK-6", "schema": "CryptoWallet", "name": "0xabc", "sanctions": "x", "dataset": "eu_fsf"},
    )  # fmt: skip
    listings, lost = _read(path)
    assert [(x.entry, x.list, x.kind) for x in listings] == [
        ("NK-1", "us-entity-list", "company"),
        ("NK-1", "eu-fsf", "company"),
        ("NK-3", "opensanctions", "company"),
    ]
    assert listings[0].names == ("Eye Works", "例光")
    assert listings[0].countries == ("CN", "HK")
    assert listings[0].since is None
    assert sorted(lost) == ["duplicate", "kind-not-told", "no-organisation", "not-listed", "persons"]


def test_a_list_of_ones_own_needs_no_python(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "lists.toml").write_text(
        """
        [lists.my-exclusions]
        name = "Exclusions"
        authority = "A fund"
        [formats.my-exclusions-csv]
        title = "Exclusions of a fund"
        kind = "table"
        list = "my-exclusions"
        delimiter = "|"
        dates = "mdy"
        marks = ["Firm", "Excluded on"]
        [formats.my-exclusions-csv.columns]
        entry = ["Nr"]
        name = ["Firm"]
        since = ["Excluded on"]
        country = ["Land"]
        [kinds]
        organisation = ["fund firm"]
        """,
        "utf-8",
    )
    path = tmp_path / "list.csv"
    path.write_text("Nr|Firm|Land|Excluded on\n7|Example Works Ltd|Norwegen|12/31/2021\n", "utf-8")
    file = open_list(path, vocabulary=load(words))
    assert (file.format, file.title) == ("my-exclusions-csv", "Exclusions of a fund")
    (listing,) = file.records("i1")
    assert isinstance(listing, Listing)
    assert (listing.list, listing.entry, listing.since, listing.countries) == (
        "my-exclusions", "7", "2021-12-31", ("NO",),
    )  # fmt: skip


def test_another_file_than_was_named_is_refused(tmp_path: Path) -> None:
    path = _table(tmp_path, _OFSI, {"Name 6": "X", "Group ID": "1"})
    with pytest.raises(ReferenceDataError, match="federal_register_notice"):
        list(open_list(path, "us-csl-csv").records("i1"))
    with pytest.raises(ReferenceDataError, match="uk-ofsi-csv"):
        open_list(path, "uk-ofsi")


def test_the_same_file_gives_the_same_records(tmp_path: Path) -> None:
    rows = [{"_id": str(i), "source": _SDN, "type": "Entity", "name": f"Rock {i % 7}"} for i in range(50)]
    path = _table(tmp_path, _CSL, *rows)
    file = open_list(path)
    assert list(file.records("i1")) == list(file.records("i1"))
