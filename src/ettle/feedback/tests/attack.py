"""Someone who has a copy of everything on the disk, without the site's keys, and wants to know who answered what.

They know more than they could: which comments are of which group. They roll the database forward commit by commit and
look for a comment and a person in one commit; then they put the people of a group in every order that anything on the
disk shows, and the comments too, and take them as pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection

from ettle.feedback.tests.sqlite_files import Rows

Row = dict[str, Any]
POOL, LEDGER, REPORT = "feedback_answerpool", "feedback_observer", "feedback_feedbackreport"


@dataclass(frozen=True)
class Commit:
    """What one commit changed: table -> rows as they are after it, or were before when they are gone."""

    changed: Mapping[str, frozenset[tuple[Any, ...]]]

    @cached_property
    def text(self) -> str:
        return str([list(rows) for rows in self.changed.values()]).replace("-", "")

    def mentions(self, marks: Iterable[str]) -> bool:
        return any(mark.replace("-", "") in self.text for mark in marks)


@dataclass(frozen=True)
class Target:
    """One group of a 360. people: everyone who answered -> what the disk may know of them (keys, addresses, tokens).

    comments: who -> what they wrote, the truth that the attacker is measured against.
    """

    people: Mapping[str, Sequence[str]]
    comments: Mapping[str, str]


@dataclass
class Disk:
    """A copy of everything. states: all tables, after each commit. files: name -> content, in the order of writing."""

    states: list[Rows]
    files: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def commits(self) -> list[Commit]:
        return [
            Commit(
                {
                    table: rows ^ before.get(table, frozenset())
                    for table, rows in after.items()
                    if rows != before.get(table)
                }
            )
            for before, after in zip(self.states, self.states[1:], strict=False)
        ]

    def find(self, word: str) -> list[str]:
        """Return the files in which a word stands as it is."""
        return [name for name, content in self.files.items() if word.encode() in content]


def dump() -> dict[str, list[Row]]:
    """Return every table of the database whole, as it is read with SQL."""
    found: dict[str, list[Row]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            names = [column[0] for column in cursor.description or ()]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def direct_links(disk: Disk, target: Target) -> dict[str, str]:
    """Return who -> comment, where the first commit that shows a comment shows one person as well."""
    found: dict[str, str] = {}
    for comment in target.comments.values():
        first = next((commit for commit in disk.commits if commit.mentions([comment])), None)
        named = [who for who, marks in target.people.items() if first is not None and first.mentions(marks)]
        if len(named) == 1:
            found[named[0]] = comment
    return found


def guesses(disk: Disk, target: Target) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every rule's guess: who -> comment."""
    comments = _comment_orders(disk, sorted(target.comments.values()))
    for clue, people in _people_orders(disk, target.people).items():
        for order, listed in comments.items():
            yield f"{clue}, comments {order}", dict(zip(people, listed, strict=True))


def _people_orders(disk: Disk, people: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The people of a group in each order that the disk shows: by what is known of them, where and when it stands."""
    orders = {f"by mark {place}": sorted(people, key=lambda who: people[who][place]) for place in range(3)}
    mentioned = {who: [at for at, commit in enumerate(disk.commits) if commit.mentions(marks)]
                 for who, marks in people.items()}  # fmt: skip
    # A commit of the pool beside one that mentions somebody: were they there just before, or just after?
    pool = [at for at, commit in enumerate(disk.commits) if POOL in commit.changed]
    near = {
        who: min((abs(at - other) for at in times for other in pool), default=-1) for who, times in mentioned.items()
    }
    orders["by commits that mention them"] = sorted(people, key=lambda who: (len(mentioned[who]), mentioned[who]))
    orders["by their first commit"] = sorted(people, key=lambda who: mentioned[who][:1])
    orders["by their last commit"] = sorted(people, key=lambda who: mentioned[who][-1:])
    orders["by how near they are to a commit of the pool"] = sorted(people, key=lambda who: near[who])
    for name, content in _kinds(disk.files).items():
        places = {who: [content.find(mark.encode()) for mark in marks] for who, marks in people.items()}
        if len({str(place) for place in places.values()}) > 1:
            orders[f"by their place in {name}"] = sorted(people, key=lambda who: places[who])
    return orders | {f"{name}, backwards": order[::-1] for name, order in orders.items()}


def _comment_orders(disk: Disk, comments: Sequence[str]) -> dict[str, list[str]]:
    everything = _kinds(disk.files)
    orders = {f"by their place in {name}": sorted(comments, key=lambda comment: content.find(comment.encode()))
              for name, content in everything.items()
              if any(comment.encode() in content for comment in comments)}  # fmt: skip
    return orders | {"by alphabet": sorted(comments), "by length": sorted(comments, key=len)}


def _kinds(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files of one kind as one: all emails, all logs."""
    kinds: dict[str, bytes] = {}
    for name, content in files.items():
        kind = name.split("/")[0]
        kinds[kind] = kinds.get(kind, b"") + content
    return kinds
