"""Which network addresses may be visited on a pack's behalf: public ones, and no others.

A pack is written by others. An address in it must not make this machine ask its own network, where
it may be trusted.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_AT_HOME = IPv6Network("64:ff9b:1::/48")
"""NAT64 addresses for local use, which Python before 3.12.4 takes for public ones."""
_PROTOCOLS = IPv4Network("192.0.0.0/24")
"""Addresses reserved for protocols, of which Python before 3.12.4 takes most for public ones as
well. At some of them, clouds tell about the machine itself."""
_COMPATIBLE = IPv6Network("::/96")
_LOW_BITS = 0xFFFFFFFF


_BEYOND = ((socket.AF_INET, "203.0.113.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses that no machine has. The route to them is that to any address of the internet."""


class NotPublic(OSError):
    """This program refused a connection because the address is not public."""

    def __init__(self) -> None:
        super().__init__("its address is not public")


def is_public(address: str) -> bool:
    """Whether an IP address is public.

    Loopback, private, link-local, shared, reserved and multicast addresses are not. An IPv6 address
    that stands for an IPv4 address is judged by the latter.
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        if found in _NAT64_AT_HOME:
            return False
        embedded = _embedded(found)
        if embedded is not None:
            return is_public(str(embedded))
    elif found in _PROTOCOLS:
        return False
    return found.is_global and not found.is_multicast


def has_route() -> bool:
    """Whether this machine has a route to the internet, even a blocked one. Nothing is sent."""
    for family, address in _BEYOND:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as found:
            found.connect((address, 9))
            return True
    return False


def socket_opener(is_allowed: Callable[[str], bool]) -> Callable[[Any], socket.socket]:
    """A function that opens a socket for an address of `getaddrinfo`, or raises `NotPublic`.

    As a connector's `socket_factory` it is given the address that is really connected to, however
    the host was spelt and whatever its name meant a moment before.
    """

    # Its type has a different name in each version of aiohttp.
    def open_socket(info: Any) -> socket.socket:
        family, kind, protocol, _, address = info
        if not is_allowed(str(address[0])):
            raise NotPublic
        return socket.socket(family, kind, protocol)

    return open_socket


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64 or address in _COMPATIBLE:
        return IPv4Address(int(address) & _LOW_BITS)
    return address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
