"""Every regular expression there is: those of the Python modules, and those that the packs' YAML holds.

``compiled_by_use`` says which expressions notelint compiles while it works; a test holds that ``every_expression`` has them all.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import notelint
from notelint import clauses
from notelint.cms import dating
from notelint.cms.layouts import LAYOUTS
from notelint.packs import vocabulary
from notelint.packs.circumstances import circumstances as all_circumstances
from notelint.packs.companion_work import companion_work
from notelint.packs.diagnoses import family_diagnoses
from notelint.packs.diagnosis_causes import cause_file
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.queries import read_queries, read_query_rules
from notelint.packs.templates import templates
from notelint.packs.ways import EXPRESSIONS, read_grounds, read_kinds, read_words
from notelint.packs.wording import Wording
from notelint.queries import labels
from notelint.reading.forms import Form
from notelint.reading.rewriting import Rewriter
from support.screens import SCREEN
from support.sentences import reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

SOURCE = Path(notelint.__file__).parent
_NEEDS_AN_EXTRA = ("notelint.spark", "notelint.spacy_component", "notelint.__main__")
_GIVEN = ("lower leg", "calf", "fibula")  # what stands for words that an idiom is given at run time
_CALL = r'phrase\("([^"]+)"[^)]*\)'
_OTHER_METHODS = {"rules_out"}
_CALLS = {"search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}


@dataclass(frozen=True)
class Expression:
    """One expression, the flags it is compiled with (``re.UNICODE`` left out), and a name that says where it stands."""

    name: str
    pattern: str
    flags: int = 0

    @property
    def compiled(self) -> re.Pattern[str]:
        """The expression, ready for use."""
        return re.compile(self.pattern, self.flags)


@cache
def every_expression() -> tuple[Expression, ...]:
    """All expressions, each pattern once, in the order of their names."""
    found: dict[tuple[str, int], Expression] = {}
    for expression in (
        *_of_idioms(),
        *_of_rewrites(),
        *_of_checklists(),
        *_of_other_yaml(),
        *_of_cms(),
        *_of_modules(),
        *_of_calls(),
    ):
        found.setdefault((expression.pattern, expression.flags), expression)
    return tuple(sorted(found.values(), key=lambda expression: expression.name))


def _of_idioms() -> Iterator[Expression]:
    idioms = vocabulary._shared_idioms()
    asked_for = {name for idiom in idioms.values() for one in idiom.find for name in vocabulary._PLACEHOLDER.findall(one)}
    given = {name: vocabulary.Idiom(name, words=_GIVEN) for name in asked_for - idioms.keys()}
    for name in idioms:
        yield Expression(f"idiom {name}", vocabulary.idiom_pattern(name, idioms | given))


def _of_checklists() -> Iterator[Expression]:
    """What the elements, grounds and kinds of the packs look for: ``way specimens.1 says``."""
    for folder in builtin_packs():
        words = read_words(folder)
        for place, key, expression in _of_ways(folder):
            yield Expression(
                f"way {place} {key}", vocabulary.idiom_pattern("=", {**words, "=": vocabulary.Idiom("=", find=(expression,))})
            )


def _of_ways(folder: Traversable) -> Iterator[tuple[str, str, str]]:
    kinds, elements = read_kinds(folder), load_catalogue(folder).elements
    ways = {name: element.ways for name, element in elements.items()} | {one.id: one.ways for one in read_grounds(folder)}
    if kinds is not None:
        yield "kinds", "says", kinds.story_begins
        yield "kinds", "label", kinds.no_value or "x"
        ways |= {f"sign {sign.id}": sign.ways for sign in kinds.signs}
        ways |= {"procedures": kinds.procedures, "operations": kinds.operations}
    for name, element in elements.items():
        yield from ((f"{name}.{number}", "belongs", one) for number, one in enumerate(element.belongs))
    for name, listed in ways.items():
        for number, way in enumerate(listed):
            yield from ((f"{name}.{number}", key, getattr(way, key)) for key in EXPRESSIONS if getattr(way, key))


def _of_rewrites() -> Iterator[Expression]:
    rewrites = Rewriter(vocabulary.language().dirty)._rewrites
    for number, rewrite in enumerate(rewrites):
        yield _expression(f"rewrite {number}", rewrite._pattern)


def _of_claims() -> Iterator[Expression]:
    """The expressions for diagnoses and for work beside a graft."""
    causes, work = cause_file(), companion_work()
    for key in ("denied", "denied_behind", "history", "past"):
        yield Expression(f"causes {key}", getattr(causes, key))
    for cause in (*causes.causes, *causes.wounds):
        yield _expression(f"cause {cause.id}", cause.pattern)
    for key in ("denied", "elsewhen", "others", "access"):
        yield Expression(f"work {key}", getattr(work, key))
    for one in work.works:
        yield _expression(f"work {one.id}", one.pattern)
        yield Expression(f"work {one.id} behind", one._behind)
        yield Expression(f"work {one.id} before", f"{one._before}$")
    for folder in builtin_packs():
        diagnoses = family_diagnoses(folder)
        for category in diagnoses.categories if diagnoses else ():
            yield from (Expression(f"diagnosis {form.find}", form.find) for form in category.codes)


def _of_circumstances() -> Iterator[Expression]:
    circumstances = all_circumstances()
    yield Expression("circumstances denied", circumstances.denied)
    yield Expression("circumstances elsewhere", circumstances.elsewhere)
    yield Expression("circumstances same place", circumstances.same_place)
    for circumstance in circumstances.circumstances:
        yield from (_expression(f"circumstance {circumstance.id}", circumstance.pattern) for _ in circumstance.find[:1])
    for name in circumstances.words:
        yield _expression(f"circumstance words {name}", circumstances.group(name))


def _of_other_yaml() -> Iterator[Expression]:
    yield _expression("speller beginnings", reader().base._speller._beginnings)
    yield _expression("screen length", SCREEN._length)
    yield from _of_circumstances()
    yield from _of_claims()
    for part, pattern in clauses._expressions()._asdict().items():
        yield _expression(f"clause {part}", pattern)
    yield from _of_templates()
    queries = read_queries()
    for folder in builtin_packs():
        for name, answers in load_catalogue(folder).questions.choices.items():
            yield from (Expression(f"query choice {name}", cue) for answer in answers for cue in answer.cues)
    for kind in queries.labels.__struct_fields__:
        yield from (Expression(f"label {kind}", label) for label in getattr(queries.labels, kind))
    for kind, value in (("date", labels._DATE), ("author", rf"(?-i:{labels._NAME})")):
        listed = getattr(queries.labels, kind)
        yield Expression(
            f"label {kind}", labels._LABEL.format(labels="|".join(listed)) + value, int(re.IGNORECASE | re.MULTILINE)
        )
    for kind in ("code", "payment", "leading", "leading_title"):
        for banned in getattr(read_query_rules(), kind):
            yield Expression(f"query lint {kind}", banned.pattern)


def _of_templates() -> Iterator[Expression]:
    known = templates()
    yield _expression("template choice marks", known.choice_marks)
    yield _expression("template list number", known.list_number)
    yield _expression("template more", known.more)
    for part in ("kinds", "asks", "questions"):
        for name, pattern in getattr(known, part):
            yield _expression(f"template {part} {name}", pattern)


def _of_cms() -> Iterator[Expression]:
    """The headings of CMS's tables, and how its files write dates."""
    for layout in LAYOUTS:
        yield from (Expression(f"heading {layout.called}", one) for patterns in layout.columns.values() for one in patterns)
    yield from (Expression("date of a file", one) for patterns in dating._PHRASES.values() for one in patterns)


def modules() -> list[Any]:
    """All modules of notelint that import without an extra that may be missing."""
    names = [module.name for module in pkgutil.walk_packages(notelint.__path__, "notelint.")]
    return [importlib.import_module(name) for name in names if not name.startswith(_NEEDS_AN_EXTRA)]


def _of_modules() -> Iterator[Expression]:
    """What a module holds under a name: patterns, idioms at work, forms of figures, and collections of these."""
    for module in modules():
        for name, value in vars(module).items():
            yield from _held(f"{module.__name__}.{name}", value)


def _held(name: str, value: object) -> Iterator[Expression]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield _expression(name, value)
    elif isinstance(value, Wording):
        yield Expression(name, value.expression)
    elif isinstance(value, Form):
        yield _expression(name, value.pattern)
    elif isinstance(value, (tuple, list, frozenset)):
        for number, member in enumerate(value):
            yield from _held(f"{name}[{number}]", member)
    elif isinstance(value, dict) and not name.endswith("__"):
        for key, member in list(value.items()):
            yield from _held(f"{name}[{key}]", member)


def _of_calls() -> Iterator[Expression]:
    """What stands as a literal in a call: ``re.search(r"...", text)``."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS and node.args:
                first = node.args[0]
                if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and isinstance(first, ast.Constant):
                    yield Expression(f"{path.relative_to(SOURCE)}:{node.lineno}", first.value)


def _expression(name: str, pattern: re.Pattern[str]) -> Expression:
    return Expression(name, pattern.pattern, pattern.flags & ~int(re.UNICODE))


@cache
def in_use() -> dict[str, Any]:
    """What ``compiled_by_use`` prints."""
    script = Path(__file__).with_name("compiled_by_use.py")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    return json.loads(done.stdout)


def is_matched_only(expression: Expression) -> bool:
    """Whether an expression is tried at one place of a text and never looked for from every place.

    So it is with the parts of others that are never used alone.
    """
    kind, _, name = expression.name.partition(" ")
    if kind == "way":
        return name.endswith((" label", " under", " belongs"))
    if kind == "idiom":
        return {*in_use()["methods"].get(name, ()), *_methods_written(name)} <= {"match", "fullmatch"}
    module, _, name = expression.name.rpartition(".")
    path = SOURCE.parent / f"{module.replace('.', '/')}.py"
    methods = _methods_of(re.escape(name), path.read_text("utf8")) if path.is_file() else set()
    return bool(methods) and methods <= {"match", "fullmatch"}


def _methods_written(idiom: str) -> set[str]:
    """The methods that Python asks of an idiom where it is used, or of the name that a module gives it."""
    return _methods_of_idioms().get(idiom, set())


@cache
def _methods_of_idioms() -> dict[str, set[str]]:
    """The methods that Python asks of each idiom: ``phrase("donor.told").search(``, or of the name that a module gives it."""
    methods: dict[str, set[str]] = {}
    for text in _sources():
        for name, idiom in re.findall(rf"^(\w+) = {_CALL}$", text, re.MULTILINE):
            methods.setdefault(idiom, set()).update(_methods_of(name, text))
        for idiom, method in re.findall(rf"\b{_CALL}\.(\w+)\(", text):
            methods.setdefault(idiom, set()).update({method} - _OTHER_METHODS)
    return methods


def _methods_of(written: str, text: str) -> set[str]:
    return set(re.findall(rf"\b(?:{written})\.(\w+)\(", text)) - _OTHER_METHODS


@cache
def _sources() -> tuple[str, ...]:
    return tuple(path.read_text("utf8") for path in SOURCE.rglob("*.py"))
