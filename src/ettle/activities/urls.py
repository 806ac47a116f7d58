"""The addresses of activities. Those of a play exist three times: by invitation, for practice, without an account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from ettle.activities import views
from ettle.activities.items import recordings
from ettle.activities.items.registry import item_types
from ettle.kit.http.audience import EVERYONE, SIGNED_IN, Audience, audience

app_name = "activities"

PRACTICE = "activities/practice/<slug:activity>/"
VISITOR = "activities/try/<slug:activity>/<str:token>/"
INVITED = "activities/<uuid:invitation>/<int:position>/"
PLAY = [
    path("ending/", views.ending, name="ending"),
    path("trail/", views.trail, name="trail"),
    path("trail/file/", views.trail_file, name="trail-file"),
    path("<int:number>/", views.step, name="step"),
    path("recordings/<slug:step>/", recordings.record, name="record"),
    path("recordings/<slug:step>/<uuid:name>/", recordings.recording, name="recording"),
    path("recordings/<slug:step>/<uuid:name>/remove", recordings.remove, name="remove-recording"),
    path("recordings/<slug:step>/<uuid:name>/restore", recordings.restore, name="restore-recording"),
]


def _play_addresses(place: str, people: Audience) -> Iterator[URLPattern]:
    """The addresses of every play below a place, and those that item types have of their own, for these people."""
    own = [pattern for kind in item_types() if kind.urls for pattern in import_module(kind.urls).urlpatterns]
    for pattern in (*PLAY, *own):
        yield path(f"{place}{pattern.pattern}", audience(people)(_copy_view(pattern.callback)), name=pattern.name)


def _copy_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The same view, for an audience of its own."""

    @wraps(view)
    def copied(request: Any, /, **parts: Any) -> HttpResponseBase:
        return view(request, **parts)

    return copied


urlpatterns = [
    path("activities/", views.mine, name="mine"),
    path("activities/all/", views.catalogue, name="catalogue"),
    path(PRACTICE, views.practice, name="practice"),
    path(VISITOR, views.paused, name="paused"),
    path("activities/<uuid:invitation>/", views.invitation, name="invitation"),
    path("activities/<uuid:invitation>/renew", views.renew, name="renew"),
    path(INVITED, views.begin, name="play"),
    *_play_addresses(PRACTICE, SIGNED_IN),
    *_play_addresses(VISITOR, EVERYONE),
    *_play_addresses(INVITED, SIGNED_IN),
]
