"""How a case is served: to whom, at which address, and what is refused because it would not be safe."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from sousveil.errors import UsageError
from sousveil.show.security import is_loopback, origin_of

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
