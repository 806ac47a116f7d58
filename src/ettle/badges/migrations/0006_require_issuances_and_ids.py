"""0006_require_issuances_and_ids: every credential has its issuance, and every public id is stored.

Reads each table once to check that; 0005 has filled them. Drops the table of hidden names, which issuances replace.
To go back: migrate badges 0005.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("badges", "0005_fill_issuances_and_ids"),
    ]

    operations = [
        migrations.AlterField(
            model_name="credential", name="uuid", field=models.UUIDField(editable=False, unique=True)
        ),
        migrations.AlterField(
            model_name="credential", name="identifier", field=models.CharField(max_length=400, unique=True)
        ),
        migrations.AlterField(
            model_name="credential",
            name="issuance",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="credential", to="badges.issuance"
            ),
        ),
        migrations.AlterField(
            model_name="holder", name="identifier", field=models.CharField(max_length=60, unique=True)
        ),
        migrations.AlterField(
            model_name="signingkey", name="identifier", field=models.CharField(max_length=480, unique=True)
        ),
        migrations.AlterField(
            model_name="statuslist", name="identifier", field=models.CharField(max_length=400, unique=True)
        ),
        migrations.DeleteModel(name="NameHidden"),
    ]
