"""The model's server: one address that the user gave, asked over HTTP and trusted with nothing.

Nothing else is ever asked: redirects are not followed, proxies of the environment are not used, cookies are not kept.
Answers are bounded in time and size and are not unpacked.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any

import httpx
import msgspec
from msgspec import Struct

from sousveil.collect.background import BackgroundLoop
from sousveil.errors import EndpointError, FindLoss
from sousveil.find.model.address import checked_address
from sousveil.find.model.prompt import Message

__all__ = ["Endpoint", "EndpointOptions"]

_PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Statuses that may be gone at the next attempt."""
_RELAYED = re.compile(r"[:-]cloud$", re.IGNORECASE)
"""How Ollama names models that its local server only passes questions on to."""
_UNKNOWN_FORM = {400, 415, 422, 501}
"""What servers say that do not know `response_format`."""


class EndpointOptions(Struct, frozen=True, kw_only=True):
    """Which model is asked, and how."""

    url: str
    """`http://127.0.0.1:8080/v1`; with or without `/chat/completions`."""
    model: str
    key: str | None = None
    """Sent as a bearer token, and written nowhere."""
    allow_remote: bool = False
    """Whether the server may be another machine: what is read there leaves this one."""
    total_timeout: float = 300.0
    """Seconds in which an answer must be there, whole."""
    connect_timeout: float = 10.0
    max_bytes: int = 1 << 20
    """Size of the longest answer."""
    max_tokens: int = 4096
    attempts: int = 3
    backoff: float = 1.0
    """Seconds before the second attempt; doubled for each further one."""
    max_retry_after: float = 30.0
    """Seconds of waiting that a server may ask for."""
    patience: int = 3
    """Passages in a row without an answer, after which the model is given up."""

    def __repr__(self) -> str:
        return f"EndpointOptions(url={self.url!r}, model={self.model!r}, key={'given' if self.key else None})"


class _Message(Struct, frozen=True):
    content: str | None = None
    tool_calls: list[msgspec.Raw] | None = None
    function_call: msgspec.Raw | None = None


class _Choice(Struct, frozen=True):
    message: _Message
    finish_reason: str | None = None


class _Completion(Struct, frozen=True):
    choices: list[_Choice]


class _Passing(Exception):  # noqa: N818  # never leaves this module
    """A failure that the next attempt may not meet; `wait` is what the server asked for, in seconds."""

    def __init__(self, loss: FindLoss, wait: float | None = None) -> None:
        super().__init__(str(loss))
        self.loss = loss
        self.wait = wait


class Endpoint:
    """Asks one model, one question after the other. Its event loop runs in a thread of its own, so that an answer
    that drips in can be left at its deadline, and that it also works in a notebook.

    Raises EndpointError where the options are wrong or the address is not allowed.
    """

    def __init__(self, options: EndpointOptions) -> None:
        self._options = options
        self.url = checked_address(options.url, allow_remote=options.allow_remote, with_key=options.key is not None)
        """Where questions go."""
        self.model = options.model
        if not options.model.strip() or len(options.model) > 100 or not options.model.isprintable():
            raise EndpointError("The model has no name that can be written down. Name it as its server does.")
        if _RELAYED.search(options.model) and not options.allow_remote:
            raise EndpointError(
                f"{options.model} runs in Ollama's cloud, even when a server on this machine is asked: the passages"
                " would leave it. Choose a model that runs here, or say `--allow-remote` if you trust that cloud."
            )
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "sousveil"}
        if options.key is not None:
            if not options.key.isascii() or not options.key.isprintable() or not options.key.strip():
                raise EndpointError("The key is empty or holds characters that cannot be sent. Set it anew.")
            headers["Authorization"] = f"Bearer {options.key.strip()}"
        self._client = httpx.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(options.total_timeout, connect=options.connect_timeout),
            headers=headers,
        )
        self._form = 0
        """Which way of asking for JSON the server understands: a schema, any object, none."""
        self._failed = 0
        self._loop = BackgroundLoop("sousveil-model")

    def close(self) -> None:
        """Close the connection and end the thread; a second call does nothing."""
        if self._loop.is_closed:
            return
        self._loop.run(self._client.aclose())
        self._loop.close()

    def ask(self, messages: Sequence[Message], schema: dict[str, Any]) -> str:
        """What the model answers.

        Raises:
            FindLoss: `model-timeout`, `model-broken`, `model-status`, `model-too-large`, `model-encoding`,
                `model-no-answer`, `model-tool-call`, `model-cut-short`.
            EndpointError: no further question would be answered either.
        """
        try:
            body = self._loop.run(self._answered(messages, schema))
        except FindLoss as loss:
            self._failed += 1
            if self._failed >= self._options.patience:
                raise EndpointError(
                    f"{self._failed} passages in a row got no answer from {self.url}. The last one: {loss} Mend that"
                    " and run the same command again; what was answered is kept."
                ) from loss
            raise
        self._failed = 0
        return _content(body)

    async def _answered(self, messages: Sequence[Message], schema: dict[str, Any]) -> bytes:
        """The body of an answer with status 200, asked for again where the failure may pass."""
        attempt = 0
        while True:
            attempt += 1
            try:
                status, body = await self._attempt(messages, schema)
            except _Passing as failure:
                granted = failure.wait is None or failure.wait <= self._options.max_retry_after
                if attempt >= self._options.attempts or not granted:
                    raise failure.loss from failure
                await asyncio.sleep(max(failure.wait or 0.0, self._options.backoff * 2 ** (attempt - 1)))
                continue
            if status in _UNKNOWN_FORM and self._form < len(_FORMS) - 1:
                self._form += 1
                attempt = 0
                continue
            if status != 200:
                raise FindLoss("model-status", f"The server answered with status {status}.{self._said(body)}")
            return body

    async def _attempt(self, messages: Sequence[Message], schema: dict[str, Any]) -> tuple[int, bytes]:
        total = self._options.total_timeout
        request = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "seed": 0,
            "max_tokens": self._options.max_tokens,
            "stream": False,
            **_FORMS[self._form](schema),
        }
        self._client.cookies.clear()
        try:
            async with (
                asyncio.timeout(total),
                self._client.stream(
                    "POST",
                    self.url,
                    content=msgspec.json.encode(request),
                    headers={"Content-Type": "application/json"},
                ) as response,
            ):
                self._check_status(response)
                return response.status_code, await self._body(response)
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout) as error:
            # Not asked again: the same question would take as long.
            raise FindLoss(
                "model-timeout",
                f"The answer was not there after {total:g} seconds; allow more with `--answer-timeout`.",
            ) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise EndpointError(
                f"No model answers at {self.url} ({error or type(error).__name__}). Start its server and run the same"
                " command again."
            ) from error
        except httpx.HTTPError as error:
            detail = f"The server's answer is broken ({type(error).__name__})."
            raise _Passing(FindLoss("model-broken", detail)) from error

    def _check_status(self, response: httpx.Response) -> None:
        """Raises _Passing or EndpointError; returns where the body is wanted."""
        status = response.status_code
        if status in _PASSING:
            wait = response.headers.get("retry-after", "").strip()
            loss = FindLoss("model-status", f"The server answered with status {status}.")
            raise _Passing(loss, float(wait) if wait.isascii() and wait.isdecimal() else None)
        if 300 <= status <= 399:
            raise EndpointError(
                f"{self.url} sends on to another address, and nothing is sent there. Give the server's own address."
            )
        if status in {401, 403}:
            raise EndpointError(
                f"{self.url} refuses us (status {status}). Name the variable that holds its key with `--key-env`."
            )
        if status in {404, 405}:
            raise EndpointError(
                f"{self.url} knows no such address or no model {self.model!r} (status {status}). Check"
                " `--endpoint` and `--model`."
            )

    async def _body(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
            raise FindLoss("model-encoding", "The server packed its answer, which it was asked not to do.")
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > self._options.max_bytes:
                detail = f"The answer is larger than {self._options.max_bytes} bytes and was left."
                raise FindLoss("model-too-large", detail)
        return bytes(body)

    def _said(self, body: bytes) -> str:
        """What a server says with a refusal; nothing where a key was sent, since it could be in there."""
        text = " ".join(body[:200].decode("utf-8", "replace").split())
        return f" It says: {text}" if text and self._options.key is None else ""


def _content(body: bytes) -> str:
    """Raises FindLoss where the answer holds no words, or something else than words."""
    try:
        choice = msgspec.json.decode(body, type=_Completion).choices[0]
    except (msgspec.DecodeError, UnicodeError, RecursionError, IndexError) as error:
        detail = f"The server's answer is no chat completion ({error})."
        raise FindLoss("model-no-answer", detail) from error
    message = choice.message
    if message.tool_calls or (message.function_call is not None and bytes(message.function_call) != b"null"):
        raise FindLoss("model-tool-call", "The model wants to call a tool. It has none, and nothing was called.")
    if choice.finish_reason == "length":
        detail = "The answer was cut short at its limit of tokens, or the context of the server is too small."
        raise FindLoss("model-cut-short", detail)
    if not message.content:
        raise FindLoss("model-no-answer", "The model answered nothing.")
    return message.content


def _with_schema(schema: dict[str, Any]) -> dict[str, Any]:
    shape = {"name": "claims", "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": shape}}


def _any_object(_: dict[str, Any]) -> dict[str, Any]:
    return {"response_format": {"type": "json_object"}}


def _unbound(_: dict[str, Any]) -> dict[str, Any]:
    return {}


_FORMS = (_with_schema, _any_object, _unbound)
