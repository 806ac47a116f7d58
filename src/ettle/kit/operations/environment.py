"""Read settings from the environment. A value that cannot be used becomes a sentence in `faults`, never an exception.

The rest of the settings module is read with the default in its place, so that all faults are found at once; nothing
starts while there is one. Sentences never repeat a value that may be a secret. A setting that is empty is left out.
"""

from __future__ import annotations

import os
import re
import tempfile
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from email.utils import parseaddr
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from django.conf.locale import LANG_INFO

PREFIX = "ETTLE_"
ENGLISH = "en-gb"  # the language of the source
# What tests and drills read; not settings of a site.
OTHER_PREFIXES = ("ETTLE_TEST_", "ETTLE_PICTURES", "ETTLE_THIRDPARTY_CACHE", "ETTLE_CRASH_", "ETTLE_DRILL_")
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
# By scheme: the usual port, and Django's two settings for encryption: STARTTLS, and TLS from the first byte.
MAIL_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtp+ssl": (465, False, True)}
CACHE_BACKENDS = {
    "locmem": "django.core.cache.backends.locmem.LocMemCache",
    "redis": "django.core.cache.backends.redis.RedisCache",
    "rediss": "django.core.cache.backends.redis.RedisCache",
}
POSTGRESQL_SCHEMES = {"postgresql", "postgres"}
CONNECT_SECONDS = 10  # how long to wait for a database that does not answer
MAIL_SECONDS = 30  # and for a mail server, at each step
# What is written there goes to a device or is gone when the machine restarts. The launcher has the same list.
SYSTEM_FOLDERS = (Path("/proc"), Path("/sys"), Path("/dev"))

Value = TypeVar("Value")


class InSystemFolder(ValueError):
    """A path that belongs to the operating system, where no file of a site is kept."""


class SettingsReader:
    """Reads variables that begin with ETTLE_, and collects what is wrong with them.

    faults: a sentence for each, in the order of reading.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._names: set[str] = set()
        self.faults: list[str] = []

    def text(self, name: str, *, default: str) -> str:
        return self._parse(name, str, default, "")

    def flag(self, name: str, *, default: bool) -> bool:
        return self._parse(name, _parse_flag, default, "is ‘{value}’. It must be 1 or 0.")

    def metrics_token(self, name: str) -> str:
        """Return a secret word that monitoring sends; "" for none. A fault does not repeat it."""
        words = "cannot be used. It must have at least 20 letters, digits or signs, and no spaces."
        return self._parse(name, _parse_token, "", words)

    def number(self, name: str, *, default: int, most: int) -> int:
        """Return a whole number from 0 to `most`."""
        words = f"is ‘{{value}}’. It must be a whole number from 0 to {most}."
        return self._parse(name, lambda text: _parse_number(text, most), default, words)

    def choice(self, name: str, choices: Sequence[str], *, default: str) -> str:
        listed = f"{', '.join(choices[:-1])} or {choices[-1]}"
        return self._parse(name, _parser_of(choices), default, f"is ‘{{value}}’. It must be {listed}.")

    def path(self, name: str, *, default: Path) -> Path:
        return self._parse(name, _parse_path, default, "is not a path.")

    def folder(self, name: str, *, default: Path) -> Path:
        """Return the path of a folder. A default need not be there."""
        return self._parse(name, _parse_folder, default, "is ‘{value}’, which is not a folder.")

    def readable_file(self, name: str) -> Path | None:
        """Return the path of a file that is there; None for none."""
        words = "is ‘{value}’, which is not a file that this user can read."
        default: Path | None = None
        return self._parse(name, _parse_readable_file, default, words)

    def growing_file(self, name: str, *, default: Path) -> Path:
        """Return the path of a file that the site makes and adds to. The folder of the default need not be there."""
        words = "is ‘{value}’, which cannot be written: its folder must be there, and writable by this user."
        return self._parse(name, _parse_growing_file, default, words)

    def web_address(self, name: str, *, default: str) -> str:
        """Return scheme and host, without a slash at the end."""
        words = "is ‘{value}’. It must be an address such as https://learn.example.org, without a path."
        return self._parse(name, parse_web_address, default, words)

    def host_names(self, name: str, *, default: list[str]) -> list[str]:
        words = "is ‘{value}’. It must name the hosts that are answered, separated by commas; * is not a name."
        return self._parse(name, _parse_host_names, default, words)

    def fetched_hosts(self, name: str) -> list[str]:
        """Return the hosts that documents may be fetched from, or ["public"] for all with a public address."""
        words = "is ‘{value}’. It must be public, or name hosts separated by commas: badges.example.org."
        return self._parse(name, _parse_fetched_hosts, [], words)

    def webhook(self, name: str) -> str:
        """Return an address that messages are sent to; "" for none. It may hold a secret, so no fault repeats it."""
        words = "cannot be used. It must be an address that begins with https://, without a port and a password."
        return self._parse(name, _parse_webhook, "", words)

    def time_zone(self, name: str, *, default: str) -> str:
        words = "is ‘{value}’, which is not a time zone. Use a name such as Europe/London."
        return self._parse(name, _parse_time_zone, default, words)

    def holidays(self, name: str, *, default: str) -> tuple[str, str]:
        """Return a country and a part of it, by their codes; both empty for none."""
        words = (
            "is ‘{value}’. It must be the code of a country, with that of a part of it where it has its own holidays: "
            "GB-SCT for Scotland. Write none for weekends alone."
        )
        return self._parse(name, _parse_holidays, _split_place(default), words)

    def languages(self, name: str, *, default: str) -> list[tuple[str, str]]:
        """Return codes and names of languages, each name in its own language. English is always among them."""
        words = (
            "is ‘{value}’. It must list the codes of languages, separated by commas, such as en-gb,gd. en-gb must be "
            "among them: what is not translated is shown in English."
        )
        return self._parse(name, _parse_languages, _parse_languages(default), words)

    def sender(self, name: str, *, default: str) -> str:
        words = "is ‘{value}’. It must be an email address, or a name with one: Learning <learning@example.org>."
        return self._parse(name, _parse_sender, default, words)

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        """Return the settings of Django's database."""
        words = "cannot be read. It must look like postgresql://user:password@host/name."
        return self._parse(name, _parse_database, _parse_database(default), words)

    def mail_server(self, name: str) -> dict[str, Any]:
        """Return Django's EMAIL_ settings; nothing when emails go to files."""
        words = "cannot be read. It must look like smtp+tls://user:password@host:587."
        return self._parse(name, _parse_mail_server, {}, words)

    def cache(self, name: str, *, default: str) -> dict[str, Any]:
        """Return the settings of Django's cache."""
        words = "cannot be read. It must look like rediss://host:6379/0, or be locmem://, the memory of each process."
        return self._parse(name, _parse_cache, _parse_cache(default), words)

    def scanner(self, name: str) -> str | tuple[str, int]:
        """Return the path of a socket, or host and port; "" when there is no scanner."""
        words = "is ‘{value}’. It must be the path of clamd's socket, or its host and port: localhost:3310."
        default: str | tuple[str, int] = ""
        return self._parse(name, _parse_scanner, default, words)

    def key_file(self, path: Path) -> str:
        """Return the key in a file; "" when there is no such file."""
        try:
            return path.read_text().strip()
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(f"The key in {path} cannot be read: {_short_reason(error)}.")
            return ""

    def check_names(self) -> None:
        """Add a fault for each variable that looks like a setting and is none. Call it after the last one is read."""
        for variable in sorted(self._variables):
            is_ours = variable.startswith(PREFIX) and not variable.startswith(OTHER_PREFIXES)
            if is_ours and variable.removeprefix(PREFIX) not in self._names:
                self.faults.append(f"{variable} is not a setting. docs/reference/settings.md lists them all.")

    def _parse(self, name: str, parse: Callable[[str], Value], default: Value, words: str) -> Value:
        self._names.add(name)
        value = self._variables.get(PREFIX + name, "").strip()
        if not value:
            return default
        try:
            return parse(value)
        except InSystemFolder:
            words = "is ‘{value}’. Nothing in /proc, /sys and /dev is kept. Name another place."
            self.faults.append(f"{PREFIX}{name} {words.format(value=value)}")
            return default
        except Exception:
            self.faults.append(f"{PREFIX}{name} {words.format(value=value)}")
            return default


def _parse_flag(text: str) -> bool:
    if text.lower() not in TRUE | FALSE:
        raise ValueError(text)
    return text.lower() in TRUE


def _parse_token(text: str) -> str:
    if not re.fullmatch(r"[!-~]{20,}", text):
        raise ValueError
    return text


def _parse_number(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise ValueError(text)
    return int(text)


def _parser_of(choices: Sequence[str]) -> Callable[[str], str]:
    def parse_choice(text: str) -> str:
        if text.upper() not in choices:
            raise ValueError(text)
        return text.upper()

    return parse_choice


def _split(text: str, schemes: set[str]) -> SplitResult:
    parts = urlsplit(text)
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(text)
    _ = parts.port  # raises ValueError when it is not a number
    return parts


def parse_web_address(text: str) -> str:
    parts = _split(text, {"http", "https"})
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _parse_path(text: str) -> Path:
    """Return a path. Raises InSystemFolder, also for one that leads there by a link."""
    path = Path(text).expanduser()
    for place in (os.path.abspath(path), os.path.realpath(path)):
        if any(Path(place).is_relative_to(folder) for folder in SYSTEM_FOLDERS):
            raise InSystemFolder(text)
    return path


def _parse_folder(text: str) -> Path:
    path = _parse_path(text)
    if not path.is_dir():
        raise ValueError(text)
    return path


def _parse_readable_file(text: str) -> Path | None:
    path = _parse_path(text)
    if not path.is_file() or not os.access(path, os.R_OK):
        raise ValueError(text)
    return path.resolve()


def _parse_growing_file(text: str) -> Path:
    path = _parse_path(text)
    if path.exists() and not path.is_file():  # a pipe would make the start wait for a reader
        raise ValueError(text)
    try:  # os.access says yes to root also on a disk that is mounted to be read only
        if path.exists():
            path.open("ab").close()
        else:
            tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as refused:
        raise ValueError(text) from refused
    return path


def _parse_host_names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or any(name == "*" or "/" in name or " " in name for name in names):
        raise ValueError(text)
    return names


def _parse_fetched_hosts(text: str) -> list[str]:
    hosts = [host.encode("idna").decode().lower() for host in _parse_host_names(text)]
    if any(":" in host or not host.strip(".") for host in hosts) or ("public" in hosts and len(hosts) > 1):
        raise ValueError(text)
    return hosts


def _parse_webhook(text: str) -> str:
    parts = _split(text, {"https"})
    if parts.port or parts.username is not None or not text.isascii() or " " in text:
        raise ValueError
    return text


def _parse_time_zone(text: str) -> str:
    zoneinfo.ZoneInfo(text)
    return text


def _split_place(text: str) -> tuple[str, str]:
    country, _, part = text.partition("-")
    return country, part


def _parse_holidays(text: str) -> tuple[str, str]:
    if text.lower() == "none":
        return "", ""
    from holidays import country_holidays  # noqa: PLC0415 - a tenth of a second, only for sites that set it

    country, part = _split_place(text.upper())
    country_holidays(country, subdiv=part or None)
    return country, part


def _parse_languages(text: str) -> list[tuple[str, str]]:
    codes = [code.strip().lower() for code in text.split(",")]
    if ENGLISH not in codes or len(set(codes)) < len(codes):
        raise ValueError(text)
    return [(code, "English" if code == ENGLISH else str(LANG_INFO[code]["name_local"])) for code in codes]


def _parse_sender(text: str) -> str:
    address = parseaddr(text)[1]
    local, _, host = address.partition("@")
    if not local or not host or "\n" in text:
        raise ValueError(text)
    return text


def _parse_database(text: str) -> dict[str, Any]:
    if text.startswith("sqlite:///"):
        parsed = {**dj_database_url.parse(text)}
        _parse_path(str(parsed["NAME"]))
        return parsed
    parts = _split_postgresql(text)
    if not parts.path.strip("/"):
        raise ValueError(text)
    settings: dict[str, Any] = {**dj_database_url.parse(text)}
    settings["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS, **settings.get("OPTIONS", {})}
    return settings


def _split_postgresql(text: str) -> SplitResult:
    """Split an address of PostgreSQL; a socket's folder stands in the query, and then there is no host."""
    parts = urlsplit(text)
    if parts.scheme not in POSTGRESQL_SCHEMES or not (parts.hostname or "host=" in parts.query):
        raise ValueError(text)
    _ = parts.port
    return parts


def _parse_mail_server(text: str) -> dict[str, Any]:
    parts = _split(text, set(MAIL_SCHEMES))
    if parts.path.strip("/") or parts.query:
        raise ValueError(text)
    port, starttls, tls = MAIL_SCHEMES[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": tls,
        "EMAIL_TIMEOUT": MAIL_SECONDS,
    }


def _parse_cache(text: str) -> dict[str, Any]:
    scheme = urlsplit(text).scheme
    if scheme == "locmem":
        return {"BACKEND": CACHE_BACKENDS[scheme]}
    _split(text, {"redis", "rediss"})
    return {"BACKEND": CACHE_BACKENDS[scheme], "LOCATION": text}


def _parse_scanner(text: str) -> str | tuple[str, int]:
    if text.startswith("/"):
        return text
    parts = urlsplit(f"//{text}")
    if not parts.hostname or not parts.port or text != parts.netloc or "@" in text:
        raise ValueError
    return parts.hostname, parts.port


def _short_reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or "it is not text")
