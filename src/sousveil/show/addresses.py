"""Addresses of pages, composed."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from starlette.requests import Request

__all__ = ["address", "changed", "entity_path"]


def address(path: str, **values: object) -> str:
    """A path with the values that are not empty as its query, in the order given."""
    query = urlencode([(name, str(value)) for name, value in values.items() if value not in (None, "", False)])
    return f"{path}?{query}" if query else path


def changed(request: Request, path: str | None = None, **values: object) -> str:
    """This page's address with some values set or (None) removed; the place in a list is always left."""
    kept: dict[str, object] = {n: v for n, v in request.query_params.items() if n != "after"}
    return address(path or request.url.path, **{**kept, **values})


def entity_path(key: str) -> str:
    """The address of an organisation's page."""
    return f"/organisations/{quote(key, safe=':')}"
