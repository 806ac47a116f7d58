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
        ("people", "0002_people_and_organisations"),
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
                ("emblem", models.CharField(blank=True, db_default="", default="", max_length=30)),
                ("easy_read", models.TextField(blank=True, db_default="", default="")),
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
                ("valid_until", models.DateTimeField(null=True)),
                ("renewable_at", models.DateTimeField(null=True)),
                (
                    "renews",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewal",
                        to="badges.award",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(editable=False, unique=True)),
                ("identifier", models.CharField(max_length=400, unique=True)),
                ("document", models.BinaryField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("jwt", models.TextField()),
                ("status_index", models.PositiveIntegerField()),
                ("signed_at", models.DateTimeField()),
                ("published_at", models.DateTimeField()),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credentials", to="badges.award"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="badges.credential",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("withdrawn", "Withdrawn"),
                            ("suspended", "Suspended"),
                            ("replaced", "Replaced by a newer one"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "credential",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cancellation", to="badges.credential"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="award",
            name="credential",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="current_for",
                to="badges.credential",
            ),
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
                ("easy_read", models.TextField(blank=True, db_default="", default="")),
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
                "ordering": ["version", "position"],
            },
        ),
        migrations.CreateModel(
            name="Issuance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("award", "The badge was awarded"),
                            ("name", "The holder’s name has changed"),
                            ("choice", "The holder changed what it shows"),
                            ("lifted", "A suspension was lifted"),
                        ],
                        default="award",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("is_name_shown", models.BooleanField(default=True)),
                ("evidence", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issuances", to="badges.award"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="credential",
            name="issuance",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="credential", to="badges.issuance"
            ),
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
                ("identifier", models.CharField(max_length=60, unique=True)),
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
        ),
        migrations.AddField(
            model_name="award",
            name="issuer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="awards", to="badges.issuer"
            ),
        ),
        migrations.CreateModel(
            name="NameChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hidden_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
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
        ),
        migrations.CreateModel(
            name="PublishedAchievement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=300)),
                ("identifier", models.CharField(max_length=400, unique=True)),
                ("picture", models.CharField(max_length=400, unique=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_achievements",
                        to="badges.badgeversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReissueRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("note", models.TextField(blank=True, max_length=1000)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_accepted", models.BooleanField(default=False)),
                ("answer", models.TextField(blank=True, max_length=1000)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reissue_requests", to="badges.award"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
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
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("identifier", models.CharField(max_length=480, unique=True)),
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
        ),
        migrations.AddField(
            model_name="credential",
            name="key",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="credentials", to="badges.signingkey"
            ),
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
                "ordering": ["issuer", "position"],
                "indexes": [models.Index(fields=["signed_sha256", "issuer"], name="badges_log_signed")],
            },
        ),
        migrations.CreateModel(
            name="StatusList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("identifier", models.CharField(max_length=400, unique=True)),
                ("size", models.PositiveIntegerField()),
                ("used", models.PositiveIntegerField(default=0)),
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
        ),
        migrations.AddField(
            model_name="credential",
            name="status_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="credentials", to="badges.statuslist"
            ),
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(max_length=1000)),
                ("at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lift_reason", models.TextField(blank=True, max_length=1000)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="suspensions", to="badges.award"
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
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TrustedIssuer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=400, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("note", models.TextField(blank=True, max_length=1000)),
                ("since", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="badgeversion",
            constraint=models.UniqueConstraint(fields=("badge", "edition"), name="badges_edition_once"),
        ),
        migrations.AddConstraint(
            model_name="badgeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("endorsement", "required"), _negated=True),
                    ("endorsement_days__isnull", False),
                    _connector="OR",
                ),
                name="badges_required_endorsement_has_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="badges_criterion_position_once"),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_words__gte", models.F("about_words"))), name="badges_words_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="issuance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reason", "award")), fields=("award",), name="badges_first_issuance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="holder",
            constraint=models.UniqueConstraint(fields=("issuer", "person"), name="badges_holder_once"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.UniqueConstraint(
                condition=models.Q(("renews", None)), fields=("learner", "version"), name="badges_award_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("renewable_at", None), ("valid_until", None)),
                    ("renewable_at__lte", models.F("valid_until")),
                    _connector="OR",
                ),
                name="badges_renewable_before_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="prerequisite",
            constraint=models.UniqueConstraint(fields=("version", "badge"), name="badges_prerequisite_once"),
        ),
        migrations.AddConstraint(
            model_name="publishedachievement",
            constraint=models.UniqueConstraint(fields=("version", "address"), name="badges_achievement_once"),
        ),
        migrations.AddConstraint(
            model_name="reissuerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)), fields=("award",), name="badges_one_reissue_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="reissuerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_accepted", False), ("decided_at__isnull", False), _connector="OR"),
                name="badges_reissue_accepted_by_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="badges_revocation_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("compromised_at", None), ("retired_at", None)),
                fields=("issuer", "kind"),
                name="badges_one_current_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinglogline",
            constraint=models.UniqueConstraint(fields=("issuer", "position"), name="badges_log_position_once"),
        ),
        migrations.AddConstraint(
            model_name="statuslist",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gte", 131072)), name="badges_status_list_is_large"
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.UniqueConstraint(fields=("status_list", "status_index"), name="badges_status_index_once"),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)), fields=("award",), name="badges_one_open_suspension"
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="badges_suspension_has_reason"
            ),
        ),
    ]
