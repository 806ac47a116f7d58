"""Frameworks for other sites: every response matches the schema of CASE 1.1, and every address is permanent."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import jsonschema
import pytest
from django.conf import settings
from django.test import Client

from ettle.framework import queries
from ettle.framework.case_service import case_format
from ettle.framework.models import Association, Framework, Item

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("starter_pack")
BASE = "/ims/case/v1p1"
DESCRIPTION = Path(settings.BASE_DIR).parent / "shared" / "standards" / "imscasev1p1_openapi3_v1p0.json"


def get_json(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(f"{BASE}/{path}")
    assert response.status_code == status, response.content
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


@cache
def load_description() -> dict[str, Any]:
    if not DESCRIPTION.exists():
        pytest.skip("the description of CASE 1.1 is not here")
    description: dict[str, Any] = json.loads(DESCRIPTION.read_text())
    return description


def check_schema(content: Any, kind: str) -> None:
    jsonschema.validate(content, load_description() | {"$ref": f"#/components/schemas/{kind}"})


def test_every_answer_fits_the_description_of_case(client: Client) -> None:
    check_schema(get_json(client, "CFDocuments"), "CFDocumentSetDType")
    for framework in Framework.objects.all():
        check_schema(get_json(client, f"CFDocuments/{framework.uuid}"), "CFDocumentDType")
        check_schema(get_json(client, f"CFPackages/{framework.uuid}"), "CFPackageDType")
    for key, name in (
        ("vis", "capabilities"),
        ("vis.1.citizen", "capabilities"),
        ("1.3", "codes-workers"),
        ("7", "cpl"),
    ):
        item = queries.get_item(key, name)
        check_schema(get_json(client, f"CFItems/{item.uuid}"), "CFItemDType")
        check_schema(get_json(client, f"CFItemAssociations/{item.uuid}"), "CFAssociationSetDType")
        check_schema(get_json(client, f"CFAssociations/{case_format.swap_identifier(item.uuid)}"), "CFAssociationDType")
    row = Association.objects.all()[0]
    check_schema(get_json(client, f"CFAssociations/{row.uuid}"), "CFAssociationDType")


def test_every_fault_fits_the_description_of_case(client: Client) -> None:
    for path, status in (
        (f"CFItems/{uuid4()}", 404), ("CFItems/vis", 404), (f"CFAssociations/{uuid4()}", 404), ("CFDocuments/%00", 404),
        (f"CFPackages/{uuid4()}", 404), (f"CFItemAssociations/{uuid4()}", 404), (f"CFRubrics/{uuid4()}", 404),
        ("CFDocuments?limit=0", 400), ("CFDocuments?limit=-1", 400), ("CFDocuments?offset=x", 400),
        ("CFDocuments?offset=99999999999999", 400), ("CFDocuments?offset=999", 404), ("CFDocuments?sort=owner", 400),
        ("CFDocuments?sort=title&orderBy=up", 400), ("CFDocuments?fields=secret", 400), ("CFDocuments?filter=a", 400),
    ):  # fmt: skip
        check_schema(get_json(client, path, status), "imsx_StatusInfoDType")


def test_every_link_of_a_package_leads_to_what_it_names(client: Client) -> None:
    framework = queries.get_item("1.1", "codes-workers").framework
    package = get_json(client, f"CFPackages/{framework.uuid}")

    links = [item["uri"] for item in package["CFItems"][:3]]
    for association in [*package["CFAssociations"][:3], *package["CFAssociations"][-3:]]:
        links += [association["uri"], association["originNodeURI"]["uri"], association["destinationNodeURI"]["uri"]]
    for link in links:
        resource = get_json(client, link.removeprefix(f"{settings.PUBLIC_URL}{BASE}/"))
        assert resource["uri"] == link
        assert link.endswith(resource["identifier"])


def test_a_package_holds_every_item_and_where_it_belongs(client: Client) -> None:
    framework = queries.get_item("vis", "capabilities").framework
    package = get_json(client, f"CFPackages/{framework.uuid}")

    children = [
        association for association in package["CFAssociations"] if association["associationType"] == "isChildOf"
    ]
    assert len(package["CFItems"]) == len(children) == framework.items.current().count()
    assert {entry["originNodeURI"]["identifier"] for entry in children} == {
        entry["identifier"] for entry in package["CFItems"]
    }


def test_what_we_suggest_and_what_we_have_not_checked_say_so(client: Client) -> None:
    code = queries.get_item("1.3", "codes-workers")
    associations = get_json(client, f"CFItemAssociations/{code.uuid}")["CFAssociations"]

    assert all(
        association["notes"].startswith("Our suggestion.")
        for association in associations
        if association["associationType"] == "isRelatedTo"
    )
    assert "Not checked" in get_json(client, f"CFItems/{queries.get_item('part-1', 'codes-workers').uuid}")["notes"]


def test_documents_come_a_page_at_a_time(client: Client) -> None:
    total = Framework.objects.count()
    response = client.get(f"{BASE}/CFDocuments?limit=1&offset=1&sort=title&orderBy=desc")

    titles = sorted(Framework.objects.values_list("title", flat=True), reverse=True)
    assert [document["title"] for document in json.loads(response.content)["CFDocuments"]] == titles[1:2]
    assert response.headers["X-Total-Count"] == str(total)
    assert 'offset=2>; rel="next"' in response.headers["Link"]
    assert 'offset=0>; rel="prev"' in response.headers["Link"]


def test_a_reader_may_ask_for_some_fields(client: Client) -> None:
    document = get_json(client, "CFDocuments?fields=title,version")["CFDocuments"][0]

    assert set(document) == case_format.REQUIRED_FIELDS | {"version"}


def test_what_has_not_changed_is_not_sent_twice(client: Client) -> None:
    path = f"{BASE}/CFItems/{queries.get_item('7', 'cpl').uuid}"
    seen = client.get(path).headers["ETag"]

    assert client.get(path, headers={"If-None-Match": seen}).status_code == 304
    assert client.head(path).headers["ETag"] == seen


def test_other_sites_may_ask_and_nobody_may_write(client: Client) -> None:
    path = f"{BASE}/CFDocuments"

    assert client.options(path).headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("many", [3, 300])
def test_a_package_costs_the_same_number_of_queries_at_any_size(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    framework = queries.get_item("7", "cpl").framework
    Item.objects.bulk_create(
        Item(framework=framework, kind="element", key=f"k{n}", position=n, title="T", statement="S",
             changed_at=framework.changed_at)
        for n in range(100, 100 + many)
    )  # fmt: skip

    with django_assert_max_num_queries(3):
        assert len(get_json(client, f"CFPackages/{framework.uuid}")["CFItems"]) == 9 + many
