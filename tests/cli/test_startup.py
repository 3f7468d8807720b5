"""Start-up is a feature: what is imported, and how long it takes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

import pytest

from notelint.cli.app import ENTRIES, notelint

LISTING = """
import sys
from notelint.cli.main import main
try:
    main()
except SystemExit:
    print(*sys.modules, file=sys.stderr)
"""
HEAVY = {
    "spacy", "medspacy", "rapidfuzz", "loguru", "rich", "numpy", "pyarrow", "duckdb", "jinja2", "matplotlib",
    "scipy", "notelint.linter",
}  # fmt: skip
KNOWLEDGE = [
    ["codes"],
    ["rules"],
    ["explain", "20970"],
    ["explain", "microscope"],
    ["compare", "20956", "20970"],
    ["fees", "20956"],
    ["data", "status"],
    ["acknowledgements", "reasons"],
    ["config"],
]


def imported_by(*arguments):
    done = subprocess.run([sys.executable, "-c", LISTING, *arguments], capture_output=True, encoding="utf8", check=True)
    return {name.partition(".")[0] for name in done.stderr.split()} | set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["check", "--help"],
        ["batch", "--help"],
        ["audit", "--help"],
        ["evaluate", "--help"],
        ["review", "--help"],
        ["query", "--help"],
        ["acknowledge", "--help"],
        ["baseline", "write", "--help"],
        ["hl7", "listen", "--help"],
        *KNOWLEDGE,
    ],
    ids=" ".join,
)
def test_nothing_heavy_where_no_note_is_read(arguments):
    assert not imported_by(*arguments) & HEAVY


OTHER = "OPERATION: Cholecystectomy.\n\nThe gallbladder was removed. Estimated blood loss 50 mL.\n"


@pytest.fixture
def other_note(tmp_path):
    path = tmp_path / "other.txt"
    path.write_text(OTHER, "utf8")
    return str(path)


def test_no_reader_where_a_note_is_of_another_family(other_note):
    read = {"rapidfuzz", "notelint.reading.reader", "notelint.case.assemble"}
    assert not imported_by("check", other_note, "--pack", "microvascular-bone") & read
    assert imported_by("check", other_note, "--pack", "microvascular-bone", "--trace") & read == read


def test_no_case_where_a_checklist_alone_reads(other_note):
    imported = imported_by("check", other_note)
    assert "notelint.reading.reader" in imported
    assert not imported & {"notelint.case.assemble", "spacy", "numpy", "notelint.second_reader.reader"}


FAMILY_NOTE = "OPERATION: Free fibula flap to the left tibia. The peroneal artery was anastomosed under the microscope.\n"


def test_no_spacy_where_the_rules_alone_read(tmp_path):
    path = tmp_path / "family.txt"
    path.write_text(FAMILY_NOTE, "utf8")
    imported = imported_by("check", str(path), "--reader", "rules")
    assert "notelint.reading.reader" in imported
    assert not imported & {"spacy", "medspacy", "loguru", "numpy"}


def test_no_medspacy_where_both_read(tmp_path):
    path = tmp_path / "family.txt"
    path.write_text(FAMILY_NOTE, "utf8")
    imported = imported_by("check", str(path))
    assert {"spacy", "numpy", "notelint.second_reader.reader"} <= imported
    assert not imported & {"medspacy", "loguru", "sklearn", "PyRuSH"}


def test_no_second_reader_where_the_screen_decides(other_note):
    assert not imported_by("check", other_note) & {"spacy", "numpy", "notelint.second_reader.reader"}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["batch"],
        ["audit"],
        ["evaluate"],
        ["review"],
        ["query"],
        ["acknowledge"],
        ["acknowledgements"],
        ["baseline"],
        ["config"],
    ],
    ids=" ".join,
)
def test_help_reads_no_pack(arguments):
    assert not imported_by(*arguments, "--help") & {"msgspec", "yaml", "notelint.packs"}


def test_toml_is_parsed_only_where_there_is_a_configuration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert not imported_by("codes") & {"tomllib", "notelint.config.loading"}
    (tmp_path / ".notelint.toml").touch()
    assert imported_by("codes") >= {"tomllib", "notelint.config.loading"}
    assert not imported_by("codes", "--help") & {"tomllib", "notelint.config.document"}


def test_each_entry_leads_to_the_command_of_its_name():
    context = notelint.make_context("notelint", ["codes"])
    for name in ENTRIES:
        assert notelint.get_command(context, name).name == name


def seconds(command):
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def assert_takes_at_most(times, *arguments):
    """Compared with importing click, the median of pairs of runs."""
    ours = [sys.executable, "-c", "from notelint.cli.main import main; main()", *arguments]
    clicks = [sys.executable, "-c", "import click"]
    ratios = []
    for _ in range(5):  # a busy machine may take several tries to tell
        ratios += [seconds(ours) / seconds(clicks) for _ in range(7)]
        if statistics.median(ratios) <= times:
            return
    pytest.fail(f"notelint {' '.join(arguments)} takes {statistics.median(ratios):.1f} times as long as import click")


@pytest.mark.parametrize("arguments", [["--help"], ["codes"], ["rules"], ["explain", "20970"]], ids=" ".join)
def test_takes_at_most_three_times_as_long_as_importing_click(arguments):
    assert_takes_at_most(3, *arguments)


def test_a_note_of_another_family_takes_at_most_five_times_as_long(other_note):
    assert_takes_at_most(5, "check", "--pack", "microvascular-bone", other_note)
