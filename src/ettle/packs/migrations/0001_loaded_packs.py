"""0001_loaded_packs: which files of which packs are in place.

The first migration of this room. To go back: migrate packs zero; every row of the room is lost.
"""

from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration


class Migration(FirstMigration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LoadedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pack", models.SlugField(max_length=60)),
                ("path", models.CharField(max_length=300)),
                ("content_hash", models.CharField(max_length=64)),
                ("is_skipped", models.BooleanField(default=False)),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("pack", "path"), name="packs_file_once")],
            },
        ),
        migrations.CreateModel(
            name="LoadedSpec",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="packs_placed_once")],
            },
        ),
    ]
