"""Every type of question, a sort and a story, without an account, on the narrowest phone: by keys alone, and by single
clicks without scripts.

By keys, every page is looked at before and after each act: by the page checks, in forced colours, and with a screen
reader, which says item, state and place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys import screen_reader
from tests.journeys.site import Site
from tests.journeys.walk import NARROWEST, PHONE, Walk

pytestmark = pytest.mark.browser
FOCUSED = "element => element === document.activeElement"
MOST_TABS = 60
ANSWER = "main button.button[type=submit]"
FORCED_COLOURS = Path(__file__).with_name("forced_colours.js").read_text().strip()


def meet(walk: Walk, name: str, *phrases: str, states: Sequence[str] = ()) -> None:
    """Look at the page as it is now, in forced colours too, and hear these phrases in this order.

    states: what the browser tells a real screen reader of what was changed; this one reads what the page came with.
    """
    walk.look(name)
    walk.page.emulate_media(forced_colors="active")
    faults: list[str] = walk.page.evaluate(f"({FORCED_COLOURS}).findFaults()")
    walk.page.emulate_media(forced_colors="none")
    walk.broken += [f"{name}, in forced colours: {fault}" for fault in faults]
    said = screen_reader.read_page(walk.page)
    rest = iter(said)
    missing = [phrase for phrase in phrases if not any(phrase in heard for heard in rest)]
    told = walk.page.locator("main").aria_snapshot()
    walk.broken += [f"{name}: the browser does not tell ‘{state}’ in {told}" for state in states if state not in told]
    walk.broken += [f"{name}, read aloud: ‘{phrase}’ is not said where it belongs in {said}" for phrase in missing]


def reach(walk: Walk, wanted: Locator) -> None:
    """Press Tab until this has the focus."""
    for _ in range(MOST_TABS):
        walk.page.keyboard.press("Tab")
        if wanted.evaluate(FOCUSED):
            return
    raise AssertionError(f"{wanted} cannot be reached by keys on {walk.page.url}")


def press(walk: Walk, wanted: Locator) -> None:
    reach(walk, wanted)
    with walk.page.expect_navigation(wait_until="load"):
        walk.page.keyboard.press("Enter")


def go_on(walk: Walk) -> None:
    press(walk, walk.page.locator("main").get_by_role("link", name=re.compile("^(Next question|Finish)$")))


def order_by_keys(walk: Walk) -> None:
    """Move the first thing down: the focus stays on its button, and one message says where it is now."""
    page = walk.page
    first = page.locator(".order li").first
    words = first.locator("label").inner_text()
    down = page.get_by_role("button", name=f"Move down {words}", exact=True)
    assert page.locator(".order select:visible").count() == 0
    assert page.get_by_role("button", name=f"Move up {words}", exact=True).get_attribute("aria-disabled") == "true"
    meet(walk, "order", "group, In which order", "listitem, level 1, position 1, set size 5", words,
         f"button, Move up {words}, disabled", f"button, Move down {words}, not disabled")  # fmt: skip
    reach(walk, down)
    page.keyboard.press("Enter")
    page.keyboard.press("Space")

    assert down.evaluate(FOCUSED)
    assert page.locator(".order [role=status]").inner_text() == f"{words} moved to position 3 of 5"
    assert page.locator(".order li").nth(2).locator("label").inner_text() == words
    assert page.locator(".order select").evaluate_all("selects => selects.map(select => select.value)") == list("12345")
    meet(walk, "order-moved", "listitem, level 1, position 3, set size 5", words,
         f"button, Move up {words}, not disabled", f"{words} moved to position 3 of 5")  # fmt: skip
    said = screen_reader.press(page, f"button, Move up {words}")
    assert any(f"{words} moved to position 2 of 5" in heard for heard in said), said


def test_every_type_of_question_is_answered_by_keys_alone(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", NARROWEST)
    page, main = walk.page, walk.page.locator("main")
    walk.go("/activities/practice/hand-over/")
    press(walk, main.get_by_role("button", name="Start"))

    meet(
        walk,
        "single-choice",
        "heading, The offer, level 1",
        "group, How do you begin?",
        ", not checked, position 1, set size 3",
    )
    press(walk, page.locator(ANSWER))
    meet(walk, "single-choice-with-an-error", "There is a problem", "Choose one of the answers", "radio, ")
    reach(walk, main.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    words = main.get_by_role("radio", checked=True).evaluate("radio => radio.labels[0].innerText")
    meet(walk, "single-choice-chosen", f"radio, {words}", states=[f'radio "{words}" [checked]'])
    press(walk, page.locator(ANSWER))
    meet(walk, "single-choice-answered", "You chose:", words)
    go_on(walk)

    meet(walk, "multiple-choice", "heading, What goes with it, level 1", "checkbox, ", ", not checked")
    reach(walk, main.get_by_role("checkbox").nth(1))
    page.keyboard.press("Space")
    words = main.get_by_role("checkbox", checked=True).evaluate("box => box.labels[0].innerText")
    meet(walk, "multiple-choice-ticked", f"checkbox, {words}", states=[f'checkbox "{words}" [checked]'])
    press(walk, page.locator(ANSWER))
    meet(walk, "multiple-choice-answered", words)
    go_on(walk)

    order_by_keys(walk)
    press(walk, page.locator(ANSWER))
    meet(walk, "order-answered", "heading, The first month, level 1")
    go_on(walk)

    match_by_keys(walk)
    press(walk, page.locator(ANSWER))
    meet(walk, "match-answered", "heading, What follows, level 1")
    go_on(walk)

    meet(walk, "confidence", "group, Could you hand over", "radio, Not yet", "not checked")
    reach(walk, main.get_by_role("radio").first)
    page.keyboard.press("Space")
    meet(walk, "confidence-chosen", states=['radio "Not yet. I would not know where to begin" [checked]'])
    press(walk, page.locator(ANSWER))
    meet(walk, "confidence-answered", "Not yet")
    go_on(walk)

    meet(walk, "reflection", "heading, A task of yours, level 1", "textbox")
    reach(walk, main.get_by_role("textbox"))
    page.keyboard.type("The notes of our meeting")
    meet(walk, "reflection-written", "textbox, Your notes", states=[": The notes of our meeting"])
    press(walk, page.locator(ANSWER))
    meet(walk, "reflection-answered", "Only in this tab, on this device, until you close the tab.")
    assert walk.says("The notes of our meeting")
    go_on(walk)

    meet(walk, "questions-ended", "heading, In short, level 1")
    assert walk.heading() == "In short"
    assert walk.broken == []
    walk.context.close()


def match_by_keys(walk: Walk) -> None:
    main = walk.page.locator("main")
    thing = "You thank him for saying it, and ask what he thinks"
    select = main.get_by_role("combobox", name=re.compile(thing))
    meet(walk, "match", "columnheader, What you do", "combobox, What may follow", "not selected")
    for row in range(4):
        reach(walk, main.get_by_role("combobox").nth(row))
        walk.page.keyboard.press("ArrowDown")
    chosen = select.evaluate("select => select.selectedOptions[0].innerText")
    meet(walk, "match-chosen", f"combobox, What may follow {thing}", states=[f'option "{chosen}" [selected]'])


def test_the_model_a_sort_and_a_story_are_played_by_keys_alone(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", NARROWEST)
    main = walk.page.locator("main")
    walk.go("/activities/practice/spot-logic/")
    press(walk, main.get_by_role("button", name="Start"))
    explore_by_keys(walk)

    walk.go("/activities/practice/sort-20/")
    press(walk, main.get_by_role("button", name="Start"))
    card = walk.heading()
    meet(walk, "card", f"heading, {card}, level 1", "group, ", "button, Management", "button, Leadership")
    press(walk, main.get_by_role("button", name="Both"))
    meet(walk, "card-said", f"heading, {walk.heading()}, level 1")
    assert card in main.inner_text() or walk.heading() != card

    walk.go("/activities/practice/s1-visit/")
    press(walk, main.get_by_role("button", name="Start"))
    play_by_keys(walk)
    assert walk.broken == []
    walk.context.close()


def explore_by_keys(walk: Walk) -> None:
    main = walk.page.locator("main")
    meet(walk, "explore-spot", "heading, ", "group, ", "radio, ", ", not checked")
    reach(walk, main.get_by_role("radio").first)
    walk.page.keyboard.press("Space")
    words = main.get_by_role("radio", checked=True).evaluate("radio => radio.labels[0].innerText")
    meet(walk, "explore-spotted", f"radio, {words}", states=[f'radio "{words}" [checked]'])
    press(walk, walk.page.locator(ANSWER))
    meet(walk, "explore-answered", words)


def play_by_keys(walk: Walk) -> None:
    main = walk.page.locator("main")
    options = walk.page.locator("main .answer")
    choice = options.first.inner_text()
    meet(walk, "story-node", f"heading, {walk.heading()}, level 1", f"button, {choice}")
    press(walk, options.first)
    meet(walk, "story-consequence", "heading, What happened", f"You chose: {choice}", "radio, Both, not checked")
    reach(walk, main.get_by_role("radio").first)
    for _ in range(2):
        walk.page.keyboard.press("ArrowDown")
    meet(walk, "story-named", "radio, Both", "button, ", states=['radio "Both" [checked]'])
    while options.count():
        press(walk, options.first)
    question = "Was that management, leadership or both?"
    meet(walk, "story-ending", f"heading, {walk.heading()}, level 1", question, "radio, Both, not checked")
    press(walk, main.get_by_role("button", name="Continue"))
    meet(walk, "story-reflect", "heading, A last thought, level 1")
    press(walk, main.get_by_role("link", name="Read what you chose"))
    meet(walk, "story-trail", choice)


def test_every_question_a_sort_and_a_story_are_played_with_single_clicks_and_no_scripts(
    site: Site, browser: Browser
) -> None:
    walk = Walk(site, browser, "", NARROWEST, scripts=False)
    page, main = walk.page, walk.page.locator("main")
    walk.go("/activities/practice/hand-over/").button("Start")
    for _ in range(6):
        for control in ("radio", "checkbox"):
            if main.get_by_role(control).count():
                main.locator("label").first.click()
        for place, select in enumerate(main.get_by_role("combobox").all(), start=1):
            select.select_option(index=place)
        walk.button(re.compile("^(Answer|Continue)$"))
        walk.button(re.compile("^(Next question|Finish)$"))
    assert walk.heading() == "In short"

    walk.go("/activities/practice/sort-20/").button("Start")
    for _ in range(3):
        walk.answer(1)
    assert walk.says("4 of 8")

    walk.go("/activities/practice/s1-visit/").button("Start")
    while page.locator("main .answer").count():
        walk.answer(0)
    walk.button("Continue")
    walk.button("Read what you chose")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert walk.broken == []
    walk.context.close()


def test_the_logic_model_is_explored_with_single_clicks_and_no_scripts(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", NARROWEST, scripts=False)
    main = walk.page.locator("main")
    walk.go("/activities/practice/spot-logic/")
    walk.button("Start")

    for _ in range(2):
        walk.choose(
            "Speak up and challenge" if walk.heading() == "Her name is Mrs Orr" else "Share power and decisions"
        )
        walk.button("Answer")
        assert walk.says("We see it here too.")
        walk.button("Next question")
    for place, select in enumerate(main.get_by_role("combobox").all(), start=1):
        select.select_option(str(place))
    walk.button("Answer")
    assert walk.says("One step")
    walk.button("Next question")
    for label in main.locator("label", has_text="Gets in the way").all():
        label.click()
    walk.button("Answer")
    assert walk.says("We would say that it helps.")
    walk.button("Next question")
    walk.choose("Clear values")
    walk.button("Answer")
    assert walk.says("Clear values")
    walk.button("Next question")
    walk.button("Continue")
    walk.button("Finish")

    assert walk.heading() == "In short"
    assert walk.broken == []
    walk.context.close()


def test_a_match_on_a_phone_can_be_read_and_says_in_few_words_what_is_missing(site: Site, browser: Browser) -> None:
    walk = Walk(site, browser, "", PHONE)
    page, main = walk.page, walk.page.locator("main")
    walk.go("/activities/practice/hand-over/")
    walk.button("Start")
    while not page.locator(".match").count():
        if main.get_by_role("radio").count():
            main.get_by_role("radio").first.check(force=True)
        elif main.get_by_role("checkbox").count():
            main.get_by_role("checkbox").first.check(force=True)
        walk.button("Answer")
        walk.button("Next question")
    walk.button("Answer")

    form = page.locator(".match").bounding_box()
    cell, error = page.locator(".match .field-error").first, page.locator(".match .error").first
    sentence, select = page.locator(".match tbody th").first.bounding_box(), cell.locator("select").bounding_box()
    assert form
    assert sentence
    assert select
    assert select["width"] > form["width"] * 0.9
    assert select["y"] >= sentence["y"] + sentence["height"]
    left, height = error.evaluate("error => [error.offsetLeft - error.parentElement.offsetLeft, error.offsetHeight]")
    assert left >= 12, "the words touch the bar"
    assert height < 40, "the words take more than a line"
    walk.context.close()
