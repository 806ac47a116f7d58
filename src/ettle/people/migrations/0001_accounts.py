"""0001_accounts: the accounts, alone, because every library's table that leads to an account waits for this migration.

Django renders all models that lead to an account again after each step of those libraries, so there are none of ours yet.
To go back: migrate people zero; every row of the room is lost.
"""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import ettle.people.models
from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("preferred_name", models.CharField(blank=True, max_length=120)),
                (
                    "time_zone",
                    models.CharField(blank=True, max_length=64, validators=[ettle.people.models._validate_time_zone]),
                ),
                ("is_staff", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                ("welcomed_at", models.DateTimeField(null=True)),
                ("suggestions_off_at", models.DateTimeField(null=True)),
                ("work_setting", models.CharField(blank=True, db_default="", max_length=40)),
                ("language", models.CharField(blank=True, db_default="", max_length=12)),
                ("landing_page", models.CharField(blank=True, db_default="", max_length=20)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="people_user_email_once"
                    )
                ],
            },
        ),
    ]
