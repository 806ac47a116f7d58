"""0001_areas_and_reading: area and statement pages, films, and what readers marked.

The first migration of this room. To go back: migrate library zero; every row of the room is lost.
"""

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import ettle.library.editor.block_field
import ettle.library.media_files.models
import ettle.library.models
from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = [
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=80)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AreaPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("summary", models.TextField(max_length=300)),
                ("minutes", models.PositiveSmallIntegerField(help_text="Reading time you promise")),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=100, help_text="Where it stands among the areas"),
                ),
                ("roles", models.JSONField(default=list)),
                ("capabilities", models.JSONField(blank=True, default=list)),
                ("alignments", models.JSONField(blank=True, default=list)),
                ("badges", models.JSONField(blank=True, default=list)),
                ("activities", models.JSONField(blank=True, default=list)),
                ("related", models.JSONField(blank=True, default=list)),
                ("tools", ettle.library.editor.block_field.BlocksField(blank=True)),
                ("body", ettle.library.editor.block_field.BlocksField()),
                ("role_texts", ettle.library.editor.block_field.BlocksField(blank=True)),
                ("try_this", wagtail.fields.RichTextField()),
                ("reflection", models.TextField(max_length=600)),
                ("references", ettle.library.editor.block_field.BlocksField(blank=True)),
                ("reviewed_on", models.DateField(help_text="When this page was last revised")),
                ("group", models.CharField(blank=True, max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        blank=True, help_text="What gets better for people, in a few words", max_length=90
                    ),
                ),
                ("drawing", models.CharField(blank=True, max_length=80)),
                (
                    "drawing_alt",
                    models.TextField(
                        blank=True,
                        help_text="For people who cannot see it",
                        max_length=400,
                        verbose_name="What the drawing shows",
                    ),
                ),
                ("in_short", models.JSONField(blank=True, default=list)),
                (
                    "act",
                    models.CharField(
                        blank=True,
                        help_text="One small act for this week. A reader makes it a goal with one press",
                        max_length=140,
                    ),
                ),
                ("question", models.CharField(blank=True, help_text="One question to think about", max_length=140)),
                ("checks", ettle.library.editor.block_field.BlocksField(blank=True)),
                ("setting_examples", ettle.library.editor.block_field.BlocksField(blank=True)),
            ],
            options={
                "abstract": False,
            },
            bases=(ettle.library.models.CheckedPage, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="Film",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("file", models.FileField(help_text="MP4 or WebM, at most 100 MB", upload_to="films/")),
                (
                    "captions",
                    models.FileField(
                        blank=True, help_text="A WebVTT file: what is said, with times", upload_to="captions/"
                    ),
                ),
                (
                    "transcript",
                    wagtail.fields.RichTextField(blank=True, help_text="All that is said, and what must be seen"),
                ),
                ("credit", models.CharField(blank=True, help_text="Who made it, and its licence", max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="FrontPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("sentence", models.TextField(max_length=300)),
            ],
            options={
                "abstract": False,
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ParentPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="StatementPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("summary", models.TextField(max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=100)),
                ("body", ettle.library.editor.block_field.BlocksField()),
                ("reviewed_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
            bases=(ettle.library.models.CheckedPage, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(allow_unicode=True, max_length=255, unique=True)),
                ("left_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="library.areapage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("revision", models.PositiveBigIntegerField()),
                ("is_retired", models.BooleanField(db_default=False, default=False)),
                ("loaded_at", models.DateTimeField()),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.page"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PackFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("file", models.FileField(blank=True, upload_to=ettle.library.media_files.models.pack_file_path)),
                (
                    "picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailimages.image",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AreaTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("content", models.JSONField()),
                ("body", models.TextField(blank=True)),
                ("loaded_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="translations", to="library.areapage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "language"), name="library_area_once_in_a_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(db_default="", max_length=255)),
                ("revision", models.PositiveBigIntegerField(null=True)),
                ("place", models.CharField(blank=True, max_length=140)),
                ("updated_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="library.areapage"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_marks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("reader", "area"), name="library_read_mark_once")],
            },
        ),
        migrations.CreateModel(
            name="Retirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.CharField(blank=True, max_length=300)),
                ("retired_at", models.DateTimeField()),
                (
                    "area",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="retirement", to="library.areapage"
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="library.areapage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("successor", models.F("area")), _negated=True),
                        name="library_not_its_own_successor",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(db_default="", max_length=255)),
                ("revision", models.PositiveBigIntegerField(null=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="library.areapage"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_areas",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("reader", "area"), name="library_saved_once")],
            },
        ),
    ]
