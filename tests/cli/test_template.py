"""``notelint template``: what is said of a template, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from support.snapshots import assert_matches

import notelint.outputs.templates

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
