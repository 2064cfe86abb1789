"""The server process: a port for the pages of one case, and one for copies of what it archived."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import uvicorn

from sousveil.errors import UsageError
from sousveil.show.app import create_app
from sousveil.show.copies.origin import by_port
from sousveil.show.review.deciding import Decide
from sousveil.show.server import process
from sousveil.show.server.serving import Serving

__all__ = ["serve"]

_OTHER_LOOPBACK: Final = {"127.0.0.1": "::1", "::1": "127.0.0.1"}
_TRIES: Final = 10


def serve(
    case_path: Path, decide: Decide, serving: Serving | None = None, announce: Callable[[str], None] = print
) -> None:
    """Serve a case until interrupted; `decide` records what people decide, `announce` gets the address once the port
    is open.

    Raises UsageError where the port is taken or others could reach the case unasked, CaseError where the folder is no
    case.
    """
    serving = serving or Serving()
    serving.check()
    with ExitStack() as open_sockets:
        listener = open_sockets.enter_context(_listener(serving.host, serving.port, "--port"))
        bound = _port_of(listener)
        of_copies = [open_sockets.enter_context(each) for each in _copies_listeners(serving)]
        copies_port = _port_of(of_copies[0]) if of_copies else None
        app = create_app(case_path, decide, serving, port=bound, copies_port=copies_port)
        answering = app if copies_port is None else by_port(app, app.state.copies, copies_port)
        process.settle()
        process.prepare()
        announce(_address(serving, bound, app.state.doors.token))
        uvicorn.Server(_config(answering, serving)).run(sockets=[listener, *of_copies])


def _copies_listeners(serving: Serving) -> list[socket.socket]:
    """The sockets of the origin of copies; none where there is none. Its name may be `localhost`, which stands for two
    addresses: on the one that is left free, somebody else on this machine could answer in its place.

    Raises UsageError where the port is taken.
    """
    if serving.copies_at is None:
        return []
    other = _OTHER_LOOPBACK.get(serving.host)
    for left in reversed(range(_TRIES)):
        first = _listener(serving.host, serving.copies_at, "--copies-port")
        if other is None:
            return [first]
        try:
            return [first, _bound(other, _port_of(first))]
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                return [first]  # this machine has no such address, so nobody can be at it
            first.close()
            if serving.copies_at or not left:
                raise UsageError(
                    f"Port {serving.copies_at} on {other} is taken. Choose another with --copies-port, or"
                    " --copies-port 0."
                ) from error
    raise AssertionError("the last try gives the sockets or raises")


def _listener(host: str, port: int, option: str) -> socket.socket:
    """A socket that takes connections. Raises UsageError where the port is taken."""
    try:
        return _bound(host, port)
    except OSError as error:
        raise UsageError(
            f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with {option}, or {option} 0."
        ) from error


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's delay off only where the protocol is named; with it every answer takes 40 ms longer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(64)
    return listener


def _port_of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


def _config(app: object, serving: Serving) -> uvicorn.Config:
    certificate, key = serving.tls or (None, None)
    # No access log: addresses hold what somebody searched for.
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="on",
        ws="none",
        ssl_certfile=certificate,
        ssl_keyfile=key,
        # Who asks is told by a proxy on this machine, and believed from nobody else.
        proxy_headers=serving.proxy is not None,
        forwarded_allow_ips=["127.0.0.1", "::1"],
    )


def _address(serving: Serving, port: int, token: str) -> str:
    """What to open: with the token where no account is asked for."""
    if serving.proxy is not None:
        return f"{serving.proxy.rstrip('/')}/"
    everywhere = serving.host in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound
    host = serving.name or (socket.gethostname() if everywhere else serving.host)
    shown = f"[{host}]" if ":" in host else host
    base = f"{'https' if serving.tls else 'http'}://{shown}:{port}/"
    return base if serving.team else f"{base}?token={token}"
