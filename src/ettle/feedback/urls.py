"""The addresses of a 360."""

from __future__ import annotations

from django.urls import path

from ettle.feedback.views import asking, easy, observing, reading, sharing

MINE = "me/feedback/<uuid:uuid>/"
LINK = "360/<uuid:key>/<str:token>/"

app_name = "feedback"
urlpatterns = [
    path("me/feedback/", asking.start, name="start"),
    path(MINE, asking.asking, name="asking"),
    path(f"{MINE}add/", asking.add, name="add"),
    path(f"{MINE}send/", asking.send, name="send"),
    path(f"{MINE}people/<uuid:observer>/", asking.person, name="person"),
    path(f"{MINE}close/", asking.close, name="close"),
    path(f"{MINE}report/", reading.whole, name="report"),
    path(f"{MINE}report.<slug:kind>", reading.report_file, name="file"),
    path(f"{MINE}report/<int:step>/", reading.step, name="step"),
    path(f"{MINE}partner/", reading.partner, name="partner"),
    path(f"{MINE}share/", sharing.share, name="share"),
    path(f"{MINE}share/<uuid:summary>/", sharing.shared, name="shared"),
    path("360/shared/<uuid:key>/<str:token>/", sharing.summary, name="summary"),
    path(LINK, observing.welcome, name="observer"),
    path(f"{LINK}lines/<int:number>/", observing.lines, name="observer-lines"),
    path(f"{LINK}words/", observing.words, name="observer-words"),
    path(f"{LINK}check/", observing.check, name="observer-check"),
    path(f"{LINK}sent/", observing.sent, name="observer-sent"),
    path(f"{LINK}no/", observing.no, name="observer-no"),
    path(f"{LINK}no-mail/", observing.no_mail, name="observer-no-mail"),
    path(f"{LINK}forget/", observing.forget_me, name="observer-forget"),
    path(f"{LINK}easy/", easy.easy, name="observer-easy"),
    path(f"{LINK}easy/<int:number>/", easy.easy_line, name="observer-easy-line"),
    path(f"{LINK}easy/words/", easy.easy_words, name="observer-easy-words"),
]
