"""Texts: the frozen main text of a capture, with the map back to where each character came from."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sousveil.record.identity import identifier, sha256_text

__all__ = ["Anchor", "Dated", "Link", "Omission", "Paragraph", "Segment", "Text"]

AnchorKind = Literal["bytes", "node", "page"]
Role = Literal["title", "heading", "paragraph", "item", "cell", "quote", "caption"]


class Anchor(Struct, frozen=True, kw_only=True):
    """A place in the captured bytes.

    - `bytes`: `start` and `end` are byte offsets into the payload; decoding that range gives the segment.
    - `node`: `path` is the XPath of a text node in the parsed document (DOCX: in `word/document.xml`; EML: the
      part's index and then as for its media type); `start` and `end` are code points in that node's text.
    - `page`: `page` counts from 1; `box` is left, bottom, right, top in PDF points.
    """

    kind: AnchorKind
    start: int = 0
    end: int = 0
    path: str = ""
    page: int = 0
    box: tuple[float, float, float, float] | None = None


class Segment(Struct, frozen=True, kw_only=True):
    """`text[start:end]` came from `anchor`, character for character, except that a white-space character may
    stand for another one. Text between segments (line breaks between blocks) was set by us."""

    start: int
    end: int
    anchor: Anchor


class Paragraph(Struct, frozen=True, kw_only=True):
    """A block of the text and its language (ISO 639-1, `und` where unknown)."""

    start: int
    end: int
    lang: str
    role: Role = "paragraph"


class Link(Struct, frozen=True, kw_only=True):
    """An outbound link of the main text; `start` and `end` are where its words stand."""

    start: int
    end: int
    url: str


class Dated(Struct, frozen=True, kw_only=True):
    """A date and why we believe it."""

    value: str
    """EDTF: `2024-04-16`, `2024-04`, `2024`."""
    evidence: str
    """Where it was read and the words: `json-ld datePublished: 2024-04-16T08:00:00Z`, `url: /2024/04/`."""
    certainty: Literal["high", "medium", "low"]


class Omission(Struct, frozen=True, kw_only=True):
    """Blocks of the capture that are not in the text, counted by reason, with the start of the first one."""

    reason: str
    count: int
    characters: int
    example: str


class Text(Struct, frozen=True, kw_only=True):
    """Frozen main text. Offsets are Unicode code points in `content`. Never edited: a better extractor makes
    another Text of the same capture."""

    capture_sha256: str
    content: str
    extractor: str
    """Name and version of the reader that made it: `html/1`, `pdf/1`."""
    lang: str
    """The language of most of the text (ISO 639-1, `und` where unknown)."""
    paragraphs: tuple[Paragraph, ...]
    segments: tuple[Segment, ...]
    charset: str | None = None
    """The encoding that the bytes were decoded with, where that was a choice."""
    title: str | None = None
    outlet: str | None = None
    """Name of the publication, as the page gives it; else the host."""
    agency: str | None = None
    """The news agency of the byline or credit line, as written: `AP`, `연합뉴스`."""
    own: tuple[tuple[int, int], ...] = ()
    """Passages in which it says that its own people saw it, heard it or read it: `told our reporter`."""
    published: Dated | None = None
    canonical_url: str | None = None
    url: str | None = None
    """The address of the capture, carried so that links and citations can be compared."""
    links: tuple[Link, ...] = ()
    omissions: tuple[Omission, ...] = ()
    coded: dict[str, tuple[str, ...]] | None = None
    """For a row of a table of coded records: the values by role, as the table's coders wrote them."""

    @property
    def sha256(self) -> str:
        """Digest of the content; a claim cites the text by it."""
        return sha256_text(self.content)

    @property
    def source_id(self) -> str:
        """The identifier of the source that this text belongs to."""
        return identifier("s", self.capture_sha256)
