"""Which language a request is answered in: the one that was chosen, else the one that the browser asks for, else
English. What programs ask for is answered in English always."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sousveil.show.server.access import wants_json
from sousveil.show.server.security import READING, own_address
from sousveil.show.words.catalogue import ENGLISH, language, languages, use

__all__ = ["Speaking", "Switch", "switched", "switches"]

SWITCH: Final = "interface"
"""The value of an address that chooses a language. `lang` asks lists for sources in a language."""
ISLAND: Final = "page"
"""What our own scripts send as `X-Sousveil`: what they are told is shown, and said in the language of the page."""
_COOKIE: Final = "sousveil-language"
_YEAR_S: Final = 365 * 24 * 3600
_ASKED: ContextVar[Request | None] = ContextVar("asked", default=None)


class Switch(Struct, frozen=True):
    """A language that the page could be read in, and the address by which it is chosen."""

    code: str
    name: str
    address: str
    spoken: bool


class Speaking:
    """ASGI middleware: sets the language of a request, and says in the answer that it depends on what was asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        use(_wanted(request))
        _ASKED.set(request)

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["content-language"] = language()
                    headers.add_vary_header("Accept-Language")
                    headers.add_vary_header("Cookie")
            await send(message)

        await self.app(scope, receive, send_told)


def switched(request: Request, *, secure: bool) -> Response | None:
    """Keeps the language that an address chooses, and leads to the same address without the choice; None where it
    chooses none. It needs no session: nothing of the case is in it."""
    chosen = request.query_params.get(SWITCH)
    if chosen is None or request.method not in READING or wants_json(request):
        return None
    answer = RedirectResponse(_address(request), status_code=303)
    if chosen in {known.code for known in languages()}:
        answer.set_cookie(
            _COOKIE, chosen, max_age=_YEAR_S, path="/", secure=secure, httponly=True, samesite="lax"
        )  # fmt: skip
    return answer


def switches() -> list[Switch]:
    """The languages for the foot of a page, each with the address of this very page in it."""
    request = _ASKED.get()
    return [
        Switch(known.code, known.name, _address(request, known.code), known.code == language()) for known in languages()
    ]


def _address(request: Request | None, code: str | None = None) -> str:
    """The address of a request as it was asked for, with a language to choose or none. What was sent as a form cannot
    be asked for again: its address is the start."""
    held = []
    path = "/"
    if request is not None and request.method in READING:
        path = own_address(request.scope.get("raw_path", b"/").decode("ascii", "replace").partition("?")[0])
        held = [(name, value) for name, value in request.query_params.multi_items() if name != SWITCH]
    query = urlencode([*held, *([(SWITCH, code)] if code else [])])
    return f"{path}?{query}" if query else path


def _wanted(request: Request) -> str:
    if wants_json(request) and request.headers.get("x-sousveil") != ISLAND:
        return ENGLISH
    known = {each.code for each in languages()}
    chosen = request.cookies.get(_COOKIE)
    if chosen in known:
        return chosen
    return next((code for code in _accepted(request.headers.get("accept-language", "")) if code in known), ENGLISH)


def _accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header (RFC 9110), the most wanted first; of `ko-KR` also `ko`."""
    wanted: list[tuple[float, str]] = []
    for each in header.split(",")[:32]:
        code, _, weight = each.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if 0 < quality <= 1:
            wanted.append((quality, code.strip()))
    ordered = [code for _, code in sorted(wanted, key=lambda pair: -pair[0])]
    return [code for each in ordered for code in dict.fromkeys((each, each.partition("-")[0].lower()))]
