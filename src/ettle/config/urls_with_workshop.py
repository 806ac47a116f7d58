"""The site's addresses with the authors' workshop before them. ettle.library.workshop says when they are used."""

from __future__ import annotations

from ettle.config.urls import urlpatterns as site
from ettle.library.cms import urlpatterns as workshop

urlpatterns = [*workshop, *site]
