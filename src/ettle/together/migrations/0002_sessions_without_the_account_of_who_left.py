"""0002_sessions_without_the_account_of_who_left: a session may outlive the account of one of the two.

Safe while the old code runs: it deletes such sessions with the account, as before. Sessions last a day, so the table is
small. To go back: migrate together 0001, once no session has an empty starter, which is a day at most.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("together", "0001_sessions_of_two"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="participant", name="together_starter_has_an_account"),
        migrations.AlterField(
            model_name="pairsession",
            name="starter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pair_sessions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_starter", False), ("person__isnull", False), ("left_at__isnull", False), _connector="OR"
                ),
                name="together_starter_has_an_account_or_left",
            ),
        ),
    ]
