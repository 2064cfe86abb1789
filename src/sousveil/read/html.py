"""HTML to a frozen text."""

from __future__ import annotations

from typing import Any, Final

from sousveil.errors import ReadLoss
from sousveil.read.frozen import Builder, Omissions, Piece
from sousveil.read.html_blocks import Block, Node, blocks_of
from sousveil.read.html_main import choose
from sousveil.read.html_tree import Paths, parse
from sousveil.read.language import language, main_language
from sousveil.record import Anchor, Capture, Paragraph, Text

__all__ = ["EXTRACTOR", "read_html"]

EXTRACTOR: Final = "html/1"
_CELL: Final = 200
"""A table row whose cells are all shorter (characters) is one line, cells separated by tabs."""


def read_html(capture: Capture, payload: bytes, prefix: str = "") -> Text:
    """The main text of an HTML page. `prefix` stands before the anchors' paths (a part of a message).

    Raises ReadLoss: `html-empty` without any element, `no-main-text` where no words are left.
    """
    page = parse(payload, capture.charset)
    body = page.root.find("body")
    if body is None:
        body = page.root
    blocks, containers, hidden = blocks_of(body)
    dropped = choose(blocks, containers) if blocks else {}
    omissions = Omissions()
    for index, reason in dropped.items():
        omissions.add(reason, blocks[index].text())
    for words in hidden:
        if words.strip():
            omissions.add("hidden", words)
    kept = [block for index, block in enumerate(blocks) if index not in dropped]
    builder = Builder()
    spans = _serialise(builder, kept, Paths(page.root, prefix))
    content, segments = builder.freeze()
    if not content:
        raise ReadLoss("no-main-text", "The page holds no main text. Its words may be made by scripts.")
    if builder.invisible:
        omissions.add("invisible-character", "", builder.invisible)
    if page.replaced:
        omissions.add("undecodable-character", "", page.replaced)
    tagged = [(start, end, role, language(content[start:end])) for start, end, role in spans]
    main = main_language([(lang, end - start) for start, end, _, lang in tagged])
    return Text(
        capture_sha256=capture.sha256,
        content=content,
        extractor=EXTRACTOR,
        lang=main,
        paragraphs=tuple(
            Paragraph(start=start, end=end, lang=lang if lang != "und" else main, role=role)
            for start, end, role, lang in tagged
        ),
        segments=segments,
        charset=page.charset,
        url=capture.url,
        omissions=omissions.freeze(),
    )


def _serialise(builder: Builder, kept: list[Block], paths: Paths) -> list[tuple[int, int, Any]]:
    spans: list[tuple[int, int, Any]] = []
    previous: Block | None = None
    tabular = _tabular_rows(kept)
    for block in kept:
        row = block.container.row
        if previous is not None and row is not None and row in tabular:
            separator = "\t" if previous.container.row is row else "\n"
        elif previous is not None and previous.container.role == block.container.role == "item":
            separator = "\n"
        else:
            separator = "\n\n"
        start = builder.begin(separator)
        for node in block.nodes:
            if node is None:
                builder.line_break()
            else:
                builder.add(_piece(node, paths))
        if builder.has_block():
            spans.append((start, builder.length, block.container.role))
            previous = block
    return spans


def _piece(node: Node, paths: Paths) -> Piece:
    def anchor(start: int, end: int) -> Anchor:
        return Anchor(kind="node", path=paths.text(node.parent, node.number), start=start, end=end)

    return Piece(node.string, anchor)


def _tabular_rows(kept: list[Block]) -> set[Any]:
    """Rows that are data, not layout: two cells or more, one short block in each."""
    rows: dict[Any, list[Block]] = {}
    for block in kept:
        if block.container.row is not None:
            rows.setdefault(block.container.row, []).append(block)
    return {
        row
        for row, held in rows.items()
        if len({block.container for block in held}) == len(held)
        and len(held) > 1
        and all(block.chars < _CELL for block in held)
    }
