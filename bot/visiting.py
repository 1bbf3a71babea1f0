"""Visiting the addresses of sources, politely and within bounds.

One request at a time goes to a host, with a pause before the next; robots.txt is respected, and
only public addresses are reached, redirects included.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
import ssl
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import aiohttp
from protego import Protego
from yarl import URL

from bot.addresses import NotPublic, is_public, socket_opener

NAME = "Rejoinder"
"""The name by which a robots.txt may address this program."""
USER_AGENT = f"{NAME} (looks whether the sources that a debate bot cites are still there)"
ACCEPT = "text/html, application/pdf;q=0.9, */*;q=0.5"
MAX_REDIRECTS = 5
"""How many redirects are followed: as many as RFC 9309 asks for robots.txt. More are a loop."""
MAX_ROBOTS_BYTES = 500 * 1024
"""How much of a robots.txt is read: as much as RFC 9309 asks for."""
OTHERS = re.compile(rf"^(\s*user[-\s]*agent[\s:]*+)(?!(?:\*|{NAME})\s*(?:#|$)).*", re.IGNORECASE)
"""A line of robots.txt that calls another program by its name."""
UNKNOWN_HOST = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
"""The errors of looking up a name that mean that there is no such name, rather than no answer."""
PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})

FailureKind = Literal[
    "unknown host", "unreachable", "timeout", "not public", "robots", "certificate", "protocol"
]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a visit may go."""

    timeout_seconds: float = 20.0
    """How long one request may take, its answer included."""
    max_bytes: int = 2 * 1024 * 1024
    """How much of a document is read; the rest is ignored."""
    at_once: int = 8
    """How many requests may be under way, to all hosts together."""
    pause_seconds: float = 1.0
    """How long to wait between two requests to one host."""
    longest_pause_seconds: float = 10.0
    """The longest pause that a robots.txt can have the bot make."""
    is_allowed: Callable[[str], bool] = is_public
    """Whether an IP address may be connected to. Anything but `is_public` is for tests."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a server said of a document, for it to tell whether that has changed since."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers that make a request conditional on these values."""
        conditions = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in conditions.items() if value}


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of visiting an address: the last response, or why there was none."""

    url: str
    status: int | None = None
    failure: FailureKind | None = None
    detail: str = ""
    """What went wrong, in words."""
    redirects: tuple[tuple[int, str], ...] = ()
    """The status and the target of each redirect that was followed."""
    known: Known = NOTHING
    fingerprint: str | None = None
    """A hash of the document's text or, if it is no HTML, of its bytes."""

    @property
    def moved_to(self) -> str | None:
        """The address to which it has moved for good, or None if it has not."""
        target = None
        for status, to in self.redirects:
            if status not in PERMANENT:
                break
            target = to
        return target


class _Failed(Exception):
    def __init__(self, kind: FailureKind, detail: str) -> None:
        super().__init__(detail)
        self.kind: FailureKind = kind
        self.detail = detail


@dataclass(slots=True)
class _Host:
    """A host. Whoever holds its lock may send it one request, once the pause is over."""

    pause_seconds: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Visitor:
    """Visits addresses. Open one with `open_visitor`."""

    def __init__(self, session: aiohttp.ClientSession, limits: Limits) -> None:
        self._session = session
        self._limits = limits
        self._slots = asyncio.Semaphore(limits.at_once)
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[URL, asyncio.Task[Protego | _Failed]] = {}

    async def visit(self, url: str, known: Known = NOTHING) -> Visit:
        """What is at `url` now. Never raises for what a server or the network does."""
        redirects: list[tuple[int, str]] = []
        try:
            address = _parsed(url)
            response = await self._ask(address, known)
            while (to := _target(address, response)) is not None:
                if len(redirects) == MAX_REDIRECTS:
                    raise _Failed("protocol", f"more than {MAX_REDIRECTS} redirects")
                redirects.append((response.status, str(to)))
                address = to
                response = await self._ask(address, known)
        except _Failed as failed:
            return Visit(url, None, failed.kind, failed.detail, tuple(redirects))
        headers = response.headers
        return Visit(
            url,
            response.status,
            redirects=tuple(redirects),
            known=Known(
                _returnable(headers.get("ETag")), _returnable(headers.get("Last-Modified"))
            ),
            fingerprint=_fingerprint(response) if response.status == 200 else None,
        )

    async def _ask(self, url: URL, known: Known) -> _Response:
        """The response of an address.

        Raises `_Failed` if there is none, or if robots.txt forbids asking for it.
        """
        rules = await self._rules(url.origin())
        if not rules.can_fetch(str(url), NAME):
            raise _Failed("robots", "its robots.txt asks programs to stay away")
        return await self._request(url, known.headers(), self._limits.max_bytes)

    async def _rules(self, origin: URL) -> Protego:
        if origin not in self._robots:
            self._robots[origin] = asyncio.create_task(self._read_robots(origin))
        rules = await self._robots[origin]
        if isinstance(rules, _Failed):
            raise _Failed(rules.kind, rules.detail)
        return rules

    async def _read_robots(self, origin: URL) -> Protego | _Failed:
        """The rules of robots.txt, as RFC 9309 has them: none where there is no such file."""
        try:
            url = origin / "robots.txt"
            response = await self._request(url, {}, MAX_ROBOTS_BYTES)
            for _ in range(MAX_REDIRECTS):
                to = _target(url, response)
                if to is None:
                    break
                url = to
                response = await self._request(url, {}, MAX_ROBOTS_BYTES)
        except _Failed as failed:
            return failed
        if response.status >= 500:
            return _Failed("robots", f"its robots.txt cannot be read ({response.status})")
        rules = rules_of(response.body if response.status == 200 else b"")
        delay = rules.crawl_delay(NAME)
        if delay is not None:
            host = self._host(origin)
            wanted = min(delay, self._limits.longest_pause_seconds)
            host.pause_seconds = max(host.pause_seconds, wanted)
        return rules

    async def _request(self, url: URL, headers: Mapping[str, str], most: int) -> _Response:
        """One request, in its host's turn. Raises `_Failed` where there is no response."""
        host = self._host(url)
        async with host.lock:
            await asyncio.sleep(max(host.free_at - time.monotonic(), 0))
            try:
                async with self._slots:
                    return await self._get(url, headers, most)
            except TimeoutError as error:
                seconds = self._limits.timeout_seconds
                raise _Failed("timeout", f"it did not answer within {seconds:g} s") from error
            except aiohttp.ClientConnectorDNSError as error:
                if error.os_error.errno in UNKNOWN_HOST:
                    raise _Failed("unknown host", f"there is no host {url.host}") from error
                raise _Failed("unreachable", f"{url.host} cannot be looked up") from error
            except (aiohttp.ClientConnectorCertificateError, ssl.SSLCertVerificationError) as error:
                raise _Failed("certificate", "its certificate is not valid") from error
            except (aiohttp.ClientSSLError, ssl.SSLError) as error:
                raise _Failed("protocol", "no secure connection to it can be made") from error
            except aiohttp.ClientConnectorError as error:
                if isinstance(error.os_error, NotPublic):
                    raise _Failed("not public", str(error.os_error)) from error
                raise _Failed("unreachable", "it cannot be reached") from error
            except aiohttp.ClientConnectionError as error:
                raise _Failed("unreachable", "the connection broke off") from error
            except aiohttp.ClientPayloadError as error:
                raise _Failed("protocol", "what it sends breaks off") from error
            except (aiohttp.ClientError, ValueError) as error:
                detail = f"what it sends is not understood ({type(error).__name__})"
                raise _Failed("protocol", detail) from error
            finally:
                host.free_at = time.monotonic() + host.pause_seconds

    async def _get(self, url: URL, headers: Mapping[str, str], most: int) -> _Response:
        async with self._session.get(url, headers=headers, allow_redirects=False) as response:
            body = bytearray()
            if response.status == 200:
                async for chunk in response.content.iter_chunked(1 << 16):
                    body += chunk[: most - len(body)]
                    if len(body) >= most:
                        break
            # Whatever is left of a body is not waited for.
            response.close()
            return _Response(response.status, response.headers, bytes(body))

    def _host(self, url: URL) -> _Host:
        return self._hosts.setdefault(url.host or "", _Host(self._limits.pause_seconds))


@asynccontextmanager
async def open_visitor(limits: Limits | None = None) -> AsyncIterator[Visitor]:
    """A visitor with its connections, which are closed at the end."""
    limits = limits or Limits()
    connector = aiohttp.TCPConnector(
        limit=limits.at_once,
        resolver=aiohttp.ThreadedResolver(),
        socket_factory=socket_opener(limits.is_allowed),
    )
    async with aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=limits.timeout_seconds),
        # Compressed bodies could be far larger than they look.
        headers={"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "identity"},
        auto_decompress=False,
    ) as session:
        yield Visitor(session, limits)


def _target(url: URL, response: _Response) -> URL | None:
    """Where a response redirects to, or None where it does not."""
    location = response.headers.get("Location")
    if response.status not in REDIRECTS or not location:
        return None
    try:
        return _parsed(str(url.join(URL(location))))
    except ValueError as error:
        raise _Failed("protocol", "it redirects to what is no address") from error


def _parsed(text: str) -> URL:
    try:
        url = URL(text).with_fragment(None)
    except ValueError as error:
        raise _Failed("protocol", f"{text} is no address") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise _Failed("protocol", f"{text} is no address of the web")
    return url


def rules_of(robots: bytes) -> Protego:
    """What a robots.txt asks for. Takes time in proportion to its length."""
    # Protego copies each rule to every program that it names, and takes the name "rejoin" for ours.
    # Giving all other programs one name that is unlike ours avoids both.
    lines = robots.decode("utf-8-sig", "replace").splitlines()
    return Protego.parse("\n".join(OTHERS.sub(r"\1others", line) for line in lines))


def _returnable(header: str | None) -> str | None:
    """A header's value where it can be remembered and sent back as it came, otherwise None."""
    return header if header and header.isascii() and header.isprintable() else None


def _fingerprint(response: _Response) -> str:
    body = response.body
    if "html" in response.headers.get("Content-Type", "").lower():
        # Of a page in another encoding each byte still counts.
        body = visible_text(body.decode("utf-8", "backslashreplace")).encode()
    return hashlib.sha256(body).hexdigest()


def visible_text(html: str) -> str:
    """What people read of a page: its text without tags, scripts and styles.

    If the page says which part is its main one (`main` or `article`), only that part is given,
    since what stands around it changes by the hour. Takes time in proportion to the page's length.
    """
    begin, *pieces = html.split("<")
    everything = [begin]
    main: list[str] = []
    hidden = ""
    depth = 0
    for piece in pieces:
        tag, _, text = piece.partition(">")
        name = tag.split(None, 1)[0].lower() if tag.strip() else ""
        if hidden:
            if name != f"/{hidden}":
                continue
            hidden = ""
        elif name in ("script", "style", "noscript", "template"):
            hidden = name
            continue
        if name in ("main", "article"):
            depth += 1
        elif name in ("/main", "/article"):
            depth = max(depth - 1, 0)
        everything.append(text)
        if depth:
            main.append(text)
    words = " ".join(main).split() or " ".join(everything).split()
    return " ".join(words)
