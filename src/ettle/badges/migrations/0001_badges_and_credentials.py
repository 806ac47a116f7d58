"""0001_badges_and_credentials: badge definitions, issuers and keys, awards, credentials and withdrawals.

The first migration of this room. To go back: migrate badges zero; every row of the room is lost.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = [
        ("framework", "0001_frameworks_and_logic_model"),
        ("people", "0001_people_and_organisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Badge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True)),
                ("slug", models.SlugField(max_length=80, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="WithdrawalList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(unique=True)),
                ("begun_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="BadgeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("edition", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("summary", models.TextField()),
                ("why", models.TextField()),
                ("roles", models.JSONField(default=list)),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "order",
                    models.CharField(
                        choices=[
                            ("evidence-activity", "Evidence, then an activity"),
                            ("activity-evidence", "An activity, then evidence"),
                            ("evidence", "Evidence only"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "endorsement",
                    models.CharField(
                        choices=[("none", "None"), ("invited", "Invited"), ("required", "Required")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("endorsement_days", models.PositiveSmallIntegerField(null=True)),
                ("endorsement_roles", models.JSONField(default=list)),
                ("endorsement_by", models.JSONField(default=list)),
                ("endorsement_from", models.CharField(default="met", max_length=10)),
                ("endorsement_missed", models.CharField(default="not-endorsed", max_length=20)),
                ("valid_for_months", models.PositiveSmallIntegerField(null=True)),
                ("sample_percent", models.PositiveSmallIntegerField(default=0)),
                ("not_accepted", models.TextField(blank=True)),
                ("assessor_guidance", models.TextField(blank=True)),
                ("content_hash", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                ("alignments", models.ManyToManyField(related_name="+", to="framework.item")),
                (
                    "badge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="badges.badge"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("badge", "edition"), name="badges_edition_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("endorsement", "required"), _negated=True),
                            ("endorsement_days__isnull", False),
                            _connector="OR",
                        ),
                        name="badges_required_endorsement_has_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "In your own words"),
                            ("confirm", "Read and confirm"),
                            ("practice", "Practise on an example"),
                            ("activity", "Do an activity"),
                        ],
                        default="text",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("question", models.TextField()),
                ("hint", models.TextField(blank=True)),
                ("about_words", models.PositiveSmallIntegerField(default=0)),
                ("max_words", models.PositiveSmallIntegerField(default=800)),
                ("may_be_spoken", models.BooleanField(default=True)),
                ("automatic", models.BooleanField(default=False)),
                ("shows_met", models.TextField(blank=True)),
                ("not_yet_when", models.TextField(blank=True)),
                ("met_example", models.TextField(blank=True)),
                ("not_yet_example", models.TextField(blank=True)),
                ("activity", models.CharField(blank=True, max_length=60)),
                ("material", models.JSONField(default=dict)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="criteria", to="badges.badgeversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "position"), name="badges_criterion_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("max_words__gte", models.F("about_words"))), name="badges_words_in_order"
                    ),
                ],
                "ordering": ["version", "position"],
            },
        ),
        migrations.CreateModel(
            name="Issuer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("identifier", models.CharField(max_length=400, unique=True)),
                ("address", models.CharField(max_length=300)),
                ("slug", models.SlugField(max_length=80)),
                ("name", models.CharField(max_length=120)),
                ("url", models.URLField(max_length=400)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("created_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Holder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.issuer"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("issuer", "person"), name="badges_holder_once")],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("awarded_at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="badges.badgeversion"
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="badges.issuer"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("learner", "version"), name="badges_award_once")],
            },
        ),
        migrations.CreateModel(
            name="NameHidden",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hidden_at", models.DateTimeField()),
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="name_hidden", to="badges.award"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Prerequisite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_required", models.BooleanField()),
                (
                    "badge",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.badge"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prerequisites",
                        to="badges.badgeversion",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "badge"), name="badges_prerequisite_once")],
            },
        ),
        migrations.CreateModel(
            name="Revocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revocation", to="badges.award"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="badges_revocation_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ed25519", "Ed25519, for the proof inside the badge"),
                            ("p256", "P-256, for the badge as a token"),
                        ],
                        max_length=10,
                    ),
                ),
                ("public_multibase", models.CharField(max_length=120, unique=True)),
                ("sealed_private", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("compromised_at", models.DateTimeField(null=True)),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="badges.issuer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("compromised_at", None), ("retired_at", None)),
                        fields=("issuer", "kind"),
                        name="badges_one_current_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningLogLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("previous", models.CharField(max_length=64)),
                ("signed_sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("line_sha256", models.CharField(max_length=64)),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="badges.issuer"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.signingkey"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "position"), name="badges_log_position_once")
                ],
                "ordering": ["issuer", "position"],
            },
        ),
        migrations.CreateModel(
            name="StatusList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("size", models.PositiveIntegerField()),
                ("document", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField()),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="status_lists", to="badges.issuer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 131072)), name="badges_status_list_is_large"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.BinaryField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("jwt", models.TextField()),
                ("status_index", models.PositiveIntegerField()),
                ("signed_at", models.DateTimeField()),
                ("published_at", models.DateTimeField()),
                (
                    "award",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credential", to="badges.award"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credentials", to="badges.signingkey"
                    ),
                ),
                (
                    "status_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credentials", to="badges.statuslist"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("status_list", "status_index"), name="badges_status_index_once")
                ],
            },
        ),
    ]
