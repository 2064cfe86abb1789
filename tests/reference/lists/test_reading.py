"""Formats are told by bytes; dates and countries by what lists print; no bytes end in another error than ours."""

from __future__ import annotations

import contextlib
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists import open_list
from sousveil.reference.lists.dates import edtf
from sousveil.reference.lists.words import reading_of
from sousveil.vocabulary import load
from sousveil.vocabulary.lists import ROLES, DateOrder, check_lists, load_lists

_FORMATS = sorted(load_lists().formats)


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2019-10-07", "ymd", "2019-10-07"),
        ("2019-10", "dmy", "2019-10"),
        ("2019", "mdy", "2019"),
        ("20191007", "ymd", "2019-10-07"),
        ("2019-10-07T00:00:00", "dmy", "2019-10-07"),
        ("2026-06-05 15:51", "ymd", "2026-06-05"),
        ("07/10/2019", "dmy", "2019-10-07"),
        ("10/07/2019", "mdy", "2019-10-07"),
        ("07/10/2019", "ymd", None),
        ("dd/mm/1999", "dmy", "1999"),
        ("00/00/1999", "dmy", "1999"),
        ("dd/03/1999", "dmy", "1999-03"),
        ("24-Jun-2026", "dmy", "2026-06-24"),
        ("7 October 2019", "ymd", "2019-10-07"),
        ("October 7, 2019", "ymd", "2019-10-07"),
        ("Oct 2019", "ymd", "2019-10"),
        ("31/02/2019", "dmy", None),
        ("25/12/2019", "mdy", None),
        ("7 Foo 2019", "ymd", None),
        ("0019-01-01", "ymd", None),
        ("permanent", "ymd", None),
    ],
)
def test_dates_are_read_as_far_as_they_tell(text: str, order: DateOrder, expected: str | None) -> None:
    assert edtf(text, order) == expected


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("cn", "CN"), ("Korea, Democratic People's Republic of", "KP"), ("KOREA (NORTH)", "KP"), ("Korea, South", "KR"),
        ("IRAN (ISLAMIC REPUBLIC OF)", "IR"), ("Congo (Democratic Republic)", "CD"), ("Russian Federation", "RU"),
        ("Burma (Myanmar)", "MM"), ("Macau", "MO"), ("Россия", "RU"), ("suhh", None), ("Korea", None),
        ("Atlantis", None),
    ],
)  # fmt: skip
def test_countries_are_told_by_the_spellings_of_lists(printed: str, code: str | None) -> None:
    assert reading_of(load()).country(printed) == code


def test_what_ships_is_sound() -> None:
    assert list(check_lists()) == []


def test_what_is_wrong_in_a_list_of_ones_own_is_said(tmp_path: Path) -> None:
    (tmp_path / "lists.toml").write_text(
        """
        [lists.Mine]
        name = "Mine"
        authority = "Me"
        country = "Norway"
        labels = ["EU FSF"]
        [formats.mine]
        title = "Mine"
        kind = "table"
        list = "none"
        delimiter = ";;"
        columns = {nome = ["Name"]}
        """,
        "utf-8",
    )
    said = "\n".join(check_lists(str(tmp_path)))
    for part in ("lower-case words", "'Norway'", "'EU FSF' also belongs", "'none' is no list", "'nome' is no role",
                 "one character", "`marks`", "column for 'name'"):  # fmt: skip
        assert part in said


def test_the_example_of_the_documentation_is_sound(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "IMPORTING.md").read_text("utf-8")
    start = page.index("    [lists.fund-exclusions]")
    (tmp_path / "lists.toml").write_text(page[start : page.index("\n| role of a column", start)], "utf-8")
    assert list(check_lists(str(tmp_path))) == []
    assert load_lists(str(tmp_path)).formats["fund-exclusions-csv"].columns["entry"] == ("No",)


def test_every_role_of_a_column_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "IMPORTING.md").read_text("utf-8")
    table = page[page.index("| role of a column") : page.index("`[formats.ID.identifiers]` names")]
    assert [role for role in ROLES if f"`{role}`" not in table] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"name;country\nx;y\n", "no format of a list"),
        (b'[{"schema": "Company"}]', "no format of a list"),
        (b'{"a": 1}', "no format of a list"),
        (b"<export", "no sound XML|no format"),
    ],
)
def test_other_files_are_refused_and_the_formats_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "EU list.xml"
    path.write_bytes(content)
    with pytest.raises(ReferenceDataError, match=said):
        list(open_list(path).records("i1"))
    with contextlib.suppress(ReferenceDataError):
        open_list(path)


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_file_is_not_held_in_memory(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "list"
    with path.open("w", encoding="utf-8") as file:
        if kind == "json":
            lines = ('{"id":"e%d","schema":"Company","properties":{"name":["A%d Ltd"],"notes":["%s"]}}\n', "n" * 400)
            file.writelines(lines[0] % (i, i, lines[1]) for i in range(15_000))
        else:
            file.write("Entity_LogicalId;Entity_SubjectType;NameAlias_WholeName;Entity_Remark\n")
            file.writelines(f"{i % 5000};E;Name {i};{'n' * 400}\n" for i in range(15_000) if i % 5000 < 100)
            file.writelines(f"{i};P;Name {i};{'n' * 400}\n" for i in range(9000, 24_000))
    assert path.stat().st_size > 6_000_000
    list_file = open_list(path)
    sum(1 for _ in list_file.records("i1"))  # what is loaded once for all files
    tracemalloc.start()
    count = sum(1 for _ in list_file.records("i1"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == (1 if kind == "json" else 101)
    assert peak < 5_000_000


def test_the_message_names_every_format(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"hello")
    with pytest.raises(ReferenceDataError) as caught:
        open_list(path)
    assert all(ident in str(caught.value) for ident in _FORMATS)


def _starts() -> list[bytes]:
    """Beginnings that lead deep into each reader."""
    formats = load_lists().formats.values()
    tables = [form.delimiter.join(form.marks).encode() + b"\n" for form in formats if form.kind == "table"]
    listed = '{"id":"a","schema":"Company","properties":{"name":["A Ltd"],"topics":["sanction"]}}\n'
    return [*tables, b"", b"\xef\xbb\xbf", b"\xff\xfe", b"<export><sanctionEntity>", b"<Designations><Designation>",
            b'{"results":[', listed.encode(), b'{"results":[{"name":"A Ltd","source":"EL"}]}']  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(
    form=st.sampled_from([None, *_FORMATS]),
    start=st.sampled_from(_starts()),
    rest=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
def test_no_bytes_end_in_another_error(tmp_path: Path, form: str | None, start: bytes, rest: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(start + rest)
    with contextlib.suppress(ReferenceDataError):
        for record in open_list(path, form).records("i1"):
            assert _kept(record)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_PROPERTIES = st.dictionaries(
    st.sampled_from(["name", "alias", "country", "sanctions", "topics", "entity", "leiCode", "sourceUrl", "startDate"]),
    _json,
)


def _kept(record: Listing | Drop) -> bool:
    """Whether a record can be stored: a listing has an identifier, which asks for text that can be encoded."""
    return isinstance(record, Drop) or record.id.startswith("l")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(schema=st.sampled_from(["Company", "Sanction", "LegalEntity", "Person"]), properties=_PROPERTIES, extra=_json)
def test_json_of_any_shape_is_read_or_dropped(tmp_path: Path, schema: str, properties: object, extra: object) -> None:
    path = tmp_path / "any.json"
    entity = {"id": "a", "schema": schema, "datasets": extra, "properties": properties}
    path.write_text(json.dumps(entity) + "\n" + json.dumps({**entity, "datasets": []}) + "\n", "utf-8")
    assert all(_kept(record) for record in open_list(path, "ftm-json").records("i1"))
    record = {"id": extra, "name": "Rock Ltd", "source": "EL", **(properties if isinstance(properties, dict) else {})}
    path.write_text(json.dumps({"results": [record, extra]}), "utf-8")
    assert all(_kept(record) for record in open_list(path, "us-csl-json").records("i1"))
