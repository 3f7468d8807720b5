"""``notelint template``: what is said of a template, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from support.snapshots import assert_matches

import notelint.outputs.templates
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.queries.lint import lint_wording

FOLDER = Path(__file__).parents[2] / "sample_templates"
SAMPLES = sorted(FOLDER.glob("*.txt"))
SCHEMA = json.loads((Path(notelint.outputs.templates.__file__).parent / "template.schema.json").read_text("utf8"))


@pytest.fixture
def judge(run, write, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")

    def judge(text, *options, name="template.txt"):
        return run("template", write(text, name), *options)

    return judge


def answers(done):
    return {name: one["answer"] for name, one in json.loads(done.stdout)["templates"][0]["elements"].items()}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample(judge, sample):
    done = judge(sample.read_bytes(), name=sample.name)
    assert (done.exit_code, done.stderr) == (0, "")
    assert_matches(f"template/{sample.stem}.txt", done.stdout)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_as_data(judge, sample):
    done = judge(sample.read_bytes(), "--format", "json", name=sample.name)
    data = json.loads(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    text = sample.read_text("utf8")
    (template,) = data["templates"]
    for field in template["fields"]:
        assert text[field["start"] : field["end"]] == field["text"]
    for code in template["codes"].values():
        listed = [name for group in ("asked", "preset", "may_be_untrue", "never_asked") for name in code[group]]
        assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("line", "element"),
    [
        ("After the clamps were released the bone bled briskly and the Doppler signal was strong.", "perfusion_check"),
        ("The left fibula was harvested.", "donor_laterality"),
        ("Ischemia time was 80 minutes.", "ischemia_time"),
        ("Estimated blood loss: 200 mL.", "blood_loss"),
        ("Complications: None.", "donor_complications"),
        ("The donor site was closed in layers.", "donor_closure"),
        ("The operating microscope was used.", "microscope"),
        ("The fibula segment was 8 cm long.", "bone_dimensions"),
    ],
)
def test_a_fact_in_the_words_of_the_template_may_be_untrue(judge, line, element):
    base = "The fibula was harvested. The peroneal artery was sewn to the *** artery and one vein to the *** vein.\n"
    assert answers(judge(base, "--format", "json"))[element] == "never asked"
    assert answers(judge(base + line, "--format", "json"))[element] == "may be untrue"


def test_a_fact_that_a_field_is_to_give_is_no_preset(judge):
    text = "The {left/right} fibula was harvested. Ischemia time: *** minutes. EBL *** mL. Complications: {none:***}"
    found = answers(judge(text, "--format", "json"))
    assert {found[name] for name in ("donor_laterality", "ischemia_time", "blood_loss", "donor_complications")} == {"asked"}


def test_a_template_that_names_no_graft_is_judged_too(judge):
    assert answers(judge("Donor: ***\nIschemia time: 75 minutes\n", "--format", "json"))["ischemia_time"] == "may be untrue"


def test_a_page_marks_the_words_and_loads_nothing(judge, tmp_path):
    done = judge(SAMPLES[0].read_bytes(), "--format", "html", "--output", "page.html")
    page = (tmp_path / "page.html").read_text("utf8")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "<script" not in page
    assert "Ischemia time was <mark" in page or ">Ischemia time was 85 minutes" in page
    assert "Preset, and may be untrue" in page


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_without_excerpts_no_word_of_the_template_is_printed(judge, form):
    done = judge(
        "Zebulon flap\nThe left fibula was harvested for Zebulon. Side: {Zebulon/right}", "--format", form, "--no-excerpt"
    )
    assert done.exit_code == 0
    assert "Zebulon" not in done.stdout


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_file_that_cannot_be_read_loses_no_other(judge, run, write, form):
    done = run("template", write("EBL: *** mL", "good.txt"), "missing.txt", "--format", form)
    assert done.exit_code == 2
    assert "missing.txt: error: " in done.stderr
    assert "good.txt" in done.stdout


@pytest.mark.parametrize("name", ["rtf", "docx"])
def test_a_template_can_be_a_document(run, tmp_path, name):
    if name == "rtf":
        (tmp_path / "t.rtf").write_bytes(
            rb"{\rtf1\ansi Ischemia time: *** minutes\par Side of the donor site: \{left/right\}\par}"
        )
    else:
        from support.documents.docx import docx, paragraph

        lines = ("Ischemia time: *** minutes", "Side of the donor site: {left/right}")
        (tmp_path / "t.docx").write_bytes(docx("".join(map(paragraph, lines))))
    done = run("template", f"t.{name}", "--format", "json")
    assert done.exit_code == 0
    assert {answers(done)[element] for element in ("ischemia_time", "donor_laterality")} == {"asked"}


CHECKLIST_TEMPLATE = """OPERATIVE REPORT

DATE OF OPERATION: ***
SURGEON: ***
PREOPERATIVE DIAGNOSIS: ***
POSTOPERATIVE DIAGNOSIS: Same.
PROCEDURE: Repair of {right / left} inguinal hernia.
ESTIMATED BLOOD LOSS: *** mL
COMPLICATIONS: None.

DESCRIPTION OF PROCEDURE: The groin was prepped and draped. An incision was made over the inguinal canal. The sac was dissected
free and reduced, and a mesh of *** x *** cm was sutured to the ligament. The skin was closed. Counts were correct.
"""


class TestChecklist:
    """What every operative report must document, beside the codes."""

    @pytest.mark.parametrize("form", ["text", "html"])
    def test_it_stands_behind_the_codes(self, judge, form):
        done = judge(CHECKLIST_TEMPLATE, "--format", form, "--pack", "operative-report")
        assert (done.exit_code, done.stderr) == (0, "")
        told = done.stdout
        assert "Operative report (us-hospital)" in told
        assert "of 20 elements" in told
        assert "0 elements" not in told.replace("20 elements", "")
        both = judge(CHECKLIST_TEMPLATE, "--format", form).stdout
        assert both.index("20973") < both.index("Operative report (us-hospital)")

    def test_what_is_asked_preset_and_never_asked(self, judge):
        data = json.loads(judge(CHECKLIST_TEMPLATE, "--format", "json").stdout)
        jsonschema.Draft202012Validator(SCHEMA).validate(data)
        own = data["templates"][0]["checklists"]["operative-report"]
        found = {name: one["answer"] for name, one in own["elements"].items()}
        asked = ("date_of_operation", "surgeon_named", "preoperative_diagnosis", "procedure_named", "laterality", "blood_loss")
        assert {found[name] for name in asked} == {"asked"}
        assert own["elements"]["blood_loss"]["fields"] == ["8:23"]
        for name in ("postoperative_diagnosis", "complications", "closure", "counts"):
            assert found[name] == "may be untrue"
            assert own["elements"][name]["why"]
        assert {found["approach"], found["technique"]} == {"preset"}
        assert {found[name] for name in ("assistants_stated", "anesthesia_type", "disposition")} == {"never asked"}
        assert own["elements"]["disposition"]["prompt"] == "Where the patient went, and the plan: ***"

    def test_the_profile_chooses_what_is_judged(self, judge):
        told = judge(CHECKLIST_TEMPLATE, "--profile", "uk-rcs").stdout
        assert "Operative report (uk-rcs)" in told
        assert "Elective or emergency" in told

    def test_without_the_pack_nothing_is_said_of_it(self, judge):
        data = json.loads(judge(CHECKLIST_TEMPLATE, "--format", "json", "--pack", "microvascular-bone").stdout)
        assert data["templates"][0]["checklists"] == {}

    def test_a_prompt_suggests_no_answer(self):
        catalogue = next(one for one in map(load_catalogue, builtin_packs()) if one.info.id == "operative-report")
        assert [one.id for one in catalogue.elements.values() if lint_wording(f"{one.title}: ***")] == []
