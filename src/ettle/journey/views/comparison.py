"""What has changed since an earlier result, and how the person sees that time now. Nobody else's is ever found here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from ettle.instruments.types import CAUTIOUS_DISCOUNT, MIN_PAIRS
from ettle.journey import actions, queries
from ettle.journey.comparison.norms import MIN_PEOPLE, RETEST_FROM, RETEST_TO
from ettle.journey.forms import ThenForm
from ettle.journey.self_assessment import past_results, result_text
from ettle.kit.charts import SlopeRow, slope_rows
from ettle.kit.forms.outcomes import posted_data, render_form, run_form
from ettle.kit.http.audience import SIGNED_IN, audience
from ettle.kit.values.uuids import parse_uuid
from ettle.people.types import SignedInRequest

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from ettle.journey.comparison.result_pair import CapabilityComparison, Comparison
    from ettle.journey.queries import AssessmentResult
    from ettle.journey.self_assessment.past_results import PastResult, ResultAndEarlier

CAPTION = _lazy(
    "Each ring is the mean of the statements you rated then, each dot the mean now. ‘Too close to say’ means that a "
    "difference like this can also come from chance. There is no score for all of it together."
)


@audience(SIGNED_IN)
@require_safe
def changes(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show two results side by side; ?since= names the earlier one."""
    found = past_results.find_with_earlier(request.user, uuid)
    if found is None:
        raise Http404
    since = _find_earlier(request, found)
    if since is None:
        return redirect("journey:result", uuid=uuid)
    after, before = _get_results(request, uuid, since.uuid)
    compared = queries.compare_results(after, before, queries.find_then_answers(after, before))
    context = {
        "compared": compared,
        "figure": _draw_changes(compared),
        "rows": [_capability_in_words(row, compared) for row in compared.rows],
        "newest": found.without(since),
        "min_people": MIN_PEOPLE,
        "min_pairs": MIN_PAIRS,
        "discount": CAUTIOUS_DISCOUNT,
        "weeks": (RETEST_FROM.days // 7, RETEST_TO.days // 7),
        "first": compared.rows[0].change.key if compared.rows else "",
        "has_then": bool(compared.then),
    }
    return render(request, "journey/changes.html", context)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def then(request: SignedInRequest, uuid: UUID, earlier: UUID, capability: str) -> HttpResponse:
    """Ask how the person was then, seen with today's eyes: the lines of one capability on a page."""
    after, before = _get_results(request, uuid, earlier)
    profile = next((row for row in after.rows if row.key == capability), None)
    if profile is None or before.finished_at >= after.finished_at:
        raise Http404
    choices, version = queries.find_then_answers(after, before), after.assessment.version
    form = ThenForm(posted_data(request), lines=profile.statements, version=version, choices=choices)
    mine, about, now = after.assessment, before.assessment.result, timezone.now()
    if run_form(form, lambda _: actions.save_then_answers(mine, about=about, choices=form.given_answers(), now=now)):
        return _redirect_onward(request, after, before, capability)
    place = [row.key for row in after.rows].index(capability)
    context = {
        "profile": profile,
        "before": before,
        "number": place + 1,
        "of": len(after.rows),
        "back": _then_address(after, before, after.rows[place - 1].key) if place else _changes_address(after, before),
        "stop": _changes_address(after, before),
    }
    return render_form(request, "journey/then.html", form, context)


def _get_results(request: SignedInRequest, first: UUID, second: UUID) -> tuple[AssessmentResult, AssessmentResult]:
    """Two of this person's own. Raises Http404."""
    after, other = queries.find_two_results(request.user, first, second)
    if after is None or other is None:
        raise Http404
    return after, other


def _find_earlier(request: SignedInRequest, found: ResultAndEarlier) -> PastResult | None:
    """Which of the earlier ones to compare with: the one in ?since=, else the one that suits best."""
    asked = request.GET.get("since")
    if not asked:
        return past_results.choose_earlier_result(request.user, found)
    named = parse_uuid(asked)
    earlier = named and past_results.find_past_result(request.user, named)
    if not earlier or earlier.finished_at >= found.result.finished_at:
        raise Http404
    return earlier


def _redirect_onward(
    request: SignedInRequest, after: AssessmentResult, before: AssessmentResult, capability: str
) -> HttpResponse:
    keys = [row.key for row in after.rows]
    place = keys.index(capability) + 1
    if place < len(keys) and request.POST.get("go") != "stop":
        return redirect(_then_address(after, before, keys[place]))
    messages.success(request, _("Your answers are saved"))
    return redirect(_changes_address(after, before))


def _then_address(after: AssessmentResult, before: AssessmentResult, capability: str) -> str:
    return reverse("journey:then", args=[after.assessment.uuid, before.assessment.uuid, capability])


def _changes_address(after: AssessmentResult, before: AssessmentResult) -> str:
    address = reverse("journey:changes", args=[after.assessment.uuid])
    return f"{address}?since={before.assessment.uuid}"


def _draw_changes(compared: Comparison) -> SafeString:
    points = compared.after.assessment.version.points()
    return slope_rows(
        [
            SlopeRow(
                row.change.title,
                row.change.before if compared.is_same_question else None,
                row.change.after,
                result_text.verdict_label(row.change),
            )
            for row in compared.rows
        ],
        name="changes",
        says=result_text.changes_sentence(compared),
        caption=str(CAPTION),
        low=points[0].value,
        high=points[-1].value,
        ends=(str(points[0].label).lower(), str(points[-1].label).partition(",")[0].lower()),
        before_word=_format_day(compared.before),
        after_word=_format_day(compared.after),
        missing=_("not enough answers"),
    )


def _format_day(result: AssessmentResult) -> str:
    return date_format(timezone.localtime(result.finished_at), "SHORT_DATE_FORMAT")


def _capability_in_words(row: CapabilityComparison, compared: Comparison) -> dict[str, Any]:
    """One capability with its lines as they were marked, in words."""
    then, now = compared.before.assessment.version, compared.after.assessment.version
    return {
        "change": row.change,
        "word": result_text.verdict_label(row.change),
        "interval": result_text.interval_sentence(row.change),
        "lines": [
            {
                "wording": line.after.statement.wording,
                "before": result_text.answer_label(line.before.choice, then) if line.before else _("Not asked"),
                "after": result_text.answer_label(line.after.choice, now),
                "seen_now": result_text.answer_label(line.seen_now, now) if line.seen_now else "",
            }
            for line in row.statements
        ],
    }
