"""The API is as its description says, whatever is sent."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents.docx import write_docx
from support.fhir_invariants import broken
from support.sites import NOTE, client_of, entered, site_of

from notelint.server.pages.api import accepted, openapi
from notelint.server.pages.upload import safe_name

CASE = Path(__file__).parents[2] / "sample_encounters" / "03-skin-conflict"
DESCRIPTION = json.loads(openapi())


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with site_of(tmp_path_factory.mktemp("api")) as made:
        yield made


@pytest.fixture(scope="module")
def client(site):
    client = client_of(site)
    client.headers["authorization"] = f"Bearer {site.access.api_token}"
    del client.headers["origin"]
    return client


def resolved(part):
    """A part of the description behind its reference."""
    return DESCRIPTION["components"]["responses"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part


def matches(answer, path, method="post"):
    """Hold an answer against the description: status, media type, schema."""
    responses = DESCRIPTION["paths"][path][method]["responses"]
    assert str(answer.status_code) in responses, f"{answer.status_code} is not described"
    content = resolved(responses[str(answer.status_code)])["content"]
    kind = answer.headers["content-type"].partition(";")[0]
    assert kind in content
    if kind.endswith("json"):
        jsonschema.validate(answer.json(), content[kind]["schema"])
    return answer


class TestDescription:
    def test_it_is_served_and_every_described_route_answers(self, client):
        assert matches(client.get("/api/openapi.json"), "/api/openapi.json", "get").json() == DESCRIPTION
        for path, methods in DESCRIPTION["paths"].items():
            for method in methods:
                assert client.request(method, path).status_code not in {404, 405}

    def test_every_route_of_the_api_is_described(self, site):
        from notelint.server.pages import api

        assert {route.path for route in api.routes(site)} == set(DESCRIPTION["paths"])

    def test_the_formats_are_those_described(self):
        from notelint.server.pages.api import LINT_FORMS, REVIEW_FORMS

        responses = DESCRIPTION["components"]["responses"]
        assert set(responses["Report"]["content"]) == set(LINT_FORMS)
        assert set(responses["Review"]["content"]) == set(REVIEW_FORMS)


class TestLint:
    def test_the_answer_in_short_in_fhir(self, client):
        asked = {"accept": "application/fhir+json"}
        answer = matches(client.post("/api/lint?resource=OperationOutcome", content=NOTE.encode(), headers=asked), "/api/lint")
        assert broken(answer.json()) == []
        get_fhir_model_class("OperationOutcome").model_validate(answer.json())
        assert answer.json()["resourceType"] == "OperationOutcome"
        unread = matches(
            client.post("/api/lint?resource=OperationOutcome", content=b"%PDF-1.7\nnothing", headers=asked), "/api/lint"
        )
        assert unread.status_code == 422
        assert [issue["severity"] for issue in unread.json()["issue"]] == ["fatal"]

    @pytest.mark.parametrize("form", ["application/json", "application/sarif+json", "application/fhir+json", "text/html"])
    def test_a_text_in_each_format(self, client, form):
        answer = matches(client.post("/api/lint", content=NOTE.encode(), headers={"accept": form}), "/api/lint")
        assert answer.status_code == 200
        assert "blood-loss-missing" in answer.text

    def test_the_json_is_the_report_of_the_command_line(self, client):
        schema = json.loads((files("notelint.outputs") / "report.schema.json").read_text("utf8"))
        answer = client.post("/api/lint", content=NOTE.encode()).json()
        jsonschema.validate(answer, schema)
        assert answer["notes"][0]["decision"]["codes"] == ["20955"]

    def test_a_word_document_as_body_and_as_form(self, client):
        document = write_docx(NOTE)
        as_body = client.post("/api/lint", content=document).json()
        as_form = client.post("/api/lint", files={"document": ("op.docx", document)}).json()
        assert as_body == as_form
        assert as_body["notes"][0]["decision"]["codes"] == ["20955"]

    def test_without_excerpts_no_word_is_in_it(self, client):
        answer = client.post("/api/lint?excerpt=0", content=NOTE.encode())
        assert answer.status_code == 200
        for word in ("Quillfeather", "Thornquist", "a lateral approach"):
            assert word not in answer.text

    def test_nothing_is_kept(self, site, client):
        client.post("/api/lint", content=NOTE.replace("Imogen", "Zephyrine").encode())
        site.store.read("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Zephyrine" not in site.store.path.read_bytes()
        assert list(site.uploads.iterdir()) == []

    def test_what_cannot_be_read_and_what_is_wrong(self, client):
        assert matches(client.post("/api/lint", content=b"PK\x03\x04broken"), "/api/lint").status_code == 422
        assert matches(client.post("/api/lint"), "/api/lint").status_code == 400
        assert matches(client.post("/api/lint", content=b"x", headers={"accept": "image/png"}), "/api/lint").status_code == 406
        assert (
            matches(client.post("/api/lint", content=b"x", headers={"authorization": "Bearer no"}), "/api/lint").status_code
            == 401
        )

    @pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json", "text/plain; charset=x", "", "x"])
    def test_the_body_is_the_document_whatever_it_calls_itself(self, client, kind):
        answer = client.post("/api/lint", content=NOTE.encode(), headers={"content-type": kind})
        assert matches(answer, "/api/lint").json()["notes"][0]["decision"]["codes"] == ["20955"]

    @pytest.mark.parametrize(
        "kind", ["multipart/form-data", "multipart/form-data; boundary=abc", "multipart/form-data; boundary="]
    )
    @pytest.mark.parametrize(
        "body", [b"", b"x", b"--abc\r\n", b"--abc\r\nContent-Disposition: form-data\r\n\r\nx\r\n--abc--\r\n"]
    )
    def test_a_damaged_form_is_refused_in_one_line(self, site, client, kind, body):
        for path in ("/api/lint", "/api/review"):
            answer = matches(client.post(path, content=body, headers={"content-type": kind}), path)
            assert answer.status_code == 400
            assert "\n" not in answer.json()["error"]
        assert site.said == []

    def test_refusals_before_a_page_are_json_as_well(self, tmp_path):
        with site_of(tmp_path, most_bytes=1000) as small:
            client = client_of(small)
            client.headers["authorization"] = f"Bearer {small.access.api_token}"
            assert matches(client.post("/api/lint", content=b"x" * 2000), "/api/lint").status_code == 413
            assert matches(client.get("/api/lint"), "/api/lint").status_code == 405
            client.headers["origin"] = "http://evil.example"
            assert matches(client.post("/api/lint", content=b"x"), "/api/lint").status_code == 403

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        data=st.binary(max_size=3000) | st.text(max_size=2000).map(lambda text: text.encode("utf-8", "surrogatepass")),
        accept=st.sampled_from(["", "*/*", "text/html", "application/*"]),
    )
    def test_any_bytes_are_answered_as_described(self, client, data, accept):
        assert matches(client.post("/api/lint", content=data, headers={"accept": accept}), "/api/lint").status_code in {
            200,
            400,
            422,
        }


class TestReview:
    def send(self, client, claim, *notes, **headers):
        return client.post(
            "/api/review", files=[("claim", ("claim.yaml", claim)), *(("notes", note) for note in notes)], headers=headers
        )

    def test_a_claim_with_its_note(self, client):
        answer = self.send(client, (CASE / "claim.yaml").read_bytes(), ("delacroix.txt", (CASE / "delacroix.txt").read_bytes()))
        review = matches(answer, "/api/review").json()["encounters"][0]
        assert [one["rule"] for one in review["findings"]] == ["skin-paddle-not-billed"]

    @pytest.mark.parametrize(("form", "begins"), [("application/sarif+json", "{"), ("text/html", "<!doctype html>")])
    def test_the_other_formats(self, client, form, begins):
        note = ("delacroix.txt", (CASE / "delacroix.txt").read_bytes())
        answer = matches(self.send(client, (CASE / "claim.yaml").read_bytes(), note, accept=form), "/api/review")
        assert answer.status_code == 200
        assert answer.text.lower().startswith(begins)
        assert "skin-paddle-not-billed" in answer.text

    def test_a_note_elsewhere_on_the_machine_is_not_read(self, client):
        claim = (CASE / "claim.yaml").read_text().replace("delacroix.txt", "../../../../etc/hostname")
        answer = matches(self.send(client, claim.encode(), ("delacroix.txt", b"x")), "/api/review")
        assert answer.status_code == 422
        assert "not among the files that were sent" in answer.text

    @pytest.mark.parametrize("name", ["../claim.txt", "claim.yaml", "/etc/passwd", "", ".hidden", "a" * 200])
    def test_names_that_lead_elsewhere_are_refused(self, client, name):
        answer = self.send(client, b"x: 1", (name, b"a note"))
        assert matches(answer, "/api/review").status_code == 400

    def test_a_broken_claim_says_where(self, client):
        answer = matches(self.send(client, b"lines: [", ("a.txt", NOTE.encode())), "/api/review")
        assert answer.status_code == 422
        assert "claim.yaml:" in answer.json()["encounters"][0]["error"]
        assert "notelint-" not in answer.text


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "text/html"),
        ("text/*;q=0.5, application/sarif+json", "application/sarif+json"),
        ("application/json;q=0, text/html;q=x", None),
        ("image/png", None),
    ],
)
def test_the_wanted_format(accept, chosen):
    from notelint.server.pages.api import LINT_FORMS

    assert accepted(accept, LINT_FORMS) == chosen


@given(st.text(max_size=400))
def test_a_file_name_never_leads_out_of_its_folder(name):
    safe = safe_name(name)
    assert safe
    assert safe not in {".", ".."}
    assert not safe.startswith(".")
    assert not set(safe) & set("/\\\0")
    assert len(safe.encode()) <= 255


def test_cookies_of_a_page_may_use_the_api_with_their_form_token(site):
    from support.sites import fields

    client = entered(site)
    token = fields(client.get("/").text, "/search")["form_token"]
    assert client.post("/api/lint", content=NOTE.encode()).status_code == 403
    assert client.post("/api/lint", content=NOTE.encode(), headers={"x-form-token": token}).status_code == 200
