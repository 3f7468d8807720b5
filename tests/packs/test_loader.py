"""Every way a pack can be wrong, and the one line that says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from notelint.pack_names import ALL_PACKS
from notelint.packs.decode import decode
from notelint.packs.errors import PackError
from notelint.packs.loader import builtin_packs, load_catalogue, shipped_packs
from notelint.packs.queries import queries_of
from notelint.packs.record import Record
from notelint.packs.schema import Code, Range, Rule

SHIPPED = Path(__file__).parents[2] / "patterns" / "microvascular_bone"

RANGE = "- {id: a, what: b, unit: cm, low: 1, high: 2, source: s}\n"


SYNTAX = "; correct the syntax at or just above this line"
KEEP = "; keep one of the two"
RENAME = "; keep one of the two or rename it"
ADD = "; add it there or use another"


class Shelf(Record):
    """A record with everything that can be nested."""

    name: str
    boxes: dict[str, tuple[Range, ...]] = {}  # noqa: RUF012 - msgspec copies the default
    spare: Range | None = None
    counts: dict[str, int] = {}  # noqa: RUF012 - msgspec copies the default


@pytest.mark.parametrize("sign", ["[", "{a: ", "- ", "? "])
def test_a_text_of_too_many_levels_is_refused_and_does_not_end_the_process(sign: str) -> None:
    with pytest.raises(PackError, match="nested too deep"):
        decode(sign * 100_000, Shelf, "f.yaml")


def test_many_signs_on_few_levels_are_read() -> None:
    counts = "".join(f"  a-{number}: {number}\n" for number in range(20_000))
    assert len(decode(f"name: x\ncounts:\n{counts}", Shelf, "f.yaml").counts) == 20_000


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("- id: [a\n- id: b\n", Range, "f.yaml:2: not YAML: did not find expected ',' or ']'" + SYNTAX),
        ("a: b: c\n", Shelf, "f.yaml:1: not YAML: mapping values are not allowed in this context" + SYNTAX),
        ("name: x\nspare: \x01\n", Shelf, "f.yaml:2: not YAML: control characters are not allowed; remove the character"),
        ("name: x\n--- \nname: y\n", Shelf, "f.yaml:2: not YAML: but found another document" + SYNTAX),
        ("name: *x\n", Shelf, "f.yaml:1: not YAML: found undefined alias" + SYNTAX),
        ("# nothing\n", Shelf, "f.yaml:1: the file is empty; fill it or delete it"),
        ("&a\nname: *a\n", Shelf, "f.yaml:1: stands for more than 200000 values; write it without nested aliases"),
        ("name: x\n? [a]\n: b\n", Shelf, "f.yaml:2: a key is not plain text; use a word as key"),
        ("name: x\ncounts:\n  a: 1\n  b: 2\n  a: 3\n", Shelf, "f.yaml:5: a: the key stands twice (first on line 3)" + KEEP),
        ("name: x\nboxs: {}\n", Shelf, "f.yaml:2: boxs: unknown key; did you mean boxes?"),
        ("name: x\nzzz: 1\n", Shelf, "f.yaml:2: zzz: unknown key; remove it or use one of: name, boxes, spare, counts"),
        ("counts: {}\n", Shelf, "f.yaml:1: the key name is missing; add it"),
        ("name: 20955\n", Shelf, "f.yaml:1: name: expected text, found a whole number; put it in quotes"),
        ("name:\n", Shelf, "f.yaml:1: name: expected text, found nothing; write text here"),
        ("- 1\n", Shelf, "f.yaml:1: expected a mapping, found a list; write a mapping here"),
        (
            "name: x\ncounts:\n  a: 1\n  b: many\n",
            Shelf,
            "f.yaml:4: counts.b: expected a whole number, found text; write a whole number here",
        ),
        (
            "name: x\nspare:\n  id: a\n  what: b\n  unit: cm\n  low: 1\n  high: 2\n  source: s\n  hi: 3\n",
            Shelf,
            "f.yaml:9: spare.hi: unknown key; did you mean high?",
        ),
        (
            f"name: x\nboxes:\n  one:\n    {RANGE}  two:\n    {RANGE}    - {{id: c, what: d, units: cm}}\n",
            Shelf,
            "f.yaml:7: boxes.two[1].units: unknown key; did you mean unit?",
        ),
        (
            f"name: x\nboxes:\n  one:\n    {RANGE}  two: 3\n",
            Shelf,
            "f.yaml:5: boxes.two: expected a list, found a whole number; write a list here",
        ),
        (
            RANGE + RANGE.replace("1", "low"),
            tuple[Range, ...],
            "f.yaml:2: [1].low: expected a number, found text; write a number here",
        ),
        (
            "- name: a\n  severity: fatal\n  summary: b\n  why: c\n  fires: d\n  silent: e\n  source: f\n  message: g\n",
            tuple[Rule, ...],
            "f.yaml:2: [0].severity: 'fatal' is not a choice; use one of: error, warning, info",
        ),
    ],
)
def test_text_that_does_not_decode(text: str, kind: type, message: str) -> None:
    with pytest.raises(PackError) as caught:
        decode(text, kind, "f.yaml")
    assert str(caught.value) == message


def test_error_keeps_its_parts() -> None:
    with pytest.raises(PackError) as caught:
        decode("name: x\nboxs: {}\n", Shelf, "f.yaml")
    assert (caught.value.file, caught.value.line, caught.value.key) == ("f.yaml", 2, "boxs")


def test_yes_and_no_are_words_and_keys_are_text() -> None:
    assert decode("[yes, no, on, off, 'null']", tuple[str, ...], "f.yaml") == ("yes", "no", "on", "off", "null")
    assert decode("{20900: x, no: y}", dict[str, str], "f.yaml") == {"20900": "x", "no": "y"}
    assert decode("[true, 1, -2.5, ~]", tuple[object, ...], "f.yaml") == (True, 1, -2.5, None)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "mine", ignore=shutil.ignore_patterns("vocabulary")))


def line_of(text: str, needle: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


CODES = "codes.yaml"
MICROSCOPE = "elements/microscope.yaml"
QUESTIONS = "questions.yaml"
TWICE = " stands twice" + RENAME
REFERENCES = [
    (CODES, 'code: "20956"\n  title', 'code: "20955"\n  title', "[1].code: 20955 stands twice" + RENAME),
    (
        CODES,
        "microscope, severity: warning, source: M-20955",
        "microscop, severity: warning, source: M-20955",
        "[0].checklist[5].element: microscop is not an element of pack.yaml; did you mean microscope?",
    ),
    (
        CODES,
        "microscope, severity: warning, source: M-20955",
        "microscope, severity: warning, source: M-20954",
        "[0].checklist[5].source: M-20954 is not a source of pack.yaml; did you mean M-20955?",
    ),
    (CODES, "source: CPT-GUIDELINE", "source: AMA", "[0].source: AMA is not a source of pack.yaml" + ADD),
    (
        CODES,
        '- code: "20900"',
        '- code: "20901"',
        "[0].neighbours[2].code: 20901 is not a code of codes.yaml or of outside in pack.yaml" + ADD,
    ),
    (
        CODES,
        '- code: "20969"\n      diff',
        '- code: "20955"\n      diff',
        "[0].neighbours[0].code: the code is named as its own neighbour; name another code",
    ),
    (CODES, '{"21": expected', '{"20": expected', "[0].places_of_service.20: 20 is not a place of service of pack.yaml" + ADD),
    ("pack.yaml", "- donor_laterality\n", "- donor_site_named\n", "elements[1]: donor_site_named stands twice" + KEEP),
    (
        "pack.yaml",
        "- blood_loss\n",
        "- bloodloss\n",
        "elements[19]: bloodloss has no file in the folder elements; did you mean blood_loss?",
    ),
    (MICROSCOPE, "name: microscope-unnamed", "name: microscope-missing", "rules.partial.name: microscope-missing" + TWICE),
    (MICROSCOPE, "source: MIRA\nrules", "source: MIRO\nrules", "source: MIRO is not a source of pack.yaml; did you mean MIRA?"),
    (
        MICROSCOPE,
        "    source: MIRA\n",
        "    source: MIRO\n",
        "rules.missing.source: MIRO is not a source of pack.yaml; did you mean MIRA?",
    ),
    (
        MICROSCOPE,
        "by {codes})",
        "by {code})",
        "rules.missing.message: unknown or broken placeholder; only {codes}, {encoding} and {told} can be filled in",
    ),
    (
        MICROSCOPE,
        "beside: [anastomosis_performed",
        "beside: [hair",
        "question.beside[0]: hair is not an element of pack.yaml" + ADD,
    ),
    ("elements/ischemia_time.yaml", "id: ischemia", "id: magnification", "question.id: magnification stands twice" + RENAME),
    (
        MICROSCOPE,
        "  source: AHIMA",
        "  source: AIMA",
        "question.source: AIMA-ACDIS-2022 is not a source of pack.yaml; did you mean AHIMA-ACDIS-2022?",
    ),
    (
        MICROSCOPE,
        "status: met",
        "status: meet",
        "cases[0].status: 'meet' is not a choice; use one of: met, partial, missing, n/a",
    ),
    (QUESTIONS, "- reason\n", "- reasons\n", "order[23]: reasons is not the id of a question; did you mean reason?"),
    (
        QUESTIONS,
        "choice: side",
        "choice: slide",
        "questions[0].choice: slide is not one of choices in questions.yaml; did you mean side?",
    ),
    (QUESTIONS, r"['\bleft\b'", "['('", "choices.side[0].cues[0]: the pattern is no regular expression; correct it"),
    ("rules.yaml", "  integrity: lat", "  element: lat", "[4].element: unknown key; did you mean silent?"),
    (
        "decision.yaml",
        "rule: donor-site-undetermined",
        "rule: donor-site-unknown",
        "questions[2].rule: donor-site-unknown is not a rule of the pack; did you mean donor-site-undetermined?",
    ),
    (
        "decision.yaml",
        "    rule: donor-site-undetermined\n",
        "",
        "questions[2].open: open answers fire no rule; name the rule they fire",
    ),
    ("decision.yaml", "id: donor_site\n", "id: transfer\n", "questions[2].id: transfer stands twice" + RENAME),
    (
        "decision.yaml",
        "ends: [pedicled,",
        "ends: [pedicle,",
        "questions[0].ends: pedicle is not one of the question's answers; did you mean pedicled?",
    ),
    (
        "decision.yaml",
        "donor_site: [fibula]",
        "donor_site: [fibia]",
        "table[0].when.donor_site: fibia is not one of the question's answers; did you mean fibula?",
    ),
    (
        "decision.yaml",
        "{donor_site: [fibula]",
        "{donor: [fibula]",
        "table[0].when.donor: donor is not the fact of a question; did you mean donor_site?",
    ),
    (
        "decision.yaml",
        "short: {documented:",
        "short: {document:",
        "questions[1].short: document is not one of the question's answers; did you mean documented?",
    ),
    (
        "decision.yaml",
        "{transfer} {donor_site}",
        "{transfer} {donor_sight}",
        "reason[0].says: donor_sight is not the fact of a question; did you mean donor_site?",
    ),
    ("decision.yaml", 'code: "20957"', 'code: "20958"', "table[2].code: 20958 is not a code of codes.yaml" + ADD),
    ("facts.yaml", "id: transfer", "id: donor_site", "[3].id: donor_site stands twice; rename it"),
    ("facts.yaml", "id: transfer", "id: status", "[3].id: status is the name of another column of results; rename it"),
    ("facts.yaml", "[1, 2, 3, 4, 5]", "[1, two]", "[2].values[1]: the value is no integer; correct the value or the kind"),
    ("facts.yaml", "otherwise: not_stated", "otherwise: unknown", "[4].otherwise: unknown is not one of values" + ADD),
    (
        "decision.yaml",
        "fact: anastomosis",
        "fact: anastomoses",
        "questions[1].fact: anastomoses is not a fact of facts.yaml" + ADD,
    ),
    ("ranges.yaml", "low: 0.5, high: 25", "low: 25, high: 0.5", "[14].high: 0.5 is not above low, 25; swap or correct them"),
    ("ranges.yaml", "id: bone_length.rib", "id: bone_length.fibula", "[8].id: bone_length.fibula stands twice" + RENAME),
    (
        "pack.yaml",
        "  source: RVU26C\n",
        "  source: RVU26X\n",
        "fee_basis.source: RVU26X is not a source of pack.yaml; did you mean RVU26C?",
    ),
    (
        "pack.yaml",
        "    source: RVU26C\n",
        "    source: RVU26X\n",
        "fee_basis.every_code.source: RVU26X is not a source of pack.yaml; did you mean RVU26C?",
    ),
    (
        "pack.yaml",
        'intra: "0.69"',
        'intra: "0.70"',
        "fee_basis.every_code.pre: pre, intra and post do not add up to 1; correct one of the three",
    ),
    (
        "pack.yaml",
        "2024-07-01, source: PTP24Q3",
        "2024-07-01, source: PTP24Q4",
        "ncci.edits.source: PTP24Q4 is not a source of pack.yaml; did you mean PTP24Q3?",
    ),
]


@pytest.mark.parametrize(("file", "good", "bad", "message"), REFERENCES)
def test_reference_that_leads_nowhere(pack: Path, file: str, good: str, bad: str, message: str) -> None:
    text = (pack / file).read_text("utf-8")
    assert good in text
    (pack / file).write_text(text.replace(good, bad, 1), "utf-8")
    with pytest.raises(PackError) as caught:
        load_catalogue(pack)
    last_changed = line_of(text, good) + good.rstrip("\n").count("\n")
    assert str(caught.value).endswith(f": {message}")
    assert abs((caught.value.line or 0) - last_changed) <= 1
    assert caught.value.file == f"mine/{file}"


def test_line_of_a_reference_is_exact(pack: Path) -> None:
    text = (pack / CODES).read_text("utf-8")
    row = next(number for number, line in enumerate(text.splitlines(), 1) if "{element: blood_loss" in line)
    (pack / CODES).write_text(text.replace("{element: blood_loss", "{element: blood_lost", 1), "utf-8")
    with pytest.raises(PackError) as caught:
        load_catalogue(pack)
    message = "[0].checklist[16].element: blood_lost is not an element of pack.yaml; did you mean blood_loss?"
    assert str(caught.value) == f"mine/codes.yaml:{row}: {message}"


def test_element_asked_for_twice(pack: Path) -> None:
    swap(pack / CODES, "{element: microscope,", "{element: pedicle_length,")
    assert refusal_of(pack).endswith(": [0].checklist[5].element: pedicle_length is asked for twice" + KEEP)


def test_what_meets_an_element_in_part_has_a_rule(pack: Path) -> None:
    text = (pack / MICROSCOPE).read_text("utf-8")
    start, end = text.index("  partial:\n"), text.index("question:\n")
    (pack / MICROSCOPE).write_text(text[:start] + text[end:], "utf-8")
    message = f"mine/{MICROSCOPE}:7: rules: only one of partial and rules.partial is given; give both or neither"
    assert refusal_of(pack) == message


def test_element_without_a_rule(pack: Path) -> None:
    swap(pack / MICROSCOPE, "  missing:\n    name", "  absent:\n    name")
    assert refusal_of(pack) == f"mine/{MICROSCOPE}:8: rules.absent: unknown key; remove it or use one of: missing, partial"


def test_a_question_that_two_elements_share(pack: Path) -> None:
    text = (pack / MICROSCOPE).read_text("utf-8")
    start, end = text.index("question:\n"), text.index("cases:\n")
    (pack / MICROSCOPE).write_text(f"{text[:start]}question: techniques\n{text[end:]}", "utf-8")
    swap(pack / QUESTIONS, "  - magnification\n", "")
    assert refusal_of(pack).endswith(": question: techniques is not the id of a question; did you mean technique?")
    swap(pack / MICROSCOPE, "question: techniques", "question: technique")
    queries = queries_of(load_catalogue(pack))
    assert queries.about_element("microscope") == queries.about_element("anastomosis_technique")


def test_a_file_that_the_list_of_elements_does_not_have(pack: Path) -> None:
    swap(pack / "pack.yaml", "  - blood_loss\n", "")
    message = "elements: elements/blood_loss.yaml is not in this list; add its name or remove the file"
    assert refusal_of(pack).endswith(f": {message}")


def test_code_without_row(pack: Path) -> None:
    swap(pack / "decision.yaml", 'code: "20955"', 'code: "20956"')
    assert refusal_of(pack).endswith("codes.yaml:4: [0].code: no row of decision.yaml leads to 20955; add one")


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        (
            "39.25,",
            "39.35,",
            "mine/fees.csv:2: total_rvu_facility: the components add up to 68.00, not 67.90; correct one of the four",
        ),
        (
            "2267.92",
            "2267.93",
            "mine/fees.csv:2: national_rate_usd: 67.90 x 33.4009 is 2267.92, not 2267.93; correct the rate or the total",
        ),
        ("20956,", "20955,", "mine/fees.csv:3: code: 20955 stands twice; keep one row per code"),
        ("20956,", "20954,", "mine/fees.csv:3: code: 20954 is not a code of codes.yaml; add the code or remove the row"),
        ("40.15", "forty", "mine/fees.csv:3: work_rvu: 'forty' is no figure (Invalid decimal string); correct the cell"),
        (",mue,", ",", "mine/fees.csv:1: mue: the column is missing; add it"),
        (",mue,", ",mue,note,", "mine/fees.csv:1: note: unknown column; remove it"),
        ("1,3\n20956", "1\n20956", "mine/fees.csv:2: the row has more or fewer cells than the header; give one cell per column"),
    ],
)
def test_fees_that_do_not_add_up(pack: Path, good: str, bad: str, message: str) -> None:
    swap(pack / "fees.csv", good, bad)
    assert refusal_of(pack) == message


def test_fees_without_basis(pack: Path) -> None:
    text = (pack / "pack.yaml").read_text("utf-8")
    start, end = text.index("fee_basis:"), text.index("# Codes of other families")
    (pack / "pack.yaml").write_text(text[:start] + text[end:], "utf-8")
    assert (
        refusal_of(pack)
        == "mine/pack.yaml:2: fee_basis: fees.csv has no basis; add fee_basis with its source and conversion_factor"
    )


@pytest.mark.parametrize("file", ["pack.yaml", "codes.yaml", "facts.yaml", "rules.yaml", "decision.yaml"])
def test_missing_file(pack: Path, file: str) -> None:
    (pack / file).unlink()
    assert refusal_of(pack) == f"mine/{file}: the file is missing; add it to the pack"


def test_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert (
        refusal_of(tmp_path / "no")
        == f"{tmp_path / 'no'}: there is no such folder; give the folder that holds the pack's pack.yaml"
    )


def test_file_that_is_not_utf8(pack: Path) -> None:
    (pack / "ranges.yaml").write_bytes(b"- {id: \xe9}\n")
    assert refusal_of(pack) == "mine/ranges.yaml: the file is not UTF-8; save it as UTF-8"


def test_ranges_and_fees_may_be_absent(pack: Path) -> None:
    (pack / "ranges.yaml").unlink()
    (pack / "fees.csv").unlink()
    catalogue = load_catalogue(pack)
    assert (catalogue.fees, catalogue.ranges) == ({}, {})


def test_packs_that_ship() -> None:
    catalogues = [load_catalogue(folder) for folder in builtin_packs()]
    assert "microvascular-bone" in [catalogue.info.id for catalogue in catalogues]
    assert all(isinstance(code, Code) for catalogue in catalogues for code in catalogue.codes.values())


def swap(path: Path, good: str, bad: str) -> None:
    text = path.read_text("utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), "utf-8")


def refusal_of(pack: Path) -> str:
    with pytest.raises(PackError) as caught:
        load_catalogue(pack)
    return str(caught.value)


def test_a_rule_of_an_element_and_another_rule_of_the_same_name(pack: Path) -> None:
    swap(pack / MICROSCOPE, "name: microscope-unnamed", "name: implausible-value")
    assert refusal_of(pack).startswith("mine/rules.yaml:")
    assert refusal_of(pack).endswith(".name: implausible-value stands twice" + RENAME)


def test_a_shipped_pack_lies_in_a_folder_of_its_name():
    assert [load_catalogue(*shipped_packs([name])).info.id for name in ALL_PACKS] == [*ALL_PACKS]
    with pytest.raises(PackError, match="microvascular-bone"):
        shipped_packs(["microvascular-bnoe"])
