"""Pages about badges: the catalogue, what was earned, and whether a badge is real."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import lru_cache

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ettle.badges import actions, queries
from ettle.badges.credential import identifiers
from ettle.badges.definition import badge_details
from ettle.badges.forms import VerifyForm
from ettle.badges.limits import CHECKS
from ettle.badges.models import Award, BadgeVersion, Issuer
from ettle.badges.verify import verification
from ettle.badges.verify.verification import Answer, Verdict
from ettle.kit.http.audience import EVERYONE, SIGNED_IN, audience
from ettle.kit.http.idempotency import OtherContent, answer_once
from ettle.kit.http.page_limits import limit_page
from ettle.kit.operations import site_address
from ettle.people import queries as people
from ettle.people.types import SignedInRequest

VERDICT_TONES = {
    Answer.VALID: "good",
    Answer.REVOKED: "bad",
    Answer.SIGNATURE_WRONG: "bad",
    Answer.EXPIRED: "bad",
}


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
        "first": [badge for badge in missing if badge.is_required],
    }
    return render(request, "badges/definition.html", context)


@audience(EVERYONE)
@require_safe
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    named = identifiers.issuer_id(slug, site_address.requested_address(request))
    shown = get_object_or_404(Issuer, identifier=named)
    return render(request, "badges/issuer.html", {"issuer": shown, "keys": shown.keys.order_by("created_at")})


@audience(EVERYONE)
@limit_page(CHECKS)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    if not form.is_bound:
        return render(request, "badges/verify.html", {"form": form})
    if not form.is_valid():
        return render(request, "badges/verify.html", {"form": form}, status=422)
    content = form.submitted_content()
    named = _find_award_by_url(content)
    if named is not None:
        return redirect("badges:verified", named.uuid)
    return _render_verdict(request, verification.verify_content(content, now=timezone.now()), form)


@audience(EVERYONE)
@limit_page(CHECKS)
@require_safe
def verified(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    award_row = queries.award_by_uuid(award)
    if award_row is None:
        return render(request, "badges/unknown.html", status=404)
    return _render_verdict(request, verification.verify_award(award_row, now=timezone.now()))


@audience(SIGNED_IN)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    return render(request, "badges/mine.html", {"awards": list(queries.learner_awards(request.user))})


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
        "address": identifiers.verify_page_url(own_award),
        "linkedin": badge_details.linkedin_url(own_award),
        "qr": _draw_qr_code(identifiers.verify_page_url(own_award)),
        "name_hidden": hasattr(own_award, "name_hidden"),
        "endorsement": badge_details.find_endorsement(own_award, timezone.now()),
    }
    return render(request, "badges/earned.html", context)


@audience(SIGNED_IN)
@require_POST
@answer_once(OtherContent.APPLY)
def name_on_badge(request: SignedInRequest, award: uuid.UUID) -> HttpResponse:
    own_award = get_object_or_404(queries.learner_awards(request.user), uuid=award)
    if request.POST.get("show") == "yes":
        actions.show_name(own_award, by=request.user, now=timezone.now())
        messages.success(request, _("Your name is shown on the page of this badge"))
    else:
        actions.hide_name(own_award, by=request.user, now=timezone.now())
        messages.success(request, _("Your name is no longer shown on the page of this badge"))
    return redirect("badges:earned", own_award.uuid)


def _render_verdict(request: HttpRequest, verdict: Verdict, form: VerifyForm | None = None) -> HttpResponse:
    award = verdict.award
    context = {
        "verdict": verdict,
        "tone": VERDICT_TONES.get(verdict.answer, ""),
        "award": award,
        "form": form,
        "meaning": badge_details.load_badge_details(award.version) if award else None,
        "holder": badge_details.public_name(award) if award else "",
        "endorsement": badge_details.find_endorsement(award, timezone.now()) if award else None,
        "address": identifiers.verify_page_url(award) if award else "",
        "qr": _draw_qr_code(identifiers.verify_page_url(award)) if award else "",
    }
    return render(request, "badges/verified.html", context)


def _find_award_by_url(content: bytes) -> Award | None:
    """The award whose address on this site was pasted; None when it is not one."""
    text = content[:500].decode(errors="replace").strip()
    addresses = site_address.known_addresses()
    for start in (f"{address}/{page}/" for address in addresses for page in ("verify", "credentials")):
        if text.startswith(start):
            name = text.removeprefix(start).split("/")[0].split(".")[0]
            try:
                return Award.objects.filter(uuid=uuid.UUID(name)).first()
            except ValueError:
                return None
    return None


@lru_cache(500)
def _draw_qr_code(address: str) -> str:
    import segno  # noqa: PLC0415 - only this page draws a code, and the import is slow

    drawn = segno.make_qr(address, error="m")
    words = _("A square code that opens the page of this badge")
    svg = drawn.svg_inline(scale=4, border=2, light="#ffffff", svgclass="badge-qr", lineclass=None, title=words)
    return mark_safe(svg)  # noqa: S308 - drawn from our own address


def _earned_badges(request: HttpRequest) -> set[int]:
    """The primary keys of the badges of the person who is signed in."""
    return {award.version.badge_id for award in _viewer_awards(request) if not award.is_revoked}


def _viewer_award(request: HttpRequest, badge: int) -> Award | None:
    """The newest award of a badge, in any version, of the person who is signed in. badge: its primary key."""
    return next((award for award in _viewer_awards(request) if award.version.badge_id == badge), None)


def _viewer_awards(request: HttpRequest) -> list[Award]:
    return queries.award_summaries(request.user) if request.user.is_authenticated else []
