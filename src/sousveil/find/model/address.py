"""Whether a model may be asked at an address: what it reads may name the targets of states."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx

from sousveil.collect.addresses import is_public, literal_address
from sousveil.errors import EndpointError

__all__ = ["checked_address"]

_PATH = "/chat/completions"


def checked_address(url: str, *, allow_remote: bool, with_key: bool) -> str:
    """The address that questions are sent to, with the path of an OpenAI-compatible server.

    Raises:
        EndpointError: it is no http(s) address, holds a password or a query; it is another machine and that is not
            allowed; it is on the internet and not encrypted, or a key would travel in the clear.
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise EndpointError(f"{url!r} is no address ({error}). Give one such as http://127.0.0.1:8080/v1.") from error
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise EndpointError(f"{url!r} is no http or https address. Give one such as http://127.0.0.1:8080/v1.")
    if parsed.userinfo or parsed.query or parsed.fragment:
        # Not shown: the log of the case names the address, and a password or a key is often put there.
        raise EndpointError(
            "The endpoint's address holds a password or a query. Give the bare address, and a key with `--key-env`."
        )
    found = _addresses(parsed.host)
    # Any other name could mean this machine now and another one at the next question.
    literal = literal_address(parsed.host) is not None or parsed.host == "localhost"
    if not (literal and all(address.is_loopback for address in found)):
        _check_remote(parsed, found, allow_remote=allow_remote, with_key=with_key)
    path = parsed.path.rstrip("/")
    if not path.endswith(_PATH):
        path = (path or "/v1") + _PATH
    return str(parsed.copy_with(path=path))


def _check_remote(
    url: httpx.URL, found: list[IPv4Address | IPv6Address], *, allow_remote: bool, with_key: bool
) -> None:
    if not allow_remote:
        raise EndpointError(
            f"{url.host} is another machine. The passages that it reads would leave this one, and they may name people"
            " whom a state watches. Run a model here, or say `--allow-remote` if you trust whoever runs that machine."
        )
    if url.scheme == "http" and (with_key or any(map(is_public, found))):
        raise EndpointError(
            f"{url.host} would be asked without encryption, so that anybody on the way could read the passages and the"
            " key. Use an https address."
        )


def _addresses(host: str) -> list[IPv4Address | IPv6Address]:
    """The addresses that a host has now. Raises EndpointError where nobody knows it."""
    literal = literal_address(host)
    if literal is not None:
        return [literal]
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise EndpointError(f"No name server knows {host}. Check the address of `--endpoint`.") from error
    return [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
