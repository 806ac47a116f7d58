"""A spreadsheet of people that is checked and, after a yes, imported. Deleted with its rows after some days."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

IMPORT_LASTS = timedelta(days=7)


class PeopleImport(models.Model):
    """One file. organisation: the only one it is about; None when each row names its own (administrators).

    file: deleted when the rows are stored. columns: the heads of the file. fault: why it could not be read, or why it
    stopped, in the language of the person. total, done: rows and memberships to change. ended: memberships that ended.
    withdrawn: open invitations that were withdrawn.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("We are checking the file")
        REFUSED = "refused", _("This file cannot be imported")
        CHECKED = "checked", _("Nothing has changed yet")
        IMPORTING = "importing", _("The import is under way")
        STOPPED = "stopped", _("The import has stopped")
        FINISHED = "finished", _("The import is finished")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="people_imports")
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports", max_length=100, blank=True)
    columns = models.JSONField(default=list)
    fields = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    fault = models.CharField(max_length=400, blank=True)
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ends_leavers = models.BooleanField(default=False)
    sends_emails = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
        indexes = [models.Index(fields=["uploaded_at"], name="people_import_age")]

    def expires_at(self) -> datetime:
        return self.uploaded_at + IMPORT_LASTS


class PeopleImportRow(models.Model):
    """One row of the file. number: its line or row there. cells: as in the file, only of a row with faults.

    plan: what the import does with it. faults, warnings: codes of `row_spec`, some with the number of another row.
    """

    class Plan(models.TextChoices):
        FAULT = "fault", _("to correct")
        REPEATED = "repeated", _("the same as an earlier row")
        MEMBER = "member", _("here already")
        WAITING = "waiting", _("invited already")
        INVITE = "invite", _("to invite")
        NEW_ROLE = "new_role", _("here already, to invite to another role")

    people_import = models.ForeignKey(PeopleImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    role = models.CharField(max_length=10, blank=True)
    organisation = models.ForeignKey("people.Organisation", models.CASCADE, null=True, related_name="+")
    plan = models.CharField(max_length=10, choices=Plan.choices)
    faults = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    has_warnings = models.BooleanField(default=False)
    cells = models.JSONField(default=list)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("row of an import of people")
        verbose_name_plural = _("rows of imports of people")
        indexes = [
            models.Index(fields=["people_import", "plan", "is_done", "number"], name="people_import_plan"),
            models.Index(fields=["people_import", "email"], name="people_import_email"),
        ]


class InvitationEmail(models.Model):
    """The email of an invitation, which the queue still has to send. Deleted when it is sent.

    is_counted: whether the limit of the person who invites has counted it already.
    """

    invitation = models.OneToOneField("people.OrganisationInvitation", models.CASCADE, related_name="waiting_email")
    send_after = models.DateTimeField()
    is_counted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("invitation to send")
        verbose_name_plural = _("invitations to send")
