"""One verdict for every way in: each check says yes, no or not checked, with its true reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ettle.badges import actions
from ettle.badges.models import Award, Credential, SigningKey
from ettle.badges.tests import badge_factory, foreign_badges
from ettle.badges.verify import verdicts, verification
from ettle.badges.verify.documents import recipients
from ettle.badges.verify.documents.badge_parser import InvalidBadge
from ettle.badges.verify.documents.recipients import Match
from ettle.badges.verify.verdicts import Answer, Question, Result, Verdict
from ettle.people.tests import cast

pytestmark = pytest.mark.django_db
RESULTS = st.dictionaries(st.sampled_from(Question), st.sampled_from(Result))
YES, NO, NOT_CHECKED = Result.YES, Result.NO, Result.NOT_CHECKED


def verify(document: dict[str, Any]) -> Verdict:
    return verification.verify_content(json.dumps(document).encode(), now=badge_factory.EARNED)


def reason(verdict: Verdict, question: Question) -> str:
    return next(str(check.reason) for check in verdict.checks if check.question is question)


@given(RESULTS, st.sampled_from([verdicts.SIGNED, verdicts.HOSTED]))
def test_a_badge_is_valid_only_if_every_required_check_is_yes(
    results: dict[Question, Result], required: frozenset[Question]
) -> None:
    answer = verdicts.decide(results, required)

    is_right = all(results.get(question) is YES for question in required) and set(results.values()) <= {YES}
    assert (answer is Answer.VALID) <= all(results.get(question) is YES for question in required)
    assert is_right <= (answer is Answer.VALID)


@given(RESULTS)
def test_not_real_is_said_only_when_a_signature_was_computed_and_does_not_fit(results: dict[Question, Result]) -> None:
    answer = verdicts.decide(results)

    assert (answer is Answer.SIGNATURE_WRONG) == (results.get(Question.SIGNATURE) is NO)


GENUINE: dict[str, dict[str, Any]] = {
    "as it is": {},
    "a place in whole numbers": {
        "issuer": {
            "id": foreign_badges.did_of(foreign_badges.PRIVATE),
            "type": ["Profile"],
            "name": "Some college",
            "address": {
                "type": ["Address"],
                "addressCountry": "UK",
                "geo": {"type": "GeoCoordinates", "latitude": 55, "longitude": -3},
            },
        }
    },
    "an endorsement with contexts of its own": {"endorsement": [foreign_badges.endorsement()]},
    "an emoji in a list": {"name": "Well done 🎉"},
}


@pytest.mark.parametrize("name", GENUINE)
def test_the_signature_of_a_genuine_badge_from_elsewhere_fits(name: str) -> None:
    verdict = verify(foreign_badges.sign(foreign_badges.unsigned(**GENUINE[name])))

    assert verdict.answer is Answer.ISSUER_UNKNOWN
    assert {check.question: check.result for check in verdict.checks} == {
        Question.SIGNATURE: YES,
        Question.COVERAGE: YES,
        Question.KEY: YES,
        Question.KEY_SAFE: YES,
        Question.ISSUER: NO,
        Question.FORM: YES,
        Question.STATUS: NOT_CHECKED,
        Question.SUSPENSION: YES,
        Question.STARTED: YES,
        Question.NOT_EXPIRED: YES,
    }


def test_a_list_of_proofs_is_read_and_a_wrong_one_among_them_is_found() -> None:
    badge = foreign_badges.sign(foreign_badges.unsigned())
    wrong = {
        **badge["proof"],
        "proofValue": foreign_badges.sign(foreign_badges.unsigned(name="X"))["proof"]["proofValue"],
    }

    assert verify({**badge, "proof": [badge["proof"]]}).result_of(Question.SIGNATURE) is YES
    assert verify({**badge, "proof": [badge["proof"], wrong]}).answer is Answer.SIGNATURE_WRONG


def test_dates_are_answers_of_their_own() -> None:
    ended = verify(foreign_badges.sign(foreign_badges.unsigned(validUntil="2026-02-01T00:00:00Z")))
    later = verify(foreign_badges.sign(foreign_badges.unsigned(validFrom="2099-02-01T00:00:00Z")))

    assert (ended.answer, reason(ended, Question.NOT_EXPIRED)) == (Answer.EXPIRED, "It expired on 1 February 2026.")
    assert (later.answer, reason(later, Question.STARTED)) == (Answer.NOT_YET, "It is valid from 1 February 2099.")


def test_each_endorsement_is_verified_on_its_own() -> None:
    good, forged = foreign_badges.endorsement(), foreign_badges.endorsement(name="Another")
    forged["credentialSubject"]["endorsementComment"] = "I did not say this."

    verdict = verify(foreign_badges.sign(foreign_badges.unsigned(endorsement=[good, forged])))

    assert verdict.result_of(Question.SIGNATURE) is YES
    assert [found.verdict.answer for found in verdict.endorsements] == [Answer.ISSUER_UNKNOWN, Answer.SIGNATURE_WRONG]
    assert [found.comment for found in verdict.endorsements] == ["I saw it.", "I did not say this."]


def test_nothing_can_be_moved_to_where_an_endorsement_names_the_badge_or_its_holder() -> None:
    badge = foreign_badges.unsigned(validUntil="2026-02-01T00:00:00Z")
    names = {"credential": badge["id"], "holder": badge["credentialSubject"]["id"]}
    moved = {}
    for part, named in names.items():
        about = {"id": named, "type": ["EndorsementSubject"], "endorsementComment": "I saw it."}
        moved[part] = foreign_badges.sign(
            {**badge, "endorsement": [foreign_badges.endorsement(credentialSubject=about)]}
        )
    assert [verify(document).answer for document in moved.values()] == [Answer.EXPIRED] * 2

    for part, name in (("credential", "validUntil"), ("holder", "achievement")):
        top = moved[part] if part == "credential" else moved[part]["credentialSubject"]
        place = moved[part]["endorsement"][0]["credentialSubject"]
        place[name] = top.pop(name)
        place["type"] = [*place["type"], *top["type"]]

    verdicts_now = [verify(document) for document in moved.values()]
    assert [verdict.result_of(Question.SIGNATURE) for verdict in verdicts_now] == [NOT_CHECKED] * 2
    assert all("in two places" in reason(verdict, Question.SIGNATURE) for verdict in verdicts_now)


@pytest.mark.parametrize(
    ("subject", "is_shown"),
    [
        (foreign_badges.unsigned()["id"], True),
        (f"{foreign_badges.unsigned()['id']}#award", True),
        (foreign_badges.unsigned()["credentialSubject"]["id"], True),
        (foreign_badges.unsigned()["credentialSubject"]["achievement"]["id"], True),
        (foreign_badges.did_of(foreign_badges.PRIVATE), True),
        ("urn:uuid:0c0f1a2b-0000-4000-8000-00000000000f", False),
    ],
)
def test_an_endorsement_is_shown_only_with_the_badge_that_it_is_about(subject: str, is_shown: bool) -> None:
    about = {"id": subject, "type": ["EndorsementSubject"], "endorsementComment": "I saw it."}
    endorsement = foreign_badges.endorsement(credentialSubject=about)

    verdict = verify(foreign_badges.sign(foreign_badges.unsigned(endorsement=[endorsement])))

    assert verdict.result_of(Question.SIGNATURE) is YES
    assert bool(verdict.endorsements) == is_shown


def test_an_unknown_context_is_the_reason_that_is_given() -> None:
    badge = foreign_badges.sign(foreign_badges.unsigned())
    named = [*foreign_badges.CONTEXTS, "https://example.org/words"]

    verdict = verify({**badge, "@context": named})

    assert verdict.answer is Answer.NOT_CHECKED
    assert "https://example.org/words" in str(verdict.why)


def test_contexts_in_another_order_are_not_called_valid() -> None:
    badge = foreign_badges.sign(foreign_badges.unsigned())

    verdict = verify({**badge, "@context": list(reversed(foreign_badges.CONTEXTS[:2]))})

    assert verdict.answer in {Answer.MALFORMED, Answer.NOT_CHECKED}
    assert verdict.result_of(Question.FORM) is NO


def test_a_key_of_someone_else_does_not_belong_to_the_issuer_and_is_not_tried() -> None:
    other = foreign_badges.method_of(foreign_badges.did_of(foreign_badges.OTHER))

    verdict = verify(foreign_badges.sign(foreign_badges.unsigned(), foreign_badges.OTHER, other))

    assert verdict.answer is Answer.OTHER_KEY
    assert (verdict.result_of(Question.KEY), verdict.result_of(Question.SIGNATURE)) == (NO, NOT_CHECKED)


def test_a_stranger_who_names_our_issuer_is_found() -> None:
    award = badge_factory.signed()
    badge = json.loads(bytes(award.credential.document))
    stranger = Ed25519PrivateKey.generate()
    unsigned = {name: value for name, value in badge.items() if name != "proof"}

    by_own_key = verify(
        foreign_badges.sign(unsigned, stranger, foreign_badges.method_of(foreign_badges.did_of(stranger)))
    )
    by_our_name = verify(foreign_badges.sign(unsigned, stranger, badge["proof"]["verificationMethod"]))

    assert (by_own_key.answer, by_own_key.result_of(Question.KEY)) == (Answer.OTHER_KEY, NO)
    assert (by_our_name.answer, by_our_name.result_of(Question.SIGNATURE)) == (Answer.SIGNATURE_WRONG, NO)


def test_a_badge_without_a_signature_is_not_called_unreal() -> None:
    verdict = verify(foreign_badges.unsigned())

    assert (verdict.answer, verdict.why) == (Answer.NOT_CHECKED, "It has no signature.")


def test_what_no_signature_covers_is_named() -> None:
    badge = foreign_badges.sign(foreign_badges.unsigned())
    badge["credentialSubject"]["grade"] = "with honours"

    verdict = verify(badge)

    assert (verdict.answer, verdict.result_of(Question.SIGNATURE)) == (Answer.NOT_COVERED, YES)
    assert "grade" in str(verdict.why)


@pytest.fixture
def award() -> Award:
    return badge_factory.signed()


def all_ways(award: Award) -> list[Verdict]:
    """The page, the file and the token of a badge."""
    award = Award.objects.with_related().get(pk=award.pk)
    now = badge_factory.EARNED
    return [
        verification.verify_award(award, now=now),
        verification.verify_content(bytes(award.credential.document), now=now),
        verification.verify_content(award.credential.jwt.encode(), now=now),
    ]


def test_our_own_badge_is_valid_in_every_way_with_every_question_answered_yes(award: Award) -> None:
    for verdict in all_ways(award):
        assert verdict.answer is Answer.VALID
        assert {check.question for check in verdict.checks} == verdicts.SIGNED
        assert all(check.result is YES and check.reason for check in verdict.checks)


def test_a_withdrawn_badge_says_so_in_every_way_with_the_day(award: Award) -> None:
    actions.revoke(award, reason="The account was copied.", by=cast.dougal(), now=badge_factory.EARNED)

    for verdict in all_ways(award):
        assert (verdict.answer, verdict.result_of(Question.STATUS)) == (Answer.REVOKED, NO)
        assert verdict.why == "It was withdrawn on 12 October 2026."


def test_a_replaced_badge_says_so_in_every_way_and_the_newer_one_is_valid(award: Award) -> None:
    old = award.credential
    newer = actions.hide_name(award, by=cast.isla(), now=badge_factory.EARNED)

    replaced = [
        verification.verify_credential(Credential.objects.get(pk=old.pk), newer, now=badge_factory.EARNED),
        verification.verify_content(bytes(old.document), now=badge_factory.EARNED),
        verification.verify_content(old.jwt.encode(), now=badge_factory.EARNED),
    ]

    for verdict in replaced:
        assert (verdict.answer, verdict.result_of(Question.NEWEST)) == (Answer.REPLACED, NO)
        assert verdict.why == "A newer one was signed in its place on 12 October 2026."
        assert verdict.credential == old
    assert [verdict.answer for verdict in all_ways(newer)] == [Answer.VALID] * 3


def test_a_badge_has_the_name_and_address_that_its_holder_gives_shown_or_hidden(award: Award) -> None:
    shown = json.loads(bytes(award.credential.document))
    hidden = json.loads(bytes(actions.hide_name(award, by=cast.isla(), now=badge_factory.EARNED).credential.document))

    for badge in (shown, hidden):
        assert recipients.compare(badge, " Isla  Reid ") is Match.SAME
        assert recipients.compare(badge, cast.isla().email.upper()) is Match.SAME
        assert recipients.compare(badge, "Isla Macrae") is Match.OTHER


def test_a_key_that_became_unsafe_later_does_not_spoil_what_we_recorded_before(award: Award) -> None:
    badge = json.loads(bytes(award.credential.document))
    SigningKey.objects.update(compromised_at=cast.NOW.replace(year=2027))
    later = cast.NOW.replace(year=2028)

    stored = verification.verify_award(Award.objects.with_related().get(pk=award.pk), now=later)
    handed_in = verification.verify_content(json.dumps(badge).encode(), now=later)

    # The list was signed with the same key and is not believed until it is signed again.
    assert stored.result_of(Question.KEY_SAFE) is handed_in.result_of(Question.KEY_SAFE) is YES
    assert stored.answer is handed_in.answer is Answer.STATUS_UNKNOWN


def test_a_badge_that_we_did_not_record_is_not_believed_once_its_key_is_unsafe(award: Award) -> None:
    SigningKey.objects.update(compromised_at=badge_factory.EARNED)

    assert [verdict.result_of(Question.KEY_SAFE) for verdict in all_ways(award)] == [NO, NO, NO]


@pytest.mark.parametrize(
    "content",
    [
        '{"type":["OpenBadgeCredential"],"issuer":"x","credentialSubject":{},"name":"\\ud800"}',
        '{"type":["EndorsementCredential"]}',
        json.dumps({"type": ["OpenBadgeCredential"], "issuer": "x", "credentialSubject": {}, "name": [[]] * 7_000}),
        json.dumps({"type": ["OpenBadgeCredential"] * 9, "issuer": "x", "credentialSubject": {}}),
    ],
)
def test_what_no_badge_can_be_is_refused_in_words(content: str) -> None:
    with pytest.raises(InvalidBadge, match="badge"):
        verification.verify_content(content.encode(), now=badge_factory.EARNED)
