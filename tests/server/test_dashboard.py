"""The dashboard: the audit's figures over the store, queries that wait, and who sees surgeons by name."""

from __future__ import annotations

import html
import re
from contextlib import contextmanager
from dataclasses import replace

import pytest
from support.serving import form_token, revision
from support.sites import NOTE, client_of, entered, put, site_of

from notelint.inputs.attribute_table import Columns
from notelint.outputs.audit import page as audit_page
from notelint.server.store import people

ROWS = """note,surgeon,service,day
a.txt,Dr. Abara,Plastic surgery,2026-01-05
b.txt,Dr. Castellan,Orthopaedics,2026-02-05
c.txt,Dr. Abara,Plastic surgery,2026-03-05
"""
COLUMNS = Columns("note", surgeon="surgeon", service="service", date="day")


@contextmanager
def site_with_table(place):
    (place / "whose.csv").write_text(ROWS)
    with site_of(place, table=place / "whose.csv", columns=COLUMNS) as made:
        put(made, "a.txt")
        put(made, "b.txt", f"{NOTE}Estimated blood loss was 250 mL.\n")
        put(made, "c.txt")
        yield made


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site whose pictures are empty: they are slow, and only their tables are looked at."""
    monkeypatch.setattr(audit_page, "inline", lambda picture: f'<svg id="{picture.id}-picture"></svg>')
    with site_with_table(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The page of the same site with its pictures."""
    with site_with_table(tmp_path_factory.mktemp("drawn")) as made:
        return shown(made)


def table(page, name):
    """The rows of a table of the page, as texts."""
    body = re.search(rf'<table id="table-{name}">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)[1]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [[html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def shown(site):
    answer = entered(site).get("/dashboard")
    assert answer.status_code == 200
    return answer.text


class TestFigures:
    def test_completeness_by_element_service_surgeon_and_month(self, drawn):
        page = drawn
        (blood,) = [row for row in table(page, "elements") if row[0] == "Estimated blood loss"]
        assert blood[1:6] == ["1", "0", "2", "3", "33.3 %†"], "a percentage of three notes is marked"
        assert [row[:2] for row in table(page, "by_service")] == [["Plastic surgery", "2"], ["Orthopaedics", "1"]]
        assert [row[:2] for row in table(page, "by_surgeon")] == [["Dr. Abara", "2"], ["Dr. Castellan", "1"]]
        assert [row[:2] for row in table(page, "by_month")] == [["2026-01", "1"], ["2026-02", "1"], ["2026-03", "1"]]
        for picture in ("elements", "elements-by-service", "elements-by-surgeon", "trend"):
            assert re.search(rf'<svg [^>]*id="{picture}-picture".*?<path ', page, re.DOTALL)

    def test_what_missing_elements_cost(self, drawn):
        assert table(drawn, "fees_at_risk")[-1][0] == "all, each note once"

    def test_it_is_drawn_again_only_where_something_changed(self, site, monkeypatch):
        asked = []
        ask = site.workers.ask
        monkeypatch.setattr(site.workers, "ask", lambda name, *given, **named: asked.append(name) or ask(name, *given, **named))
        client = entered(site)
        for _ in range(2):
            client.get("/dashboard")
        assert asked == ["dashboard"]
        put(site, "d.txt")
        assert "Notes without a row in the table (they count, but not by what the table says): 1" in client.get("/dashboard").text
        assert asked == ["dashboard", "dashboard"]

    def test_who_comes_while_it_is_drawn_is_not_kept_waiting_for_ever(self, site, monkeypatch):
        from notelint.server.pages import dashboard

        monkeypatch.setattr(dashboard, "_PATIENCE", 0.1)
        client = entered(site)
        with site.drawing:
            answer = client.get("/dashboard")
        assert answer.status_code == 503
        assert "notelint is busy" in answer.text
        assert client.get("/dashboard").status_code == 200

    def test_without_notes_it_says_so(self, tmp_path):
        with site_of(tmp_path) as empty:
            assert table(shown(empty), "decisions")[0] == ["Supports a code", "0"]

    def test_a_table_that_cannot_be_read_is_a_line_and_the_rest_is_there(self, site):
        site.settings = replace(site.settings, columns=Columns("note", surgeon="surgeons"))
        page = shown(site)
        assert "The table could not be read" in page
        assert table(page, "elements")


class TestQueries:
    def send(self, site, client, number, days):
        self.step(client, number, "sent")
        with site.store.write() as connection:
            connection.execute(
                "UPDATE letters SET sent_at = strftime('%Y-%m-%dT12:00:00+00:00', 'now', ?) WHERE note = ?",
                (f"-{days} days", number),
            )

    def step(self, client, number, step):
        page = client.get(f"/notes/{number}/query").text
        data = {"form_token": form_token(page), "revision": revision(page), "step": step}
        data |= {
            name: html.unescape(text) for name, text in re.findall(r'<textarea name="([\w-]+)"[^>]*>([^<]*)</textarea>', page)
        }
        data |= dict.fromkeys(re.findall(r'name="(with-[\w-]+)"', page), "1")
        assert client.post(f"/notes/{number}/query", data=data).status_code == 200

    def test_those_that_wait_are_counted_by_age_and_the_oldest_comes_first(self, site):
        client = entered(site)
        self.send(site, client, 1, 3)
        self.send(site, client, 3, 40)
        page = client.get("/dashboard").text
        assert table(page, "open_queries")[:5] == [
            ["waiting, up to 7 days", "1"], ["waiting, 8 to 14 days", "0"], ["waiting, 15 to 30 days", "0"],
            ["waiting, more than 30 days", "1"], ["waiting, all", "2"],
        ]  # fmt: skip
        assert re.findall(r'<a href="/notes/(\d)/query">', page) == ["3", "1"]
        self.step(client, 3, "answered")
        page = client.get("/dashboard").text
        assert ["answered", "1"] in table(page, "open_queries")
        assert "half of the 1 answers came within 40 days†" in page or "half of the 1 answers came within 39 days†" in page
        assert re.findall(r'<a href="/notes/(\d)/query">', page) == ["1"]


class TestNames:
    def test_only_administrators_see_surgeons_by_name(self, tmp_path, monkeypatch):
        monkeypatch.setattr(audit_page, "inline", lambda picture: picture.description)
        (tmp_path / "whose.csv").write_text(ROWS)
        with site_of(tmp_path, access="users", table=tmp_path / "whose.csv", columns=COLUMNS) as site:
            put(site, "a.txt")
            put(site, "b.txt")
            for name, role in (("ida", "second checker"), ("otto", "administrator")):
                people.add(site.store, name, role, "a long enough password", "test")
            for name, expected in (("ida", ["S1", "S2"]), ("otto", ["Dr. Abara", "Dr. Castellan"])):
                client = client_of(site)
                client.post("/sign-in", data={"name": name, "password": "a long enough password"})
                page = client.get("/dashboard").text
                assert sorted(row[0] for row in table(page, "by_surgeon")) == expected
                assert ("Dr. Abara" in page) is (name == "otto")
