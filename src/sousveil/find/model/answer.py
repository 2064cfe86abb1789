"""The shape in which a model must answer, and the strict reading of what came instead."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from sousveil.errors import FindLoss
from sousveil.record.claim import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES

__all__ = ["MOST_CLAIMS", "Answered", "Counted", "Dated", "Term", "answer_schema", "read_answer"]

MOST_CLAIMS = 40
"""Claims of one passage that are looked at: more than a passage of this length can hold."""
_SHOWN = 120

_Words = Annotated[str, Meta(min_length=1, max_length=300)]
_Kind = Annotated[str, Meta(max_length=40, extra_json_schema={"enum": list(KINDS)})]
_Technology = Annotated[str, Meta(max_length=40, extra_json_schema={"enum": list(TECHNOLOGIES)})]
_Act = Annotated[str, Meta(max_length=40, extra_json_schema={"enum": list(ACTS)})]
_Site = Annotated[str, Meta(max_length=40, extra_json_schema={"enum": list(SITE_TYPES)})]


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of our identifiers, and the words of the passage that say it."""

    id: Annotated[str, Meta(max_length=40)]
    words: _Words


class _TechnologyTerm(Term, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: _Technology


class _ActTerm(Term, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: _Act


class _SiteTerm(Term, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: _Site


class Dated(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for a time, and how the model reads them as EDTF."""

    words: _Words
    edtf: Annotated[str, Meta(max_length=40)] | None = None


class Counted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for a quantity, and how the model reads them."""

    words: _Words
    value: float
    unit: Annotated[str, Meta(min_length=1, max_length=30)]


class Answered(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One claim as a model gives it. All words are to be copied from the passage."""

    quote: Annotated[str, Meta(min_length=1, max_length=1200)]
    occurrence: Annotated[int, Meta(ge=1, le=1000)] | None = None
    """Which one, counted from 1, where the quote stands in the passage more than once."""
    kind: _Kind
    technology: Annotated[tuple[_TechnologyTerm, ...], Meta(max_length=8)] = ()
    act: _ActTerm
    polarity: Literal["affirmed", "denied"]
    certainty: Literal["stated", "hedged"]
    doubt: _Words | None = None
    """The words that hold back, where the certainty is `hedged`."""
    operator: _Words | None = None
    supplier: _Words | None = None
    place: _Words | None = None
    site_types: Annotated[tuple[_SiteTerm, ...], Meta(max_length=8)] = ()
    target: _Words | None = None
    time: Dated | None = None
    quantity: Counted | None = None
    attributed_to: Annotated[tuple[_Words, ...], Meta(max_length=5)] = ()


class _Answer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    claims: list[msgspec.Raw]


class _AnswerShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    claims: tuple[Answered, ...]


_LEFT_OUT = {"minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum", "default", "title", "description"}


def answer_schema() -> dict[str, Any]:
    """The JSON schema of an answer, for servers that can hold a model to it.

    It is as plain as it can be, since they differ: one object without references, every property required, null for
    what the passage does not say. The limits of length are left to us: llama.cpp writes each as so many repetitions in
    a grammar, and refuses many.
    """
    schema = msgspec.json.schema(_AnswerShape)
    plain: dict[str, Any] = _plain(schema, schema["$defs"])
    return plain


def _plain(shape: Any, named: dict[str, Any]) -> Any:
    if isinstance(shape, list):
        return [_plain(part, named) for part in shape]
    if not isinstance(shape, dict):
        return shape
    if "$ref" in shape:
        return _plain(named[shape["$ref"].removeprefix("#/$defs/")], named)
    plain = {key: _plain(part, named) for key, part in shape.items() if key not in _LEFT_OUT and key != "properties"}
    if "properties" in shape:
        plain["properties"] = {name: _plain(part, named) for name, part in shape["properties"].items()}
        plain["required"] = list(shape["properties"])
        plain["additionalProperties"] = False
    return plain


# Models that reason aloud put it before the answer; some put the answer into a fence although they are asked not to.
_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"\A```(?:json)?\s*\n(.*)\n?```\s*\Z", re.DOTALL)


def read_answer(answer: str) -> list[Answered | FindLoss]:
    """The claims of an answer in its order, with a loss (`claim-shape`, `claims-too-many`) in the place of what is not
    fit to be looked at. A wrong claim does not harm the others.

    Raises:
        FindLoss: `model-not-json`, `model-shape`.
    """
    body = _THOUGHT.sub("", answer, count=1).strip()
    fenced = _FENCED.match(body)
    try:
        raw = msgspec.json.decode(fenced[1] if fenced else body, type=_Answer).claims
    except msgspec.ValidationError as error:
        raise FindLoss("model-shape", f"The model's answer has not the shape that was asked for ({error}).") from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        detail = f"The model's answer is no JSON: {_shown(body)}"
        raise FindLoss("model-not-json", detail) from error
    found = [_claim(item) for item in raw[:MOST_CLAIMS]]
    if len(raw) > MOST_CLAIMS:
        detail = f"The model gave {len(raw)} claims for one passage; only the first {MOST_CLAIMS} were looked at."
        found.append(FindLoss("claims-too-many", detail))
    return found


def _claim(item: msgspec.Raw) -> Answered | FindLoss:
    try:
        return msgspec.json.decode(item, type=Answered)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        shown = _shown(bytes(item).decode("utf-8", "replace"))
        return FindLoss("claim-shape", f"The claim has not the shape that was asked for ({error}): {shown}")


def _shown(text: str) -> str:
    """The start of foreign words, for a drop's detail."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
