"""The OpenAPI document. It is made from the table of operations and from the types of the answers, and so says what
they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

import msgspec

from sousveil.show.api.asking import Parameter
from sousveil.show.api.shapes import Problem

__all__ = ["Described", "document"]

_REF: Final = "#/components/schemas/{name}"
_ABOUT: Final = (
    "What a case holds, as JSON: the same records that the command line prints. Send the token that the server printed,"
    " or a key of an account where a team signs in, as `Authorization: Bearer TOKEN`; or the cookie of a session. New"
    " fields and new terms may come with any version of these answers; what is there stays as long as `/v1` does."
)


class Described(Protocol):
    """What the document needs to know of an operation."""

    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def answer(self) -> type | None: ...
    @property
    def many(self) -> bool: ...
    @property
    def takes(self) -> type | None: ...
    @property
    def parameters(self) -> tuple[Parameter, ...]: ...
    @property
    def identifier(self) -> str | None: ...


def document(operations: Sequence[Described], version: str) -> dict[str, Any]:
    """The document, for these operations."""
    answers = list(dict.fromkeys([Problem, *(each.answer for each in operations if each.answer)]))
    bodies = list(dict.fromkeys(each.takes for each in operations if each.takes))
    answered, schemas = msgspec.json.schema_components(answers, ref_template=_REF)
    taken, of_bodies = msgspec.json.schema_components(bodies, ref_template=_REF)
    for schema in schemas.values():
        _always_whole(schema)
    shapes = {**dict(zip(answers, answered, strict=True)), **dict(zip(bodies, taken, strict=True))}
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(each.address, {})[each.method.lower()] = _operation(each, shapes)
    return {
        "openapi": "3.1.0",
        "info": {"title": "sousveil", "version": version, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, **of_bodies},
            "responses": {
                "Problem": {
                    "description": "Why there is no answer, and what to do.",
                    "content": {"application/problem+json": {"schema": shapes[Problem]}},
                }
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _always_whole(schema: dict[str, Any]) -> None:
    """Fields with a default are there in every answer, with it."""
    if "description" in schema:
        schema["description"] = " ".join(schema["description"].split())
    fields = schema.get("properties", {})
    whole = [name for name, field in fields.items() if name in schema.get("required", ()) or "default" in field]
    for field in fields.values():
        field.pop("default", None)
    if fields:
        schema["required"] = whole


def _operation(each: Described, shapes: dict[type, dict[str, Any]]) -> dict[str, Any]:
    faults = ["400", "401", *(["404"] if each.identifier or each.takes else [])]
    if each.takes:
        faults += ["403", "409", "413", "415"]
    parameters = [_parameter(parameter) for parameter in each.parameters]
    if each.identifier:
        schema = {"type": "string", "minLength": 1}
        parameters.insert(0, {"name": each.identifier, "in": "path", "required": True, "schema": schema})
    made: dict[str, Any] = {
        "operationId": each.name,
        "summary": each.about,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer.", "content": {"application/json": {"schema": _answer(each, shapes)}}},
            **{status: {"$ref": "#/components/responses/Problem"} for status in sorted(faults)},
        },
    }
    if each.takes:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": shapes[each.takes]}}}
    return made


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {"name": parameter.name, "in": "query", "description": parameter.about, "schema": parameter.schema()}


def _answer(each: Described, shapes: dict[type, dict[str, Any]]) -> dict[str, Any]:
    if each.answer is None:
        return {"type": "object"}
    if not each.many:
        return shapes[each.answer]
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": shapes[each.answer]},
            "next": {"type": ["string", "null"], "description": "The address of what follows; null at the end."},
        },
        "required": ["items", "next"],
    }
