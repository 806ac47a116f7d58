"""What the tests need beside Python: a browser, nginx, npm, fonts for every script, and the locked npm packages."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from launcher.environment import readable_by_all
from launcher.paths import ROOT, Stop, print_line

# Debian puts servers where the PATH of an ordinary user does not lead.
PROGRAMS = f"{os.environ.get('PATH', '')}:/usr/sbin"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# The packages that docs/how-to/deploy.md names, by a file of each.
FONTS = {
    "fonts-noto-core": Path("/usr/share/fonts/truetype/noto/NotoSansEthiopic-Regular.ttf"),
    "fonts-noto-cjk": Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    "fonts-noto-color-emoji": Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"),
}
NPM_FOLDER = ROOT / "tests" / "thirdparty"


def install_system_packages(*, browser: bool = True) -> None:
    """Install npm and fonts, and a browser and nginx where asked for, or say how when that needs another user."""
    missing = [package for package, file in FONTS.items() if not file.exists()]
    if browser and not any(shutil.which(name) for name in CHROMIUM):
        missing.append("chromium")
    if browser and not shutil.which("nginx", path=PROGRAMS):
        missing.append("nginx")  # the reverse proxy of docs/how-to/deploy.md
    if not shutil.which("npm"):
        missing.append("npm")
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Stop(f"The tests need {' and '.join(missing)}. On Debian: sudo apt-get install {' '.join(missing)}")
    print_line(f"Installing {' and '.join(missing)} from Debian")
    # The runlevel of a system that is being mended: Debian then starts no server that it installs.
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for words in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *missing]):
        with readable_by_all():
            done = subprocess.run(words, env=surroundings, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Stop(f"{' '.join(words)} failed:\n" + "\n".join(done.stderr.splitlines()[-5:]))


def install_npm_packages() -> None:
    """The page checker and other people's verifiers, exactly as locked; nothing of theirs runs while installing."""
    if not (NPM_FOLDER / "package.json").exists():
        return
    lock = (NPM_FOLDER / "package-lock.json").read_bytes()
    stamp = NPM_FOLDER / "node_modules" / ".made-from"
    if stamp.exists() and stamp.read_bytes() == lock:
        return
    words = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    with readable_by_all():
        done = subprocess.run(words, cwd=NPM_FOLDER, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop("The npm packages of the tests could not be installed:\n" + done.stderr[-800:])
    stamp.write_bytes(lock)
