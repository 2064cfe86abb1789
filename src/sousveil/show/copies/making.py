"""The work of the process apart: captured bytes to a copy. Runs where a crash or a bomb ends nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from itertools import pairwise
from typing import Final

import msgspec
import nh3

from sousveil.read.charset import codec_of, decode_as
from sousveil.read.eml import part_payload
from sousveil.read.html_tree import parse_as
from sousveil.record.capture import Capture
from sousveil.show.copies.copy import Copy, Mark, Order
from sousveil.show.copies.markup import ATTRIBUTES, KEPT, written
from sousveil.show.copies.sheets import drawn

__all__ = ["cleaned", "make", "packed"]

_OWN: Final = {"mark": {"class"}, "span": {"class"}, "a": {"class", "id"}, "img": {"src", "alt"}}
_CLASSES: Final = frozenset({"claim", "no", "gone"})
_PICTURE: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+")
_PLACE: Final = re.compile(r"claim-[0-9]{1,6}")
_MOST_WORDS: Final = 2_000_000
"""Characters of a plain file that are shown."""


def packed(order: Order) -> bytes:
    """An order as the bytes that travel to the process."""
    return msgspec.msgpack.encode(order)


def make(_: Capture, orders: bytes) -> Copy:
    """The copy that a packed order asks for. Raises ReadLoss where the bytes are none of that format."""
    order = msgspec.msgpack.decode(orders, type=Order)
    return msgspec.structs.replace(_made(order), lang=order.lang)


def _made(order: Order) -> Copy:
    payload = part_payload(order.payload, int(order.part)) if order.part else order.payload
    match order.reader:
        case "pdf":
            return drawn(payload, order.page, order.marks)
        case "plain":
            return _plain(payload, order)
        case _:
            made = written(parse_as(payload, order.charset), order.marks, order.part)
            return msgspec.structs.replace(made, body=cleaned(made.body))


def cleaned(body: str) -> str:
    """Markup with everything taken out that is not on the list, by a library that parses as browsers do. It comes last:
    whatever a page made us write, this is what a browser gets."""
    own = {tag: set(names) for tag, names in ATTRIBUTES.items()}
    for tag, names in _OWN.items():
        own.setdefault(tag, set()).update(names)
    return nh3.clean(
        body,
        tags=set(KEPT) | {"a", "img", "mark"},
        clean_content_tags={"script", "style", "iframe", "object", "svg", "math", "template", "textarea", "title"},
        attributes=own,
        attribute_filter=_attribute,
        strip_comments=True,
        link_rel=None,
        url_schemes={"data"},
    )


def _attribute(_: str, name: str, value: str) -> str | None:
    match name:
        case "class":
            return value if value in _CLASSES else None
        case "id":
            return value if _PLACE.fullmatch(value) else None
        case "src":
            return value if _PICTURE.fullmatch(value) else None
        case _:
            return value


def _plain(payload: bytes, order: Order) -> Copy:
    """A plain file, or a row of a table, as it stands."""
    charset = order.charset or "utf-8"
    content = decode_as(payload, charset)
    spans = _spans(payload, codec_of(charset), order.marks)
    borders = {0, min(len(content), _MOST_WORDS), *(edge for start, end, _ in spans for edge in (start, end))}
    out, marked = [], set()
    for start, end in pairwise(sorted(border for border in borders if border <= _MOST_WORDS)):
        claims = sorted({number for first, last, number in spans if first <= start and last >= end})
        out += [f'<a id="claim-{number}" class="no">{number}</a>' for number in claims if number not in marked]
        marked.update(claims)
        words = escape(content[start:end], quote=False)
        out.append(f'<mark class="claim">{words}</mark>' if claims else words)
    body = cleaned(f"<pre>\n{''.join(out)}</pre>")
    return Copy(body, marked=tuple(sorted(marked)), cut=len(content) > _MOST_WORDS)


def _spans(payload: bytes, codec: str, marks: tuple[Mark, ...]) -> list[tuple[int, int, int]]:
    """Places in the decoded file, from places in its bytes."""
    found, known = [], _Counted(payload, codec)
    for mark in marks:
        start = known.characters(int(mark.path))
        found.append((start + mark.start, start + mark.end, mark.claim))
    return found


class _Counted:
    """How many characters stand before a byte; each stretch is decoded once."""

    def __init__(self, payload: bytes, codec: str) -> None:
        self._payload = payload
        self._codec = codec
        self._before: dict[int, int] = {}

    def characters(self, at: int) -> int:
        """Characters before byte `at`, the byte order mark not counted."""
        if at not in self._before:
            near: Mapping[int, int] = self._before
            base = max((known for known in near if known <= at), default=0)
            before = self._before.get(base, 0)
            stretch = self._payload[base:at].decode(self._codec, "replace")
            self._before[at] = before + len(stretch.removeprefix("\ufeff") if base == 0 else stretch)
        return self._before[at]
