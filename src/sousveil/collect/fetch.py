"""Addresses as sources: one polite, guarded HTTP client.

The guard is httpx-secure's: it looks a name up, checks the address that answers, and connects to that address and
no other, for each connection. So neither a redirect nor a name that changes its address gets past it.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urldefrag, urljoin

import httpx
from httpx_secure import SSRFProtectionError, httpx_ssrf_protection
from msgspec import Struct

from sousveil.collect.addresses import is_public, literal_address
from sousveil.collect.background import BackgroundLoop
from sousveil.collect.collected import Collected, capture, utc
from sousveil.collect.http_message import Head, decode_content
from sousveil.collect.options import CollectOptions
from sousveil.collect.robots import MAX_ROBOTS, Robots
from sousveil.collect.sniff import media_type, split_content_type
from sousveil.errors import CollectLoss

__all__ = ["Answer", "Fetcher"]

_REDIRECTS = {301, 302, 303, 307, 308}
_ALL_ANSWERS = 4
_PASSING = {429, 500, 502, 503, 504}
"""Statuses that may be gone at the next attempt."""


class Answer(Struct, frozen=True, kw_only=True):
    """What a server sent: its body as it came over the wire, or the start of it where `cut`."""

    url: str
    head: Head
    body: bytes
    cut: bool = False


class _Passing(Exception):  # noqa: N818  # never leaves this module
    """A failure that the next attempt may not meet; `wait` is what the server asked for, in seconds."""

    def __init__(self, loss: CollectLoss, wait: float | None = None) -> None:
        super().__init__(str(loss))
        self.loss = loss
        self.wait = wait


class Fetcher:
    """Fetches addresses one after the other. Its event loop runs in a thread of its own, so that it also works
    where one is running already, as in a notebook."""

    def __init__(self, options: CollectOptions) -> None:
        self._options = options
        self._robots = Robots(options.user_agent)
        self._last: dict[str, float] = {}
        self._loop = BackgroundLoop("sousveil-fetch")
        # Settings come from the options alone: no proxies, certificates or passwords from the environment.
        client = httpx.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(options.read_timeout, connect=options.connect_timeout),
            headers={
                "User-Agent": options.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
                "Accept-Encoding": "gzip, deflate, br, zstd",
            },
        )
        self._client = client if options.allow_private else httpx_ssrf_protection(client, custom_validator=_admits)

    def close(self) -> None:
        """Close connections and end the thread."""
        if self._loop.is_closed:
            return
        self._loop.run(self._client.aclose())
        self._loop.close()

    def fetch(self, url: str) -> Collected:
        """The answer of an address, after redirects.

        Raises:
            CollectLoss: `offline`, `url`, `url-credentials`, `address-refused`, `robots`, `robots-unreachable`,
                `unknown-host`, `unreachable`, `tls`, `timeout`, `http-protocol`, `http-status`, `http-encoding`,
                `redirects`, `too-large`, `empty`.
        """
        if not self._options.network:
            raise CollectLoss("offline", f"{url} was not fetched, since the network is turned off (`--offline`).")
        answer = self._loop.run(self._in_time(url))
        head = answer.head
        if not 200 <= head.status <= 299:
            raise CollectLoss(
                "http-status", f"The server answered with status {head.status}; try the address in a browser."
            )
        payload, lost = decode_content(answer.body, head.tokens("content-encoding"), self._options.max_bytes)
        if lost is not None:
            raise lost
        if not payload.strip():
            raise CollectLoss("empty", "The server sent a page without content.")
        declared, charset = split_content_type(head.get("content-type"))
        return capture(
            payload,
            media_type=media_type(payload, httpx.URL(answer.url).path, declared),
            locator=url,
            retrieved=utc(time.time()),
            method="http",
            url=answer.url,
            status=head.status,
            charset=charset,
            headers=head.headers,
        )

    async def _in_time(self, url: str) -> Answer:
        limit = _ALL_ANSWERS * self._options.total_timeout
        try:
            async with asyncio.timeout(limit):
                return await self._follow(url)
        except TimeoutError as error:
            detail = f"Redirects and repeated attempts together took more than {limit:g} seconds."
            raise CollectLoss("timeout", detail) from error

    async def _follow(self, url: str) -> Answer:
        """Get an address and go where it redirects, with every check anew at each step."""
        self._client.cookies.clear()
        seen: list[str] = []
        current = url
        while True:
            current = urldefrag(self._checked(current)).url
            if current in seen:
                raise CollectLoss("redirects", f"The address redirects in a circle, back to {current}.")
            seen.append(current)
            if len(seen) > self._options.max_redirects + 1:
                raise CollectLoss("redirects", f"The address redirects more than {self._options.max_redirects} times.")
            await self._ask_robots(current)
            answer = await self._get(current, self._options.max_bytes, wait=len(seen) == 1)
            target = answer.head.get("location")
            if answer.head.status not in _REDIRECTS or not target:
                return answer
            current = urljoin(current, target)

    def _checked(self, url: str) -> str:
        """The address as it will be asked for.

        Raises:
            CollectLoss: it is no http(s) address, holds a password, or spells an address that is not public.
        """
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, ValueError) as error:
            raise CollectLoss("url", f"This is no address that can be fetched ({error}).") from error
        if parsed.scheme not in {"http", "https"} or not parsed.host:
            raise CollectLoss("url", f"Only http and https addresses are fetched, and {url} is none.")
        if parsed.userinfo:
            detail = "The address holds a user name or password, which would be stored; take it out."
            raise CollectLoss("url-credentials", detail)
        if not self._options.allow_private:
            literal = literal_address(parsed.host)
            name = parsed.host.rstrip(".").lower()
            local = name == "localhost" or name.endswith(".localhost")
            if local or (literal is not None and not is_public(literal)):
                raise _refused(parsed.host)
        return str(parsed)

    async def _ask_robots(self, url: str) -> None:
        if not self._options.robots:
            return
        place = self._robots.place(url)
        if not self._robots.knows(place):
            answer = await self._robots_answer(place)
            encodings = answer.head.tokens("content-encoding")
            # The start is enough: a file cut at its size limit ends early, and what could be read of it counts.
            rules, _ = decode_content(answer.body, encodings, 20 * MAX_ROBOTS)
            self._robots.learn(place, answer.head.status, rules)
        self._robots.check(url)

    async def _robots_answer(self, place: str) -> Answer:
        current = place
        for _ in range(6):  # RFC 9309, 2.3.1.2: follow at least five redirects
            answer = await self._get(self._checked(current), MAX_ROBOTS, wait=False, cut=True)
            target = answer.head.get("location")
            if answer.head.status not in _REDIRECTS or not target:
                return answer
            current = urljoin(current, target)
        raise CollectLoss("robots-unreachable", f"{place} redirects too often to be read.")

    async def _get(self, url: str, max_bytes: int, *, wait: bool, cut: bool = False) -> Answer:
        """One address, tried again where the failure may pass. Does not follow redirects."""
        host = httpx.URL(url).netloc.decode("ascii")
        pause = 0.0
        if wait and host in self._last:
            delay = max(self._options.delay, min(self._robots.delay(url), self._options.max_delay))
            pause = max(0.0, self._last[host] + delay - time.monotonic())
        attempt = 0
        while True:
            attempt += 1
            await asyncio.sleep(pause)
            try:
                return await self._attempt(url, max_bytes, cut=cut, final=attempt >= self._options.attempts)
            except _Passing as failure:
                granted = failure.wait is None or failure.wait <= self._options.max_retry_after
                if attempt >= self._options.attempts or not granted:
                    raise failure.loss from failure
                pause = max(failure.wait or 0.0, self._options.backoff * 2 ** (attempt - 1))
            finally:
                if not cut:
                    self._last[host] = time.monotonic()

    async def _attempt(self, url: str, max_bytes: int, *, cut: bool, final: bool) -> Answer:
        total = self._options.total_timeout
        try:
            async with asyncio.timeout(total), self._client.stream("GET", url) as response:
                if response.status_code in _PASSING and not final:
                    loss = CollectLoss("http-status", f"The server answered with status {response.status_code}.")
                    raise _Passing(loss, _retry_after(response.headers.get("retry-after")))
                return await _received(response, url, max_bytes, cut=cut)
        except TimeoutError as error:
            raise CollectLoss("timeout", f"The answer was not there after {total:g} seconds.") from error
        except SSRFProtectionError as error:
            raise _refused(error.hostname) from error
        except httpx.TimeoutException as error:
            raise _Passing(CollectLoss("timeout", f"The server kept silent ({type(error).__name__}).")) from error
        except httpx.ConnectError as error:
            causes = _causes(error)
            if any(isinstance(cause, ssl.SSLError) for cause in causes):
                raise CollectLoss("tls", f"The server's certificate was not accepted ({error}).") from error
            if any(isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_NONAME for cause in causes):
                raise CollectLoss("unknown-host", f"No name server knows {httpx.URL(url).host}.") from error
            raise _Passing(CollectLoss("unreachable", f"The server cannot be reached ({error}).")) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            detail = f"The server's answer is broken ({type(error).__name__}: {error})."
            raise _Passing(CollectLoss("http-protocol", detail)) from error


async def _received(response: httpx.Response, url: str, max_bytes: int, *, cut: bool) -> Answer:
    """The answer with its body as sent, read piece by piece so that a large one is left before it is here.

    Raises:
        CollectLoss: `too-large`, unless `cut`: then the start of the body is enough.
    """
    headers = tuple((_text(name), _text(value)) for name, value in response.headers.raw)
    head = Head(status=response.status_code, headers=headers)
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > max_bytes:
            if cut:
                return Answer(url=url, head=head, body=bytes(body[:max_bytes]), cut=True)
            raise CollectLoss(
                "too-large", f"The answer is larger than {max_bytes} bytes; raise the limit with `--max-mib`."
            )
    return Answer(url=url, head=head, body=bytes(body))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _admits(_host: str, address: IPv4Address | IPv6Address, _port: int) -> bool:
    return is_public(address)


def _refused(host: str) -> CollectLoss:
    return CollectLoss(
        "address-refused",
        f"{host} is an address inside this machine or network, which lists of links must not reach; "
        "allow private addresses (`--allow-private`) if you mean it.",
    )


def _causes(error: BaseException) -> list[BaseException]:
    """An error and those behind it: httpx wraps what the system said."""
    causes = [error]
    while (behind := causes[-1].__cause__ or causes[-1].__context__) is not None and behind not in causes:
        causes.append(behind)
    return causes


def _retry_after(value: str | None) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3); null where it asks for nothing we can read."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
