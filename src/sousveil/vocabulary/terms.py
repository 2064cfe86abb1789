"""The small language in which vocabulary terms are written, and its translation to regular expressions.

A term is a word or phrase as a researcher would write it, with these additions:

- a space matches white space or one hyphen: `face recognition` also finds "face-recognition";
- `(s)` is optional, and so are endings: `use(s|d)` finds "use", "uses", "used";
- inside a word or standing alone, `(a|b)` is one of the two: `cent(er|re)s`, `(is|are) used`; `(a|b|)` or nothing;
- `*` at the end of a word is any ending: `überwach*`; at the start of a term anything before: `*공항`;
- `...` is a gap of up to four words (in scripts without spaces: up to twelve characters);
- `/.../` is a regular expression, taken as it is.

Upper and lower case are alike, except in a term that begins with `=`: `=Ring` does not find "ring".
"""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["Writing", "anchor_of", "expression_of"]

Writing = Literal["spaced", "joined", "suffixed"]
"""How words stand in a language: between boundaries; run together (Chinese, Japanese); with a boundary before
only, since particles follow (Korean)."""

_GAP = {
    "spaced": r"(?:[\s-]+(?:[^\s,;]|,(?=\d))+){0,4}?[\s-]+",
    "suffixed": r"(?:\s*\S+){0,4}?\s*",
    "joined": r"[^,。;]{0,12}?",
}
_SPECIAL = re.compile(r"\.\.\.|[()|* ]|[^()|* .]+|\.")
_WORDLIKE = re.compile(r"[^\W_]")


def expression_of(term: str, writing: Writing) -> str:
    """The regular expression of a term, with the word boundaries that `writing` asks for.

    Raises `ValueError` where the term is empty or its brackets do not close.
    """
    exact = term.startswith("=")
    body = term[1:] if exact else term
    if not body.strip():
        raise ValueError("the term is empty")
    if len(body) > 2 and body.startswith("/") and body.endswith("/"):
        inner = body[1:-1]
    else:
        opened = body.startswith("*")
        body = body.removeprefix("*")
        inner = _translate(body, writing)
        if opened:
            pass
        elif writing != "joined" and _WORDLIKE.match(body.lstrip("(")):
            inner = r"(?<![^\W_])" + inner
        elif writing == "joined" and body[0].isascii() and body[0].isalnum():
            inner = r"(?<![A-Za-z0-9])" + inner
        if _needs_end(body, writing):
            inner += r"(?![^\W_])" if writing == "spaced" else r"(?![A-Za-z0-9])"
    return f"(?-i:{inner})" if exact else inner


def _needs_end(body: str, writing: Writing) -> bool:
    last = body.rstrip(")")[-1:]
    if body.endswith("*") or not last.isalnum():
        return False
    return writing == "spaced" or last.isascii()


def _translate(body: str, writing: Writing) -> str:
    parts: list[str] = []
    openings: list[int] = []
    pieces = _SPECIAL.findall(body)
    for number, piece in enumerate(pieces):
        if piece == "...":
            parts.append(_GAP[writing])
        elif piece == " ":
            parts.append(r"\s*" if writing != "spaced" else r"[\s\-‐‑]+")
        elif piece == "*":
            parts.append(r"[^\W_]*")
        elif piece == "(":
            openings.append(len(parts))
            parts.append("(?:")
        elif piece == ")":
            if not openings:
                raise ValueError(f"')' without '(' in {body!r}")
            start = openings.pop()
            following = pieces[number + 1][0] if number + 1 < len(pieces) else " "
            ending = start > 0 and parts[start - 1][-1:].isalpha() and not following.isalnum()
            parts.append(")?" if ending or "|" not in parts[start:] else ")")
        elif piece == "|":
            parts.append("|")
        else:
            parts.append(re.escape(piece))
    if openings:
        raise ValueError(f"'(' without ')' in {body!r}")
    # A gap takes the spaces beside it.
    text = "".join(parts)
    gap, space = _GAP[writing], (r"\s*" if writing != "spaced" else r"[\s\-‐‑]+")
    return text.replace(space + gap + space, gap).replace(space + gap, gap).replace(gap + space, gap)


def anchor_of(term: str) -> str | None:
    """The longest text that stands in every match of the term, in lower case; null for an expression."""
    body = term.removeprefix("=")
    if len(body) > 2 and body.startswith("/") and body.endswith("/"):
        return None
    depth = 0
    pieces: list[str] = [""]
    for char in body:
        if char == "(":
            depth += 1
            pieces.append("")
        elif char == ")":
            depth -= 1
            pieces.append("")
        elif depth:
            continue
        elif char in " *.|":
            pieces.append("")
        else:
            pieces[-1] += char
    best = max(pieces, key=len)
    return best.lower() or None
