"""Generated pages are current, no row of the coverage is empty, and links, names and examples in the docs are valid."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
import re
import sys
from pathlib import Path

import click
import pytest

from notelint.cli.app import notelint as main_group
from notelint.outputs.explain import known_names
from notelint.packs.claims import claim_rules
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.ways import Way

ROOT = Path(__file__).parents[1]
CATALOGUES = [load_catalogue(folder) for folder in builtin_packs()]
RULES = {name for catalogue in CATALOGUES for name in catalogue.rules} | claim_rules().keys()
ASKED = {"requirement", "modifier", "denial", "question"}
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_FENCE = re.compile(r"^(?P<mark>`{3,}).*?^(?P=mark)[^\n]*$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(?P<title>.+?) *$", re.MULTILINE)
_MODULE = re.compile(r"`(?P<path>(?:\w+/)*\w+\.py)`")
_EXAMPLE = re.compile(r"```python\n(?P<code>.*?)```(?:\n\nprints\n\n```text\n(?P<output>.*?)```)?", re.DOTALL)
_CONSOLE = re.compile(r"^```console\n.*?^```$", re.DOTALL | re.MULTILINE)


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # its records look their annotations up there
    spec.loader.exec_module(module)
    return module


coverage = script("write_coverage")
STATEMENTS = coverage.read()


def test_every_rule_has_its_page_and_no_page_is_of_yesterday():
    rules = script("write_rules")
    assert {path.name: path.read_text("utf8") for path in rules.FOLDER.iterdir()} == rules.pages(), (
        "run: python scripts/write_rules.py"
    )


def test_the_page_of_operative_reports_is_that_of_its_pack():
    page = script("write_operative_report")
    assert page.PAGE.read_text("utf8") == page.page(), "run: python scripts/write_operative_report.py"


def test_the_page_of_packs_has_every_key_of_a_way():
    text = (ROOT / "docs" / "packs.md").read_text("utf8")
    for key in Way.__struct_fields__:
        assert f"| `{key}` |" in text


def test_the_index_names_every_rule():
    index = (ROOT / "docs" / "rules" / "README.md").read_text("utf8")
    assert all(f"[{name}]({name}.md)" in index for name in RULES)


def test_the_page_of_coverage_is_that_of_its_data():
    assert coverage.PAGE.read_text("utf8") == coverage.page(), "run: python scripts/write_coverage.py"


@pytest.mark.parametrize("told", STATEMENTS, ids=lambda told: f"{told.source} {told.says[:40]}")
def test_no_row_is_empty(told):
    assert told.rules or told.answered_by
    assert set(told.rules) <= RULES
    assert told.rules or told.ruling or told.kind not in ASKED
    for answer in told.answered_by:
        command, _, names = answer.partition(" ")
        known = set(known_names(CATALOGUES)) if command in {"explain", "compare", "fees", "element"} else set(names.split())
        assert command in {"explain", "compare", "fees", "query", "element", "decision"}
        assert {name.replace("_", "-") for name in names.split()} <= {name.replace("_", "-") for name in known}


@pytest.mark.parametrize("source", ["S000", "S001", "S002", "S003", "S004"])
def test_every_source_is_covered(source):
    kinds = {told.kind for told in STATEMENTS if told.source == source}
    assert kinds >= {"S000": ASKED, "S001": {"requirement", "modifier"}, "S002": {"definition"}}.get(source, ASKED)


def test_no_statement_stands_twice():
    said = [(told.source, told.says) for told in STATEMENTS]
    assert len(said) == len(set(said))


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    found = []
    for heading in _HEADING.finditer(_FENCE.sub("", page)):
        title = _LINK.sub(lambda link: link[0].partition("]")[0], heading["title"])
        anchor = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        found.append(f"{anchor}-{found.count(anchor)}" if anchor in found else anchor)
    return found


def broken_links(path):
    """The targets of a page's links that lead nowhere; addresses on the web are not followed."""
    prose = _CODE.sub("", _FENCE.sub("", path.read_text("utf8")))
    targets = [link["target"] for link in _LINK.finditer(prose) if "://" not in link["target"]]
    return [target for target in targets if not leads_somewhere(path, target)]


def leads_somewhere(path, target):
    name, _, anchor = target.partition("#")
    file = path.parent / name if name else path
    return file.exists() and (not anchor or anchor in anchors(file.read_text("utf8")))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_anchor_resolves(path):
    assert broken_links(path) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# The page\n\n[a](page.md#the-page) [b](#nowhere) [c](none.md) `[d](code.md)` [e](https://example.org/x)\n", "utf8"
    )
    assert broken_links(page) == ["#nowhere", "none.md"]


def test_the_index_leads_to_every_page():
    index = (ROOT / "docs" / "README.md").read_text("utf8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in PAGES if (ROOT / "docs") in path.parents}
    wanted = {name for name in pages if name != "README.md" and (not name.startswith("rules/") or name == "rules/README.md")}
    assert wanted - {link["target"].partition("#")[0] for link in _LINK.finditer(index)} == set()


@pytest.mark.parametrize("name", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_every_module_that_is_named_exists(name):
    text = (ROOT / name).read_text("utf8")
    named = {module["path"] for module in _MODULE.finditer(text)}
    files = [
        path.relative_to(ROOT).as_posix() for folder in ("src", "scripts", "tests") for path in (ROOT / folder).rglob("*.py")
    ]
    assert [path for path in sorted(named) if not any(f"/{file}".endswith(f"/{path}") for file in files)] == []
    assert named


def test_readme_is_short():
    assert len((ROOT / "README.md").read_text("utf8").splitlines()) <= 150
    assert len(_CONSOLE.sub("", (ROOT / "README.md").read_text("utf8")).splitlines()) <= 90


def test_the_python_examples_run_and_print_what_they_say():
    examples = list(_EXAMPLE.finditer((ROOT / "docs" / "python.md").read_text("utf8")))
    assert any(example["output"] for example in examples)
    for example in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(example["code"], {})  # the example is ours
        assert printed.getvalue() == (example["output"] or "")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_two_commands_are_the_same_wherever_they_stand(name):
    readme = (ROOT / "README.md").read_text("utf8")
    commands = re.search(r"```\n(python3 -m venv .*?)\n```", readme, re.DOTALL)
    assert commands is not None
    assert commands[0] in (ROOT / name).read_text("utf8")


def texts_in_code():
    """Every text that a module of notelint writes out, with … for each value in it."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)


def test_every_message_in_the_tables_of_troubleshooting_is_one_of_the_program():
    page = (ROOT / "docs" / "troubleshooting.md").read_text("utf8")
    cells = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| `")]
    messages = [message for cell in cells for message in re.findall(r"`([^`]+)`", cell)]
    texts = "\n".join(texts_in_code())
    assert len(messages) > 20
    for message in messages:
        parts = [re.escape(part) for part in message.split("…")]
        assert re.search(".*".join(parts), texts), message


def known_options():
    """Every option of every command."""
    waiting, found = [main_group], set()
    while waiting:
        command = waiting.pop()
        found.update(name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts))
        if isinstance(command, click.Group):
            context = click.Context(command)
            waiting.extend(command.get_command(context, name) for name in command.list_commands(context))
    return found | {"--help", "-h"}


PLAIN_PAGES = [path for path in PAGES if "rules" not in path.parts and "adr" not in path.parts and path.name != "coverage.md"]
ELSEWHERE = {"CONTRIBUTING.md", "ci.md", "python.md", "accuracy.md", "performance.md"}  # pages with commands of other programs


@pytest.mark.parametrize("path", [path for path in PLAIN_PAGES if path.name not in ELSEWHERE], ids=lambda path: path.name)
def test_every_option_that_is_named_exists(path):
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", path.read_text("utf8")))
    assert named - known_options() == set()
