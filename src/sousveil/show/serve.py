"""The server process: one port on this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from sousveil.errors import UsageError
from sousveil.show.app import create_app
from sousveil.show.security import is_loopback

__all__ = ["serve"]


def serve(case_path: Path, host: str = "127.0.0.1", port: int = 8765, announce: Callable[[str], None] = print) -> None:
    """Serve a case until interrupted; `announce` gets the address once the port is open. Port 0 takes a free one.

    Raises UsageError where the port is taken or the host is not this machine alone, CaseError where the folder is
    no case.
    """
    if not is_loopback(host):
        raise UsageError(
            f"{host} can be reached from other machines, and these pages ask for no password. Use 127.0.0.1."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's delay off only where the protocol is named; with it every answer takes 40 ms longer.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with --port, or --port 0."
            ) from error
        listener.listen(64)
        bound: int = listener.getsockname()[1]
        app = create_app(case_path, port=bound)
        # No access log: addresses hold what somebody searched for.
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=False, lifespan="on", ws="none"
        )
        name = f"[{host}]" if ":" in host else host
        announce(f"http://{name}:{bound}/")
        uvicorn.Server(config).run(sockets=[listener])
