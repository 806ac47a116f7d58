"""The catalogue, a badge's own page, what a learner has earned, and the administrator's pages."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from ettle.badges import actions
from ettle.badges.models import Award, BadgeVersion, Revocation
from ettle.badges.tests import badge_factory
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db


def test_a_visitor_sees_what_a_badge_asks_for(client: Client) -> None:
    version = badge_factory.version()

    listed = client.get(reverse("badges:catalogue")).content.decode()
    shown = client.get(reverse("badges:definition", args=[version.badge.slug])).content.decode()

    assert "Asking first" in listed
    assert "About 25 words" in shown
    assert "our suggestion" in shown
    assert "/evidence/start/asking-first/" in shown
    assert "You need an account." in shown


def test_a_badge_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get(reverse("badges:definition", args=["nothing"])).status_code == 404


def test_a_person_who_earned_it_is_linked_to_their_badge(client: Client) -> None:
    award = badge_factory.signed()
    client.force_login(cast.isla())

    shown = client.get(reverse("badges:definition", args=["asking-first"])).content.decode()

    assert reverse("badges:earned", args=[award.uuid]) in shown
    assert "/evidence/start/" not in shown


def test_a_learner_sees_and_shares_their_own_badge(client: Client) -> None:
    award = badge_factory.signed()
    client.force_login(cast.isla())

    assert "Asking first" in client.get(reverse("badges:mine")).content.decode()
    shown = client.get(reverse("badges:earned", args=[award.uuid])).content.decode()
    assert "You have earned Asking first" in shown
    assert "You and your assessor can read what you sent. If an assessor fears" in shown


def test_somebody_elses_badge_is_not_found(client: Client) -> None:
    award = badge_factory.signed()
    client.force_login(cast.callum())

    assert client.get(reverse("badges:earned", args=[award.uuid])).status_code == 404
    assert client.post(reverse("badges:name_on_badge", args=[award.uuid]), {"show": "no"}).status_code == 404


def test_a_learner_hides_and_shows_their_name(client: Client) -> None:
    award = badge_factory.signed()
    client.force_login(cast.isla())
    address = reverse("badges:name_on_badge", args=[award.uuid])

    def public_page() -> str:
        newest = Award.objects.with_related().get(pk=award.pk)
        return client.get(reverse("badges:verified", args=[newest.public_number])).content.decode()

    assert "Isla Reid" in public_page()
    client.post(address, {"show": "no"})
    assert "Isla Reid" not in public_page()
    client.post(address, {"show": "yes"})
    assert "Isla Reid" in public_page()


def test_an_administrator_withdraws_a_badge_with_a_reason(client: Client) -> None:
    award = badge_factory.signed()
    client.force_login(cast.dougal())
    address = reverse("badges:revoke", args=[award.uuid])

    without = client.post(address, {"reason": "", "sure": "on"})
    client.post(address, {"reason": "The account was copied.", "sure": "on"})

    assert without.status_code == 422
    assert Revocation.objects.get().award == award
    client.force_login(cast.isla())
    assert "The account was copied." in client.get(reverse("badges:earned", args=[award.uuid])).content.decode()


def test_an_administrator_finds_an_award(client: Client) -> None:
    badge_factory.signed()
    badge_factory.signed(cast.callum())
    client.force_login(cast.dougal())

    text = client.get(reverse("badges:manage"), {"words": "isla"}).content.decode()

    assert "Isla Reid" in text
    assert "Callum Shaw" not in text


@pytest.mark.parametrize("person", ["isla", "bashir", "freya", "agnes"])
def test_the_administrators_pages_are_not_found_by_others(person: str, client: Client) -> None:
    award = badge_factory.signed()
    client.force_login(getattr(cast, person)())

    assert client.get(reverse("badges:manage")).status_code == 404
    assert client.post(reverse("badges:revoke", args=[award.uuid]), {"reason": "x", "sure": "on"}).status_code == 404


@pytest.mark.parametrize(("name", "person"), [("manage", "dougal"), ("mine", "isla"), ("catalogue", "isla")])
def test_pages_with_many_badges_make_few_queries(
    name: str, person: str, client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        version = badge_factory.version(number=f"ET-8{number:02}", slug=f"badge-{number}")
        actions.award(learner=cast.isla(), version=version, by=None, now=badge_factory.EARNED)
    client.force_login(getattr(cast, person)())

    with django_assert_max_num_queries(10):  # type: ignore[operator]  # the fixture's own type is private
        client.get(reverse(f"badges:{name}"))


def test_the_check_of_all_badges_finds_nothing_wrong_and_then_what_was_changed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    award = badge_factory.signed()
    call_command("checkbadges")
    assert "1 badge" in capsys.readouterr().out
    content = bytes(award.credential.document).replace(b"Asking first", b"Asking last!")
    type(award.credential).objects.update(document=content)

    with pytest.raises(SystemExit):
        call_command("checkbadges")

    assert str(award.uuid) in capsys.readouterr().err


def test_a_long_check_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for learner in (cast.isla(), cast.callum(), cast.ewan()):
        badge_factory.signed(learner)
    monkeypatch.setattr("ettle.badges.verify.integrity_check.BATCH", 1)
    monkeypatch.setattr("ettle.badges.management.commands.checkbadges.PROGRESS_EVERY", 2)

    call_command("checkbadges")

    assert capsys.readouterr().out.splitlines() == [
        "2 of 3 badge files checked",
        "3 badges checked, nothing wrong",
    ]


def test_an_award_is_searched_for_by_its_learner(client: Client) -> None:
    badge_factory.awarded()

    assert Award.objects.matching_text("rowan").count() == 1
    assert Award.objects.matching_text("larch").count() == 0


def test_the_role_that_a_visitor_chose_puts_the_badges_for_it_first_and_hides_none() -> None:
    badge_factory.version(number="ET-800", slug="for-managers", name="For managers", roles=("manager",))
    badge_factory.version()
    visitor = Client()
    first = visitor.get(reverse("badges:catalogue")).content.decode()
    visitor.get("/choose/?role=frontline&next=/badges/")

    theirs = visitor.get(reverse("badges:catalogue")).content.decode()
    managers = visitor.get(f"{reverse('badges:catalogue')}?role=manager").content.decode()

    assert first.index("For managers") < first.index("Asking first")
    assert theirs.index("Asking first") < theirs.index("For managers")
    assert "Fits your role" not in theirs
    assert "For: Middle manager" in theirs
    assert managers.index("For managers") < managers.index("Fits your role") < managers.index("Asking first")
    assert "/choose/?role=manager&amp;next=%2Fbadges%2F" in first


@pytest.mark.usefixtures("starter_pack")
@pytest.mark.parametrize(
    ("endorsement", "days", "words"),
    [("none", None, ""), ("invited", None, "You can ask someone who knows your work"), ("required", 90, "90 days")],
)
def test_the_page_of_a_badge_says_whether_someone_endorses_it(endorsement: str, days: int | None, words: str) -> None:
    BadgeVersion.objects.filter(badge__number="ET-101").update(endorsement=endorsement, endorsement_days=days)

    page = Client().get("/badges/management-and-leadership/").content.decode()

    assert words in page
    assert ("endorse it" in page) == (endorsement != "none")
    assert ("It is not taken away" in page) == (endorsement == "required")


@pytest.mark.usefixtures("starter_pack")
def test_the_capability_badges_require_an_endorsement_of_supervisors_and_above() -> None:
    vision = BadgeVersion.objects.get(badge__number="ET-201")

    page = Client().get("/badges/vision/").content.decode()

    assert [vision.endorsement_for({role}) for role in ("citizen", "frontline")] == ["invited"] * 2
    assert [vision.endorsement_for({role}) for role in ("supervisor", "manager", "strategic")] == ["required"] * 3
    assert "within 90 days" in page
    assert "Others can ask for it" in page
