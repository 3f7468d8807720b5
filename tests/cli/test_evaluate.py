"""``notelint evaluate`` on a handful of notes labelled by hand; the fake linter reads every one as a supported 20955.

Set a, of three notes: A1 is read as labelled; A2 is labelled 20969, so its code is wrong, its side, skin and microscope are
missed; A3 is labelled not applicable, so its code is one where none fits and its donor is extra. Decisions right 2 of 3, codes 1
of 3; the donor's name has precision 2/3, recall 1, F1 0.8.
"""

from __future__ import annotations

import json

import pytest
from support.labels import NOT_APPLICABLE, labels_text
from support.snapshots import assert_matches

from notelint import __version__
from notelint.packs.loader import builtin_packs, load_catalogue

pytestmark = pytest.mark.usefixtures("fake_linter")

WITH_SKIN = {
    "codes": ("20969",),
    "facts": {"donor_laterality": "left", "transfer": "free", "skin_paddle": "yes"},
    "elements": {"donor_laterality": "met", "microscope": "met"},
    "integrity": ("laterality_conflict",),
}
UNCLEAR = {"status": "unsupported", "codes": (), "candidates": ("20955", "20969"), "elements": {"donor_site_named": "partial"}}


@pytest.fixture
def labelled(write):
    """Writes a note and its labels, and returns its folder."""

    def labelled(path, note="Fibula flap.\n", **more):
        write(note, f"{path}.txt")
        write(labels_text(**more), f"{path}.gold.json")
        return path.partition("/")[0]

    return labelled


@pytest.fixture
def sets(labelled, write):
    labelled("a/A1")
    labelled("a/A2", **WITH_SKIN)
    labelled("a/A3", **NOT_APPLICABLE)
    labelled("b/B1", **UNCLEAR)
    write("Fibula flap.\n", "b/B2.txt")
    return ("a", "b")


def figures(done):
    return json.loads(done.stdout)["all"]["figures"]


class TestFigures:
    @pytest.mark.parametrize("form", ["text", "markdown", "json"])
    def test_output_is_exact(self, run, sets, form):
        done = run("evaluate", *sets, "--format", form, "--show")
        assert (done.exit_code, done.stderr) == (0, "")
        pack = load_catalogue(builtin_packs()[0]).info.version
        told = done.stdout.replace(f'"{__version__}"', '"VERSION"').replace(f'"{pack}"', '"PACK"')
        assert_matches(f"evaluate/{form}.txt", told)

    def test_one_set_is_printed_once_without_disagreements_unless_asked_for(self, run, sets):
        done = run("evaluate", "a")
        assert_matches("evaluate/one-set.txt", done.stdout)

    def test_are_those_worked_out_by_hand(self, run, sets):
        done = json.loads(run("evaluate", "a", "--format", "json").stdout)["all"]
        assert (done["notes"], done["wrong_code"], done["false_family"]) == (3, ["A2"], ["A3"])
        assert (done["status"]["right"], done["codes"]["right"], done["candidates"]["share"]) == (2, 1, None)
        donor = done["elements"]["donor_site_named"]
        assert (donor["precision"], donor["recall"], donor["f1"]) == pytest.approx((2 / 3, 1, 0.8))
        assert done["facts"]["skin_paddle"] == {
            "right": 2, "of": 3, "share": 2 / 3, "precision": None, "recall": 0.0, "f1": 0.0, "found": 0, "extra": 0, "missed": 1,
        }  # fmt: skip
        # Of 75 statuses A1 has 25 right, A2 all but its side and its microscope, A3 none.
        assert done["all_elements"]["right"] == 48
        # Met and found: the donors of A1 and A2; extra: that of A3; missed: the side and the microscope of A2.
        assert [done["all_elements"][key] for key in ("found", "extra", "missed")] == [2, 1, 2]
        assert done["figures"]["elements_f1"] == pytest.approx(2 * 2 / (2 * 2 + 1 + 2))
        assert done["integrity"]["missed"] == 1

    def test_a_folder_given_twice_is_counted_once(self, run, sets):
        assert json.loads(run("evaluate", "a", "./a/", "--format", "json").stdout)["all"]["notes"] == 3

    def test_output_goes_to_a_file(self, run, sets, tmp_path):
        printed = run("evaluate", "a").stdout
        done = run("evaluate", "a", "--output", "out.txt")
        assert (done.exit_code, done.stdout) == (0, "")
        assert (tmp_path / "out.txt").read_text("utf8") == printed


class TestEvidence:
    """The fake linter shows the first word of the note, which names the donor."""

    @pytest.fixture
    def spans(self, labelled, write):
        """Three notes with spans, of which one is labelled elsewhere and one is not documented; a fourth without."""
        pieces = {"A1": ["Fibula flap"], "A2": ["flap"], "A3": ["Fibula"]}
        labelled("a/A1")
        labelled("a/A2")
        labelled("a/A3", elements={"donor_site_named": "missing"})
        labelled("a/A4")
        for name, listed in pieces.items():
            write(json.dumps({"elements": {"donor_site_named": listed, "blood_loss": ["flap"]}}), f"a/{name}.spans.json")

    def test_is_scored_where_it_is_labelled_and_documented(self, run, spans):
        done = json.loads(run("evaluate", "a", "--format", "json", "--show").stdout)["all"]
        assert done["all_evidence"] == {"right": 1, "of": 2, "share": 0.5}
        assert done["evidence"] == {"donor_site_named": {"right": 1, "of": 2, "share": 0.5}}
        assert done["decision"] == {"right": 4, "of": 4, "share": 1.0}
        assert (done["figures"]["evidence"], done["figures"]["evidence.donor_site_named"]) == (0.5, 0.5)

    @pytest.mark.parametrize(
        ("form", "row"), [("text", "  all elements        1/2  0.500"), ("markdown", "| all elements | 1/2 | 0.500 |")]
    )
    def test_is_told_to_readers(self, run, spans, form, row):
        done = run("evaluate", "a", "--format", form, "--show").stdout
        assert row in done.splitlines()
        assert "evidence.donor_site_named" in done

    def test_can_have_a_floor(self, run, spans):
        done = run("evaluate", "a", "--fail-under", "evidence=0.6", "--fail-under", "evidence.donor_site_named=0.5")
        assert (done.exit_code, done.stderr) == (1, "evidence is 0.5, below 0.6\n")

    def test_a_broken_file_is_an_error_and_the_others_are_scored(self, run, spans, write):
        write('{"elements": {"donor_site_named": ["Smith"]}}', "a/A1.spans.json")
        write(b"\xff", "a/A4.spans.json")
        done = run("evaluate", "a")
        assert done.exit_code == 2
        assert done.stdout.startswith("a: 2 notes\nnot scored: 2 that could not be used (A1 A4)\n")
        words, encoding = done.stderr.splitlines()
        assert words.startswith("a/A1.spans.json:1: elements.donor_site_named[0]: these words do not stand in the note; ")
        assert encoding == "a/A4.spans.json: not UTF-8; save it as UTF-8"

    def test_a_set_without_spans_has_no_figure(self, run, sets):
        done = json.loads(run("evaluate", "a", "--format", "json").stdout)["all"]
        assert (done["evidence"], done["figures"]["evidence"]) == ({}, None)


class TestFailUnder:
    @pytest.mark.parametrize(
        ("floor", "status", "told"),
        [
            ("codes=0.33", 0, ""),
            ("codes=0.34", 1, "codes is 0.333333, below 0.34\n"),
            ("elements.donor_site_named=0.8", 0, ""),
            ("elements.donor_site_named=0.81", 1, "elements.donor_site_named is 0.8, below 0.81\n"),
            ("facts.donor_site=0.7", 1, "facts.donor_site is 0.666667, below 0.7\n"),
            ("candidates=1", 0, ""),
        ],
    )
    def test_status_is_1_when_a_figure_is_below(self, run, sets, floor, status, told):
        done = run("evaluate", "a", "--fail-under", floor)
        assert (done.exit_code, done.stderr) == (status, told)
        assert done.stdout.startswith("a: 3 notes\n")

    def test_each_figure_below_its_floor_is_reported(self, run, sets):
        done = run("evaluate", *sets, "--fail-under", "codes=1", "--fail-under", "status=0.5", "--fail-under", "elements_f1=1")
        assert done.exit_code == 1
        assert done.stderr == "codes is 0.25, below 1\nelements_f1 is 0.5, below 1\n"

    @pytest.mark.parametrize(
        ("floor", "told"),
        [
            ("codes", "'codes' is not FIGURE=VALUE, as in codes=0.95"),
            ("codes=high", "'codes=high' is not FIGURE=VALUE, as in codes=0.95"),
            ("codes=95", "'codes=95': a figure lies between 0 and 1"),
            ("codes=nan", "'codes=nan': a figure lies between 0 and 1"),
            ("code=0.9", "no figure is called 'code'; did you mean codes?"),
            ("elements.blood_los=0.9", "no figure is called 'elements.blood_los'; did you mean elements.blood_loss?"),
            ("zzz=0.9", "no figure is called 'zzz'; see notelint evaluate --help"),
        ],
    )
    def test_a_figure_or_value_that_makes_no_sense_is_refused(self, run, sets, floor, told):
        done = run("evaluate", "a", "--fail-under", floor)
        assert (done.exit_code, done.stdout) == (2, "")
        assert told in done.stderr


class TestErrors:
    def test_unusable_notes_are_reported_and_the_others_are_scored(self, run, labelled, write):
        labelled("a/A1")
        labelled("a/A2", note="")
        labelled("a/A3", note="please raise")
        labelled("a/A4", elements={"blood_los": "met"})
        labelled("a/A5", facts={"donor_site": "Smith"})
        write("{", "a/A6.gold.json")
        write("Fibula", "a/A6.txt")
        write("{}", "a/A7.gold.json")
        done = run("evaluate", "a", "--fail-under", "codes=1")
        assert done.exit_code == 2
        assert done.stdout.startswith("a: 1 note\nnot scored: 6 that could not be used (A2 A3 A4 A5 A6 A7)\n")
        empty, internal, element, fact, syntax, alone = done.stderr.splitlines()
        assert empty == "a/A2.txt: empty; give a file that holds the note's text"
        assert internal == "a/A3.txt: internal error (ValueError)"
        assert element == "a/A4.gold.json:42: elements.blood_los: unknown element; did you mean blood_loss?"
        assert fact.startswith(
            "a/A5.gold.json:10: facts.donor_site: not one of the choices; use one of: null, fibula, iliac_crest"
        )
        assert syntax == "a/A6.gold.json:1: not JSON; correct the syntax at or just above this line"
        assert alone == "a/A7.gold.json: there is no A7.txt beside it; add the note or remove the labels"

    def test_a_long_list_of_notes_without_labels_is_cut(self, run, labelled, write):
        labelled("a/A1")
        for number in range(12):
            write("Fibula", f"a/B{number:02}.txt")
        ids = " ".join(f"B{number:02}" for number in range(10))
        assert f"a: 1 note\nnot scored: 12 without labels ({ids} ...)\n" in run("evaluate", "a").stdout

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            ([], "Missing argument 'DIR...'"),
            (["no"], "Directory 'no' does not exist."),
            (["a/A1.txt"], "Directory 'a/A1.txt' is a file."),
            (["empty"], "Error: empty: no labelled notes in this folder; put ID.txt with ID.gold.json there"),
            (["a", "--format", "xml"], "'xml' is not one of 'text', 'json', 'markdown'"),
            (["a", "--pack-dir", "no"], "Error: no: there is no such folder"),
            (["a", "--output", "a/A1.gold.json"], "Error: a/A1.gold.json: is one of the files to be read; give --output another"),
            (["a", "--output", "a/A1.txt"], "Error: a/A1.txt: is one of the files to be read; give --output another file"),
            (["a", "--output", "no/out.txt"], "Error: no/out.txt: cannot be written: No such file or directory"),
        ],
    )
    def test_wrong_usage(self, run, sets, tmp_path, arguments, told):
        (tmp_path / "empty").mkdir()
        done = run("evaluate", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert told in done.stderr
        assert (tmp_path / "a" / "A1.txt").read_text() == "Fibula flap.\n"
