"""0005_fill_issuances_and_ids: give what was signed before its issuance, its number and its stored ids.

Reads every credential once, so its time grows with their number. Badges that were signed before contain no name, so
their issuances have none. Awards that wait to be signed get the name and address of the account, shown unless it was
hidden. To go back: migrate badges 0004; nothing is lost.
"""

import json
from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    models = {
        name: apps.get_model("badges", name)
        for name in (
            "Award",
            "Credential",
            "Holder",
            "Issuance",
            "NameHidden",
            "SigningKey",
            "StatusList",
            "Cancellation",
            "PublishedAchievement",
            "Revocation",
        )
    }
    for key in models["SigningKey"].objects.select_related("issuer").iterator():
        models["SigningKey"].objects.filter(pk=key.pk).update(identifier=f"{key.issuer.identifier}#{key.uuid}")
    for row in models["StatusList"].objects.defer("document").select_related("issuer").iterator():
        models["StatusList"].objects.filter(pk=row.pk).update(identifier=f"{row.issuer.address}/status/{row.uuid}")
    for holder in models["Holder"].objects.iterator():
        models["Holder"].objects.filter(pk=holder.pk).update(identifier=f"urn:uuid:{holder.uuid}")
    hidden = set(models["NameHidden"].objects.values_list("award", flat=True))
    for credential in models["Credential"].objects.select_related("award__version").iterator(chunk_size=500):
        fill_credential(credential, models)
    for award in models["Award"].objects.filter(credentials=None).select_related("learner").iterator():
        models["Issuance"].objects.create(
            uuid=award.uuid,
            award=award,
            name=" ".join(award.learner.name.split()),
            email=award.learner.email,
            is_name_shown=award.pk not in hidden,
            created_at=award.awarded_at,
        )


def fill_credential(credential: Any, models: dict[str, Any]) -> None:
    award, document = credential.award, json.loads(bytes(credential.document))
    issuance = models["Issuance"].objects.create(
        uuid=award.uuid, award=award, is_name_shown=False, created_at=credential.signed_at
    )
    credential.uuid, credential.identifier, credential.issuance = award.uuid, document["id"], issuance
    credential.save(update_fields=["uuid", "identifier", "issuance"])
    models["Award"].objects.filter(pk=award.pk).update(credential=credential)
    revocation = models["Revocation"].objects.filter(award=award).first()
    if revocation is not None:
        models["Cancellation"].objects.create(credential=credential, kind="withdrawn", at=revocation.at)
    achievement = document["credentialSubject"]["achievement"]
    models["PublishedAchievement"].objects.get_or_create(
        identifier=achievement["id"],
        defaults={
            "version": award.version,
            "address": achievement["id"].partition("/achievements/")[0],
            "picture": achievement["image"]["id"],
        },
    )


def empty(apps: Any, schema_editor: Any) -> None:
    """Going back takes the rows with their tables."""
    apps.get_model("badges", "Award").objects.update(credential=None)
    apps.get_model("badges", "Credential").objects.update(issuance=None)
    for name in ("Cancellation", "Issuance", "PublishedAchievement"):
        apps.get_model("badges", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0004_issuances_and_stored_ids"),
    ]

    operations = [migrations.RunPython(fill, empty)]
