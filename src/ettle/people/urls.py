"""Addresses about oneself and one's organisation. Signing in is in account_urls."""

from __future__ import annotations

from django.urls import path

from ettle.people import views

app_name = "people"
urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("me/settings/", views.my_settings, name="settings"),
    path("me/settings/sign-out-elsewhere/", views.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("demo/mail/", views.demo_mail, name="demo-mail"),
]
