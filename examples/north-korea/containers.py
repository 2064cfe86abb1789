"""PDF, DOCX, e-mail and web archive, written by hand so that the bytes never change.

Compressors and libraries differ between versions and put the time of day in their output; the forms here are
small enough to be written directly: PDF 1.4 (ISO 32000), Office Open XML (ECMA-376), RFC 5322 and 2046, WARC 1.1
(ISO 28500) in gzip members (RFC 1952) of stored blocks (RFC 1951, 3.2.4).
"""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import textwrap
import uuid
import zipfile
import zlib
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

NAMESPACE = uuid.UUID("6d1f3c1e-6f43-5b0e-9d0a-2f8f6c1b7a10")
STORED_LIMIT = 65535
"""Most bytes that one stored block holds."""


def gzip_stored(data: bytes) -> bytes:
    """One gzip member with `data` in stored blocks."""
    blocks = []
    for start in range(0, max(len(data), 1), STORED_LIMIT):
        part = data[start : start + STORED_LIMIT]
        last = 1 if start + STORED_LIMIT >= len(data) else 0
        blocks.append(struct.pack("<BHH", last, len(part), len(part) ^ 0xFFFF) + part)
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return head + b"".join(blocks) + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def warc_record(kind: str, fields: list[tuple[str, str]], block: bytes) -> bytes:
    """One record; its identifier follows from its content."""
    digest = hashlib.sha256(block).hexdigest()
    name = uuid.uuid5(NAMESPACE, kind + "".join(value for _, value in fields) + digest)
    lines = ["WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{name}>"]
    lines += [f"{key}: {value}" for key, value in fields]
    lines += [f"WARC-Block-Digest: sha256:{digest}", f"Content-Length: {len(block)}"]
    return gzip_stored("\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n")


def warc_response(url: str, moment: str, status: int, body: bytes, packed: bool) -> bytes:
    """One response as it came over the wire; `packed` sends it gzip-encoded."""
    sent = gzip_stored(body) if packed else body
    reason = {200: "OK", 404: "Not Found"}[status]
    lines = [f"HTTP/1.1 {status} {reason}", "Server: example", "Content-Type: text/html; charset=utf-8"]
    lines += ["Content-Encoding: gzip"] if packed else []
    lines += [f"Content-Length: {len(sent)}"]
    block = "\r\n".join(lines).encode() + b"\r\n\r\n" + sent
    fields = [("WARC-Target-URI", url), ("WARC-Date", moment)]
    return warc_record("response", [*fields, ("Content-Type", "application/http; msgtype=response")], block)


def warc(name: str, moment: str, records: list[bytes]) -> bytes:
    """An archive: what it is, then its records."""
    about = b"software: examples/north-korea/make.py\r\nformat: WARC File Format 1.1\r\n"
    about += b"description: pages written for the example case of sousveil; every outlet is invented\r\n"
    fields = [("WARC-Date", moment), ("WARC-Filename", name), ("Content-Type", "application/warc-fields")]
    return warc_record("warcinfo", fields, about) + b"".join(records)


def pdf_file(objects: list[bytes]) -> bytes:
    """Numbered objects as a PDF; the first is the catalogue, the last the document information."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    mark = hashlib.md5(b"".join(objects), usedforsecurity=False).hexdigest().encode()
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R " % (len(objects) + 1, len(objects)))
    out.write(b"/ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (mark, mark, start))
    return out.getvalue()


def pdf_string(text: str) -> bytes:
    """A literal string in WinAnsi encoding."""
    data = text.encode("cp1252", errors="replace")
    return b"(" + data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def pdf_stream(data: bytes, entries: bytes = b"") -> bytes:
    """An uncompressed stream object."""
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def pdf_information(title: str, moment: str, subject: str) -> bytes:
    """Title, date and notice, where PDF readers show them."""
    stamp = moment[:10].replace("-", "").encode()
    return b"<< /Title %s /Subject %s /CreationDate (D:%s090000Z) >>" % (
        pdf_string(title), pdf_string(subject), stamp,
    )  # fmt: skip


def text_pdf(title: str, outlet: str, moment: str, notice: str, paragraphs: list[str]) -> bytes:
    """Two or more A4 pages of text in the standard fonts, with running head and page numbers."""
    rows: list[tuple[str, int, str]] = []  # font, size in points, words; an empty row is a gap
    rows += [
        ("F2", 8, line) for line in ["-" * 100, *textwrap.wrap(notice, 108, break_on_hyphens=False), "-" * 100]
    ] + [("F1", 8, "")]
    rows += [("F2", 15, line) for line in textwrap.wrap(title, 56)] + [("F1", 8, f"{outlet}, {moment[:10]}")]
    for paragraph in paragraphs:
        heading = paragraph.startswith("## ")
        rows.append(("F1", 7, ""))
        font, size, width = ("F2", 12, 70) if heading else ("F1", 11, 84)
        rows += [(font, size, line) for line in textwrap.wrap(paragraph.removeprefix("## "), width)]
    pages: list[list[bytes]] = [[]]
    y = 770.0
    for font, size, words in rows:
        if y < 90:
            pages.append([])
            y = 770.0
        y -= size * 1.4
        if words:
            place = b"BT /%s %d Tf 1 0 0 1 64 %.1f Tm " % (font.encode(), size, y)
            pages[-1].append(place + pdf_string(words) + b" Tj ET")
    for number, page in enumerate(pages, start=1):
        page.insert(0, b"BT /F1 8 Tf 1 0 0 1 64 800 Tm " + pdf_string(outlet) + b" Tj ET")
        foot = pdf_string(f"Page {number} of {len(pages)}")
        page.append(b"BT /F1 8 Tf 1 0 0 1 270 40 Tm " + foot + b" Tj ET")
    kids = b" ".join(b"%d 0 R" % (5 + 2 * index) for index in range(len(pages)))
    face = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        face % b"Helvetica",
        face % b"Helvetica-Bold",
    ]
    for index, page in enumerate(pages):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (6 + 2 * index),
            pdf_stream(b"\n".join(page)),
        ]
    return pdf_file([*objects, pdf_information(title, moment, notice)])


def scan_pdf(bitmap: bytes, title: str, notice: str) -> bytes:
    """One page that is only a picture; `bitmap` is a plain black-and-white PBM (P4)."""
    _, size, pixels = bitmap.split(b"\n", 2)
    width, height = (int(number) for number in size.split())
    scale = 515 / width
    paint = b"q %.2f 0 0 %.2f 40 %.2f cm /Scan Do Q" % (width * scale, height * scale, 800 - height * scale)
    picture = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray " % (width, height)
    picture += b"/BitsPerComponent 1 /Decode [1 0] "
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    page += b"/Resources << /XObject << /Scan 5 0 R >> >> >>"
    return pdf_file([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        pdf_stream(paint),
        pdf_stream(pixels, picture),
        pdf_information(title, "2024-04-17", notice),
    ])  # fmt: skip


def word_paragraph(text: str, style: str = "") -> str:
    """One paragraph of a word-processor document."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(title: str, outlet: str, moment: str, notice: str, paragraphs: list[str]) -> bytes:
    """A word-processor document: notice between rules, title, text, author and date in its properties."""
    rule = "-" * 60
    body = [word_paragraph(rule), word_paragraph(notice), word_paragraph(rule), word_paragraph(title, "Title")]
    body.append(word_paragraph(f"{outlet}, {moment[:10]}"))
    for paragraph in paragraphs:
        heading = paragraph.startswith("## ")
        body.append(word_paragraph(paragraph.removeprefix("## "), "Heading1" if heading else ""))
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/></w:style>'
        for name, shown in (("Normal", "Normal"), ("Title", "Title"), ("Heading1", "heading 1"))
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{package}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(outlet)}</dc:creator>"
        f"<dc:description>{escape(notice)}</dc:description>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment[:10]}T09:00:00Z</dcterms:created>'
        "</cp:coreProperties>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{word}">{styles}</w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{"".join(body)}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(2024, 1, 1, 0, 0, 0))
            entry.create_system = 3
            archive.writestr(entry, declaration + content)
    return out.getvalue()


def eml(head: dict[str, Any], notice: str, paragraphs: list[str]) -> bytes:
    """A newsletter as an e-mail: plain text and HTML of the same words, quoted as base64."""
    rule = "-" * 72
    plain = "\n\n".join([f"{rule}\n{notice}\n{rule}", head["title"], *paragraphs, head.get("foot", "")])
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    html = (
        f'<html lang="{head["lang"]}"><body><aside class="example-notice"><p>{escape(notice)}</p></aside>'
        f"<h1>{escape(head['title'])}</h1>{body}<footer><p>{escape(head.get('foot', ''))}</p></footer></body></html>"
    )
    boundary = "=_example_newsletter"
    lines = [
        f"From: {head['outlet_name']} <newsletter@{head['host']}>",
        f"To: Readers <readers@{head['host']}>",
        f"Subject: {head['title']}",
        f"Date: {format_datetime(datetime.fromisoformat(head['published']))}",
        f"Message-ID: <{head['published'][:10]}@{head['host']}>",
        f"X-Example-Notice: {notice}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "",
    ]
    for kind, content in (("plain", plain), ("html", html)):
        packed = base64.encodebytes(content.encode()).decode("ascii").strip()
        lines += [f"--{boundary}", f"Content-Type: text/{kind}; charset=utf-8"]
        lines += ["Content-Transfer-Encoding: base64", "", packed, ""]
    lines += [f"--{boundary}--", ""]
    return "\r\n".join("\r\n".join(line.splitlines()) if line else "" for line in lines).encode()
