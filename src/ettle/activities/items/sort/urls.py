"""Addresses of a sort under way, below that of the play."""

from __future__ import annotations

from django.urls import path

from ettle.activities.items.sort import views

urlpatterns = [path("<int:number>/next/", views.next_card, name="next")]
