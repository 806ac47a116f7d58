"""The Containerfile and the compose file, read: stages with their instructions, and services with their commands."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from typing import Any

import yaml

from tests.house.rooms import ROOT

CONTAINERFILE, COMPOSE = ROOT / "Containerfile", ROOT / "compose.yaml"
VARIABLE = re.compile(r"\$\{(\w+)(:[?-][^}]*)?\}")


@dataclass
class Stage:
    """A stage of the build. instructions: (name, words), in their order."""

    image: str
    name: str
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def words_of(self, instruction: str) -> list[str]:
        return [words for name, words in self.instructions if name == instruction]

    def command_of(self, instruction: str) -> list[str]:
        """Return the words of an instruction in the form of a JSON list, such as CMD, after its options."""
        (text,) = self.words_of(instruction)
        found: list[str] = json.loads(text[text.index("[") :])
        return found

    def variables(self) -> dict[str, str]:
        words = [word for text in self.words_of("ENV") for word in shlex.split(text)]
        return dict(word.split("=", 1) for word in words)


def read_stages() -> list[Stage]:
    """Return the stages of the Containerfile. Raises ValueError for a line that is no instruction."""
    text = "\n".join(line for line in CONTAINERFILE.read_text().splitlines() if not line.startswith("#"))
    stages: list[Stage] = []
    for line in filter(None, text.replace("\\\n", " ").splitlines()):
        name, _, words = line.partition(" ")
        if not name.isupper():
            raise ValueError(f"no instruction: {line}")
        if name == "FROM":
            image, _, alias = words.partition(" AS ")
            stages.append(Stage(image, alias))
        else:
            stages[-1].instructions.append((name, " ".join(words.split())))
    return stages


def read_services() -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
    return services


def services_of_ettle() -> dict[str, dict[str, Any]]:
    return {name: service for name, service in read_services().items() if service["image"] == "ettle"}
