"""A parsed page as a list of blocks in document order, each with its text nodes and the elements around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from sousveil.read.html_hints import body_hint, negative_hint

__all__ = ["Block", "Container", "Node", "blocks_of", "is_hidden"]

INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rb",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "rt",
        "center-inline",
    ]
)
SKIP: Final = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "applet",
        "audio",
        "video",
        "canvas",
        "map",
        "area",
        "select",
        "option",
        "optgroup",
        "textarea",
        "input",
        "button",
        "progress",
        "meter",
        "datalist",
        "noframes",
        "noembed",
        "rp",
        "param",
        "source",
        "track",
        "dialog",
        "amp-analytics",
        "amp-ad",
        "amp-sidebar",
        "amp-consent",
        "xml",
        "img",
        "picture",
        "link",
        "meta",
        "title",
        "base",
    ]
)
# Elements whose very name says that they are not the main text.
TAG_REASON: Final = {
    "nav": "navigation", "menu": "navigation", "aside": "sidebar", "footer": "footer", "form": "interface",
    "fieldset": "interface", "figcaption": "caption", "noscript": "noscript", "address": "byline",
}  # fmt: skip
ROLE_REASON: Final = {
    "navigation": "navigation", "menu": "navigation", "menubar": "navigation", "banner": "navigation",
    "contentinfo": "footer", "complementary": "sidebar", "search": "interface", "dialog": "interface",
    "alertdialog": "interface", "toolbar": "interface", "button": "interface", "tablist": "interface",
}  # fmt: skip
ROLES: Final = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "item", "dt": "item", "dd": "item", "td": "cell", "th": "cell", "blockquote": "quote",
    "figcaption": "caption", "caption": "caption",
}  # fmt: skip
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p"})
_UNNAMED: Final = frozenset({"blockquote", "tr", "td", "th", "tbody", "thead", "pre"})
_FIGURES: Final = frozenset({"figure", "table", "blockquote", "pre", "div", "ul", "ol"})
"""What a figure may hold that is not its caption."""
_DENSE: Final = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_HIDING: Final = ("display:none", "visibility:hidden")


class Node:
    """A text node: the `number`th (from 1) among the children of `parent`. `string` may be white space alone.

    `link` is the address of the innermost link around it.
    """

    __slots__ = ("link", "number", "parent", "string")

    def __init__(self, string: str, parent: Any, number: int, link: str | None) -> None:
        self.string = string
        self.parent = parent
        self.number = number
        self.link = link


class Container:
    """A block element that holds blocks `first` up to, not including, `last`."""

    __slots__ = ("body", "element", "first", "last", "parent", "reason", "role", "row", "tag")

    def __init__(self, element: Any, tag: str, parent: Container | None, first: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.first = first
        self.last = first
        self.reason: str | None = None
        self.body = 0
        self.role: str = parent.role if parent is not None else "paragraph"
        self.row: Container | None = parent.row if parent is not None else None


class Block:
    """A run of text nodes without a block boundary inside. A node of None is a line break."""

    __slots__ = ("chars", "container", "hint_chars", "link_chars", "nodes", "reason")

    def __init__(self, container: Container) -> None:
        self.container = container
        self.nodes: list[Node | None] = []
        self.chars = 0
        """How much it says: characters without the white space at the ends of nodes, a Han character, kana or Hangul
        syllable counted two and a half times, as a translation of it would be."""
        self.link_chars = 0
        self.hint_chars = 0
        self.reason: str | None = None

    def text(self) -> str:
        """The words, for looking at; the frozen text is made from the nodes."""
        return " ".join("".join(node.string if node else " " for node in self.nodes).split())


class _Frame:
    __slots__ = ("children", "container", "element", "hint", "link", "number")

    def __init__(
        self, element: Any, children: Iterator[Any], container: Container | None, link: str | None, hint: str | None
    ) -> None:
        self.element = element
        self.children = children
        self.container = container
        self.link = link
        self.hint = hint
        self.number = 0


class _Walk:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.containers: list[Container] = []
        self.hidden: list[str] = []
        self._block: Block | None = None

    def run(self, body: Any) -> None:
        frames = [self._open(body, "body", None, None)]
        while frames:
            frame = frames[-1]
            for child in frame.children:
                tag = child.tag
                if not isinstance(tag, str) or tag in SKIP:
                    pass
                elif tag in ("br", "hr"):
                    self._break(tag)
                elif is_hidden(child):
                    self.hidden.append("".join(child.itertext())[:2000])
                else:
                    opened = self._open(child, tag, self._current, frame)
                    if len(child):
                        frames.append(opened)
                        break
                    self._close(opened)
                tail = child.tail
                if tail:
                    self._text(frame, tail)
            else:
                frames.pop()
                self._close(frame)
                if frames:
                    tail = frame.element.tail
                    if tail:
                        self._text(frames[-1], tail)

    def _open(self, element: Any, tag: str, around: Container | None, frame: _Frame | None) -> _Frame:
        link = frame.link if frame else None
        hint = frame.hint if frame else None
        names, identifier = element.get("class", ""), element.get("id", "")
        if tag in INLINE:
            if tag == "a":
                link = element.get("href") or link
            if names and hint is None:
                hint = negative_hint(names, "")
            opened = _Frame(element, iter(element), None, link, hint)
        else:
            self._block = None
            container = Container(element, tag, around, len(self.blocks))
            self._current = container
            self.containers.append(container)
            _describe(container, names, identifier, around)
            opened = _Frame(element, iter(element), container, link, None)
        if element.text:
            self._text(opened, element.text)
        return opened

    def _close(self, frame: _Frame) -> None:
        container = frame.container
        if container is not None:
            container.last = len(self.blocks)
            self._block = None
            if container.parent is not None:
                self._current = container.parent

    def _break(self, tag: str) -> None:
        block = self._block
        if block is None:
            return
        if tag == "hr" or (block.nodes and _ends_with_break(block)):
            self._block = None  # two breaks are how old pages end a paragraph
        else:
            block.nodes.append(None)

    def _text(self, frame: _Frame, string: str) -> None:
        frame.number += 1
        block = self._block
        bare = len(string.strip())
        if block is None:
            if not bare:
                return
            block = self._block = Block(self._current)
            self.blocks.append(block)
        block.nodes.append(Node(string, frame.element, frame.number, frame.link))
        if bare:
            if not string.isascii():
                bare += len(_DENSE.findall(string)) * 3 // 2
            block.chars += bare
            if frame.link is not None:
                block.link_chars += bare
            if frame.hint is not None:
                block.hint_chars += bare
                block.reason = frame.hint

    _current: Container


def _ends_with_break(block: Block) -> bool:
    for node in reversed(block.nodes):
        if node is None:
            return True
        if not node.string.isspace():
            return False
    return False


def _describe(container: Container, names: str, identifier: str, around: Container | None) -> None:
    """Role, table row and hints of a container, from its element."""
    element, tag = container.element, container.tag
    role = ROLES.get(tag)
    if role:
        container.role = role
    elif tag == "p" and container.role == "cell":
        container.role = "paragraph"
    if tag == "tr":
        container.row = container
    if around is None:  # the body's names describe the whole page
        return
    container.reason = TAG_REASON.get(tag)
    if tag in _UNNAMED:
        return
    if around.tag == "figure" and tag not in _FIGURES:
        container.reason = "caption"
    if tag in _HEADINGS:
        identifier = ""  # an anchor for links to it, made from its words
    if names or identifier:
        container.body = body_hint(names, identifier)
        if container.reason is None and container.body < 3:
            container.reason = negative_hint(names, identifier)
    aria, item = element.get("role"), element.get("itemprop")
    if aria or item:
        _describe_by_attributes(container, aria or "", item or "")
    if tag in ("article", "main"):
        container.body = max(container.body, 1)
    elif tag == "footer":
        container.body = 0


def _describe_by_attributes(container: Container, aria: str, item: str) -> None:
    container.reason = container.reason or ROLE_REASON.get(aria.lower())
    if aria.lower() == "main":
        container.body = max(container.body, 1)
    if "articlebody" in item.lower():
        container.body, container.reason = 3, None


def is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    if not style:
        return False
    compact = style.replace(" ", "").lower()
    return any(hiding in compact for hiding in _HIDING)


def blocks_of(body: Any) -> tuple[list[Block], list[Container], list[str]]:
    """Blocks, their containers (parents before children), and the words of hidden elements."""
    walk = _Walk()
    walk.run(body)
    for block in walk.blocks:
        if block.hint_chars < 0.9 * block.chars:
            block.reason = None
    return walk.blocks, walk.containers, walk.hidden
