"""Addresses about oneself and one's organisation. Signing in is in account_urls."""

from __future__ import annotations

from django.urls import path

from ettle.people.views import account, manage, me, organisation

app_name = "people"
urlpatterns = [
    path("welcome/", me.welcome, name="welcome"),
    path("me/settings/", me.my_settings, name="settings"),
    path("me/settings/sign-out-elsewhere/", me.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("me/settings/sign-in-again/", me.sign_in_again, name="sign-in-again"),
    path("me/settings/download/", me.download, name="download"),
    path("me/settings/leave/", me.leave, name="leave"),
    path("organisation/", organisation.organisations, name="organisations"),
    path("organisation/join/<str:token>/", organisation.join, name="join"),
    path("organisation/<slug:slug>/", organisation.organisation, name="organisation"),
    path("organisation/<slug:slug>/invite/", organisation.invite, name="invite"),
    path("organisation/<slug:slug>/members/<int:pk>/end/", organisation.end_membership, name="end-membership"),
    path("organisation/<slug:slug>/invitations/<uuid:key>/withdraw/", organisation.withdraw, name="withdraw"),
    path("manage/organisations/", manage.organisations, name="manage-organisations"),
    path("manage/assessors/", manage.assessors, name="manage-assessors"),
    path("manage/assessors/<int:pk>/end/", manage.end_assessor, name="end-assessor"),
    path("demo/mail/", account.demo_mail, name="demo-mail"),
]
