"""0004_fill_validity: the end of validity of awards that were made before it was stored, as it was signed.

Reads and writes the awards of badges that end, 500 at a time. To go back: migrate badges 0003; the dates stay and do no harm.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import migrations

from ettle.badges.credential.timestamps import add_months

BATCH = 500


def fill_validity(apps: Any, schema_editor: Any) -> None:
    awards = apps.get_model("badges", "Award").objects.using(schema_editor.connection.alias)
    found = awards.filter(version__valid_for_months__isnull=False, valid_until=None).select_related("version")
    while batch := list(found.order_by("pk")[:BATCH]):
        for award in batch:
            award.valid_until = add_months(award.awarded_at, award.version.valid_for_months)
            notice = min(timedelta(days=30), (award.valid_until - award.awarded_at) / 4)
            award.renewable_at = award.valid_until - notice
        awards.bulk_update(batch, ["valid_until", "renewable_at"])


class Migration(migrations.Migration):
    dependencies = [("badges", "0003_validity_and_renewal")]

    operations = [migrations.RunPython(fill_validity, migrations.RunPython.noop)]
