"""Pages of others, fetched by this server for somebody: only from the open net, bounded in time and bytes.

Whoever gives an address could otherwise have this server ask its own neighbours. So a name is resolved first, refused
where any of its addresses is not a public one, and the connection goes to the very address that was looked at: what
the name resolves to a moment later does not matter. Each redirect is held to the same.
Source: OWASP Server-Side Request Forgery Prevention Cheat Sheet; RFC 6890 (special-purpose addresses).
"""

import http.client
import ipaddress
import socket
import ssl
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as ResolvingTooSlow
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
_OPEN_PORTS = frozenset({80, 443, 8080, 8443})
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 1 << 16
_KEPT_IN_PATH = "/%:=&?~+!$,;'@()*[]"
_HEADERS = {
    "User-Agent": "Minga (municipal knowledge; reads pages that people cite)",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
# IPv6 addresses that stand for one of IPv4, which is looked at in their place (RFC 6052).
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


class NotFetched(OSError):
    """Nothing came of an address; what it was is in the message."""


class NotAnAddress(NotFetched):
    """It is no address of a page: another scheme, no name, a password in it, a port that is none of the web's."""


class AddressRefused(NotFetched):
    """It leads into a private network, to this computer, or to no public address."""


class NoAnswer(NotFetched):
    """The name is not known, nobody answers there, or what answers does not speak the web's language."""


class TooSlow(NotFetched):
    """It did not come within the seconds it was given."""


class TooLong(NotFetched):
    """It has more bytes than were asked for."""


class TooManyRedirects(NotFetched):
    """It leads on and on."""


@dataclass(frozen=True)
class Fetched:
    """What came: from where at last, with which status and media type ("text/html"); `data` is empty after a look."""

    final_url: str
    status: int
    media_type: str
    data: bytes


def fetch(url: str, *, most_bytes: int, seconds: float, accept: str = "*/*") -> Fetched:
    """The page at an address, whatever its status. Raises NotFetched, by its kinds.

    most_bytes  of the page as it is read, unpacked
    seconds     for everything together: names, redirects and bytes
    accept      the media types that are asked for
    """
    return _follow("GET", url, most_bytes, monotonic() + seconds, accept)


def look(url: str, *, seconds: float) -> Fetched:
    """Whether there is a page at an address, without its bytes: by HEAD, and by GET where that is not answered well.

    Raises NotFetched, by its kinds.
    """
    until = monotonic() + seconds
    with suppress(NoAnswer):  # some servers hang up on a HEAD
        found = _follow("HEAD", url, None, until)
        if found.status < http.client.BAD_REQUEST:
            return found
    return _follow("GET", url, None, until)


def _follow(method: str, url: str, most_bytes: int | None, until: float, accept: str = "*/*") -> Fetched:
    for _ in range(_MOST_REDIRECTS + 1):
        there = _parsed(url)
        with _answer(there, method, until, accept) as response:
            onward = response.getheader("Location")
            if response.status not in _REDIRECTS or not onward:
                data = b"" if most_bytes is None else _read(response, most_bytes, until)
                return Fetched(there.geturl(), response.status, response.headers.get_content_type(), data)
            url = urljoin(there.geturl(), onward)
    raise TooManyRedirects(url)


def _parsed(url: str) -> SplitResult:
    """An address in letters that may be sent, without what stands after "#". Raises NotAnAddress."""
    try:
        there = urlsplit(url.strip())
        port = there.port
        host = (there.hostname or "").encode("idna" if ":" not in (there.hostname or "") else "ascii").decode()
    except (ValueError, UnicodeError) as error:
        raise NotAnAddress(url) from error
    if there.scheme not in _PORTS or not host or there.username is not None or there.password is not None:
        raise NotAnAddress(url)
    if port is not None and port not in _OPEN_PORTS:
        raise NotAnAddress(url)
    name = f"[{host}]" if ":" in host else host
    netloc = name if port in (None, _PORTS[there.scheme]) else f"{name}:{port}"
    path, query = (quote(part, safe=_KEPT_IN_PATH) for part in (there.path or "/", there.query))
    return SplitResult(there.scheme, netloc, path, query, "")


def is_public(address: str) -> bool:
    """Whether an address of IPv4 or IPv6 is of the open net: not private, loopback, link-local, shared or multicast."""
    try:
        found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found in _TRANSLATED:
            found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        elif found.teredo is not None or found.is_site_local:  # what a relay would reach cannot be known
            return False
        else:
            found = found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast and not found.is_reserved and not found.is_unspecified


def _addresses(host: str, port: int, seconds: float) -> list[str]:
    """Every address of a name, in the resolver's order. Raises NoAnswer, TooSlow."""
    pool = ThreadPoolExecutor(1)  # the system's resolver cannot be told when to give up
    try:
        found = pool.submit(resolve, host, port).result(timeout=max(seconds, 0))
    except ResolvingTooSlow as error:
        raise TooSlow(host) from error
    except (OSError, UnicodeError) as error:
        raise NoAnswer(host) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return list(dict.fromkeys(found))


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows them. Raises OSError."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address that was looked at; never to a name. Raises OSError."""
    return socket.create_connection((address, port), timeout=seconds)


def secure(plain: socket.socket, host: str) -> socket.socket:
    """The connection under TLS, its certificate held to the name that was asked for. Raises OSError."""
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


@contextmanager
def _answer(there: SplitResult, method: str, until: float, accept: str) -> Iterator[http.client.HTTPResponse]:
    """What a server says, while its connection is open; cut off when the time is over."""
    host, port = there.hostname or "", there.port or _PORTS[there.scheme]
    line = http.client.HTTPConnection(there.netloc)
    try:
        line.sock = _connected(host, port, until)
    except OSError as error:
        raise _as_fact(error, there, until) from error
    held = [line.sock]
    timer = Timer(max(until - monotonic(), 0), _cut, [held])  # a server may send a byte a minute
    timer.daemon = True
    timer.start()
    try:
        if there.scheme == "https":
            line.sock = held[0] = secure(line.sock, host)
        where = there.path + (f"?{there.query}" if there.query else "")
        line.request(method, where, headers={**_HEADERS, "Accept": accept})
        yield line.getresponse()
    except (OSError, http.client.HTTPException) as error:
        raise _as_fact(error, there, until) from error
    finally:
        timer.cancel()
        line.close()


def _connected(host: str, port: int, until: float) -> socket.socket:
    addresses = _addresses(host, port, until - monotonic())
    if not addresses or not all(map(is_public, addresses)):
        raise AddressRefused(host)
    failed: OSError | None = None
    for address in addresses:
        try:
            return connect(address, port, max(until - monotonic(), 0.001))
        except OSError as error:
            failed = error
    raise failed or NoAnswer(host)


def _cut(held: list[socket.socket]) -> None:
    with suppress(OSError):  # it is closed already
        socket.socket.shutdown(held[0], socket.SHUT_RDWR)


def _as_fact(error: Exception, there: SplitResult, until: float) -> NotFetched:
    if isinstance(error, NotFetched):
        return error
    return TooSlow(there.geturl()) if isinstance(error, TimeoutError) or monotonic() >= until else NoAnswer(str(error))


def _read(response: http.client.HTTPResponse, most: int, until: float) -> bytes:
    """The bytes, unpacked where they were packed although nobody asked. Raises TooLong, TooSlow, NoAnswer."""
    packed = response.getheader("Content-Encoding", "identity").strip().lower()
    if packed not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise NoAnswer(f"packed as {packed}")
    unpack = None if packed in ("identity", "") else zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        if monotonic() >= until:
            raise TooSlow(str(most))
        data += chunk if unpack is None else _unpacked(unpack, chunk, most + 1 - len(data))
        if len(data) > most:
            raise TooLong(str(most))
    if monotonic() >= until:  # cut off: what came is not whole
        raise TooSlow(str(most))
    if response.length or (unpack is not None and not unpack.eof):
        raise NoAnswer("it ended before its end")
    return bytes(data)


def _unpacked(unpack: "zlib._Decompress", chunk: bytes, room: int) -> bytes:
    try:
        return unpack.decompress(chunk, room)
    except zlib.error as error:
        raise NoAnswer("it is not packed as it says") from error
