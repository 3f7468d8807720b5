"""The pages: what a reviewer sees and does, and that every action is saved, shown and undone."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.sites import NOTE, entered, fields, post, put, site_of

from notelint.acknowledgements.model import FILE_NAME
from notelint.acknowledgements.reading import read
from notelint.cli.app import notelint
from notelint.server.store import letters, notes


@pytest.fixture
def site(tmp_path):
    with site_of(tmp_path) as made:
        yield made


@pytest.fixture
def client(site):
    for name in ("a.txt", "b.txt", "c.txt"):
        put(site, name, NOTE.replace("Quillfeather", f"Patient-{name[0]}"))
    return entered(site)


def entered_again(site):
    """A further client of the one person."""
    from support.sites import client_of

    from notelint.server.store import people

    client = client_of(site)
    client.cookies.set("notelint", people.begin(site.store, people.Person("Ida Review", "administrator"), alone=True))
    return client


def titles(page):
    return re.findall(r'<th scope="row"><a href="/notes/\d+[^"]*">([^<]+)</a>', page)


def finding_of(page, rule="blood-loss-missing"):
    """The fingerprint of the finding of a rule."""
    entry = next(part for part in page.split('<li class="entry finding')[1:] if f"<code>{rule}</code>" in part)
    return re.search(r'data-acknowledge="(\w+)"', entry)[1]


def acknowledge(client, number=1, **given):
    page = client.get(f"/notes/{number}").text
    sent = {"finding": finding_of(page), "code": "documented-elsewhere", "reason": "see the anesthesia record"} | given
    return post(client, page, f"/notes/{number}/acknowledge", **sent)


class TestWorkList:
    def test_it_shows_every_note_with_its_code_and_findings(self, client):
        page = client.get("/").text
        assert titles(page) == ["a.txt", "b.txt", "c.txt"]
        assert page.count("20955") >= 3
        assert "<b>0</b> done today · <b>3</b> open" in page

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("state=reviewed", ["b.txt"]),
            ("state=open", ["a.txt", "c.txt", "d.txt"]),
            ("state=all&code=20955", ["a.txt", "b.txt", "c.txt"]),
            ("decision=unreadable", ["d.txt"]),
            ("decision=supported", ["a.txt", "c.txt"]),
            ("assigned=me", ["c.txt"]),
            ("assigned=nobody", ["a.txt", "d.txt"]),
            ("overdue=1", []),
            ("unsigned=1", []),
            ("code=%27%20OR%201=1", ["a.txt", "c.txt", "d.txt"]),
        ],
    )
    def test_the_filters(self, site, client, asked, expected):
        put(site, "d.txt", b"")
        post(client, client.get("/notes/2").text, "/notes/2/accept")
        post(client, client.get("/notes/3").text, "/notes/3/assign", to="Ida Review")
        assert titles(client.get(f"/?{asked}").text) == expected

    def test_a_search_is_in_no_address_and_not_in_the_store(self, site, client):
        answer = post(client, client.get("/").text, "/search", search="patient-B")
        assert titles(answer.text) == ["b.txt"]
        assert "atient" not in str(answer.url)
        with site.store.write() as connection:
            connection.execute("UPDATE notes SET searched = '', report = ''")
        site.store.read("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"patient-B" not in site.store.path.read_bytes()

    def test_old_notes_are_overdue_and_unsigned_documents_are_marked(self, tmp_path):
        from support.documents.ccda import write_ccda

        with site_of(tmp_path) as site:
            put(site, "new.txt")
            put(site, "old.xml", write_ccda(NOTE, date="20200102", signed=False))
            page = entered(site).get("/?overdue=1").text
            assert titles(page) == ["old.xml"]
            assert "overdue</span>" in page
            assert "unsigned</span>" in page
            assert titles(entered_again(site).get("/?unsigned=1").text) == ["old.xml"]

    def test_several_notes_are_assigned_at_once(self, site, client):
        page = client.get("/").text
        client.post("/assign", data={**fields(page, "/assign"), "to": "Ida Review", "note": ["1:1", "3:1"]})
        assert titles(client.get("/?assigned=me").text) == ["a.txt", "c.txt"]


class TestReview:
    def test_the_note_is_beside_its_findings_and_both_are_linked(self, client):
        page = client.get("/notes/1").text
        words = set(re.findall(r'<mark class="[^"]*" id="([^"]+)"', page))
        linked = set(re.findall(r'class="place"><a href="#([^"]+)"', page))
        assert linked
        assert linked <= words
        back = set(re.findall(r'class="ref" href="#([^"]+)"', page))
        assert back <= set(re.findall(r' id="([^"]+)"', page))
        assert "Patient-a" in page

    def test_the_timeline_is_a_picture_with_words(self, client):
        page = client.get("/notes/1").text
        label = re.search(r'<svg[^>]* role="img" aria-label="([^"]+)"', page)[1]
        assert "pedicle divided" in label
        assert "blood flow restored" in label

    def test_what_was_set_aside_is_struck_through_with_its_cue(self, site):
        put(site, "aside.txt", NOTE.replace("No skin", "An iliac crest flap was considered and not done. No skin"))
        page = entered(site).get("/notes/1").text
        assert re.search(r'<s title="set aside: [^"]+">', page)

    def test_accepting_saves_and_goes_to_the_next_note_of_the_list(self, client):
        first = post(client, client.get("/notes/1").text, "/notes/1/accept")
        assert first.url.path == "/notes/2"
        assert "The note before is reviewed" in first.text
        last = post(client, client.get("/notes/3").text, "/notes/3/accept")
        assert last.url.path == "/"
        assert "<b>2</b> done today, 2 by you · <b>1</b> open" in last.text

    def test_the_list_of_the_filter_is_followed(self, site, client):
        post(client, client.get("/notes/2").text, "/notes/2/assign", to="Ida Review")
        answer = client.get("/notes/1?assigned=me").text
        assert 'id="next" href="/notes/2?assigned=me"' in answer
        assert 'id="next"' not in client.get("/notes/2?assigned=me").text

    def test_undo_leads_back_to_the_note(self, client):
        post(client, client.get("/notes/1").text, "/notes/1/accept")
        page = post(client, client.get("/notes/2").text, "/undo")
        assert page.url.path == "/notes/1"
        assert ">open</span>" in page.text
        refused = post(client, client.get("/notes/2").text, "/undo")
        assert refused.status_code == 409
        assert "nothing to undo" in refused.text

    def test_two_browsers_at_once_lose_nothing(self, site, client):
        page = client.get("/notes/1").text
        acknowledge(client)
        refused = client.post("/notes/1/accept", data=fields(page, "/notes/1/accept"))
        assert refused.status_code == 409
        assert "Ida Review has changed this note since you opened it" in refused.text
        assert notes.note(site.store, 1)["state"] == "open"
        assert len(read(site.settings.notes / FILE_NAME).entries) == 1

    def test_a_changed_file_is_shown_and_refuses_the_old_page(self, site, client):
        page = client.get("/notes/1").text
        put(site, "a.txt", NOTE + "\nESTIMATED BLOOD LOSS: 150 mL\n")
        refused = client.post("/notes/1/accept", data=fields(page, "/notes/1/accept"))
        assert "The file of this note has changed" in refused.text
        assert "150 mL" in client.get("/notes/1").text

    def test_a_note_that_cannot_be_read_says_why_and_the_others_are_there(self, site, client):
        put(site, "z.docx", b"PK\x03\x04 no document at all")
        page = client.get("/?decision=unreadable").text
        number = re.search(r"/notes/(\d+)", page)[1]
        assert "not checked" in client.get(f"/notes/{number}").text
        assert client.get("/notes/1").status_code == 200

    def test_no_such_note(self, client):
        for path in ("/notes/99", "/notes/99/query", "/notes/99/report.json", "/nothing"):
            answer = client.get(path)
            assert answer.status_code == 404
            assert "There is no" in answer.text

    def test_the_timeline_ends_with_the_closure(self, site, client):
        put(site, "d.txt", NOTE.replace("The wounds were closed", "The donor site of the fibula was closed in layers"))
        pictures = re.findall(r'aria-label="(fibula: [^"]+)"', client.get("/notes/4").text)
        assert pictures
        assert pictures[0].endswith("then blood flow restored, then closed")

    def test_a_finding_in_a_pdf_shows_its_page_and_box(self, site):
        pytest.importorskip("pypdfium2", reason="needs pypdfium2")
        from support.documents.pdf import write_pdf

        put(site, "op.pdf", write_pdf(NOTE))
        page = entered(site).get("/notes/1").text
        assert "on page 1 of the document" in page
        left, top, width, height = (float(value) for value in re.search(
            r'<rect class="box" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>', page
        ).groups())  # fmt: skip
        assert 0 < left < left + width <= 612
        assert 0 < top < top + height <= 792
        assert "p.1" in page

    def test_a_page_of_a_pdf_is_drawn_with_the_boxes_of_the_evidence(self, site):
        pytest.importorskip("pypdfium2", reason="needs pypdfium2")
        from support.documents.pdf import write_pdf

        put(site, "op.pdf", write_pdf(NOTE))
        client = entered(site)
        review = client.get("/notes/1").text
        links = set(
            re.findall(r'<a class="on-page" href="(/notes/1/page/1#n1-w\d+-\d+)" title="page 1, \d+ to \d+ pt from', review)
        )
        assert len(links) > 5
        page = client.get("/notes/1/page/1").text
        boxes = re.findall(r'<rect class="box(?: also)?" id="([\w-]+)" x="([\d.]+)"', page)
        assert {link.partition("#")[2] for link in links} <= {name for name, _ in boxes}
        assert all(f'href="/notes/1#{name}"' in page and f'id="{name}"' in review for name, _ in boxes)
        picture = client.get("/notes/1/page/1/picture.png")
        assert picture.headers["content-type"] == "image/png"
        assert picture.headers["cache-control"] == "no-store"
        assert client.get("/notes/1/page/2").status_code == 404
        assert client.get("/notes/1/page/99999999999999999999").status_code == 404

    @pytest.mark.parametrize("rotate", [0, 90, 180, 270])
    def test_the_boxes_lie_on_the_words_of_the_drawn_page(self, site, rotate):
        pytest.importorskip("pypdfium2", reason="needs pypdfium2")
        image = pytest.importorskip("PIL.Image", reason="needs pillow")
        from support.documents.pdf import write_pdf

        put(site, "op.pdf", write_pdf(NOTE, rotate=rotate))
        client = entered(site)
        page = client.get("/notes/1/page/1").text
        width, height = (float(one) for one in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', page).groups())
        drawn = image.open(io.BytesIO(client.get("/notes/1/page/1/picture.png").content))
        scale = drawn.width / width
        assert drawn.height == pytest.approx(scale * height, abs=2)
        boxes = [
            [scale * float(one) for one in found]
            for found in re.findall(
                r'<rect class="box(?: also)?" id="[\w-]+" x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"', page
            )
        ]
        assert boxes
        for left, top, wide, high in boxes:
            inside = drawn.crop((int(left), int(top), int(left + wide) + 1, int(top + high) + 1))
            assert min(inside.tobytes()) < 100, "there are letters in the box"

    def test_a_hostile_or_changed_file_has_no_picture_and_the_review_goes_on(self, site):
        pytest.importorskip("pypdfium2", reason="needs pypdfium2")
        from support.documents.pdf import write_pdf

        path = put(site, "op.pdf", write_pdf(NOTE))
        client = entered(site)
        path.write_bytes(b"%PDF-1.7 and nothing behind it")
        answer = client.get("/notes/1/page/1")
        assert answer.status_code == 404
        assert "This page is not shown: the page cannot be drawn: it is damaged." in answer.text
        path.unlink()
        assert client.get("/notes/1/page/1").status_code == 404
        page = client.get("/notes/1").text
        assert "page 1, " in page, "page and box are there as text"
        assert "/notes/1/page/" not in page

    def test_readers_who_disagree_are_both_shown(self, site, client):
        from notelint.report import Decision
        from notelint.server.store.reports import decision_to_json

        with site.store.write() as connection:
            connection.execute("UPDATE notes SET rules_alone = ?", (decision_to_json(Decision("supported", ("20969",))),))
        page = client.get("/notes/1").text
        assert "Two readers, two answers" in page
        assert re.search(r"The rules</dt><dd><b>20969</b> supported", page)
        assert "The second reader</dt>" in page


class TestAcknowledging:
    def test_the_record_is_the_command_lines(self, site, client):
        page = acknowledge(client)
        assert "The finding is acknowledged" in page.text
        assert "Acknowledged by Ida Review" in page.text
        listed = CliRunner().invoke(notelint, ["acknowledgements", "list", str(site.settings.notes)])
        assert "in force" in listed.output
        assert "blood-loss-missing" in listed.output
        checked = CliRunner().invoke(notelint, ["check", "--format", "json", str(site.settings.notes / "a.txt")])
        marked = [one for one in json.loads(checked.output)["notes"][0]["findings"] if one.get("acknowledged")]
        assert [one["rule"] for one in marked] == ["blood-loss-missing"]

    def test_the_command_lines_record_is_shown(self, site, client):
        before = client.get("/").text.count("acknowledged")
        made = CliRunner().invoke(
            notelint,
            [
                "acknowledge",
                str(site.settings.notes / "a.txt"),
                "blood-loss-missing",
                "--code",
                "other",
                "--reason",
                "as agreed",
                "--by",
                "Otto",
            ],
        )
        assert made.exit_code == 0, made.output
        assert "Acknowledged by Otto" in client.get("/notes/1").text
        site.folder.look()
        assert client.get("/").text.count("acknowledged") == before + 1

    def test_undo_withdraws_it(self, site, client):
        acknowledge(client)
        page = post(client, client.get("/notes/2").text, "/undo")
        assert page.url.path == "/notes/1"
        assert "Acknowledged by" not in page.text
        (entry,) = read(site.settings.notes / FILE_NAME).entries
        assert entry.withdrawn.by == "Ida Review"
        assert notes.note(site.store, 1)["acknowledged"] == 0

    @pytest.mark.parametrize(
        ("given", "problem"),
        [
            ({"code": "no-such"}, "Choose one of the coded reasons"),
            ({"reason": "  "}, "it is empty"),
            ({"reason": "The right fibula was harvested through a lateral approach"}, "repeats words in a row of the note"),
            ({"until": "2020-01-01"}, "The last day is over"),
            ({"until": "soon"}, "not a date"),
            ({"finding": "0123456789abcdef"}, "no longer there"),
        ],
    )
    def test_what_cannot_be_recorded_is_refused(self, site, client, given, problem):
        answer = acknowledge(client, **given)
        assert answer.status_code == 409
        assert problem in html.unescape(answer.text)
        assert "fibula was harvested" not in answer.text
        assert not (site.settings.notes / FILE_NAME).exists()

    def test_a_folder_that_cannot_be_written_loses_nothing(self, site, client):
        (site.settings.notes / FILE_NAME).write_text("this is no file of acknowledgements")
        answer = acknowledge(client)
        assert answer.status_code == 503
        assert "could not be written beside the note" in answer.text
        assert notes.note(site.store, 1)["revision"] == 1

    def test_a_record_whose_action_cannot_be_saved_is_withdrawn(self, site, client, monkeypatch):
        from notelint.server.store import acknowledging
        from notelint.server.store.database import StoreFullError

        def fail(*_args, **_named):
            raise StoreFullError

        monkeypatch.setattr(acknowledging, "did", fail)
        assert acknowledge(client).status_code == 503
        (entry,) = read(site.settings.notes / FILE_NAME).entries
        assert entry.withdrawn is not None


class TestQuery:
    def edit(self, client, **changes):
        page = client.get("/notes/1/query").text
        form = re.search(r'<form class="pane stack" method="post" action="/notes/1/query".*?</form>', page, re.DOTALL)[0]
        data = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        data |= {
            name: html.unescape(text) for name, text in re.findall(r'<textarea name="([\w-]+)"[^>]*>([^<]*)</textarea>', form)
        }
        data |= dict.fromkeys(re.findall(r'name="(with-[\w-]+)"', form), "1")
        return client.post("/notes/1/query", data=data | changes)

    def first(self, client):
        return re.search(r'name="ask-([\w-]+)"', client.get("/notes/1/query").text)[1]

    def test_it_is_drafted_edited_saved_and_exported(self, site, client):
        asked = self.first(client)
        page = self.edit(client, step="save", **{f"ask-{asked}": "Please say more about this in your own words."})
        assert page.url.path == "/notes/1/query"
        for form in ("txt", "md"):
            letter = client.get(f"/notes/1/query/letter.{form}")
            assert "Please say more about this in your own words." in " ".join(letter.text.split())
            assert letter.headers["content-disposition"] == f'attachment; filename="query-1.{form}"'
        word = client.get("/notes/1/query/letter.docx").content
        assert zipfile.ZipFile(io.BytesIO(word)).testzip() is None

    def test_the_word_document_reads_back(self, site, client):
        from notelint.inputs.reading import notes_of

        (read_back,) = notes_of(client.get("/notes/1/query/letter.docx").content, "letter.docx")
        plain = " ".join(client.get("/notes/1/query/letter.txt").text.split())
        for line in filter(None, map(str.strip, read_back.text.splitlines())):
            assert line.upper() in plain.upper() or line[0] in "☐P" or "Thornquist" in line or "Note:" in line

    def test_a_question_can_be_left_out(self, client):
        asked = self.first(client)
        self.edit(client, step="save", **{f"with-{asked}": ""})
        page = client.get("/notes/1/query").text
        assert re.search(rf'name="with-{asked}" value="1">', page)
        assert client.get("/notes/1/query/letter.txt").status_code == 200

    @pytest.mark.parametrize(
        ("wording", "problem"),
        [
            ("Please confirm that 20955 was done.", "names a procedure code"),
            ("Please document this so that the claim is paid.", "speaks of payment"),
            ("", "is empty or was taken out"),
        ],
    )
    def test_one_that_breaks_the_rules_is_not_sent_and_not_given_out(self, site, client, wording, problem):
        asked = self.first(client)
        changes = {f"ask-{asked}": wording} if wording else {"closing": ""}
        answer = self.edit(client, step="sent", **changes)
        assert answer.status_code == 422
        assert problem in answer.text
        assert letters.letter(site.store, 1) is None
        self.edit(client, step="save", **changes)
        assert client.get("/notes/1/query/letter.docx").status_code == 409

    def test_sent_and_answered_are_states_that_the_list_shows(self, client):
        assert "query sent" in self.edit(client, step="sent").text
        assert "query sent" in client.get("/").text
        page = client.get("/notes/1/query").text
        assert "Mark as answered" in page
        self.edit(client, step="answered")
        assert "query answered" in client.get("/").text


class TestClaim:
    def test_the_claim_is_beside_the_note_with_money_and_links(self, site, client):
        from pathlib import Path

        folder = Path(__file__).parents[2] / "sample_encounters" / "03-skin-conflict"
        (site.settings.notes / "case").mkdir()
        (site.settings.notes / "case" / "claim.yaml").write_bytes((folder / "claim.yaml").read_bytes())
        put(site, "case/delacroix.txt", (folder / "delacroix.txt").read_bytes())
        assert 'id="claim"' in client.get("/notes/4").text
        page = client.get("/notes/4/claim").text
        assert "20956 is for bone only" in page
        assert "$8,025.00" in page
        words = set(re.findall(r'<mark class="evidence" id="([^"]+)"', page))
        assert words == set(re.findall(r'class="place"><a href="#([^"]+)"', page))

    def test_a_broken_claim_says_where(self, site, client):
        (site.settings.notes / "claim.yaml").write_text("date_of_service: [")
        answer = client.get("/notes/1/claim")
        assert answer.status_code == 200
        assert "claim.yaml:" in answer.text

    def test_there_is_none(self, client):
        assert client.get("/notes/1/claim").status_code == 404
        assert 'id="claim"' not in client.get("/notes/1").text


class TestExport:
    @pytest.mark.parametrize(
        ("form", "begins"),
        [("html", "<!doctype html>"), ("json", "{"), ("sarif", "{"), ("csv", ""), ("md", "#"), ("txt", "a.txt")],
    )
    def test_every_format(self, client, form, begins):
        answer = client.get(f"/notes/1/report.{form}")
        assert answer.status_code == 200
        assert answer.text.lstrip("\ufeff").startswith(begins)
        assert "attachment" in answer.headers["content-disposition"]

    def test_another_format_is_refused(self, client):
        assert client.get("/notes/1/report.exe").status_code == 404


class TestUpload:
    def upload(self, client, *files):
        token = fields(client.get("/upload").text, "/upload")
        return client.post("/upload", data=token, files=[("documents", file) for file in files])

    def test_documents_are_kept_checked_and_listed(self, site, client):
        page = self.upload(client, ("op note.txt", NOTE.encode()), ("../../etc/passwd", b"no operation at all"))
        assert re.findall(r'<li><a href="/notes/\d+">([^<]+)</a>', page.text) == ["uploads/op note.txt", "uploads/passwd"]
        kept = sorted(path.name for path in site.uploads.rglob("*") if path.is_file())
        assert kept == ["op note.txt", "passwd"]
        site.folder.look()
        assert titles(client.get("/").text).count("uploads/op note.txt") == 1

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(name=st.text(min_size=1, max_size=80), data=st.binary(max_size=2000))
    def test_any_document_of_any_name_is_kept_or_refused(self, site, client, name, data):
        page = self.upload(client, (name, data))
        assert page.status_code in {200, 400, 409}
        assert all(path.is_relative_to(site.uploads) for path in site.uploads.rglob("*"))
        assert client.get("/").status_code == 200

    def test_the_file_name_is_in_no_address(self, client):
        page = self.upload(client, ("Quillfeather Imogen.txt", NOTE.encode()))
        assert "Quill" not in str(page.url)

    def test_nothing_chosen(self, client):
        assert self.upload(client, ("", b"")).status_code == 409

    def test_when_notelint_is_busy_the_document_waits(self, site, client, monkeypatch):
        from notelint.server.workers import BusyError

        def busy(*_given, **_named):
            raise BusyError

        monkeypatch.setattr(site.workers, "ask", busy)
        page = self.upload(client, ("op.txt", NOTE.encode()))
        assert "notelint is busy with other documents. What is not listed below is kept" in page.text
        assert len(list(site.uploads.rglob("op.txt"))) == 1

    def test_a_worker_that_dies_is_an_error_of_that_document(self, site, client):
        site.workers.failing = "the process that read it ended"
        page = self.upload(client, ("op.txt", NOTE.encode()))
        assert "could not be read" in page.text


class TestLog:
    def test_it_says_who_saw_and_did_what(self, client):
        client.get("/notes/1")
        acknowledge(client)
        post(client, client.get("/notes/1").text, "/notes/1/accept")
        page = client.get("/log?verify=1").text
        assert "The log is whole" in page
        for what in ("signed in", "saw the note", "acknowledged", "reviewed", "note appeared"):
            assert f"<td>{what}</td>" in page
