"""Lists as XML: EU and UK. All entries are invented. What is hostile is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists import open_list

_EU = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-06-05T15:51:25+02:00">
  <!-- a comment -->
  <sanctionEntity euReferenceNumber="EU.7.1" logicalId="7" designationDate="" designationDetails="">
    <remark>It is an invention.</remark>
    <regulation publicationDate="2020-07-30" entryIntoForceDate="2020-07-31"
        numberTitle="2020/1125 (OJ L246)" programme="CYB">
      <publicationUrl>https://eur-lex.europa.eu/x</publicationUrl></regulation>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Ejemplo de Transporte" nameLanguage="ES" strong="true"/>
    <nameAlias wholeName="Example Haulage" nameLanguage="EN" strong="true">
      <regulationSummary publicationDate="2018-03-01"/></nameAlias>
    <nameAlias wholeName="Примерные перевозки" nameLanguage="RU" strong="true"/>
    <nameAlias wholeName="Haul" strong="false"/>
    <nameAlias wholeName="Hauler" strong="true"><remark>Low quality alias</remark></nameAlias>
    <address city="Minsk" countryIso2Code="BY" countryDescription="BELARUS"/>
    <address city="?" countryIso2Code="00" countryDescription="UNKNOWN"/>
    <identification number="1027700"
        identificationTypeCode="regnumber" identificationTypeDescription="Registration Number"/>
    <identification number="A1" identificationTypeCode="passport" identificationTypeDescription="National passport"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.8.1" logicalId="8">
    <subjectType code="person" classificationCode="P"/><nameAlias wholeName="Jan Doe" strong="true"/>
  </sanctionEntity>
  <sanctionEntity logicalId="9" designationDate="2021-03-02"><subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Other Works"/></sanctionEntity>
  <sanctionEntity><subjectType code="enterprise" classificationCode="E"/><nameAlias wholeName="Lost"/></sanctionEntity>
</export>"""
_UK = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>08/10/2026</DateGenerated>
  <Designation><LastUpdated>14/04/2026</LastUpdated><DateDesignated>24/02/2022</DateDesignated>
    <UniqueID>RUS9000</UniqueID>
    <Names><Name><Name6>EXEL</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
      <Name><Name6>EXAMPLE ELEKTRONIKA</Name6><NameType>Alias</NameType></Name>
      <Name><NameType>Primary Name</NameType></Name>
      <Name><Name6>EXAMPLE ELECTRONICS</Name6><NameType>Primary name</NameType></Name>
      <Name><Name6>EXAMPLE WORKS</Name6><NameType>Primary Name</NameType></Name></Names>
    <NonLatinNames><NonLatinName><NameNonLatinScript>Пример Электроника</NameNonLatinScript></NonLatinName>
    </NonLatinNames>
    <RegimeName>The Example Regulations 2019</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip>
    <OtherInformation>Made up.</OtherInformation>
    <UKStatementofReasons>It is an invention.</UKStatementofReasons>
    <Addresses><Address><AddressCountry>Russia</AddressCountry></Address></Addresses>
    <EntityDetails><Entity><BusinessRegistrationNumbers>
      <BusinessRegistrationNumber>1027 700</BusinessRegistrationNumber></BusinessRegistrationNumbers>
    </Entity></EntityDetails></Designation>
  <Designation><UniqueID>RUS9001</UniqueID><Names><Name><Name1>Jan</Name1><Name6>DOE</Name6></Name></Names>
    <IndividualEntityShip>Individual</IndividualEntityShip></Designation>
  <Designation><UniqueID>RUS9002</UniqueID><Names><Name><Name6>SEA</Name6></Name></Names>
    <IndividualEntityShip>Ship</IndividualEntityShip></Designation>
  <Designation><UniqueID>RUS9003</UniqueID><DateDesignated>dd/mm/2019</DateDesignated>
    <IndividualEntityShip>Entity</IndividualEntityShip></Designation>
</Designations>"""


def _file(tmp_path: Path, text: str, codec: str = "utf-8") -> Path:
    path = tmp_path / "list.xml"
    path.write_bytes(text.encode(codec))
    return path


def _read(path: Path) -> tuple[list[Listing], dict[str, str]]:
    records = list(open_list(path).records("i1"))
    return (
        [record for record in records if isinstance(record, Listing)],
        {record.reason: record.locator for record in records if isinstance(record, Drop)},
    )


def test_the_eu_list(tmp_path: Path) -> None:
    path = _file(tmp_path, _EU)
    assert open_list(path).format == "eu-fsf-xml"
    listings, lost = _read(path)
    assert listings == [
        Listing(
            import_id="i1", list="eu-fsf", entry="EU.7.1", name="Example Haulage",
            names=("Ejemplo de Transporte", "Примерные перевозки"),
            countries=("BY",), since="2018-03-01", programmes=("CYB",), identifiers=("reg:1027700",),
            reason="2020/1125 (OJ L246); It is an invention.", url="https://eur-lex.europa.eu/x", row=1,
        ),
        Listing(import_id="i1", list="eu-fsf", entry="9", name="Other Works", since="2021-03-02", row=3),
    ]  # fmt: skip
    assert lost == {"no-identifier": "list.xml:4", "persons": "list.xml", "weak-names": "list.xml"}


def test_the_uk_list(tmp_path: Path) -> None:
    path = _file(tmp_path, _UK)
    assert open_list(path).format == "uk-sanctions-list-xml"
    listings, lost = _read(path)
    assert listings == [
        Listing(
            import_id="i1", list="uk-sanctions-list", entry="RUS9000", name="EXAMPLE ELECTRONICS",
            names=("EXAMPLE ELEKTRONIKA", "EXAMPLE WORKS", "Пример Электроника"), countries=("RU",), since="2022-02-24",
            programmes=("The Example Regulations 2019",), reason="It is an invention.; Made up.",
            identifiers=("reg:1027700",), row=1,
        )
    ]  # fmt: skip
    assert lost == {
        "no-name": "list.xml:4", "persons": "list.xml", "vessels": "list.xml", "weak-names": "list.xml",
    }  # fmt: skip


def test_utf_16_is_read(tmp_path: Path) -> None:
    path = _file(tmp_path, _UK.replace("utf-8", "utf-16"), "utf-16")
    assert [listing.name for listing in _read(path)[0]] == ["EXAMPLE ELECTRONICS"]


_LAUGHS = '<!DOCTYPE export [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_EU.replace("<export", _LAUGHS + "<export", 1).replace("Minsk", "&b;"), "document type"),
        (_EU.replace("<export", '<!DOCTYPE export SYSTEM "file:///etc/passwd"><export', 1), "document type"),
        (_EU.replace("Minsk", "&outside;"), "no sound XML"),
        (_EU.replace("<remark>", "<remark>" * 60).replace("</remark>", "</remark>" * 60, 1), "nested deeper"),
        (_EU.replace("<remark>", "<x>" * 100_000), "nested deeper"),
        (_EU[:1500], "no sound XML"),
        (_EU.replace("export", "Designations"), "sound|format|begins"),
    ],
)
def test_hostile_and_broken_xml_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(ReferenceDataError, match=said):
        list(open_list(path, "eu-fsf-xml").records("i1"))


def test_an_entry_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = _file(tmp_path, _EU.replace("<remark>", "<nameAlias wholeName='x'/>" * 210_000 + "<remark>", 1))
    with pytest.raises(ReferenceDataError, match="larger entries"):
        list(open_list(path).records("i1"))


@pytest.mark.parametrize(
    ("text", "entry"),
    [(_EU, _EU.split("-->")[1].split("<sanctionEntity ", 2)[1]), (_UK, _UK.split("<Designation>")[1])],
)
def test_an_entry_that_stands_there_twice_is_taken_once_and_told(tmp_path: Path, text: str, entry: str) -> None:
    """What is given once more stands at the end."""
    head, last = text.rsplit("</", 1)
    opening = "<sanctionEntity " if text is _EU else "<Designation>"
    records = list(open_list(_file(tmp_path, f"{head}{opening}{entry}</{last}")).records("i"))
    once = list(open_list(_file(tmp_path, text)).records("i"))
    assert [r for r in records if isinstance(r, Listing)] == [r for r in once if isinstance(r, Listing)]
    assert [r.reason for r in records if isinstance(r, Drop)].count("duplicate") == 1
