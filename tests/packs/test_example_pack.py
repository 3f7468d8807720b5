"""The checklist pack of docs/packs.md: elements that no module has heard of, at work in the linter and on the command line."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from notelint.cli.app import notelint
from notelint.linter import Linter
from notelint.note import Note
from notelint.packs.errors import PackError
from notelint.packs.loader import load_catalogue

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "example-pack"
NOTE = FOLDER / "example.txt"
PACK = load_catalogue(FOLDER)
CASES = [(name, number) for name, element in PACK.elements.items() for number in range(len(element.cases))]


@pytest.fixture(scope="module")
def linter():
    return Linter(names=["operative-report"], packs=[FOLDER])


@pytest.fixture
def check(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(ROOT)

    def check(*options):
        return CliRunner().invoke(notelint, ["check", "--isolated", "docs/example-pack/example.txt", *options])

    return check


def test_nothing_of_it_is_in_the_program():
    source = "\n".join(path.read_text("utf8") for path in (ROOT / "src" / "notelint").rglob("*.py") if path.is_file())
    for name in ("bowel_preparation", "withdrawal_time", "colonoscopy-report", "colonoscope", "cecum"):
        assert name not in source


@pytest.mark.parametrize(("name", "number"), CASES, ids=[f"{name}-{number}" for name, number in CASES])
def test_a_case(linter, name, number):
    case = PACK.elements[name].cases[number]
    found = linter.lint(Note(case.note)).packs["colonoscopy-report"].elements[name]
    assert found.status == case.status
    assert not case.shows or any(case.shows in words.text for words in found.evidence)


def test_its_findings_stand_beside_those_of_the_other_checklist(linter):
    report = linter.lint(Note(NOTE.read_text("utf8")))
    own = {found.rule: (found.severity, found.line) for found in report.findings if found.rule.startswith("colonoscopy")}
    assert own == {"colonoscopy-preparation-missing": ("warning", 7), "colonoscopy-withdrawal-time-incomplete": ("info", 7)}
    assert any(found.rule.startswith("essential-") for found in report.findings)
    alone = Linter(names=(), packs=[FOLDER]).lint(report.note)
    assert [found.rule for found in alone.findings] == list(own)
    assert alone.elements == report.packs["colonoscopy-report"].elements


def test_on_the_command_line(check):
    done = check("--pack", "operative-report", "--pack-dir", "docs/example-pack", "--format", "json")
    assert done.exit_code == 0, done.stderr
    note = json.loads(done.stdout)["notes"][0]
    own = note["packs"]["colonoscopy-report"]
    assert (own["kind"], own["profile"], own["asked"]) == ("procedure_note", "screening", list(PACK.elements))
    assert own["elements"]["polyps"]["evidence"][0]["text"].startswith("A 6 mm polyp in the sigmoid colon was removed")


def test_a_profile_of_one_checklist_leaves_the_others_at_their_own(check):
    done = check("--pack", "operative-report", "--pack-dir", "docs/example-pack", "--profile", "diagnostic", "--format", "json")
    packs = json.loads(done.stdout)["notes"][0]["packs"]
    assert {name: own["profile"] for name, own in packs.items()} == {
        "operative-report": "us-hospital",
        "colonoscopy-report": "diagnostic",
    }
    assert "withdrawal_time" not in packs["colonoscopy-report"]["asked"]
    done = check("--pack-dir", "docs/example-pack", "--profile", "diagnostc")
    assert (done.exit_code, done.stderr) == (2, "Error: no profile is called 'diagnostc'; did you mean diagnostic?\n")


def test_the_earlier_spelling_works_and_says_so(check):
    done = check("--pack", "docs/example-pack", "--select", "colonoscopy-preparation-missing", "--format", "concise")
    assert done.stdout == (
        "docs/example-pack/example.txt:7:1: warning colonoscopy-preparation-missing "
        "the quality of the bowel preparation is not documented\n"
    )
    assert done.stderr == "notelint: --pack docs/example-pack is deprecated; use --pack-dir docs/example-pack\n"


def test_the_script_for_authors(capsys, tmp_path):
    spec = importlib.util.spec_from_file_location("check_pack", ROOT / "scripts" / "check_pack.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.main(FOLDER) == 0
    assert capsys.readouterr().out == "colonoscopy-report: 12 of 12 cases as they say\n"
    mine = copied(tmp_path)
    swap(mine, "elements/extent.yaml", "shows: cecum was reached", "shows: ileum")
    swap(mine, "elements/polyps.yaml", "    status: n/a", "    status: met\n    shows: mucosa")
    assert script.main(mine) == 1
    assert capsys.readouterr().out.splitlines() == [
        "extent, case 1: 'ileum' is not among the words shown: ['The cecum was reached']",
        "polyps, case 3: n/a instead of met; shown: []",
        "polyps: no case is n/a",
        "colonoscopy-report: 10 of 12 cases as they say",
    ]
    swap(mine, "elements/extent.yaml", "silent: ", "silent: The scope was withdrawn. # ")
    assert script.main(mine) == 1
    assert "extent, rules.missing.silent: the element is missing" in capsys.readouterr().out.splitlines()
    swap(mine, "elements/extent.yaml", "    name: ", "    name: laterality-conflict # ")
    assert script.main(mine) == 2
    assert "laterality-conflict is another rule in the pack microvascular-bone" in capsys.readouterr().err
    swap(mine, "pack.yaml", "id: colonoscopy-report", "")
    assert script.main(mine) == 2
    assert capsys.readouterr().err.startswith("Error: mine/pack.yaml:")


def copied(tmp_path):
    return Path(shutil.copytree(FOLDER, tmp_path / "mine"))


def swap(folder, name, good, bad):
    path = folder / name
    text = path.read_text("utf8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), "utf8")


NO_REGEX = (
    "not a regular expression: missing ), unterminated subpattern at position {}; "
    "correct it, or put \\ before a sign that stands for itself"
)
EXTENT, TIME, WORDS = "elements/extent.yaml", "elements/withdrawal_time.yaml", "words/endoscopy.yaml"
BROKEN = [
    (TIME, "{label: '.*with", "{lable: '.*with", f"{TIME}:10: ways[0].lable: unknown key; did you mean label?"),
    (
        EXTENT,
        "says: '\\b(?:could",
        "says: '\\b(could(",
        f"{EXTENT}:11: ways[2].says: {NO_REGEX.format(2)}",
    ),
    (
        EXTENT,
        "{reached}",
        "{reachd}",
        f"{EXTENT}:10: ways[1].says: there is no list reachd in the folder words; did you mean reached?",
    ),
    (
        "elements/polyps.yaml",
        "without: [polyp_found]",
        "without: [polyp_fund]",
        "elements/polyps.yaml:10: ways[1].without[0]: there is no ground polyp_fund; did you mean polyp_found?",
    ),
    (
        EXTENT,
        "{says: '\\b(?:could",
        "{label: x, says: '\\b(?:could",
        f"{EXTENT}:11: ways[2].says: a way has label or says; make two ways of it",
    ),
    (
        EXTENT,
        "  - {says: '\\b(?:could",
        "  - {value: x, says: '\\b(?:could",
        f"{EXTENT}:11: ways[2].value: value is for a way with label; add label, or remove value",
    ),
    (
        EXTENT,
        "  - {says: '\\b(?:could",
        "  - {status: partial, says: '\\b(?:could",
        f"{EXTENT}:11: ways[2].status: the element has no partial; add partial and rules.partial to the file",
    ),
    (
        "elements/polyps.yaml",
        "{status: n/a, without",
        "{status: met, without",
        "elements/polyps.yaml:10: ways[1]: the way shows no words and gives met; add label or says, or give n/a or missing",
    ),
    (
        EXTENT,
        "belongs: ['",
        "belongs: ['(",
        f"{EXTENT}:7: belongs[0]: {NO_REGEX.format(0)}",
    ),
    (
        "grounds.yaml",
        "{says: '\\b{polyp}",
        "{says: '\\b{polip}",
        "grounds.yaml:4: [0].ways[0].says: there is no list polip in the folder words; did you mean polyp?",
    ),
    (
        "kinds.yaml",
        "'\\bcolonoscope was (?:",
        "'\\bcolonoscope was ((?:",
        f"kinds.yaml:3: story_begins: {NO_REGEX.format(18)}",
    ),
    (
        WORDS,
        "[excellent, good",
        "['excel{lent}', good",
        f"{WORDS}:5: idioms[0].words[0]: there is no list lent in the folder words; add it to one of its files",
    ),
    (WORDS, "['polyps?'", "['{polyp}'", f"{WORDS}:15: idioms[4].words[0]: a list that it names refers to itself; write it out"),
    (WORDS, "  - id: removed", "  - id: polyp", f"{WORDS}:17: idioms[5].id: there is an idiom polyp already; give it another id"),
]


@pytest.mark.parametrize(("name", "good", "bad", "message"), BROKEN)
def test_a_broken_one_is_refused_with_file_line_and_key(tmp_path, name, good, bad, message):
    mine = copied(tmp_path)
    swap(mine, name, good, bad)
    with pytest.raises(PackError) as caught:
        load_catalogue(mine)
    assert str(caught.value) == f"mine/{message}"
