"""The reverse proxy that docs/how-to/deploy.md describes, run as written: its logs have no address that is a secret."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ettle.kit.http.link_pages import PREFIXES
from ettle.kit.tests.test_link_pages import KEY, LINKS, fill
from tests.house.how_to_blocks import blocks_of
from tests.house.test_the_how_to_pages import make_certificate
from tests.journeys.site import free_port

pytestmark = pytest.mark.thirdparty
HOST = "learn.example.org"
PAGE = "/areas/vision/"
LARGE = 13 * 1024 * 1024  # above client_max_body_size
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # of this machine, with a certificate that nobody has signed
TLS.check_hostname, TLS.verify_mode = False, ssl.CERT_NONE


class Upstream(BaseHTTPRequestHandler):
    """A site that answers, and hangs up without an answer where it is asked to."""

    def do_GET(self) -> None:
        if "hang-up" not in self.path:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *args: object) -> None:
        """Write nothing."""


@dataclass(frozen=True)
class Proxy:
    folder: Path
    http: int
    https: int

    def send(self, request: str, *, port: int | None = None, is_encrypted: bool = True) -> str:
        """Send a request as it stands and return the first line of the answer; "" when there is none."""
        plain = socket.create_connection(("127.0.0.1", port or self.https), timeout=10)
        with TLS.wrap_socket(plain, server_hostname=HOST) if is_encrypted else plain as connection:
            connection.sendall(request.encode())
            with connection.makefile("rb") as answer:
                return answer.readline().decode().strip()

    def get(self, address: str, *, method: str = "GET", more: str = "") -> str:
        return self.send(f"{method} {address} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n{more}\r\n")

    def logs(self) -> str:
        return "".join(path.read_text() for path in self.folder.glob("*.log"))


def nginx_program() -> str:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        pytest.fail("nginx is needed to run the documented proxy. Install Debian's nginx.")
    return found


@contextmanager
def upstream(port: int = 0) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", port), Upstream)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def run_proxy(folder: Path, site: int, second: int | None = None) -> Iterator[Proxy]:
    """Run the documented configuration, with free ports and with its files in a folder.

    second: the port of a second web server, with the sign before its line taken away.
    """
    (sample,) = blocks_of("deploy.md", "nginx")
    proxy, text = Proxy(folder, free_port(), free_port()), sample.text
    if second is not None:
        assert "# server 127.0.0.1:8001 " in text
        text = text.replace("# server 127.0.0.1:8001 ", f"server 127.0.0.1:{second} ")
    for written, ours in {
        "listen 80;": f"listen 127.0.0.1:{proxy.http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{proxy.https} ssl;",
        "server 127.0.0.1:8000 ": f"server 127.0.0.1:{site} ",
        "/etc/ssl/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
    }.items():
        assert written in text
        text = text.replace(written, ours)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    stores = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;\n" if os.geteuid() == 0 else ""
    configuration = f"{user}daemon off;\npid {folder}/pid;\nevents {{}}\nhttp {{\n{stores}\n{text}\n}}\n"
    (folder / "nginx.conf").write_text(configuration)
    make_certificate(folder)
    process = subprocess.Popen([nginx_program(), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")])
    try:
        _wait_for(proxy.https)
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("nginx did not start")


def ways_to_ask(proxy: Proxy, link: str) -> Iterator[str]:
    """Ask for one secret address in every way that has the proxy write a line, and yield what it answers."""
    encoded = f"/%{ord(link[1]):x}{link[2:]}"
    for address in (link, f"{link}?from=check", f"/{link}", f"/x/..{link}", encoded, f"{link}%zz", f"{link}%00"):
        yield proxy.get(address)
    yield proxy.get(f"{link}hang-up")
    yield proxy.get(link, method="HEAD")
    yield proxy.get(link, method="POST", more=f"Content-Length: {LARGE}\r\n")
    yield proxy.get(link, more=f"Cookie: {'x' * 40_000}\r\n")
    yield proxy.get(link, more=f"{'x' * 40_000}: 1\r\n")
    yield proxy.get(link, more="Content-Length: -1\r\n")
    yield proxy.get(PAGE, more=f"Referer: https://{HOST}{link}\r\n")
    yield proxy.get(f"{PAGE}?next={link}")
    yield proxy.send(f"GET {link} HTTP/1.1\r\nConnection: close\r\n\r\n")
    yield proxy.send(f"GET {link} HTTP/9.1\r\nHost: {HOST}\r\n\r\n")
    yield proxy.send(f"G<T {link} HTTP/1.1\r\nHost: {HOST}\r\n\r\n")
    request = f"GET {link} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"
    yield proxy.send(request, port=proxy.http, is_encrypted=False)
    yield proxy.send(request, is_encrypted=False)


def one_of_each(links: list[str]) -> list[str]:
    """One address for each beginning, because the proxy tells them apart by nothing else."""
    return [next(link for link in links if link.startswith(prefix)) for prefix in PREFIXES]


def test_no_line_of_the_documented_proxy_has_a_link(tmp_path: Path) -> None:
    links = [fill(route) for route in LINKS]
    with upstream() as site, run_proxy(tmp_path, site) as proxy:
        answers = [line.split()[1] for link in one_of_each(links) for line in ways_to_ask(proxy, link) if line]
        answers += [proxy.get(link).split()[1] for link in links]
        passed_on = proxy.get(PAGE)
    with run_proxy(tmp_path, free_port()) as proxy:  # the site is stopped
        answers += [proxy.get(address).split()[1] for address in [*links, PAGE]]

    assert passed_on == "HTTP/1.1 200 OK"
    assert {"200", "301", "400", "413", "502", "505"} <= set(answers)
    logs = proxy.logs()
    assert f"GET {PAGE} 200" in logs
    assert f"GET {PAGE} 502" in logs
    assert [found for found in (KEY, "ttt", *PREFIXES) if found in logs] == []


def test_two_web_servers_are_restarted_one_after_the_other_without_an_error(tmp_path: Path) -> None:
    """nginx asks the other one, again and again, whatever a server refused just before."""
    first, second = free_port(), free_port()
    answers: list[str] = []
    with run_proxy(tmp_path, first, second) as proxy:

        def ask(times: int) -> None:
            for number in range(times):
                method, more = ("POST", "Content-Length: 0\r\n") if number % 4 == 3 else ("GET", "")
                answers.append(proxy.get(PAGE, method=method, more=more))

        for _ in range(3):
            with upstream(first):
                ask(8)  # the second one is being restarted
                with upstream(second):
                    ask(8)
            with upstream(second):
                ask(8)  # and now the first one

    assert len(answers) == 72
    assert set(answers) == {"HTTP/1.1 200 OK"}
