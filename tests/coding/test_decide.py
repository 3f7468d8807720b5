"""``decide`` on cases made by hand, with a table of fruit: nothing in it knows a bone."""

from __future__ import annotations

import pytest

from notelint.case.model import Case, Fact, Graft
from notelint.coding.decide import decide
from notelint.packs.schema import DecisionTable, Question, ReasonPart, Row
from notelint.report import Decision, Evidence, Need, Reason, Step

TABLE = DecisionTable(
    questions=(
        Question(id="way", fact="way", ask="How?", answers=("air", "road", "none"), ends=("none",)),
        Question(
            id="kind", fact="kind", ask="Which?", answers=("apple", "pear", "some"), open=("some",), need="which fruit it was"
        ),
        Question(
            id="peel",
            fact="peel",
            ask="Peel?",
            answers=("yes", "no", "unsaid"),
            open=("unsaid",),
            need="whether it had its peel",
            short={"yes": "with peel", "no": "bare"},
        ),
    ),
    table=(
        Row(code="A0", when={"kind": ("apple",), "peel": ("no",)}, says={"kind": "that it was an apple"}),
        Row(
            code="A1",
            when={"kind": ("apple",), "peel": ("yes",)},
            says={"kind": "that it was an apple", "peel": "that it had a peel"},
        ),
        Row(code="P0", when={"kind": ("pear",), "peel": ("no",)}, says={"kind": "that it was a pear"}),
        Row(code="P1", when={"kind": ("pear",), "peel": ("yes",)}),
    ),
    reason=(ReasonPart(says="{way} {kind}, {peel}"), ReasonPart(says="came by {way}", at="way"), ReasonPart(says="{color}")),
)
WORDS = (Evidence(3, 8, "apple"),)


def fact(value, *possible):
    return Fact(value, f"because {value}", WORDS, possible)


UNSAID = fact("unsaid", "yes", "no")


def graft(way="air", kind="apple", peel="no"):
    """A graft with these answers; a plain word is a fact that is settled."""
    told = {"way": way, "kind": kind, "peel": peel}
    return Graft({name: fact(value) if isinstance(value, str) else value for name, value in told.items()}, "left", None)


def case(*grafts):
    return Case(tuple(grafts), fact("air" if grafts else "none"))


@pytest.mark.parametrize(
    ("kind", "peel", "code"), [("apple", "no", "A0"), ("apple", "yes", "A1"), ("pear", "no", "P0"), ("pear", "yes", "P1")]
)
def test_supported(kind, peel, code):
    decision = decide(case(graft(kind=kind, peel=peel)), TABLE)
    assert (decision.status, decision.codes, decision.candidates, decision.needs) == ("supported", (code,), (), ())


def test_the_trace_has_every_question_with_its_words():
    decision = decide(case(graft()), TABLE)
    assert decision.trace == (
        Step("way", "air", "because air", WORDS),
        Step("kind", "apple", "because apple", WORDS),
        Step("peel", "no", "because no", WORDS),
    )


def test_the_reasons_of_a_code_are_its_answers_in_short_words_with_a_place():
    assert decide(case(graft()), TABLE).reasons == (Reason("air apple, bare"), Reason("came by air", WORDS[0]))


def test_the_reasons_without_a_code_are_what_the_note_must_say():
    decision = decide(case(graft(kind=fact("some", "apple", "pear"), peel=UNSAID)), TABLE)
    assert decision.reasons == (Reason("which fruit it was"), Reason("whether it had its peel"))


def test_no_graft_is_not_applicable_and_says_what_was_done():
    assert decide(case(), TABLE) == Decision(
        "not_applicable", trace=(Step("way", "none", "because none", WORDS),), reasons=(Reason("because none"),)
    )


def test_an_answer_that_ends_stops_the_questions():
    decision = decide(case(graft(way="none")), TABLE)
    assert (decision.status, [step.question for step in decision.trace]) == ("not_applicable", ["way"])
    assert (decision.codes, decision.candidates) == ((), ())


def test_an_open_question_leaves_candidates_and_what_each_needs():
    decision = decide(case(graft(peel=UNSAID)), TABLE)
    assert (decision.status, decision.codes, decision.candidates) == ("unsupported", (), ("A0", "A1"))
    assert decision.needs == (Need("A0", ("whether it had its peel",)), Need("A1", ("that it had a peel",)))


def test_two_open_questions_need_both():
    decision = decide(case(graft(kind=fact("some", "apple", "pear"), peel=UNSAID)), TABLE)
    assert decision.candidates == ("A0", "A1", "P0", "P1")
    assert {need.code: need.says for need in decision.needs}["P1"] == ("which fruit it was", "whether it had its peel")


def test_what_is_possible_narrows_the_candidates():
    decision = decide(case(graft(kind=fact("some", "pear"))), TABLE)
    assert (decision.status, decision.candidates) == ("unsupported", ("P0",))


def test_an_open_question_is_never_supported_though_one_code_is_left():
    decision = decide(case(graft(kind=fact("some", "apple"))), TABLE)
    assert decision.codes == ()
    assert decision.needs == (Need("A0", ("that it was an apple",)),)


def test_several_grafts_list_their_codes_once_each_in_their_order():
    decision = decide(case(graft(kind="pear"), graft(), graft(kind="pear")), TABLE)
    assert (decision.status, decision.codes) == ("supported", ("P0", "A0"))
    assert len(decision.trace) == 9


def test_one_supported_graft_supports_the_note():
    decision = decide(case(graft(peel=UNSAID), graft(kind="pear")), TABLE)
    assert (decision.status, decision.codes, decision.candidates) == ("supported", ("P0",), ())


def test_several_open_grafts_join_their_candidates_in_order():
    decision = decide(case(graft(kind="pear", peel=UNSAID), graft(peel=UNSAID)), TABLE)
    assert (decision.status, decision.candidates) == ("unsupported", ("A0", "A1", "P0", "P1"))


def test_facts_that_no_row_has_give_no_code():
    decision = decide(case(graft(kind="plum")), TABLE)
    assert decision.codes == decision.candidates == ()


def test_a_question_whose_fact_the_case_lacks_is_not_asked():
    bare = Graft({"kind": fact("apple"), "peel": fact("no")}, None, None)
    decision = decide(case(bare), TABLE)
    assert (decision.codes, [step.question for step in decision.trace]) == (("A0",), ["kind", "peel"])
