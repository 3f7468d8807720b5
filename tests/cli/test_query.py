"""``notelint query``: what is printed, and how it ends."""

from __future__ import annotations

import json

import pytest
from support.notes import FOLDER, SAMPLES
from support.reports_of_operations import HERNIA, VISIT
from support.snapshots import assert_matches

from notelint.cli.query import FORMATS

SHOWN = {path.name[:2]: path.name for path in SAMPLES if path.name[:2] in {"10", "13", "14"}}


@pytest.fixture
def ask(run, write, monkeypatch):
    """Runs ``notelint query`` on a sample under its own name."""
    monkeypatch.setenv("COLUMNS", "100")

    def ask(number, *options):
        name = next(path.name for path in SAMPLES if path.name.startswith(number))
        return run("query", write((FOLDER / name).read_bytes(), name), *options)

    return ask


@pytest.mark.parametrize("number", SHOWN)
@pytest.mark.parametrize(("form", "ending"), [("text", "txt"), ("markdown", "md")])
def test_a_query(ask, number, form, ending):
    done = ask(number, "--format", form)
    assert (done.exit_code, done.stderr) == (0, "")
    assert_matches(f"query/{SHOWN[number].removesuffix('.txt')}.{ending}", done.stdout)


def test_a_query_as_data(ask):
    data = json.loads(ask("14", "--format", "json").stdout)
    assert (data["schema"], data["note"]) == ("notelint.query/1", SHOWN["14"])
    assert data["date"] == {"place": "4:7", "quote": "05/24/2021"}
    side = data["questions"][0]
    assert side["options"] == [{"answer": "left", "place": "9:1"}, {"answer": "right", "place": "24:14"}]
    assert side["ways_out"] == ["other (please specify)", "unable to determine"]
    assert side["cited"][0]["quote"].startswith("The right knee donor site was closed")
    assert (data["patient"], data["encounter"], data["from"], data["remark"]) == (None, None, None, "")


@pytest.mark.parametrize("form", FORMATS)
def test_a_code_chooses_what_is_asked_and_is_never_shown(ask, form):
    done = ask("14", "--code", "20970", "--format", form)
    assert done.exit_code == 0
    assert "20970" not in done.stdout


@pytest.mark.parametrize(("code", "told"), [("2097X", "did you mean 20973?"), ("99213", "see notelint codes")])
def test_an_unknown_code_is_refused(ask, code, told):
    done = ask("14", "--code", code)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"Error: no code is called {code!r}; {told}\n"


def test_without_excerpt_only_places_are_shown(ask):
    for form in FORMATS:
        done = ask("14", "--no-excerpt", "--format", form)
        assert "24:1" in done.stdout
        for word in ("Pemberley", "05/24/2021", "knee", "TOURNIQUET"):
            assert word not in done.stdout


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_note_that_leaves_nothing_open(ask, form):
    done = ask("16", "--pack", "microvascular-bone", "--format", form)
    assert done.exit_code == 0
    told = " ".join(done.stdout.split())
    assert told.endswith("heel.txt: This note leaves no question open, so no query was drafted.")


@pytest.mark.parametrize("number", ["17", "18", "19", "20"])
def test_a_note_outside_the_family(ask, number):
    done = ask(number, "--code", "20955", "--pack", "microvascular-bone")
    assert done.exit_code == 0
    told = " ".join(done.stdout.split())
    assert told.endswith(": This note documents no operation of the families that notelint knows, so no query was drafted.")


def test_of_a_report_outside_the_family_the_checklist_asks(run, write):
    name = write(HERNIA.encode(), "hernia.txt")
    assert_matches("query/hernia.txt", run("query", name).stdout)
    grave, all_of_it = run("query", name), run("query", name, "--all")
    assert "Counts of sponges and needles" not in grave.stdout
    assert "Counts of sponges and needles" in all_of_it.stdout
    assert "Elective or emergency" in run("query", name, "--profile", "uk-rcs").stdout
    visit = run("query", write(VISIT.encode(), "visit.txt"))
    assert visit.stdout.startswith("visit.txt: This note documents no operation")


def test_standard_input(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    done = run("query", "-", input=(FOLDER / SHOWN["10"]).read_bytes())
    assert done.exit_code == 0
    assert "Note:       -\n" in done.stdout


def test_into_a_file(ask, tmp_path):
    done = ask("10", "--output", "query.txt")
    assert (done.exit_code, done.stdout) == (0, "")
    assert (tmp_path / "query.txt").read_text("utf8") == ask("10").stdout


def test_the_note_is_not_overwritten(ask):
    done = ask("10", "--output", SHOWN["10"])
    assert done.exit_code == 2
    assert "is one of the files to be read" in done.stderr


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\0\1\2\3" * 50, "note.txt: binary, not plain text; save the note as plain text (UTF-8)"),
        (b"", "note.txt: empty; give a file that holds the note's text"),
        (b"a" * 1_000_001, "note.txt: longer than 1,000,000 characters; split it"),
    ],
)
def test_a_note_that_cannot_be_read(run, write, data, told):
    done = run("query", write(data))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Error: {told}")


def test_no_folder_and_nothing_that_is_not_there(run, tmp_path):
    (tmp_path / "notes").mkdir()
    assert run("query", "notes").stderr == "Error: notes: is a folder; a query is about one note, name its file\n"
    assert run("query", "nowhere.txt").stderr == "Error: nowhere.txt: no such file or folder; check the path\n"
    assert run("query", "nowhere.txt").exit_code == 2
    assert run("query").exit_code == 2


def test_a_draft_that_fails_its_own_lint_is_not_printed(ask, monkeypatch, tmp_path):
    monkeypatch.setattr("notelint.outputs.query_text.render", lambda query, _options: f"{query.title} for 20955, worth $5")
    for options in ([], ["--output", "query.txt"]):
        done = ask("10", *options)
        assert (done.exit_code, done.stdout) == (2, "")
        told = "the draft does not pass its own lint (code, missing part, payment) and is not printed; write the query by hand"
        assert done.stderr == f"Error: {told}\n"
    assert not (tmp_path / "query.txt").exists()


def test_a_terminal_that_knows_only_ascii(program, write):
    name = write((FOLDER / SHOWN["10"]).read_bytes())
    done = program([["query", name]], env={"PYTHONIOENCODING": "ascii", "PATH": ""})
    assert done.returncode == 0
    assert '"vascularized pelvic bone was raised on its pedicle' in done.stdout
    assert done.stdout.isascii()
