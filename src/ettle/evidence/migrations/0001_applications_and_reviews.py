"""0001_applications_and_reviews: applications, answers, submissions and reviews.

The first migration of this room. To go back: migrate evidence zero; every row of the room is lost.
"""

import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = [
        ("badges", "0001_badges_and_credentials"),
        ("learning_log", "0001_log_entries"),
        ("people", "0002_people_and_organisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("name", models.CharField(max_length=80)),
            ],
            options={
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="UsualWait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wait", models.DurationField(null=True)),
                ("answers", models.PositiveIntegerField()),
                ("sent", models.PositiveIntegerField(default=0)),
                ("late", models.PositiveIntegerField(default=0)),
                ("computed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AgreementFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("units", models.PositiveIntegerField()),
                ("alpha", models.FloatField(null=True)),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("counted_at", models.DateTimeField()),
                (
                    "criterion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="badges.criterion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "badge",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.badge"),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.badgeversion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("learner", "badge"),
                        name="evidence_one_open_for_a_badge",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("framework", models.CharField(max_length=60)),
                ("edition", models.CharField(blank=True, max_length=40)),
                ("item", models.UUIDField()),
                ("key", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=300)),
                ("words", models.TextField(blank=True)),
                ("path", models.CharField(max_length=300)),
                ("linked_at", models.DateTimeField()),
                ("is_declined", models.BooleanField(default=False)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="evidence.application"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "criterion", "item"), name="evidence_answer_link_once"
                    )
                ],
                "ordering": ["framework", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AnswerFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("recording", "Recording"), ("picture", "Picture"), ("document", "PDF")], max_length=10
                    ),
                ),
                ("file", models.FileField(upload_to="attached/")),
                ("small", models.FileField(blank=True, upload_to="attached/")),
                ("name", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("seconds", models.PositiveSmallIntegerField(default=0)),
                ("shows", models.TextField(blank=True)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="evidence.application"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "recording"), ("removed_at", None)),
                        fields=("application", "criterion"),
                        name="evidence_one_recording_of_an_answer",
                    )
                ],
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rev", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("key", models.UUIDField()),
                ("saved_at", models.DateTimeField()),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="evidence.application"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("application", "criterion", "rev"), name="evidence_rev_once"),
                    models.UniqueConstraint(fields=("application", "key"), name="evidence_save_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessorProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("badges", models.JSONField(default=list)),
                ("roles", models.JSONField(default=list)),
                ("languages", models.JSONField(default=list)),
                ("leads_pool", models.BooleanField(default=False)),
                (
                    "assessor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessor_profile",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Calibration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("choices", models.JSONField(default=dict)),
                ("done_at", models.DateTimeField()),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "badge",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="badges.badge"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("assessor", "badge"), name="evidence_calibrated_once")],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("confirmed_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="evidence.application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("application", "criterion"), name="evidence_confirmed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CopiedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField()),
                ("words", models.TextField()),
                ("key", models.UUIDField()),
                ("copied_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copied_entries",
                        to="evidence.application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="learning_log.entry",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application", "key"), name="evidence_copied_once")],
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DeclarationWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("language", models.CharField(max_length=20)),
                ("is_assessed", models.BooleanField()),
                ("number", models.PositiveSmallIntegerField()),
                ("statements", models.JSONField()),
                ("question", models.TextField()),
                ("answers", models.JSONField()),
                ("used_since", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("language", "is_assessed", "number"), name="evidence_one_number_for_a_wording"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ai_use",
                    models.CharField(
                        choices=[
                            ("none", "Not at all"),
                            ("spelling", "For spelling and grammar"),
                            ("rewording", "For rewording"),
                            ("structure", "For structure, or to find gaps"),
                            ("other", "For something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ai_words", models.CharField(blank=True, max_length=500)),
                ("declared_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="declarations",
                        to="evidence.application",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.declarationwording"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ai_use", "other"), _negated=True),
                            models.Q(("ai_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_other_ai_use_described",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DriftFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decisions", models.PositiveIntegerField()),
                ("met", models.PositiveIntegerField()),
                ("expected", models.FloatField()),
                ("score", models.FloatField(null=True)),
                ("counted_at", models.DateTimeField()),
                ("alarmed_at", models.DateTimeField(null=True)),
                (
                    "assessor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("met__lte", models.F("decisions"))), name="evidence_met_of_all"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Endorsement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("endorser_name", models.CharField(blank=True, max_length=120)),
                ("endorser_email", models.EmailField(blank=True, max_length=254)),
                ("address_hash", models.CharField(db_index=True, max_length=64)),
                (
                    "relationship",
                    models.CharField(
                        choices=[
                            ("manager", "Line manager"),
                            ("tutor", "Tutor, mentor or trainer"),
                            ("supervision", "The other person in supervision"),
                            ("colleague", "Works or volunteers with the learner"),
                        ],
                        max_length=20,
                    ),
                ),
                ("shown", models.JSONField()),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateTimeField()),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("next_reminder_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsements",
                        to="evidence.application",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_reminder_at__isnull", False)),
                        fields=["next_reminder_at"],
                        name="evidence_endorse_remind",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("application",),
                        name="evidence_one_endorsement_at_a_time",
                    )
                ],
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="EndorsementAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("endorsed", "Endorsed"),
                            ("declined", "Would rather not"),
                            ("unknown", "Does not know this person"),
                            ("withdrawn", "Endorsement withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("job_title", models.CharField(blank=True, max_length=120)),
                (
                    "relationship",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("manager", "Line manager"),
                            ("tutor", "Tutor, mentor or trainer"),
                            ("supervision", "The other person in supervision"),
                            ("colleague", "Works or volunteers with the learner"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("is_name_public", models.BooleanField(default=False)),
                ("claim", models.JSONField(default=dict)),
                ("answered_at", models.DateTimeField()),
                (
                    "endorsement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="evidence.endorsement"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "endorsed"), _negated=True),
                            models.Q(
                                models.Q(("name", ""), _negated=True),
                                models.Q(("job_title", ""), _negated=True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_endorsement_says_who_and_what",
                    )
                ],
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EndorsementDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("next_reminder_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsement_duty",
                        to="evidence.application",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_reminder_at__isnull", False)),
                        fields=["next_reminder_at"],
                        name="evidence_duty_remind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EndorsementShown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shown_at", models.DateTimeField()),
                (
                    "endorsement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shown_publicly",
                        to="evidence.endorsement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("declared_at", models.DateTimeField()),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("assessor", "learner"), name="evidence_interest_once")],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leave", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))), name="evidence_leave_ends_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("assessor", models.F("deputy")), _negated=True),
                        name="evidence_deputy_is_another",
                    ),
                ],
                "ordering": ["begins_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MadeUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500)),
                ("reason", models.CharField(max_length=500)),
                ("marked_at", models.DateTimeField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="made_up", to="evidence.application"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application", "words"), name="evidence_made_up_once")],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("place", models.PositiveSmallIntegerField()),
                ("letter", models.TextField()),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong-badge", "It is for another badge"),
                            ("copied", "It is copied, not their own work"),
                            ("third", "It is the third ‘not yet’"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("settles_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["assessor", "sent_at"], name="evidence_mark_assessor"),
                    models.Index(fields=["sent_at"], name="evidence_mark_sent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkedCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(choices=[("met", "Met"), ("not-yet", "Not yet")], max_length=10)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not-you", "It does not say enough about what you did: more ‘we’ than ‘I’"),
                            ("not-used", "It says what you learned, but not what you did with it"),
                            (
                                "no-effect",
                                "It shows no effect on anyone yet: say what you expect, or why there is none",
                            ),
                            ("recognised", "Someone could be recognised"),
                            ("other-question", "It answers another question"),
                            ("too-general", "Too general: choose one day"),
                            ("behind-link", "It depends on a link that we cannot open: write the words here"),
                            ("copied", "It looks copied or written by AI: talk to us"),
                            ("wrong-badge", "Another badge may suit this better"),
                        ],
                        max_length=20,
                    ),
                ),
                ("suggestion", models.TextField(blank=True)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="evidence.mark"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("mark", "criterion"), name="evidence_marked_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "met"),
                            models.Q(
                                models.Q(("reason", ""), _negated=True), models.Q(("suggestion", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="evidence_mark_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.FloatField(default=0.1)),
                ("first_marks", models.PositiveSmallIntegerField(default=10)),
                (
                    "badge",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="badges.badge"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 1)), name="evidence_share_is_a_share"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("badge", None)), fields=("badge",), name="evidence_one_rule_for_all"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("manager", "My line manager, or someone who supervises me"),
                            ("known", "Someone else who knows me well, or has an interest in the result"),
                        ],
                        max_length=10,
                    ),
                ),
                ("declared_at", models.DateTimeField()),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessor_relations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "email"), name="evidence_related_once")],
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letter", models.TextField()),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong-badge", "It is for another badge"),
                            ("copied", "It is copied, not their own work"),
                            ("third", "It is the third ‘not yet’"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sent_at", models.DateTimeField(db_index=True)),
                (
                    "assessor",
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
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("outcome", models.CharField(choices=[("met", "Met"), ("not-yet", "Not yet")], max_length=10)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not-you", "It does not say enough about what you did: more ‘we’ than ‘I’"),
                            ("not-used", "It says what you learned, but not what you did with it"),
                            (
                                "no-effect",
                                "It shows no effect on anyone yet: say what you expect, or why there is none",
                            ),
                            ("recognised", "Someone could be recognised"),
                            ("other-question", "It answers another question"),
                            ("too-general", "Too general: choose one day"),
                            ("behind-link", "It depends on a link that we cannot open: write the words here"),
                            ("copied", "It looks copied or written by AI: talk to us"),
                            ("wrong-badge", "Another badge may suit this better"),
                        ],
                        max_length=20,
                    ),
                ),
                ("suggestion", models.TextField(blank=True)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="evidence.review"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "criterion"), name="evidence_decided_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "met"),
                            models.Q(
                                models.Q(("reason", ""), _negated=True), models.Q(("suggestion", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="evidence_not_yet_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("working_days", models.PositiveSmallIntegerField()),
                (
                    "badge",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="badges.badge"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce("badge", 0), name="evidence_one_aim_for_a_badge"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("working_days__gte", 1), ("working_days__lte", 60)),
                        name="evidence_aim_in_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("round", models.PositiveSmallIntegerField()),
                ("is_appeal", models.BooleanField(default=False)),
                ("sent_at", models.DateTimeField(db_index=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="evidence.application",
                    ),
                ),
                (
                    "declaration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submission",
                        to="evidence.declaration",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("application", "round"),
                        name="evidence_round_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_back_at", None),
                            models.Q(("is_appeal", False), ("opened_at", None)),
                            _connector="OR",
                        ),
                        name="evidence_taken_back_before_opened",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evidence.answerfile"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="evidence.submission"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("submission", "file"), name="evidence_file_sent_once")],
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SentAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="evidence.submission"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("submission", "criterion"), name="evidence_sent_once")],
            },
        ),
        migrations.CreateModel(
            name="SecondMarking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No second marking"),
                            ("new", "The first answers of a new assessor"),
                            ("sample", "Drawn at random"),
                            ("appeal", "Declined again after an appeal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("draw", models.FloatField()),
                ("decided_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Open"),
                            ("agreed", "Both decided the same"),
                            ("third", "A third assessor decided"),
                            ("nobody", "No other assessor could mark it"),
                            ("withdrawn", "The learner withdrew it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_marking",
                        to="evidence.submission",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("asked_at__isnull", False), ("settled_at", None)),
                        fields=["asked_at"],
                        name="evidence_second_marking_open",
                    ),
                    models.Index(
                        condition=models.Q(("settled_at__isnull", False)),
                        fields=["settled_at"],
                        name="evidence_second_marking_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("percent", models.PositiveSmallIntegerField()),
                ("is_chosen", models.BooleanField()),
                ("drawn_at", models.DateTimeField()),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nothing", "It is fine: nothing needs to follow"),
                            ("note", "Send the learner a note"),
                            ("withdraw", "Ask an administrator to withdraw the badge"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "looked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sample", to="evidence.submission"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_chosen", True), ("looked_at", None)),
                        fields=["drawn_at"],
                        name="evidence_sample_to_look_at",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looked_at", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("is_chosen", True),
                                ("looked_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_sample_looked_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["", "nothing"]), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="evidence_sample_says_why",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="review",
            name="submission",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="review", to="evidence.submission"
            ),
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[("risk", "Someone may be at risk"), ("conduct", "It may be a matter of conduct")],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("referred_at", models.DateTimeField()),
                ("returned_at", models.DateTimeField(null=True)),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "referee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="evidence.submission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_at", None)), fields=("submission",), name="evidence_referred_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("working_days", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField()),
                ("hand_over_on", models.DateField()),
                ("alert_on", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("handed_over_at", models.DateTimeField(null=True)),
                ("alerted_at", models.DateTimeField(null=True)),
                ("breached_at", models.DateTimeField(null=True)),
                ("next_due_on", models.DateField(null=True)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="promise", to="evidence.submission"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["due_on", "submission"],
                        name="evidence_open_promises",
                    ),
                    models.Index(
                        condition=models.Q(("breached_at__isnull", False)),
                        fields=["breached_at"],
                        name="evidence_late_answers",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("working_days__gte", 1)), name="evidence_promise_of_a_day_or_more"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("breached_at", None), ("next_due_on", None)),
                            models.Q(("breached_at__isnull", False), ("next_due_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="evidence_late_answer_has_a_new_date",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnerAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[("no-owner", "No assessor can take it"), ("due-soon", "80 % of the time has gone")],
                        max_length=10,
                    ),
                ),
                ("alerted_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="evidence.submission"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "alerted_at"], name="evidence_alerted")],
                "ordering": ["alerted_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="mark",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="evidence.submission"
            ),
        ),
        migrations.CreateModel(
            name="LetterDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter_drafts",
                        to="evidence.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "assessor"), name="evidence_letter_draft_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("handed_over_at", models.DateTimeField()),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evidence.submission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "assessor"), name="evidence_handed_over_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(blank=True, choices=[("met", "Met"), ("not-yet", "Not yet")], max_length=10),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not-you", "It does not say enough about what you did: more ‘we’ than ‘I’"),
                            ("not-used", "It says what you learned, but not what you did with it"),
                            (
                                "no-effect",
                                "It shows no effect on anyone yet: say what you expect, or why there is none",
                            ),
                            ("recognised", "Someone could be recognised"),
                            ("other-question", "It answers another question"),
                            ("too-general", "Too general: choose one day"),
                            ("behind-link", "It depends on a link that we cannot open: write the words here"),
                            ("copied", "It looks copied or written by AI: talk to us"),
                            ("wrong-badge", "Another badge may suit this better"),
                        ],
                        max_length=20,
                    ),
                ),
                ("suggestion", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="badges.criterion"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="evidence.submission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("submission", "assessor", "criterion"), name="evidence_draft_decision_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claimed_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claim", to="evidence.submission"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "why",
                    models.CharField(
                        choices=[("rule", "The rule chose them"), ("deputy", "Deputy of the owner before")],
                        max_length=12,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "why_ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "It was answered"),
                            ("withdrawn", "The learner withdrew it"),
                            ("taken-back", "The learner took it back before an assessor opened it"),
                            ("handed-over", "Passed to a colleague"),
                            ("not-begun", "Not started when 60 % of the time had gone"),
                            ("away", "The assessor is away"),
                            ("may-not", "They may not assess it any more"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="evidence.submission",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("ended_at", None)), fields=["assessor"], name="evidence_owned_by")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("submission",), name="evidence_one_owner"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("why_ended", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("why_ended", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="evidence_ended_ownership_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("time", "I do not have the time now"),
                            ("another", "I want to write about something else, or for another badge"),
                            ("wait", "I have waited too long for an answer"),
                            ("people", "Someone could be recognised in it"),
                            ("not-needed", "I do not need this badge any more"),
                            ("other", "Something else"),
                            ("unsaid", "I would rather not say"),
                        ],
                        db_index=True,
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("withdrawn_at", models.DateTimeField(db_index=True)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawal",
                        to="evidence.application",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "other"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_other_reason_described",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(fields=("submission", "place"), name="evidence_mark_place_once"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(fields=("submission", "assessor"), name="evidence_mark_assessor_once"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at", None)), fields=("submission",), name="evidence_one_mark_pending"
            ),
        ),
    ]
