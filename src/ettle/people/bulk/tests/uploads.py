"""Upload a file of people as a browser does, look at its page, and say yes."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ettle.kit.tasks import task_queue
from ettle.kit.testing.client import CheckedClient
from ettle.people.models import OrganisationInvitation

UPLOAD = "/organisation/rowan-house/import/"
UPLOAD_FOR_ALL = "/manage/people/import/"
TWO = "Email,Name,Role\nruth@example.org,Ruth Bell,learner\ntom@example.org,Tom Kay,assessor\n"


def send(client: CheckedClient, text: str | bytes, *, to: str = UPLOAD, name: str = "people.csv") -> Any:
    content = text.encode() if isinstance(text, str) else text
    return client.post(to, {"file": SimpleUploadedFile(name, content)})


def uploaded(client: CheckedClient, text: str | bytes, **options: str) -> str:
    """The address of the page of an import, after its file was uploaded."""
    response = send(client, text, **options)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def read(client: CheckedClient, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def confirm(client: CheckedClient, path: str, **ticks: str) -> str:
    """Say yes, let the queue work, and return the page."""
    assert client.post(path, ticks).status_code == 302
    task_queue.run_due()
    return read(client, path)


def invited() -> list[tuple[str, str]]:
    rows = OrganisationInvitation.objects.waiting().order_by("email")
    return list(rows.values_list("email", "role"))
