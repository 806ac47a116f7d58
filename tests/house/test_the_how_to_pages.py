"""Every command and setting of the how-to pages works as it is written."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import crossplane
import fakeredis
import pytest
import yaml

from launcher import environment
from launcher.main import COMMANDS
from launcher.site_commands import SITE_COMMANDS, make_parser
from tests.house.how_to_blocks import HOW_TO, NOT_RUN, SERVER, Block, blocks_of, read_blocks
from tests.house.rooms import ROOT, SOURCE

LANGUAGES = {"sh", "nginx", "ini", "yaml", "text"}  # text: a story, which a test of stories imports
# By tests here, and in tests/thirdparty by test_the_documented_recovery.py and test_the_wheel.py.
RUN = {
    "add-an-item-type.md", "deploy.md", "exchange-activities.md", "install-a-wheel.md", "recover-to-a-moment.md",
    "upgrade.md", "write-a-pack.md",
}  # fmt: skip
INLINE = re.compile(r"`(\./ettle [^`\n]+)`")
SETTING = re.compile(r"\bETTLE_([A-Z_]+)\b")
# Fetches a page as the reverse proxy would, until it is there: `probe PORT PATH`.
PROBE = """
import sys, time, urllib.request
port, path, *end = sys.argv[1:]
headers = {"Host": "learn.example.org", "X-Forwarded-Proto": "https"}
for turn in range(3000):
    try:
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)) as page:
            print(path, page.status, flush=True)
            sys.exit(0)
    except OSError as error:
        last = error
    time.sleep(0.1)
sys.exit(f"{path}: {last}")
"""


def ignored_in_copy(folder: str, names: list[str]) -> set[str]:
    left_out = {".git", ".cache", "var", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
    return {name for name in names if name in left_out or name.startswith(".venv")}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the source, with the environment that the launcher makes."""
    environment.ensure_environment("run", ".venv")
    clone = tmp_path / "opt" / "ettle"
    shutil.copytree(ROOT, clone, ignore=ignored_in_copy)
    (clone / ".venv").symlink_to(ROOT / ".venv")
    return clone


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[str]:
    """The address of a PostgreSQL that comes with the tests."""
    words = [sys.executable, "-m", "tests.postgresql", str(tmp_path / "pg")]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        yield starter.stdout.readline().strip()
        starter.communicate("stop\n", timeout=60)


@pytest.fixture
def redis_url() -> Iterator[str]:
    server = fakeredis.TcpFakeServer(("127.0.0.1", 0))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"redis://127.0.0.1:{server.server_address[1]}/0"
    server.shutdown()
    server.server_close()
    thread.join(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_script(blocks: list[Block], *, port: int) -> str:
    """Return a script that runs the blocks one after the other. A server goes on beside them until the end."""
    lines = ["set -eu", "servers=()", "trap 'kill \"${servers[@]}\" 2>/dev/null || true; wait' EXIT"]
    for block in blocks:
        if block.is_server:
            lines += [block.text.rstrip() + " &", "servers+=($!)"]
            if "work" not in block.text.split():
                lines += [f"probe {port} /healthz", f"probe {port} /"]
        else:
            lines.append(block.text)
    return "\n".join(lines) + "\n"


def run_script(script: str, clone: Path, home: Path) -> str:
    """Run a script in the copy, with no setting of this process. Return what it printed; fail when it failed."""
    home.mkdir(exist_ok=True)
    (home / "probe.py").write_text(PROBE)
    variables = {name: os.environ[name] for name in ("PATH", "LANG", "PIP_INDEX_URL") if name in os.environ}
    probe = f'probe() {{ "{sys.executable}" "{home / "probe.py"}" "$@"; }}\n'
    done = subprocess.run(
        ["bash", "-c", probe + script],
        cwd=clone, env={**variables, "HOME": str(home)}, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert "Traceback" not in done.stderr
    return done.stdout


def test_every_block_of_shell_commands_is_run_or_says_why_not() -> None:
    run = {page.name for page in HOW_TO for block in read_blocks(page) if block.is_run}
    notes = {block.note for page in HOW_TO for block in read_blocks(page) if block.note}

    assert run == RUN
    assert {note for note in notes if note != SERVER and not note.startswith(NOT_RUN)} == set()
    assert {block.language for page in HOW_TO for block in read_blocks(page)} <= LANGUAGES


def test_a_site_is_deployed_on_one_machine_as_written(clone: Path, tmp_path: Path) -> None:
    one_machine = [block for block in blocks_of("deploy.md", "sh") if block.is_run and ".venv" not in block.text]
    one_machine = [block for block in one_machine if "ETTLE_DATABASE_URL" not in block.text]
    packs = blocks_of("write-a-pack.md", "sh")
    port, other = free_port(), free_port()
    address_change = one_machine.pop()
    # A new pack is for a site without another: its framework is what such a site is built on.
    empty_site = f"./ettle run --no-demo --port {other} &\nprobe {other} /healthz\nkill $! && wait $! || true"
    ready = Block("sh", f"probe {port} /readyz\n{empty_site}", "")
    script = write_script([*one_machine, ready, *packs, address_change], port=port)
    (tmp_path / "srv").mkdir()
    (tmp_path / "backups").mkdir()
    script = script.replace("/srv/", f"{tmp_path}/srv/").replace("/backups/", f"{tmp_path}/backups/")

    printed = run_script(script.replace("./ettle run ", f"./ettle run --port {port} "), clone, tmp_path / "home")

    assert "/ 200" in printed
    assert "/readyz 200" in printed
    assert "you@example.org is an administrator now." in printed
    assert "0 badges checked, nothing wrong" in printed
    assert "The address of this site is https://leadership.example.org now." in printed


def test_a_site_is_deployed_with_postgresql_as_written(
    clone: Path, tmp_path: Path, postgresql: str, redis_url: str
) -> None:
    several = [block for block in blocks_of("deploy.md", "sh") if block.is_run]
    first = next(place for place, block in enumerate(several) if "ETTLE_DATABASE_URL" in block.text)
    last = max(place for place, block in enumerate(several) if ".venv" in block.text)
    port = free_port()
    ready = Block("sh", f"probe {port} /readyz", "")
    script = write_script([several[0], *several[first : last + 1], ready], port=port)
    (tmp_path / "srv").mkdir()
    for written, ours in {
        "/srv/": f"{tmp_path}/srv/",
        "/etc/ettle": f"{tmp_path}/etc/ettle",
        "postgresql://ettle:secret@db/ettle": postgresql,
        "rediss://cache/0": redis_url,
        "--port 8000": f"--port {port}",
    }.items():
        assert written in script
        script = script.replace(written, ours)

    printed = run_script(script, clone, tmp_path / "home")

    assert "/ 200" in printed
    assert "/readyz 200" in printed


def test_an_item_type_is_added_as_written(clone: Path, tmp_path: Path) -> None:
    run_script(write_script(blocks_of("add-an-item-type.md", "sh"), port=0), clone, tmp_path / "home")

    folder = clone / "src" / "ettle" / "activities" / "items" / "yes_no"
    texts = [path.read_text() for path in folder.rglob("*") if path.is_file()]
    assert (folder / "templates" / "activities" / "yes_no").is_dir()
    assert not [text for text in texts if "quiz" in text.lower()]
    for module in folder.glob("*.py"):
        compile(module.read_text(), str(module), "exec")


def test_an_activity_is_exchanged_as_written(clone: Path, tmp_path: Path) -> None:
    run = [block for block in blocks_of("exchange-activities.md", "sh") if block.is_run]
    printed = run_script(write_script(run, port=0), clone, tmp_path / "home")

    assert "Written to imported.yaml." in printed
    original = clone / "content" / "leadership" / "activities" / "hand-over.yaml"
    assert yaml.safe_load((clone / "imported.yaml").read_text()) == yaml.safe_load(original.read_text())


def test_the_sample_of_nginx_is_right(tmp_path: Path) -> None:
    (sample,) = blocks_of("deploy.md", "nginx")
    path = tmp_path / "nginx.conf"
    # The lines of a map are no directives; tests/thirdparty/test_the_documented_proxy.py has nginx itself read them.
    text = re.sub(r"map \S+ \S+ \{.*?\n\}\n", "", sample.text, flags=re.DOTALL)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "\n".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    path.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{folders}\n{text}\n}}\n")

    parsed = crossplane.parse(str(path), strict=True)

    assert parsed["errors"] == []
    words = " ".join(sample.text.split())
    for header in ("Host $host", "X-Forwarded-Proto $scheme", "X-Forwarded-For $remote_addr"):
        assert f"proxy_set_header {header};" in words


def make_certificate(folder: Path) -> None:
    names = ["-keyout", str(folder / "learn.example.org.key"), "-out", str(folder / "learn.example.org.pem")]
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=learn.example.org", *names]
    subprocess.run(words, check=True, capture_output=True)


def test_the_unit_of_systemd_is_right(clone: Path, tmp_path: Path) -> None:
    (unit,) = blocks_of("deploy.md", "ini")
    start = re.search(r"^ExecStart=/opt/ettle/ettle (.*)$", unit.text, re.MULTILINE)
    server = next(block for block in blocks_of("deploy.md", "sh") if block.is_server)

    assert start
    assert server.text.strip() == f"./ettle {start[1]}"
    if shutil.which("systemd-analyze"):
        path = tmp_path / "ettle.service"
        path.write_text(unit.text.replace("/opt/ettle", str(clone)).replace("User=ettle", "User=root"))
        done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True, check=False)
        assert "ettle.service" not in done.stderr


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: str(page.stem))
def test_every_command_in_a_sentence_is_understood(page: Path) -> None:
    for command in INLINE.findall(page.read_text()):
        _, name, *words = shlex.split(command)
        assert name in COMMANDS, command
        if name in SITE_COMMANDS and words:
            make_parser(name).parse_args(words)


def test_every_setting_that_the_docs_name_is_read() -> None:
    source = (SOURCE / "config" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    pages = [*HOW_TO, *sorted((ROOT / "docs" / "reference").glob("*.md"))]
    named = {name for page in pages for name in SETTING.findall(page.read_text())}

    assert sorted(named - read) == []


def test_every_value_that_the_docs_give_is_accepted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("ETTLE_")]:
        monkeypatch.delenv(name)
    given = {}
    for block in blocks_of("deploy.md", "sh"):
        for word in shlex.split(block.text, comments=True):
            name, equals, value = word.partition("=")
            if equals and name.startswith("ETTLE_"):
                given[name] = value
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    values = runpy.run_path(str(SOURCE / "config" / "settings.py"))

    assert len(given) >= 8
    assert values["SETTINGS_FAULTS"] == []
    assert values["EMAIL_USE_TLS"] is True
