"""Files to import: what they are is told by their bytes, and no archive gets out of hand."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from damaged import damaged, zipped
from sousveil.errors import ReferenceDataError
from sousveil.reference import opening

_TEXT = "name;country\r\nПримерный завод;RU\r\nÉlan & Fils;FR\r\n"


def _read(path: Path) -> str:
    with opening.open_text(path) as text:
        return text.read()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_told_apart_by_its_bytes(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(_TEXT.encode(codec))
    assert _read(path) == _TEXT


def test_western_bytes_that_are_no_utf8_are_windows_1252(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("name\nÉlan “Fils”\n".encode("cp1252"))
    assert _read(path) == "name\nÉlan “Fils”\n"


def test_one_broken_byte_makes_no_mojibake_of_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(_TEXT.encode() * 3 + b"bad \xff byte\n")
    assert _read(path) == _TEXT * 3 + "bad \ufffd byte\n"


@pytest.mark.parametrize("name", ["list.csv.gz", "list.csv.zip", "misnamed.csv"])
def test_archives_are_opened_whatever_their_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = _TEXT.encode()
    path.write_bytes(zipped({"list.csv": data, "__MACOSX/._list.csv": b"x"}) if "zip" in name else gzip.compress(data))
    assert _read(path) == _TEXT
    assert opening.head(path, 4) == b"name"


def test_what_identifies_a_file_is_its_bytes_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "list.csv.gz"
    packed = gzip.compress(_TEXT.encode())
    path.write_bytes(packed)
    os.utime(path, (1713259800, 1713259800))
    assert opening.describe(path) == (hashlib.sha256(packed).hexdigest(), len(packed), "2024-04-16T09:30:00Z")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped({"a.csv": b"1", "b.csv": b"2"}), "archive of 2 files"),
        (zipped({"xl/workbook.xml": b"<workbook/>", "xl/sheet.xml": b""}), "is a spreadsheet"),
        (gzip.compress(os.urandom(4096))[:-900], "damaged archive"),
        (zipped({"a.csv": os.urandom(4096)})[:3000], "damaged"),
    ],
)
def test_archives_that_cannot_be_read_are_refused_with_what_to_do(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "list.zip"
    path.write_bytes(data)
    with pytest.raises(ReferenceDataError, match=said), opening.open_bytes(path) as file:
        file.read()


def test_an_archive_that_inflates_beyond_measure_is_refused(tmp_path: Path) -> None:
    for name, data in (("a.gz", gzip.compress(bytes(1 << 27))), ("a.zip", zipped({"a.csv": bytes(1 << 27)}))):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(ReferenceDataError, match="inflates to more than 64 MiB"), opening.open_bytes(path) as file:
            sum(map(len, iter(lambda: file.read(1 << 20), b"")))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(ReferenceDataError, match=path.name):
            opening.describe(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.sampled_from([b"", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"PK\x05\x06", b"\xff\xfe"]), st.binary(max_size=300))
def test_no_bytes_end_in_another_error(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(start + rest)
    with contextlib.suppress(ReferenceDataError):
        _read(path)


def test_no_damage_to_a_zip_archive_ends_in_another_error(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    refused = 0
    for data in damaged({"list.csv": _TEXT.encode() * 50}, times=1200, seed=2):
        path.write_bytes(data)
        try:
            _read(path)
        except ReferenceDataError:
            refused += 1
    assert 0 < refused < 1200
