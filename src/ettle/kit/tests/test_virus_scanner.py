"""A virus, or a scanner that does not answer, is refused in words. The daemon here speaks clamd's protocol."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from ettle.kit.files import virus_scanner
from ettle.kit.operations import health_check

# EICAR's test file, which every scanner knows; in two parts, so that none finds it here.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST_BYTES = 300_000


class Daemon(socketserver.StreamRequestHandler):
    """Answers as clamd does: zPING, and zINSTREAM with chunks up to an empty one."""

    def handle(self) -> None:
        command = self._read_to_zero()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self.wfile.write(self._scan_stream() + b"\0")

    def _scan_stream(self) -> bytes:
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
            if len(content) > MOST_BYTES:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"

    def _read_to_zero(self) -> bytes:
        command = b""
        while (byte := self.rfile.read(1)) not in {b"\0", b""}:
            command += byte
        return command


@pytest.fixture(params=["socket", "host and port"])
def daemon(request: pytest.FixtureRequest, tmp_path: Path, settings: Any) -> Iterator[None]:
    server: socketserver.BaseServer
    if request.param == "socket":
        settings.CLAMD = str(tmp_path / "clamd.ctl")
        server = socketserver.ThreadingUnixStreamServer(settings.CLAMD, Daemon)
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon)
        settings.CLAMD = server.server_address
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


class UploadForm(forms.Form):
    words = forms.CharField()
    file = forms.FileField()


def send(content: bytes) -> UploadForm:
    form = UploadForm({"words": "What I learnt"}, MultiValueDict({"file": [SimpleUploadedFile("note.txt", content)]}))
    form.is_valid()
    return form


@pytest.mark.usefixtures("daemon")
def test_a_harmless_file_is_taken_and_read_from_its_start() -> None:
    content = b"harmless " * 20_000  # several chunks
    form = send(content)

    assert form.errors == {}
    assert form.cleaned_data["file"].read() == content


@pytest.mark.usefixtures("daemon")
@pytest.mark.parametrize("content", [EICAR, b"x" * 100_000 + EICAR])
def test_a_virus_is_refused_in_words_at_the_field(content: bytes) -> None:
    form = send(content)

    assert form.errors == {"file": [virus_scanner.HARMFUL]}
    assert form["words"].value() == "What I learnt"


@pytest.mark.usefixtures("daemon")
def test_a_file_that_the_scanner_does_not_take_is_refused() -> None:
    assert send(b"x" * (MOST_BYTES + 1)).errors == {"file": [virus_scanner.NOT_SCANNED]}


@pytest.mark.usefixtures("daemon")
@pytest.mark.django_db
def test_a_scanner_that_answers_is_no_problem() -> None:
    assert virus_scanner.find_problem() == ""
    assert "The virus scanner does not answer." not in health_check.find_problems()


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["/nowhere/clamd.ctl", ("127.0.0.1", 1)])
def test_while_the_scanner_is_away_uploads_are_refused_and_the_site_is_not_ready(settings: Any, place: object) -> None:
    settings.CLAMD = place

    assert send(b"harmless").errors == {"file": [virus_scanner.NOT_SCANNED]}
    assert "The virus scanner does not answer." in health_check.find_problems()


def test_a_scanner_that_hangs_up_or_says_nothing_is_not_taken_for_ok(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(virus_scanner, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD = server.getsockname()
        assert send(b"harmless").errors == {"file": [virus_scanner.NOT_SCANNED]}
        assert virus_scanner.find_problem() == "The virus scanner does not answer."


def test_without_a_scanner_uploads_are_taken() -> None:
    assert send(EICAR).errors == {}
    assert virus_scanner.find_problem() == ""


@pytest.mark.usefixtures("daemon")
def test_pictures_are_scanned_before_they_are_decoded() -> None:
    with pytest.raises(ValidationError, match="something harmful"):
        forms.ImageField().clean(SimpleUploadedFile("picture.png", EICAR))
