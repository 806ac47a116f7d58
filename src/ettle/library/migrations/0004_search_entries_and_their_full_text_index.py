"""Search entries, the words they hold, and the database's own full text index beside them.

SQLite: an FTS5 table that keeps no text of its own and is fed by triggers. PostgreSQL: a generated tsvector column
with an index. Either follows every change of library_searchentry, so nothing else ever writes to it.

Beware: when a later migration alters library_searchentry, SQLite makes the table anew and forgets the triggers; such a
migration must put them back (run INDEX again) and rebuild.

The tables start empty: `manage.py reindex` fills them, and so does the worker within ten minutes. Safe while the old
code runs. To go back: migrate library 0003; nothing is lost that cannot be made again.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    """
    CREATE VIRTUAL TABLE library_search USING fts5(
        title, names, text, content='library_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='3 4 5'
    )
    """,
    """
    CREATE TRIGGER library_search_added AFTER INSERT ON library_searchentry BEGIN
        INSERT INTO library_search(rowid, title, names, text) VALUES (new.id, new.title, new.names, new.text);
    END
    """,
    """
    CREATE TRIGGER library_search_gone AFTER DELETE ON library_searchentry BEGIN
        INSERT INTO library_search(library_search, rowid, title, names, text)
        VALUES ('delete', old.id, old.title, old.names, old.text);
    END
    """,
    """
    CREATE TRIGGER library_search_changed AFTER UPDATE ON library_searchentry BEGIN
        INSERT INTO library_search(library_search, rowid, title, names, text)
        VALUES ('delete', old.id, old.title, old.names, old.text);
        INSERT INTO library_search(rowid, title, names, text) VALUES (new.id, new.title, new.names, new.text);
    END
    """,
)
# Punctuation is taken out first, so that 1.3 and ET-101 are the same runs of words here as in SQLite.
COLUMN = "setweight(to_tsvector('english', regexp_replace({}, '[^[:alnum:]]+', ' ', 'g')), '{}')"
POSTGRESQL = (
    f"""
    ALTER TABLE library_searchentry ADD COLUMN found tsvector GENERATED ALWAYS AS (
        {COLUMN.format("title", "A")} || {COLUMN.format("names", "B")} || {COLUMN.format("text", "D")}
    ) STORED
    """,
    "CREATE INDEX library_search_found ON library_searchentry USING gin (found)",
)
INDEX = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
AWAY = {"sqlite": ("DROP TABLE library_search",), "postgresql": ()}


def put_index(apps: Any, schema_editor: Any) -> None:
    for statement in INDEX[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def take_index(apps: Any, schema_editor: Any) -> None:
    # The triggers and the column go with the table.
    for statement in AWAY[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0003_films_and_the_files_of_packs"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[("word", models.CharField(max_length=40, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("area", "Areas"),
                            ("capability", "Capabilities"),
                            ("code", "Codes and other frameworks"),
                            ("badge", "Badges"),
                            ("reference", "Sources"),
                            ("statement", "About this site"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=300)),
                ("revision", models.PositiveBigIntegerField(null=True)),
                ("address", models.CharField(max_length=300)),
                ("title", models.CharField(max_length=500)),
                ("names", models.CharField(blank=True, max_length=300)),
                ("about", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(blank=True)),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="library_search_entry_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchGram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gram", models.CharField(db_index=True, max_length=3)),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="library.searchword"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("word", "gram"), name="library_search_gram_once")],
            },
        ),
        migrations.RunPython(put_index, take_index),
    ]
