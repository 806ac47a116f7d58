"""0002_task_states: indexes of the tasks that failed, are not finished, and are finished and can be deleted.

On PostgreSQL they are built while the site writes: seconds for each million rows. The old code runs with and without them.
To go back: migrate kit 0001; the page of states reads every task again.
"""

from __future__ import annotations

from django.db import migrations, models

from ettle.kit.database.indexes import AddIndexWithoutBlocking


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("kit", "0001_audit_tasks_and_answered_posts"),
    ]

    operations = [
        AddIndexWithoutBlocking(
            model_name="waitingtask",
            index=models.Index(
                condition=models.Q(("given_up_at__isnull", False)), fields=["given_up_at"], name="kit_task_given_up"
            ),
        ),
        AddIndexWithoutBlocking(
            model_name="waitingtask",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", False)), fields=["finished_at"], name="kit_task_finished"
            ),
        ),
        AddIndexWithoutBlocking(
            model_name="waitingtask",
            index=models.Index(
                condition=models.Q(("finished_at", None)), fields=["run_after"], name="kit_task_unfinished"
            ),
        ),
    ]
