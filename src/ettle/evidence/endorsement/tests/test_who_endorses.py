"""Whose endorsement counts, how often it may change, and what the learner reads and downloads of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from ettle.evidence.endorsement import actions as endorsements
from ettle.evidence.endorsement.tests.stories import ENDORSES, NOW, ask, asked, link, met_application, page_of, visit
from ettle.evidence.limits import ENDORSER_ANSWERS
from ettle.evidence.models import Application, Endorsement, EndorsementAnswer, EndorsementShown
from ettle.evidence.record.documents import describe_application
from ettle.evidence.record.history import load_history
from ettle.evidence.tests import factories
from ettle.kit.files.printable_documents import render_text
from ettle.kit.models import AuditLine
from ettle.kit.refusal import LimitReached
from ettle.kit.testing.client import CheckedClient
from ettle.people import actions as people
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_the_words_to_an_endorser_are_checked_for_what_could_identify_someone(
    isla: CheckedClient, met: Application
) -> None:
    note = "You were there when Isla and Ruth moved Mrs Dorothy Pike of 12 Elm Road."

    preview = visit(ask(isla, met, go="preview", note=note)["Location"], client=isla).content.decode()
    sent_unseen = visit(ask(isla, met, note=note)["Location"], client=isla)

    assert "Pike" in preview.partition('id="look-at"')[2].partition("</section>")[0]
    assert 'id="preview"' in preview
    assert sent_unseen.status_code == 200
    assert not Endorsement.objects.exists()
    seen = re.findall(r'name="looked-at" value="(\w+)"', sent_unseen.content.decode())
    looked: dict[str, Any] = {"looked-at": seen}
    assert ask(isla, met, note=note, **looked).status_code == 302
    assert Endorsement.objects.get().shown["note"] == note


def test_a_learner_who_signs_out_cannot_answer_in_the_browser_in_which_they_asked(
    isla: CheckedClient, met: Application
) -> None:
    endorsement = asked(isla, met)
    asking = isla.cookies[settings.ASKING_COOKIE_NAME]
    assert asking["path"] == "/endorse/"
    isla.logout()  # which empties the jar of the test client, and not that of a browser
    isla.cookies[settings.ASKING_COOKIE_NAME] = asking.value

    shown = visit(link(endorsement), client=isla).content.decode()

    assert "the person who asks has used this browser" in shown
    assert visit(link(endorsement), ENDORSES, client=isla).status_code == 422
    assert visit(link(endorsement), ENDORSES).status_code == 302  # the endorser's own


def test_an_assessor_of_the_work_does_not_endorse_it_too(isla: CheckedClient, met: Application) -> None:
    refused = ask(isla, met, email="Bashir+work@example.org")
    assert refused.status_code == 422
    assert "This person assesses this work" in refused.content.decode()
    endorsement = asked(isla, met)
    browser = CheckedClient()
    browser.force_login(cast.bashir())

    answer = visit(link(endorsement), ENDORSES, client=browser)

    assert answer.status_code == 422
    assert "You assess this work" in answer.content.decode()
    assert visit(link(endorsement), {"kind": "declined"}, client=browser).status_code == 302


def page_words(isla: CheckedClient, application: Application) -> str:
    words: str = visit(page_of(application), client=isla).content.decode()
    return words


def test_the_card_says_what_happens_if_nobody_endorses_in_time(isla: CheckedClient, required: Application) -> None:
    assert "If nobody does in time, the page of your badge says ‘Not endorsed’" in page_words(isla, required)


def test_what_an_endorser_changed_or_took_back_is_in_no_download(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met)
    visit(link(endorsement), ENDORSES | {"words": "Too hasty a sentence."})
    visit(link(endorsement) + "?change=1", ENDORSES, days=1)

    changed = read_downloads(met)
    endorsements.take_back_endorsement(endorsement, now=NOW + timedelta(days=2), by=None)
    taken_back = read_downloads(met)

    assert ENDORSES["words"] in changed
    assert "Too hasty" not in changed
    assert ENDORSES["words"] not in taken_back


def read_downloads(application: Application) -> str:
    """All that the learner gets: the history of the application, and the download of the account."""
    history = load_history(factories.reload_application(application))
    exported = json.dumps(people.export_personal_data(cast.isla(), now=NOW), ensure_ascii=False)
    return render_text(describe_application(history, now=NOW)) + exported


def test_an_endorser_changes_their_answer_so_often_and_no_more(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met)
    answer = endorsements.EndorserAnswer("endorsed", "Ruth Bell", "Manager", "manager", "She asked first.")
    for number in range(ENDORSER_ANSWERS.most):
        changed = replace(answer, words=f"She asked {number} people first.")
        endorsements.answer_request(endorsement, answer=changed, now=NOW, by=None)

    with pytest.raises(LimitReached):
        endorsements.answer_request(endorsement, answer=answer, now=NOW, by=None)


def test_an_endorser_who_goes_back_and_sends_again_sends_nothing_twice(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met)
    address = link(endorsement)
    first = visit(address, ENDORSES | {"is_name_public": "on"})
    EndorsementShown.objects.create(endorsement=endorsement, shown_at=NOW)
    told = AuditLine.objects.filter(act="answered a request to endorse by a link")

    again = visit(address, ENDORSES | {"is_name_public": "on"})

    assert (first.status_code, again.status_code) == (302, 302)
    assert EndorsementAnswer.objects.count() == 1
    assert told.count() == 1, "the learner is emailed with it"
    assert EndorsementShown.objects.exists(), "what the holder agreed to show has not changed"


def test_an_endorser_who_goes_back_and_corrects_their_words_is_believed(isla: CheckedClient, met: Application) -> None:
    endorsement = asked(isla, met)
    address = link(endorsement)
    visit(address, ENDORSES | {"words": "She asked the persn first."})

    corrected = visit(address, ENDORSES, days=1)
    late = visit(address, ENDORSES | {"words": "She asked everyone first."}, days=15)

    assert corrected.status_code == 302
    assert ENDORSES["words"] in visit(address, days=1).content.decode()
    assert late.status_code == 422
    assert "She asked everyone first." in late.content.decode()
    assert EndorsementAnswer.objects.count() == 2


def test_a_badge_that_says_who_endorses_takes_no_one_else(isla: CheckedClient) -> None:
    application = met_application(endorsement_by=["supervision"])

    page = visit(page_of(application, "ask-endorser"), client=isla).content.decode()

    assert "The other person in my supervision" in page
    assert "My line manager" not in page
    assert ask(isla, application).status_code == 422
    assert "Only an endorsement by one of these counts: The other person in supervision." in page_words(
        isla, application
    )
    endorsement = asked(isla, application, relationship="supervision")
    other = visit(link(endorsement), ENDORSES)
    assert other.status_code == 422
    assert "This badge asks for someone who knows them in another way" in other.content.decode()
    assert visit(link(endorsement), ENDORSES | {"relationship": "supervision"}).status_code == 302
