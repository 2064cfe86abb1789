"""Word documents (Office Open XML) to a frozen text. Only the main part is read; nothing in it is run or fetched."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any, Final

from lxml import etree

from sousveil.collect.zipped import ZIP_FAULTS
from sousveil.errors import ReadLoss
from sousveil.read.dates import latest, parse_date
from sousveil.read.frozen import Builder, Omissions, Piece
from sousveil.read.html_tree import Paths
from sousveil.read.language import paragraphs_of
from sousveil.record import Anchor, Capture, Dated, Text

__all__ = ["EXTRACTOR", "main_root", "read_docx"]

EXTRACTOR: Final = "docx/1"
_MOST: Final = 64 * 1024 * 1024
"""A part that unpacks to more bytes than this is a bomb or no report."""
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_TERMS: Final = "{http://purl.org/dc/terms/}"
_MAIN: Final = "word/document.xml"


def read_docx(capture: Capture, payload: bytes) -> Text:
    """The text of a Word document. Raises ReadLoss: `docx-broken`, `docx-too-large`, `no-main-text`."""
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            root = main_root(archive)
            headings = _heading_styles(archive)
            facts = _facts(archive)
            notes = [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in archive.namelist()]
    except (*ZIP_FAULTS, KeyError) as error:
        raise ReadLoss("docx-broken", f"The Word document cannot be opened: {error}. Save it again.") from error
    walk = _Walk(Paths(root), headings)
    walk.run(root)
    content, segments = walk.builder.freeze()
    if not content:
        raise ReadLoss("no-main-text", "The Word document holds no words.")
    omissions = Omissions()
    for words in walk.deleted:
        omissions.add("deleted-text", words)
    for name in notes:
        omissions.add("notes", name, 0)
    if walk.builder.invisible:
        omissions.add("invisible-character", "", walk.builder.invisible)
    main, paragraphs = paragraphs_of(content, walk.spans)
    first = next((content[start:end] for start, end, role in walk.spans[:3] if role in ("title", "heading")), None)
    return Text(
        capture_sha256=capture.sha256,
        content=content,
        extractor=EXTRACTOR,
        lang=main,
        paragraphs=paragraphs,
        segments=segments,
        title=facts.get("title") or first,
        published=_published(facts, capture.retrieved),
        url=capture.url,
        omissions=omissions.freeze(),
    )


def main_root(archive: zipfile.ZipFile) -> Any:
    """The root of the main document. Raises ReadLoss (`docx-too-large`), KeyError where there is none."""
    return _parse(_part(archive, _MAIN))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    too_large = ReadLoss(
        "docx-too-large", f"{name} unpacks to more than {_MOST >> 20} MiB. Save the words as plain text instead."
    )
    if archive.getinfo(name).file_size > _MOST:
        raise too_large
    with archive.open(name) as part:  # the stated size may be a lie
        data = part.read(_MOST + 1)
    if len(data) > _MOST:
        raise too_large
    return data


def _parse(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadLoss("docx-broken", f"The Word document is not well-formed: {error}. Save it again.") from error


def _heading_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Identifiers of styles that are headings or titles: Word names them in the user's language, `w:name` is fixed."""
    if "word/styles.xml" not in archive.namelist():
        return {}
    found = {}
    for style in _parse(_part(archive, "word/styles.xml")).iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        value = (name.get(f"{_W}val") or "").lower() if name is not None else ""
        if value.startswith(("heading", "title", "subtitle")):
            found[style.get(f"{_W}styleId") or ""] = "title" if value == "title" else "heading"
    return found


def _facts(archive: zipfile.ZipFile) -> dict[str, str]:
    if "docProps/core.xml" not in archive.namelist():
        return {}
    root = _parse(_part(archive, "docProps/core.xml"))
    words = {key: " ".join((root.findtext(tag) or "").split()) for key, tag in
             (("title", f"{_DC}title"), ("created", f"{_TERMS}created"))}  # fmt: skip
    return {key: value for key, value in words.items() if value}


def _published(facts: dict[str, str], retrieved: str) -> Dated | None:
    made: date | None = parse_date(facts.get("created", ""))
    limit = latest(retrieved)
    if made is None or (limit is not None and made > limit):
        return None
    return Dated(value=made.isoformat(), evidence=f"docx created: {facts['created']}", certainty="low")


class _Walk:
    """One pass over the elements in document order."""

    def __init__(self, paths: Paths, headings: dict[str, str]) -> None:
        self.builder = Builder()
        self.spans: list[tuple[int, int, Any]] = []
        self.deleted: list[str] = []
        self._paths = paths
        self._headings = headings
        self._role = "paragraph"
        self._row: Any = None
        self._cell: Any = None

    def run(self, root: Any) -> None:
        word = _STRICT if root.tag.startswith(_STRICT) else _W
        alternatives = next(root.iter(_FALLBACK), None) is not None
        for element in root.iter(etree.Element):
            tag = element.tag.removeprefix(word)
            if tag == "p":
                self._end()
                self._begin(element, word)
            elif tag == "t" and element.text:
                if not (alternatives and any(above.tag == _FALLBACK for above in element.iterancestors())):
                    self.builder.add(self._piece(element))
            elif tag == "tab":
                self.builder.gap()
            elif tag in ("br", "cr"):
                self.builder.line_break()
            elif tag == "delText" and element.text:
                self.deleted.append(element.text)
        self._end()

    def _begin(self, paragraph: Any, word: str) -> None:
        cell = next(paragraph.iterancestors(f"{word}tc"), None)
        row = cell.getparent() if cell is not None else None
        separator = "\n\n"
        if row is not None and row is self._row:
            separator = "\n" if cell is self._cell else "\t"
        elif row is not None and self._row is not None and row.getparent() is self._row.getparent():
            separator = "\n"
        style = paragraph.find(f"{word}pPr/{word}pStyle")
        role = self._headings.get(style.get(f"{word}val") or "", "paragraph") if style is not None else "paragraph"
        if cell is not None:
            role = "cell"
        elif role == "paragraph" and paragraph.find(f"{word}pPr/{word}numPr") is not None:
            role = "item"
        self._role, self._row, self._cell = role, row, cell
        self.builder.begin(separator)

    def _end(self) -> None:
        span = self.builder.block()
        if span and span not in [(start, end) for start, end, _ in self.spans[-1:]]:
            self.spans.append((*span, self._role))

    def _piece(self, element: Any) -> Piece:
        def anchor(start: int, end: int) -> Anchor:
            return Anchor(kind="node", path=self._paths.text(element, 1), start=start, end=end)

        return Piece(element.text, anchor)
