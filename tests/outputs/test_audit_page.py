"""The page of an audit: parsed, its tables against the CSV files, its policy, its pictures."""

from __future__ import annotations

import base64
import csv
import doctest
import hashlib
import io
import re
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree, html
from support.audits import csv_text, department, document
from support.snapshots import assert_matches

from notelint.audit.attributes import joined
from notelint.audit.audit import Wishes, audit
from notelint.audit.model import Attributes, AuditNote, Known, Results
from notelint.cms.tables import open_tables
from notelint.inputs.attribute_table import Columns, read_table
from notelint.inputs.results import results_in
from notelint.outputs.audit import drawing, palette, table
from notelint.outputs.audit.csv_files import csv_files
from notelint.outputs.audit.page import LeftOut, page
from notelint.outputs.audit.sections import sections
from notelint.outputs.audit.svg import alone
from notelint.outputs.formats import Tool
from notelint.packs.loader import builtin_packs, load_catalogue

ROOT = Path(__file__).parents[2]
CATALOGUES = [load_catalogue(folder) for folder in builtin_packs()]
KNOWN = Known(
    frozenset(code for one in CATALOGUES for code in one.codes), frozenset(name for one in CATALOGUES for name in one.elements)
)
TOOL = Tool("0.1.0", [("microvascular_bone", "1")])
COLUMNS = Columns("id", surgeon="surgeon", service="service", template="template", date="date")
WISHES = Wishes(split=date(2025, 4, 1))
CONCERNED = ("microscope", "defect_size", "blood_loss", "donor_site_named", "cosurgeon_roles")


def audited(notes, wishes=WISHES):
    return audit(Results(list(notes)), CATALOGUES, open_tables(None), wishes)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The audit of the department of ``support.audits``."""
    folder = tmp_path_factory.mktemp("department")
    entries, rows = department(months=12, elements=CONCERNED)
    (folder / "report.json").write_text(document(entries), "utf8")
    (folder / "table.csv").write_text(csv_text(rows), "utf8")
    results = results_in(str(folder / "report.json"), KNOWN, TOOL.packs)
    attributes = read_table(str(folder / "table.csv"), COLUMNS)
    notes, missing = joined(results.notes, attributes.rows, COLUMNS.named)
    assert not missing
    return audited(notes)


@pytest.fixture(scope="module")
def text(found):
    return page(found, [LeftOut("Notes that could not be read", 2), LeftOut("Nothing", 0)], TOOL)


@pytest.fixture(scope="module")
def tree(text):
    return html.document_fromstring(text)


def words(element):
    return " ".join("".join(element.itertext()).split())


class TestStructure:
    def test_every_id_stands_once(self, tree):
        ids = tree.xpath("//@id")
        assert len(ids) > 60
        assert len(ids) == len(set(ids))

    def test_every_reference_leads_somewhere(self, tree, text):
        ids = set(tree.xpath("//@id"))
        links = [link.removeprefix("#") for link in tree.xpath("//@href")]
        assert len(links) > 50
        assert set(links) <= ids
        assert set(re.findall(r"url\(#([^)]+)\)", text)) <= ids
        assert {name for names in tree.xpath("//@aria-labelledby") for name in names.split()} <= ids

    def test_headings_go_down_by_one(self, tree):
        levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))

    def test_cells_of_headings_have_a_scope(self, tree):
        assert {cell.get("scope") for cell in tree.xpath("//thead//th")} == {"col"}
        assert {cell.get("scope") for cell in tree.xpath("//tbody//th")} == {"row"}
        assert all(row[0].tag == "th" for row in tree.xpath("//tbody/tr"))
        assert len(tree.xpath("//table/caption")) == len(tree.xpath("//table"))

    def test_every_picture_has_a_title_and_a_text(self, tree):
        pictures = tree.xpath("//*[local-name()='svg']")
        assert len(pictures) == 10
        for picture in pictures:
            title, description = (picture.get_element_by_id(name) for name in picture.get("aria-labelledby").split())
            assert picture.get("role") == "img"
            assert len(title.text) > 8
            assert len(description.text) > 40

    def test_a_table_is_behind_every_picture(self, tree):
        for figure in tree.xpath("//figure"):
            assert figure.getnext().xpath("descendant-or-self::table | descendant::table")


class TestSafety:
    def test_the_policy_allows_the_style_of_the_page_alone(self, tree, text):
        (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"

    def test_nothing_runs_and_nothing_is_loaded(self, tree, text):
        assert not tree.xpath(
            "//script | //link | //img | //iframe | //object | //@style | //@src | //@*[starts-with(name(), 'on')]"
        )
        assert "http" not in text.replace("http-equiv", "")
        assert "@import" not in text
        assert "url(" not in re.findall(r"<style>(.*?)</style>", text, re.DOTALL)[0]

    @pytest.mark.parametrize(
        "name", ["<script>x</script>", '"><b>', "$\\frac{1}{2}$", "{{ 7 * 7 }}", "]]>&amp;", "日本 太郎", "=1+1"]
    )
    def test_a_name_is_text_whatever_it_is(self, name):
        notes = [note(f"{name}{end}") for end in "abc" for _ in range(12)]
        shown = page(audited(notes), [], TOOL)
        tree = html.document_fromstring(shown)
        assert not tree.xpath("//script | //b")
        assert f"{name}a" in {words(cell) for cell in tree.xpath("//table[@id='table-by_surgeon']//tbody//th")}
        assert any(name[:12] in words(picture) for picture in tree.xpath("//*[local-name()='svg']"))

    def test_a_formula_is_text_in_csv(self):
        files = csv_files(audited([note("=cmd|' /C calc'!A0")]))
        assert "'=cmd|" in files["by_surgeon.csv"]
        assert "\n=cmd" not in files["by_surgeon.csv"]

    def test_no_name_of_a_note_is_on_the_page(self, text, found):
        assert "op-00" not in text
        assert not [name for name, told in csv_files(found).items() if "op-00" in told]

    def test_pseudonyms(self):
        notes = [note(name) for name in ("Dr. Abara", "Dr. Lind", "Dr. Imai") for _ in range(12)]
        found = audited(notes, Wishes(pseudonyms=True))
        told = page(found, [], TOOL) + "".join(csv_files(found).values())
        assert not [name for name in ("Abara", "Lind", "Imai") if name in told]
        assert "S1" in told
        assert "S3" in told


def note(surgeon, **elements):
    concerned = dict.fromkeys(KNOWN.elements, "n/a") | {"microscope": "met", "blood_loss": "met"} | elements
    return AuditNote("n", "supported", ("20955",), (), concerned, about=Attributes(surgeon))


SMALL = note("Dr. Abara", microscope="missing")


class TestFigures:
    def test_the_tables_are_the_csv_files(self, tree, found):
        files = csv_files(found)
        shown = {one.get("id").removeprefix("table-"): one for one in tree.xpath("//table")}
        assert sorted(f"{name}.csv" for name in shown) == sorted(files)
        for name, one in shown.items():
            header, *rows = csv.reader(io.StringIO(files[f"{name}.csv"]))
            cells = [[_raw(cell) for cell in row] for row in one.xpath(".//tbody/tr")]
            assert len(header) == len(one.xpath(".//thead//th")) == len(set(header))
            assert cells == rows

    def test_few_notes_are_marked_wherever_a_share_is_shown(self, tree):
        rows = tree.xpath("//table[@id='table-by_surgeon']//tbody/tr")
        marked = {words(row[0]) for row in rows if "†" in words(row)}
        assert marked == {"Dr. Marchetti"}
        (row,) = [row for row in rows if words(row[0]) == "Dr. Marchetti"]
        assert words(row) == "Dr. Marchetti32366.7 %†20.8 %93.9 %1333.3 %†6.1 %79.2 %"

    def test_few_notes_are_counts_in_the_map(self, tree):
        (picture,) = tree.xpath("//*[@id='elements-by-surgeon-picture']")
        cells = {words(one) for one in picture.iter() if one.tag == "text"}
        assert {"2/3", "1/3", "Dr. Marchetti (3)"} <= cells

    def test_what_is_left_out(self, tree):
        section = tree.get_element_by_id("left-out").getparent()
        assert [words(item) for item in section.iter("li")] == ["Notes that could not be read: 2"]

    def test_the_text_of_the_page(self, text):
        tree = html.document_fromstring(text)
        for picture in tree.xpath("//*[local-name()='svg']"):
            picture.clear()
        for element in tree.xpath("//table[count(.//tr) > 30] | //style"):
            element.getparent().remove(element)
        blocks = tree.xpath("//h1 | //h2 | //p | //li | //summary | //tr")
        told = [" | ".join(words(cell) for cell in block) if block.tag == "tr" else words(block) for block in blocks]
        assert_matches("audit/page.txt", "\n".join(told) + "\n")

    def test_the_same_audit_gives_the_same_page(self):
        first, second = (page(audited([SMALL, note("Dr. Lind")], Wishes()), [], TOOL) for _ in range(2))
        assert first == second

    def test_of_nothing(self):
        found = audited([], Wishes())
        tree = html.document_fromstring(page(found, [], TOOL))
        assert [words(heading) for heading in tree.iter("h2")] == ["Decisions", "Left out", "Method"]
        assert list(csv_files(found)) == ["decisions.csv"]

    def test_of_one_note(self):
        found = audited([note("Dr. Lind", microscope="missing")], Wishes())
        tree = html.document_fromstring(page(found, [], TOOL))
        assert "A funnel plot needs 3 surgeons or more." in words(tree)
        assert len(tree.xpath("//*[local-name()='svg']")) == 3


def _raw(cell):
    data = cell.find("data")
    return words(cell) if data is None else data.get("value")


class TestPictures:
    def test_text_is_text(self, tree):
        for picture in tree.xpath("//*[local-name()='svg']"):
            assert len(list(picture.iter("text"))) >= 9

    def test_alone_it_has_its_own_colours(self, found):
        (block,) = next(section for section in sections(found) if section.id == "funnel").blocks
        root = etree.fromstring(alone(block.picture))
        (style,) = root.iter("{http://www.w3.org/2000/svg}style")
        assert "prefers-color-scheme:dark" in style.text

    def test_the_picture_of_the_docs_is_that_of_its_script(self):
        script = ROOT / "scripts" / "audit_picture.py"
        done = subprocess.run([sys.executable, script], capture_output=True, encoding="utf8", check=True)
        drawn, kept = (
            etree.fromstring(text) for text in (done.stdout, (ROOT / "docs" / "pictures" / "audit-funnel.svg").read_text("utf8"))
        )
        assert ["".join(one.itertext()) for one in drawn] == ["".join(one.itertext()) for one in kept]

    @pytest.mark.parametrize("dark", [False, True])
    def test_figures_of_the_map_are_legible(self, dark):
        """WCAG 2.2, success criterion 1.4.3: a contrast of 4.5 to 1."""
        shade = palette.LIGHT_TO_DARK.get if dark else lambda colour: colour
        for step, colour in enumerate(palette.HEAT):
            ink = palette.ON_STRONG if step in palette.STRONG else palette.ON_WEAK
            assert contrast(shade(colour), shade(ink)) >= 4.5
        for ink in (palette.INK, palette.MUTED):
            assert contrast(shade(palette.PAPER), shade(ink)) >= 4.5

    def test_every_colour_has_its_own_class(self):
        assert len(palette.LIGHT_TO_DARK) == len(set(palette.HEAT)) + 14


def contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("module", [table, drawing])
def test_examples(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0
