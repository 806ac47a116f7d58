"""0004_look_backs_and_cues: a goal says when to act, and its person may be asked to look back.

One column with a default and three new tables; safe while the old code runs.
To go back: migrate journey 0003; what people said when they looked back is lost.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journey", "0003_feedback_360"),
    ]

    operations = [
        migrations.AddField(
            model_name="goal",
            name="cue",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.CreateModel(
            name="LookBackAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("reached", "I have reached it"),
                            ("going", "It is under way"),
                            ("hard", "It is harder than I thought"),
                            ("other", "I want something else now"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=2000)),
                ("answered_at", models.DateTimeField()),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="look_back_answers", to="journey.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("words", models.TextField(max_length=2000)),
                ("told_at", models.DateTimeField()),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="told", to="journey.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LookBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("weeks", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("promised_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_as",
                    models.CharField(
                        blank=True,
                        choices=[("answered", "Answered"), ("moved", "Moved"), ("stopped", "Stopped")],
                        max_length=10,
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="look_backs", to="journey.goal"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None), ("sent_at", None)),
                        fields=["due_on"],
                        name="journey_look_back_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("goal", "weeks"),
                        name="journey_one_look_back_each",
                    )
                ],
            },
        ),
    ]
