"""The language server as an editor sees it, over its pipes."""

from __future__ import annotations

import json
import re

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")
from support.lsp_client import EVERYTHING, Client, framed
from support.notes import FOLDER
from support.reports_of_operations import HERNIA, VISIT, all_packs

from notelint.note import Note

SAMPLE = next(FOLDER.glob("14-*.txt")).read_text("utf8")
TEMPLATE = next(FOLDER.glob("15-*.txt")).read_text("utf8")
EMOJI = "OPERATIVE NOTE 👩🏽\u200d⚕️\nPROCEDURE: Free left fibula flap to the mandible.\n👍 Blood loss 🩸e\u0301: *** mL\n"
EVERYWHERE = {"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}}


def by_rule(diagnostics):
    return {one["code"]: one for one in diagnostics}


def words_at(text, place, encoding="utf-16-le", size=2):
    """The words that an editor with these units sees in a range of one line."""
    line = re.split(r"\r\n|\n|\r", text)[place["start"]["line"]].encode(encoding)
    return line[place["start"]["character"] * size : place["end"]["character"] * size].decode(encoding)


def actions(server, uri, place=EVERYWHERE, **context):
    asked = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": [], **context}}
    return server.request("textDocument/codeAction", asked)["result"]


def run(server, action):
    return server.request("workspace/executeCommand", action["command"])


class TestDiagnostics:
    def test_a_finding_has_code_link_severity_data_and_related_places(self, note):
        uri, found = note(SAMPLE)
        conflict = by_rule(found)["laterality-conflict"]
        assert (conflict["severity"], conflict["source"]) == (1, "notelint")
        assert conflict["codeDescription"]["href"].endswith("docs/rules/laterality-conflict.md")
        assert conflict["data"]["rule"] == "laterality-conflict"
        related = conflict["relatedInformation"]
        assert related
        assert all(one["location"]["uri"] == uri and words_at(SAMPLE, one["location"]["range"]) for one in related)

    def test_they_are_those_of_notelint_check(self, note, server):
        _, found = note(SAMPLE)
        expected = [(one.rule, one.message, one.line - 1, one.column - 1) for one in all_packs().lint(Note(SAMPLE)).findings]
        shown = [(one["code"], one["message"], *one["range"]["start"].values()) for one in found]
        assert sorted(shown) == sorted(expected)

    def test_positions_count_utf_16_units(self, note):
        _, found = note(EMOJI)
        assert words_at(EMOJI, by_rule(found)["unfilled-placeholder"]["range"]) == "***"

    def test_half_typed_text_is_checked_and_the_version_is_that_of_the_text(self, note, server):
        uri, _ = note("PROCEDURE: Free fib")
        for version, text in enumerate(("ula", " flap", " to the ***"), 2):
            end = {"line": 9, "character": 0}
            server.change(uri, version, {"range": {"start": end, "end": end}, "text": text})
        assert "unfilled-placeholder" in by_rule(server.diagnostics_of(uri, 4))

    def test_a_burst_of_changes_is_checked_once(self, note, server):
        uri, _ = note("PROCEDURE: x")
        for version in range(2, 42):
            server.change(uri, version, {"text": "PROCEDURE: ***" + "*" * version})
        versions = []
        while 41 not in versions:
            found = server.notification("textDocument/publishDiagnostics")
            versions += [found["version"]] if found["uri"] == uri else []
        assert len(versions) < 10

    def test_a_closed_document_has_none(self, note, server):
        uri, found = note("PROCEDURE: *** cm")
        assert found
        server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert server.diagnostics_of(uri) == []

    def test_the_source_of_a_document_is_not_judged(self, note):
        _, (found,) = note(r"{\rtf1 Free fibula *** }")
        assert found["code"] == "not-checked"
        assert "(rtf)" in found["message"]

    @pytest.mark.parametrize("text", ["", "\ud83d", "\x00" * 50, "a\r\rb\r\n\n", "{" * 3000, "***\u2028***\x0c***"])
    def test_an_odd_text_is_checked(self, note, text):
        _, found = note(text)
        assert all(one["code"] != "not-checked" for one in found)


class TestRequests:
    def test_a_hover_says_why_and_gives_the_source(self, note, server):
        uri, found = note(SAMPLE)
        conflict = by_rule(found)["laterality-conflict"]
        asked = {"textDocument": {"uri": uri}, "position": conflict["range"]["start"]}
        hover = server.request("textDocument/hover", asked)["result"]["contents"]
        assert hover["kind"] == "markdown"
        assert "**error: laterality-conflict**" in hover["value"]
        assert "Why it matters: " in hover["value"]
        assert "Source: " in hover["value"]

    def test_no_hover_where_nothing_was_found(self, note, server):
        uri, _ = note("Nothing to see.")
        asked = {"textDocument": {"uri": uri}, "position": {"line": 0, "character": 3}}
        assert server.request("textDocument/hover", asked)["result"] is None

    def test_the_outline_has_sections_grafts_with_their_stages_and_donors(self, note, server):
        text = next(FOLDER.glob("16-*.txt")).read_text("utf8")
        uri, _ = note(text)
        found = server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})["result"]
        grafts = {one["name"]: one for one in found if one["name"].startswith("Graft: ")}
        assert set(grafts) == {"Graft: fibula", "Graft: iliac crest"}
        assert [one["name"] for one in grafts["Graft: fibula"]["children"]][-1] == "blood flow restored"
        assert {"Donor: fibula", "Procedures", "Diagnosis"} <= {one["name"] for one in found}
        for one in found:
            assert one["range"]["start"]["line"] <= one["selectionRange"]["start"]["line"] <= one["range"]["end"]["line"]

    def test_actions_are_limited_to_the_kinds_that_are_asked_for(self, note, server):
        uri, _ = note(SAMPLE)
        assert actions(server, uri, only=["refactor"]) == []
        assert {one["kind"] for one in actions(server, uri, only=["quickfix"])} == {"quickfix"}

    def test_a_request_about_no_open_document_is_refused(self, server):
        answer = server.request(
            "textDocument/hover", {"textDocument": {"uri": "file:///no"}, "position": {"line": 0, "character": 0}}
        )
        assert answer["error"] == {"code": -32803, "message": "no such document is open"}

    def test_requests_between_changes_are_all_answered(self, note, server):
        """Also where the text becomes what it was, while a check of it is on its way."""
        uri, _ = note("")
        numbers = []
        for version in range(2, 60):
            server.change(uri, version, {"text": "x" * (version % 2)})
            numbers += [server.send_request("textDocument/documentSymbol", {"textDocument": {"uri": uri}}) for _ in range(3)]
        assert [server.wait(number)["result"] for number in numbers] == [[]] * len(numbers)

    def test_a_request_can_be_cancelled(self, note, server):
        uri, _ = note("PROCEDURE: x")
        server.change(uri, 2, {"text": TEMPLATE * 8})
        number = server.send_request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        server.notify("$/cancelRequest", {"id": number})
        assert server.wait(number)["error"] == {"code": -32800, "message": "cancelled"}
        assert server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})["result"]


class TestChecklist:
    """What every operative report must document, in a report of no family."""

    def test_a_finding_has_code_severity_and_data(self, note):
        _, found = note(HERNIA)
        finding = by_rule(found)["essential-anesthesia-type-missing"]
        assert (finding["severity"], finding["message"]) == (2, "the kind of anesthesia is not documented")
        assert finding["data"]["element"] == "anesthesia_type"

    def test_a_hover_says_why_and_gives_the_source(self, note, server):
        uri, found = note(HERNIA)
        place = by_rule(found)["essential-implants-incomplete"]["range"]["start"]
        hover = server.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": place})["result"]["contents"]
        assert "**info: essential-implants-incomplete**" in hover["value"]
        assert "Why it matters: An implant must be traced" in hover["value"]
        assert "Source: Medicare condition of participation for hospitals, 42 CFR 482.51" in hover["value"]

    def test_it_can_be_asked_about_acknowledged_and_opened(self, note, server):
        uri, found = note(HERNIA)
        place = by_rule(found)["essential-implants-incomplete"]["range"]
        offered = {one["title"]: one for one in actions(server, uri, place)}
        assert "Open the rule essential-implants-incomplete" in offered
        server.asked.clear()
        run(server, offered["Draft a query to the surgeon about this note"])
        text = server.asked[0]["params"]["edit"]["documentChanges"][1]["edits"][0]["newText"]
        assert "Implants and grafts" in text
        assert "Counts of sponges" not in text
        done = run(server, offered["Acknowledge essential-implants-incomplete: other"])
        assert done["result"] is not None
        settled = by_rule(server.diagnostics_of(uri))["essential-implants-incomplete"]
        assert settled["severity"] == 4

    def test_a_document_of_another_kind_has_no_finding(self, note):
        assert note(VISIT)[1] == []

    def test_the_outline_has_the_sections(self, note, server):
        uri, _ = note(HERNIA)
        found = server.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})["result"]
        assert not [one for one in found if one["name"].startswith(("Graft", "Donor"))]
        assert len(found) >= 3


class TestQuery:
    def test_it_is_a_new_document_beside_the_note(self, note, server):
        uri, _ = note(SAMPLE)
        server.asked.clear()
        done = run(server, actions(server, uri)[0])["result"]
        new = uri.replace("op.txt", "op.query.md")
        assert done == {"uri": new}
        create, edit = server.asked[0]["params"]["edit"]["documentChanges"]
        assert create == {"kind": "create", "uri": new, "options": {"overwrite": False, "ignoreIfExists": False}}
        text = edit["edits"][0]["newText"]
        assert text.startswith("# Clarification of an operative note\n\n- Note: op.txt\n")
        assert not re.search("2097|CPT", text)
        assert server.asked[1]["method"] == "window/showDocument"

    def test_it_never_takes_the_place_of_a_file(self, note, server, tmp_path):
        (tmp_path / "op.query.md").write_text("mine")
        uri, _ = note(SAMPLE)
        assert run(server, actions(server, uri)[0])["result"]["uri"].endswith("op.2.query.md")

    def test_a_note_that_is_no_file_must_be_saved_first(self, server):
        server.open("untitled:Untitled-1", SAMPLE)
        server.diagnostics_of("untitled:Untitled-1", 1)
        error = run(server, actions(server, "untitled:Untitled-1")[0])["error"]
        assert error["message"] == "save the note first; the query is put beside it"


class TestAcknowledge:
    def acknowledge(self, server, uri, rule, **more):
        found = [one for one in actions(server, uri) if one["title"] == f"Acknowledge {rule}: documented-elsewhere"]
        command = found[0]["command"]
        command["arguments"][0].update(more)
        return server.request("workspace/executeCommand", command)

    def test_it_makes_the_record_of_notelint_acknowledge(self, note, server, tmp_path, run_cli):
        uri, _ = note(SAMPLE)
        self.acknowledge(server, uri, "laterality-conflict", reason="The consent form has it", by="A. Reader", until="2999-01-31")
        (diagnostic,) = (one for one in server.diagnostics_of(uri) if one["code"] == "laterality-conflict")
        assert diagnostic["severity"] == 4
        assert re.search(
            r"\(acknowledged by A\. Reader on \S+, until 2999-01-31: documented-elsewhere: The consent form has it\)$",
            diagnostic["message"],
        )
        file = tmp_path / ".notelint-acknowledgements.jsonl"
        editor = json.loads(file.read_text())
        file.unlink()
        run_cli("acknowledge", str(tmp_path / "op.txt"), "laterality-conflict", "--code", "documented-elsewhere", "--reason",
                "The consent form has it", "--by", "A. Reader", "--until", "2999-01-31")  # fmt: skip
        by_command = json.loads(file.read_text())
        assert {**editor, "time": ""} == {**by_command, "time": ""}

    @pytest.mark.parametrize(
        ("more", "says"),
        [
            ({"finding": "0" * 16}, "the note has no such finding now; ask for the actions again"),
            ({"code": "whatever"}, "no reason has this code; the codes are documented-elsewhere, "),
            ({"until": "2001-01-01"}, "until: this day is over; give today or a later day"),
            ({"reason": " "}, "by or reason: it is empty; give a reason"),
            (
                {"reason": "The right knee donor site was closed in layers"},
                "by or reason: it repeats words in a row of the note; ",
            ),
            ({"until": "soon"}, "give one object with uri, finding, code, and if you like reason, by and until"),
        ],
    )
    def test_what_cannot_be_recorded_is_refused(self, note, server, tmp_path, more, says):
        uri, _ = note(SAMPLE)
        answer = self.acknowledge(server, uri, "laterality-conflict", **more)
        assert answer["error"]["message"].startswith(says)
        assert not (tmp_path / ".notelint-acknowledgements.jsonl").exists()

    def test_an_unsaved_note_is_refused(self, note, server):
        uri, _ = note(SAMPLE)
        server.change(uri, 2, {"text": SAMPLE + " "})
        answer = self.acknowledge(server, uri, "laterality-conflict")
        assert answer["error"]["message"] == "the note is not saved as it is here; save it, then acknowledge the finding"


class TestRule:
    def test_its_page_is_opened(self, note, server):
        uri, _ = note(SAMPLE)
        server.asked.clear()
        (action,) = (one for one in actions(server, uri) if one["title"] == "Open the rule laterality-conflict")
        assert run(server, action)["result"]["uri"].endswith("/laterality-conflict.md")
        assert server.asked[0]["params"]["external"] is False

    @pytest.mark.parametrize("command", ["notelint.openRule", "notelint.nothing", "notelint.draftQuery"])
    @pytest.mark.parametrize("arguments", [[], [1], [{"uri": 1}], [{}, {}], None])
    def test_a_command_with_another_argument_is_refused(self, server, command, arguments):
        assert "error" in server.request("workspace/executeCommand", {"command": command, "arguments": arguments})


@pytest.fixture
def run_cli():
    from click.testing import CliRunner

    from notelint.cli.app import notelint

    return lambda *arguments: CliRunner().invoke(notelint, arguments, catch_exceptions=False)


class TestConfiguration:
    def test_the_file_of_the_folder_is_obeyed_and_read_again(self, tmp_path):
        config = tmp_path / ".notelint.toml"
        config.write_text(
            'ignore = ["laterality-conflict"]\n[severity]\nunfilled-placeholder = "info"\n[check]\nstage = "draft"\n'
        )
        path = tmp_path / "op.txt"
        path.write_text(TEMPLATE)
        client = Client()
        client.start({})
        client.open(path.as_uri(), TEMPLATE)
        found = by_rule(client.diagnostics())
        assert found["unfilled-placeholder"]["severity"] == 3
        assert found["blood-loss-missing"]["message"].endswith(" (left open in this draft)")
        assert "relatedInformation" not in found["unfilled-placeholder"]
        config.write_text("selct = []\n")
        client.notify("workspace/didChangeWatchedFiles", {"changes": []})
        assert by_rule(client.diagnostics())["unfilled-placeholder"]["severity"] == 1
        assert re.search(
            r"\.notelint\.toml:1: selct: .*did you mean select", client.notification("window/showMessage")["message"]
        )
        assert client.end() == (0, "")

    @pytest.mark.parametrize(
        ("config", "expected"),
        [
            ("", {"findings": 2}),
            ('profile = "uk-rcs"\n', {"findings": 2, "anesthetist-named": 2}),
            ('[check]\npack = ["microvascular-bone"]\n', {}),
            (
                'profile = "ours"\n[profiles.ours]\nextends = "us-hospital"\nanesthetist_named = "error"\n',
                {"findings": 2, "anesthetist-named": 1},
            ),
        ],
    )
    def test_packs_and_profile_are_those_of_the_file(self, tmp_path, config, expected):
        (tmp_path / ".notelint.toml").write_text(config)
        client = Client()
        client.start({})
        client.open((tmp_path / "op.txt").as_uri(), HERNIA)
        found = by_rule(client.diagnostics())
        asked = {name: found.get(f"essential-{name}-missing") for name in ("findings", "anesthetist-named")}
        assert {name: one["severity"] for name, one in asked.items() if one} == expected
        assert client.end() == (0, "")

    def test_a_profile_that_is_none_is_named_and_the_rest_is_checked(self, tmp_path):
        (tmp_path / ".notelint.toml").write_text('profile = "uk-rsc"\n')
        client = Client()
        client.start({})
        client.open((tmp_path / "op.txt").as_uri(), HERNIA)
        assert "essential-findings-missing" in by_rule(client.diagnostics())
        message = client.notification("window/showMessage")["message"]
        assert re.search(r"\.notelint\.toml:1: profile: no profile is called 'uk-rsc'; did you mean uk-rcs\?", message)
        assert client.end() == (0, "")

    def test_an_address_on_the_web_is_used_and_none_is_made_up(self, tmp_path):
        for options, href in (
            (("--rule-pages", "https://hospital.example/rules"), "https://hospital.example/rules/unfilled-placeholder"),
            (("--rule-pages", str(tmp_path)), None),
        ):
            client = Client("--isolated", *options)
            client.start({"general": {"positionEncodings": ["utf-8"]}})
            client.open("untitled:1", EMOJI)
            found = by_rule(client.diagnostics())["unfilled-placeholder"]
            assert found.get("codeDescription", {}).get("href") == href
            assert words_at(EMOJI, found["range"], "utf-8", 1) == "***"
            assert client.end() == (0, "")


class TestStarting:
    def test_nothing_is_answered_before_initialize(self):
        client = Client("--isolated")
        asked = {"textDocument": {"uri": "file:///x"}, "position": {"line": 0, "character": 0}}
        assert client.request("textDocument/hover", asked)["error"] == {"code": -32002, "message": "initialize comes first"}
        client.start(EVERYTHING)
        assert client.end() == (0, "")

    def test_it_ends_when_the_editor_is_gone(self):
        client = Client("--isolated")
        client.start()
        client.process.stdin.close()
        assert client.process.wait(30) == 1

    def test_over_tcp_on_this_machine(self):
        import socket

        client = Client("--isolated", "--tcp", "0")
        line = client.process.stderr.readline().decode()
        port = int(re.fullmatch(r"notelint: waiting for an editor on 127\.0\.0\.1:(\d+)\n", line)[1])
        with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rwb") as stream:
            begin = {
                "jsonrpc": "2.0",
                "id": 1,
                "method": "initialize",
                "params": {"processId": None, "rootUri": None, "capabilities": {}},
            }
            stream.write(framed(json.dumps(begin).encode()))
            stream.flush()
            assert stream.readline().startswith(b"Content-Length: ")
        assert client.process.wait(30) == 1

    def test_two_configurations_are_refused(self, run_cli):
        done = run_cli("lsp", "--isolated", "--config", "x.toml")
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == "Error: --isolated uses no configuration file; leave out --isolated or --config\n"
