"""Whatever stands in a file of claims or answers is read, or one line says what is wrong without a word of it; in linear time."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.growth import grows_linearly
from support.x12 import ACKNOWLEDGED, FIRST, HEADER, PAID, SECOND, acknowledgement, claims, envelope, remittance

from notelint.denials.judge import denials
from notelint.inputs.answers import read_answers
from notelint.inputs.claim_files import read_claims
from notelint.inputs.fhir_claim import fhir_claims
from notelint.inputs.submitted import ClaimFileError
from notelint.packs.denials import denial_book

SECRET = "Qvexzil"
PLACE = re.compile(r"segment \d+")
FILES = {
    "claims": (claims, (*HEADER, *FIRST, *SECOND)),
    "remittance": (remittance, PAID),
    "acknowledgement": (acknowledgement, ACKNOWLEDGED),
}
PIECES = st.sampled_from(
    ["", SECRET, "*", "~", ":", "\n", "HC:20956", "20260302", "-1", "1e9", "9" * 40, "ISA*", "CLM*", "é", "\0", "²"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from([SECRET, "20956", "2026-03-02", "professional"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["coding", "code", "value", "start"]), inner, max_size=3)
    ),
    max_leaves=6,
)
CLAIM_KEYS = (
    "identifier",
    "type",
    "insurer",
    "contained",
    "careTeam",
    "insurance",
    "diagnosis",
    "item",
    "total",
    "id",
    "provider",
)
ITEM_KEYS = (
    "productOrService",
    "modifier",
    "servicedDate",
    "quantity",
    "net",
    "locationCodeableConcept",
    "careTeamSequence",
    "sequence",
)


@st.composite
def mutated(draw, segments):
    """The segments with some dropped, doubled, moved, or with other things in the place of an element."""
    found = list(segments)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(found) - 1))
        change = draw(st.sampled_from(["drop", "double", "move", "element", "element", "element", "name"]))
        if change == "drop" and len(found) > 1:
            found.pop(at)
        elif change == "double":
            found.insert(at, found[at])
        elif change == "move":
            found.insert(draw(st.integers(0, len(found) - 1)), found.pop(at))
        else:
            elements = found[at].split("*")
            place = 0 if change == "name" else draw(st.integers(0, len(elements) - 1))
            elements[place] = draw(PIECES)
            found[at] = "*".join(elements)
    return found


def check(path):
    """Read a file both ways; what is told of it has no word of it, and what is told of a claim says where."""
    told = []
    try:
        for claim in read_claims(path):
            told += [claim.error, *claim.remarks]
            assert bool(claim.error) != bool(claim.encounters)
    except ClaimFileError as error:
        told.append(str(error))
    try:
        _, answers = read_answers(path)
        told += [answer.problem for answer in answers]
        list(denials(answers, denial_book(), lambda _code, _group: True))
    except ClaimFileError as error:
        told.append(str(error))
    assert not [one for one in told if SECRET in one or "\n" in one]


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_mutated_segments_are_read_or_refused_in_one_line(tmp_path_factory, name, data):
    write, segments = FILES[name]
    path = tmp_path_factory.getbasetemp() / f"any-{name}"
    path.write_text(write(*data.draw(mutated(segments))), "utf8")
    check(path)


@settings(max_examples=150, deadline=None)
@given(noise=st.binary(max_size=40), at=st.integers(0, 900), length=st.integers(0, 60))
def test_bytes_in_the_place_of_others(tmp_path_factory, noise, at, length):
    text = claims().encode()
    path = tmp_path_factory.getbasetemp() / "any-bytes"
    path.write_bytes(text[:at] + noise + text[at + length :])
    check(path)


@settings(max_examples=150, deadline=None)
@given(
    changes=st.dictionaries(st.sampled_from(CLAIM_KEYS), VALUES, max_size=4),
    item=st.dictionaries(st.sampled_from(ITEM_KEYS), VALUES, max_size=5),
)
def test_any_values_in_a_fhir_claim(changes, item):
    text = json.dumps({"resourceType": "Claim", "item": [item], **changes}).encode()
    try:
        told = [claim.error for claim in fhir_claims(text)]
    except ClaimFileError as error:
        told = [str(error)]
    assert not [one for one in told if SECRET in one]


def test_the_other_claims_keep_their_lines_whatever_is_done_to_one(tmp_path):
    """Each segment of the first claim is broken in turn: the second is always read."""
    for at in range(len(FIRST)):
        broken = [f"?{one[1:]}" if place == at else one for place, one in enumerate(FIRST)]
        (tmp_path / "claim.837").write_text(claims(*HEADER, *broken, *SECOND))
        *_, second = read_claims(tmp_path / "claim.837")
        assert (second.error, second.identifiers) == ("", ("BETA4455",))


GROWING = {
    "claims": lambda size: claims(*HEADER, *(FIRST * size)),
    "lines of one claim": lambda size: claims(*HEADER, *FIRST, *(FIRST[-3:] * size)),
    "no terminator": lambda size: claims(*HEADER, *(FIRST * size)).replace("~\n", "~", 3).replace("~\n", "\n"),
    "one segment": lambda size: claims(*HEADER, "NTE*ADD*" + "x\n" * (20 * size)),
    "blank lines": lambda size: claims(*HEADER, "NTE*ADD*x" + "\n" * (40 * size)),
    "elements": lambda size: claims(*HEADER, *FIRST[:8], "HI*" + "*".join(["ABK:M87051"] * (5 * size))),
    "interchanges": lambda size: claims() * size,
    "surgeons": lambda size: claims(
        *HEADER, *FIRST[:12], *(s for n in range(size) for s in ("LX*1", *FIRST[-2:], f"NM1*82*1*SAME*A****XX*{n:010}"))
    ),
    "broken": lambda size: claims(*HEADER, *(FIRST * size)).replace("DTP", "D?P"),
    "headers": lambda size: envelope("HC", "837", "005010X222A1", *(["ISA*"] * size)),
}


@pytest.mark.parametrize("name", GROWING)
def test_claims_take_linear_time(tmp_path, name):
    def read(text):
        path = tmp_path / "claim.837"
        path.write_text(text)
        try:
            read_claims(path)
        except ClaimFileError:
            return

    assert grows_linearly(read, GROWING[name], 100)


def test_answers_take_linear_time(tmp_path):
    def read(text):
        (tmp_path / "paid.835").write_text(text)
        read_answers(tmp_path / "paid.835")

    assert grows_linearly(read, lambda size: remittance(*(PAID * size)), 100)
    assert grows_linearly(read, lambda size: acknowledgement(*(ACKNOWLEDGED * size)), 100)
