from __future__ import annotations

from django.urls import path

from ettle.journey import views

app_name = "journey"

urlpatterns = [
    path("me/self-assessment/", views.start, name="start"),
    path("me/self-assessment/<uuid:uuid>/<int:number>/", views.line, name="line"),
    path("me/self-assessment/<uuid:uuid>/matters/<slug:capability>/", views.importance, name="importance"),
    path("me/self-assessment/<uuid:uuid>/check/", views.check, name="check"),
    path("me/self-assessment/<uuid:uuid>/result/", views.result, name="result"),
    path("me/goals/", views.goals, name="goals"),
    path("me/goals/new/", views.new_goal, name="new-goal"),
    path("me/goals/<uuid:uuid>/", views.goal, name="goal"),
    path("me/goals/<uuid:uuid>/change/", views.change_goal, name="change-goal"),
    path("me/goals/<uuid:uuid>/done/", views.finish_step, name="finish-step"),
    path("me/goals/<uuid:uuid>/next/", views.next_step, name="next-step"),
    path("me/goals/<uuid:uuid>/move/", views.move_step, name="move-step"),
    path("me/goals/<uuid:uuid>/smaller/", views.split_step, name="split-step"),
    path("me/goals/<uuid:uuid>/close/", views.close_goal, name="close-goal"),
]
