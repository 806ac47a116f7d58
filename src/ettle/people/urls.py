"""Addresses of profiles and organisations. Signing in is in account_urls."""

from __future__ import annotations

from django.urls import path

from ettle.people.bulk import views as bulk
from ettle.people.data_export import views as data_export
from ettle.people.email.views import emails
from ettle.people.membership_requests import views as membership
from ettle.people.views import (
    account,
    address_changes,
    administration,
    choices,
    organisation,
    profile,
    second_factor,
    sessions,
)

app_name = "people"
urlpatterns = [
    path("choose/", choices.choose, name="choose"),
    path("welcome/", profile.welcome, name="welcome"),
    path("me/landing-page/", profile.choose_landing_page, name="choose-landing-page"),
    path("me/settings/", profile.my_settings, name="settings"),
    path("me/settings/sign-out-elsewhere/", sessions.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("me/settings/sessions/<slug:session>/end/", sessions.end_session, name="end-session"),
    path("me/settings/sign-in-again/", profile.sign_in_again, name="sign-in-again"),
    path("me/settings/download/", data_export.download, name="download"),
    path("me/settings/download/file/", data_export.download_file, name="download-file"),
    path("me/settings/leave/", profile.leave, name="leave"),
    path("me/settings/emails/", emails, name="emails"),
    path("me/organisations/", membership.organisations, name="join-organisation"),
    path("me/organisations/<uuid:key>/", membership.ask, name="ask-to-join"),
    path("me/organisations/requests/<uuid:key>/withdraw/", membership.withdraw, name="withdraw-request"),
    path("me/settings/email-address/", address_changes.change_address, name="change-address"),
    path("address/confirm/<str:token>/", address_changes.confirm_address, name="confirm-address"),
    path("address/undo/<str:token>/", address_changes.undo_address, name="undo-address"),
    path("account/second-step/", second_factor.second_step, name="second-step"),
    path("organisation/", organisation.organisations, name="organisations"),
    path("organisation/join/<str:token>/", organisation.join, name="join"),
    path("organisation/<slug:slug>/", organisation.organisation, name="organisation"),
    path("organisation/<slug:slug>/invite/", organisation.invite, name="invite"),
    path("organisation/<slug:slug>/import/", bulk.upload, name="import-people"),
    path("organisation/<slug:slug>/import/template/", bulk.download_template, name="import-template"),
    path("organisation/<slug:slug>/members/download/", bulk.download_members, name="download-members"),
    path("organisation/<slug:slug>/members/<int:pk>/end/", organisation.end_membership, name="end-membership"),
    path("organisation/<slug:slug>/invitations/", membership.invitations, name="invitations"),
    path("organisation/<slug:slug>/invitations/<uuid:key>/withdraw/", membership.withdraw_invitation, name="withdraw"),
    path("organisation/<slug:slug>/listing/", membership.list_organisation, name="list-organisation"),
    path("organisation/<slug:slug>/asked/<uuid:key>/", membership.answer, name="membership-request"),
    path("organisation/<slug:slug>/requests/<uuid:key>/", organisation.answer_request, name="answer-request"),
    path("imports/<uuid:key>/", bulk.show_import, name="import"),
    path("imports/<uuid:key>/rows-to-correct/", bulk.download_faults, name="import-faults"),
    path("imports/<uuid:key>/delete/", bulk.discard, name="discard-import"),
    path("manage/people/import/", bulk.upload_for_all, name="import-for-all"),
    path("manage/people/import/template/", bulk.download_template_for_all, name="import-template-for-all"),
    path("manage/organisations/", administration.organisations, name="manage-organisations"),
    path("manage/people/", sessions.manage_people, name="manage-people"),
    path("manage/people/<uuid:key>/", sessions.manage_person, name="manage-person"),
    path("manage/people/<uuid:key>/invitations/allow/", sessions.allow_outside_emails, name="allow-outside-emails"),
    path("manage/people/<uuid:key>/sessions/end/", sessions.end_all_sessions_of, name="end-all-sessions-of"),
    path("manage/people/<uuid:key>/sessions/<slug:session>/end/", sessions.end_session_of, name="end-session-of"),
    path("manage/people/<uuid:key>/reset/", second_factor.ask_for_reset, name="ask-for-reset"),
    path("manage/people/<uuid:key>/reset/confirm/", second_factor.confirm_reset, name="confirm-reset"),
    path("manage/assessors/", administration.assessors, name="manage-assessors"),
    path("manage/assessors/<int:pk>/end/", administration.end_assessor, name="end-assessor"),
    path("demo/mail/", account.demo_mail, name="demo-mail"),
]
