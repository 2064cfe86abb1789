"""Which network addresses may be fetched from: public ones only, however they are spelled or wrapped.

A list of links can be written by anybody. Without this wall it could make the researcher's machine ask its own
services, its router or its cloud's metadata service, and store the answer (server-side request forgery).
"""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

__all__ = ["is_public", "literal_address"]

_NAT64 = ip_network("64:ff9b::/96")
_NAT64_LOCAL = ip_network("64:ff9b:1::/48")
_COMPATIBLE = ip_network("::/96")
_AZURE_PLATFORM = IPv4Address("168.63.129.16")
"""A public address that inside Azure's machines is their host."""
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}\.?", re.IGNORECASE)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the open internet, the IPv4 address inside an IPv6 one included."""
    if isinstance(address, IPv6Address):
        if address in _COMPATIBLE or address in _NAT64_LOCAL or address.teredo or address.is_site_local:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(address.packed[-4:])
        if inner is not None:
            return is_public(inner)
    elif address == _AZURE_PLATFORM:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host spells without asking a name server; null for a name.

    Resolvers also take one to three numbers, octal and hexadecimal ones (`2130706433`, `0x7f.1`, `0177.0.0.1`).
    """
    bare = host.strip("[]").partition("%")[0]
    try:
        return ip_address(bare.rstrip("."))
    except ValueError:
        if not _NUMERIC.fullmatch(bare):
            return None
    try:
        return IPv4Address(socket.inet_aton(bare.rstrip(".")))
    except OSError:
        return None
