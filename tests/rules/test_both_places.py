"""A finding about a conflict shows both places: in the report, in the text, in JSON and in the query."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from support import shared_linter
from support.notes import assert_places_are_exact
from support.queries import query_of
from support.repository_notes import reports
from support.sentences import linter

from notelint.cli.app import notelint
from notelint.note import Note

CONFLICTS = {"laterality-conflict", "header-body-conflict", "internal-contradiction"}
LEAST = 30
"""Of the notes in the repository so many at least show a conflict; a search that finds none proves nothing."""

FRAME = """OPERATIVE REPORT
DIAGNOSIS: Segmental defect of the left mandible after resection.
PROCEDURE: {title}

DESCRIPTION: {harvest} The peroneal artery and its two veins were followed to the trifurcation and divided. \
Under the operating microscope the peroneal artery was sewn end-to-end to the facial artery with 9-0 nylon and the vein \
to the facial vein. {more}
"""
CREST = """OPERATIVE REPORT
PROCEDURE: {title}

DESCRIPTION: A block of the right iliac crest, 7 x 3 cm, was harvested on the deep circumflex iliac artery and vein. \
Under the operating microscope its artery was sewn end-to-end to the facial artery and its vein to the facial vein. \
The crest was plated into the defect.
"""
TO_MANDIBLE = "Free vascularized right fibula to the mandible."
TITLE = "Free vascularized right fibula to the left mandible."
HARVEST = "Twelve cm of the right fibula was harvested."


def fibula(more="The leg was closed over a drain.", title=TITLE, harvest=HARVEST):
    return FRAME.format(title=title, harvest=harvest, more=more)


# the note, its rule, the words of each place, and what is said of the related places
SHOWN = {
    "the donor leg is called by both sides": (
        fibula("The donor site of the left leg was closed.", TO_MANDIBLE),
        "laterality-conflict",
        ["left leg", "right fibula"],
        ["the donor site is on the right here"],
    ),
    "the donor leg, its side behind the bone": (
        fibula("The donor site of the right leg was closed.", TITLE.replace("right", "left"), "The fibula, left, was harvested."),
        "laterality-conflict",
        ["right leg", "fibula, left"],
        ["the donor site is on the left here"],
    ),
    "the recipient is called by both sides": (
        fibula("The graft was plated to the right mandible. The leg was closed."),
        "laterality-conflict",
        ["left mandible", "right mandible"],
        ["the recipient site is on the right here"],
    ),
    "the header has skin, the body none": (
        fibula("No skin was taken.", TITLE.replace("vascularized", "osteocutaneous")),
        "header-body-conflict",
        ["fibula", "no skin"],
        ["the body says that no skin was taken"],
    ),
    "the header has bone alone, the body skin": (
        fibula("The skin paddle, 8 x 4 cm, was sutured into the mouth.", f"{TITLE[:-1]}, bone only."),
        "header-body-conflict",
        ["bone only", "skin paddle"],
        ["the body describes skin with the bone"],
    ),
    "the header names another bone": (
        CREST.format(title=TITLE),
        "header-body-conflict",
        ["fibula", "iliac crest"],
        ["the body takes the bone from here"],
    ),
    "the header names a flap without bone": (
        fibula(title="Free fasciocutaneous flap of the right leg to the left mandible."),
        "header-body-conflict",
        ["fasciocutaneous", "fibula"],
        ["the body takes bone with the flap"],
    ),
    "the header has bone, the body none": (
        fibula(title=TITLE, harvest="A skin paddle of 8 x 5 cm was raised on the right calf. No bone was taken."),
        "header-body-conflict",
        ["fibula", "no bone was taken"],
        ["the body says that no bone was taken"],
    ),
    "the header names a plain graft": (
        fibula(title="Nonvascularized right fibula strut to the left mandible."),
        "header-body-conflict",
        ["nonvascular", "peroneal artery and its two veins"],
        ["the body describes a graft with its vessels"],
    ),
    "the body gives the vessels up": (
        FRAME.split("Under the", maxsplit=1)[0].format(title=TITLE, harvest=HARVEST)
        + "The facial artery was scarred. The anastomosis was abandoned and the bone was placed as a nonvascularized graft.",
        "header-body-conflict",
        ["fibula", "anastomosis was abandoned"],
        ["the body says that its vessels were not joined"],
    ),
    "skin is taken and not taken": (
        fibula("Bone alone was taken. The skin paddle was then sutured into the mouth."),
        "internal-contradiction",
        ["skin paddle", "bone alone"],
        ["no skin is taken here"],
    ),
    "two ischemia times": (
        fibula("The ischemia time was 62 minutes. The total ischemia time of the flap was 140 minutes."),
        "internal-contradiction",
        ["62 minutes", "140 minutes"],
        ["the second ischemia time"],
    ),
    "an ischemia time against the clock": (
        fibula("The pedicle was divided at 10:05. Flow was restored at 12:20. Ischemia time was 62 minutes."),
        "internal-contradiction",
        ["62 minutes", "10:05", "12:20"],
        ["the clock time at which blood flow ended", "the clock time at which it returned"],
    ),
}
SILENT = {
    "the donor leg is called by one side": fibula("The donor site of the right leg was closed.", TO_MANDIBLE),
    "a skin graft comes from the other thigh": fibula(
        "A split skin graft from the left thigh covered the donor site.", TO_MANDIBLE
    ),
    "the other side has its reason": fibula("The left leg had been injured, so the donor site was the right leg.", TO_MANDIBLE),
    "the recipient is called by one side": fibula("The graft was plated to the left mandible. The leg was closed."),
    "header and body have no skin": fibula("No skin was taken."),
    "header and body have skin": fibula(
        "The skin paddle, 8 x 4 cm, was sutured into the mouth.", TITLE.replace("vascularized", "osteocutaneous")
    ),
    "header and body name one bone": CREST.format(title="Free vascularized right iliac crest to the left mandible."),
    "header and body give the vessels up": FRAME.split("Under the", maxsplit=1)[0].format(
        title="Right fibula, converted to a nonvascularized graft.", harvest=HARVEST
    )
    + "The facial artery was scarred. The anastomosis was abandoned and the bone was placed as a nonvascularized graft.",
    "a paddle of another flap": fibula("Bone alone was taken. The skin of the neck was then sutured."),
    "warm and cold ischemia": fibula("Warm ischemia time was 20 minutes and cold ischemia time was 62 minutes."),
    "the clock agrees": fibula("The pedicle was divided at 10:05. Flow was restored at 11:08. Ischemia time was 62 minutes."),
}


def conflicts_of(report):
    return [finding for finding in report.findings if finding.rule in CONFLICTS]


def places(finding):
    return [(finding.start, finding.end), *((place.start, place.end) for place in finding.related)]


@pytest.mark.parametrize("case", SHOWN)
def test_each_conflict_shows_its_places(case):
    text, rule, words, says = SHOWN[case]
    report = linter().lint(Note(text))
    assert_places_are_exact(report)
    (found,) = conflicts_of(report)
    assert found.rule == rule
    assert [text[start:end].lower() for start, end in places(found)] == words
    assert [place.note for place in found.related] == says


@pytest.mark.parametrize("case", SILENT)
def test_what_does_not_contradict_is_no_conflict(case):
    report = linter().lint(Note(SILENT[case]))
    assert report.decision.status != "not_applicable" or "nonvascularized" in SILENT[case]
    assert conflicts_of(report) == []


def test_every_rule_of_a_conflict_is_tried():
    assert {rule for _, rule, _, _ in SHOWN.values()} == CONFLICTS


@pytest.fixture(scope="module")
def found_in_repository():
    """Every conflict of the notes in the repository: the note's name, its text, the finding."""
    return [(report.note.source, report.note.text, found) for report in reports() for found in conflicts_of(report)]


def test_every_conflict_of_the_repository_shows_two_statements(found_in_repository):
    assert len(found_in_repository) >= LEAST
    assert {found.rule for _, _, found in found_in_repository} == CONFLICTS
    for name, text, found in found_in_repository:
        (start, end), *others = places(found)
        assert others, f"{name}: {found.rule} shows one place"
        for place in others:
            between = text[min(end, place[1]) : max(start, place[0])]
            assert max(start, place[0]) >= min(end, place[1]), f"{name}: the places overlap"
            assert any(sign in between for sign in ".,;:!?\n"), f"{name}: both places stand in one statement"


def test_what_is_said_of_a_place_holds_no_word_that_only_the_note_has(found_in_repository):
    """The words are the program's own: the same few for all notes."""
    said = {place.note for _, _, found in found_in_repository for place in found.related}
    own = {"the recipient site is on the left here", "the body says that the flap was given up"}
    assert said <= {note for _, _, _, says in SHOWN.values() for note in says} | own


@pytest.mark.parametrize("case", SHOWN)
def test_the_query_quotes_both_places(case):
    text, _, words, _ = SHOWN[case]
    quoted = [" ".join((cited.words or "").split()).lower() for one in query_of(text).questions for cited in one.citations]
    assert all(any(word in citation for citation in quoted) for word in words)


@pytest.mark.parametrize("options", [[], ["--no-excerpt"]], ids=["quoted", "not quoted"])
@pytest.mark.parametrize("case", SHOWN)
def test_text_and_json_show_both_places(case, options, monkeypatch):
    text, rule, _, says = SHOWN[case]
    monkeypatch.setattr("notelint.cli.linting.make_linter", shared_linter.make_linter)
    monkeypatch.setenv("COLUMNS", "200")

    def check(*more):
        return CliRunner().invoke(notelint, ["check", "-", "--select", rule, *options, *more], input=text).stdout

    shown = check()
    assert [shown.count(note) for note in says] == [1] * len(says)
    (document,) = json.loads(check("--format", "json"))["notes"]
    assert [place["note"] for place in document["findings"][0]["related"]] == says
