"""0005_norms_by_what_is_asked: norms belong to what was asked, in whatever version, and no longer to a sheet.

Norms are made anew from results by the worker, so those of sheets are dropped: until its next round, within a day,
change over time reads "cannot say yet". A small table; no answer is read or changed. To go back: migrate journey 0004.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journey", "0004_look_backs_and_cues"),
    ]

    operations = [
        migrations.DeleteModel(name="Norm"),
        migrations.CreateModel(
            name="Norm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("imprint", models.CharField(max_length=64, unique=True)),
                ("people", models.PositiveIntegerField()),
                ("sd", models.FloatField()),
                ("reliability", models.FloatField(null=True)),
                ("measured_at", models.DateTimeField()),
            ],
        ),
    ]
