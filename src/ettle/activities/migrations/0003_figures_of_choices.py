"""0003_figures_of_choices: what is published about how people choose, and the secret that protects them.

Adds two tables that begin empty, so it is quick on any size and the old code runs beside it. To go back: migrate
activities 0002; the figures are lost. Do not go back and forth on a live site: new secrets would draw again.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0002_attempts_keep_their_variant")]

    operations = [
        migrations.CreateModel(
            name="CountingSecret",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.CharField(max_length=64)),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counting_secret",
                        to="activities.activity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChoiceFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, max_length=10)),
                ("people", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("counted_until", models.DateTimeField()),
                ("published_at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choice_figures",
                        to="activities.activityversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "role"), name="activities_figures_once"),
                ],
            },
        ),
    ]
