"""Other sites are asked only as the operator allows it, and never from inside the operator’s own network."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import override_settings

from ettle.kit.operations import guarded_client
from ettle.kit.operations.guarded_client import NotFetched, Refusal

HOST = "badges.example.org"
Answer = Callable[[BaseHTTPRequestHandler], None]


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for HOST that signs itself, and its key."""
    private, name = generate_private_key(SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(private, SHA256())
    )
    public_path, private_path = folder / "public.pem", folder / "private.pem"
    public_path.write_bytes(certificate.public_bytes(Encoding.PEM))
    private_path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public_path, private_path


class Site:
    """Another site on this machine, at the name HOST. answer: what it does with a request."""

    def __init__(self, folder: Path) -> None:
        self.answer: Answer = give()
        self.requests: list[BaseHTTPRequestHandler] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append(self)
                site.answer(self)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *_: Any) -> None:
                pass

        self.certificate, private = make_certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, private)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


def give(
    body: bytes = b"{}", status: int = 200, kind: str = "application/json", location: str = "", encoding: str = ""
) -> Answer:
    headers = {"Content-Type": kind, "Location": location, "Content-Encoding": encoding}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A letter now and then, for ever: each comes in time, all of them never."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.end_headers()
    for _ in range(200):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        sleep(0.02)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    site = Site(tmp_path)
    monkeypatch.setattr(guarded_client, "HTTPS_PORT", site.server.server_address[1])
    monkeypatch.setattr(guarded_client, "_look_up", lambda _host: ["127.0.0.1"])
    monkeypatch.setattr(guarded_client, "_is_public", lambda _address: True)
    monkeypatch.setattr(guarded_client, "_tls_context", lambda: ssl.create_default_context(cafile=site.certificate))
    with override_settings(FETCH_FROM=[HOST]):
        yield site
    site.server.shutdown()
    site.server.server_close()


def fetch(address: str = f"https://{HOST}/keys?a=1", seconds: float = 5.0) -> bytes:
    return guarded_client.fetch(address, content_types=["application/json"], seconds=seconds).content


def refused(address: str = f"https://{HOST}/", seconds: float = 5.0) -> Refusal:
    with pytest.raises(NotFetched) as caught:
        fetch(address, seconds)
    return caught.value.refusal


def test_a_document_is_fetched_under_its_name_and_nothing_of_the_person_is_sent(site: Site) -> None:
    site.answer = give(b'{"id": 1}', kind="application/json; charset=utf-8")

    assert fetch() == b'{"id": 1}'
    assert site.requests[0].path == "/keys?a=1"
    assert {name.lower() for name in site.requests[0].headers} == {"host", "user-agent", "accept", "accept-encoding"}
    assert site.requests[0].headers["Host"] == HOST


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (give(b"x" * (guarded_client.MAX_BYTES + 1)), Refusal.TOO_LARGE),
        (give(kind="text/html"), Refusal.WRONG_TYPE),
        (give(status=410), Refusal.GONE),
        (give(status=404), Refusal.UNREACHABLE),
        (give(encoding="gzip"), Refusal.UNREACHABLE),
        (give(status=302, location="/again"), Refusal.UNREACHABLE),
        (give(status=302, location="http://badges.example.org/"), Refusal.NOT_ALLOWED),
        (give(status=302, location="https://other.example.org/"), Refusal.NOT_ALLOWED),
    ],
)
def test_what_is_too_much_or_something_else_is_refused(answer: Answer, refusal: Refusal, site: Site) -> None:
    site.answer = answer

    assert refused() is refusal


def test_a_site_that_drips_is_left_when_the_time_is_over(site: Site) -> None:
    site.answer = drip

    assert refused(seconds=0.3) is Refusal.TOO_SLOW


def test_a_certificate_for_another_name_is_refused(site: Site) -> None:
    with override_settings(FETCH_FROM=["other.example.org"]):
        assert refused("https://other.example.org/") is Refusal.UNREACHABLE
    assert site.requests == []


def test_nothing_is_fetched_unless_the_operator_says_so() -> None:
    with override_settings(FETCH_FROM=[]):
        assert refused() is Refusal.OFF
        assert not guarded_client.is_on()


@override_settings(FETCH_FROM=["public"])
@pytest.mark.parametrize(
    "address",
    [
        f"http://{HOST}/", f"https://{HOST}:8443/", f"https://a:b@{HOST}/", "https:///x", "ftp://x/", "https://[::1/",
        f"https://{HOST}/\r\nX: 1", f"https://{HOST}:x/", "file:///etc/passwd", "",
    ],
)  # fmt: skip
def test_only_plain_https_addresses_are_fetched(address: str) -> None:
    assert refused(address) is Refusal.NOT_ALLOWED


@override_settings(FETCH_FROM=["public"])
@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["192.168.1.1"], ["169.254.169.254"], ["::1"], ["fd00::1"], ["fe80::1%eth0"],
        ["::ffff:10.0.0.1"], ["2002:7f00:1::"], ["100.64.0.1"], ["224.0.0.1"], ["0.0.0.0"],  # noqa: S104 - refused
        ["93.184.216.34", "10.0.0.1"], [],
    ],
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_refused_before_connecting(
    found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_client, "_look_up", lambda _host: found)
    monkeypatch.setattr(guarded_client, "HTTPSConnection", None)  # connecting would fail the test

    assert refused() is Refusal.NOT_PUBLIC


@override_settings(FETCH_FROM=["public"])
def test_a_redirect_into_a_private_network_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_client, "_look_up", lambda host: ["127.0.0.1"] if host == HOST else ["10.0.0.1"])
    monkeypatch.setattr(guarded_client, "_is_public", lambda address: address == "127.0.0.1")
    site.answer = give(status=302, location="https://inside.example.org/")

    assert refused() is Refusal.NOT_PUBLIC


@override_settings(FETCH_FROM=["public"])
def test_looking_up_a_name_has_a_time_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_host: str) -> list[str]:
        sleep(0.5)
        return ["93.184.216.34"]

    def unknown(_host: str) -> list[str]:
        raise socket.gaierror

    monkeypatch.setattr(guarded_client, "_look_up", slow)
    assert refused(seconds=0.05) is Refusal.TOO_SLOW

    def unreadable(_host: str) -> list[str]:
        return [b"\xff".decode()]

    for fault in (unknown, unreadable):
        monkeypatch.setattr(guarded_client, "_look_up", fault)
        assert refused() is Refusal.UNREACHABLE


def test_json_is_posted_to_an_address_of_the_operator_without_the_list_of_hosts(site: Site) -> None:
    received: list[bytes] = []

    def take(handler: BaseHTTPRequestHandler) -> None:
        received.append(handler.rfile.read(int(handler.headers["Content-Length"])))
        give(b"ok")(handler)

    site.answer = take
    with override_settings(FETCH_FROM=[]):
        guarded_client.post_json(f"https://{HOST}/hook", {"text": "A problem"})

    assert received == [b'{"text": "A problem"}']


@pytest.mark.parametrize("answer", [give(status=500), give(status=302, location="https://other.example.org/")])
def test_a_post_that_is_not_taken_is_a_fault(answer: Answer, site: Site) -> None:
    site.answer = answer

    with pytest.raises(NotFetched):
        guarded_client.post_json(f"https://{HOST}/hook", {})


def test_nothing_is_posted_into_a_private_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_client, "_look_up", lambda _host: ["10.0.0.1"])
    monkeypatch.setattr(guarded_client, "HTTPSConnection", None)  # connecting would fail the test

    with pytest.raises(NotFetched) as caught:
        guarded_client.post_json(f"https://{HOST}/hook", {})
    assert caught.value.refusal is Refusal.NOT_PUBLIC
