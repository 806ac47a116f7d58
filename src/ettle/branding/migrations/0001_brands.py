"""0001_brands: looks that administrators saved.

The first migration of this room. To go back: migrate branding zero; every row of the room is lost.
"""

from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Brand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("strapline", models.CharField(blank=True, max_length=90)),
                ("footer", models.CharField(blank=True, max_length=300)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("contact_phone", models.CharField(blank=True, max_length=30)),
                ("brand", models.CharField(max_length=7)),
                ("brand_dark", models.CharField(max_length=7)),
                ("link", models.CharField(max_length=7)),
                ("link_dark", models.CharField(max_length=7)),
                ("accent", models.CharField(max_length=7)),
                ("radius", models.PositiveSmallIntegerField()),
                ("stylesheet", models.TextField()),
                ("stylesheet_digest", models.CharField(db_index=True, max_length=16)),
                ("logo", models.BinaryField(blank=True, default=bytes)),
                ("logo_kind", models.CharField(blank=True, choices=[("png", "PNG"), ("svg", "SVG")], max_length=3)),
                ("logo_digest", models.CharField(blank=True, db_index=True, max_length=16)),
                ("logo_width", models.PositiveSmallIntegerField(default=0)),
                ("logo_height", models.PositiveSmallIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
            ],
        ),
    ]
