"""Several outputs of one run: ``--output FORMAT:PATH``."""

from __future__ import annotations

import json
import os
import sys
import types
import weakref

import pytest

from notelint.cli import ending
from notelint.cli.outputs import Output, feed, planned
from notelint.cli.refused import Refused
from notelint.outputs.formats import FORMATS


class TestPlan:
    @pytest.mark.parametrize(
        ("given", "outputs"),
        [
            ([], [Output("text")]),
            (["out.txt"], [Output("text", "out.txt")]),
            (["json:out.json"], [Output("text"), Output("json", "out.json")]),
            (["json:out.json", "out.txt"], [Output("json", "out.json"), Output("text", "out.txt")]),
            (["./json:out"], [Output("text", "./json:out")]),
            (["C:out"], [Output("text", "C:out")]),
            (["json:a", "json:b:c"], [Output("text"), Output("json", "a"), Output("json", "b:c")]),
        ],
    )
    def test_of(self, given, outputs):
        assert planned(given, "text", FORMATS) == outputs

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            (["a", "b"], "--output: a and b both lack a format; write FORMAT:PATH for all but one"),
            (["json:a", "jsonl:./a"], "--output: a is given twice; give each output a path of its own"),
            (["a", "json:a"], "--output: a is given twice; give each output a path of its own"),
            (["jsno:a"], "--output: no format is called 'jsno'; did you mean json?; for a file of this name write ./jsno:a"),
            (["json:"], "--output: json: names no file; write json:PATH (standard output has the format of --format)"),
            (["json:-"], "--output: json:- names no file; write json:PATH (standard output has the format of --format)"),
        ],
    )
    def test_is_refused(self, given, told):
        with pytest.raises(Refused) as refused:
            planned(given, "text", FORMATS)
        assert refused.value.message == told


class TestFeed:
    def test_keeps_no_item_though_a_writer_takes_many_at_once(self):
        alive = weakref.WeakSet()
        most = []

        class Item:
            pass

        def items():
            for _ in range(20):
                item = Item()
                alive.add(item)
                yield item
                del item
                most.append(len(alive))

        def takes_all(found):
            assert sum(1 for _ in found) == 20

        def takes_two(found):
            for _ in found:
                next(found, None)

        assert feed(items(), [takes_all, takes_two, takes_all]) == []
        assert max(most) <= 6

    def test_of_a_writer_that_wants_no_more(self):
        taken = []
        assert feed(iter("abc"), [lambda found: taken.append(next(found)), taken.extend]) == []
        assert sorted(taken) == ["a", "a", "b", "c"]

    def test_an_error_stops_no_other(self):
        taken = []

        def fails(found):
            next(found)
            raise ValueError("MRN 1234")

        problems = feed(iter("abc"), [fails, taken.extend])
        assert [problem.message for problem in problems] == ["internal error (ValueError) in the stage output"]
        assert taken == ["a", "b", "c"]

    def test_no_writer_ends_well_where_the_items_fail(self):
        ended = []

        def items():
            yield "a"
            raise KeyError

        def writes(found):
            ended.extend(found)
            ended.append("done")

        with pytest.raises(KeyError):
            feed(items(), [writes, writes])
        assert ended == ["a", "a"]


@pytest.fixture
def pages(monkeypatch):
    """A format that can be a folder."""
    module = types.ModuleType("pages_for_tests")
    module.render = lambda reports, options: (f"<{report.note.source}>\n" for report in reports)

    def render_folder(reports, options):
        count = 0
        for count, report in enumerate(reports, 1):
            yield f"{count}.html", f"<p>{report.note.source}"
        yield module.last, f"{count} notes\n"

    module.last = "index.html"
    module.render_folder = render_folder
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(FORMATS, "html", module.__name__)
    return module


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_text("utf8") for path in folder.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("fake_linter", "pages")
class TestCommand:
    @pytest.fixture(autouse=True)
    def notes(self, write):
        write("“error” here", "notes/a.txt")
        write("Clean.", "notes/b.txt")

    def test_writes_each_format_as_it_would_alone(self, run, tmp_path):
        alone = {form: run("check", "notes", "--format", form).stdout_bytes for form in ("text", "json", "jsonl", "concise")}
        done = run("check", "notes", "--output", "json:a.json", "--output", "jsonl:b", "--format", "concise")
        assert (done.exit_code, done.stdout_bytes) == (1, alone["concise"])
        assert ((tmp_path / "a.json").read_bytes(), (tmp_path / "b").read_bytes()) == (alone["json"], alone["jsonl"])
        done = run("check", "notes", "--output", "json:a.json", "--output", "out.txt")
        assert (done.exit_code, done.stdout, (tmp_path / "out.txt").read_bytes()) == (1, "", alone["text"])

    def test_reads_each_note_once(self, run, fake_linter, monkeypatch):
        seen = []
        lint = fake_linter.lint
        monkeypatch.setattr(fake_linter, "lint", lambda self, note: seen.append(note.source) or lint(self, note))
        run("check", "notes", "--output", "json:a.json", "--output", "jsonl:b")
        assert seen == ["notes/a.txt", "notes/b.txt"]

    @pytest.mark.parametrize("output", ["html:out/", "html:out"])
    def test_writes_a_folder(self, run, tmp_path, output):
        (tmp_path / "out").mkdir()
        (tmp_path / "out/index.html").write_text("before")
        (tmp_path / "out/own.txt").write_text("kept")
        run("check", "notes", "--output", output)
        assert files(tmp_path / "out") == {
            "1.html": "<p>notes/a.txt", "2.html": "<p>notes/b.txt", "index.html": "2 notes\n", "own.txt": "kept",
        }  # fmt: skip

    def test_makes_the_folder(self, run, tmp_path):
        done = run("check", "notes", "--format", "html", "--output", "out/")
        assert done.stdout == ""
        assert sorted(files(tmp_path / "out")) == ["1.html", "2.html", "index.html"]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["notes", "out"]

    def test_a_page_alone_is_a_file(self, run, tmp_path):
        run("check", "notes", "--output", "html:page.html")
        assert (tmp_path / "page.html").read_text() == "<notes/a.txt>\n<notes/b.txt>\n"

    @pytest.mark.parametrize("name", ["../index.html", "a/b.html", ".hidden", "1.html", ""])
    def test_a_folder_that_fails_is_as_it_was_and_the_others_are_written(self, run, tmp_path, pages, name):
        pages.last = name
        (tmp_path / "out").mkdir()
        (tmp_path / "out/index.html").write_text("before")
        done = run("check", "notes", "--output", "html:out/", "--output", "html:new/", "--output", "concise:c")
        assert done.exit_code == 2
        assert len(done.stderr.splitlines()) == 2
        assert files(tmp_path / "out") == {"index.html": "before"}
        assert sorted(path.name for path in tmp_path.iterdir()) == ["c", "notes", "out"]
        assert (tmp_path / "c").read_text().startswith("notes/a.txt:1:2: error")

    def test_one_that_cannot_be_written_loses_none_of_the_others(self, run, tmp_path):
        done = run("check", "notes", "--output", "json:no/such.json", "--output", "json:notes", "--output", "jsonl:b")
        assert done.exit_code == 2
        assert done.stdout.startswith("notes/a.txt: 20955 supported")
        assert done.stderr == (
            "Error: no/such.json: cannot be written: No such file or directory\nError: notes: cannot be written: it is a folder\n"
        )
        assert [json.loads(line)["source"] for line in (tmp_path / "b").read_text().splitlines()] == [
            "notes/a.txt",
            "notes/b.txt",
        ]

    def test_none_appears_where_the_run_fails(self, run, tmp_path, monkeypatch):
        monkeypatch.setattr("notelint.outputs.tally.tally", lambda report: 1 / 0)
        done = run("check", "notes", "--output", "json:a.json", "--output", "html:out/")
        assert done.exit_code == 2
        assert done.stderr == "Error: internal error (ZeroDivisionError) in the stage output\n"
        assert [path.name for path in tmp_path.iterdir()] == ["notes"]

    def test_a_dash_is_no_file(self, run, tmp_path):
        done = run("check", "notes", "--output", "-")
        assert (done.exit_code, done.stderr) == (2, "Error: --output: - is no file; write ./- for a file of this name\n")
        assert run("check", "notes", "--output", "./-").exit_code == 1
        assert (tmp_path / "-").is_file()

    @pytest.mark.parametrize("form", ["json:notes/a.txt", "json:notes/op.html"])
    def test_that_is_a_note_is_refused(self, run, write, tmp_path, form):
        write("<html>Fibula flap", "notes/op.html")
        before = files(tmp_path)
        done = run("check", "notes", "--output", form)
        name = form.partition(":")[2]
        assert (done.exit_code, done.stderr) == (
            2,
            f"Error: {name}: is one of the files to be read; give --output another file\n",
        )
        assert files(tmp_path) == before

    @pytest.mark.parametrize("form", ["html:notes/new.html", "notes/new.txt"])
    def test_that_would_be_read_as_a_note_the_next_time_is_refused(self, run, tmp_path, form):
        before = files(tmp_path)
        done = run("check", "notes", "--output", form)
        told = "lies in a folder of notes and would be read as a note; write it to another folder"
        assert (done.exit_code, done.stderr) == (2, f"Error: {form.removeprefix('html:')}: {told}\n")
        assert files(tmp_path) == before

    def test_in_the_folder_of_the_notes_is_no_note_where_its_kind_is_none(self, run, tmp_path):
        given = [part for form in ("junit:notes/j.xml", "sarif:notes/s.json", "csv:notes/c.csv") for part in ("--output", form)]
        first = run("check", "notes", *given)
        again = run("check", "notes", *given)
        assert (again.exit_code, again.stdout, again.stderr) == (first.exit_code, first.stdout, first.stderr)

    def test_a_folder_whose_pages_would_be_read_as_notes_is_refused(self, run, tmp_path):
        done = run("check", "notes", "--output", "html:notes/out/")
        told = "lies in a folder of notes and would be read as notes; give another folder, or --exclude it"
        assert (done.exit_code, done.stderr) == (2, f"Error: notes/out/: {told}\n")
        assert run("check", "notes", "--output", "html:notes/out/", "--exclude", "*.html").exit_code == 1
        assert sorted(files(tmp_path / "notes/out")) == ["1.html", "2.html", "index.html"]


def test_an_interruption_takes_a_half_written_folder_away(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "_exit", lambda status: None)
    (tmp_path / "part").mkdir()
    (tmp_path / "part/1.html").write_text("half")
    monkeypatch.setattr(ending, "unfinished", {str(tmp_path / "part"), str(tmp_path / "part/1.html")})
    ending.interrupted(2, None)
    assert list(tmp_path.iterdir()) == []


def test_review_writes_several(run, tmp_path, write):
    write("lines: [", "claim.yaml")
    done = run("review", "claim.yaml", "--output", "json:r.json", "--output", "jsonl:r.jsonl")
    assert done.exit_code == 2
    (encounter,) = json.loads((tmp_path / "r.json").read_text())["encounters"]
    assert encounter == json.loads((tmp_path / "r.jsonl").read_text())
