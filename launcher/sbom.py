"""`./ettle sbom`: the libraries of a site as a bill of materials in the CycloneDX format, from the lock file."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from launcher.parser import Parser
from launcher.paths import LOCKS, ROOT, Stop, print_line

LOCKED = re.compile(
    r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+))?"
)


def command(arguments: list[str]) -> int:
    parser = Parser("sbom", "Write the libraries that a site installs, with their versions, as CycloneDX 1.6 (JSON).")
    parser.add_argument("-o", "--output", type=Path, help="the file to write; left out: print it")
    output = parser.parse_args(arguments).output
    text = json.dumps(make_bill(), indent=2) + "\n"
    if output is None:
        print_line(text.rstrip())
        return 0
    try:
        output.write_text(text)
    except OSError as error:
        raise Stop(f"{output} cannot be written: {error.strerror}.") from error
    print_line(f"Written: {output}")
    return 0


def make_bill() -> dict[str, Any]:
    """Return the bill. The same lock file and version make the same bill: it has no time in it."""
    lock = (LOCKS / "run.txt").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    components = list(list_components(lock))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own + hashlib.sha256(lock.encode()).hexdigest())}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": own,
            }
        },
        "components": components,
    }


def list_components(lock: str) -> Iterator[dict[str, Any]]:
    """Yield a component for each package of a lock file. One that only some machines need says which."""
    for line in lock.splitlines():
        found = LOCKED.match(line)
        if found is None:
            continue
        name = re.sub(r"[-_.]+", "-", found["name"]).lower()  # as PyPI writes it
        address = f"pkg:pypi/{name}@{found['version']}"
        component = {"type": "library", "bom-ref": address, "name": name, "version": found["version"], "purl": address}
        if found["marker"]:
            component["properties"] = [{"name": "ettle:only-where", "value": found["marker"].strip()}]
        yield component
