from __future__ import annotations

from django.urls import path

from ettle.journey.views import comparison, goals, look_backs, results, self_assessment

app_name = "journey"

urlpatterns = [
    path("me/self-assessment/", self_assessment.start, name="start"),
    path("me/self-assessment/<uuid:uuid>/<int:number>/", self_assessment.statement, name="line"),
    path("me/self-assessment/<uuid:uuid>/matters/", self_assessment.importances, name="importances"),
    path("me/self-assessment/<uuid:uuid>/matters/<slug:capability>/", self_assessment.importance, name="importance"),
    path("me/self-assessment/<uuid:uuid>/check/", self_assessment.check, name="check"),
    path("me/self-assessment/<uuid:uuid>/result/", results.result, name="result"),
    path("me/self-assessment/<uuid:uuid>/result.<slug:kind>", results.result_file, name="result-file"),
    path("me/self-assessment/<uuid:uuid>/changes/", comparison.changes, name="changes"),
    path("me/self-assessment/<uuid:uuid>/then/<uuid:earlier>/<slug:capability>/", comparison.then, name="then"),
    path("me/self-assessment/results/", results.all_results, name="results"),
    path("me/goals/", goals.goals, name="goals"),
    path("me/goals/closed/", goals.closed_goals, name="closed-goals"),
    path("me/goals/new/", goals.new_goal, name="new-goal"),
    path("me/goals/<uuid:uuid>/", goals.goal, name="goal"),
    path("me/goals/<uuid:uuid>/change/", goals.change_goal, name="change-goal"),
    path("me/goals/<uuid:uuid>/done/", goals.finish_step, name="finish-step"),
    path("me/goals/<uuid:uuid>/next/", goals.next_step, name="next-step"),
    path("me/goals/<uuid:uuid>/move/", goals.move_step, name="move-step"),
    path("me/goals/<uuid:uuid>/smaller/", goals.split_step, name="split-step"),
    path("me/goals/<uuid:uuid>/look-back/", look_backs.look_back, name="look-back"),
    path("me/goals/<uuid:uuid>/look-backs/", look_backs.look_backs, name="look-backs"),
    path("me/goals/<uuid:uuid>/look-backs.ics", look_backs.look_backs_ics, name="look-backs-ics"),
    path("me/goals/<uuid:uuid>/look-backs/<uuid:number>/", look_backs.move_look_back, name="move-look-back"),
    path("me/goals/<uuid:uuid>/tell/", look_backs.message_helper, name="tell"),
    path("look-back/<str:token>/", look_backs.look_back_link, name="look-back-link"),
    path("me/goals/<uuid:uuid>/close/", goals.close_goal, name="close-goal"),
]
