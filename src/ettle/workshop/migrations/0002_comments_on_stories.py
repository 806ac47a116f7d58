"""0002_comments_on_stories: comments of authors on the fields of a story.

A new table: old code runs beside it and does not know it. To go back: migrate workshop 0001; the comments are lost.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workshop", "0001_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoryComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("part", models.CharField(max_length=140)),
                ("field", models.CharField(max_length=60)),
                ("words", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="workshop.storydraft"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("resolved_at", None)), fields=["draft"], name="workshop_comment_open"
                    )
                ],
            },
        ),
    ]
