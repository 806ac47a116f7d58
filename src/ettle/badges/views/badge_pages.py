"""Pages about badges: the catalogue, what a badge asks for, its issuer, and what was earned."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ettle.badges import actions, queries
from ettle.badges.credential import identifiers
from ettle.badges.definition import badge_details, share_links
from ettle.badges.definition.validity import Validity
from ettle.badges.models import Award, BadgeVersion, Issuer
from ettle.kit.forms.outcomes import run_button
from ettle.kit.http.audience import EVERYONE, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.operations import site_address
from ettle.people import queries as people
from ettle.people.types import SignedInRequest


@dataclass(frozen=True)
class BadgeCard:
    """A badge in the catalogue. roles: titles of those it is meant for, or empty. fits: the reader has one of them."""

    version: BadgeVersion
    roles: tuple[str, ...]
    fits: bool


@audience(EVERYONE)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every badge; those meant for the reader's role come first."""
    shown = people.shown_roles(request)
    cards = [
        BadgeCard(version, tuple(shown.titles(version.roles)), shown.fits(version.roles))
        for version in queries.current_versions()
    ]
    cards.sort(key=lambda card: not card.fits)
    context = {"cards": cards, "shown": shown, "earned": _earned_badges(request)}
    return render(request, "badges/catalogue.html", context)


@audience(EVERYONE)
@require_safe
def definition(request: HttpRequest, slug: str) -> HttpResponse:
    version = queries.version_by_slug(slug)
    if version is None:
        raise Http404
    award = _viewer_award(request, version.badge_id)
    missing = queries.missing_badges(request.user, version) if request.user.is_authenticated else []
    context = {
        "meaning": badge_details.load_badge_details(version),
        "version": version,
        "award": award,
        "validity": Validity.of(award, timezone.now()) if award else None,
        "first": [badge for badge in missing if badge.is_required],
    }
    return render(request, "badges/definition.html", context)


@audience(EVERYONE)
@require_safe
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    named = identifiers.issuer_id(slug, site_address.requested_address(request))
    shown = get_object_or_404(Issuer, identifier=named)
    return render(request, "badges/issuer.html", {"issuer": shown, "keys": shown.keys.order_by("created_at")})


@audience(SIGNED_IN)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    awards, now = list(queries.learner_awards(request.user)), timezone.now()
    expired = {award.pk for award in awards if award.has_expired(now)}
    return render(request, "badges/mine.html", {"awards": awards, "expired": expired})


@audience(SIGNED_IN)
@require_safe
def earned(request: SignedInRequest, award: uuid.UUID) -> HttpResponse:
    own_award = queries.award_by_uuid(award)
    if own_award is None or own_award.learner_id != request.user.pk:
        raise Http404
    context = {
        "award": own_award,
        "meaning": badge_details.load_badge_details(own_award.version),
        "readers": badge_details.describe_readers(own_award.version),
        "appeal": badge_details.describe_appeal(),
        "share": share_links.build_share_links(own_award),
        "linkedin": share_links.linkedin_url(own_award),
        "card": share_links.render_embed_card(own_award),
        "name_hidden": own_award.is_signed and not own_award.is_name_shown,
        "endorsement": badge_details.find_endorsement(own_award, timezone.now()),
        "validity": Validity.of(own_award, timezone.now()),
        "earlier": queries.earlier_credentials(own_award),
    }
    return render(request, "badges/earned.html", context)


@audience(SIGNED_IN)
@require_POST
@answer_once(OtherContent.APPLY)
def name_on_badge(request: SignedInRequest, award: uuid.UUID) -> HttpResponse:
    own_award = get_object_or_404(queries.learner_awards(request.user), uuid=award)
    is_shown = request.POST.get("show") == "yes"
    act = actions.show_name if is_shown else actions.hide_name
    shown, hidden = _("Your name is in this badge and on its page"), _("Your name is no longer in this badge")
    run_button(
        request,
        lambda: act(own_award, by=request.user, now=timezone.now()),
        done=shown if is_shown else hidden,
    )
    return redirect("badges:earned", own_award.uuid)


def _earned_badges(request: HttpRequest) -> set[int]:
    """The primary keys of the badges of the person who is signed in."""
    return {award.version.badge_id for award in _viewer_awards(request) if not award.is_revoked}


def _viewer_award(request: HttpRequest, badge: int) -> Award | None:
    """The newest award of a badge, in any version, of the person who is signed in. badge: its primary key."""
    return next((award for award in _viewer_awards(request) if award.version.badge_id == badge), None)


def _viewer_awards(request: HttpRequest) -> list[Award]:
    return queries.award_summaries(request.user) if request.user.is_authenticated else []
