"""A learner plays what they are invited to, page by page, as a browser without JavaScript does."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from ettle.activities import actions
from ettle.activities.models import Attempt, Completion, Invitation, Response
from ettle.activities.play import attempt_progress
from ettle.activities.tests import factories
from ettle.kit.refusal import Refused
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
REFLECTION = (
    "I will ask the team before I fill a gap myself because they know more about the night than I do and they see what "
    "I miss when I am tired."
)
Awarded = list[tuple[str, str]]


def at(invitation: Invitation, position: int, *rest: object) -> str:
    return reverse("activities:play", args=[invitation.uuid, position]) + "".join(f"{part}/" for part in rest)


def begin(client: Client, invitation: Invitation, position: int = 1) -> str:
    """Press Start; return the first step's address."""
    client.force_login(invitation.learner)
    return str(client.post(at(invitation, position)).headers["Location"])


def text(response: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def play_sort(client: Client, invitation: Invitation, position: int = 1) -> str:
    here = begin(client, invitation, position)
    for _ in range(20):
        here = client.post(here, {"answer": "leadership"}).headers["Location"]
        here = client.post(f"{here}next/", {"words": ""}).headers["Location"]
    return here


def play_scenario(client: Client, invitation: Invitation, choices: list[str], position: int = 1) -> str:
    here = begin(client, invitation, position)
    for choice in choices:
        here = client.post(here, {"answer": choice}).headers["Location"]
    return client.get(here).headers["Location"]


GOOD = ["ask-together", "limit", "thank-and-review"]


def test_both_activities_lead_to_the_badge_exactly_once(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20", "s3-rota")

    ending = play_sort(client, invitation)
    assert "How you sorted them" in text(client.get(ending))
    assert awarded == []
    ending = play_scenario(client, invitation, GOOD, position=2)
    assert "A rota that holds people" in text(client.get(ending))
    answer = client.post(at(invitation, 2, "reflect"), {"words": REFLECTION})
    assert answer.headers["Location"] == reverse("activities:invitation", args=[invitation.uuid])

    assert awarded == [("Isla Reid", "ET-101")]
    page = text(client.get(answer.headers["Location"]))
    assert "You have finished Twelve hours of rota" in page
    assert "You have earned Management and leadership" in page


def test_no_page_holds_the_key_of_a_card_before_it_is_answered(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    cards = {card.text: card for card in factories.spec("sort-20").sort.cards}  # type: ignore[union-attr]  # it is a sort
    answered: set[str] = set()
    here = begin(client, invitation)

    for _ in range(20):
        asked = client.get(here)
        wrong = client.post(here, {"answer": "nonsense"})
        overview = client.get(reverse("activities:invitation", args=[invitation.uuid]))
        for response in (asked, wrong, overview):
            assert not [card for card in cards.values() if card.why in text(response) and card.key not in answered]
        card = next(card for words, card in cards.items() if words in text(asked))
        here = client.post(here, {"answer": "both"}).headers["Location"]
        answered.add(card.key)
        said = client.get(here)
        assert card.why in text(said)
        assert not [one for one in cards.values() if one.why in text(said) and one.key != card.key]
        here = client.post(f"{here}next/", {"words": ""}).headers["Location"]


def test_no_page_tells_what_an_option_leads_to_before_it_is_chosen(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    scenario = factories.spec("s3-rota").scenario
    assert scenario is not None
    options = {option.key: option for node in scenario.nodes for option in node.options}
    here = begin(client, invitation)

    for number, choice in enumerate(GOOD):
        page = text(client.get(here))
        known = set(GOOD[max(0, number - 1) : number])
        for option in options.values():
            assert (option.why in page) == (option.key in known)
        assert not [ending for ending in scenario.endings if ending.did_well in page]
        here = client.post(here, {"answer": choice}).headers["Location"]


def test_the_order_of_the_cards_stays_from_page_to_page_and_differs_between_people() -> None:
    sort = factories.spec("sort-20").sort
    assert sort is not None

    def order(seed: int) -> list[str]:
        return [placed.card.key for placed in attempt_progress.SortProgress(sort, Attempt(seed=seed), []).cards]

    assert order(7) == order(7)
    assert order(7) != order(8)
    assert sorted(order(7)) == sorted(card.key for card in sort.cards)


def test_back_shows_the_answer_that_was_given(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    first = begin(client, invitation)
    client.post(first, {"answer": "management"})
    client.post(f"{first}next/", {"words": "It felt like leading to me."})

    page = text(client.get(first))

    assert "You said Management" in page
    assert "It felt like leading to me." in page


def test_a_second_answer_to_a_card_changes_nothing(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    first = begin(client, invitation)
    client.post(first, {"answer": "management"})

    client.post(first, {"answer": "leadership"})

    assert Response.objects.get().value == "management"


def test_no_score_is_kept_of_the_twenty_acts(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")

    play_sort(client, invitation)

    assert not Response.objects.exclude(score=None).exists()


def test_a_card_whose_turn_has_not_come_leads_to_where_one_is(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20")
    first = begin(client, invitation)

    for address in (at(invitation, 1, 7), at(invitation, 1, 0), at(invitation, 1, 999_999_999_999_999_999_999)):
        assert client.get(address).headers["Location"] == first
        assert client.post(address, {"answer": "both"}).headers["Location"] == first
        assert client.post(f"{address}next/", {"words": "x"}).headers["Location"] == first
    assert client.get(at(invitation, 1, "ending")).headers["Location"] == first
    assert not Response.objects.exists()


def test_an_answer_is_asked_for_in_words(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20", "s3-rota")

    for here in (begin(client, invitation), begin(client, invitation, 2)):
        for answer in ({}, {"answer": "nonsense"}, {"answer": "\x00"}, {"answer": "a" * 70_000}):
            response = client.post(here, answer)
            assert response.status_code == 422
            assert "Choose one of the answers" in text(response)
    assert not Response.objects.exists()


def test_going_back_to_try_another_is_recorded_and_kept_in_the_trail(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    first = begin(client, invitation)
    client.post(first, {"answer": "do-it-myself"})

    again = client.post(at(invitation, 1, 1, "back"))
    assert again.headers["Location"] == first
    play_scenario(client, invitation, GOOD)
    client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})

    acts = list(Response.objects.values_list("act", flat=True))
    assert acts == ["chose", "back", "chose", "chose", "chose", "reflected"]
    page = text(client.get(at(invitation, 1, "trail")))
    assert "You went back and tried another" in page
    assert "You were here till ten last night" in page
    assert "A rota that holds people" in page
    assert REFLECTION in page


def test_choosing_anew_on_an_earlier_page_goes_back_first(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    first = begin(client, invitation)
    second = client.post(first, {"answer": "do-it-myself"}).headers["Location"]
    client.post(second, {"answer": "accept"})

    client.post(first, {"answer": "ask-together"})

    acts = list(Response.objects.values_list("act", "step", "value"))
    assert acts == [
        ("chose", "the-gap", "do-it-myself"),
        ("chose", "the-offer", "accept"),
        ("back", "the-offer", ""),
        ("back", "the-gap", ""),
        ("chose", "the-gap", "ask-together"),
    ]


def test_the_same_choice_sent_twice_is_one_choice(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    first = begin(client, invitation)
    key = {"once": str(uuid.uuid4()), "answer": "limit"}
    client.post(first, {"answer": "ask-together"})

    for _ in range(3):
        client.post(at(invitation, 1, 2), key)
        client.post(first, {"answer": "ask-together"})

    assert Response.objects.count() == 2


def test_too_short_a_reflection_keeps_what_was_written(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    play_scenario(client, invitation, GOOD)

    response = client.post(at(invitation, 1, "reflect"), {"words": "I will ask first – and thank."})

    assert response.status_code == 422
    assert "Write 25 words or more. You have 7 so far." in text(response)
    assert "I will ask first – and thank." in text(response)
    assert awarded == []


def test_reflecting_twice_completes_once(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    play_scenario(client, invitation, GOOD)

    for _ in range(2):
        client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})

    assert Completion.objects.count() == 1
    assert awarded == [("Isla Reid", "ET-101")]


def test_nothing_can_be_chosen_or_skipped_after_or_before_the_end(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    first = begin(client, invitation)
    assert client.post(at(invitation, 1, "reflect"), {"words": REFLECTION}).headers["Location"] == first
    assert client.get(at(invitation, 1, "ending")).headers["Location"] == first

    play_scenario(client, invitation, GOOD)
    client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})
    before = Response.objects.count()
    client.post(first, {"answer": "do-it-myself"})
    client.post(at(invitation, 1, 1, "back"))

    assert Response.objects.count() == before


def test_playing_again_changes_neither_completion_nor_award(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    for choices in (GOOD, ["do-it-myself", "accept", "move-on"]):
        play_scenario(client, invitation, choices)
        client.post(at(invitation, 1, "reflect"), {"words": REFLECTION})

    assert Attempt.objects.count() == 2
    assert Completion.objects.get().attempt.number == 1
    assert len(awarded) == 1


def test_somebody_elses_invitation_is_not_found_by_anyone(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota", "sort-20")
    play_scenario(client, invitation, GOOD)
    addresses = [reverse("activities:invitation", args=[invitation.uuid])]
    addresses += [at(invitation, 1, *rest) for rest in ((), (1,), ("ending",), ("reflect",), ("trail",))]

    for somebody in (cast.callum(), cast.bashir(), cast.freya(), cast.morag(), cast.dougal(), cast.stranger()):
        client.force_login(somebody)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert client.post(at(invitation, 1)).status_code == 404
        assert client.post(at(invitation, 1, 1), {"answer": "limit"}).status_code == 404
        assert client.post(at(invitation, 1, 1, "back")).status_code == 404
        assert client.post(at(invitation, 2, 1, "next")).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")

    response = client.get(reverse("activities:invitation", args=[invitation.uuid]))

    assert response.status_code == 302
    assert "next=" in response.headers["Location"]


def test_what_does_not_exist_is_not_found(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    client.force_login(cast.isla())

    assert client.get(at(invitation, 2)).status_code == 404
    assert client.get(at(invitation, 10**30)).status_code == 404
    assert client.get(reverse("activities:invitation", args=[uuid.uuid4()])).status_code == 404


def test_pages_of_the_other_kind_lead_home(client: Client, awarded: Awarded) -> None:
    invitation = factories.invitation("sort-20", "s3-rota")
    home = reverse("activities:invitation", args=[invitation.uuid])
    begin(client, invitation, 1)
    begin(client, invitation, 2)

    assert client.post(at(invitation, 1, 1, "back")).headers["Location"] == home
    assert client.get(at(invitation, 1, "reflect")).headers["Location"] == home
    assert client.post(at(invitation, 2, 1, "next")).headers["Location"] == home


def test_nobody_with_no_invitations_is_left_in_the_dark(client: Client) -> None:
    client.force_login(cast.stranger())

    assert "You have no invitations yet" in text(client.get(reverse("activities:mine")))


@pytest.mark.locks
def test_every_page_stays_within_ten_queries(
    client: Client, awarded: Awarded, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        factories.invitation("sort-20", "s3-rota", number=f"ET-{number + 500}")
    invitation = factories.invitation("sort-20", "s3-rota")
    for learner in (cast.callum(), cast.ewan()):
        factories.invitation("sort-20", "s3-rota", learner=learner)
    first = begin(client, invitation)
    client.post(first, {"answer": "both"})
    play_scenario(client, invitation, GOOD, position=2)
    pages = [reverse("activities:mine"), reverse("activities:invitation", args=[invitation.uuid])]
    pages += [at(invitation, 1, 1), at(invitation, 1, 2), at(invitation, 2, 1), at(invitation, 2, 2)]
    pages += [at(invitation, 2, "ending"), at(invitation, 2, "reflect"), at(invitation, 2, "trail")]

    for page in pages:
        with django_assert_max_num_queries(10):
            assert client.get(page).status_code == 200


def test_an_attempt_of_somebody_else_is_refused_by_the_action(awarded: Awarded) -> None:
    invitation = factories.invitation("s3-rota")
    attempt = actions.begin(invitation.activities.get(), learner=cast.isla(), now=cast.NOW)

    with pytest.raises(Refused):
        actions.choose(attempt, number=1, option="limit", learner=cast.callum(), now=cast.NOW)
