"""A wheel is written, installed and run as docs/how-to/install-a-wheel.md says, where there is no clone.

The libraries are those of the lock file, which another environment has already: nothing is fetched here. It is among
the tests of third parties because the wheel needs npm.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from launcher import environment, verifier, wheel
from launcher.main import COMMANDS
from tests.house.container_files import read_stages, services_of_ettle
from tests.house.how_to_blocks import SERVER, Block, blocks_of
from tests.house.rooms import ROOT, SOURCE
from tests.house.test_the_how_to_pages import free_port, ignored_in_copy, run_script, write_script

pytestmark = pytest.mark.thirdparty
PAGE, UPGRADE = "install-a-wheel.md", "upgrade.md"
LEFT_OUT = re.compile(r"(^|/)(tests|__pycache__)/|^kit/testing/|^config/settings_(test|dev)\.py$")
DEVELOPERS = sorted(name for name, command in COMMANDS.items() if command.is_for_developers)
# What pip writes for granian, which is in the other environment here.
GRANIAN = """printf '#!/bin/sh\\nexec /opt/ettle/bin/python -m granian "$@"\\n' > /opt/ettle/bin/granian
chmod +x /opt/ettle/bin/granian"""
NAMED = Block("sh", "export ETTLE_ALLOWED_HOSTS=learn.example.org", "")  # as `probe` calls the site
IMPORT_ALL = """
import importlib, pkgutil, django
django.setup()
import ettle
names = [module.name for module in pkgutil.walk_packages(ettle.__path__, "ettle.", onerror=None)]
for name in names:
    if not name.startswith("ettle.installed") and ".migrations." not in name:
        importlib.import_module(name)
from ettle.badges.verify.file import contents
assert contents.is_built()
print(len(names), "modules", ettle.__path__[0])
"""
NEW_MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "{before}")]
    operations = [
        migrations.AddField("siteaddress", "note", models.CharField(max_length=9, default="", db_default="")),
    ]
"""


def run_blocks(page: str) -> list[Block]:
    return [block for block in blocks_of(page, "sh") if block.is_run]


@dataclass(frozen=True)
class Machine:
    """A folder that stands for a machine without a clone: its /opt, /srv and /backups, and where its operator is."""

    folder: Path

    def place(self, text: str) -> str:
        return re.sub(r"(?<![\w/.])/(opt|srv|backups)\b", rf"{self.folder}/\1", text)

    def install(self, made: Path, into: str) -> None:
        """Follow the page, with the packages of the lock file from the environment that has them."""
        _, new, package, *_ = run_blocks(PAGE)
        packages = environment.ensure_environment("run", ".venv").parents[1] / "lib"
        found = next(packages.glob("python3*/site-packages"))
        link = f"echo {found} > $(echo /opt/ettle/lib/python3*/site-packages)/locked.pth"
        script = "\n".join(["set -eu", new.text, link, GRANIAN, f"cd {made.parent}", package.text])
        run_script(self.place(script.replace("/opt/ettle", into)), self.folder, self.folder / "home")

    def follow(self, blocks: list[Block], more: str = "") -> str:
        """Run the blocks of a page in a folder that is empty; return what was printed."""
        port = free_port()
        ready = Block("sh", f"probe {port} /areas/vision/\nprobe {port} /verify/file/\nprobe {port} /readyz", "")
        place = next(number for number, block in enumerate(blocks) if block.is_server) + 1
        blocks = [NAMED, *blocks[:place], ready, *blocks[place:], Block("sh", more, "")]
        script = write_script(blocks, port=port)
        here = self.folder / "here"
        here.mkdir(exist_ok=True)
        return run_script(
            self.place(script).replace("/ettle run ", f"/ettle run --port {port} "), here, self.folder / "home"
        )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    verifier.build_script()
    return wheel.build_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def machine(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    machine = Machine(tmp_path_factory.mktemp("machine"))
    for name in ("opt", "srv", "backups"):
        (machine.folder / name).mkdir()
    machine.install(made, "/opt/ettle")
    return machine


def test_the_wheel_has_all_that_a_site_needs_and_no_tests(made: Path) -> None:
    has = set(zipfile.ZipFile(made).namelist())
    source = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*") if path.is_file()}
    content = {path.relative_to(ROOT).as_posix() for path in (ROOT / "content").rglob("*") if path.is_file()}
    needed = {f"ettle/{name}" for name in source if not LEFT_OUT.search(name)}
    needed |= {f"ettle/installed/{name}" for name in content if "__pycache__" not in name}

    assert sorted(needed - has) == []
    assert "ettle/badges/verify/file/verifier.js" in needed
    assert [name for name in has if "/tests/" in name or name.startswith(("src/", "tests/", "launcher/"))] == []
    assert zipfile.ZipFile(made).read("ettle/installed/locks/run.txt") == (ROOT / "locks" / "run.txt").read_bytes()


def test_the_same_source_gives_the_same_wheel(made: Path, tmp_path: Path) -> None:
    assert wheel.build_wheel(tmp_path).read_bytes() == made.read_bytes()


def test_what_only_developers_need_says_so(machine: Machine) -> None:
    program, alone = machine.folder / "opt" / "ettle" / "bin" / "ettle", {"PATH": os.environ["PATH"]}
    listed = subprocess.run([program], env=alone, capture_output=True, text=True, check=True).stdout

    assert "ettle backup" in listed
    assert "./ettle" not in listed
    for name in DEVELOPERS:
        done = subprocess.run([program, name], env=alone, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"‘{name}’ is for developers and needs a clone of Ettle. This is an installed copy.\n"
        assert f"ettle {name} " not in listed


@pytest.fixture(scope="module")
def first_run(machine: Machine) -> str:
    """What is printed where a site is started for the first time as the page says. The data stays for other tests."""
    clone, new, package, *site = run_blocks(PAGE)
    assert (clone.text, new.text.split()[1:3], "pip" in package.text) == ("./ettle wheel\n", ["-m", "venv"], True)
    settings = "ETTLE_DATA=/srv/ettle DJANGO_SETTINGS_MODULE=ettle.config.settings"
    python = f"{settings} /opt/ettle/bin/python - <<'END'{IMPORT_ALL}END"
    restored = "/opt/ettle/bin/ettle restore /backups/ettle-*.tar.gz --data /srv/restored"

    return machine.follow(site, f"{python}\n{restored}")


def test_a_site_runs_from_a_wheel_as_written(machine: Machine, first_run: str) -> None:
    printed = first_run

    assert "/areas/vision/ 200" in printed
    assert "/verify/file/ 200" in printed
    assert "/readyz 200" in printed
    assert "you@example.org is an administrator now." in printed
    assert "0 problems in" in printed
    assert f"modules {machine.folder}/opt/ettle/lib" in printed
    assert "Then ettle run." in printed
    assert "./ettle" not in printed
    assert list((machine.folder / "here").iterdir()) == []


def test_a_site_runs_with_the_commands_of_the_containers(machine: Machine, first_run: str) -> None:
    """On SQLite: the commands are the same with PostgreSQL."""
    image, services, port = read_stages()[-1], services_of_ettle(), free_port()
    data, keys = image.command_of("VOLUME")
    variables = image.variables() | services["web"]["environment"] | {"ETTLE_PUBLIC_URL": f"http://localhost:{port}"}
    del variables["ETTLE_DATABASE_URL"]
    settings = "\n".join(f'export {name}="{value}"' for name, value in variables.items())
    commands = {name: shlex.join(service["command"]) for name, service in services.items()}
    check = shlex.join(image.command_of("HEALTHCHECK"))
    script = write_script(
        [
            NAMED,
            Block("sh", settings, ""),
            Block("sh", commands["prepare"], ""),
            Block("sh", commands["worker"], SERVER),
            Block("sh", commands["web"], SERVER),
            Block("sh", f"probe {port} /areas/vision/\nprobe {port} /readyz\n{check}\necho healthy", ""),
        ],
        port=port,
    )
    place = (machine.folder / "srv" / "ettle" / "keys-folder.txt").read_text().strip()
    for written, ours in {
        f'"{data}"': "/srv/ettle",
        f'"{keys}"': place,
        ":8000/": f":{port}/",
        "=8000": f"={port}",
    }.items():
        assert written in script
        script = script.replace(written, ours)

    printed = run_script(machine.place(script), machine.folder, machine.folder / "home")

    lines = printed.splitlines()
    assert [line for line in lines if line in {"/areas/vision/ 200", "/readyz 200", "healthy"}] == [
        "/areas/vision/ 200", "/readyz 200", "healthy",
    ]  # fmt: skip


def build_later_version(folder: Path) -> Path:
    """Return a wheel of a later version of this source, with a column more in the database."""
    clone = folder / "clone"
    shutil.copytree(ROOT, clone, ignore=ignored_in_copy)
    project = clone / "pyproject.toml"
    project.write_text(re.sub(r'^version = ".*"$', 'version = "99.0.0"', project.read_text(), flags=re.MULTILINE))
    migrations = clone / "src" / "ettle" / "kit" / "migrations"
    before = (migrations / "max_migration.txt").read_text().strip()
    (migrations / "9999_a_note.py").write_text(NEW_MIGRATION.format(before=before))
    (migrations / "max_migration.txt").write_text("9999_a_note\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wheel, "ROOT", clone)
        return wheel.build_wheel(folder / "dist")


def test_a_site_is_upgraded_and_goes_back_as_written(machine: Machine, first_run: str, tmp_path: Path) -> None:
    machine.install(build_later_version(tmp_path), "/opt/ettle-new")
    before, new, look, back = run_blocks(UPGRADE)
    columns = "/opt/ettle-new/bin/ettle manage showmigrations kit --data /srv/ettle"

    upgraded = machine.follow([before, new, look], columns)

    assert f"{wheel_version()}\n" in upgraded
    assert "99.0.0\n" in upgraded
    assert "0 problems in" in upgraded
    assert "[X] 9999_a_note" in upgraded

    gone_back = machine.follow([back], "/opt/ettle/bin/ettle doctor --data /srv/ettle")

    assert "/areas/vision/ 200" in gone_back
    assert "0 problems in" in gone_back


def wheel_version() -> str:
    found = re.search(r'^version = "(.*)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert found
    return found[1]
