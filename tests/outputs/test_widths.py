"""Every text output at every width from 40 columns on: no line too wide, no word, number, code or amount broken or cut."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from support.claims import linter, reviewer
from support.notes import FOLDER as SAMPLE_NOTES
from support.reports import every_kind

from notelint.cli.app import notelint
from notelint.cli.scoring import score
from notelint.cms.tables import open_tables
from notelint.evaluation.labels import scheme_of
from notelint.inputs.labelled import labelled_folder
from notelint.note import Note
from notelint.outputs import batch_text, catalogue, compare, evaluation_text, explain, fees, query_text, tables
from notelint.outputs.formats import Options, Tool, renderer, review_renderer
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.queries.draft import draft
from notelint.reviewing.encounters import review_paths

ROOT = Path(__file__).parents[2]
PACKS = [load_catalogue(pack) for pack in builtin_packs()]
TOOL = Tool("0.1.0")
NARROWEST, WIDEST = 40, 200
SAMPLES = ("01", "09", "10", "12", "14", "15", "16", "17", "19", "20")
EDGES = ".,:;()[]“”\"'…?!"
COUNTS = {
    "notes": 1234567,
    "by_status": [{"status": "supported", "notes": 1200000}, {"status": "not_applicable", "notes": 34567}],
    "by_code": [{"code": "20955", "notes": 1100000}],
    "by_element": [{"element": "vascularized_rationale", "met": 1000000, "partial": 12345, "missing": 1, "not_asked": 0}],
    "by_rule": [{"rule": "vascularized-rationale-unstated", "severity": "warning", "findings": 123456, "notes": 123455}],
    "errors": [{"error": "longer than 200 characters; split it, or raise --max-chars", "notes": 3}],
}


@cache
def reports():
    notes = [path for path in sorted(SAMPLE_NOTES.glob("*.txt")) if path.stem[:2] in SAMPLES]
    return [linter().lint(Note(path.read_text("utf8"), f"sample_notes/{path.name}")) for path in notes] + every_kind()


@cache
def reviews():
    folders = (ROOT / "sample_encounters").glob("*")
    return list(review_paths(reviewer(), [str(one) for one in sorted(folders) if one.name[:2] in {"03", "06", "10", "12", "19"}]))


@cache
def scored():
    return score(linter(), labelled_folder(SAMPLE_NOTES), scheme_of(PACKS), lambda _complaint: None)


@cache
def shipped():
    return open_tables(None)


@cache
def queries():
    return [draft(report, PACKS) for report in reports() if report.error is None]


def check(width, **options):
    return "".join(renderer("text")(reports(), Options(TOOL, width=width, **options)))


OUTPUTS = {
    "check": check,
    "check --full": lambda width: check(width, full=True, trace=True),
    "check -q": lambda width: check(width, quiet=True),
    "check --no-excerpt": lambda width: check(width, full=True, excerpt=False),
    "explain note": lambda width: check(width, full=True, trace=True, review=False),
    "review": lambda width: "".join(review_renderer("text")(reviews(), Options(TOOL, width=width))),
    "query": lambda width: "".join(query_text.render(query, Options(TOOL, width=min(width, 100))) for query in queries()),
    "codes": lambda width: catalogue.codes_text(PACKS, width),
    "rules": lambda width: catalogue.rules_text(PACKS, width),
    "explain": lambda width: "".join(explain.explain_text(PACKS, name, width) for name in explain.known_names(PACKS)[::3]),
    "compare": lambda width: "".join(compare.compare_text(PACKS, "20956", other, width) for other in ("20970", "20972")),
    "fees": lambda width: "".join(fees.fees_text(PACKS, *fee_of(code), None, width) for code in ("20956", "20972", "20973")),
    "evaluate": lambda width: evaluation_text.render([scored(), scored()], TOOL, show=True, width=width),
    "data status": lambda width: tables.status_text(shipped().editions, "data", date(2026, 11, 29), width),
    "batch": lambda width: batch_text.summary_text(COUNTS, width),
}  # fmt: skip


def fee_of(code):
    return shipped().fee(code), shipped().edition("fees")


def tokens(text):
    return {token.strip(EDGES) for token in text.split()} - {""}


@cache
def wide(name):
    return tokens(OUTPUTS[name](WIDEST))


@cache
def words_of_notes():
    return tokens(" ".join(report.note.text for report in reports()))


@pytest.mark.parametrize("name", OUTPUTS)
@given(width=st.integers(NARROWEST, WIDEST))
@example(width=40)
@example(width=60)
@example(width=100)
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_line_is_too_wide_and_nothing_is_broken(name, width):
    text = OUTPUTS[name](width)
    for line in text.splitlines():
        assert cell_len(line) <= width or len(line.split()) <= 1 + line.lstrip().startswith(("-->", "=", "[ ]")), (width, line)
        assert line == line.rstrip()
    told = tokens(text)
    assert told <= wide(name) | words_of_notes() | {"^" * size for size in range(WIDEST)}
    figures = {token for token in wide(name) if any(char.isdigit() for char in token)}
    quoted = words_of_notes() if name.startswith("check") else set()  # a line of a note is shown as far as it fits
    assert figures - quoted <= told
    assert figures


@pytest.mark.parametrize("text", [OUTPUTS["review"], OUTPUTS["fees"], OUTPUTS["compare"]])
def test_the_outputs_do_hold_amounts(text):
    amounts = re.findall(r"\$[\d,]+\.\d+", text(100))
    assert amounts
    for width in (40, 47, 53, 61, 80):
        assert sorted(set(re.findall(r"\$[\d,.]*\d", text(width)))) == sorted(set(amounts))


COMMANDS = [
    ["check", "sample_notes/09-fibula-to-humerus-loupes-no-ischemia-time.txt"],
    ["review", "sample_encounters/03-skin-conflict"],
    ["query", "sample_notes/14-laterality-conflict.txt"],
    ["codes"],
    ["rules"],
    ["explain", "20970"],
    ["explain", "sample_notes/09-fibula-to-humerus-loupes-no-ischemia-time.txt"],
    ["compare", "20956", "20970"],
    ["fees", "20956"],
    ["data", "status"],
]


def run(arguments, monkeypatch, **environment):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("notelint.cli.linting.make_linter", lambda **_: linter())
    environment = {"NOTELINT_DATA": "no-such-folder", "COLUMNS": None, "FORCE_COLOR": None, "NO_COLOR": None} | environment
    return CliRunner().invoke(notelint, arguments, env=environment, color=True).stdout


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_heeds_columns_and_has_one_width_without_a_terminal(arguments, monkeypatch):
    def width(text):
        return max(len(line) for line in text.splitlines() if len(line.split()) > 2)

    piped, narrow = run(arguments, monkeypatch), run(arguments, monkeypatch, COLUMNS="50")
    assert width(narrow) <= 50 < width(piped) <= 100
    assert piped == run(arguments, monkeypatch, COLUMNS="100")


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_has_colours_as_asked(arguments, monkeypatch):
    plain = run(arguments, monkeypatch)
    assert "\x1b" not in plain
    always = run([*arguments, "--color", "always"], monkeypatch, NO_COLOR="1")
    assert ("\x1b[" in always) == (arguments[0] != "query")  # a query is a letter
    uncolored = re.sub(r"\x1b\[[0-9;]*m", "", always)
    assert [line.rstrip() for line in uncolored.splitlines()] == plain.splitlines()
    assert run(arguments, monkeypatch, FORCE_COLOR="1") == always
    assert run(arguments, monkeypatch, FORCE_COLOR="1", NO_COLOR="1") == plain
    assert run([*arguments, "--color", "never"], monkeypatch, FORCE_COLOR="1") == plain
    assert run([*arguments, "--color", "auto"], monkeypatch) == plain
