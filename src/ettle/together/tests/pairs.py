"""Two people in a session, as tests drive them: Isla, who starts it, and Sam, a guest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from ettle.kit.testing.client import CheckedClient
from ettle.people.models import User
from ettle.together.models import PairSession

START, JOIN = reverse("together:start"), reverse("together:join")
KEY = re.compile(r'name="key" value="([^"]+)"')
ONCE = re.compile(r'name="once" value="([^"]+)"')


@dataclass
class Phone:
    """A browser, and the address of the session in it."""

    person: User | None = None
    home: str = ""
    client: CheckedClient = field(default_factory=CheckedClient)

    def __post_init__(self) -> None:
        if self.person is not None:
            self.client.force_login(self.person)

    def start(self, way: str = "two-phones", other: str = "") -> Phone:
        self.home = self.client.post(START, {"way": way, "other_name": other})["Location"]
        return self

    def join(self, code: str, name: str = "Sam", key: str = "") -> Any:
        key = key or KEY.findall(self.client.get(JOIN).content.decode())[0]
        response = self.client.post(JOIN, {"code": code, "name": name, "key": key})
        self.home = response.headers.get("Location", "")
        return response

    def answer(self, number: int, words: str, go: str = "share", home: str = "") -> Any:
        return self.client.post(f"{home or self.home}questions/{number}/", {"words": words, "go": go})

    def finish(self, home: str = "") -> Any:
        return self.client.post(f"{home or self.home}check/")

    def read(self, page: str = "", home: str = "") -> str:
        """A page of the session as it is shown in the end."""
        return str(self.client.get(f"{home or self.home}{page}", follow=True).content.decode())

    def post(self, page: str, data: dict[str, Any] | None = None) -> Any:
        return self.client.post(f"{self.home}{page}", data or {})


def begin_pair(person: User, other: User | None = None) -> tuple[Phone, Phone]:
    """Two phones in one session."""
    mine, theirs = Phone(person).start(), Phone(other)
    code = PairSession.objects.get(starter=person).code
    assert code
    assert theirs.join(code).status_code == 302
    return mine, theirs
