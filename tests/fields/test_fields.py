"""Fields of a template: where they stand, their kind, their choices, and what they ask for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.fields.finding import find_fields
from notelint.packs.decode import parse
from notelint.packs.errors import PackError
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.stages import stages
from notelint.packs.templates import TemplateFile, check_templates, templates
from notelint.queries.lint import lint_wording


@pytest.mark.parametrize(
    ("text", "kind", "choices"),
    [
        ("Blood loss: *** mL", "blank", ()),
        ("Recipient: ____________", "blank", ()),
        ("The {left/right} leg", "pick list", ("left", "right")),
        ("The {mandible:maxilla:***} was", "pick list", ("mandible", "maxilla", "***")),
        ("The [ left / right ] leg", "pick list", ("left", "right")),
        ('Tissue: {kind:19197::"bone only","bone with skin"}', "pick list", ("bone only", "bone with skin")),
        ("Side: {LATERALITY:20500}", "pick list", ()),
        ("Patient: @NAME@", "macro", ()),
        ("Patient: <<name>>", "macro", ()),
        ("Side: [ ] left  [ ] right", "box", ("left", "right")),
        ("Side: \u2610 left  \u2610 right", "box", ("left", "right")),
        ("[insert the vessels]", "blank", ()),
    ],
)
def test_a_field_has_a_kind_and_its_choices(text, kind, choices):
    (field,) = find_fields(text)
    assert (field.kind, field.choices) == (kind, choices)


@pytest.mark.parametrize("text", ["Signed: ______________", "Side: [x] left  [ ] right", "a_b", "*** PAGE 2 OF 3 ***", ""])
def test_what_is_no_field(text):
    assert find_fields(text) == ()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("The fibula measured *** cm. The pedicle was *** cm long.", [("bone_dimensions",), ("pedicle_length",)]),
        ("Skin paddle: *** x *** cm", [("skin_dimensions",), ("skin_dimensions",)]),
        ("Ischemia time: *** minutes", [("ischemia_time",)]),
        ("RECIPIENT VESSELS\nArtery: ***\nVein: ***", [("recipient_vessels",), ("recipient_vessels",)]),
        ("Donor leg: [ ] right  [ ] left", [("donor_laterality",)]),
        ("The artery was sewn {end to end / end to side}", [("anastomosis_technique",)]),
        ("Tourniquet inflated to *** mmHg", [()]),
        ("Assistant: ***", [()]),
        ("Blood loss for @NAME@: @EBL@", [(), ("blood_loss",)]),
        ("Complications: ***", [("donor_complications",)]),
    ],
)
def test_a_field_asks_for_what_its_words_say(text, asks):
    assert [field.elements for field in find_fields(text)] == asks


def test_a_field_can_ask_a_question_of_the_decision():
    (field,) = find_fields("Components: [ ] bone only  [ ] osteocutaneous")
    assert field.questions == ("skin_paddle",)


@given(st.text(st.sampled_from("*_{}[]/:|@<>ab \n.\u2610\u0130\u00df"), max_size=60))
def test_fields_are_in_the_text_in_order_and_apart(text):
    behind = 0
    for field in find_fields(text):
        assert behind <= field.start < field.end <= len(text)
        behind = field.end


FAMILIES = [folder for folder in builtin_packs() if load_catalogue(folder).decides]


class TestData:
    elements = tuple(element for folder in FAMILIES for element in load_catalogue(folder).elements)

    def test_there_is_a_prompt_for_every_element_and_no_other(self):
        assert tuple(templates().elements) == self.elements

    @pytest.mark.parametrize("asked", templates().file.elements, ids=lambda asked: asked.element)
    def test_a_prompt_suggests_no_answer(self, asked):
        assert lint_wording(asked.prompt) == ()

    @pytest.mark.parametrize("asked", templates().file.elements, ids=lambda asked: asked.element)
    def test_a_prompt_asks_for_its_element(self, asked):
        assert all(asked.element in field.elements for field in find_fields(asked.prompt))
        assert find_fields(asked.prompt)

    @pytest.mark.parametrize("folder", FAMILIES, ids=lambda folder: folder.name)
    def test_what_stages_and_fields_name_is_known(self, folder):
        catalogue = load_catalogue(folder)
        questions = {question.id for question in catalogue.decision.questions}
        asked = {asked.question for asked in templates().file.questions}
        assert asked | {name for one in templates().file.elements for name in one.facts} <= questions
        assert set(stages().draft.rules) <= set(catalogue.rules)

    @pytest.mark.parametrize(
        ("was", "now", "says"),
        [
            ("'\\bcomplications?\\b'", "'('", r"templates.yaml:\d+: elements\[\d+\].asks\[0\]: not a regular expression: "),
            (
                "element: blood_loss",
                "element: microscope",
                r"templates.yaml:\d+: elements\[\d+\].element: microscope stands twice; ",
            ),
        ],
    )
    def test_a_damaged_file_is_refused_with_its_place(self, was, now, says):
        from importlib.resources import files

        text = (files("notelint.patterns") / "shared" / "templates.yaml").read_text("utf8")
        assert was in text
        with pytest.raises(PackError) as raised:
            check_templates(parse(text.replace(was, now, 1), TemplateFile, "templates.yaml"))
        assert re.match(says, str(raised.value))
