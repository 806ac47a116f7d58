"""The site's addresses with the authors' workshop before them; ettle.workshop.cms_middleware says when."""

from __future__ import annotations

from ettle.config.urls import urlpatterns as site
from ettle.workshop.cms import urlpatterns as workshop

urlpatterns = [*workshop, *site]
