"""A line for each request, for whoever looks after the server, and nothing of what was looked at: the route's pattern
and not its path, no query, no title, no address."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sousveil.errors import UsageError
from sousveil.show.server.access import ASKING_KEY, Asking
from sousveil.show.server.security import METHODS

__all__ = ["RequestLog", "open_log"]


def open_log(path: Path) -> TextIO:
    """The file, to be added to; only its owner may read it. Raises UsageError where it cannot be written."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", 1, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}). Name another file with --log.") from error


class RequestLog:
    """ASGI middleware. A line has `at`, `method`, `route` (null where none fits), `status`, `ms`, `role` and `who`:
    a number for an account that is another one after each start, so that it tells persons apart and names nobody."""

    def __init__(self, app: ASGIApp, *, file: TextIO) -> None:
        self.app = app
        self._file = file
        self._key = secrets.token_bytes(16)
        self._complained = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note what came of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            self._write(scope, status, (time.perf_counter() - begun) * 1000)

    def _write(self, scope: Scope, status: int, ms: float) -> None:
        route, asking = scope.get("route"), scope.get(ASKING_KEY)
        visitor = asking.visitor if isinstance(asking, Asking) else None
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "method": scope["method"] if scope["method"] in METHODS else None,
            "route": route.path if isinstance(route, Route | Mount) else None,
            "status": status,
            "ms": round(ms, 1),
            "role": visitor.role if visitor else None,
            "who": self._number(visitor.name) if visitor and visitor.signed_in else None,
        }
        try:
            self._file.write(json.dumps(line) + "\n")
        except OSError as error:
            if not self._complained:  # once: the pages go on
                logging.getLogger("uvicorn.error").warning("The log cannot be written (%s).", error.strerror)
            self._complained = True

    def _number(self, name: str) -> str:
        return hashlib.blake2b(name.encode(), key=self._key, digest_size=4).hexdigest()
