"""Frameworks in the words of 1EdTech CASE 1.1: CFDocument, CFItem, CFAssociation, CFPackage.

That an item belongs under another is an association in CASE (isChildOf), and a column here. Its identifier is the
item's own, turned by a fixed mask, so that it is permanent and can be found again without a row of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from ettle.framework.models import Association, Framework, Item
from ettle.framework.specs import ROLE_NAMES

Fields = dict[str, Any]
# Leaves the bits alone that say which kind of UUID it is.
IDENTIFIER_MASK = uuid.UUID("3c1d7be2-94a6-0f83-01c7-5b20e96d84fa").int
REQUIRED_FIELDS = {"identifier", "uri", "creator", "title", "lastChangeDateTime", "CFPackageURI"}


def case_document(framework: Framework) -> Fields:
    """One edition of a framework as a CFDocument."""
    return document_in_package(framework) | {"CFPackageURI": _link_fields("package", framework.uuid, framework.title)}


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


def case_item(one: Item) -> Fields:
    """One item as a CFItem. Empty fields are left out, as the standard asks."""
    return item_in_package(one) | {"CFDocumentURI": _link_fields("document", one.framework.uuid, one.framework.title)}


def item_in_package(one: Item) -> Fields:
    return _drop_empty(
        {
            "identifier": str(one.uuid),
            "uri": case_address("item", one.uuid),
            "fullStatement": one.statement,
            "abbreviatedStatement": one.title if one.title != one.statement else "",
            "alternativeLabel": one.third_person,
            "humanCodingScheme": one.key,
            "CFItemType": one.get_kind_display(),
            "conceptKeywords": [words for words in (ROLE_NAMES.get(one.role, ""), one.audience) if words],
            "notes": "" if one.is_verified else "Not checked against the owner's text.",
            "language": one.framework.language,
            "lastChangeDateTime": format_moment(one.changed_at),
            "statusEndDate": one.retired_at.date().isoformat() if one.retired_at else "",
        }
    )


def case_association(one: Association) -> Fields:
    """One association as a CFAssociation, with the framework that says so."""
    framework = one.origin.framework
    return association_in_package(one) | {"CFDocumentURI": _link_fields("document", framework.uuid, framework.title)}


def association_in_package(one: Association) -> Fields:
    said = f"Source: {one.source}" if one.source else "Our suggestion."
    return _drop_empty(
        {
            "identifier": str(one.uuid),
            "associationType": one.kind,
            "uri": case_address("association", one.uuid),
            "originNodeURI": _item_link(one.origin),
            "destinationNodeURI": _item_link(one.destination),
            "lastChangeDateTime": format_moment(one.changed_at),
            "notes": " ".join(words for words in (said, f"Strength: {one.strength}.", one.note) if words),
        }
    )


def child_association(one: Item) -> Fields:
    """That an item is the child of its parent, or of its framework, as a CFAssociation."""
    framework = one.framework
    return child_association_in_package(one) | {
        "CFDocumentURI": _link_fields("document", framework.uuid, framework.title)
    }


def child_association_in_package(one: Item) -> Fields:
    above = _item_link(one.parent) if one.parent else _document_link(one.framework)
    return {
        "identifier": str(swap_identifier(one.uuid)),
        "associationType": "isChildOf",
        "sequenceNumber": one.position + 1,
        "uri": case_address("association", swap_identifier(one.uuid)),
        "originNodeURI": _item_link(one),
        "destinationNodeURI": above,
        "lastChangeDateTime": format_moment(one.changed_at),
    }


def case_package(framework: Framework, items: Iterable[Item], associations: Iterable[Association]) -> Fields:
    """A whole edition as a CFPackage."""
    items = list(items)
    return {
        "CFDocument": document_in_package(framework),
        "CFItems": [item_in_package(one) for one in items],
        "CFAssociations": [
            *(child_association_in_package(one) for one in items),
            *(association_in_package(one) for one in associations),
        ],
    }


def swap_identifier(identifier: uuid.UUID) -> uuid.UUID:
    """From an item's identifier to that of its belonging, and back."""
    return uuid.UUID(int=identifier.int ^ IDENTIFIER_MASK)


def case_address(what: str, identifier: uuid.UUID) -> str:
    return f"{settings.PUBLIC_URL}{reverse(f'framework:case-{what}', args=[identifier])}"


def _link_fields(what: str, identifier: uuid.UUID, title: str) -> Fields:
    return {"title": title, "identifier": str(identifier), "uri": case_address(what, identifier)}


def _item_link(one: Item) -> Fields:
    return _link_fields("item", one.uuid, f"{one.key} {one.title}") | {"targetType": "CASE"}


def _document_link(framework: Framework) -> Fields:
    return _link_fields("document", framework.uuid, framework.title) | {"targetType": "CASE"}


def _drop_empty(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value or value == 0}


def format_moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
