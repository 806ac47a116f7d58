"""0004_issuances_and_stored_ids: what each credential says of its holder, stored ids, suspensions and new names.

Only adds tables and empty columns; 0005 fills them and 0006 requires them. Quick on a large table, except that SQLite
copies the table of credentials. The old code does not run beside it: stop the site first. To go back: migrate badges
0003; what the new tables hold is lost.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0003_trusted_issuers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="credential",
            name="award",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="credentials", to="badges.award"
            ),
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
        migrations.AddField(
            model_name="credential",
            name="identifier",
            field=models.CharField(null=True, max_length=400, unique=True),
        ),
        migrations.AddField(
            model_name="credential",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacement",
                to="badges.credential",
            ),
        ),
        migrations.AddField(
            model_name="credential",
            name="uuid",
            field=models.UUIDField(null=True, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="holder",
            name="identifier",
            field=models.CharField(null=True, max_length=60, unique=True),
        ),
        migrations.AddField(
            model_name="signingkey",
            name="identifier",
            field=models.CharField(null=True, max_length=480, unique=True),
        ),
        migrations.AddField(
            model_name="statuslist",
            name="identifier",
            field=models.CharField(null=True, max_length=400, unique=True),
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
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credential",
                to="badges.issuance",
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
        migrations.AddConstraint(
            model_name="issuance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reason", "award")), fields=("award",), name="badges_first_issuance_once"
            ),
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
