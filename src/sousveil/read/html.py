"""HTML to a frozen text."""

from __future__ import annotations

from typing import Any, Final

from sousveil.errors import ReadLoss
from sousveil.read.frozen import Builder, Omissions, Piece
from sousveil.read.html_blocks import Block, Node, blocks_of
from sousveil.read.html_dates import publication_date
from sousveil.read.html_main import Choice, choose
from sousveil.read.html_meta import about, absolute, linked_data
from sousveil.read.html_tables import Tabular
from sousveil.read.html_tree import Page, Paths, parse
from sousveil.read.language import paragraphs_of
from sousveil.record import Anchor, Capture, Link, Text

__all__ = ["EXTRACTOR", "read_html"]

EXTRACTOR: Final = "html/2"
_NEAR: Final = 14
"""So many blocks before its text a page's headline may stand."""
_BYLINES: Final = 6
"""So many of the left-out lines about the author are searched for an agency's name."""
_BYLINE: Final = 200
"""Characters of the longest line about the author."""


def read_html(capture: Capture, payload: bytes, prefix: str = "") -> Text:
    """The main text of an HTML page. `prefix` stands before the anchors' paths (a part of a message).

    Raises ReadLoss: `html-empty` without any element, `no-main-text` where no words are left.
    """
    page = parse(payload, capture.charset)
    body = page.root.find("body")
    if body is None:
        body = page.root
    blocks, containers, hidden = blocks_of(body)
    choice = choose(blocks, containers)
    kept = [block for index, block in enumerate(blocks) if index not in choice.dropped]
    linked = linked_data(page.root)
    base = _base(page.root, capture.url)
    facts = about(page.root, linked, base, _headings(blocks, choice))
    form = _Form(Paths(page.root, prefix), base, facts.title)
    form.write(kept)
    content, segments = form.builder.freeze()
    if not content:
        raise ReadLoss("no-main-text", "The page holds no main text. Its words may be made by scripts.")
    main, paragraphs = paragraphs_of(content, form.spans)
    return Text(
        capture_sha256=capture.sha256,
        content=content,
        extractor=EXTRACTOR,
        lang=main,
        paragraphs=paragraphs,
        segments=segments,
        charset=page.charset,
        title=facts.title,
        outlet=facts.outlet,
        agency=_agency(content, blocks, choice),
        published=publication_date(
            page.root, linked, blocks, (choice.main.first, choice.main.last), capture.url or facts.canonical_url,
            capture.retrieved, facts.lang,
        ),
        canonical_url=facts.canonical_url,
        url=capture.url,
        links=tuple(form.links),
        omissions=_omissions(page, form.builder, blocks, choice, hidden).freeze(),
    )  # fmt: skip


class _Form:
    """Blocks written into a text: separators, roles and links."""

    def __init__(self, paths: Paths, base: str | None, title: str | None) -> None:
        self.builder = Builder()
        self.spans: list[tuple[int, int, Any]] = []
        self.links: list[Link] = []
        self._paths = paths
        self._base = base
        self._title = title

    def write(self, kept: list[Block]) -> None:
        previous: Block | None = None
        tabular = Tabular(kept)
        for block in kept:
            self.builder.begin(tabular.separator(previous, block))
            self._nodes(block)
            span = self.builder.block()
            if span:
                role = block.container.role
                if role == "heading" and block.text() == self._title:
                    role = "title"
                self.spans.append((*span, role))
                previous = block

    def _nodes(self, block: Block) -> None:
        link: str | None = None
        start = end = 0
        for node in block.nodes:
            if node is None:
                self.builder.line_break()
                continue
            if link is not None and node.link != link:
                self._link(start, end, link)
                link = None
            placed = self.builder.add(self._piece(node))
            if placed and node.link:
                start = placed[0] if link is None else start
                end = placed[1]
                link = node.link
        if link is not None:
            self._link(start, end, link)

    def _link(self, start: int, end: int, href: str) -> None:
        url = None if href.startswith("#") else absolute(href, self._base)
        if url:
            self.links.append(Link(start=start, end=end, url=url))

    def _piece(self, node: Node) -> Piece:
        def anchor(start: int, end: int) -> Anchor:
            return Anchor(kind="node", path=self._paths.text(node.parent, node.number), start=start, end=end)

        return Piece(node.string, anchor)


def _headings(blocks: list[Block], choice: Choice) -> list[str]:
    """Headings around the start of the main text, nearest first."""
    start = choice.main.first
    indices = [
        index
        for index in range(max(0, start - _NEAR), min(len(blocks), start + 3))
        if blocks[index].container.tag in ("h1", "h2")
    ]
    return [blocks[index].text() for index in sorted(indices, key=lambda index: abs(index - start))]


def _base(root: Any, url: str | None) -> str | None:
    """The address that relative links are relative to."""
    for element in root.iter("base"):
        if element.get("href"):
            return absolute(element.get("href"), url) or url
    return url


def _agency(content: str, blocks: list[Block], choice: Choice) -> str | None:
    """The wire agency that the text or a byline around it is signed with, as written."""
    from sousveil.vocabulary.credits import find_credit

    credit = find_credit(content)
    if credit is None:
        bylines = [blocks[index].text() for index, reason in choice.dropped.items() if reason == "byline"]
        credit = find_credit("\n".join(line for line in bylines[:_BYLINES] if len(line) < _BYLINE))
    return credit.words if credit else None


def _omissions(page: Page, builder: Builder, blocks: list[Block], choice: Choice, hidden: list[str]) -> Omissions:
    omissions = Omissions()
    for index, reason in choice.dropped.items():
        omissions.add(reason, blocks[index].text())
    for words in hidden:
        if words.strip():
            omissions.add("hidden", words)
    if builder.invisible or page.nulls:
        omissions.add("invisible-character", "", builder.invisible + page.nulls)
    if page.replaced:
        omissions.add("undecodable-character", "", page.replaced)
    return omissions
