"""0002_norms_and_then_answers: how answers spread, and how people see their past with today's eyes.

Two new tables; nothing that is there is read or changed. To go back: migrate journey 0001; then-answers are lost,
norms are made again by the worker.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journey", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Norm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("people", models.PositiveIntegerField()),
                ("sd", models.FloatField()),
                ("reliability", models.FloatField(null=True)),
                ("measured_at", models.DateTimeField()),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="norms", to="journey.sheet"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("sheet", "key"), name="journey_norm_once")],
            },
        ),
        migrations.CreateModel(
            name="ThenAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=40)),
                ("score", models.PositiveSmallIntegerField(null=True)),
                (
                    "word",
                    models.CharField(
                        blank=True,
                        choices=[("not-my-role", "Not my role"), ("not-sure", "Not sure"), ("skipped", "Left out")],
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journey.result"
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="then_answers",
                        to="journey.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["assessment", "about"], name="journey_then_by_pair")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("score__isnull", False), ("word", "")),
                            models.Q(("score__isnull", True), models.Q(("word", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="journey_then_is_a_point_or_a_word",
                    )
                ],
            },
        ),
    ]
