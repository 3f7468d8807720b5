"""The configuration file as users meet it: what it changes in a run, ``notelint config``, and what is said of a broken one."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import click
import pytest
from support.archives import OneProcess, results
from support.reports_of_operations import HERNIA
from support.snapshots import assert_matches

from notelint.cli.app import ENTRIES, notelint
from notelint.cli.config_schema import commands_with_keys
from notelint.cli.configurable import kept_options
from notelint.packs.loader import builtin_packs

LOUPES = Path(__file__).parents[2] / "sample_notes" / "09-fibula-to-humerus-loupes-no-ischemia-time.txt"
FOUND = {"blood-loss-missing": "warning", "ischemia-time-missing": "warning", "microscope-missing": "warning"}
CLAIM = """\
date_of_service: 2026-03-02
place_of_service: "21"
surgeons: {a: {name: Ines Marlowe}}
lines:
  - {code: "20956"}
notes: [{file: fibula.txt}]
"""
RULES_READ = 'reader = "rules"\n'


@pytest.fixture(autouse=True)
def shipped_tables(monkeypatch):
    monkeypatch.delenv("NOTELINT_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/nonexistent")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def note(write):
    return write(LOUPES.read_bytes(), "notes/loupes.txt")


@pytest.fixture
def configured(write):
    """Writes ``.notelint.toml`` into the test's folder."""

    def configured(text, name=".notelint.toml"):
        return write(RULES_READ + text, name)

    return configured


@pytest.fixture
def check(run, note, configured):
    """Runs ``notelint check`` on the note with this configuration."""

    def check(text, *arguments):
        configured(text)
        return run("check", note, "--pack", "microvascular-bone", *arguments)

    return check


def findings(done):
    return {found["rule"]: found["severity"] for note in json.loads(done.stdout)["notes"] for found in note["findings"]}


class TestRules:
    @pytest.mark.parametrize(
        ("text", "arguments", "expected"),
        [
            ("", [], FOUND),
            ('ignore = ["blood-loss-missing"]', [], FOUND.keys() - {"blood-loss-missing"}),
            ('select = ["blood-loss-missing"]', [], {"blood-loss-missing"}),
            ('[check]\nignore = ["blood-loss-missing"]', [], FOUND.keys() - {"blood-loss-missing"}),
            ('[batch]\nignore = ["blood-loss-missing"]', [], FOUND),
            ('ignore = ["blood-loss-missing"]', ["--ignore", "microscope-missing"], {"ischemia-time-missing"}),
            ('ignore = ["blood-loss-missing"]', ["--select", "blood-loss-missing"], {"blood-loss-missing"}),
            ('ignore = ["essential-counts-missing"]', [], FOUND),  # the rule of a pack that is not at work
            ("", ["--ignore", "essential-counts-missing"], FOUND),
            ('[severity]\nblood-loss-missing = "off"', [], FOUND.keys() - {"blood-loss-missing"}),
            ('[severity]\nblood-loss-missing = "error"', [], FOUND | {"blood-loss-missing": "error"}),
            ('[[per-path]]\npaths = ["notes/"]\nignore = ["blood-loss-missing"]', [], FOUND.keys() - {"blood-loss-missing"}),
            ('[[per-path]]\npaths = ["drafts/"]\nignore = ["blood-loss-missing"]', [], FOUND),
            (
                '[[per-path]]\npaths = ["*.txt"]\nseverity = {microscope-missing = "info"}',
                [],
                FOUND | {"microscope-missing": "info"},
            ),
        ],
    )
    def test_of_a_note(self, check, text, arguments, expected):
        found = findings(check(text, "--format", "json", *arguments))
        assert found == (expected if isinstance(expected, dict) else {rule: FOUND[rule] for rule in expected})

    def test_a_severity_decides_the_exit_status(self, run, note, configured):
        assert run("check", note, "--reader", "rules").exit_code == 0
        configured('[severity]\nblood-loss-missing = "error"')
        assert run("check", note).exit_code == 1

    @pytest.mark.parametrize("arguments", [["review", "claim.yaml"], ["check", "fibula.txt", "--code", "20956"]], ids=" ".join)
    def test_of_a_claim(self, run, write, configured, arguments):
        write((files("notelint.patterns") / "claims" / "examples" / "fibula.txt").read_text("utf8"), "fibula.txt")
        write(CLAIM, "claim.yaml")
        before = run(*arguments, "--reader", "rules", "--format", "concise")
        assert (before.exit_code, " error donor-site-code-wrong " in before.stdout) == (1, True)
        configured('[severity]\ndonor-site-code-wrong = "info"')
        after = run(*arguments, "--format", "concise")
        assert (after.exit_code, " info donor-site-code-wrong " in after.stdout) == (0, True)
        configured('[[per-path]]\npaths = ["*"]\nignore = ["donor-site-code-wrong"]')
        assert "donor-site-code-wrong" not in run(*arguments, "--format", "concise").stdout

    def test_of_an_archive(self, run, note, configured, tmp_path, monkeypatch):
        monkeypatch.setattr("notelint.batch.run.Workers", OneProcess)
        shutil.copytree(tmp_path / "notes", tmp_path / "drafts")
        configured('[severity]\nblood-loss-missing = "error"\n[[per-path]]\npaths = ["drafts/"]\nselect = ["microscope-missing"]')
        assert run("batch", "notes", "drafts", "--output", "out", "--quiet").exit_code == 0
        assert {(row["id"], row["rule"]): row["severity"] for row in results(tmp_path / "out", "findings")} == {
            ("drafts/loupes.txt", "microscope-missing"): "warning",
            **{("notes/loupes.txt", rule): severity for rule, severity in (FOUND | {"blood-loss-missing": "error"}).items()},
        }
        configured('[severity]\nblood-loss-missing = "info"')
        done = run("batch", "notes", "drafts", "--output", "out", "--quiet", "--resume")
        assert (done.exit_code, "policy was" in done.stderr) == (2, True)

    def test_an_earlier_name_is_accepted_with_its_place(self, run, note, configured):
        configured('ignore = ["vascularized-rationale-unstated"]')
        done = run("check", note)
        assert done.exit_code == 0
        assert done.stderr == (
            "notelint: rule vascularized-rationale-unstated is deprecated; use vascularized-rationale-incomplete "
            "(.notelint.toml:2)\n"
        )


class TestWhichFile:
    def told(self, run, *arguments):
        return run(*arguments, "config").stdout.splitlines()[0]

    def test_the_nearest_one_above(self, run, configured, tmp_path, monkeypatch):
        configured("width = 80")
        configured("width = 90", "a/.notelint.toml")
        (tmp_path / "a" / "b").mkdir()
        monkeypatch.chdir(tmp_path / "a" / "b")
        assert self.told(run) == f"configuration: {tmp_path / 'a' / '.notelint.toml'}"
        monkeypatch.chdir(tmp_path)
        assert self.told(run) == "configuration: .notelint.toml"

    def test_its_own_comes_before_pyproject(self, run, configured, write):
        write("[tool.notelint]\nwidth = 80\n", "pyproject.toml")
        assert self.told(run) == "configuration: pyproject.toml"
        configured("")
        assert self.told(run) == "configuration: .notelint.toml"

    @pytest.mark.parametrize("text", ["[tool.ruff]\nline-length = 88\n", "[tool]\nother.x = 1\n", "not = TOML and no matter"])
    def test_a_pyproject_without_a_table_is_passed_over(self, run, configured, write, monkeypatch, text):
        above = Path(configured("")).absolute()
        monkeypatch.chdir(Path(write(text, "a/pyproject.toml")).parent)
        assert self.told(run) == f"configuration: {above}"

    def test_the_one_that_is_given(self, run, configured, write):
        configured("width = 80")
        write("width = 90", "other.toml")
        assert self.told(run, "--config", "other.toml") == "configuration: other.toml"
        assert run("config", "--config", "other.toml").stdout == run("--config", "other.toml", "config").stdout
        assert run("config", "--isolated").stdout == run("--isolated", "config").stdout
        assert self.told(run, "--isolated") == "configuration: no file"

    def test_verbose_says_which(self, run, note, configured, write):
        configured('extend = "base.toml"')
        write("width = 90", "base.toml")
        assert "notelint: configuration: .notelint.toml, which extends base.toml\n" in run("check", note, "-v").stderr
        assert "configuration" not in run("check", note, "-v", "--isolated", "--reader", "rules").stderr


class TestValues:
    def test_the_command_line_goes_before_the_file(self, run, note, configured):
        configured('no-excerpt = true\nquiet = true\n[check]\nformat = "concise"')
        concise = run("check", note, "--pack", "microvascular-bone").stdout
        assert concise.count("\n") == 3
        full = run("check", note, "--format", "text", "--excerpt", "--no-quiet")
        assert full.stdout == run("check", note, "--isolated", "--reader", "rules").stdout

    def test_the_table_of_a_command_goes_before_the_top(self, run, configured):
        configured("max-seconds = 20\n[check]\nmax-seconds = 30")
        told = {name: json.loads(run("config", "--format", "json", name).stdout)["values"] for name in ("check", "review")}
        assert {name: next(row["value"] for row in rows if row["key"] == "max-seconds") for name, rows in told.items()} == {
            "check": 30,
            "review": 20,
        }

    def test_paths_start_at_the_folder_of_the_file(self, run, configured, note, tmp_path, monkeypatch):
        mine = tmp_path / "packs" / "mine"
        shutil.copytree(str(builtin_packs()[0]), mine)
        information = mine / "pack.yaml"
        information.write_text(information.read_text("utf8").replace("id: microvascular-bone", "id: mine"), "utf8")
        configured('packs = ["packs/mine"]')
        monkeypatch.chdir(tmp_path / "notes")
        packs = json.loads(run("check", "loupes.txt", "--format", "json").stdout)["tool"]["packs"]
        assert [pack["id"] for pack in packs] == ["microvascular-bone", "operative-report", "mine"]

    def test_tables_of_the_environment_go_before_those_of_the_file(self, run, configured, tmp_path, monkeypatch):
        (tmp_path / "tables").mkdir()
        configured('tables = "tables"')
        assert json.loads(run("data", "status", "--format", "json").stdout)["folder"] == "tables"
        monkeypatch.setenv("NOTELINT_DATA", "other")
        assert json.loads(run("data", "status", "--format", "json").stdout)["folder"] == "other"
        assert json.loads(run("data", "status", "--format", "json", "--tables", "mine").stdout)["folder"] == "mine"

    def test_an_extended_file_holds_where_the_file_says_nothing(self, run, configured, write, tmp_path):
        configured('extend = "base/hospital.toml"\nwidth = 80\nignore = ["microscope-missing"]')
        write(
            'width = 90\nmax-seconds = 20\nmodel = "x.model"\nignore = ["blood-loss-missing"]\n[check]\npayer = "medicaid"',
            "base/hospital.toml",
        )
        (tmp_path / "base" / "x.model").touch()
        told = json.loads(run("config", "--format", "json").stdout)
        values = {row["key"]: (row["value"], row["file"], row["line"]) for row in told["values"] if row["file"]}
        assert values == {
            "reader": ("rules", ".notelint.toml", 1),
            "width": (80, ".notelint.toml", 3),
            "max-seconds": (20, "base/hospital.toml", 2),
            "model": ("base/x.model", "base/hospital.toml", 3),
            "payer": ("medicaid", "base/hospital.toml", 6),
        }
        assert [row["value"] for row in told["rules"]] == ["blood-loss-missing", "microscope-missing"]


class TestMarks:
    def test_acknowledgements_and_the_baseline_have_their_files(self, run, note, configured, tmp_path):
        configured('acknowledgements = "kept/accepted.jsonl"\nbaseline = "kept/baseline.json"\n[check]\nfail-on = "warning"')
        (tmp_path / "kept").mkdir()
        accepted = (
            "acknowledge",
            note,
            "blood-loss-missing",
            "--code",
            "documented-elsewhere",
            "--reason",
            "in the anesthesia record",
        )
        assert run(*accepted, "--by", "r. m.").exit_code == 0
        assert run("baseline", "write", note, "--output", "kept/baseline.json").exit_code == 0
        assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["accepted.jsonl", "baseline.json"]
        assert run("check", note).exit_code == 0
        assert run("check", note, "--strict").exit_code == 1


class TestShown:
    TEXT = """\
width = 100
packs = []
[check]
format = "concise"
[severity]
ischemia-time-missing = "info"
[[per-path]]
paths = ["drafts/", "*.rtf"]
ignore = ["microscope-missing"]
[evaluate.fail-under]
codes = 0.95
"""

    @pytest.mark.parametrize(
        ("name", "arguments"),
        [
            ("check", ["--fail-on", "info", "--ignore", "blood-loss-missing"]),
            ("batch", ["--workers", "2"]),
            ("evaluate", []),
        ],
    )
    def test_as_text(self, run, configured, name, arguments):
        configured(self.TEXT)
        done = run("config", name, *arguments)
        assert (done.exit_code, done.stderr) == (0, "")
        assert_matches(f"config/{name}.txt", done.stdout)

    def test_as_json(self, run, configured):
        configured(self.TEXT)
        assert_matches("config/check.json", run("config", "--format", "json", "check", "--fail-on", "info").stdout)

    def test_without_a_file(self, run):
        assert_matches("config/no-file.txt", run("config").stdout)

    @pytest.mark.parametrize("name", commands_with_keys())
    def test_of_every_command(self, run, name):
        told = json.loads(run("config", "--format", "json", name).stdout)
        assert {row["from"] for row in told["values"]} == {"default"}

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["chek"], "Error: no command that can be configured is called 'chek'; did you mean check?\n"),
            (["check", "--max-chars", "0"], "Error: Invalid value for '--max-chars': 0 is not in the range 1<=x<=1000000000.\n"),
            (
                ["check", "--ignore", "blod-loss-missing"],
                "Error: no rule is called 'blod-loss-missing'; did you mean blood-loss-missing?\n",
            ),
        ],
    )
    def test_a_wrong_call(self, run, arguments, told):
        done = run("config", *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.endswith(told)


BROKEN = [
    ("max-char = 3", "2: max-char: unknown key; did you mean max-chars?"),
    ("max_chars = 3", "2: max_chars: unknown key; did you mean max-chars?"),
    ("qqq = 3", "2: qqq: unknown key; see notelint config --schema"),
    ("excerpt = true", "2: excerpt: unknown key; this option is given on the command line only"),
    ('format = "json"', "2: format: unknown key; it differs from command to command: put it into a table such as [check]"),
    ("[chek]", "2: chek: unknown key; did you mean check?"),
    ("[check]\n\nworkers = 3", "4: check.workers: unknown key; notelint check has no such option"),
    ('max-chars = "3"', "2: max-chars: expected a whole number, found text; write a whole number, without quotes"),
    ("max-chars = true", "2: max-chars: expected a whole number, found true or false; write a whole number, without quotes"),
    ("max-chars = 0", "2: max-chars: 0 is too small; write 1 or more"),
    ("width = 10_000", "2: width: 10,000 is too large; write 1,000 or less"),
    ("max-seconds = 0", "2: max-seconds: 0 is too small; write a number above 0"),
    ("max-seconds = nan", "2: max-seconds: is not a finite number; write a number"),
    ('quiet = "yes"', "2: quiet: expected true or false, found text; write true or false, without quotes"),
    ("color = 1979-05-27", "2: color: expected text, found a date or time; put it in quotes"),
    ('payer = "medicar"', "2: payer: 'medicar' is not a choice; did you mean medicare?"),
    ('payer = "x"', "2: payer: 'x' is not a choice; use one of: medicare, medicaid, commercial"),
    ('select = "a"', '2: select: expected a list, found text; write it in brackets: ["..."]'),
    ("select = []", "2: select: names nothing; name something, or remove the key"),
    ('include = [" "]', "2: include[0]: is empty; fill it, or remove the key"),
    ("check = 3", "2: check: expected a table, found a whole number; write [check] above its keys"),
    ('[per-path]\npaths = ["a"]', "2: per-path: expected tables, found a table; write [[per-path]] above the keys of each"),
    ("[[per-path]]", "2: per-path[0]: the key paths is missing; add it"),
    (
        'ignore = [\n  "microscope-missing",\n  "blod-loss-missing",\n]',
        "4: ignore[1]: no rule is called 'blod-loss-missing'; did you mean blood-loss-missing?",
    ),
    ('[severity]\nqqq = "off"', "3: severity.qqq: no rule is called 'qqq'; see notelint rules"),
    ('[severity]\nmicroscope-missing = "of"', "3: severity.microscope-missing: 'of' is not a choice; did you mean off?"),
    (
        '[[per-path]]\npaths = ["a"]\n\nselect = ["microscope-mising"]',
        "5: per-path[0].select[0]: no rule is called 'microscope-mising'; did you mean microscope-missing?",
    ),
    ('packs = ["packs/mine"]', "2: packs[0]: there is no pack in packs/mine; give the folder that holds the pack's pack.yaml"),
    ('packs = ["packs/hous"]', "2: packs[0]: there is no pack in packs/hous; did you mean house?"),
    ('model = "no.model"', "2: model: there is no file no.model; check the path"),
    ('pack = ["operative-reprt"]', "2: pack[0]: 'operative-reprt' is not a choice; did you mean operative-report?"),
    ('pack = "operative-report"', '2: pack: expected a list, found text; write it in brackets: ["..."]'),
    ('profile = "uk-rc"', "2: profile: no profile is called 'uk-rc'; did you mean uk-rcs?"),
    ('profile = "qqq"', "2: profile: no profile is called 'qqq'; use one of us-hospital, us-asc, uk-rcs"),
    (
        '[profiles.ours]\nextends = "us-hospital"\n\n[check]\nprofile = "our"',
        "6: check.profile: no profile is called 'our'; did you mean ours?",
    ),
    ("[profiles.ours]", "2: profiles.ours: the key extends is missing; add it"),
    (
        '[profiles.ours]\nextends = "us-hospitl"',
        "3: profiles.ours.extends: no profile is called 'us-hospitl'; did you mean us-hospital?",
    ),
    (
        '[profiles.us-asc]\nextends = "us-hospital"',
        "3: profiles.us-asc.extends: us-asc is a profile of operative-report; give your profile another name",
    ),
    (
        '[profiles.ours]\nextends = "us-hospital"\ndrain = "off"',
        "4: profiles.ours.drain: no element of operative-report is called 'drain'; did you mean drains?",
    ),
    (
        '[profiles.ours]\nextends = "us-hospital"\nqqq = "off"',
        "4: profiles.ours.qqq: no element of operative-report is called 'qqq'; use an element of operative-report",
    ),
    (
        '[profiles.ours]\nextends = "us-hospital"\ncounts = "eror"',
        "4: profiles.ours.counts: 'eror' is not a choice; did you mean error?",
    ),
    ("profiles = 3", "2: profiles: expected a table, found a whole number; write [profiles] above its keys"),
    ('tables = "no-folder"', "2: tables: there is no folder no-folder; check the path"),
    (
        'acknowledgements = "../x.jsonl"',
        "2: acknowledgements: ABOVE/x.jsonl is not below the folder of this file; name a file in this folder",
    ),
    ('[batch]\nsurgeon = "s"', "3: batch.surgeon: unknown key; notelint batch has no such option"),
    ('surgeon = "s"', "2: surgeon: unknown key; it differs from command to command: put it into a table such as [audit]"),
    ('extend = "no.toml"', "2: extend: there is no file no.toml; check the path"),
    (
        'extend = ".notelint.toml"',
        "2: extend: the files extend each other: .notelint.toml extends .notelint.toml; remove one of them",
    ),
    ("a = ", "2: not TOML: invalid value; correct the syntax at or just above this line"),
    ("a = 1\na = 2", "3: not TOML: cannot overwrite a value; correct the syntax at or just above this line"),
]


REPORT = """\
OPERATIVE REPORT

PREOPERATIVE DIAGNOSIS: Stones in the gallbladder.
POSTOPERATIVE DIAGNOSIS: Same.
PROCEDURE: Laparoscopic cholecystectomy.
ANESTHESIA: General endotracheal.

DESCRIPTION OF PROCEDURE: A small incision was made below the navel. The cystic duct was clipped and divided, the artery was
ligated, and the gallbladder was dissected from its bed and removed. The skin was closed with 4-0 absorbable suture.
"""
OURS = """\
[profiles.ours]
extends = "uk-rcs"
counts = "error"
drains = "warning"
urgency = "off"
vte_prophylaxis = "off"
"""


class TestProfiles:
    @pytest.fixture
    def asked(self, run, configured, write):
        """The findings of the report with a configuration and options: their severities by the element."""

        def asked(text, *arguments):
            configured(text)
            found = json.loads(run("check", write(REPORT, "report.txt"), "--format", "json", *arguments).stdout)["notes"][0]
            essential = found["packs"]["operative-report"]
            return essential["profile"], {one["element"]: one["severity"] for one in found["findings"]}

        return asked

    def test_a_profile_of_the_hospital_asks_for_what_it_says(self, asked):
        name, shipped = asked('profile = "uk-rcs"\n')
        assert (name, shipped["urgency"], "counts" in shipped) == ("uk-rcs", "warning", False)
        name, ours = asked(f'profile = "ours"\n{OURS}')
        assert (name, ours["counts"]) == ("ours", "error")
        assert set(shipped) - set(ours) == {"urgency", "vte_prophylaxis"}
        assert {key: ours[key] for key in shipped if key in ours} == {key: shipped[key] for key in shipped if key in ours}

    def test_the_command_line_goes_before_the_file(self, asked):
        assert asked(f'profile = "us-asc"\n{OURS}', "--profile", "ours")[0] == "ours"
        assert asked(f'profile = "ours"\n{OURS}', "--profile", "us-asc")[0] == "us-asc"

    def test_a_profile_that_is_not_chosen_changes_nothing(self, asked):
        assert asked(OURS) == asked("")

    def test_a_file_that_is_extended_defines_it_and_a_nearer_one_replaces_it(self, asked, write):
        write(OURS, "group.toml")
        assert asked('extend = "group.toml"\nprofile = "ours"')[1]["counts"] == "error"
        nearer = 'extend = "group.toml"\nprofile = "ours"\n[profiles.ours]\nextends = "us-hospital"\ncounts = "off"'
        assert "counts" not in asked(nearer)[1]

    def test_the_packs_of_the_file(self, run, configured, write):
        path = write(REPORT, "report.txt")
        configured('pack = ["microvascular-bone"]')
        assert "operative-report" not in run("check", path, "--format", "json").stdout
        configured('pack = ["operative-report"]')
        found = json.loads(run("check", path, "--format", "json").stdout)["notes"][0]
        assert (found["facts"], list(found["packs"])) == ({}, ["operative-report"])
        assert "operative-report" not in run("check", path, "--format", "json", "--pack", "microvascular-bone").stdout

    def test_config_shows_it(self, run, configured):
        configured(f'profile = "ours"\n{OURS}')
        done = run("config", "check")
        assert done.exit_code == 0, done.stderr
        assert [line.split() for line in done.stdout.splitlines() if "profile" in line] == [
            ["profile", "ours", ".notelint.toml:2"],
            ["profiles.ours.extends", "uk-rcs", ".notelint.toml:4"],
            ["profiles.ours.counts", "error", ".notelint.toml:5"],
            ["profiles.ours.drains", "warning", ".notelint.toml:6"],
            ["profiles.ours.urgency", "off", ".notelint.toml:7"],
            ["profiles.ours.vte_prophylaxis", "off", ".notelint.toml:8"],
        ]
        told = json.loads(run("config", "--format", "json", "check").stdout)["values"][-1]
        assert (told["key"], told["value"], told["line"]) == ("profiles.ours.vte_prophylaxis", "off", 8)


class TestBroken:
    @pytest.mark.parametrize(("text", "told"), BROKEN)
    def test_is_one_line_with_file_line_and_key(self, check, write, text, told):
        write("", "packs/house/pack.yaml")
        done = check(text)
        told = told.replace("ABOVE", str(Path.cwd().parent))
        assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"Error: .notelint.toml:{told}\n")

    def test_bytes_that_are_no_text(self, run, note, write):
        write(b"width = 80\n# \xff\n", ".notelint.toml")
        assert run("check", note).stderr == "Error: .notelint.toml:2: is not UTF-8; save it as UTF-8\n"

    def test_in_pyproject(self, run, note, write):
        write('[project]\nname = "x"\n[tool.notelint]\nmax-char = 3\n', "pyproject.toml")
        assert run("check", note).stderr == "Error: pyproject.toml:4: max-char: unknown key; did you mean max-chars?\n"

    def test_in_an_extended_file(self, run, note, configured, write):
        configured('extend = "a.toml"')
        write('extend = "b.toml"', "a.toml")
        write('\nextend = ".notelint.toml"', "b.toml")
        assert run("check", note).stderr == (
            "Error: b.toml:2: extend: the files extend each other: "
            ".notelint.toml extends a.toml extends b.toml extends .notelint.toml; remove one of them\n"
        )

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["--config", "no.toml"], "Error: no.toml: there is no such file; check the path\n"),
            (["--config", "."], "Error: .: the name of a configuration file ends in .toml; give a .toml file\n"),
            (
                ["--config", "pyproject.toml"],
                "Error: pyproject.toml: the file has no table [tool.notelint]; add it, or give another file\n",
            ),
            (
                ["--config", "x.toml", "--isolated"],
                "Error: --isolated uses no configuration file; leave out --isolated or --config\n",
            ),
        ],
    )
    def test_as_it_is_given(self, run, note, write, arguments, told):
        write("", "pyproject.toml")
        done = run("check", note, *arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.endswith(told)

    def test_a_note_given_as_configuration_is_not_quoted(self, run, note):
        done = run("check", note, "--config", note)
        assert (done.exit_code, done.stderr) == (
            2,
            "Error: notes/loupes.txt: the name of a configuration file ends in .toml; give a .toml file\n",
        )

    def test_a_figure_that_is_none(self, run, configured, write):
        write(LOUPES.read_bytes(), "labelled/a.txt")
        write("{}", "labelled/a.gold.json")
        configured("[evaluate.fail-under]\ncods = 0.5")
        assert run("evaluate", "labelled").stderr == (
            "Error: .notelint.toml:2: evaluate.fail-under: no figure is called 'cods'; did you mean codes?\n"
        )

    def test_concerns_every_command_but_no_help(self, run, configured):
        configured("qqq = 1")
        for names in leaves():
            done = run(*names)
            assert (done.exit_code, done.stdout) == (2, ""), names
            assert done.stderr == "Error: .notelint.toml:2: qqq: unknown key; see notelint config --schema\n"
            assert run(*names, "--help").exit_code == 0
        assert run("config", "--schema").exit_code == 0
        assert run("config", "--isolated").exit_code == 0


def test_a_file_cannot_set_what_writes_runs_or_shows_more():
    """A configuration can come with a folder of notes from somebody else."""
    kept = {key for command in commands_with_keys().values() for key in kept_options(command)}
    assert not kept & {"output", "database", "resume", "query", "excerpt", "csv", "debug", "verbose"}


def leaves():
    """The words of every command that can be configured, subcommands of groups among them."""
    for name, command in commands_with_keys().items():
        for words, one in commands_below((name,), command):
            if kept_options(one):
                yield words


def commands_below(words, command):
    if not isinstance(command, click.Group):
        return [(words, command)]
    return [found for name, one in command.commands.items() for found in commands_below((*words, name), one)]


def test_every_command_with_an_option_for_it_takes_a_configuration():
    context = click.Context(notelint)
    configurable = set(leaves())
    assert len(configurable) > len(commands_with_keys())
    for name in ENTRIES:
        for words, command in commands_below((name,), notelint.get_command(context, name)):
            options = {option for parameter in command.params for option in parameter.opts}
            is_configurable = words in configurable or words == ("lsp",)  # which looks for the file of each document itself
            assert is_configurable == ({"--config", "--isolated"} <= options)


def test_a_command_line_without_a_file_reads_none(run, monkeypatch, note):
    def fail(*_arguments):
        raise AssertionError

    monkeypatch.setattr("tomllib.loads", fail)
    assert run("codes").exit_code == 0


def test_what_a_profile_asks_for_is_explained_and_can_be_acknowledged(run, write, configured):
    write(HERNIA, "hernia.txt")
    given = ("--code", "documented-elsewhere", "--reason", "see the chart", "--by", "Ida")
    acknowledge = ("acknowledge", "hernia.txt", "essential-anesthetist-named-missing", *given)
    assert run(*acknowledge).exit_code == 2  # us-hospital does not ask for it
    configured('profile = "uk-rcs"')
    done = run(*acknowledge)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Operative report (uk-rcs)" in run("explain", "hernia.txt").stdout
