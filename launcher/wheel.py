"""`./ettle wheel`: the package as one file that pip installs, with everything that a site needs (decision 0096)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from launcher import environment, verifier
from launcher.parser import Parser
from launcher.paths import LOCKS, ROOT, Stop, print_line


def command(arguments: list[str]) -> int:
    parser = Parser("wheel", "Write a wheel of this version, to install it on other machines. Needs npm.")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist", help="the folder to write into (./dist)")
    output = parser.parse_args(arguments).output
    verifier.build_script()
    print_line(f"Written: {build_wheel(output)}")
    return 0


def build_wheel(folder: Path) -> Path:
    """Write the wheel into a folder and return it. Its build tools have exact versions and hashes."""
    python = environment.ensure_environment("run", ".venv")
    locked = ["--build-constraints", str(LOCKS / "build.txt"), "--require-build-hashes"]
    words = [str(python), "-m", "uv", "build", "--wheel", "--quiet", "--out-dir", str(folder.resolve()), *locked]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("ettle-*.whl"), key=lambda path: path.stat().st_mtime)
    if done.returncode or not wheels:
        raise Stop("The wheel could not be written:\n" + "\n".join(done.stderr.strip().splitlines()[-8:]))
    return wheels[-1]
