"""The addresses of this room."""

from __future__ import annotations

from django.urls import path

from ettle.evidence import api
from ettle.evidence.views import answers, applications, log_copies, reviews

app_name = "evidence"
urlpatterns = [
    path("evidence/", applications.index, name="index"),
    path("evidence/start/<slug:slug>/", applications.start, name="start"),
    path("evidence/<uuid:number>/", applications.application, name="application"),
    path("evidence/<uuid:number>/<int:position>/", answers.criterion, name="criterion"),
    path("evidence/<uuid:number>/<int:position>/save", api.save, name="save"),
    path("evidence/<uuid:number>/<int:position>/choose", answers.choose, name="choose"),
    path("evidence/<uuid:number>/<int:position>/history/", answers.history, name="history"),
    path("evidence/<uuid:number>/declarations/", applications.declarations, name="declarations"),
    path("evidence/<uuid:number>/check/", applications.check, name="check"),
    path("evidence/<uuid:number>/download", applications.download, name="download"),
    path("evidence/<uuid:number>/leave/", applications.leave, name="leave"),
    path("me/log/<uuid:number>/copy/", log_copies.copy_entry, name="log-copy"),
    path("review/", reviews.queue, name="queue"),
    path("review/next", reviews.take_next, name="next"),
    path("review/<uuid:number>/", reviews.review, name="review"),
    path("review/<uuid:number>/<int:position>/", reviews.decide, name="decide"),
    path("review/<uuid:number>/letter/", reviews.write_letter, name="letter"),
    path("review/<uuid:number>/hand-on/", reviews.hand_over, name="hand_on"),
    path("review/<uuid:number>/refer/", reviews.refer, name="refer"),
    path("review/<uuid:number>/put-back", reviews.return_to_queue, name="put_back"),
]
