"""0003_validity_and_renewal: until when an award is valid, from when it can be renewed, and which award it follows.

Adds empty columns, and replaces “once for each person and version” by the same rule for awards that follow no other:
seconds on a large table, except that SQLite copies the table of awards. The old code runs with it and awards badges
without these dates: stop it before 0004 fills them. To go back: migrate badges 0002, which fails while someone has a renewed
badge.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("badges", "0002_newest_awards")]

    operations = [
        migrations.AddField(model_name="award", name="valid_until", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="award", name="renewable_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="award",
            name="renews",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewal",
                to="badges.award",
            ),
        ),
        migrations.RemoveConstraint(model_name="award", name="badges_award_once"),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                condition=Q(renews=None), fields=("learner", "version"), name="badges_award_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=Q(valid_until=None, renewable_at=None) | Q(renewable_at__lte=F("valid_until")),
                name="badges_renewable_before_end",
            ),
        ),
    ]
