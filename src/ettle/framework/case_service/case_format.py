"""Frameworks in the format of 1EdTech CASE 1.1: CFDocument, CFItem, CFAssociation, CFPackage.

That an item has a parent is an association in CASE (isChildOf), and a column here. The association's identifier is the
item's own, combined with a fixed mask (XOR), so that it is permanent and the item can be found from it without a row.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from ettle.framework.models import Association, Framework, Item
from ettle.kit.translations.catalogue import show_english
from ettle.people.queries import role_title

Fields = dict[str, Any]
# The bits of the UUID's version and variant are zero, so they do not change.
IDENTIFIER_MASK = uuid.UUID("3c1d7be2-94a6-0f83-01c7-5b20e96d84fa").int
REQUIRED_FIELDS = {"identifier", "uri", "creator", "title", "lastChangeDateTime", "CFPackageURI"}


@show_english()
def case_document(framework: Framework) -> Fields:
    """One edition of a framework as a CFDocument."""
    return document_in_package(framework) | {"CFPackageURI": _link_fields("package", framework.uuid, framework.title)}


@show_english()
def document_in_package(framework: Framework) -> Fields:
    return _drop_empty(
        {
            "identifier": str(framework.uuid),
            "uri": case_address("document", framework.uuid),
            "caseVersion": "1.1",
            "frameworkType": framework.key,
            "creator": framework.owner,
            "title": framework.title,
            "lastChangeDateTime": format_moment(framework.changed_at),
            "officialSourceURL": framework.source_url,
            "description": framework.description,
            "language": framework.language,
            "version": framework.edition,
            "statusStartDate": framework.in_force_on.isoformat() if framework.in_force_on else "",
            "notes": _document_notes(framework),
        }
    )


def _document_notes(framework: Framework) -> str:
    missing = [f"Missing: {slot['title']}. {slot['words']}" for slot in framework.slots]
    licence = f"Licence: {framework.licence}." if framework.licence else ""
    return " ".join(words for words in (framework.note, *missing, licence) if words)


@show_english()
def case_item(item: Item) -> Fields:
    """One item as a CFItem. Empty fields are left out, as the standard asks."""
    framework = item.framework
    return item_in_package(item) | {"CFDocumentURI": _link_fields("document", framework.uuid, framework.title)}


@show_english()
def item_in_package(item: Item) -> Fields:
    return _drop_empty(
        {
            "identifier": str(item.uuid),
            "uri": case_address("item", item.uuid),
            "fullStatement": item.statement,
            "abbreviatedStatement": item.title if item.title != item.statement else "",
            "alternativeLabel": item.third_person,
            "humanCodingScheme": item.key,
            "CFItemType": item.get_kind_display(),
            "conceptKeywords": [words for words in (role_title(item.role), item.audience) if words],
            "notes": "" if item.is_verified else "Not checked against the owner's text.",
            "language": item.framework.language,
            "lastChangeDateTime": format_moment(item.changed_at),
            "statusEndDate": item.retired_at.date().isoformat() if item.retired_at else "",
        }
    )


@show_english()
def case_association(association: Association) -> Fields:
    """One association as a CFAssociation, with the framework that says so."""
    framework = association.origin.framework
    return association_in_package(association) | {
        "CFDocumentURI": _link_fields("document", framework.uuid, framework.title)
    }


@show_english()
def association_in_package(association: Association) -> Fields:
    source = f"Source: {association.source}" if association.source else "Our suggestion."
    notes = (source, f"Strength: {association.strength}.", association.note)
    return _drop_empty(
        {
            "identifier": str(association.uuid),
            "associationType": association.kind,
            "uri": case_address("association", association.uuid),
            "originNodeURI": _item_link(association.origin),
            "destinationNodeURI": _item_link(association.destination),
            "lastChangeDateTime": format_moment(association.changed_at),
            "notes": " ".join(words for words in notes if words),
        }
    )


def child_association(item: Item) -> Fields:
    """That an item is the child of its parent, or of its framework, as a CFAssociation."""
    framework = item.framework
    return child_association_in_package(item) | {
        "CFDocumentURI": _link_fields("document", framework.uuid, framework.title)
    }


@show_english()
def child_association_in_package(item: Item) -> Fields:
    parent = _item_link(item.parent) if item.parent else _document_link(item.framework)
    return {
        "identifier": str(swap_identifier(item.uuid)),
        "associationType": "isChildOf",
        "sequenceNumber": item.position + 1,
        "uri": case_address("association", swap_identifier(item.uuid)),
        "originNodeURI": _item_link(item),
        "destinationNodeURI": parent,
        "lastChangeDateTime": format_moment(item.changed_at),
    }


@show_english()
def case_package(framework: Framework, items: Iterable[Item], associations: Iterable[Association]) -> Fields:
    """A whole edition as a CFPackage."""
    items = list(items)
    return {
        "CFDocument": document_in_package(framework),
        "CFItems": [item_in_package(item) for item in items],
        "CFAssociations": [
            *(child_association_in_package(item) for item in items),
            *(association_in_package(association) for association in associations),
        ],
    }


def swap_identifier(identifier: uuid.UUID) -> uuid.UUID:
    """From an item's identifier to that of its isChildOf association, and back."""
    return uuid.UUID(int=identifier.int ^ IDENTIFIER_MASK)


def case_address(what: str, identifier: uuid.UUID) -> str:
    return f"{settings.PUBLIC_URL}{reverse(f'framework:case-{what}', args=[identifier])}"


def _link_fields(what: str, identifier: uuid.UUID, title: str) -> Fields:
    return {"title": title, "identifier": str(identifier), "uri": case_address(what, identifier)}


def _item_link(item: Item) -> Fields:
    return _link_fields("item", item.uuid, f"{item.key} {item.title}") | {"targetType": "CASE"}


def _document_link(framework: Framework) -> Fields:
    return _link_fields("document", framework.uuid, framework.title) | {"targetType": "CASE"}


def _drop_empty(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value or value == 0}


def format_moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
