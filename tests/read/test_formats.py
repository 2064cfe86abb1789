"""DOCX, EML, coded rows, and what has no reader."""

from __future__ import annotations

import base64
import io
import zipfile

import docx
import msgspec
import pytest

from damaged import METHODS, damaged, inside
from read.samples import read_sample, reason
from sousveil.errors import ReadLoss
from sousveil.record import CodedRecord

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Procurement notice"
    document.add_heading("Cameras for the port", level=1)
    document.add_paragraph("The harbour office  ordered 40 cameras.\tDelivery is in May.")
    table = document.add_table(rows=2, cols=2)
    for row, words in enumerate((("Item", "Number"), ("Dome camera", "40"))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.add_paragraph("Second stage", style="List Bullet")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def test_word_documents_keep_headings_items_and_cells() -> None:
    text = read_sample(word_file(), DOCX)
    assert text.title == "Procurement notice"
    assert "The harbour office ordered 40 cameras. Delivery is in May." in text.content
    assert "Item\tNumber\nDome camera\t40" in text.content
    roles = {text.content[p.start : p.end]: p.role for p in text.paragraphs}
    assert roles["Cameras for the port"] == "heading"
    assert roles["Dome camera"] == "cell"


def test_a_word_document_that_unpacks_without_end_is_a_loss() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * (70 << 20) + b"</a>")
    assert reason(held.getvalue(), DOCX) == "docx-too-large"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PK\x03\x04word/document.xml broken", "docx-broken"),
        (b"%PDF-1.4 broken", "pdf-broken"),
        (b"\x89PNG\r\n\x1a\n0000", "image-needs-ocr"),
        (b"\x00\x01\x02\x03" * 100, "unknown-format"),
        (b"PK\x03\x04 some other archive", "unknown-format"),
        (b"  \n ", "empty"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, expected: str) -> None:
    assert reason(data, "application/octet-stream") == expected


def _main_part() -> bytes:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(f"<w:p><w:r><w:t>Camera {n * n} of the port</w:t></w:r></w:p>" for n in range(200))
    return f'<w:document xmlns:w="{w}"><w:body>{rows}</w:body></w:document>'.encode()


@pytest.mark.parametrize("method", METHODS)
def test_a_word_document_that_does_not_inflate_is_named(method: int) -> None:
    assert reason(inside(_main_part(), "word/document.xml", method), DOCX) == "docx-broken"


def test_no_damage_to_a_word_document_ends_in_another_error() -> None:
    read = lost = 0
    for data in damaged({"word/document.xml": _main_part(), "docProps/core.xml": b"<a/>"}, times=1200, seed=4):
        try:
            read_sample(data, DOCX)
            read += 1
        except ReadLoss:
            lost += 1
    assert read
    assert lost


def test_external_entities_in_a_word_document_load_nothing() -> None:
    held = io.BytesIO()
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{w}"><w:body><w:p><w:r>'
            "<w:t>Words &x; and more</w:t></w:r></w:p></w:body></w:document>",
        )
    assert "root:" not in read_sample(held.getvalue(), DOCX).content


HTML_PART = (
    "<html><body><article><h1>Notice</h1><p>The ministry bought drones from a company abroad, the letter says, and "
    "it will station them at the border.</p><p>A second paragraph follows here so that this is prose.</p>"
    "</article></body></html>"
)


def message(*parts: str, subject: str = "=?utf-8?b?" + base64.b64encode("감시 장비".encode()).decode() + "?=") -> bytes:
    head = (
        "From: Border Desk <desk@example.org>\r\nTo: you@example.org\r\n"
        f"Subject: {subject}\r\nDate: Tue, 16 Apr 2024 09:30:00 +0900\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="B"\r\n\r\n'
    )
    return (head + "".join(f"--B\r\n{part}\r\n" for part in parts) + "--B--\r\n").encode()


def test_a_message_gives_its_html_part_with_subject_sender_and_date() -> None:
    html = base64.encodebytes(HTML_PART.encode()).decode()
    data = message(
        "Content-Type: text/plain; charset=utf-8\r\n\r\nplain words",
        f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{html}",
        'Content-Type: image/png; name="x.png"\r\nContent-Disposition: attachment; filename="x.png"\r\n\r\nAAAA',
    )
    text = read_sample(data, "message/rfc822")
    assert "drones from a company abroad" in text.content
    assert (text.title, text.outlet) == ("감시 장비", "Border Desk")
    assert text.published is not None
    assert (text.published.value, text.published.certainty) == ("2024-04-16", "high")
    assert {o.reason for o in text.omissions} >= {"alternative-part", "attachment"}


def test_a_plain_message_keeps_byte_anchors_of_its_part() -> None:
    data = message(
        "Content-Type: text/plain; charset=euc-kr\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(
            "평양 거리에 카메라가 설치됐다고 소식통이 전했다.\n\n둘째 문단이다.".encode("cp949")
        ).decode()
    )
    text = read_sample(data, "message/rfc822")
    assert text.content.startswith("평양 거리에 카메라가")
    assert text.segments[0].anchor.path == "1"


def test_messages_nested_a_thousand_deep_do_no_harm() -> None:
    data = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(1000))
    assert reason(b"From: a@b.c\nTo: d@e.f\nSubject: x\n" + data, "message/rfc822") in {"no-main-text", "eml-broken"}


ROLES = CodedRecord(
    columns=("ID", "Vendor", "Summary", "Link 1", "Link 2", "Seen"),
    roles={
        "record_id": ("ID",), "supplier": ("Vendor",), "summary": ("Summary",), "link": ("Link 1", "Link 2"),
        "published": ("Seen",),
    },
    constants={"country": "US"},
)  # fmt: skip


def row(summary: str, link: str = "https://example.org/a") -> bytes:
    return (
        f"ID,Vendor,Summary,Link 1,Link 2,Seen\r\nX1,Acme,{summary},{link},javascript:alert(1),2024-04-16\r\n".encode()
    )


def test_a_coded_row_gives_the_summary_exactly() -> None:
    text = read_sample(row('"The police  bought ""smart"" cameras,\nsays é the paper."'), "text/csv", coded=ROLES)
    assert text.content == 'The police  bought "smart" cameras,\nsays é the paper.'
    assert text.coded == {
        "country": ("US",), "record_id": ("X1",), "supplier": ("Acme",), "summary": (text.content,),
        "link": ("https://example.org/a", "javascript:alert(1)"), "published": ("2024-04-16",),
    }  # fmt: skip
    assert [link.url for link in text.links] == ["https://example.org/a"]
    assert text.published is not None
    assert text.published.value == "2024-04-16"


def test_a_coded_row_without_words_is_named() -> None:
    assert reason(row(""), "text/csv", coded=ROLES) == "no-summary"
    assert reason(b"ID,Summary\r\nX1\r\n", "text/csv", coded=ROLES) == "no-summary"
    assert reason(b"ID,Summary\r\n", "text/csv", coded=ROLES) == "coded-broken"


def test_a_coded_row_with_semicolons_and_missing_cells_is_read() -> None:
    coded = msgspec.structs.replace(ROLES, delimiter=";")
    text = read_sample(b"ID;Vendor;Summary;Link 1\r\nX1;Acme, Inc.;Cameras, many of them\r\n", "text/csv", coded=coded)
    assert text.content == "Cameras, many of them"
    assert text.coded is not None
    assert text.coded["supplier"] == ("Acme, Inc.",)


def test_a_table_that_nobody_explained_is_no_prose() -> None:
    assert reason(b"a,b\r\n1,2\r\n" * 40, "text/csv") == "unknown-format"
