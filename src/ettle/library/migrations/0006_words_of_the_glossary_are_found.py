"""Search has two more kinds: the logic model and the words of the glossary.

The glossary is followed when it is saved; so that it is read once more now, what search holds of statements is taken
out, and the next look by the clock, ten minutes on at most, brings it back with its words. No column
changes, so SQLite's triggers stay. To go back: migrate library 0005 and run reindex.
"""

from typing import Any

from django.db import migrations, models


def read_once_more(apps: Any, schema_editor: Any) -> None:
    apps.get_model("library", "SearchEntry").objects.filter(kind="statement").delete()


def take_out(apps: Any, schema_editor: Any) -> None:
    apps.get_model("library", "SearchEntry").objects.filter(kind__in=("model", "term")).delete()


class Migration(migrations.Migration):
    dependencies = [("library", "0005_marks_keep_what_they_were_made_against")]

    operations = [
        migrations.AlterField(
            "searchentry",
            "kind",
            models.CharField(
                choices=[
                    ("area", "Areas"),
                    ("capability", "Capabilities"),
                    ("code", "Codes and other frameworks"),
                    ("model", "Logic model"),
                    ("badge", "Badges"),
                    ("reference", "Sources"),
                    ("term", "Words we use"),
                    ("statement", "About this site"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunPython(read_once_more, take_out),
    ]
