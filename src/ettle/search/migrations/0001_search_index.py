"""0001_search_index: search entries, the words they hold, and the full text index beside them.

The first migration of this room. To go back: migrate search zero; every row of the room is lost.

SQLite: an FTS5 table that stores no text of its own and is filled by triggers. PostgreSQL: a generated tsvector column
with an index. Either follows every change of search_searchentry, so nothing else ever writes to it.

Beware: when a later migration alters search_searchentry, SQLite makes the table again and loses the triggers; such a
migration must create them again (run INDEX) and rebuild.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from ettle.kit.operations.first_migration import FirstMigration

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        title, names, text, content='search_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='3 4 5'
    )
    """,
    """
    CREATE TRIGGER search_index_added AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_index(rowid, title, names, text) VALUES (new.id, new.title, new.names, new.text);
    END
    """,
    """
    CREATE TRIGGER search_index_gone AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_index(search_index, rowid, title, names, text)
        VALUES ('delete', old.id, old.title, old.names, old.text);
    END
    """,
    """
    CREATE TRIGGER search_index_changed AFTER UPDATE ON search_searchentry BEGIN
        INSERT INTO search_index(search_index, rowid, title, names, text)
        VALUES ('delete', old.id, old.title, old.names, old.text);
        INSERT INTO search_index(rowid, title, names, text) VALUES (new.id, new.title, new.names, new.text);
    END
    """,
)
# Punctuation is taken out first, so that 1.3 and ET-101 are the same runs of words here as in SQLite.
# Without accents, as what people type is compared: café and cafe are the same word, as in SQLite.
PLAIN = "regexp_replace(normalize({}, NFD), '[\\u0300-\\u036f]', '', 'g')"
COLUMN = f"setweight(to_tsvector('english', regexp_replace({PLAIN}, '[^[:alnum:]]+', ' ', 'g')), '{{}}')"
POSTGRESQL = (
    f"""
    ALTER TABLE search_searchentry ADD COLUMN found tsvector GENERATED ALWAYS AS (
        {COLUMN.format("title", "A")} || {COLUMN.format("names", "B")} || {COLUMN.format("text", "D")}
    ) STORED
    """,
    "CREATE INDEX search_index_found ON search_searchentry USING gin (found)",
)
INDEX = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
REMOVE = {
    "sqlite": (
        "DROP TRIGGER search_index_added",
        "DROP TRIGGER search_index_gone",
        "DROP TRIGGER search_index_changed",
        "DROP TABLE search_index",
    ),
    "postgresql": ("ALTER TABLE search_searchentry DROP COLUMN found",),
}


def remove_index(apps: Any, schema_editor: Any) -> None:
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def create_index(apps: Any, schema_editor: Any) -> None:
    for statement in INDEX[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(FirstMigration):
    initial = True

    dependencies = [
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchGuide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("spec", models.JSONField()),
                ("version", models.CharField(max_length=40)),
                ("updated_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                ("language", models.CharField(blank=True, max_length=12)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("word", "language"), name="search_word_once_in_a_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tool", "Tools and settings"),
                            ("area", "Areas"),
                            ("capability", "Capabilities"),
                            ("code", "Codes and other frameworks"),
                            ("model", "Leadership Logic Model"),
                            ("badge", "Badges"),
                            ("reference", "Sources"),
                            ("term", "Words we use"),
                            ("statement", "About this site"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=300)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("revision", models.PositiveBigIntegerField(null=True)),
                ("address", models.CharField(max_length=300)),
                ("title", models.CharField(max_length=500)),
                ("names", models.TextField(blank=True)),
                ("about", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(blank=True)),
                ("priority", models.SmallIntegerField(default=0)),
                (
                    "page",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.page"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key", "language"), name="search_entry_once")],
            },
        ),
        migrations.RunPython(create_index, remove_index),
    ]
