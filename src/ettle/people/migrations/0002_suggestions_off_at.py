"""A person may switch suggestions off.

One empty column; safe while the old code runs and quick on any table. To go back: migrate people 0001.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="suggestions_off_at",
            field=models.DateTimeField(null=True),
        ),
    ]
