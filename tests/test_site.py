"""The documentation site: its navigation is that of the index pages, and its check finds what is wrong. CI builds the site."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def module_of(path):
    spec = importlib.util.spec_from_file_location(f"site_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


CONF = module_of(DOCS / "site" / "conf.py")
CHECK = module_of(ROOT / "scripts" / "check_site.py")


def navigation(name):
    """The pages that a page gets as navigation, by the title above them."""
    source = [(ROOT / f"{name}.md").read_text("utf8")]
    before = source[0]
    CONF.add_navigation(None, name, source)
    trees = re.findall(r"```\{toctree\}\n:hidden:\n:caption: (.+)\n\n((?:.+\n)+)```", source[0].removeprefix(before))
    return {title: pages.split() for title, pages in trees}


def test_every_page_is_in_the_navigation():
    linked = [page for pages in navigation("docs/README").values() for page in pages]
    of_rules = [f"rules/{page}" for page in navigation("docs/rules/README")["Rules"]]
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"README.md"}
    assert pages | {"../README.md", "../CONTRIBUTING.md", "../CHANGELOG.md"} == {*linked, *of_rules}
    assert len(linked + of_rules) == len({*linked, *of_rules})


def test_the_navigation_has_the_sections_of_the_index():
    assert list(navigation("docs/README")) == ["Using notelint", "Reference", "Developing notelint"]


def test_other_pages_are_left_as_they_are():
    assert navigation("docs/checking") == {}


INDEX = 'Search.setIndex({"docnames":["docs/a","docs/b"]})'
GOOD = (
    '<html><head><link rel="stylesheet" href="s.css"></head><body><h1 id="top">A</h1><a href="b.html#there">b</a></body></html>'
)
OTHER = '<html><body><h1 id="there">B</h1><a href="https://example.org/">web</a><a href="#there">here</a></body></html>'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.html").write_text(GOOD)
    (tmp_path / "docs" / "b.html").write_text(OTHER)
    (tmp_path / "docs" / "s.css").write_text("body { background: url(data:image/svg+xml;x) }")
    (tmp_path / "searchindex.js").write_text(INDEX)
    return tmp_path


def test_a_good_site_has_no_problem(site):
    assert list(CHECK.problems(site)) == []
    assert CHECK.main([str(site)]) == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("docs/a.html", "b.html#there", "b.html#nowhere", "docs/a.html: b.html#nowhere: no such anchor"),
        ("docs/a.html", "b.html#there", "none.html", "docs/a.html: none.html: no such file"),
        ("docs/b.html", '"#there"', '"#gone"', "docs/b.html: #gone: no such anchor"),
        ("docs/a.html", "s.css", "https://example.org/s.css", "docs/a.html: https://example.org/s.css: loaded from elsewhere"),
        ("docs/a.html", "s.css", "t.css", "docs/a.html: t.css: no such file"),
        ("docs/b.html", "</body>", '<script src="//x.org/y"></script></body>', "docs/b.html: //x.org/y: loaded from elsewhere"),
        ("docs/s.css", "data:image/svg+xml;x", "https://x.org/f.woff", "docs/s.css: https://x.org/f.woff: loaded from elsewhere"),
        ("searchindex.js", '"docs/b"', '"docs/c"', "docs/b.html: not in the index of the search"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(site, file, old, new, problem):
    path = site / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert list(CHECK.problems(site)) == [problem]
    assert CHECK.main([str(site)]) == 1


def test_a_site_without_pages_is_a_problem(tmp_path):
    assert CHECK.main([str(tmp_path)]) == 1
