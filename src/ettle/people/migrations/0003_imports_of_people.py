"""0003_imports_of_people: files of people that are checked and imported, and invitations that wait to be emailed.

Makes three empty tables. Safe while the old code runs, which does not know them. To go back: migrate people 0002;
imports that are under way stop, and invitations that wait are not emailed.
"""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_people_and_organisations"),
    ]

    operations = [
        migrations.CreateModel(
            name="InvitationEmail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("send_after", models.DateTimeField()),
                ("is_counted", models.BooleanField(default=False)),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waiting_email",
                        to="people.organisationinvitation",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to send",
                "verbose_name_plural": "invitations to send",
            },
        ),
        migrations.CreateModel(
            name="PeopleImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("file", models.FileField(blank=True, upload_to="imports")),
                ("columns", models.JSONField(default=list)),
                ("fields", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "We are checking the file"),
                            ("refused", "This file cannot be imported"),
                            ("checked", "Nothing has changed yet"),
                            ("importing", "The import is under way"),
                            ("stopped", "The import has stopped"),
                            ("finished", "The import is finished"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("fault", models.CharField(blank=True, max_length=400)),
                ("uploaded_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("ends_leavers", models.BooleanField(default=False)),
                ("sends_emails", models.BooleanField(default=False)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("ended", models.PositiveIntegerField(default=0)),
                ("withdrawn", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people_imports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of people",
                "verbose_name_plural": "imports of people",
            },
        ),
        migrations.CreateModel(
            name="PeopleImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("role", models.CharField(blank=True, max_length=10)),
                (
                    "plan",
                    models.CharField(
                        choices=[
                            ("fault", "to correct"),
                            ("repeated", "the same as an earlier row"),
                            ("member", "here already"),
                            ("waiting", "invited already"),
                            ("invite", "to invite"),
                            ("new_role", "here already, to invite to another role"),
                        ],
                        max_length=10,
                    ),
                ),
                ("faults", models.JSONField(default=list)),
                ("warnings", models.JSONField(default=list)),
                ("has_warnings", models.BooleanField(default=False)),
                ("cells", models.JSONField(default=list)),
                ("is_done", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "people_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="people.peopleimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an import of people",
                "verbose_name_plural": "rows of imports of people",
                "ordering": ["number", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="peopleimport",
            index=models.Index(fields=["uploaded_at"], name="people_import_age"),
        ),
        migrations.AddIndex(
            model_name="peopleimportrow",
            index=models.Index(fields=["people_import", "plan", "is_done", "number"], name="people_import_plan"),
        ),
        migrations.AddIndex(
            model_name="peopleimportrow",
            index=models.Index(fields=["people_import", "email"], name="people_import_email"),
        ),
    ]
