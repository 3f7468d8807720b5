"""Labels to answers, and every way labels can be wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.labels import labels, labels_text

from notelint.evaluation.labels import LabelError, read_labels, scheme_of
from notelint.packs.loader import builtin_packs, load_catalogue

ROOT = Path(__file__).parents[2]
SCHEME = scheme_of([load_catalogue(folder) for folder in builtin_packs()])
SECOND = ROOT / "tests" / "data" / "packs"
CORRECT = "; correct the status or this list"
CODES = "use one of: 20955, 20956, 20957, 20962, 20969, 20970, 20972, 20973"


def read(text):
    return read_labels(text, "a/A1.gold.json", SCHEME)


def changed(*path, to):
    """The text of labels with another value at ``path``."""
    data = labels()
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return json.dumps(data, indent=1)


def without(*path):
    """The text of labels without the key at ``path``."""
    data = labels()
    place = data
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return json.dumps(data, indent=1)


def test_answers_are_what_the_labels_say():
    labels = read(labels_text(codes=("20969", "20955"), integrity=["laterality_conflict"], facts={"metatarsal_ray": 2}))
    assert (labels.status, labels.codes, labels.candidates) == ("supported", ("20955", "20969"), ())
    assert labels.facts == {
        "donor_site": "fibula", "donor_laterality": None, "metatarsal_ray": 2, "transfer": None, "skin_paddle": None,
    }  # fmt: skip
    assert (labels.elements["donor_site_named"], labels.elements["microscope"]) == ("met", "missing")
    assert labels.integrity == ("laterality_conflict",)


def test_the_example_of_the_documentation_is_valid():
    example, _spans, _essentials = re.findall(r"```json\n(.*?)```", (ROOT / "docs" / "labelling.md").read_text("utf8"), re.DOTALL)
    assert read(example).codes == ("20970",)


def test_the_documentation_names_every_value():
    page = (ROOT / "docs" / "labelling.md").read_text("utf8")
    words = {value for facts in SCHEME.facts for values in facts.values() for value in values if isinstance(value, str)} | set(
        SCHEME.integrity
    )
    assert {word for word in words if f"`{word}`" not in page} == set()


@pytest.mark.parametrize("trap", ["“ö” / 骨", "\U0001d11e", 'a \\ b " c\t\n'])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_any_json_is_read(trap, ascii_only):
    assert read(json.dumps({**labels(), "trap": trap}, ensure_ascii=ascii_only)).codes == ("20955",)


def test_labels_may_be_those_of_another_pack():
    (folder,) = SECOND.iterdir()
    catalogue = load_catalogue(folder)
    both = scheme_of([*(load_catalogue(one) for one in builtin_packs()), catalogue])
    data = {
        **labels(codes=["15757"]),
        "facts": {"donor_site": "lateral_arm", "donor_laterality": "left", "transfer": "free"},
        "elements": dict.fromkeys(catalogue.elements, "met"),
    }
    assert read_labels(json.dumps(data), "A1", both).codes == ("15757",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: not JSON; correct the syntax at or just above this line"),
        ('{\n "decision": ,', ":2: not JSON; correct the syntax at or just above this line"),
        ("decision: {status: supported}", ":1: not JSON; correct the syntax at or just above this line"),
        ("[" * 100_000, ":1: not JSON; correct the syntax at or just above this line"),
        ("[]", ":1: expected a mapping, found a list; write a mapping here"),
        (without("decision"), ":1: the key decision is missing; add it"),
        (without("decision", "codes"), ":2: decision: the key codes is missing; add it"),
        (without("facts", "transfer"), ":9: facts: the key transfer is missing; add it"),
        (without("integrity"), ":1: the key integrity is missing; add it"),
        (without("elements", "blood_loss"), ":16: elements.blood_loss: the element is missing; add it with its status"),
        (changed("facts", "donor", to="x"), ":15: facts.donor: unknown key; did you mean donor_site?"),
        (changed("elements", "bloodloss", to="met"), ":42: elements.bloodloss: unknown element; did you mean blood_loss?"),
        (changed("elements", "zzz", to="met"), ":42: elements.zzz: unknown element; remove it"),
        (
            changed("elements", "microscope", to="Smith"),
            ":23: elements.microscope: not one of the choices; use one of: met, partial, missing, n/a",
        ),
        (
            changed("decision", "status", to="Smith"),
            ":3: decision.status: not one of the choices; use one of: supported, unsupported, not_applicable",
        ),
        (changed("decision", "codes", to=["Smith"]), f":5: decision.codes[0]: not one of the choices; {CODES}"),
        (
            changed("decision", "codes", to=[20955]),
            ":5: decision.codes[0]: expected text, found a whole number; put it in quotes",
        ),
        (
            changed("decision", "codes", to=[]),
            ":4: decision.codes: codes go with the status supported, and only with it" + CORRECT,
        ),
        (
            changed("decision", "candidates", to=["20955"]),
            ":7: decision.candidates: candidates go with the status unsupported, and only with it" + CORRECT,
        ),
        (
            changed("facts", "metatarsal_ray", to=6),
            ":12: facts.metatarsal_ray: not one of the choices; use one of: null, 1, 2, 3, 4, 5",
        ),
        (
            changed("facts", "transfer", to="Smith"),
            ":13: facts.transfer: not one of the choices; use one of: null, free, pedicled, nonvascularized, none",
        ),
        (
            changed("integrity", to=["Smith"]),
            f":44: integrity[0]: not one of the choices; use one of: {', '.join(SCHEME.integrity)}",
        ),
    ],
)
def test_an_error_names_file_line_and_key_and_what_to_do_but_no_value(text, message):
    with pytest.raises(LabelError) as error:
        read(text)
    assert str(error.value) == f"a/A1.gold.json{message}"
