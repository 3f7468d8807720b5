"""The checklist of every operative report on the pages: what a reviewer sees of it, and what is asked of the surgeon."""

from __future__ import annotations

import html
import json
import re

import pytest
from support.reports_of_operations import HERNIA, VISIT, all_packs
from support.sites import NOTE, OwnProcess, client_of, entered, post, put, site_of


class WithAllPacks(OwnProcess):
    linter = all_packs()


@pytest.fixture
def site(tmp_path):
    with site_of(tmp_path, WithAllPacks) as made:
        for name, text in (("a-fibula.txt", NOTE), ("b-hernia.txt", HERNIA), ("c-visit.txt", VISIT)):
            put(made, name, text)
        yield made


@pytest.fixture
def client(site):
    return entered(site)


def row_of(page, name):
    row = next(part for part in page.split("<tr>") if name in part)
    return " ".join(re.sub("<[^>]+>", " ", row).split())


def test_the_work_list_says_how_much_of_it_is_documented(client):
    page = client.get("/").text
    assert "20955 operative report (us-hospital): " in row_of(page, "a-fibula.txt")
    assert "not applicable operative report (us-hospital): 5 of 19" in row_of(page, "b-hernia.txt")
    assert "operative report" not in row_of(page, "c-visit.txt")


class WithTheChecklistAlone(OwnProcess):
    linter = all_packs(names=("operative-report",))


def test_alone_the_work_list_says_nothing_of_codes(tmp_path):
    with site_of(tmp_path, WithTheChecklistAlone) as made:
        put(made, "b-hernia.txt", HERNIA)
        put(made, "c-visit.txt", VISIT)
        page = entered(made).get("/").text
    assert "operative report (us-hospital): 5 of 19" in row_of(page, "b-hernia.txt")
    assert "not applicable" not in page
    assert not re.search("Decision|<label>Code", page)


def test_the_review_has_it_below_the_family_s_checklist(client):
    page = client.get("/notes/1").text
    assert page.index('id="n1-checklist"') < page.index('id="n1-pack1"')
    assert ">Operative report (us-hospital)</h2>" in page
    assert "Not asked, this is no operative report." in client.get("/notes/3").text


def test_a_finding_is_acknowledged_with_the_version_of_its_pack(client, site):
    page = client.get("/notes/2").text
    entry = next(part for part in page.split('<li class="entry finding')[1:] if "essential-implants-incomplete" in part)
    name = re.search(r'data-acknowledge="(\w+)"', entry)[1]
    given = {"finding": name, "code": "documented-elsewhere", "reason": "see the implant log"}
    assert "The finding is acknowledged." in post(client, page, "/notes/2/acknowledge", **given).text
    (record,) = site.settings.notes.glob("*acknowledg*")
    assert "operative-report 2026.1" in record.read_text("utf8")


def test_the_query_asks_for_it_and_can_be_sent(client):
    page = client.get("/notes/2/query").text
    assert 'name="ask-essential_anesthesia_type"' in page
    assert 'name="ask-essential_counts"' not in page
    token, revision = (re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("form_token", "revision"))
    kept = dict.fromkeys(re.findall(r'name="(with-[^"]+)"', page), "1")
    asks = {name: html.unescape(text) for name, text in re.findall(r'name="(opening|closing|ask-[^"]+)"[^>]*>([^<]*)<', page)}
    done = client.post("/notes/2/query", data={"form_token": token, "revision": revision, "step": "sent", **kept, **asks})
    assert "The query is saved." in done.text
    assert "query sent" in client.get("/").text


def test_the_interface_gives_its_answers(site):
    client = client_of(site)
    client.headers["authorization"] = f"Bearer {site.access.api_token}"
    del client.headers["origin"]
    answer = client.post("/api/lint", content=HERNIA.encode(), headers={"accept": "application/json"})
    (note,) = json.loads(answer.text)["notes"]
    assert note["packs"]["operative-report"]["kind"] == "operative_report"
    assert "essential-findings-missing" in [one["rule"] for one in note["findings"]]
