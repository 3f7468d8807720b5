"""CDS Hooks: what the specification wants of discovery, requests, cards and feedback, and no word of a note in an error."""

from __future__ import annotations

import json
import uuid
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents.fhir import PATIENT, attachment, binary, bundle, document_reference
from support.fake_linter import FakeLinter
from support.odd_reports import reports as odd_reports
from support.snapshots import assert_matches

from notelint.acknowledgements.matching import Acknowledgements
from notelint.acknowledgements.model import Entry
from notelint.acknowledgements.writing import encoded
from notelint.cds_hooks.answering import answer
from notelint.cds_hooks.cards import LONGEST_SUMMARY, REASON_SYSTEM, CardOptions, cards, override_reasons
from notelint.cds_hooks.discovery import discovery
from notelint.cds_hooks.feedback import feedback
from notelint.cds_hooks.model import HookRequest
from notelint.linter import Linter
from notelint.note import Note
from notelint.packs.acknowledgement_reasons import acknowledgement_reasons
from notelint.packs.cds_hooks import hook_book
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.queries import queries_of
from notelint.queries.banned import holds_banned
from notelint.queries.lint import lint_wording
from notelint.report import Related

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples" / "cds_hooks"
NOTE = (ROOT / "sample_notes" / "09-fibula-to-humerus-loupes-no-ischemia-time.txt").read_text("utf8")
NOW = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
DISCHARGE = "notelint-encounter-discharge"
INDICATORS = {"info", "warning", "critical"}


@pytest.fixture(scope="module")
def linter():
    return Linter()


@pytest.fixture(scope="module")
def options(linter):
    return CardOptions(linter.catalogues, "notelint 1.2.3")


def call(text=NOTE, **prefetch):
    note = bundle(PATIENT, document_reference(attachment(text)))
    return {
        "hook": "encounter-discharge",
        "hookInstance": "9f1c2f8e-3a52-4b7e-8d11-5a3f0c6b7e21",
        "fhirServer": "https://ehr.example/fhir",
        "fhirAuthorization": {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "scope": "x", "subject": "y"},
        "context": {"userId": "Practitioner/s1", "patientId": "p1", "encounterId": "e1"},
        "prefetch": prefetch or {"operativeNotes": note},
    }


def any_json(*keys):
    """JSON of any shape whose objects have these keys."""
    leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    objects = st.sampled_from(keys)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(objects, inner), max_leaves=12)


def check_card(card):
    """Fail unless the card has what the specification wants. Source: CDS Hooks 2.0, "Card Attributes"."""
    assert card.keys() <= {"uuid", "summary", "detail", "indicator", "source", "overrideReasons", "links"}
    assert uuid.UUID(card["uuid"])
    assert 0 < len(card["summary"]) < 140
    assert card["summary"].isprintable()
    assert card["indicator"] in INDICATORS
    assert card["source"]["label"]
    for reason in card.get("overrideReasons", []):
        assert reason["code"] in acknowledgement_reasons()
        assert reason["system"] == REASON_SYSTEM
        assert reason["display"]
    for link in card.get("links", []):
        assert (link["label"], link["type"]) == ("Review the note", "absolute")


class TestDiscovery:
    def test_exactly(self):
        assert_matches("cds_hooks/discovery.json", json.dumps(discovery(), indent=2) + "\n")

    def test_templates_use_only_the_context_of_their_hook(self):
        for service in discovery()["services"]:
            (template,) = service["prefetch"].values()
            assert template.startswith("DocumentReference?patient={{context.patientId}}")
            assert ("{{context.encounterId}}" in template) == (service["hook"] == "encounter-discharge")

    @pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples/cds_hooks beside the project")
    def test_services_have_the_fields_of_the_published_ones(self):
        known = {"hook", "title", "description", "id", "prefetch", "usageRequirements", "extension"}
        paths = sorted(SAMPLES.glob("services_*.json"))
        assert paths
        for path in paths:
            for service in json.loads(path.read_text("utf8"))["services"]:
                assert service.keys() <= known
        assert all(service.keys() <= known for service in discovery()["services"])


class TestCards:
    def test_exactly(self, linter, options):
        found = answer(DISCHARGE, call(), linter, options)
        assert (found.status, found.problems) == (200, ())
        assert_matches("cds_hooks/cards.json", json.dumps(found.body, indent=2, ensure_ascii=False) + "\n")
        for card in found.body["cards"]:
            check_card(card)
        assert {record.uuid for record in found.cards} == {card["uuid"] for card in found.body["cards"]}
        assert {record.user for record in found.cards} == {"Practitioner/s1"}

    def test_without_excerpts_and_with_a_link(self, linter, options):
        bare = replace(options, excerpt=False, link=lambda report: f"https://notes.example/{len(report.findings)}")
        found = answer(DISCHARGE, call(), linter, bare)
        shown = json.dumps(found.body)
        assert "peroneal" in json.dumps(answer(DISCHARGE, call(), linter, options).body)
        assert "peroneal" not in shown
        assert "Surgical operation note" not in shown
        assert "2026-03-02" not in shown
        assert found.body["cards"][0]["links"][0]["url"].startswith("https://notes.example/")

    def test_more_findings_than_cards(self, linter, options):
        found = answer(DISCHARGE, call(), linter, replace(options, most=1))
        first, further = found.body["cards"]
        assert further["summary"] == "2 further questions about this note"
        assert "overrideReasons" not in further
        assert len(found.cards) == 1
        assert first["uuid"] != further["uuid"]

    @pytest.mark.parametrize(
        "prefetch",
        [
            {"operativeNotes": bundle(document_reference({"url": "Binary/b1"}), binary(NOTE.encode(), "text/plain"))},
            {
                "operativeNotes": bundle(document_reference({"url": "Binary/b1"})),
                "noteContent": binary(NOTE.encode(), "text/plain"),
            },
            {"operativeNotes": document_reference(attachment(NOTE))},
            {"operativeNotes": bundle(document_reference(attachment(NOTE)), PATIENT), "patient": None},
        ],
        ids=["binary in the bundle", "binary of its own", "one resource", "null"],
    )
    def test_ways_to_send_a_note(self, linter, options, prefetch):
        found = answer(DISCHARGE, call(**prefetch), linter, options)
        assert len(found.body["cards"]) == 3

    @pytest.mark.parametrize(
        "prefetch",
        [
            {},
            {"operativeNotes": None},
            {"operativeNotes": bundle()},
            {"patient": PATIENT},
            {"operativeNotes": bundle(document_reference({"url": "https://elsewhere.example/Binary/7"}))},
            {"operativeNotes": {"resourceType": "OperationOutcome", "issue": []}},
        ],
        ids=["nothing", "null", "empty bundle", "another resource", "an address", "an error"],
    )
    def test_no_note_no_cards(self, linter, options, prefetch, monkeypatch):
        monkeypatch.setattr("socket.socket", None)  # whoever fetched an address would fail
        data = call()
        data["prefetch"] = prefetch
        found = answer(DISCHARGE, data, linter, options)
        assert (found.status, found.body, found.cards) == (200, {"cards": []}, ())

    def test_another_operation_has_no_cards(self, linter, options):
        assert answer(DISCHARGE, call("PROCEDURE: Excision of a lipoma."), linter, options).body == {"cards": []}

    def test_a_linter_that_fails_tells_no_word(self, options):
        found = answer(DISCHARGE, call("raise zanzibar"), FakeLinter(), options)
        assert (found.status, found.body, len(found.problems)) == (200, {"cards": []}, 1)
        assert "zanzibar" not in str(found)

    def test_findings_with_one_question_share_a_card(self, linter, options):
        one, *_ = linter.lint(Note(NOTE, "a")).findings
        (other,) = (finding for finding in linter.lint(Note(NOTE, "a")).findings if finding.rule == "ischemia-time-missing")
        request = HookRequest(DISCHARGE, "encounter-discharge", "1")
        places = tuple(Related(at, at + 5, "") for at in (10, 30, 50))
        report = replace(linter.lint(Note(NOTE, "a")), findings=(other, replace(other, start=3, end=9, related=places), one))
        first, second = cards(report, request, options)
        assert [record.rule for record in first[1]] == [other.rule, other.rule]
        assert {record.uuid for record in first[1]} == {first[0]["uuid"]}
        assert first[0]["detail"].endswith("Further places: 2.")
        assert [record.rule for record in second[1]] == [one.rule]

    def test_statements_that_differ_are_both_quoted(self, linter, options):
        text = NOTE.replace("right leg to left", "left leg to left")
        found = answer(DISCHARGE, call(text), linter, options)
        card = next(one for one in found.body["cards"] if one["source"]["topic"]["code"] == "laterality-conflict")
        assert card["indicator"] == "critical"
        assert card["detail"].count("column") > 1

    @pytest.mark.parametrize("note", sorted((ROOT / "sample_notes").glob("*.txt")), ids=lambda path: path.stem[:2])
    def test_a_card_names_neither_a_code_nor_money_and_suggests_no_answer(self, linter, options, note):
        text = note.read_text("utf8") + "\nCPT 20955 at $2,400 was discussed: ischemia time was *** minutes for 20955.\n"
        found = answer(DISCHARGE, call(text), linter, replace(options, most=100, least="info"))
        codes = {code for catalogue in options.catalogues for code in catalogue.codes}
        for card in found.body["cards"]:
            whole_card = json.dumps({**card, "uuid": ""})
            assert not any(code in whole_card for code in codes)
            shown = [card["summary"], *card["detail"].split("\n\n"), card["source"].get("topic", {}).get("display", "")]
            assert not any(holds_banned(part) for part in shown)
            assert lint_wording(card["summary"]) == () or "further question" in card["summary"]

    def test_every_question_fits_a_summary(self):
        asked = [asking.ask for folder in builtin_packs() for asking in queries_of(load_catalogue(folder)).askings]
        assert asked
        assert max(map(len, asked)) <= LONGEST_SUMMARY

    def test_words_of_the_note_that_name_a_code_are_withheld(self, linter, options):
        text = NOTE + "\nIschemia time for 20955 was *** minutes.\n"
        data = call(prefetched=bundle(PATIENT, {**document_reference(attachment(text)), "description": "Operation 20955"}))
        shown = json.dumps(answer(DISCHARGE, data, linter, options).body)
        assert "20955" not in shown
        assert "fibula" in shown or "peroneal" in shown

    @given(odd_reports(), st.integers(0, 3), st.booleans())
    @settings(max_examples=80, deadline=None)
    def test_odd_reports(self, options, report, most, excerpt):
        request = HookRequest(DISCHARGE, "encounter-discharge", "1")
        made = list(cards(report, request, replace(options, most=most, least="info", excerpt=excerpt)))
        for card, _ in made:
            check_card(json.loads(json.dumps(card)))
        assert len({card["uuid"] for card, _ in made}) == len(made)


class TestRequests:
    BAD = (
        (lambda data: data.pop("hook"), "hook"),
        (lambda data: data.update(hook="patient-view"), "this service is for encounter-discharge"),
        (lambda data: data.update(hook=["encounter-discharge"]), "hook"),
        (lambda data: data.pop("hookInstance"), "hookInstance"),
        (lambda data: data.update(hookInstance=" "), "hookInstance"),
        (lambda data: data.pop("context"), "context: must be an object"),
        (lambda data: data.update(context="zanzibar"), "context: must be an object"),
        (lambda data: data["context"].update(userId=7), "context.userId"),
        (lambda data: data.pop("fhirServer"), "fhirServer"),
        (lambda data: data.update(fhirAuthorization="zanzibar"), "fhirAuthorization: must be an object"),
        (lambda data: data.update(prefetch=["zanzibar"]), "prefetch: must be an object"),
        (lambda data: data.update(prefetch={"operativeNotes": "zanzibar"}), "prefetch: each key: must be an object"),
    )

    @pytest.mark.parametrize("number", range(len(BAD)))
    def test_malformed(self, number, options):
        change, message = self.BAD[number]
        data = deepcopy(call())
        change(data)
        found = answer(DISCHARGE, data, FakeLinter(), options)
        assert found.status == 400
        assert message in found.body["error"]
        assert "zanzibar" not in str(found.body)

    def test_no_such_service(self, options):
        assert answer("zanzibar", call(), FakeLinter(), options).status == 404

    @given(any_json("hook", "hookInstance", "context", "prefetch", "userId", "entry"))
    @settings(max_examples=200, deadline=None)
    def test_any_json(self, options, data):
        found = answer(DISCHARGE, data, FakeLinter(), options)
        assert found.status in {200, 400}
        assert ("cards" in found.body) == (found.status == 200)

    @given(any_json("resourceType", "entry", "resource", "content", "attachment", "data", "url"))
    @settings(max_examples=150, deadline=None)
    def test_any_prefetch(self, options, data):
        found = answer(DISCHARGE, call(operativeNotes={"resourceType": "Bundle", "entry": data}), FakeLinter(), options)
        assert found.status == 200

    @pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples/cds_hooks beside the project")
    def test_published_requests(self, options):
        paths = sorted(SAMPLES.glob("request_*.json"))
        assert paths
        statuses = {}
        for path in paths:
            data = json.loads(path.read_text("utf8"))
            found = answer("notelint-patient-view", data, FakeLinter(), options)
            statuses[data["hook"]] = (found.status, found.body.get("cards"))
        assert statuses.pop("patient-view") == (200, [])
        assert set(statuses.values()) == {(400, None)}


def given_feedback(card, **more):
    return {"feedback": [{"card": card, "outcome": "overridden", "outcomeTimestamp": "2026-03-09T10:00:00.25Z", **more}]}


def reason(code, comment=None, system=REASON_SYSTEM):
    return {"overrideReason": {"reason": {"code": code, "system": system}, **({"userComment": comment} if comment else {})}}


@pytest.fixture(scope="module")
def answered(linter, options):
    return answer(DISCHARGE, call(), linter, options)


@pytest.fixture(scope="module")
def cards_of(answered):
    return lambda uuid: [record for record in answered.cards if record.uuid == uuid]


class TestFeedback:
    def tell(self, data, cards_of, text=None):
        return feedback(DISCHARGE, data, cards_of, NOW, lambda _card: text)

    def test_an_override_acknowledges_the_finding(self, linter, options, answered, cards_of):
        first, *others = answered.cards
        found = self.tell(given_feedback(first.uuid, **reason("documented-elsewhere")), cards_of)
        (record,) = found.acknowledged
        assert (found.status, found.body) == (200, {})
        assert (record.rule, record.code, record.by) == (first.rule, "documented-elsewhere", "Practitioner/s1")
        assert record.reason == "overridden in the EHR: documented elsewhere"
        assert record.time == datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
        assert encoded(record)
        known = Acknowledgements([Entry("x", "f", 1, record)], NOW.date())
        again = answer(DISCHARGE, call(), linter, options, marked=known.marked)
        assert [one.rule for one in again.cards] == [one.rule for one in others]

    def test_a_query_that_was_sent_holds_for_some_days(self, answered, cards_of):
        (record,) = self.tell(given_feedback(answered.cards[0].uuid, **reason("query-sent")), cards_of).acknowledged
        assert record.until == date(2026, 4, 8)
        assert (record.until - record.time.date()).days == hook_book().query_days

    def test_a_card_that_is_merely_dismissed_acknowledges_nothing(self, answered, cards_of):
        found = self.tell(given_feedback(answered.cards[0].uuid), cards_of)
        assert (found.status, found.acknowledged) == (200, ())
        assert [one.outcome for one in found.outcomes] == ["overridden"]

    @pytest.mark.parametrize(
        ("comment", "text", "kept"),
        [
            ("see the anesthesia record", NOTE, True),
            ("see the anesthesia record", None, False),
            (" ".join(NOTE.split()[:30]), NOTE, False),
        ],
    )
    def test_a_comment_is_kept_only_where_it_repeats_nothing_of_the_note(self, answered, cards_of, comment, text, kept):
        data = given_feedback(answered.cards[0].uuid, **reason("not-applicable", comment))
        (record,) = self.tell(data, cards_of, text).acknowledged
        assert (record.reason == comment) == kept

    def test_a_reason_of_the_ehr(self, answered, cards_of):
        data = given_feedback(answered.cards[0].uuid, **reason("not-applicable", system="https://ehr.example/reasons"))
        (record,) = self.tell(data, cards_of).acknowledged
        assert record.code == "other"

    def test_what_is_valid_counts_beside_what_is_not(self, answered, cards_of):
        data = given_feedback(answered.cards[0].uuid, **reason("not-applicable"))
        data["feedback"] += ["zanzibar", {"card": "x"}, *given_feedback("no such card", **reason("other"))["feedback"]]
        found = self.tell(data, cards_of)
        assert (found.status, len(found.acknowledged), found.unknown) == (400, 1, 1)
        assert found.body["error"].startswith("feedback[1]: must be an object; feedback[2]: outcome: ")

    @pytest.mark.parametrize(
        "more",
        [
            {"outcome": "ignored"},
            {"outcome": "accepted"},
            {"outcomeTimestamp": "yesterday"},
            {"outcomeTimestamp": "2026-03-09T10:00:00"},
            {"outcomeTimestamp": "0001-01-01T00:00:00+14:00"},
            {"overrideReason": "zanzibar"},
            {"overrideReason": {"reason": "zanzibar"}},
            {"overrideReason": {"reason": {"code": 3}}},
            {"overrideReason": {"userComment": ["zanzibar"]}},
        ],
    )
    def test_malformed(self, answered, cards_of, more):
        found = self.tell(given_feedback(answered.cards[0].uuid, **more), cards_of)
        assert (found.status, found.acknowledged) == (400, ())
        assert "zanzibar" not in str(found.body)

    @pytest.mark.parametrize("data", [None, [], {}, {"feedback": []}, {"feedback": {}}, "zanzibar"])
    def test_no_list(self, cards_of, data):
        assert self.tell(data, cards_of).status == 400

    def test_a_time_ahead_is_that_of_now(self, answered, cards_of):
        data = given_feedback(answered.cards[0].uuid, outcomeTimestamp="2031-01-01T00:00:00Z", **reason("other"))
        assert self.tell(data, cards_of).acknowledged[0].time == NOW

    @pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs ../shared/samples/cds_hooks beside the project")
    def test_published_feedback(self, answered):
        paths = sorted(SAMPLES.glob("feedback_*.json"))
        found = [self.tell(json.loads(path.read_text("utf8")), lambda _: answered.cards[:1]) for path in paths]
        assert [one.status for one in found] == [200, 200, 200]
        assert [one.outcomes[0].outcome for one in found] == ["accepted", "overridden", "overridden"]
        assert [[record.code for record in one.acknowledged] for one in found] == [[], [], ["other"]]


def test_the_reasons_that_are_offered():
    assert [one["display"] for one in override_reasons()] == ["Documented elsewhere", "Not applicable", "Query sent"]
    assert set(hook_book().override_reasons) <= acknowledgement_reasons().keys()
