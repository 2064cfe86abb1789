"""XML of any size, one entry at a time. What could reach out or blow up is refused: document types, entities, depth."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from sousveil.errors import ReferenceDataError
from sousveil.reference.opening import open_bytes

__all__ = ["children", "entries", "local", "text_of"]

_LARGEST: Final = 200_000
"""Elements inside one entry."""
_DEEPEST: Final = 40


def entries(path: Path, root: str, tag: str) -> Iterator[tuple[int, etree._Element]]:
    """The elements `tag` right below `root`, numbered from 1, each gone from memory once the next is asked for.

    Raises:
        ReferenceDataError: it is no sound XML, has another root or a document type, or is nested too deep.
    """
    number = depth = inside = 0
    with open_bytes(path) as file:
        try:
            events = etree.iterparse(
                file, events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
                remove_comments=True, remove_pis=True,
            )  # fmt: skip
            for event, element in events:
                if event == "start":
                    depth, inside = depth + 1, inside + 1
                    _check(path, element, root, depth, inside)
                    continue
                depth -= 1
                if depth == 1:
                    if local(element) == tag:
                        number += 1
                        yield number, element
                    inside = 0
                    _forget(element)
        except etree.XMLSyntaxError as error:
            raise ReferenceDataError(f"{path} is no sound XML ({error.msg}). Download it again.") from error


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for what is none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements at a path of names, whatever their namespace."""
    head, *rest = names
    for child in element:
        if local(child) == head:
            if rest:
                yield from children(child, *rest)
            else:
                yield child


def text_of(element: etree._Element, *names: str) -> str:
    """The text of the first element at a path; empty where there is none."""
    found = next(children(element, *names), None)
    return "" if found is None else (found.text or "")


def _check(path: Path, element: etree._Element, root: str, depth: int, inside: int) -> None:
    if depth == 1:
        if element.getroottree().docinfo.doctype:
            raise ReferenceDataError(f"{path} has a document type of its own, which no published list has; not read.")
        if local(element) != root:
            raise ReferenceDataError(f"{path} begins with <{local(element)[:60]}>, not with <{root}>. Is it the file?")
    if depth > _DEEPEST or inside > _LARGEST:
        raise ReferenceDataError(f"{path} is nested deeper or has larger entries than any published list; not read.")


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
