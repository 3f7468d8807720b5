"""Each kind of violation is caught, in a query that was sound before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.notes import SAMPLES, text_of
from support.queries import query_of, rendered

from notelint.queries.lint import Violation, lint, lint_wording
from notelint.queries.model import Option

CONTRAST = "Please add that the peroneal artery was anastomosed to the facial artery under microscope so 20955 can be paid."
NOTES = {path.name[:2]: path for path in SAMPLES}


@pytest.fixture(scope="module")
def sound():
    """A query with a choice (its first question) and open questions."""
    return query_of(text_of(NOTES["14"]))


def changed(query, at, **parts):
    questions = list(query.questions)
    questions[at] = replace(questions[at], **parts)
    return replace(query, questions=tuple(questions))


def found(query, text=None):
    return {(violation.kind, violation.where) for violation in lint(query, rendered(query) if text is None else text)}


def test_a_sound_query_passes(sound):
    assert found(sound) == set()


def test_the_contrast_example_is_refused(sound):
    """The non-compliant example that the guides give: it names a code and payment, and dictates the answer."""
    assert {violation.kind for violation in lint_wording(CONTRAST)} == {"code", "payment", "leading"}
    assert {("code", "vessel_diameter"), ("payment", "vessel_diameter"), ("leading", "vessel_diameter")} <= found(
        changed(sound, 2, ask=CONTRAST)
    )


@pytest.mark.parametrize(
    "wording",
    [
        "Please add that a microscope was used.",
        "Please document that the graft was perfused.",
        "Was the operating microscope used?",
        "The bone was the fibula, correct?",
        "The note must name the vessels.",
        "Please clarify the ischemia time of 82 minutes.",
        "Please explain why the graft was medically necessary.",
        "Please answer immediately; this is the final reminder.",
        "Presumably the fibula was used.",
        "Please document the vessels in order to complete the case.",
    ],
)
def test_leading_words(wording):
    assert {violation.kind for violation in lint_wording(wording)} == {"leading"}


@pytest.mark.parametrize(
    "wording", ["code 7", "２０９５５", "20\u200b955", "2 0 9 5 5", "two oh nine five five", "s2325", "M87.051"]
)
def test_codes_in_disguise(wording):
    assert Violation("code", "wording") in lint_wording(wording)


@pytest.mark.parametrize(
    "wording", ["bil\u00adling", "BILLING", "bílling", "＄5", "to\nsupport  reimbursement", "the payer's view"]
)
def test_payment_in_disguise(wording):
    assert Violation("payment", "wording") in lint_wording(wording)


@pytest.mark.parametrize(
    "words",
    [
        "9-0 nylon, 3-0 Vicryl",
        "11/02/2020",
        "05-24-21",
        "4 x 3 x 2 cm, 250 mL",
        "T4a N2b",
        "10:20 to 11:41",
        "2026.1",
        "1,250 mL",
    ],
)
def test_a_note_s_usual_figures_are_no_codes(words):
    assert not {violation.kind for violation in lint_wording(words)} & {"code", "payment"}


def test_places_one_after_the_other_are_no_code(sound):
    assert found(sound, rendered(sound) + "The note says:\n  16:114\n  18:143\n") == found(sound, rendered(sound))
    assert ("code", "text") in found(sound, rendered(sound) + "at 16:114, 209 55 18:143")


def test_a_code_anywhere_in_the_text(sound):
    assert ("code", "text") in found(sound, rendered(sound) + "Ref. 20955")


def test_payment_anywhere_in_the_text(sound):
    assert ("payment", "text") in found(sound, rendered(sound) + "worth 60 RVUs")


@pytest.mark.parametrize(
    "title", ["Missing microscope for 20956", "Deficient note", "No ischemia time", "Incomplete documentation"]
)
def test_a_leading_title(sound, title):
    assert ("leading", "title") in found(replace(sound, title=title))


def test_a_leading_heading(sound):
    assert ("leading", "vessel_diameter") in found(changed(sound, 2, title="Missing diameter"))


def test_a_single_option(sound):
    one = sound.questions[0].options[:1]
    assert found(changed(sound, 0, options=one)) == {("single option", "side")}


def test_no_way_out_of_a_choice(sound):
    other, undetermined = sound.questions[0].ways_out
    assert found(changed(sound, 0, ways_out=(other,))) == {("no way out", "side")}
    assert found(changed(sound, 0, ways_out=(undetermined,))) == {("no way out", "side")}


def test_no_way_out_of_an_open_question(sound):
    assert found(changed(sound, 2, ways_out=())) == {("no way out", "vessel_diameter")}


def test_an_option_that_the_record_does_not_mention(sound):
    left, right = sound.questions[0].options
    invented = Option("bilateral", right.citation)
    assert found(changed(sound, 0, options=(left, invented))) == {("option not in the record", "side")}


def test_an_option_with_words_that_are_not_cited(sound):
    left, _ = sound.questions[0].options
    elsewhere = Option("right", replace(sound.questions[1].citations[0], words="the right knee"))
    assert found(changed(sound, 0, options=(left, elsewhere))) == {("option not in the record", "side")}


def test_an_option_whose_words_are_withheld(sound):
    left, right = sound.questions[0].options
    withheld = replace(right.citation, words=None)
    query = changed(sound, 0, options=(left, Option("right", withheld)), citations=(left.citation, withheld))
    assert found(query) == {("option not in the record", "side")}


@pytest.mark.parametrize("part", ["title", "opening", "closing"])
def test_a_missing_part(sound, part):
    assert found(replace(sound, **{part: ""})) == {("missing part", part)}


def test_a_question_without_indicators_or_words(sound):
    assert ("missing part", "side") in found(changed(sound, 0, citations=(), options=()))
    assert ("missing part", "vessel_diameter") in found(changed(sound, 2, ask=" "))


def test_what_is_not_printed_is_missing(sound):
    text = rendered(sound)
    assert found(sound, text.replace(sound.closing[:20], "")) == {("missing part", "closing")}
    assert ("missing part", "duration") in found(sound, text[: text.index("5. Duration")] + sound.closing)


def test_nothing_asked_is_sound_where_it_says_so():
    query = query_of(text_of(NOTES["17"]))
    assert found(query) == set()
    assert found(query, "") == {("missing part", "remark")}
