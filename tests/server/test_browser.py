"""The pages in Debian's Chromium: every key of the review, the query, the upload, two browsers at once, and axe-core."""

from __future__ import annotations

import os
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from support.documents.pdf import write_pdf
from support.serving import CHROMIUM, DRIVER, NO_BROWSER, browser, serving, wait_for
from support.sites import NOTE
from support.x12 import claims

from notelint.acknowledgements.model import FILE_NAME
from notelint.acknowledgements.reading import read

pytest.importorskip("selenium", reason="needs selenium")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=NO_BROWSER)

from selenium.webdriver import ActionChains  # noqa: E402 -- where it is there
from selenium.webdriver.common.by import By  # noqa: E402 -- likewise
from selenium.webdriver.common.keys import Keys  # noqa: E402

AXE = Path(__file__).parents[1] / "data" / "axe-core" / "axe.min.js"
CASE = Path(__file__).parents[2] / "sample_encounters" / "03-skin-conflict"
EXAMPLES = files("notelint.patterns") / "claims" / "examples"
NAMES = ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="module")
def server(place):
    notes = place / "notes"
    notes.mkdir()
    for name in NAMES:
        (notes / name).write_text(f"{NOTE}\nCase {name}\n")
    shutil.copytree(CASE, notes / "f")
    (notes / "f" / "claim.837").write_text(claims())
    (notes / "op-ALPHA7788.txt").write_text((EXAMPLES / "fibula.txt").read_text("utf8"))
    (notes / "op.pdf").write_bytes(write_pdf(NOTE))
    for path in notes.rglob("*"):
        os.utime(path, (1.6e9, 1.6e9))
    with serving(notes, place / "data") as made:
        yield made


@pytest.fixture(scope="module")
def page(server, place):
    with browser(place / "profile") as made:
        made.get(server.entry)
        wait_for(lambda: made.title.startswith("Work list"))
        wait_for(lambda: made.get(f"{server.address}/?state=all") or len(links(made)) == len(NAMES) + 3)
        made.implicitly_wait(0)
        yield made


@pytest.fixture
def review(page, server):
    """The page of the first note, every note open again as far as the keys undo it."""
    page.get(f"{server.address}/notes/1")
    return page


def links(page):
    return page.find_elements(By.CSS_SELECTOR, "tbody th a")


def press(page, *keys):
    ActionChains(page).send_keys(*keys).perform()


def path(page):
    return page.execute_script("return location.pathname")


def number_of(page):
    return int(path(page).split("/")[2])


def current(page):
    return page.find_element(By.CSS_SELECTOR, ".entry.current").get_attribute("id")


def target(page):
    """The words that are marked as the target, and whether they are in view in their pane."""
    return page.execute_script(
        "const one = document.querySelector('mark:target'); if (!one) return null;"
        "const pane = one.closest('.pane').getBoundingClientRect();"
        "const at = one.getBoundingClientRect(); return [one.textContent, at.top >= pane.top - 1 && at.bottom <= pane.bottom + 1]"
    )


def says(page, selector):
    """The text of the first element of this kind, read at once: a page that is just being left has no stale parts then."""
    return page.execute_script("return document.querySelector(arguments[0])?.textContent.trim() ?? ''", selector)


def is_open(page, dialog):
    return page.execute_script("return document.getElementById(arguments[0]).open", dialog)


class TestKeys:
    def test_j_and_k_go_through_the_findings_and_show_their_words(self, review):
        seen = []
        for key in "jjk":
            press(review, key)
            assert wait_for(lambda: target(review))[1]
            seen.append(current(review))
        assert seen == ["n1-f1", "n1-f2", "n1-f1"]
        assert review.execute_script("return scrollY") == 0, "only the panes scroll"

    def test_every_place_leads_to_its_words_and_back(self, review):
        place = review.find_element(By.CSS_SELECTOR, ".checklist .place a")
        review.execute_script("arguments[0].click()", place)
        assert wait_for(lambda: target(review))[1]
        back = review.find_element(By.CSS_SELECTOR, "mark:target .ref")
        review.execute_script("arguments[0].click()", back)
        assert review.execute_script("return document.querySelector('.entry:target, li:target, .decision:target') !== null")

    def test_n_and_p_go_through_the_notes(self, review):
        press(review, "n")
        wait_for(lambda: path(review) == "/notes/2")
        press(review, "p")
        wait_for(lambda: path(review) == "/notes/1")

    def test_question_mark_shows_the_keys_and_escape_closes_them(self, review):
        press(review, "?")
        assert is_open(review, "help")
        press(review, Keys.ESCAPE)
        assert not is_open(review, "help")

    def test_keys_can_be_turned_off(self, review, server):
        press(review, "?")
        review.find_element(By.ID, "keys-on").click()
        press(review, Keys.ESCAPE)
        press(review, "n")
        review.get(f"{server.address}/notes/1")
        press(review, "n")
        assert path(review) == "/notes/1"
        review.execute_script("document.getElementById('help').showModal()")
        review.find_element(By.ID, "keys-on").click()
        press(review, Keys.ESCAPE)
        press(review, "n")
        wait_for(lambda: path(review) == "/notes/2")

    def test_keys_with_control_and_in_fields_are_left_alone(self, review, server):
        ActionChains(review).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
        assert path(review) == "/notes/1"
        review.get(f"{server.address}/notes/1/query")
        field = review.find_element(By.NAME, "opening")
        field.click()
        before = field.get_attribute("value")
        field.send_keys("naxq")
        assert "naxq" in field.get_attribute("value")
        assert len(field.get_attribute("value")) == len(before) + 4
        assert path(review) == "/notes/1/query"

    def test_a_saves_and_goes_on_and_u_comes_back(self, review):
        press(review, "a")
        wait_for(lambda: path(review) == "/notes/2")
        wait_for(lambda: "is reviewed" in says(review, ".banner"))
        press(review, "u")
        wait_for(lambda: path(review) == "/notes/1")
        wait_for(lambda: says(review, ".standing .state") == "open")

    def test_x_acknowledges_with_a_coded_reason_by_keys_alone(self, review, place):
        press(review, "j")
        press(review, "x")
        assert is_open(review, "acknowledge")
        press(review, "1")
        press(review, "as the anesthesia record has it", Keys.ENTER)
        wait_for(lambda: "is acknowledged" in says(review, ".banner"))
        assert "Acknowledged by" in says(review, ".accepted")
        (entry,) = [one for one in read(place / "notes" / FILE_NAME).entries if one.withdrawn is None]
        assert (entry.record.note, entry.record.code) == ("a.txt", "documented-elsewhere")
        press(review, "u")
        wait_for(lambda: "undone" in says(review, ".banner"))
        assert review.find_elements(By.CSS_SELECTOR, ".accepted") == []

    def test_c_shows_the_claim_and_escape_leads_back(self, page, server):
        page.get(f"{server.address}/notes/{len(NAMES) + 1}")
        press(page, "c")
        wait_for(lambda: path(page).endswith("/claim"))
        page.find_element(By.CSS_SELECTOR, ".entry .place a").click()
        assert wait_for(lambda: target(page))[1]
        press(page, Keys.ESCAPE)
        wait_for(lambda: path(page) == f"/notes/{len(NAMES) + 1}")

    def test_c_shows_the_claim_of_a_file_for_a_payer(self, page, server):
        page.get(f"{server.address}/notes/{len(NAMES) + 2}")
        wait_for(lambda: says(page, "#claim") or page.refresh())
        press(page, "c")
        wait_for(lambda: path(page) == "/claims/1")
        page.find_element(By.CSS_SELECTOR, ".entry .place a").click()
        assert wait_for(lambda: target(page))[1]
        press(page, Keys.ESCAPE)
        wait_for(lambda: path(page) == "/claims")

    def test_e_offers_the_formats(self, review):
        press(review, "e")
        assert is_open(review, "export")
        offered = [link.get_attribute("href").rpartition(".")[2] for link in review.find_elements(By.CSS_SELECTOR, "#export a")]
        assert offered == ["html", "json", "sarif", "csv", "md", "txt"]

    def test_w_leads_to_the_work_list(self, review):
        press(review, "w")
        wait_for(lambda: path(review) == "/")


class TestQuery:
    def test_q_drafts_what_is_wrong_is_said_and_what_is_right_is_sent(self, page, server):
        page.get(f"{server.address}/notes/3")
        press(page, "q")
        wait_for(lambda: path(page) == "/notes/3/query")
        field = page.find_element(By.CSS_SELECTOR, "fieldset textarea")
        wording = field.get_attribute("value")
        field.clear()
        field.send_keys("Please confirm that code 20955 was done.")
        page.find_element(By.CSS_SELECTOR, "button[value=sent]").click()
        problem = wait_for(lambda: page.find_elements(By.CSS_SELECTOR, ".wrong-list li"))[0].text
        assert "names a procedure code" in " ".join(one.text for one in page.find_elements(By.CSS_SELECTOR, ".wrong-list li")), (
            problem
        )
        field = page.find_element(By.CSS_SELECTOR, "fieldset textarea")
        assert "20955" in field.get_attribute("value"), "what was written is still there"
        field.clear()
        field.send_keys(f"{wording} In your own words, please.")
        page.find_element(By.CSS_SELECTOR, "button[value=sent]").click()
        wait_for(lambda: path(page) == "/notes/3")
        wait_for(lambda: "query sent" in says(page, ".standing"))


class TestUpload:
    def test_a_document_is_added_and_its_review_opens(self, page, server, place):
        from support.documents.docx import write_docx

        (place / "added.docx").write_bytes(write_docx(NOTE.replace("Imogen", "Added")))
        page.get(f"{server.address}/upload")
        page.find_element(By.ID, "documents").send_keys(str(place / "added.docx"))
        page.find_element(By.CSS_SELECTOR, "#drop button").click()
        link = wait_for(lambda: page.find_elements(By.CSS_SELECTOR, ".added a"))[0]
        assert link.text == "uploads/added.docx"
        link.click()
        wait_for(lambda: "Added" in says(page, ".words"))


class TestFolder:
    def test_a_new_file_appears(self, page, server, place):
        (place / "notes" / "zz-new.txt").write_text(NOTE)
        os.utime(place / "notes" / "zz-new.txt", (1.6e9, 1.6e9))
        wait_for(lambda: page.get(f"{server.address}/?state=all") or "zz-new.txt" in says(page, "tbody"))


class TestTwoBrowsers:
    def test_the_second_ones_change_is_refused_with_who_and_nothing_is_lost(self, place):
        folder = place / "two"
        folder.mkdir()
        for name in ("a.txt", "b.txt"):
            (folder / name).write_text(f"{NOTE}{name}\n")
            os.utime(folder / name, (1.6e9, 1.6e9))
        self.add(folder, place / "two-data", "Ida", "reviewer")
        self.add(folder, place / "two-data", "Otto", "second checker")
        with (
            serving(folder, place / "two-data", "--users") as server,
            browser(place / "p1") as first,
            browser(place / "p2") as second,
        ):
            for page, name in ((first, "Ida"), (second, "Otto")):
                page.get(f"{server.address}/sign-in")
                page.find_element(By.NAME, "name").send_keys(name)
                page.find_element(By.NAME, "password").send_keys("a long password", Keys.ENTER)
                wait_for(lambda page=page: page.title.startswith("Work list"))
                wait_for(lambda page=page: page.get(f"{server.address}/?state=all") or len(links(page)) == 2)
                page.get(f"{server.address}/notes/1?state=all")
            press(first, "a")
            wait_for(lambda: path(first) == "/notes/2")
            press(second, "a")
            wait_for(lambda: second.title.startswith("Not saved"))
            wait_for(lambda: "Ida has changed this note since you opened it" in says(second, "main"))
            second.find_element(By.CSS_SELECTOR, "main a").click()
            wait_for(lambda: path(second) == "/notes/1")
            wait_for(lambda: "reviewed" in says(second, ".standing"))
            assert "Accept second check" in says(second, "#accept")
            press(second, "a")
            wait_for(lambda: path(second) != "/notes/1")
            first.get(f"{server.address}/notes/1?state=all")
            wait_for(lambda: "Ida, then Otto" in says(first, ".standing"))

    def add(self, folder, data, name, role):
        from click.testing import CliRunner

        from notelint.cli.app import notelint

        arguments = ["serve", "users", "add", str(folder), name, "--role", role, "--data", str(data)]
        assert CliRunner().invoke(notelint, arguments, input="a long password\n").exit_code == 0


class TestAccessibility:
    @pytest.mark.parametrize(
        "where",
        [
            "/?state=all",
            "/notes/1",
            "/notes/1#acknowledge",
            "/notes/1#help",
            "/notes/1#export",
            "/notes/1/query",
            "/notes/6/claim",
            "/claims",
            "/claims/1",
            "/notes/8",
            "/notes/8/page/1",
            "/dashboard",
            "/upload",
            "/log?verify=1",
            "/nothing",
            "/sign-in",
        ],
    )
    def test_axe_finds_nothing_light_and_dark(self, page, server, where):
        at, _, dialog = where.partition("#")
        page.get(server.address + at)
        if dialog:
            page.execute_script("document.getElementById(arguments[0]).showModal()", dialog)
        for scheme in ("dark", "light"):
            feature = {"name": "prefers-color-scheme", "value": scheme}
            page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
            assert (scheme, self.axe(page)) == (scheme, [])

    def test_axe_finds_nothing_on_a_narrow_dashboard(self, page, server):
        page.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        )
        page.get(f"{server.address}/dashboard")
        found = self.axe(page)
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        assert found == []

    @pytest.mark.parametrize(
        "where", ["/?state=all", "/notes/1", "/notes/1/query", "/claims", "/claims/1", "/dashboard", "/upload"]
    )
    def test_at_200_percent_nothing_is_cut_off(self, page, server, where):
        page.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": 640, "height": 480, "deviceScaleFactor": 2, "mobile": False}
        )
        page.get(server.address + where)
        width, inner = page.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        assert width <= inner

    def test_the_tab_key_reaches_every_control_of_the_review_in_view(self, page, server):
        page.get(f"{server.address}/notes/1")
        wanted = page.execute_script(
            "return [...document.querySelectorAll('.tools a, .tools button:not(:disabled)')].map(one => one.textContent.trim())"
        )
        outlines = {}
        for _ in range(40):
            press(page, Keys.TAB)
            text, outline = page.execute_script(
                "const one = document.activeElement; return [one.textContent.trim(), getComputedStyle(one).outlineStyle]"
            )
            outlines[text] = outline
        assert set(wanted) <= set(outlines)
        assert {outlines[text] for text in wanted} == {"solid"}

    def axe(self, page):
        """What axe-core finds on the page: the rule and the beginning of each element."""
        if not page.execute_script("return 'axe' in window"):
            page.execute_script(AXE.read_text("utf8"))
        page.set_script_timeout(60)
        found = page.execute_async_script(
            "const done = arguments[1]; axe.run(document, {runOnly: arguments[0]}).then(found => done(found.violations))", WCAG
        )
        return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
