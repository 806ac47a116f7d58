"""Backups that only the holder of a key can read, by the program gpg (GnuPG).

The site has the public key alone (ETTLE_BACKUP_KEY): someone who breaks into it can read the data, but none of the
backups that lie elsewhere. The private key is needed to restore, and lies in the keyring of the person who restores.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ettle.kit.refusal import Refused

PROGRAM = "gpg"
# How a file begins that is encrypted for a key: a packet of OpenPGP (RFC 9580, 4.2) with a session key, or its armour.
BEGINNINGS = (b"\x84", b"\x85", b"\x86", b"\xc1", b"-----BEGIN PGP MESSAGE")
# What gpg says when it has no key that opens a file, or was not given the passphrase of the one it has.
WITHOUT_KEY = (b"NO_SECKEY", b"No secret key", b"CANCELED_BY_USER", b"Bad passphrase")
NO_PROGRAM = "The program gpg is not installed, which encrypts backups. On Debian: sudo apt-get install gnupg"


@contextlib.contextmanager
def encrypted_file(target: IO[bytes], key: Path) -> Iterator[IO[bytes]]:
    """Give a file to write into; what is written arrives in `target`, encrypted for the public key in the file `key`.

    Nothing is written in the clear on the way. Raises Refused when gpg or the key cannot be used.
    """
    program = _find_program()
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile() as words:
        command = [program, "--homedir", home, "--batch", "--no-tty", "--compress-algo", "none"]
        command += ["--recipient-file", str(key), "--encrypt", "--output", "-"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=target, stderr=words) as process:  # noqa: S603
            assert process.stdin is not None  # noqa: S101 - it is a pipe
            try:
                with contextlib.closing(process.stdin):
                    yield process.stdin
            except BrokenPipeError:
                process.wait()  # it has ended by itself, and says below why
        if process.returncode:
            words.seek(0)
            raise Refused(f"The backup cannot be encrypted with the key in {key}: {_last_line(words.read())}.")


def find_key_fault(key: Path) -> str:
    """Return a sentence when backups could not be encrypted with this key; else ""."""
    try:
        with tempfile.TemporaryFile() as target, encrypted_file(target, key) as file:
            file.write(b"a try")
    except Refused as refusal:
        return str(refusal)
    return ""


def is_encrypted(source: Path) -> bool:
    """Whether a file is encrypted for a key. Raises OSError when it cannot be read."""
    with source.open("rb") as file:
        return file.read(len(BEGINNINGS[-1])).startswith(BEGINNINGS)


def decrypt_file(source: Path, target: Path) -> None:
    """Decrypt a file with the keyring of this account; gpg asks for the passphrase of the key where it has one.

    Raises Refused without the key, and ValueError when the file is damaged.
    """
    words = [_find_program(), "--quiet", "--status-fd", "2", "--output", str(target), "--decrypt", str(source)]
    done = subprocess.run(  # noqa: S603 - its words are ours
        words, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}, check=False
    )
    if done.returncode == 0:
        return
    if any(sign in done.stderr for sign in WITHOUT_KEY):
        raise Refused(
            f"{source} is encrypted, and the keyring of this account has no key that opens it. Import the private key "
            "that belongs to ETTLE_BACKUP_KEY (gpg --import FILE) and try again."
        )
    raise ValueError("damaged")


def _find_program() -> str:
    program = shutil.which(PROGRAM)
    if program is None:
        raise Refused(NO_PROGRAM)
    return program


def _last_line(words: bytes) -> str:
    lines = words.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("gpg: ").rstrip(".") if lines else "gpg did not say why"
