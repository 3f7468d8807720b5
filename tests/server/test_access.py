"""Who gets in, from where, and with what."""

from __future__ import annotations

import re

import pytest
from support.sites import ADDRESS, client_of, entered, fields, put, site_of

from notelint.server.store import people

PAGES = ["/", "/claims", "/dashboard", "/notes/1", "/notes/1/query", "/notes/1/claim", "/notes/1/report.json", "/upload", "/log"]


@pytest.fixture
def site(tmp_path):
    with site_of(tmp_path) as made:
        put(made, "op.txt")
        yield made


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    """A site for tests that change nothing in it."""
    with site_of(tmp_path_factory.mktemp("still")) as made:
        put(made, "op.txt")
        yield made


class TestOnePerson:
    def test_the_address_works_once(self, site):
        token = site.access.entry
        first, second = client_of(site), client_of(site)
        assert first.get("/enter", params={"token": token}).status_code == 200
        assert first.get("/").status_code == 200
        refused = second.get("/enter", params={"token": token})
        assert refused.status_code == 403
        assert "was used already" in refused.text
        assert "Open the address that" in second.get("/").text

    def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(self, site):
        cookie = client_of(site).get("/enter", params={"token": site.access.entry}).headers["set-cookie"]
        assert re.fullmatch(r"notelint=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", cookie)

    def test_over_https_the_cookie_is_secure(self, tmp_path):
        with site_of(tmp_path, secure=True) as site:
            assert "Secure" in client_of(site).get("/enter", params={"token": site.access.entry}).headers["set-cookie"]

    @pytest.mark.parametrize("path", PAGES)
    def test_nobody_sees_a_page_without_it(self, still, path):
        answer = client_of(still).get(path)
        assert "Thornquist" not in answer.text
        assert "Open the address that" in answer.text

    def test_signing_out_ends_the_session_on_the_server(self, site):
        client = entered(site)
        cookie = client.cookies["notelint"]
        client.post("/sign-out", data=fields(client.get("/").text, "/sign-out"))
        client.cookies.set("notelint", cookie)
        assert "Open the address that" in client.get("/").text


@pytest.fixture(scope="module")
def users(tmp_path_factory):
    with site_of(tmp_path_factory.mktemp("users"), access="users") as made:
        put(made, "op.txt")
        for role in people.ROLES:
            people.add(made.store, role.split()[0], role, "a long enough password", "test")
        yield made


class TestUsers:
    def sign_in(self, site, name):
        client = client_of(site)
        answer = client.post("/sign-in", data={"name": name, "password": "a long enough password"})
        assert answer.status_code == 200
        return client

    @pytest.mark.parametrize(
        ("name", "path", "status"),
        [
            ("reader", "/", 200), ("reader", "/notes/1", 200), ("reader", "/upload", 403), ("reader", "/log", 403),
            ("reviewer", "/upload", 200), ("reviewer", "/log", 403), ("second", "/log", 403), ("administrator", "/log", 200),
        ],
    )  # fmt: skip
    def test_each_role_sees_what_it_may(self, users, name, path, status):
        assert self.sign_in(users, name).get(path).status_code == status

    @pytest.mark.parametrize("action", ["accept", "acknowledge", "assign", "reopen", "query"])
    def test_a_reader_changes_nothing(self, users, action):
        client = self.sign_in(users, "reader")
        token = fields(client.get("/").text, "/sign-out")["form_token"]
        answer = client.post(f"/notes/1/{action}", data={"form_token": token, "revision": "1", "step": "save"})
        assert answer.status_code == 403
        assert "needs the role reviewer" in answer.text

    def test_five_wrong_passwords_are_enough(self, users):
        people.add(users.store, "forgetful", "reader", "a long enough password", "test")
        client = client_of(users)
        statuses = [client.post("/sign-in", data={"name": "forgetful", "password": "wrong"}).status_code for _ in range(7)]
        assert statuses == [403] * 5 + [429] * 2
        assert client.post("/sign-in", data={"name": "forgetful", "password": "a long enough password"}).status_code == 429

    def test_an_api_token_is_a_persons(self, users):
        token = people.new_api_token(users.store, "reader", "test")
        answer = client_of(users).get("/api/openapi.json", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        assert client_of(users).get("/api/openapi.json", headers={"authorization": "Bearer no"}).status_code == 401


class TestProxy:
    @pytest.fixture
    def proxied(self, tmp_path):
        with site_of(tmp_path, access="proxy", header="x-remote-user", proxies=("10.0.0.1",)) as made:
            people.add(made.store, "ida", "reviewer", None, "test")
            yield made

    def test_the_name_counts_from_the_proxy_alone(self, proxied):
        for address, name, gets_in in (("10.0.0.1", "ida", True), ("10.0.0.2", "ida", False), ("10.0.0.1", "otto", False)):
            answer = client_of(proxied, client=(address, 1)).get("/", headers={"x-remote-user": name})
            assert ("Work list</h1>" in answer.text) is gets_in

    def test_two_names_are_nobody(self, proxied):
        client = client_of(proxied, client=("10.0.0.1", 1))
        assert "Work list</h1>" not in client.get("/", headers=[("x-remote-user", "ida"), ("x-remote-user", "otto")]).text

    def test_forms_need_their_token_as_well(self, proxied):
        client = client_of(proxied, client=("10.0.0.1", 1))
        headers = {"x-remote-user": "ida"}
        page = client.get("/", headers=headers).text
        token = fields(page, "/search")["form_token"]
        assert client.post("/search", data={"search": "x"}, headers=headers).status_code == 403
        assert client.post("/search", data={"search": "x", "form_token": token}, headers=headers).status_code == 200


class TestRequests:
    def test_another_host_name_is_refused(self, site):
        for host in ("evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example"):
            assert entered_once(site).get("/", headers={"host": host}).status_code == 400
        assert entered_once(site).get("/", headers={"host": "localhost:1"}).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "http://evil.example"},
            {"origin": "null"},
            {"origin": "http://127.0.0.1:9999"},
            {"origin": ADDRESS, "sec-fetch-site": "cross-site"},
            {"origin": ADDRESS, "sec-fetch-site": "same-site"},
        ],
    )
    def test_forms_of_other_sites_are_refused(self, still, headers):
        client = entered_once(still)
        data = {**fields(client.get("/").text, "/search"), "search": "x"}
        assert client.post("/search", data=data, headers=headers).status_code == 403
        assert still.searches == {}

    def test_a_form_without_an_origin_is_refused(self, site):
        client = entered_once(site)
        data = {**fields(client.get("/").text, "/search"), "search": "x"}
        del client.headers["origin"]
        assert client.post("/search", data=data).status_code == 403

    def test_a_form_without_the_sessions_token_is_refused(self, site):
        client = entered_once(site)
        for token in ("", "x" * 43):
            answer = client.post("/search", data={"search": "x", "form_token": token})
            assert answer.status_code == 403
            assert "not from your session" in answer.text

    @pytest.mark.parametrize("path", [*PAGES, "/sign-in", "/nothing", "/static/serve.js"])
    def test_every_answer_has_the_safe_headers(self, still, path):
        headers = entered_once(still).get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("private, max-age=31536000, immutable" if path.startswith("/static") else "no-store")

    @pytest.mark.parametrize("path", PAGES)
    def test_no_page_has_a_script_or_a_style_in_it(self, still, path):
        page = entered_once(still).get(path).text
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:", page)

    def test_too_much_is_refused_before_it_is_read(self, tmp_path):
        with site_of(tmp_path, most_bytes=10_000) as site:
            client = entered(site)
            answer = client.post("/api/lint", content=b"x" * 20_000)
            assert answer.status_code == 413
            assert "10,000 bytes" in answer.text

    def test_too_many_requests_are_refused(self, tmp_path):
        from dataclasses import replace

        with site_of(tmp_path) as site:
            site.settings = replace(site.settings, per_second=1.0)
            client = client_of(site)
            assert [client.get("/sign-in").status_code for _ in range(5)] == [200, 200, 200, 429, 429]

    def test_other_methods_are_refused(self, site):
        assert entered_once(site).request("DELETE", "/notes/1").status_code == 405
        assert entered_once(site).put("/notes/1").status_code == 405


def entered_once(site):
    """A client with a session of the one person, however often it is asked for."""
    from notelint.server.store.people import Person

    client = client_of(site)
    client.cookies.set("notelint", people.begin(site.store, Person("Ida Review", "administrator"), alone=True))
    return client


def test_people_who_sign_in_from_one_address_do_not_use_up_its_tries(tmp_path):
    with site_of(tmp_path, access="users") as site:
        people.add(site.store, "ida", "reader", "a long enough password", "test")
        for _ in range(25):
            answer = client_of(site).post("/sign-in", data={"name": "ida", "password": "a long enough password"})
            assert answer.status_code == 200
