"""Claims of files for a payer in the folder: the list, one claim beside its notes, and what makes a claim be reviewed again."""

from __future__ import annotations

import html
import re
from importlib.resources import files

import pytest
from support.sites import entered, put, site_of
from support.x12 import FIRST, HEADER, PERSONAL, claims

NOTES = files("notelint.patterns") / "claims" / "examples"
FIBULA, ILIAC = ((NOTES / name).read_text("utf8") for name in ("fibula.txt", "iliac.txt"))


@pytest.fixture(autouse=True)
def shipped_tables(monkeypatch, tmp_path):
    monkeypatch.setenv("NOTELINT_DATA", str(tmp_path / "tables"))


@pytest.fixture
def site(tmp_path):
    with site_of(tmp_path) as made:
        put(made, "op-ALPHA7788.txt", FIBULA)
        put(made, "op_beta4455.txt", ILIAC)
        put(made, "sent/claim.837", claims())
        yield made


@pytest.fixture
def client(site):
    return entered(site)


def rows(page):
    """The rows of the list, as texts in one line each."""
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    found = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL) if body else []
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in found]
    return [[" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


class TestList:
    def test_each_claim_has_its_notes_findings_and_money(self, client):
        assert rows(client.get("/claims").text) == [
            [
                "sent/claim.837#1 ALPHA7788", "2026-03-02", "20956-LT, 69990", "op-ALPHA7788.txt 20955", "2 errors 1 info",
                "$2,553.50", "$2,267.92",
            ],
            ["sent/claim.837#2 BETA4455", "2026-03-03", "20956", "op_beta4455.txt 20956", "1 error", "$2,355.43", "$2,355.43"],
        ]  # fmt: skip

    def test_those_with_errors_alone(self, site, client):
        put(site, "sent/claim.837", claims(*HEADER, *(one.replace("HC:20956:LT", "HC:20955:RT") for one in FIRST[:15])))
        assert [row[0] for row in rows(client.get("/claims").text)] == ["sent/claim.837#1 ALPHA7788"]
        assert "No claim with errors." in client.get("/claims?errors=1").text

    def test_a_claim_without_a_note_says_so(self, site, client):
        (site.settings.notes / "op_beta4455.txt").unlink()
        site.folder.look()
        second = rows(client.get("/claims").text)[1]
        assert second[3:5] == ["none found", "not reviewed"]
        assert "no note of this claim was found" in client.get("/claims/2").text

    def test_it_is_reviewed_again_when_its_note_changes_and_not_otherwise(self, site, client, monkeypatch):
        asked = []
        ask = site.background.ask
        monkeypatch.setattr(site.background, "ask", lambda name, *more, **named: asked.append(name) or ask(name, *more, **named))
        site.folder.look()
        assert asked == []
        put(site, "op-ALPHA7788.txt", FIBULA.replace("left tibia", "right tibia"))
        assert asked.count("review_submitted") == 1
        assert "1 info" not in rows(client.get("/claims").text)[0][4], "both sides are the same now"

    def test_a_file_that_is_gone_or_broken(self, site, client):
        put(site, "sent/claim.837", claims(guide="005010X223A2"))
        assert client.get("/claims").text.count("not reviewed") == 1
        (site.settings.notes / "sent" / "claim.837").unlink()
        site.folder.look()
        assert rows(client.get("/claims").text) == []
        assert client.get("/claims/1").status_code == 404

    def test_a_file_that_is_being_written_keeps_its_claims_until_it_is_whole(self, site, client):
        path = site.settings.notes / "sent" / "claim.837"
        path.write_text(claims()[:500])
        site.folder.look()
        assert len(rows(client.get("/claims").text)) == 2
        assert client.get("/claims/1").status_code == 200

    def test_a_table_says_whose_the_notes_are(self, tmp_path):
        (tmp_path / "notes").mkdir()
        (tmp_path / "notes" / "whose.csv").write_text("claim,note,author\n#1,one.txt,marlowe\n#1,two.txt,halden\n")
        with site_of(tmp_path, notes_table=tmp_path / "notes" / "whose.csv") as site:
            put(site, "one.txt", FIBULA)
            put(site, "two.txt", ILIAC)
            put(site, "claim.837", claims())
            client = entered(site)
            assert rows(client.get("/claims").text)[0][3] == "one.txt 20955 two.txt 20956"
            page = client.get("/claims/1").text
            assert re.findall(r'id="n\d-title">(\S+)', page) == ["one.txt", "two.txt"]
            for link in re.findall(r'href="#(n\d-w[\d-]+)"', page):
                assert f'id="{link}"' in page


class TestOneClaim:
    def test_it_stands_beside_its_note_and_both_are_linked(self, client):
        page = client.get("/claims/1").text
        assert "20956 is for a different donor bone" in page
        links = re.findall(r'href="#(n1-w[\d-]+)"', page)
        assert links
        assert all(f'id="{link}"' in page for link in links)
        assert 'href="/notes/1"' in page
        assert "$9,000.00" in page
        assert "imaging of the vessels before surgery: not documented" in page

    def test_the_review_of_its_note_leads_to_it(self, client):
        assert 'id="claim" href="/claims/1"' in client.get("/notes/1").text

    def test_words_that_have_changed_since_are_not_marked(self, site, client):
        with site.store.write() as connection:
            connection.execute("UPDATE notes SET report = replace(report, 'fibula', 'radius') WHERE id = 1")
        page = client.get("/claims/1").text
        assert "was harvested" in page
        assert ">Through a lateral incision on the right leg the radius was harvested</mark>" not in page


def test_no_number_and_no_name_of_a_patient_is_in_addresses_and_the_log(site, client):
    for path in ("/claims", "/claims/1", "/claims/2"):
        client.get(path)
    logged = " ".join(str(tuple(row)) for row in site.store.read("SELECT by, what, detail FROM log")).lower()
    addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', client.get("/claims").text)).lower()
    for word in PERSONAL:
        assert word not in logged
        assert word not in addresses
        assert all(word not in line.lower() for line in site.said)
