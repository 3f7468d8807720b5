"""A pack that is broken anywhere is refused in one line that names its folder, the file, the line and the key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from notelint.cli.app import notelint

SHIPPED = Path(__file__).parents[2] / "patterns" / "microvascular_bone"
DONORS = "vocabulary/donors.yaml"
TERM = "kind: donor\nsource: s\nterms:\n- {id: a, phrases: [a]}\n"
SYNTAX = "not YAML: did not find expected ',' or ']'; correct the syntax at or just above this line"
PTP = "column_1\tcolumn_2\tmodifier_indicator\trationale\n11010\t20955\t1\tMutually exclusive procedures\n"
UNITS = "code,units,adjudication\n15756,2,\n"


@pytest.fixture
def pack(tmp_path):
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "mine"))
    info = folder / "pack.yaml"
    info.write_text(info.read_text("utf8").replace("id: microvascular-bone", "id: mine", 1), "utf8")
    return folder


def refused(pack, *arguments):
    done = CliRunner().invoke(notelint, [*(arguments or ["codes"]), "--pack-dir", str(pack)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    return done.stderr.removeprefix("Error: ").rstrip("\n")


WRITTEN = [
    *((name, "a: [b\nc: d\n", f"mine/{name}:2: {SYNTAX}") for name in (DONORS, "screen.yaml", "claims.yaml", "rules.yaml")),
    *(
        (name, b"a: \xff", f"mine/{name}: the file is not UTF-8; save it as UTF-8")
        for name in (DONORS, "screen.yaml", "claims.yaml")
    ),
    *(
        (name, b"a\xff", f"mine/{name}: the file is not UTF-8; save it as UTF-8")
        for name in ("ncci_ptp.tsv", "unit_limits.csv", "fees.csv")
    ),
    *((name, "", f"mine/{name}:1: the file is empty; fill it or delete it") for name in (DONORS, "screen.yaml", "claims.yaml")),
    (DONORS, TERM + "sauce: x\n", f"mine/{DONORS}:5: sauce: unknown key; did you mean source?"),
    (DONORS, TERM + "kind: x\n", f"mine/{DONORS}:5: kind: the key stands twice (first on line 1); keep one of the two"),
    (DONORS, TERM.replace("[a]", "a"), f"mine/{DONORS}:4: terms[0].phrases: expected a list, found text; write a list here"),
    (DONORS, TERM.replace("phrases", "phrase"), f"mine/{DONORS}:4: terms[0].phrase: unknown key; did you mean phrases?"),
    (DONORS, "kind: donor\nsource: s\n", f"mine/{DONORS}:1: the key terms is missing; add it"),
    ("screen.yaml", "source: s\nenuf: 2\n", "mine/screen.yaml:2: enuf: unknown key; did you mean enough?"),
    (
        "claims.yaml",
        "source: s\ngroups: 3\n",
        "mine/claims.yaml:2: groups: expected a mapping, found a whole number; write a mapping here",
    ),
    (
        "ncci_ptp.tsv",
        "",
        "mine/ncci_ptp.tsv:1: other columns than expected; give these: column_1, column_2, modifier_indicator, rationale",
    ),
    (
        "ncci_ptp.tsv",
        PTP + "20955\t20956\t7\tx\n",
        "mine/ncci_ptp.tsv:3: modifier_indicator: the cell has a value that is none; write one of: 0, 1, 9",
    ),
    (
        "ncci_ptp.tsv",
        PTP + "20955\t20956\n",
        "mine/ncci_ptp.tsv:3: the row has more or fewer cells than the header; give one cell per column",
    ),
    (
        "ncci_ptp.tsv",
        PTP + "20955\t20956\t1\tx\ty\n",
        "mine/ncci_ptp.tsv:3: the row has more or fewer cells than the header; give one cell per column",
    ),
    (
        "ncci_ptp.tsv",
        PTP + "1\t2\t1\t" + "x" * 140_000,
        "mine/ncci_ptp.tsv:3: not as CSV is written, or a cell is too long; correct the row",
    ),
    (
        "unit_limits.csv",
        UNITS.replace("units", "unit"),
        "mine/unit_limits.csv:1: other columns than expected; give these: code, units, adjudication",
    ),
    (
        "unit_limits.csv",
        UNITS + "20955,two,3\n",
        "mine/unit_limits.csv:3: units: the cell has a value that is none; write a whole number",
    ),
    (
        "unit_limits.csv",
        UNITS + "20955,2\n",
        "mine/unit_limits.csv:3: the row has more or fewer cells than the header; give one cell per column",
    ),
]


@pytest.mark.parametrize(
    ("name", "text", "message"), WRITTEN, ids=[f"{name}-{message.partition(': ')[2][:30]}" for name, _, message in WRITTEN]
)
def test_a_file_that_is_wrong(pack, name, text, message):
    (pack / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert refused(pack) == message


@pytest.mark.parametrize("name", ["pack.yaml", "codes.yaml", "rules.yaml", "decision.yaml", "ncci_ptp.tsv", "unit_limits.csv"])
def test_a_file_that_is_missing(pack, name):
    (pack / name).unlink()
    assert refused(pack) == f"mine/{name}: the file is missing; add it to the pack"


@pytest.mark.parametrize("name", [DONORS, "screen.yaml", "claims.yaml", "rules.yaml", "ncci_ptp.tsv"])
def test_a_folder_in_the_place_of_a_file(pack, name):
    (pack / name).unlink()
    (pack / name).mkdir()
    assert refused(pack) == f"mine/{name}: it is a folder; put the file in its place"


def test_a_vocabulary_that_is_missing_or_empty(pack):
    shutil.rmtree(pack / "vocabulary")
    assert refused(pack) == "mine/vocabulary: the folder is missing; add it to the pack"
    (pack / "vocabulary").mkdir()
    assert refused(pack) == "mine/vocabulary: there is no vocabulary in this folder; put *.yaml files with terms there"


def test_a_term_that_stands_in_two_files(pack):
    shutil.copy(pack / DONORS, pack / "vocabulary" / "more.yaml")
    message = refused(pack)
    assert message.startswith("mine/vocabulary/more.yaml:")
    assert message.endswith(f"stands in mine/{DONORS} too; keep one of the two")


@pytest.mark.parametrize(
    "command", [["check", "note.txt", "--code", "20955"], ["rules"], ["fees", "20955"], ["explain", "20955"]], ids=" ".join
)
def test_every_command_refuses_it(pack, command):
    (pack / "unit_limits.csv").write_text("code\n", "utf8")
    assert refused(pack, *command).startswith("mine/unit_limits.csv:1: ")


def test_a_whole_pack_is_accepted(pack):
    assert CliRunner().invoke(notelint, ["codes", "--pack-dir", str(pack)]).exit_code == 0
