"""The addresses of the learning log."""

from __future__ import annotations

from django.urls import path

from ettle.learning_log import api
from ettle.learning_log.views import attachments
from ettle.learning_log.views import log_entries as log

app_name = "learning_log"
urlpatterns = [
    path("me/log/", log.log, name="log"),
    path("me/log/new/", log.new, name="new"),
    path("me/log/<uuid:number>/", log.entry, name="entry"),
    path("me/log/<uuid:number>/<slug:part>/save", api.save, name="save"),
    path("me/log/<uuid:number>/<slug:part>/history/", log.history, name="history"),
    path("me/log/<uuid:number>/versions/", log.versions, name="versions"),
    path("me/log/<uuid:number>/take-up", log.restore_version, name="take-up"),
    path("me/log/<uuid:number>/links/<slug:name>/", log.link, name="links"),
    path("me/log/<uuid:number>/unlink", log.unlink, name="unlink"),
    path("me/log/<uuid:number>/files/", attachments.add, name="add-file"),
    path("me/log/<uuid:number>/files/<uuid:name>/", attachments.file, name="file"),
    path("me/log/<uuid:number>/files/<uuid:name>/remove/", attachments.remove, name="remove-file"),
    path("me/log/<uuid:number>/delete/", log.delete, name="delete"),
]
