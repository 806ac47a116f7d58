"""An application keeps the words of the badge at the version that was applied for, whatever a pack changes later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from ettle.badges import actions as badges
from ettle.badges.queries import badge_spec
from ettle.evidence.models import Application
from ettle.evidence.tests import factories
from ettle.kit.testing.client import CheckedClient
from ettle.kit.translations.actions import TranslatedFile, TranslatedText, put_translations
from ettle.people.models import User
from ettle.people.tests import cast
from ettle.people.tests.cast import NOW

pytestmark = pytest.mark.django_db
OLD, NEW = "Where was leadership?", "Where did you lead?"


@pytest.fixture
def _gaelic(settings: Any) -> Iterator[None]:
    settings.LANGUAGES = [("en-gb", "English"), ("gd", "Gàidhlig")]
    yield
    translation.deactivate()


def translate_question(english: str, gaelic: str) -> None:
    texts = [TranslatedText("criteria.0.question", english, gaelic)]
    put_translations(TranslatedFile("badges", "ET-101", "gd"), texts, by=None, now=NOW)


def change_question(application: Application) -> None:
    """Publish the badge again with another first question."""
    spec = badge_spec(application.version)
    first, *others = spec.criteria
    later = spec.replace(criteria=(first.replace(question=NEW), *others))
    assert badges.publish(later, by=None, now=NOW + timedelta(days=1)).edition == 2


def test_learner_and_assessor_see_the_question_that_was_applied_for(client: CheckedClient) -> None:
    submission = factories.submit_application()
    change_question(submission.application)
    factories.practise(cast.bashir(), submission)
    client.force_login(cast.bashir())

    desk = client.get(reverse("evidence:decide", args=[submission.uuid, 1])).content.decode()
    client.force_login(cast.isla())
    own = client.get(reverse("evidence:criterion", args=[submission.application.uuid, 1])).content.decode()
    client.force_login(cast.callum())
    other = client.get(reverse("evidence:start", args=["management-and-leadership"])).content.decode()

    assert OLD in desk
    assert OLD in own
    assert NEW not in desk + own
    assert NEW in other


@pytest.mark.usefixtures("_gaelic")
def test_its_translation_is_that_of_the_question_that_was_applied_for(client: CheckedClient) -> None:
    translate_question(OLD, "Càite an robh ceannardas?")
    application = factories.begin_application()
    change_question(application)
    translate_question(NEW, "Càite an do stiùir thu?")
    User.objects.filter(pk=cast.isla().pk).update(language="gd")
    client.force_login(cast.isla())

    page = client.get(reverse("evidence:criterion", args=[application.uuid, 1])).content.decode()

    assert "Càite an robh ceannardas?" in page
    assert "Càite an do stiùir thu?" not in page
