"""Visits to a server on this machine, which counts and remembers what it is asked."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from bot.visiting import USER_AGENT, Known, Limits, Visit, open_visitor, rules_of, visible_text
from tests.effort import work
from tests.website import serving

QUICK = Limits(timeout_seconds=5, pause_seconds=0, is_allowed=lambda address: True)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """A server whose pages are handlers by path; others are not found."""

    def __init__(self) -> None:
        self.pages: dict[str, Handler] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self.under_way = 0
        self.most_at_once = 0
        self.port = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, path: str, text: str = "", status: int = 200, **headers: str) -> None:
        async def page(request: web.Request) -> web.Response:
            return web.Response(text=text, status=status, headers=headers)

        self.pages[path] = page

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self.headers.append(dict(request.headers))
        self.times.append(time.monotonic())
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            page = self.pages.get(request.path)
            return await page(request) if page else web.Response(status=404)
        finally:
            self.under_way -= 1


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    found = Site()
    async with serving(found.handle) as port:
        found.port = port
        yield found


async def visit(url: str, known: Known | None = None, limits: Limits = QUICK) -> Visit:
    async with open_visitor(limits) as visitor:
        return await visitor.visit(url, known or Known())


async def test_a_page_is_read_with_an_honest_name(site: Site) -> None:
    site.says("/page", "text", ETag='"1"')
    found = await visit(site.url("/page#part"))
    assert (found.status, found.failure, found.known.etag) == (200, None, '"1"')
    assert site.asked == ["/robots.txt", "/page"]
    assert {it["User-Agent"] for it in site.headers} == {USER_AGENT}
    assert "Rejoinder" in USER_AGENT


async def test_equal_text_has_equal_fingerprints(site: Site) -> None:
    for path, text in (("/a", "one"), ("/b", "one"), ("/c", "two")):
        site.says(path, text)
    a, b, c = [(await visit(site.url(path))).fingerprint for path in ("/a", "/b", "/c")]
    assert a == b != c
    assert a is not None


async def test_a_change_shows_whatever_a_page_is_encoded_in(site: Site) -> None:
    async def latin(request: web.Request) -> web.Response:
        text = "it is été" if request.path == "/a" else "it is àtà"
        return web.Response(body=text.encode("latin-1"), headers={"Content-Type": "text/html"})

    site.pages = {"/a": latin, "/b": latin}
    a, b = [(await visit(site.url(path))).fingerprint for path in ("/a", "/b")]
    assert a is not None
    assert a != b


async def test_a_server_is_asked_whether_what_is_known_is_still_so(site: Site) -> None:
    site.says("/page", status=304)
    found = await visit(site.url("/page"), Known('"1"', "Sat, 01 Jan 2022 00:00:00 GMT"))
    assert (found.status, found.fingerprint) == (304, None)
    assert site.headers[-1]["If-None-Match"] == '"1"'
    assert site.headers[-1]["If-Modified-Since"] == "Sat, 01 Jan 2022 00:00:00 GMT"


async def test_redirects_are_followed_and_told(site: Site) -> None:
    site.says("/old", status=301, Location="/newer")
    site.says("/newer", status=308, Location="/here")
    site.says("/here", status=302, Location="/today")
    site.says("/today", "text")
    found = await visit(site.url("/old"))
    assert found.status == 200
    assert [status for status, _ in found.redirects] == [301, 308, 302]
    assert found.moved_to == site.url("/here")
    assert (await visit(site.url("/here"))).moved_to is None


async def test_a_loop_ends(site: Site) -> None:
    site.says("/loop", status=302, Location="/loop")
    found = await visit(site.url("/loop"))
    assert (found.failure, found.detail) == ("protocol", "more than 5 redirects")


@pytest.mark.parametrize("location", ["ftp://example.org/x", "http://[", "file:///etc/passwd"])
async def test_a_redirect_out_of_the_web_is_not_followed(site: Site, location: str) -> None:
    site.says("/page", status=302, Location=location)
    assert (await visit(site.url("/page"))).failure == "protocol"


async def test_robots_are_kept_away_where_they_are_not_wanted(site: Site) -> None:
    site.says("/robots.txt", "User-agent: rejoinder\nDisallow: /private\n")
    site.says("/private", "text")
    site.says("/public", "text")
    site.says("/way", status=302, Location="/private")
    async with open_visitor(QUICK) as visitor:
        found = [await visitor.visit(site.url(it)) for it in ("/private", "/public", "/way")]
    assert [it.failure for it in found] == ["robots", None, "robots"]
    assert site.asked == ["/robots.txt", "/public", "/way"]


@pytest.mark.parametrize(("status", "failure"), [(404, None), (403, None), (503, "robots")])
async def test_rules_that_are_missing_allow_and_rules_that_fail_do_not(
    site: Site, status: int, failure: str | None
) -> None:
    site.says("/robots.txt", status=status)
    site.says("/page", "text")
    assert (await visit(site.url("/page"))).failure == failure


async def test_rules_may_be_behind_a_redirect(site: Site) -> None:
    site.says("/robots.txt", status=301, Location="/rules")
    site.says("/rules", "User-agent: *\nDisallow: /\n")
    assert (await visit(site.url("/page"))).failure == "robots"


@pytest.mark.parametrize(
    ("rules", "is_open", "is_closed"),
    [
        ("User-agent: *\nDisallow: /*.pdf$\n", "/x.pdf.html", "/x.pdf"),
        ("User-agent: *\nDisallow: /*?\n", "/x", "/x?page=2"),
        ("User-agent: *\nAllow: /\nDisallow: /x\n", "/y", "/x"),
        ("User-agent: *\nDisallow: /\nAllow: /y\n", "/y", "/x"),
        ("User-agent: rejoinder\nDisallow: /z\nUser-agent: rejoinder\nDisallow: /x\n", "/y", "/x"),
        ("User-agent: Rejoinder # us\nDisallow: /x\nUser-agent: *\nDisallow: /\n", "/y", "/x"),
        ("User-agent: other\nUser-agent: *\nDisallow: /x\n", "/y", "/x"),
        ("User-agent: join\nDisallow: /y\nUser-agent: *\nDisallow: /x\n", "/y", "/x"),
        ("User-agent: rejoin\nDisallow: /y\nUser-agent: *\nDisallow: /x\n", "/y", "/x"),
        ("\N{BYTE ORDER MARK}User-agent: *\nDisallow: /x\n", "/y", "/x"),
    ],
)
async def test_rules_are_read_as_rfc_9309_has_them(
    site: Site, rules: str, is_open: str, is_closed: str
) -> None:
    site.says("/robots.txt", rules)
    async with open_visitor(QUICK) as visitor:
        found = [await visitor.visit(site.url(it)) for it in (is_open, is_closed)]
    assert [it.failure for it in found] == [None, "robots"]


@pytest.mark.parametrize(
    "rule",
    ["Disallow: //[x", "Crawl-delay: ²", f"Crawl-delay: {'9' * 400}", "Crawl-delay: -1"],
    ids=["no address", "no number", "endless", "negative"],
)
async def test_a_rule_that_makes_no_sense_is_left_out(site: Site, rule: str) -> None:
    site.says("/robots.txt", f"User-agent: *\n{rule}\nDisallow: /x\n")
    site.says("/y", "text")
    async with open_visitor(QUICK) as visitor:
        found = [await visitor.visit(site.url(it)) for it in ("/y", "/x")]
    assert [(it.status, it.failure) for it in found] == [(200, None), (None, "robots")]


async def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(site: Site) -> None:
    for number in range(4):
        site.says(f"/{number}", "text")
    limits = Limits(pause_seconds=0.05, is_allowed=lambda address: True)
    async with open_visitor(limits) as visitor:
        await asyncio.gather(*(visitor.visit(site.url(f"/{it}")) for it in range(4)))
    assert Counter(site.asked) == Counter(["/robots.txt", "/0", "/1", "/2", "/3"])
    assert site.most_at_once == 1
    gaps = [after - before for before, after in zip(site.times, site.times[1:], strict=False)]
    assert min(gaps) >= 0.045


@pytest.mark.parametrize("delay", ["3600", "0.1", "1e300"])
async def test_a_longer_pause_is_kept_where_a_host_asks_for_it_within_reason(
    site: Site, delay: str
) -> None:
    site.says("/robots.txt", f"User-agent: *\nCrawl-delay: {delay}\n")
    site.says("/page", "text")
    limits = Limits(pause_seconds=0, longest_pause_seconds=0.1, is_allowed=lambda address: True)
    async with open_visitor(limits) as visitor:
        await visitor.visit(site.url("/page"))
        await visitor.visit(site.url("/page"))
    assert site.asked == ["/robots.txt", "/page", "/page"]
    assert site.times[2] - site.times[1] >= 0.095


async def test_hosts_do_not_wait_for_each_other(site: Site) -> None:
    both = asyncio.Barrier(2)

    async def page(request: web.Request) -> web.Response:
        await both.wait()
        return web.Response(text="text")

    site.pages["/page"] = page
    async with open_visitor(QUICK) as visitor:
        found = await asyncio.gather(
            *(visitor.visit(site.url("/page", host)) for host in ("127.0.0.1", "localhost"))
        )
    assert [it.status for it in found] == [200, 200]


async def test_silence_is_not_waited_for(site: Site) -> None:
    async def page(request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    site.pages["/page"] = page
    limits = Limits(timeout_seconds=0.2, pause_seconds=0, is_allowed=lambda address: True)
    found = await visit(site.url("/page"), limits=limits)
    assert (found.failure, found.detail) == ("timeout", "it did not answer within 0.2 s")


async def test_an_endless_page_is_read_to_the_limit(site: Site) -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"x" * 20_000)
        await asyncio.Event().wait()
        raise AssertionError

    site.pages["/page"] = page
    site.says("/short", "x" * 10_000)
    limits = Limits(
        timeout_seconds=5, max_bytes=10_000, pause_seconds=0, is_allowed=lambda address: True
    )
    found = await visit(site.url("/page"), limits=limits)
    assert found.fingerprint == (await visit(site.url("/short"), limits=limits)).fingerprint


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "[::ffff:127.0.0.1]"])
async def test_this_machine_is_never_asked(site: Site, host: str) -> None:
    site.says("/page", "text")
    found = await visit(site.url("/page", host), limits=Limits(pause_seconds=0))
    assert found.failure in ("not public", "protocol")
    assert site.asked == []


async def test_a_redirect_to_a_private_address_is_not_followed(site: Site) -> None:
    site.says("/page", status=302, Location=site.url("/secret", "127.0.0.2"))
    limits = Limits(pause_seconds=0, is_allowed=lambda address: address == "127.0.0.1")
    found = await visit(site.url("/page"), limits=limits)
    assert found.failure == "not public"
    assert site.asked == ["/robots.txt", "/page"]


async def test_a_port_where_nobody_listens_cannot_be_reached() -> None:
    assert (await visit("http://127.0.0.1:1/x")).failure == "unreachable"


async def test_a_server_that_does_not_encrypt_is_not_said_to_have_a_bad_certificate(
    site: Site,
) -> None:
    found = await visit(site.url("/page").replace("http:", "https:"))
    assert (found.failure, found.detail) == ("protocol", "no secure connection to it can be made")


@pytest.mark.parametrize(
    ("said", "failure"), [(b"\x00\xff nonsense\r\n\r\n", "protocol"), (b"", "unreachable")]
)
async def test_what_is_no_http_is_a_failure_and_no_crash(said: bytes, failure: str) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert (await visit(f"http://127.0.0.1:{port}/x")).failure == failure
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b></p>", "One two"),
        ("<style>p {}</style>a<script>if (1 < 2) x</script>b", "a b"),
        ("<nav>menu</nav><main><p>What <i>counts</i></p></main>late", "What counts"),
        ("<article>one</article>x<article>two</article>", "one two"),
        ("a</main>b", "a b"),
        ("<script>never closed", ""),
    ],
)
def test_the_visible_text_of_a_page(html: str, text: str) -> None:
    assert visible_text(html) == text


def page_work(html: str) -> float:
    """The processor's seconds that it takes to read 2 MB of it."""
    text = html * (2 * 1024 * 1024 // len(html))
    return work(lambda: visible_text(text))


def test_a_hostile_page_takes_about_as_long_as_any_other_of_its_size() -> None:
    # Work that grows with the square of the size would take a thousand times as long.
    most = 30 * page_work("<p>some words</p> ")
    assert all(page_work(it) < most for it in ("<script", "<!--", "<", "<main>", "</", "<a "))


def rules_work(names: str) -> float:
    """The processor's seconds that it takes to read 3,000 rules for them."""
    robots = (names + "Disallow: /x\n" * 3000).encode()
    return work(lambda: rules_of(robots))


def test_hostile_rules_take_about_as_long_as_any_others() -> None:
    names = "".join(f"User-agent: a{it}\n" for it in range(1000))
    most = 20 * rules_work("User-agent: *\n" * 1000)
    # A rule that is copied to each of the names would take hundreds of times as long.
    assert all(rules_work(it) < most for it in (names, names.replace("-agent:", " AGENT")))
