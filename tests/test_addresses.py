"""Only public addresses are reached on a pack's behalf."""

from __future__ import annotations

import errno
import socket

import pytest

from bot.addresses import NotPublic, has_route, is_public, socket_opener


@pytest.mark.parametrize("address", ["1.1.1.1", "192.0.1.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "0.0.0.0", "192.0.0.192", "224.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%1", "fd00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::"),
        *("::127.0.0.1", "::10.0.0.1", "64:ff9b:1::a00:1", "::ffff:192.0.0.192"),
    ],
)
def test_an_address_of_this_machine_or_its_network_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("reachable", "expected"),
    [({socket.AF_INET}, True), ({socket.AF_INET6}, True), (set(), False)],
    ids=["IPv4", "IPv6", "neither"],
)
def test_either_protocol_is_a_way_out(
    monkeypatch: pytest.MonkeyPatch, reachable: set[socket.AddressFamily], expected: bool
) -> None:
    class Socket(socket.socket):
        def connect(self, address: object) -> None:
            assert self.type == socket.SOCK_DGRAM  # of which connecting sends nothing
            if self.family not in reachable:
                raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket, "socket", Socket)
    assert has_route() == expected


def test_a_socket_is_opened_for_what_is_allowed_alone() -> None:
    info = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 80))
    with pytest.raises(NotPublic):
        socket_opener(is_public)(info)
    with socket_opener(lambda address: address == "127.0.0.1")(info) as opened:
        assert opened.family == socket.AF_INET
