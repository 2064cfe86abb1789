"""Markdown that people write, as a tree that a template turns into elements.

Nothing is marked as safe on the way: the tree has only the elements listed here, templates escape every word of it, and
HTML in the text is text. Pictures are left as the words that describe them, since pages load nothing from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from msgspec import Struct

from sousveil.show.server.security import own_address, safe_link

__all__ = ["Element", "headings", "prose"]

_ELEMENTS: Final = {
    "paragraph": "p", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "blockquote": "blockquote",
    "table": "table", "thead": "thead", "tbody": "tbody", "tr": "tr", "th": "th", "td": "td", "em": "em",
    "strong": "strong", "hr": "hr", "hardbreak": "br", "s": "s",
}  # fmt: skip
_TEXT: Final = {"code_inline": "code", "code_block": "pre", "fence": "pre"}
_DEEPEST: Final = 6
_SPACE: Final = re.compile(r"[^\w]+")


class Element(Struct, frozen=True, kw_only=True):
    """An element, or words where `tag` is empty."""

    tag: str = ""
    words: str = ""
    children: tuple[Element, ...] = ()
    href: str = ""
    """Of a link: an address elsewhere, one of this server, or a part of this page."""
    outward: bool = False
    name: str = ""
    """Of a heading: what links to it name."""
    start: int = 1
    """Of a numbered list: the first number."""


def prose(markdown: str) -> tuple[Element, ...]:
    """The elements of a text in Markdown (CommonMark with tables). Its headings begin below the page's own."""
    names: dict[str, int] = {}
    return tuple(_elements(SyntaxTreeNode(_parser().parse(markdown)), names))


def headings(elements: tuple[Element, ...]) -> list[tuple[str, str]]:
    """Name and words of each heading of the two highest levels that are used."""
    found = [each for each in elements if each.name]
    levels = sorted({each.tag for each in found})[:2]
    return [(each.name, _words_of(each)) for each in found if each.tag in levels]


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough")


def _elements(node: SyntaxTreeNode, names: dict[str, int]) -> Iterator[Element]:
    for child in node.children:
        yield from _element(child, names)


def _element(node: SyntaxTreeNode, names: dict[str, int]) -> Iterator[Element]:
    kind = node.type
    if kind == "text":
        yield Element(words=node.content)
    elif kind == "softbreak":
        yield Element(words="\n")
    elif kind in _TEXT:
        yield Element(tag=_TEXT[kind], words=node.content)
    elif kind == "heading":
        yield _heading(node, names)
    elif kind == "link":
        yield from _link(node, names)
    elif kind == "image":
        yield Element(words=_plain(node))
    elif kind in _ELEMENTS and not (kind == "paragraph" and node.hidden):
        start = node.attrs.get("start", 1)
        children = tuple(_elements(node, names))
        yield Element(tag=_ELEMENTS[kind], children=children, start=start if isinstance(start, int) else 1)
    else:
        # What is only a wrapper, and whatever is not listed: its words, without an element.
        yield from _elements(node, names) if node.children else iter([Element(words=node.content)])


def _heading(node: SyntaxTreeNode, names: dict[str, int]) -> Element:
    children = tuple(_elements(node, names))
    name = _SPACE.sub("-", "".join(map(_words_of, children)).casefold()).strip("-") or "part"
    names[name] = names.get(name, 0) + 1
    name = name if names[name] == 1 else f"{name}-{names[name]}"
    return Element(tag=f"h{min(_DEEPEST, int(node.tag[1:]) + 1)}", children=children, name=f"on-{name}")


def _link(node: SyntaxTreeNode, names: dict[str, int]) -> Iterator[Element]:
    given = str(node.attrs.get("href", ""))
    children = tuple(_elements(node, names))
    if outward := safe_link(given):
        yield Element(tag="a", href=outward, outward=True, children=children)
    elif given.startswith("#") and len(given) > 1:
        yield Element(tag="a", href=f"#on-{given[1:]}", children=children)
    elif given.startswith("/") and own_address(given) == given:
        yield Element(tag="a", href=given, children=children)
    else:
        yield from children


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(_plain(child) for child in node.children) if node.children else node.content


def _words_of(element: Element) -> str:
    return element.words + "".join(map(_words_of, element.children))
