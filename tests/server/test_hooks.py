"""CDS Hooks under ``notelint serve``: an EHR calls with notes, gets cards, opens the review, and its feedback acknowledges."""

from __future__ import annotations

import base64
import json
import re
import time
import uuid
from copy import deepcopy
from pathlib import Path

import jwt
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents.fhir import PATIENT, attachment, bundle, document_reference
from support.sites import ADDRESS, client_of, entered, site_of

from notelint.acknowledgements.model import FILE_NAME
from notelint.acknowledgements.reading import read
from notelint.cds_hooks.cards import REASON_SYSTEM
from notelint.cds_hooks.keys import read_trust
from notelint.cli.app import notelint as cli
from notelint.server.store.cards import KEPT_DAYS

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples" / "cds_hooks"
NOTE = (ROOT / "sample_notes" / "09-fibula-to-humerus-loupes-no-ischemia-time.txt").read_text("utf8")
VIEW, DISCHARGE = "/cds-services/notelint-patient-view", "/cds-services/notelint-encounter-discharge"
ISSUER = "https://ehr.example/"
shared = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples/cds_hooks beside the project")


@pytest.fixture
def site(tmp_path):
    with site_of(tmp_path) as made:
        yield made


@pytest.fixture
def ehr(site):
    return caller(site)


def caller(site, **more):
    """A client as the server of an EHR is one: a token, no cookie, no origin."""
    client = client_of(site, **more)
    client.headers["authorization"] = f"Bearer {site.access.api_token}"
    del client.headers["origin"]
    return client


def body(text=NOTE, hook="patient-view", **changed):
    return {
        "hook": hook, "hookInstance": str(uuid.uuid4()), "context": {"userId": "Practitioner/s1", "patientId": "p1"},
        "prefetch": {"operativeNotes": bundle(PATIENT, document_reference(attachment(text)))},
    } | changed  # fmt: skip


def overridden(card, code="not-applicable", **more):
    reason = {"overrideReason": {"reason": {"code": code, "system": REASON_SYSTEM}, **more}} if code else {}
    return {"feedback": [{"card": card, "outcome": "overridden", "outcomeTimestamp": "2026-03-09T10:00:00Z", **reason}]}


def any_json():
    """JSON of any shape, with the keys of CDS Hooks."""
    keys = ["hook", "hookInstance", "context", "prefetch", "feedback", "card", "outcome", "resourceType", "entry"]
    leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
    return st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(keys), inner), max_leaves=20)


def kept(site):
    return sorted(path.name for path in site.uploads.rglob("*.json"))


class TestDiscovery:
    def test_everybody_may_ask(self, site):
        services = client_of(site).get("/cds-services").json()["services"]
        assert [service["hook"] for service in services] == ["encounter-discharge", "patient-view"]

    @pytest.mark.parametrize("path", ["/cds-services", VIEW, f"{VIEW}/feedback"])
    def test_another_method_is_refused(self, ehr, path):
        assert ehr.request("GET" if path != "/cds-services" else "POST", path).status_code == 405


class TestCards:
    @pytest.mark.parametrize(("path", "hook"), [(VIEW, "patient-view"), (DISCHARGE, "encounter-discharge")])
    def test_a_card_leads_to_the_review_of_its_note(self, site, ehr, path, hook):
        answer = ehr.post(path, json=body(hook=hook))
        cards = answer.json()["cards"]
        assert [card["source"]["topic"]["code"] for card in cards] == [
            "blood-loss-missing", "ischemia-time-missing", "microscope-missing",
        ]  # fmt: skip
        (link,) = {card["links"][0]["url"] for card in cards}
        assert link.startswith(f"{ADDRESS}/notes/")
        page = entered(site).get(link)
        assert page.status_code == 200
        assert "peroneal artery" in page.text
        assert "uploads/note-from-ehr-" in page.text
        assert site.said == []

    def test_a_note_is_kept_once_and_keeps_its_state(self, site, ehr):
        first, second = (ehr.post(VIEW, json=body()).json()["cards"] for _ in range(2))
        assert first[0]["links"] == second[0]["links"]
        assert first[0]["uuid"] != second[0]["uuid"]
        assert len(kept(site)) == 1
        assert site.store.one("SELECT count(*) AS n FROM notes")["n"] == 1
        site.folder.look()
        assert site.store.one("SELECT revision FROM notes")["revision"] == 1

    @pytest.mark.parametrize(
        "prefetch",
        [
            None,
            {},
            {"operativeNotes": None},
            {"operativeNotes": bundle()},
            {"operativeNotes": {"resourceType": "OperationOutcome"}},
        ],
    )
    def test_without_a_note_there_are_no_cards_and_nothing_is_kept(self, site, ehr, prefetch):
        answer = ehr.post(VIEW, json=body(prefetch=prefetch))
        assert (answer.status_code, answer.json()) == (200, {"cards": []})
        assert kept(site) == []

    def test_a_note_that_comes_while_the_folder_is_looked_into_does_not_seem_to_have_gone(self, site, ehr, monkeypatch):
        listed = site.folder._there

        def slowly():
            found = listed()
            ehr.post(VIEW, json=body())
            return found

        monkeypatch.setattr(site.folder, "_there", slowly)
        site.folder.look()
        (row,) = site.store.read("SELECT present, revision FROM notes")
        assert tuple(row) == (1, 1)

    def test_of_another_operation_nothing_is_kept(self, site, ehr):
        answer = ehr.post(VIEW, json=body("OPERATIVE REPORT\nPROCEDURE: Excision of a lipoma of the shoulder.\n"))
        assert (answer.status_code, answer.json()) == (200, {"cards": []})
        assert (kept(site), site.store.read("SELECT * FROM notes")) == ([], [])

    def test_no_card_names_a_code_or_money(self, site, ehr):
        text = ehr.post(VIEW, json=body(NOTE + "\nCharge for 20955: $2,400. Ischemia time was *** minutes for 20955.\n")).text
        assert '"summary"' in text
        codes = {code for catalogue in site.catalogues for code in catalogue.codes}
        assert not any(code in text for code in codes)
        assert not re.search(r"\$|\bCPT\b|\bbill|\bpay(?:er|ment)|\bclaim|\baudit", text, re.IGNORECASE)

    @shared
    def test_published_requests(self, site, ehr):
        paths = sorted(SAMPLES.glob("request_*.json"))
        assert paths
        found = {}
        for path in paths:
            answer = ehr.post(VIEW, content=path.read_bytes())
            found.setdefault(json.loads(path.read_text("utf8"))["hook"], set()).add((answer.status_code, tuple(answer.json())))
        assert found.pop("patient-view") == {(200, ("cards",))}
        assert set.union(*found.values()) == {(400, ("error",))}

    def test_a_worker_that_fails_is_told_as_json(self, site, ehr):
        site.hook_workers.failing = "took too long"
        answer = ehr.post(VIEW, json=body())
        assert (answer.status_code, answer.json()) == (503, {"error": "took too long"})


class TestWrongCalls:
    @pytest.mark.parametrize(
        "content", [b"", b"zanzibar", b"\xff\xfe", b"[" * 100_000, b"NaN", b"1" * 5_000, b'{"hook": Infinity}', b'"\\ud800"']
    )
    def test_not_json(self, site, ehr, content):
        for path in (VIEW, f"{VIEW}/feedback"):
            answer = ehr.post(path, content=content)
            assert answer.status_code == 400
            assert set(answer.json()) == {"error"}
        assert "zanzibar" not in str(site.said)
        assert len(site.said) == 2

    def test_malformed_calls_are_logged_without_a_word(self, site, ehr):
        answer = ehr.post(VIEW, json=body(hookInstance="", context={"patientId": "zanzibar"}))
        assert (answer.status_code, answer.json()) == (400, {"error": "hookInstance: give a text of at most 2,000 characters"})
        assert site.said == ["CDS Hooks: 400: hookInstance: give a text of at most 2,000 characters"]

    @pytest.mark.parametrize("name", ["\ud800", "Practitioner/\udfff"])
    def test_half_a_character(self, site, ehr, name):
        for changed in ({"context": {"userId": name}}, {"hookInstance": name}):
            assert ehr.post(VIEW, content=json.dumps(body(**changed))).status_code == 400
        feedback = overridden("x", userComment=name)
        feedback["feedback"][0]["card"] = ehr.post(VIEW, json=body()).json()["cards"][0]["uuid"]
        assert ehr.post(f"{VIEW}/feedback", content=json.dumps(feedback)).status_code == 200
        note = json.dumps(body()).replace('"resourceType": "Doc', '"description": "\\ud800", "resourceType": "Doc')
        assert "\\ud800" in note
        assert ehr.post(VIEW, content=note).status_code == 200

    def test_an_unknown_service(self, ehr):
        for path in ("/cds-services/zanzibar", "/cds-services/zanzibar/feedback"):
            answer = ehr.post(path, json=body())
            assert answer.status_code == 404
            assert "zanzibar" not in answer.text

    def test_limits_are_told_as_json(self, tmp_path):
        with site_of(tmp_path, most_bytes=2_000) as small:
            answer = caller(small).post(VIEW, json=body())
        assert answer.status_code == 413
        assert set(answer.json()) == {"error"}

    @given(any_json())
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_json_is_answered(self, ehr, data):
        for path in (VIEW, f"{VIEW}/feedback"):
            assert ehr.post(path, json=data).status_code in {200, 400}
        assert ehr.post(VIEW, json=body(prefetch={"x": data} if isinstance(data, dict) else None)).status_code == 200


class TestWhoCalls:
    def test_nobody_without_a_token(self, site):
        client = client_of(site)
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic eDp5"}):
            answer = client.post(VIEW, json=body(), headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert set(answer.json()) == {"error"}

    def test_a_cookie_is_not_enough(self, site):
        assert entered(site).post(VIEW, json=body()).status_code == 401

    @pytest.fixture
    def trusted(self, tmp_path):
        key = ec.generate_private_key(ec.SECP384R1())
        public = json.loads(jwt.get_algorithm_by_name("ES384").to_jwk(key.public_key()))
        (tmp_path / "ehr.json").write_text(json.dumps({"keys": [public | {"kid": "k1", "use": "sig", "alg": "ES384"}]}))
        with site_of(tmp_path, trust=read_trust([(ISSUER, str(tmp_path / "ehr.json"))])) as made:
            yield made, key

    def token(self, key, path, **changed):
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": f"{ADDRESS}{path}", "iat": now, "exp": now + 300, "jti": str(uuid.uuid4())} | changed
        return {"authorization": "Bearer " + jwt.encode(claims, key, algorithm="ES384", headers={"kid": "k1"})}

    def test_a_token_of_the_ehr(self, trusted):
        site, key = trusted
        client = client_of(site)
        once = self.token(key, VIEW)
        answer = client.post(VIEW, json=body(), headers=once)
        assert answer.status_code == 200
        card = answer.json()["cards"][0]["uuid"]
        feedback = f"{VIEW}/feedback"
        assert client.post(feedback, json=overridden(card), headers=self.token(key, feedback)).status_code == 200
        assert client.post(VIEW, json=body(), headers=once).json() == {"error": "the token was used before (jti)"}
        assert site.store.one("SELECT count(*) AS n FROM log WHERE by = ?", (ISSUER,))["n"] >= 3

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"aud": "https://elsewhere.example"}, "another service"),
            ({"exp": 1}, "expired"),
            ({"iss": "https://x.example"}, "issuer"),
        ],
    )
    def test_another_token(self, trusted, changed, message):
        site, key = trusted
        answer = client_of(site).post(VIEW, json=body(), headers=self.token(key, VIEW, **changed))
        assert answer.status_code == 401
        assert message in answer.json()["error"]

    def test_with_keys_the_token_for_the_api_does_not_count(self, trusted):
        assert caller(trusted[0]).post(VIEW, json=body()).status_code == 401

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("zanzibar", "not valid JSON"),
            ("[]", "keys: no list of keys"),
            ('{"keys": []}', "keys: no list of keys"),
            ('{"keys": [{"kty": "EC"}]}', "keys[0]: kid: a text is missing"),
            ('{"keys": [{"kid": "k", "kty": "oct", "k": "AAAA"}]}', "keys[0]: not a public key"),
            (
                '{"keys": [{"kid": "k", "kty": "EC", "crv": "P-384", "x": "AA", "y": "AA", "d": "AA"}]}',
                "keys[0]: not a public key",
            ),
            ('{"keys": [{"kid": "k", "kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}]}', "keys[0]: not a valid key"),
            (None, "No such file"),
        ],
    )
    def test_a_file_of_keys_that_cannot_be_used(self, tmp_path, content, message):
        path = tmp_path / "ehr.json"
        if content is not None:
            path.write_text(content)
        found = CliRunner().invoke(cli, ["serve", str(tmp_path), "--ehr-keys", ISSUER, str(path)])
        assert found.exit_code == 2
        assert f"--ehr-keys: {path}: " in found.stderr
        assert message in found.stderr
        assert "zanzibar" not in found.stderr


class TestFeedback:
    def cards(self, ehr):
        return {card["source"]["topic"]["code"]: card["uuid"] for card in ehr.post(VIEW, json=body()).json()["cards"]}

    def records(self, site):
        return [entry.record for entry in read(site.uploads / "hooks" / FILE_NAME).entries]

    def test_an_override_is_an_acknowledgement_like_any_other(self, site, ehr):
        card = self.cards(ehr)["ischemia-time-missing"]
        answer = ehr.post(
            f"{VIEW}/feedback", json=overridden(card, "documented-elsewhere", userComment="see the anesthesia record")
        )
        assert (answer.status_code, answer.json()) == (200, {})
        (record,) = self.records(site)
        assert (record.rule, record.code, record.by) == ("ischemia-time-missing", "documented-elsewhere", "Practitioner/s1")
        assert record.reason == "see the anesthesia record"
        assert record.note.startswith("note-from-ehr-")
        assert list(self.cards(ehr)) == ["blood-loss-missing", "microscope-missing"]
        row = site.store.one("SELECT id, acknowledged FROM notes")
        assert row["acknowledged"] == 1
        assert "documented elsewhere" in entered(site).get(f"/notes/{row['id']}").text.lower()

    def test_the_command_line_lists_it(self, site, ehr):
        ehr.post(f"{VIEW}/feedback", json=overridden(self.cards(ehr)["blood-loss-missing"], "query-sent"))
        found = CliRunner().invoke(cli, ["acknowledgements", "list", str(site.uploads / "hooks")])
        assert found.exit_code == 0, found.output
        assert "blood-loss-missing" in found.stdout
        assert "query-sent" in found.stdout

    def test_feedback_that_is_sent_again_is_written_once(self, site, ehr):
        card = self.cards(ehr)["blood-loss-missing"]
        for _ in range(2):
            assert ehr.post(f"{VIEW}/feedback", json=overridden(card)).status_code == 200
        assert len(self.records(site)) == 1

    @pytest.mark.parametrize("reason", [{"code": ""}, {"outcome": "accepted"}])
    def test_what_acknowledges_nothing_is_logged(self, site, ehr, reason):
        data = overridden(self.cards(ehr)["blood-loss-missing"], "")
        if "outcome" in reason:
            data["feedback"][0] |= {"outcome": "accepted", "acceptedSuggestions": []}
        assert ehr.post(f"{VIEW}/feedback", json=data).status_code == 200
        assert not (site.uploads / "hooks" / FILE_NAME).exists()
        logged = [row["what"] for row in site.store.read("SELECT what FROM log")]
        assert logged[-1] == f"card {data['feedback'][0]['outcome']}"

    def test_words_of_the_note_are_not_kept_as_a_reason(self, site, ehr):
        words = " ".join(NOTE.split()[:30])
        ehr.post(f"{VIEW}/feedback", json=overridden(self.cards(ehr)["blood-loss-missing"], userComment=words))
        assert self.records(site)[0].reason == "overridden in the EHR: not applicable"

    def test_cards_of_others_and_of_nobody(self, site, ehr):
        card = self.cards(ehr)["blood-loss-missing"]
        assert ehr.post(f"{DISCHARGE}/feedback", json=overridden(card)).status_code == 200
        assert ehr.post(f"{VIEW}/feedback", json=overridden(str(uuid.uuid4()))).status_code == 200
        assert not (site.uploads / "hooks" / FILE_NAME).exists()
        assert site.said == ["CDS Hooks: 200: 1 cards are not known"] * 2

    def test_a_card_is_forgotten_after_some_time(self, site, ehr):
        card = self.cards(ehr)["blood-loss-missing"]
        with site.store.write() as connection:
            connection.execute("UPDATE cards SET shown_at = '2020-01-01T00:00:00.000+00:00'")
        self.cards(ehr)
        assert site.store.one("SELECT count(*) AS n FROM cards WHERE uuid = ?", (card,))["n"] == 0
        assert KEPT_DAYS == 90

    def test_what_is_valid_counts_beside_what_is_not(self, site, ehr):
        data = overridden(self.cards(ehr)["blood-loss-missing"])
        data["feedback"] += ["zanzibar"]
        answer = ehr.post(f"{VIEW}/feedback", json=data)
        assert (answer.status_code, answer.json()) == (400, {"error": "feedback[1]: must be an object"})
        assert len(self.records(site)) == 1

    def test_an_undone_acknowledgement_brings_the_card_back(self, site, ehr):
        before = self.cards(ehr)
        ehr.post(f"{VIEW}/feedback", json=overridden(before["blood-loss-missing"]))
        (entry,) = read(site.uploads / "hooks" / FILE_NAME).entries
        found = CliRunner().invoke(
            cli, ["acknowledgements", "withdraw", entry.id, str(site.uploads / "hooks"), "--reason", "wrong card", "--by", "Ida"]
        )
        assert found.exit_code == 0, found.output
        assert self.cards(ehr).keys() == before.keys()

    @shared
    def test_published_feedback_is_about_cards_that_nobody_knows(self, site, ehr):
        paths = sorted(SAMPLES.glob("feedback_*.json"))
        assert paths
        for path in paths:
            assert ehr.post(f"{VIEW}/feedback", content=path.read_bytes()).status_code == 200
        assert not (site.uploads / "hooks" / FILE_NAME).exists()


def test_no_word_of_a_note_is_logged(site):
    ehr = caller(site)
    text = NOTE + "\nZanzibar, Quillfeather. Ischemia time was *** minutes.\n"
    data = body(text)
    card = ehr.post(VIEW, json=data).json()["cards"][0]["uuid"]
    ehr.post(f"{VIEW}/feedback", json=overridden(card, userComment="zanzibar quillfeather"))
    broken = deepcopy(data)
    broken["prefetch"]["operativeNotes"]["entry"][1]["resource"]["content"] = [
        {"attachment": {"data": base64.b64encode(b"%PDF-1.7 zanzibar").decode()}}
    ]
    assert ehr.post(VIEW, json=broken).json() == {"cards": []}
    logged = json.dumps([tuple(row) for row in site.store.read("SELECT * FROM log")])
    traces = logged + json.dumps([tuple(row) for row in site.store.read("SELECT * FROM cards")]) + str(site.said)
    assert "zanzibar" not in traces.lower()
    assert "quillfeather" not in traces.lower()
    assert "card overridden" in logged
