"""The addresses of this room."""

from __future__ import annotations

from django.urls import path

from ettle.evidence import api
from ettle.evidence.views import answer, log_copies, mine, review

app_name = "evidence"
urlpatterns = [
    path("evidence/", mine.index, name="index"),
    path("evidence/start/<slug:slug>/", mine.start, name="start"),
    path("evidence/<uuid:number>/", mine.application, name="application"),
    path("evidence/<uuid:number>/<int:position>/", answer.criterion, name="criterion"),
    path("evidence/<uuid:number>/<int:position>/save", api.save, name="save"),
    path("evidence/<uuid:number>/<int:position>/choose", answer.choose, name="choose"),
    path("evidence/<uuid:number>/<int:position>/history/", answer.history, name="history"),
    path("evidence/<uuid:number>/declarations/", mine.declarations, name="declarations"),
    path("evidence/<uuid:number>/check/", mine.check, name="check"),
    path("evidence/<uuid:number>/download", mine.download, name="download"),
    path("evidence/<uuid:number>/leave/", mine.leave, name="leave"),
    path("me/log/<uuid:number>/copy/", log_copies.copy, name="log-copy"),
    path("review/", review.queue, name="queue"),
    path("review/next", review.take_next, name="next"),
    path("review/<uuid:number>/", review.review, name="review"),
    path("review/<uuid:number>/<int:position>/", review.decide, name="decide"),
    path("review/<uuid:number>/letter/", review.write_letter, name="letter"),
    path("review/<uuid:number>/hand-on/", review.hand_on, name="hand_on"),
    path("review/<uuid:number>/refer/", review.refer, name="refer"),
    path("review/<uuid:number>/put-back", review.put_back, name="put_back"),
]
