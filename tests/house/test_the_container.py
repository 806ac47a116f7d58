"""What the Containerfile and the compose file name exists. No image is built: where we test there is no engine for it.

tests/thirdparty/test_the_wheel.py runs their commands with an installed wheel.
"""

from __future__ import annotations

import fnmatch
import re
import shlex
from pathlib import Path

import pytest
import yaml

from launcher import run, verifier
from launcher.main import COMMANDS
from launcher.site_commands import SITE_COMMANDS, make_parser
from tests.house.container_files import (
    COMPOSE,
    CONTAINERFILE,
    VARIABLE,
    Stage,
    read_services,
    read_stages,
    services_of_ettle,
)
from tests.house.how_to_blocks import blocks_of
from tests.house.rooms import ROOT, SOURCE

PAGE = "run-in-a-container.md"
SETTINGS = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (SOURCE / "config" / "settings.py").read_text()))
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - of the container
PLAIN_IMAGE = re.compile(r"[a-z]+:[\w.-]+")


@pytest.fixture
def image() -> Stage:
    return read_stages()[-1]


def test_what_is_copied_into_the_build_is_there_and_not_left_out() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    kept = {line.removeprefix("!") for line in lines if line.startswith("!")}
    left_out = [line.removeprefix("**/") for line in lines if line.startswith("**/")]
    copied = [
        word.rstrip("/")
        for stage in read_stages()
        for words in stage.words_of("COPY")
        if not words.startswith("--from=")
        for word in words.split()[:-1]
    ]

    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert {path.split("/")[0] for path in copied} == kept
    assert [path for path in copied if any(fnmatch.fnmatch(Path(path).name, pattern) for pattern in left_out)] == []


def test_what_one_stage_takes_from_another_was_made_there() -> None:
    stages = {stage.name: stage for stage in read_stages()}
    for stage in stages.values():
        for words in stage.words_of("COPY"):
            if words.startswith("--from="):
                source, path, target = words.removeprefix("--from=").split()
                made = " ".join(words for name, words in stages[source].instructions if name in {"RUN", "WORKDIR"})
                assert Path(path).name in made
                if source == "verifier":
                    assert ROOT / target / Path(path).name == verifier.SCRIPT


def test_the_build_installs_what_the_lock_files_have_and_the_wheel_as_the_page_says() -> None:
    script, build, image = read_stages()
    steps = " && ".join(build.words_of("RUN")).split(" && ")
    installs = [shlex.split(step)[1:] for step in steps if "pip install" in step]
    page = [
        shlex.split(line)[1:] for block in blocks_of("install-a-wheel.md", "sh") for line in block.text.splitlines()
    ]

    assert ["install", "--require-hashes", "-r", "locks/run.txt"] in installs
    assert ["install", "--require-hashes", "-r", "locks/build.txt"] in installs
    assert ["install", "--no-index", "dist/ettle-*.whl"] in installs
    assert ["install", "--no-index", "ettle-*.whl"] in page
    assert all("--require-hashes" in words or "--no-index" in words for words in installs)
    assert script.words_of("RUN")[0] == "npm ci --ignore-scripts --no-audit --no-fund"
    assert image.image == build.image


def test_the_image_has_one_account_that_is_not_root_and_writes_to_its_volumes_only(image: Stage) -> None:
    (user,) = image.words_of("USER")
    (made,) = image.words_of("RUN")
    volumes = image.command_of("VOLUME")
    variables = image.variables()

    assert user == "10001:10001"
    assert "useradd --system --uid 10001" in made
    assert f"--mode=0700 {' '.join(volumes)}" in made
    assert [variables["ETTLE_DATA"], variables["ETTLE_KEYS"]] == volumes
    assert not Path(variables["ETTLE_KEYS"]).is_relative_to(variables["ETTLE_DATA"])
    order = [name for name, _ in image.instructions]
    assert order.index("RUN") < order.index("USER") < order.index("CMD")


def test_the_image_starts_a_site_that_others_can_reach(image: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    program, name, *words = image.command_of("CMD")
    options = run.parse_options(words, command=name, description="")
    monkeypatch.setenv("ETTLE_PUBLIC_URL", "https://learn.example.org")
    options.port = 0  # any that is free on this machine

    run.check_options(options)

    assert (program, name, options.host, options.demo) == ("ettle", "run", EVERY_ADDRESS, False)
    assert options.packs == [ROOT / "content" / "leadership"]
    assert image.words_of("EXPOSE") == [str(run.DEFAULT_PORT)]
    assert f"127.0.0.1:{run.DEFAULT_PORT}/readyz" in image.command_of("HEALTHCHECK")[-1]


def test_the_fonts_and_gpg_of_the_deploy_page_are_in_the_image(image: Stage) -> None:
    (made,) = image.words_of("RUN")
    wanted = {
        word
        for block in blocks_of("deploy.md", "sh")
        if "apt-get install" in block.text
        for word in block.text.split()[3:]
    }

    assert len(wanted) == 3
    assert (wanted | {"gnupg", "tini"}) - set(made.split()) == set()


def test_images_are_named_by_version_and_come_from_no_named_registry() -> None:
    images = [stage.image for stage in read_stages()]
    images += [service["image"] for name, service in read_services().items() if service["image"] != "ettle"]

    assert [name for name in images if not PLAIN_IMAGE.fullmatch(name)] == []
    assert {name for name in images if not name.endswith("-slim")} == {"postgres:17", "redis:7"}


def test_every_setting_of_both_files_is_read() -> None:
    text = CONTAINERFILE.read_text() + COMPOSE.read_text() + "".join(b.text for b in blocks_of(PAGE, "ini"))

    named = set(re.findall(r"\bETTLE_([A-Z_]+)\b", text))

    assert {"DATA", "KEYS", "DATABASE_URL", "PUBLIC_URL", "CACHE_URL"} <= named
    assert sorted(named - SETTINGS) == []


def test_the_services_run_commands_that_exist() -> None:
    services = services_of_ettle()
    management = {path.stem for path in SOURCE.glob("*/management/commands/*.py")}

    assert set(services) == {"prepare", "web", "worker"}
    for name, service in services.items():
        program, *words = service["command"]
        if program == "ettle":
            assert (words[0] in COMMANDS, words[1] in management) == (True, True), name
    prepare = services["prepare"]["command"]
    assert (ROOT / prepare[prepare.index("--pack") + 1] / "pack.toml").is_file()


def test_the_web_server_is_started_as_the_deploy_page_says() -> None:
    (written,) = [block.text for block in blocks_of("deploy.md", "sh") if "granian" in block.text]
    page = {tuple(pair) for pair in _read_options(shlex.split(written.replace("\\\n", " "))[1:])}
    _, *words = services_of_ettle()["web"]["command"]
    ours = {tuple(pair) for pair in _read_options(words)}

    # The container's own address, and two processes for one machine.
    assert {name for name, _ in page ^ ours} == {"--host", "--workers"}


def _read_options(words: list[str]) -> list[list[str]]:
    joined = re.sub(r"(--[\w-]+) (?!-)(?=[\w.]+( --|$))", r"\1=", " ".join(words[:-1]))
    return [[*word.partition("=")[::2]] for word in joined.split()] + [["", words[-1]]]


def test_services_share_volumes_and_wait_for_what_they_need() -> None:
    compose, services = yaml.safe_load(COMPOSE.read_text()), read_services()
    image = read_stages()[-1]
    used = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}

    assert used == set(compose["volumes"])
    for name, service in services_of_ettle().items():
        assert [volume.split(":")[1] for volume in service["volumes"]] == image.command_of("VOLUME")
        # Only `web` answers requests, so only there is the image's check of use.
        assert service.get("healthcheck", {}).get("disable", False) is (name != "web")
    assert services["web"]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    assert services["worker"]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    assert services["prepare"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["web"]["ports"] == [f"127.0.0.1:8000:{run.DEFAULT_PORT}"]
    assert services["cache"]["profiles"] == ["cache"]


def test_no_secret_is_in_either_file_and_a_missing_one_is_named() -> None:
    needed = dict(VARIABLE.findall(COMPOSE.read_text()))

    assert needed == {"POSTGRES_PASSWORD": ":?is missing in .env"}
    assert "PASSWORD=" not in CONTAINERFILE.read_text()
    database = services_of_ettle()["web"]["environment"]["ETTLE_DATABASE_URL"]
    assert database == "postgresql://ettle:${POSTGRES_PASSWORD:?is missing in .env}@database/ettle"
    user = read_services()["database"]["environment"]
    assert (user["POSTGRES_USER"], user["POSTGRES_DB"]) == ("ettle", "ettle")


def test_every_command_inside_a_container_that_the_page_gives_is_understood() -> None:
    lines = [line for block in blocks_of(PAGE, "sh") for line in block.text.replace("\\\n", " ").splitlines()]
    inside = [found[1] for line in lines if (found := re.search(r"exec (?:ettle|web) ettle (.*)$", line))]

    assert len(inside) == 5
    for command in inside:
        name, *words = shlex.split(command)
        assert name in SITE_COMMANDS
        make_parser(name).parse_args(words)
