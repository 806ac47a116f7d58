"""0002_attempts_keep_their_variant: an attempt keeps for which role or setting its texts were read.

Adds one text column that is empty for the rows there are, which were read as the activity is. Quick on a large table
on PostgreSQL; SQLite writes the whole table again. The old code runs beside it, because the column has a default in the
database. To go back: migrate activities 0001; attempts under way then go on in the texts without a variant.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_activities_and_attempts")]

    operations = [
        migrations.AddField(
            "attempt", "variant", models.CharField(blank=True, db_default="", default="", max_length=60)
        ),
    ]
