"""Markup to a tree, and addresses of its text nodes.

libxml2 parses what browsers parse: broken, unclosed, mislabelled. Nothing is loaded from anywhere else, entities
of a document type are not expanded, and no step here recurses, so depth costs memory and nothing more.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from lxml import etree

from sousveil.errors import ReadLoss
from sousveil.read.charset import declared_in_markup, decode, decode_as

__all__ = ["Page", "Paths", "parse", "parse_as", "text_node"]

_PLAIN_NAME: Final = re.compile(r"[a-z][a-z0-9]*\Z")
_STEP: Final = re.compile(r"(\*|[a-z][a-z0-9]*)\[(\d+)\]|text\(\)\[(\d+)\]")


class Page(NamedTuple):
    """A parsed document and how its bytes were decoded."""

    root: Any
    charset: str
    replaced: int
    """Characters that could not be decoded."""
    nulls: int
    """NUL characters, which are taken out before parsing: a parser would make U+FFFD of each."""


def parse(payload: bytes, header: str | None = None) -> Page:
    """Parse HTML or XHTML bytes; `header` is the sender's charset label.

    Raises ReadLoss (`html-empty`) where there is no element at all.
    """
    decoded = decode(payload, header, declared_in_markup(payload))
    return Page(_root(decoded.text), decoded.charset, decoded.text.count("\ufffd"), decoded.text.count("\x00"))


def parse_as(payload: bytes, charset: str) -> Any:
    """The root of a page whose charset (as `Page.charset` names it) is known. Raises ReadLoss like `parse`."""
    return _root(decode_as(payload, charset))


def _root(text: str) -> Any:
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_pis=False, huge_tree=True, default_doctype=False
    )
    # Surrogates can only come from broken UTF-16 or GB18030; they have no UTF-8 form.
    markup = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(markup, parser) if markup.strip() else None
    except etree.XMLSyntaxError:  # what lxml raises for a document without any element
        root = None
    if root is None:
        raise ReadLoss("html-empty", "The page holds no element. Check that the bytes are a web page.")
    return root


class Paths:
    """XPath of elements and text nodes. Each parent's children are counted once, so that a page with a hundred
    thousand siblings stays linear."""

    def __init__(self, root: Any, prefix: str = "") -> None:
        self._root = root
        self._prefix = prefix
        self._steps: dict[Any, str] = {}
        self._paths: dict[Any, str] = {root: f"{prefix}/*[1]" if not _plain(root) else f"{prefix}/{root.tag}[1]"}

    def text(self, element: Any, number: int) -> str:
        """Path of the `number`th text node (from 1) among the children of `element`."""
        return f"{self.element(element)}/text()[{number}]"

    def element(self, element: Any) -> str:
        chain = []
        node = element
        while node not in self._paths:
            chain.append(node)
            node = node.getparent()
        path = self._paths[node]
        for node in reversed(chain):
            if node not in self._steps:
                self._count(node.getparent())
            path = f"{path}/{self._steps[node]}"
            self._paths[node] = path
        return path

    def _count(self, parent: Any) -> None:
        seen: dict[str, int] = {}
        for position, child in enumerate(parent.iterchildren(tag=etree.Element), 1):
            if _plain(child):
                seen[child.tag] = seen.get(child.tag, 0) + 1
                self._steps[child] = f"{child.tag}[{seen[child.tag]}]"
            else:
                self._steps[child] = f"*[{position}]"


def _plain(element: Any) -> bool:
    return _PLAIN_NAME.match(element.tag) is not None


def text_node(root: Any, path: str) -> str:
    """The string of the text node at `path`, as `Paths` writes it. Raises KeyError where there is none."""
    node = None
    for step in path.strip("/").split("/"):
        match = _STEP.fullmatch(step)
        if not match:
            raise KeyError(path)
        name, index, number = match.groups()
        if number:
            return _nth_text(node, int(number), path)
        node = root if node is None else _nth_child(node, name, int(index), path)
    raise KeyError(path)


def _nth_child(parent: Any, name: str, index: int, path: str) -> Any:
    for child in parent.iterchildren(tag=etree.Element if name == "*" else name):
        index -= 1
        if not index:
            return child
    raise KeyError(path)


def _nth_text(parent: Any, number: int, path: str) -> str:
    texts = [parent.text] + [child.tail for child in parent]
    strings = [text for text in texts if text]
    if number > len(strings):
        raise KeyError(path)
    return str(strings[number - 1])
