"""Word counts, text diffs, practice, working days: the rules that need no database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ettle.evidence.application import practice
from ettle.evidence.review import letter
from ettle.texts import queries as texts


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_runs_of_a_change_are_the_new_text(old: str, new: str) -> None:
    assert "".join(run for _, run in texts.diff_words(old, new)) == new


def test_only_what_is_new_is_marked() -> None:
    assert texts.diff_words("I asked her", "I asked her twice") == [(False, "I asked her"), (True, " twice")]


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert texts.clean_text(texts.clean_text(text)) == texts.clean_text(text)
    assert "\x00" not in texts.clean_text(text)
    texts.clean_text(text).encode()


def test_the_word_count_says_how_many_more() -> None:
    assert texts.count_words("I asked – well, I tried") == 5
    assert texts.describe_word_count(12, 20, 100) == "12 words of about 20"
    assert texts.describe_word_count(120, 20, 100) == "120 words, 20 over"
    assert texts.describe_word_count(1, 0, 0) == "1 word"


@given(st.text(alphabet="ab .!?\n”", max_size=200))
def test_no_word_of_a_practice_text_is_left_out(text: str) -> None:
    sentences = practice.read_practice({"text": text}).sentences

    assert "".join(sentence.text for sentence in sentences).split() or not set(text) & {"a", "b"}
    letters = [letter for sentence in sentences for letter in sentence.text if letter in "ab"]
    assert letters == [letter for letter in text if letter in "ab"]


def test_the_letter_names_what_to_change_and_what_to_leave() -> None:
    points = [
        letter.Point(3, "First", is_met=True),
        letter.Point(4, "Second", is_met=False, reason="Too general", suggestion="Try"),
    ]

    text = letter.draft_letter("Isla", "Leadership", points)

    assert "Hello Isla," in text
    assert "This criterion is met, and you do not need to change it: Criterion 3, First." in text
    assert "This criterion is not yet met. Change only this and send it again:" in text
    assert "Second. Too general. Try" in text
