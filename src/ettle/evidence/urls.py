"""The addresses of this room."""

from __future__ import annotations

from django.urls import path

from ettle.evidence import api
from ettle.evidence.answer_links import views as links
from ettle.evidence.endorsement import views as endorsement
from ettle.evidence.routing import views as owners
from ettle.evidence.views import (
    agreement,
    answers,
    appeals,
    applications,
    attachments,
    calibration,
    log_copies,
    queue,
    reviews,
    routing,
    samples,
)

app_name = "evidence"
urlpatterns = [
    path("evidence/", applications.index, name="index"),
    path("evidence/start/<slug:slug>/", applications.start, name="start"),
    path("evidence/<uuid:number>/", applications.application, name="application"),
    path("evidence/<uuid:number>/<int:position>/", answers.criterion, name="criterion"),
    path("evidence/<uuid:number>/<int:position>/save", api.save, name="save"),
    path("evidence/<uuid:number>/<int:position>/choose", answers.choose, name="choose"),
    path("evidence/<uuid:number>/<int:position>/history/", answers.history, name="history"),
    path("evidence/<uuid:number>/<int:position>/recording/", attachments.record, name="record"),
    path("evidence/<uuid:number>/<int:position>/files/", attachments.add_file, name="add-file"),
    path("evidence/<uuid:number>/<int:position>/files/<uuid:name>/", attachments.file, name="file"),
    path("evidence/<uuid:number>/<int:position>/files/<uuid:name>/remove", attachments.remove, name="remove-file"),
    path("evidence/<uuid:number>/<int:position>/files/<uuid:name>/restore", attachments.restore, name="restore-file"),
    path("evidence/<uuid:number>/<int:position>/shows/", links.answer_links, name="answer-links"),
    path(
        "evidence/<uuid:number>/<int:position>/shows/<slug:name>/",
        links.choose_answer_links,
        name="choose-answer-links",
    ),
    path("evidence/<uuid:number>/check/", applications.check, name="check"),
    path("evidence/<uuid:number>/download", applications.download, name="download"),
    path("evidence/<uuid:number>/leave/", applications.leave, name="leave"),
    path("evidence/<uuid:number>/endorsement/", endorsement.endorsement, name="endorsement"),
    path("evidence/<uuid:number>/endorsement/ask/", endorsement.ask, name="ask-endorser"),
    path("evidence/<uuid:number>/endorsement/<uuid:key>/withdraw", endorsement.withdraw, name="withdraw-endorser"),
    path("evidence/<uuid:number>/endorsement/<uuid:key>/show", endorsement.show, name="show-endorsement"),
    path("endorse/<str:token>/", endorsement.endorse, name="endorse"),
    path("endorse/<str:token>/withdraw", endorsement.take_back, name="take-back-endorsement"),
    path("evidence/readers/", owners.relations, name="relations"),
    path("evidence/readers/<int:pk>/remove", owners.remove_relation, name="remove-relation"),
    path("review/leave/", owners.own_leave, name="own-leave"),
    path("review/leave/<int:pk>/remove", owners.cancel_own_leave, name="cancel-own-leave"),
    path("review/pool/", owners.pool, name="pool"),
    path("review/pool/<uuid:number>/", owners.pool_member, name="pool-member"),
    path("review/pool/<uuid:number>/add", owners.add_to_pool, name="add-to-pool"),
    path("review/pool/<uuid:number>/leave/", owners.leave_of_member, name="leave-of-member"),
    path("review/pool/<uuid:number>/leave/<int:pk>/remove", owners.cancel_leave_of_member, name="cancel-leave"),
    path("review/promise/", owners.promise, name="promise"),
    path("review/promise/day/", owners.close_day, name="close-day"),
    path("review/promise/day/<int:pk>/remove", owners.open_day, name="open-day"),
    path("me/log/<uuid:number>/copy/", log_copies.copy_entry, name="log-copy"),
    path("evidence/<uuid:number>/second-assessor/", appeals.appeal, name="appeal"),
    path("manage/marking/", agreement.marking, name="marking"),
    path("review/", queue.queue, name="queue"),
    path("review/next", queue.take_next, name="next"),
    path("review/referrals/", routing.referrals, name="referrals"),
    path("review/referrals/<uuid:number>/", routing.referral, name="referral"),
    path("review/samples/", samples.samples, name="samples"),
    path("review/samples/<uuid:number>/", samples.sample, name="sample"),
    path("review/practice/<slug:slug>/", calibration.calibration, name="calibration"),
    path("review/<uuid:number>/", reviews.review, name="review"),
    path("review/<uuid:number>/claim", reviews.claim, name="claim"),
    path("review/<uuid:number>/<int:position>/", reviews.decide, name="decide"),
    path("review/<uuid:number>/<int:position>/draft", api.save_decision, name="save-decision"),
    path("review/<uuid:number>/files/<uuid:name>/", attachments.sent_file, name="sent-file"),
    path("review/<uuid:number>/letter/", reviews.write_letter, name="letter"),
    path("review/<uuid:number>/letter/draft", api.save_letter, name="save-letter"),
    path("review/<uuid:number>/decline/", reviews.decline, name="decline"),
    path("review/<uuid:number>/take-back", reviews.take_back, name="take-back"),
    path("review/<uuid:number>/hand-on/", routing.hand_over, name="hand_on"),
    path("review/<uuid:number>/refer/", routing.refer, name="refer"),
    path("review/<uuid:number>/put-back", routing.return_to_queue, name="put_back"),
]
