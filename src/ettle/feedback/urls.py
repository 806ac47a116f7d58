"""The addresses of a 360."""

from __future__ import annotations

from django.urls import path

from ettle.feedback.views import easy_read, invitations, observer, report, summaries

MINE = "me/feedback/<uuid:uuid>/"
LINK = "360/<uuid:key>/<str:token>/"

app_name = "feedback"
urlpatterns = [
    path("me/feedback/", invitations.start, name="start"),
    path(MINE, invitations.asking, name="asking"),
    path(f"{MINE}add/", invitations.add, name="add"),
    path(f"{MINE}send/", invitations.send, name="send"),
    path(f"{MINE}people/<uuid:observer>/", invitations.person, name="person"),
    path(f"{MINE}close/", invitations.close, name="close"),
    path(f"{MINE}report/", report.whole_report, name="report"),
    path(f"{MINE}report.<slug:kind>", report.report_file, name="file"),
    path(f"{MINE}report/<int:step>/", report.step, name="step"),
    path(f"{MINE}partner/", report.partner, name="partner"),
    path(f"{MINE}share/", summaries.share, name="share"),
    path(f"{MINE}share/<uuid:summary>/", summaries.shared, name="shared"),
    path("360/shared/<uuid:key>/<str:token>/", summaries.summary, name="summary"),
    path(LINK, observer.welcome, name="observer"),
    path(f"{LINK}lines/<int:number>/", observer.statement, name="observer-lines"),
    path(f"{LINK}words/", observer.words, name="observer-words"),
    path(f"{LINK}check/", observer.check, name="observer-check"),
    path(f"{LINK}sent/", observer.sent, name="observer-sent"),
    path(f"{LINK}device-key", observer.device_key, name="observer-key"),
    path(f"{LINK}no/", observer.decline, name="observer-no"),
    path(f"{LINK}no-mail/", observer.stop_mail, name="observer-no-mail"),
    path(f"{LINK}forget/", observer.forget_me, name="observer-forget"),
    path(f"{LINK}easy/", easy_read.easy, name="observer-easy"),
    path(f"{LINK}easy/<int:number>/", easy_read.easy_line, name="observer-easy-line"),
    path(f"{LINK}easy/words/", easy_read.easy_words, name="observer-easy-words"),
]
