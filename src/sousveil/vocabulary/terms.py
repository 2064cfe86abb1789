"""The small language in which vocabulary terms are written, and its translation to regular expressions.

A term is a word or phrase as a researcher would write it, with these additions:

- a space matches white space or one hyphen: `face recognition` also finds "face-recognition";
- `(s)` is optional, and so are endings: `use(s|d)` finds "use", "uses", "used";
- inside a word or standing alone, `(a|b)` is one of the two: `cent(er|re)s`, `(is|are) used`; `(a|b|)` or nothing;
- `~` behind a word or stem is any of its forms, by the endings in the language's `[inflection]`: `камера~`; `~name`
  takes the endings of a class there, `~0` none in a language that inflects every word;
- `*` at the end of a word is any ending: `überwach*`; at the start of a term anything before: `*공항`;
- `...` is a gap of up to four words (in scripts without spaces: up to twelve characters);
- the zero width non-joiner is itself, a space or nothing;
- `/.../` is a regular expression, taken as it is.

Upper and lower case are alike, except in a term that begins with `=`: `=Ring` does not find "ring".
"""

from __future__ import annotations

import re
from typing import Literal

from sousveil.vocabulary.inflection import AS_WRITTEN, NO_FORMS, Inflection
from sousveil.vocabulary.letters import JOINER

__all__ = ["FOUND", "Writing", "anchor_of", "expression_of", "pieces_of"]

Writing = Literal["spaced", "joined", "suffixed"]
"""How words stand in a language: between boundaries; run together (Chinese, Japanese); with a boundary before
only, since particles follow (Korean)."""
FOUND = "found"
"""Group of an expression that holds what was found, where small words may be written together with it."""

_GAP = {
    "spaced": r"(?:[\s-]+(?:[^\s,;،؛]|,(?=\d))+){0,4}?[\s-]+",
    "suffixed": r"(?:\s*\S+){0,4}?\s*",
    "joined": r"[^,，。;；]{0,12}?",
}
_SPECIAL = re.compile(rf"\.\.\.|~\w*|[()|* {JOINER}]|[^()|* .~{JOINER}]+|\.")
_SEPARATORS = re.compile(rf"[ *.|{JOINER}]")
_WORDLIKE = re.compile(r"[^\W_]")
_SPECIAL_PIECE = re.compile(rf"~|\.|[()|* {JOINER}]$")
_MARKER = re.compile(r"~\w*$")
_LONG = "-" * 9
"""Stands for a choice of words, which are taken to be long."""
_SAME_SCRIPT = r"(?![\uac00-\ud7a3])"


def expression_of(
    term: str, writing: Writing, inflection: Inflection = NO_FORMS, *, taken: list[frozenset[str]] | None = None
) -> str:
    """The regular expression of a term, with the word boundaries that `writing` asks for.

    With `taken`, where small words may be written together with its first word, the group `FOUND` holds what stands
    behind them; and an ending is any letters in a group of its own, in the order of the sets that are added to
    `taken`, of which it must be one: such expressions are compiled ten times as fast.

    Raises `ValueError` where the term is empty, its brackets do not close or it has a marker for forms that the
    language does not list.
    """
    exact = term.startswith("=")
    body = term[1:] if exact else term
    if not body.strip():
        raise ValueError("the term is empty")
    if _is_expression(body):
        inner = body[1:-1]
    else:
        opened = body.startswith("*")
        body = body.removeprefix("*")
        small, inner = _translate(body, writing, inflection, opened=opened, taken=taken)
        inner += _end(body, writing)
        if taken is not None and small:
            inner = f"(?P<{FOUND}>{inner})"
        inner = ("" if opened else _start(body, writing)) + small + inner
    return f"(?-i:{inner})" if exact else inner


def _is_expression(body: str) -> bool:
    return len(body) > 2 and body.startswith("/") and body.endswith("/")


def _start(body: str, writing: Writing) -> str:
    if writing != "joined":
        return r"(?<![^\W_])" if _WORDLIKE.match(body.lstrip("(")) else ""
    return r"(?<![A-Za-z0-9])" if body[0].isascii() and body[0].isalnum() else ""


def _end(body: str, writing: Writing) -> str:
    bare = _MARKER.sub("", body.rstrip("|)"))
    marked = len(bare) < len(body.rstrip("|)"))
    last = bare[-1:]
    if body.endswith("*") or not (last.isalnum() or marked):
        return ""
    if writing == "spaced":
        return r"(?![^\W_])"
    if last.isascii() and last.isalnum():
        return r"(?![A-Za-z0-9])"
    return _SAME_SCRIPT if marked and writing == "suffixed" else ""


def _translate(
    body: str, writing: Writing, inflection: Inflection, *, opened: bool, taken: list[frozenset[str]] | None
) -> tuple[str, str]:
    """Expressions for what may stand before the first word, and for the term."""
    gap, space = _GAP[writing], (r"\s*" if writing != "spaced" else r"[\s\-‐‑]+")
    marks = {"...": gap, " ": space, JOINER: rf"[\s{JOINER}]?", "*": r"[^\W_]*", "(": "(?:", "|": "|"}
    small = ""
    parts: list[str] = []
    openings: list[int] = []
    pieces = _SPECIAL.findall(body)
    for number, piece in enumerate(pieces):
        if inflection.proclitics and not (opened and number == 0) and _opens(pieces, number):
            before, article = _proclitics(pieces, number, inflection)
            if number:
                parts.append(before + article)
            else:
                small, parts = before, [article]
        if piece == ")":
            if not openings:
                raise ValueError(f"')' without '(' in {body!r}")
            start = openings.pop()
            following = pieces[number + 1][0] if number + 1 < len(pieces) else " "
            ending = start > 0 and parts[start - 1][-1:].isalpha() and not following.isalnum()
            parts.append(")?" if ending or "|" not in parts[start:] else ")")
        elif piece in marks:
            if piece == "(":
                openings.append(len(parts))
            parts.append(marks[piece])
        elif piece.startswith("~"):
            parts.append(_endings(pieces, number - 1, piece[1:], inflection, taken))
        else:
            stem, inflected = _form(pieces, number, inflection)
            parts.append(re.escape(stem))
            if inflected:
                parts.append(_endings(pieces, number, "", inflection, taken))
    if openings:
        raise ValueError(f"'(' without ')' in {body!r}")
    # A gap takes the spaces beside it.
    text = "".join(parts)
    return small, text.replace(space + gap + space, gap).replace(space + gap, gap).replace(gap + space, gap)


def _opens(pieces: list[str], number: int) -> bool:
    """Whether a word begins with this piece: text, or a choice of texts."""
    begun = number == 0 or pieces[number - 1] in {" ", "..."}
    return begun and (pieces[number] == "(" or _is_text(pieces[number]))


def _is_text(piece: str) -> bool:
    return _SPECIAL_PIECE.match(piece) is None


def _marker(pieces: list[str], number: int) -> str | None:
    """The name behind `~` right after a piece, which may be empty; null where there is no marker."""
    following = pieces[number + 1] if number + 1 < len(pieces) else ""
    return following[1:] if following.startswith("~") else None


def _proclitics(pieces: list[str], number: int, inflection: Inflection) -> tuple[str, str]:
    """Expressions for the small words before the word that begins at a piece, and for its article."""
    if _marker(pieces, number) == AS_WRITTEN:
        return "", ""
    word = pieces[number] if _is_text(pieces[number]) else _LONG
    return inflection.before(word), inflection.without_article(word)[0]


def _form(pieces: list[str], number: int, inflection: Inflection) -> tuple[str, bool]:
    """The stem of a word, and whether endings follow it without a marker."""
    word, marker = pieces[number], _marker(pieces, number)
    if marker == AS_WRITTEN:
        return word, False
    if inflection.proclitics and _opens(pieces, number):
        word = inflection.without_article(word)[1]
    if marker is not None:
        return inflection.stem(word, marker), False
    following = pieces[number + 1] if number + 1 < len(pieces) else " "
    inflected = following in {" ", "...", "|", ")"} and inflection.takes(word)
    return (inflection.stem(word, "") if inflected else word), inflected


def _endings(
    pieces: list[str], number: int, name: str, inflection: Inflection, taken: list[frozenset[str]] | None
) -> str:
    """An expression for the endings of the word at a piece, or of the choice that ends there."""
    if name == AS_WRITTEN:
        return ""
    word = pieces[number] if number >= 0 and _is_text(pieces[number]) else ""
    behind = number + 1 + (number + 1 < len(pieces) and pieces[number + 1].startswith("~"))
    last = behind == len(pieces) or pieces[behind] in {" ", "..."}
    listed = inflection.listed(word, name) if taken is not None and word and last else None
    if taken is None or listed is None:
        return inflection.endings(word, name)
    taken.append(listed)
    return rf"([^\W_]{{0,{max(map(len, listed))}}})"


_SHORTEST_PART = 3
_ATOM = re.compile(r"\\(?P<escaped>\W)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[\d,]*\}|.", re.DOTALL)


def _certain_part(expression: str) -> str:
    """The longest plain text that every match of a regular expression holds; empty where it is too short to help.

    What stands in brackets is not looked into.
    """
    depth, runs = 0, [""]
    for match in _ATOM.finditer(expression):
        atom = match.group()
        if atom == "|" and not depth:
            return ""
        if atom in {"(", ")"}:
            depth += 1 if atom == "(" else -1
        if depth == 0 and (atom in {"?", "*"} or atom[0] == "{"):
            # What stands before may be missing.
            runs[-1] = runs[-1][:-1]
        plain = match["escaped"] or (atom if len(atom) == 1 and atom not in "()[]{}?*+.^$\\" else None)
        if depth == 0 and plain:
            runs[-1] += plain
        else:
            runs.append("")
    best = max(runs, key=len)
    return best if len(best) >= _SHORTEST_PART else ""


def pieces_of(term: str, inflection: Inflection = NO_FORMS) -> tuple[str, ...]:
    """Texts that all stand in every match of the term, in lower case; of words with forms, their stems."""
    body = term.removeprefix("=")
    if _is_expression(body):
        part = _certain_part(body[1:-1]).lower()
        return (part,) if part else ()
    inflected = "~" in body or inflection.proclitics or inflection.every
    if "(" not in body and not inflected:
        return tuple(piece.lower() for piece in _SEPARATORS.split(body) if piece)
    depth, found = 0, []
    pieces = _SPECIAL.findall(body)
    for number, piece in enumerate(pieces):
        if piece in {"(", ")"}:
            depth += 1 if piece == "(" else -1
        elif depth == 0 and _is_text(piece):
            found.append((_form(pieces, number, inflection)[0] if inflected else piece).lower())
    return tuple(filter(None, found))


def anchor_of(term: str, inflection: Inflection = NO_FORMS) -> str | None:
    """The longest text that stands in every match of the term, in lower case; null where there is none."""
    body = term.removeprefix("=")
    if _is_expression(body):
        return _certain_part(body[1:-1]).lower() or None
    pieces = _SPECIAL.findall(body) if "~" in body or inflection.proclitics or inflection.every else None
    if pieces is None and "(" not in body:
        return max(_SEPARATORS.split(body), key=len).lower() or None
    depth = 0
    best = ""
    pieces = pieces if pieces is not None else _SPECIAL.findall(body)
    for number, piece in enumerate(pieces):
        if piece in {"(", ")"}:
            depth += 1 if piece == "(" else -1
        elif depth == 0 and _is_text(piece):
            stem = _form(pieces, number, inflection)[0]
            best = stem if len(stem) > len(best) else best
    return best.lower() or None
