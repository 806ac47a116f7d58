"""The addresses of a 360, in the room's own names."""

from __future__ import annotations

from django.urls import path

from ettle.journey.feedback.views import asking, easy, observing, reading, sharing

MINE = "me/feedback/<uuid:uuid>/"
LINK = "360/<uuid:key>/<str:token>/"

urlpatterns = [
    path("me/feedback/", asking.start, name="feedback"),
    path(MINE, asking.asking, name="feedback-asking"),
    path(f"{MINE}add/", asking.add, name="feedback-add"),
    path(f"{MINE}send/", asking.send, name="feedback-send"),
    path(f"{MINE}people/<uuid:observer>/", asking.person, name="feedback-person"),
    path(f"{MINE}close/", asking.close, name="feedback-close"),
    path(f"{MINE}report/", reading.whole, name="feedback-report"),
    path(f"{MINE}report.<slug:kind>", reading.report_file, name="feedback-file"),
    path(f"{MINE}report/<int:step>/", reading.step, name="feedback-step"),
    path(f"{MINE}partner/", reading.partner, name="feedback-partner"),
    path(f"{MINE}share/", sharing.share, name="feedback-share"),
    path(f"{MINE}share/<uuid:summary>/", sharing.shared, name="feedback-shared"),
    path("360/shared/<uuid:key>/<str:token>/", sharing.summary, name="feedback-summary"),
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
