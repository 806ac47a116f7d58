"""Plain questions about the site lead to the answer in Help, or to the page where it is done."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from ettle.people.tests import cast
from ettle.search import actions
from ettle.search.queries import search_entries

HELP = "/statements/help/#"
ANSWERS = {
    "can the SSSC see what I write": f"{HELP}everyone-can-my-manager-my-employer-or-the-sssc-see-what-i-write",
    "will my boss be able to read my log": f"{HELP}everyone-can-my-manager-my-employer-or-the-sssc-see-what-i-write",
    "how long does an assessor take": f"{HELP}learners-how-long-does-an-assessor-take",
    "i do not agree with the assessor": f"{HELP}learners-i-do-not-agree-with-a-decision-what-can-i-do",
    "appeal": f"{HELP}learners-i-do-not-agree-with-a-decision-what-can-i-do",
    "why was my badge withdrawn": f"{HELP}learners-what-happens-when-a-badge-is-withdrawn",
    "can i use AI for my evidence": f"{HELP}learners-may-i-use-ai-for-my-evidence",
    "shared computer": f"{HELP}everyone-can-i-use-a-computer-that-others-use-too",
    "6 digit code never came": f"{HELP}everyone-the-code-does-not-arrive-what-can-i-do",
    "easiest badge to start with": f"{HELP}learners-which-badge-do-i-begin-with",
    "code from my supervisor": "/together/join/",
    "check a badge is real": "/verify/",
    "link with my employer": "/me/organisations/",
}


@pytest.mark.django_db
def test_a_plain_question_leads_to_its_answer(starter_search: None) -> None:
    actions.rebuild_search(by=None, now=cast.NOW)

    found = {question: search_entries(question, reader=AnonymousUser()).hits for question in ANSWERS}

    assert {question: hits[0].address if hits else "" for question, hits in found.items()} == ANSWERS
