from __future__ import annotations

from django.urls import path

from ettle.together.views import group_pages, pair_answers, pair_talks, session_starts

app_name = "together"

urlpatterns = [
    path("together/", session_starts.index, name="index"),
    path("together/supervision/", session_starts.supervision, name="supervision"),
    path("together/supervision/start/", session_starts.start, name="start"),
    path("together/join/", session_starts.join, name="join"),
    path("together/join/<slug:code>/", session_starts.join, name="join-by"),
    path("together/with/<str:token>/", pair_answers.session, name="session"),
    path("together/with/<str:token>/questions/<int:number>/", pair_answers.question, name="question"),
    path("together/with/<str:token>/check/", pair_answers.check, name="check"),
    path("together/with/<str:token>/state/", pair_answers.state, name="state"),
    path("together/with/<str:token>/stop/", pair_answers.stop, name="stop"),
    path("together/with/<str:token>/take/", pair_talks.take, name="take"),
    path("together/with/<str:token>/talk/", pair_talks.talk, name="talk"),
    path("together/with/<str:token>/end/", pair_talks.end, name="end"),
    path("together/with/<str:token>/summary.<slug:kind>", pair_talks.summary, name="summary"),
    path("together/action-learning/", group_pages.timer, name="timer"),
    path("areas/<slug:slug>/team/", group_pages.team, name="team"),
    path("areas/<slug:slug>/team.pdf", group_pages.team_file, name="team-file"),
]
