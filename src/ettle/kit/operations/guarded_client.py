"""Fetch a public document from another site, so that a person who names its address cannot use this one against others.

Nothing is fetched unless the operator allows it (ETTLE_FETCH_FROM). https on its own port alone; no address of a
private network, also not after a redirect or a second look-up of the name: the address that was checked is the one that
is connected to. Size, time and content type are bounded, and nothing of a person's request is sent on.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from django.conf import settings
from urllib3.connection import HTTPSConnection

PUBLIC = "public"
MAX_REDIRECTS = 3
MAX_BYTES = 1_000_000
SECONDS = 4.0  # for one document, with its redirects
CHUNK_BYTES = 16_384
HTTPS_PORT = 443
AGENT = "Ettle (verifier of Open Badges)"
REDIRECTS = {301, 302, 303, 307, 308}


class Refusal(Enum):
    """Why a document was not fetched."""

    OFF = "off"
    NOT_ALLOWED = "not allowed"
    NOT_PUBLIC = "not public"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too slow"
    TOO_LARGE = "too large"
    WRONG_TYPE = "wrong type"
    GONE = "gone"


class NotFetched(Exception):
    """The document could not or may not be fetched. refusal: why."""

    def __init__(self, refusal: Refusal, host: str = "") -> None:
        super().__init__(f"{host}: {refusal.value}")
        self.refusal, self.host = refusal, host


@dataclass(frozen=True)
class FetchedDocument:
    """address: where it was at last, after redirects. content_type: without parameters, in small letters."""

    address: str
    content: bytes
    content_type: str


def is_on() -> bool:
    """Whether the operator allows any fetching."""
    return bool(settings.FETCH_FROM)


def fetch(address: str, *, content_types: Collection[str], seconds: float = SECONDS) -> FetchedDocument:
    """Return the document at an https address. Raises NotFetched.

    content_types: those that are taken.
    """
    deadline = monotonic() + seconds
    for _hop in range(MAX_REDIRECTS + 1):
        parts = _check_address(address)
        response = _request(parts, deadline)
        if not isinstance(response, str):
            if response.content_type not in content_types:
                raise NotFetched(Refusal.WRONG_TYPE, parts.hostname or "")
            return response
        address = urljoin(address, response)
    raise NotFetched(Refusal.UNREACHABLE, urlsplit(address).hostname or "")


def post_json(address: str, content: object, *, seconds: float = SECONDS) -> None:
    """Send JSON to an https address that the operator has set. Raises NotFetched unless it is taken.

    What fetch refuses is refused here too, but for the list of hosts; no redirect is followed.
    """
    parts, deadline = _split_address(address), monotonic() + seconds
    with _connected(parts, deadline) as connection:
        headers = {**_headers_for(parts), "Content-Type": "application/json"}
        connection.request("POST", _path_of(parts), body=json.dumps(content).encode(), headers=headers)
        status = connection.getresponse().status
    if not 200 <= status < 300:
        raise NotFetched(Refusal.UNREACHABLE, parts.hostname or "")


def _check_address(address: str) -> SplitResult:
    """Split an address that may be fetched. Raises NotFetched for any other."""
    if not is_on():
        raise NotFetched(Refusal.OFF)
    parts = _split_address(address)
    host = parts.hostname or ""
    if settings.FETCH_FROM != [PUBLIC] and host.encode("idna").decode() not in settings.FETCH_FROM:
        raise NotFetched(Refusal.NOT_ALLOWED, host)
    return parts


def _split_address(address: str) -> SplitResult:
    """Split a plain https address. Raises NotFetched for any other."""
    try:
        parts = urlsplit(address)
        has_own_port = parts.port not in {None, HTTPS_PORT}
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:  # UnicodeError too
        raise NotFetched(Refusal.NOT_ALLOWED) from None
    is_plain = address.isascii() and not any(letter <= " " for letter in address)
    if parts.scheme != "https" or not host or has_own_port or parts.username is not None or not is_plain:
        raise NotFetched(Refusal.NOT_ALLOWED, host)
    return parts


def _request(parts: SplitResult, deadline: float) -> FetchedDocument | str:
    """Return the document, or the address that it redirects to."""
    with _connected(parts, deadline) as connection:
        connection.request("GET", _path_of(parts), headers=_headers_for(parts), preload_content=False)
        with closing(connection.getresponse()) as response:
            if response.status in REDIRECTS and response.headers.get("Location"):
                return str(response.headers["Location"])
            return _read(response, parts.geturl(), parts.hostname or "", deadline)


def _path_of(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers_for(parts: SplitResult) -> dict[str, str]:
    host = parts.hostname or ""
    return {"Host": host, "User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}


@contextmanager
def _connected(parts: SplitResult, deadline: float) -> Iterator[HTTPSConnection]:
    """Give a connection to a public address of this host, which is closed at the deadline. Faults become NotFetched."""
    host = parts.hostname or ""
    connection = HTTPSConnection(
        resolve_public_address(host, deadline),
        port=HTTPS_PORT,
        timeout=max(0.1, deadline - monotonic()),
        server_hostname=host,
        assert_hostname=host,
        ssl_context=_tls_context(),
    )
    try:
        with _closed_at(deadline, connection):
            yield connection
    except (OSError, urllib3.exceptions.HTTPError, ValueError) as fault:
        refusal = Refusal.TOO_SLOW if monotonic() >= deadline else Refusal.UNREACHABLE
        raise NotFetched(refusal, host) from fault
    finally:
        connection.close()


def _read(response: urllib3.BaseHTTPResponse, address: str, host: str, deadline: float) -> FetchedDocument:
    if response.status == 410:
        raise NotFetched(Refusal.GONE, host)
    if response.status != 200 or response.headers.get("Content-Encoding", "identity") != "identity":
        raise NotFetched(Refusal.UNREACHABLE, host)
    content = b""
    while chunk := response.read1(CHUNK_BYTES):
        content += chunk
        if len(content) > MAX_BYTES:
            raise NotFetched(Refusal.TOO_LARGE, host)
        if monotonic() > deadline:
            raise NotFetched(Refusal.TOO_SLOW, host)
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return FetchedDocument(address, content, content_type)


@contextmanager
def _closed_at(deadline: float, connection: HTTPSConnection) -> Iterator[None]:
    """Close a connection when its time is over, even while the other side sends a letter now and then."""

    def shut() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - monotonic()), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def resolve_public_address(host: str, deadline: float) -> str:
    """Return an address of a host, all of whose addresses are public. Raises NotFetched."""
    addresses = _call_until(deadline, lambda: _look_up(host), host)
    if not addresses or not all(_is_public(address) for address in addresses):
        raise NotFetched(Refusal.NOT_PUBLIC, host)
    return addresses[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = [getattr(address, name, None) for name in ("ipv4_mapped", "sixtofour")]
    inner += list(getattr(address, "teredo", None) or ())
    return address.is_global and not address.is_multicast and all(part is None or part.is_global for part in inner)


def _look_up(host: str) -> list[str]:
    return [str(row[4][0]) for row in socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)]


def _call_until(deadline: float, call: Callable[[], list[str]], host: str) -> list[str]:
    """Call in a thread of its own: looking up a name has no time limit."""
    future: Future[list[str]] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except (OSError, UnicodeError) as fault:
            future.set_exception(fault)

    threading.Thread(target=run, daemon=True).start()
    try:
        return future.result(max(0.0, deadline - monotonic()))
    except TimeoutError:
        raise NotFetched(Refusal.TOO_SLOW, host) from None
    except (OSError, UnicodeError):
        raise NotFetched(Refusal.UNREACHABLE, host) from None


def _tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()
