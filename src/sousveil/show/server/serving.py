"""How a case is served: to whom, at which address, and what is refused because it would not be safe."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from sousveil.errors import UsageError
from sousveil.show.server.security import host_and_port, is_loopback, origin_of

__all__ = ["Serving"]

_HOUR: Final = 3600.0


class Serving(Struct, frozen=True, kw_only=True):
    """Settings of one server. The defaults serve the person at this machine and nobody else."""

    host: str = "127.0.0.1"
    port: int = 8765
    """0 takes a free one."""
    who: str = "sousveil"
    """Who is named in the log for what is decided in the browser, where nobody signs in."""
    team: bool = False
    """People sign in with the accounts of the case; else the token of the printed address opens the pages."""
    read_only: bool = False
    tls: tuple[Path, Path] | None = None
    """Certificate (with its chain) and key, PEM."""
    name: str | None = None
    """The name by which people reach a server with a certificate; null takes any, since browsers compare it."""
    proxy: str | None = None
    """The address that people see where a reverse proxy stands before the server, such as `https://host.example`."""
    copies_port: int | None = None
    """The port of the origin on which copies of archived pages are shown; 0 takes a free one. Null takes a free one
    where nobody else can reach the server, and shows no copies to others: a port that nobody chose reaches nobody."""
    copies_host: str | None = None
    """The name of that origin, where it has one of its own."""
    idle_hours: float = 12.0
    """After so long without a request a session ends."""
    log: Path | None = None
    """File to which a line is written for each request; null keeps none."""
    vocabulary: Path | None = None
    """Folder with vocabulary laid over ours, with which decisions are counted."""

    @property
    def secure(self) -> bool:
        """Whether browsers reach the server over TLS."""
        return self.tls is not None or self.proxy is not None

    @property
    def idle_s(self) -> float:
        """`idle_hours` in seconds."""
        return self.idle_hours * _HOUR

    @property
    def copies_at(self) -> int | None:
        """The port to listen on for copies; null where none are shown."""
        if self.copies_port is not None:
            return self.copies_port
        return 0 if is_loopback(self.host) and self.proxy is None else None

    def check(self) -> None:
        """Raises UsageError where others could reach the case unasked, or a setting has nothing to act on."""
        if not is_loopback(self.host) and not (self.team and self.secure):
            raise UsageError(
                f"{self.host} can be reached from other machines. Serve to others with --team and either --tls-cert and"
                " --tls-key, or --behind-proxy; for this machine alone use 127.0.0.1."
            )
        if self.proxy is not None:
            self._check_proxy(self.proxy)
        if self.name is not None and self.tls is None:
            raise UsageError("--name is the name in the certificate: give --tls-cert and --tls-key, too.")
        if self.tls is not None:
            _check_certificate(*self.tls)
        self._check_copies()

    def _check_copies(self) -> None:
        if self.copies_host is not None and host_and_port(self.copies_host) != (self.copies_host, None):
            raise UsageError(f"--copies-host {self.copies_host}: give a name alone, such as copies.host.example.")
        if self.copies_host is not None and self.copies_at is None:
            raise UsageError("--copies-host names the origin of copies: give its port, too, with --copies-port.")
        if self.proxy is not None and self.copies_port is not None:
            if self.copies_host is None:
                raise UsageError(
                    "Behind a proxy the origin of copies needs a name of its own: give it with --copies-host, and let"
                    " the proxy pass its requests to --copies-port."
                )
            if self.copies_host == urlsplit(self.proxy).hostname:
                raise UsageError(f"--copies-host {self.copies_host} is where the pages are: copies need another name.")
        if self.copies_port and self.copies_port == self.port:
            raise UsageError(f"--copies-port {self.copies_port} is the port of the pages: copies need another.")

    def _check_proxy(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme != "https" or origin_of(address) is None or parts.path.strip("/") or parts.query:
            raise UsageError(
                f"--behind-proxy {address}: give the address that people see, as https://host.example, without a path."
            )
        if not self.team:
            raise UsageError("Behind a proxy others can reach the case: add --team, so that they have to sign in.")
        if self.tls is not None:
            raise UsageError("Choose one: a proxy that ends TLS (--behind-proxy) or TLS here (--tls-cert, --tls-key).")


def _check_certificate(certificate: Path, key: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key, password=lambda: "")
    except OSError as error:  # ssl.SSLError is one
        raise UsageError(
            f"{certificate} and {key} cannot be used for TLS ({error.strerror or error}). Both are PEM files, the key"
            " is the certificate's and has no passphrase."
        ) from error
