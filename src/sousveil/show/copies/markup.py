"""A parsed page written anew: from its tree comes only what is allowed, with the words of claims marked.

What is not named here is not written: no address, no script, no style, no name that the page chose. What is left out
is counted, and where a reader would miss it a note says so. Nothing recurses, so depth costs nothing but the note.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any, Final

from sousveil.read.html_blocks import is_hidden
from sousveil.read.html_tree import Paths
from sousveil.show.copies.copy import Copy, Mark

__all__ = ["ATTRIBUTES", "KEPT", "written"]

KEPT: Final = frozenset({
    "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "ins", "kbd", "li", "main", "nav", "ol", "p", "pre", "q",
    "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
})  # fmt: skip
_AS: Final = {
    "acronym": "span", "abbr": "span", "big": "span", "center": "div", "dir": "ul", "fieldset": "div", "font": "span",
    "form": "div", "hgroup": "div", "label": "span", "legend": "p", "listing": "pre", "mark": "span", "menu": "ul",
    "nobr": "span", "noscript": "div", "picture": "span", "plaintext": "pre", "search": "div", "strike": "s",
    "tt": "code", "xmp": "pre",
}  # fmt: skip
_VOID: Final = frozenset({"br", "hr", "wbr", "col"})
_HOLLOW: Final = frozenset(
    {
        "area",
        "base",
        "basefont",
        "bgsound",
        "embed",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
    }
)
"""Elements that hold nothing, by the standard. The parser lets some of them swallow what follows."""
_LEFT_OUT: Final = {
    "script": "script", "style": "style", "iframe": "frame", "frame": "frame", "frameset": "frame", "object": "frame",
    "embed": "frame", "applet": "frame", "portal": "frame", "fencedframe": "frame", "noembed": "frame",
    "noframes": "frame",
    "input": "control", "button": "control", "select": "control", "textarea": "control", "option": "control",
    "optgroup": "control", "datalist": "control", "progress": "control", "meter": "control",
    "keygen": "control", "audio": "media", "video": "media", "source": "media", "track": "media", "param": "media",
    "bgsound": "media", "svg": "drawing", "math": "drawing", "canvas": "drawing", "map": "drawing", "area": "link",
    "base": "base", "basefont": "style", "template": "hidden", "dialog": "dialog", "xml": "hidden", "head": "hidden",
    "title": "hidden",
}  # fmt: skip
"""Elements that go with all that is in them."""
_NOTED: Final = {"frame": "Frame left out", "media": "Sound or film left out", "drawing": "Drawing left out"}
_PRELOADS: Final = frozenset({"preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch", "prerender"})
ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "*": frozenset({"lang", "dir"}), "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "ol": frozenset({"start"}), "li": frozenset({"value"}), "col": frozenset({"span"}), "colgroup": frozenset({"span"}),
    "details": frozenset({"open"}),
}  # fmt: skip
"""What an element may keep of its own; every value is one that `_SHAPES` takes."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,4}")
_SHAPES: Final = {
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}"), "dir": re.compile(r"ltr|rtl|auto"),
    "colspan": _NUMBER, "rowspan": _NUMBER, "span": _NUMBER, "start": _NUMBER, "value": _NUMBER,
    "scope": re.compile(r"row|col|rowgroup|colgroup"), "open": re.compile(""),
}  # fmt: skip
_RASTER: Final = re.compile(r"\s*data:image/(png|jpe?g|gif|webp)(?:;[a-z0-9=-]{1,40})*;base64,", re.IGNORECASE)
_OPENINGS: Final = {"png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF8", "webp": b"RIFF", "jpg": b"\xff\xd8\xff"}
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_DEEPEST: Final = 120
"""Elements inside each other that are written; below, only their words are."""
_MOST_ELEMENTS: Final = 150_000
_MOST_CHARACTERS: Final = 6_000_000
_MOST_PICTURE: Final = 3_000_000
_MOST_PICTURES: Final = 12_000_000
"""Characters of a picture's address, and of those of all."""
_TINY: Final = re.compile(r"\s*[0-3](?:px)?\s*")


class _FullError(Exception):
    """More was written than a browser should be handed."""


def written(root: Any, marks: Sequence[Mark], prefix: str = "") -> Copy:
    """The copy of a page. `prefix` is what the paths of the marks begin with."""
    body = root.find("body")
    body = root if body is None else body
    for name in ("lang", "dir"):
        if root.get(name) and body.get(name) is None:
            body.set(name, root.get(name))
    writer = _Writer(root, marks, prefix)
    writer.look_over(root)
    cut = False
    try:
        writer.run(body)
    except _FullError:
        cut = True
    return Copy(writer.finish(), dict(writer.left_out), tuple(sorted(writer.marked)), cut=cut)


class _Frame:
    """An element that is being written: what closes it, and how many text nodes of it were met."""

    __slots__ = ("children", "closing", "element", "number")

    def __init__(self, element: Any, closing: str) -> None:
        self.element = element
        self.children: Iterator[Any] = iter(element)
        self.closing = closing
        self.number = 0


class _Writer:
    def __init__(self, root: Any, marks: Sequence[Mark], prefix: str) -> None:
        self.left_out: Counter[str] = Counter()
        self.marked: set[int] = set()
        self._out: list[str] = []
        self._size = 0
        self._elements = 0
        self._pictures = 0
        self._depth = 0
        self._frames: list[_Frame] = []
        self._paths = Paths(root, prefix)
        self._marks: dict[str, list[Mark]] = {}
        for mark in marks:
            self._marks.setdefault(mark.path, []).append(mark)

    def look_over(self, root: Any) -> None:
        """Count what has no place in a body, and what every element carries that is never written."""
        for element in root.iter():
            if not isinstance(element.tag, str):
                self.left_out["comment"] += 1
                continue
            for name in element.attrib:
                if name.lower().startswith("on"):
                    self.left_out["handler"] += 1
            if "style" in element.attrib:
                self.left_out["style"] += 1
            if element.tag in {"meta", "link"}:
                self.left_out.update(_head_part(element))
            elif element.tag == "form":
                self.left_out["form"] += 1
            elif element.tag in {"script", "style", "base"}:
                self.left_out[_LEFT_OUT[element.tag]] += 1

    def run(self, body: Any) -> None:
        """Write an element and all below it."""
        self._enter(body, "div")
        while self._frames:
            frame = self._frames[-1]
            for child in frame.children:
                entered = self._child(child)
                if entered:
                    break
                self._tail(frame, child)
            else:
                self._frames.pop()
                self._write(frame.closing)
                self._depth -= bool(frame.closing)
                if self._frames:
                    self._tail(self._frames[-1], frame.element)

    def finish(self) -> str:
        """What was written, with everything closed."""
        self._out += [frame.closing for frame in reversed(self._frames)]
        return "".join(self._out)

    def _child(self, child: Any) -> bool:
        """Write what a child is; whether what it holds comes next."""
        tag = child.tag
        if not isinstance(tag, str):
            return False
        if tag in _HOLLOW or tag == "image":
            self._leave_out(child, tag)
            if len(child) or child.text:
                self._enter(child, None)
                return True
            return False
        if tag in _LEFT_OUT or is_hidden(child):
            self._leave_out(child, tag)
            return False
        if tag in _VOID:
            self._write(f"<{tag}{_attributes(child, tag)}>")
            return False
        self._enter(child, _AS.get(tag, tag if tag in KEPT else "span"))
        return True

    def _leave_out(self, element: Any, tag: str) -> None:
        if tag in {"img", "image"}:
            self._picture(element)
            return
        if tag in {"meta", "link", "script", "style", "base"}:  # counted already, wherever they stand
            return
        reason = _LEFT_OUT.get(tag, "hidden")
        self.left_out[reason] += 1
        if reason in _NOTED:
            self._note(_NOTED[reason])

    def _enter(self, element: Any, tag: str | None) -> None:
        """Write the start of an element as `tag`, or (None) what it holds alone."""
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise _FullError
        closing = ""
        if tag is None:
            pass
        elif self._depth < _DEEPEST:
            self._depth += 1
            closing = f"</{tag}>"
            self._write(f"<{tag}{_attributes(element, tag)}>")
            if element.tag == "a" and element.get("href"):
                self.left_out["link"] += 1
        else:
            self.left_out["deep"] += 1
        frame = _Frame(element, closing)
        self._frames.append(frame)
        if element.text:
            self._text(frame, element.text)

    def _tail(self, frame: _Frame, child: Any) -> None:
        if child.tail:
            self._text(frame, child.tail)

    def _text(self, frame: _Frame, string: str) -> None:
        frame.number += 1
        here = self._marks.get(self._paths.text(frame.element, frame.number)) if self._marks else None
        if not here:
            self._write(_words(string))
            return
        borders = {0, len(string), *(m.start for m in here), *(m.end for m in here)}
        for start, end in pairwise(sorted(border for border in borders if 0 <= border <= len(string))):
            claims = sorted({mark.claim for mark in here if mark.start <= start and mark.end >= end})
            opened = [claim for claim in claims if claim not in self.marked]
            for claim in opened:
                self._write(f'<a id="claim-{claim}" class="no">{claim}</a>')
            self.marked.update(opened)
            words = _words(string[start:end])
            self._write(f'<mark class="claim">{words}</mark>' if claims else words)

    def _picture(self, element: Any) -> None:
        source = element.get("src") or ""
        alt = " ".join((element.get("alt") or "").split())[:300]
        if len(source) <= _MOST_PICTURE and self._pictures + len(source) <= _MOST_PICTURES and _is_raster(source):
            self._pictures += len(source)
            self._out.append(f'<img src="{escape(_compact(source))}" alt="{escape(_words(alt))}">')
            return
        self.left_out["picture"] += 1
        # What is a dot in size counts readers, and nobody misses it.
        if not any(_TINY.fullmatch(element.get(side) or "") for side in ("width", "height")):
            self._note(f"Picture left out: {alt}" if alt else "Picture left out")

    def _note(self, words: str) -> None:
        self._write(f'<span class="gone">{_words(words)}</span>')

    def _write(self, markup: str) -> None:
        self._out.append(markup)
        self._size += len(markup)
        if self._size > _MOST_CHARACTERS:
            raise _FullError


def _words(string: str) -> str:
    return escape(_UNSEEN.sub("", string), quote=False)


def _attributes(element: Any, tag: str) -> str:
    if not element.attrib:
        return ""
    kept = []
    for name in sorted(ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset())):
        value = element.get(name)
        if value is not None and _SHAPES[name].fullmatch("" if name == "open" else value.strip()):
            kept.append(f' {name}="{"" if name == "open" else value.strip()}"')
    return "".join(kept)


def _head_part(element: Any) -> Iterator[str]:
    """What a `meta` or a `link` would have done."""
    if element.tag == "meta":
        if (element.get("http-equiv") or "").strip().lower() == "refresh":
            yield "refresh"
        return
    relations = set((element.get("rel") or "").lower().split())
    if "stylesheet" in relations:
        yield "style"
    elif relations & _PRELOADS:
        yield "preload"


def _is_raster(source: str) -> bool:
    """Whether an address holds a picture of one of four kinds, by its first bytes as well."""
    label = _RASTER.match(source)
    if label is None:
        return False
    kind = label[1].lower().replace("jpeg", "jpg")
    try:
        start = b64decode("".join(source[label.end() : label.end() + 80].split())[:16], validate=True)
    except (binascii.Error, ValueError):
        return False
    return start.startswith(_OPENINGS[kind]) and re.fullmatch(r"[A-Za-z0-9+/=\s]+", source[label.end() :]) is not None


def _compact(source: str) -> str:
    label = _RASTER.match(source)
    assert label is not None, "only pictures are written"
    kind = label[1].lower().replace("jpg", "jpeg")
    return f"data:image/{kind};base64,{''.join(source[label.end() :].split())}"
