"""0002_entries_in_each_language: an entry and a word for each language that the site offers.

The index is emptied, because all of it is made from other tables: it is filled again after a pack was loaded, with the
command `reindex`, or by the worker within ten minutes. The old code, while it runs, finds nothing. SQLite makes both
tables again, so the full text index and its triggers are made again too. To go back: migrate search 0001, then
`reindex`.
"""

from typing import Any

from django.db import migrations, models

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
    schema_editor.execute("DELETE FROM search_searchentry")


def create_index(apps: Any, schema_editor: Any) -> None:
    for statement in INDEX[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_search_index"),
    ]

    operations = [
        migrations.RunPython(remove_index, create_index),
        migrations.DeleteModel("SearchWord"),
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
        migrations.RemoveConstraint(model_name="searchentry", name="search_entry_once"),
        migrations.AddField(
            model_name="searchentry",
            name="language",
            field=models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="searchentry",
            constraint=models.UniqueConstraint(fields=("kind", "key", "language"), name="search_entry_once"),
        ),
        migrations.RunPython(create_index, remove_index),
    ]
