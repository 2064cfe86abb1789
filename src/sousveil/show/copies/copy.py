"""What is asked of the process that makes copies, and what comes back."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

__all__ = ["LEFT_OUT", "Copy", "Mark", "Order", "Reader"]

Reader = Literal["html", "pdf", "plain"]
LEFT_OUT: Final = (
    "script", "style", "frame", "form", "control", "picture", "media", "drawing", "handler", "link", "refresh",
    "preload", "base", "dialog", "hidden", "comment", "deep",
)  # fmt: skip
"""What is taken out of a page, by what `Copy.left_out` counts it under."""


class Mark(Struct, frozen=True, array_like=True):
    """Words of a claim in a capture: `start` and `end` are characters of the text node at `path`, of the page `page`,
    or of a plain file from the byte on that `path` names."""

    claim: int
    """Number of the claim, as the margin of the source's page has it."""
    start: int
    end: int
    path: str = ""
    page: int = 0


class Order(Struct, frozen=True):
    """A copy that is wanted. `part` is the index of the part of a message that was read, empty where all was."""

    reader: Reader
    charset: str
    marks: tuple[Mark, ...]
    payload: bytes
    page: int = 1
    """Of a PDF, from 1."""
    part: str = ""
    lang: str = "und"


class Copy(Struct, frozen=True):
    """A body of markup that asks for nothing and runs nothing, and what is to be said of it."""

    body: str
    left_out: dict[str, int] = {}
    """How many of what were taken out, by a word of `LEFT_OUT`."""
    marked: tuple[int, ...] = ()
    """Numbers of the claims whose words are marked."""
    pages: int = 1
    cut: bool = False
    """Whether it ends before the capture does, since that is too large to show."""
    small: bool = False
    """Whether a page was drawn smaller than it asks to be."""
    lang: str = "und"
