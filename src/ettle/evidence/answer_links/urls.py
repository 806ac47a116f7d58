"""The addresses of what an answer shows, below those of the answer. Their names are the room's."""

from __future__ import annotations

from django.urls import path

from ettle.evidence.answer_links import views

urlpatterns = [
    path("", views.answer_links, name="answer-links"),
    path("<slug:name>/", views.choose_answer_links, name="choose-answer-links"),
]
