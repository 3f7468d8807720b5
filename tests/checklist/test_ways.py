"""Each key of a way, by what a note is answered with it and without it."""

from __future__ import annotations

import pytest
from support.checklist_pages import answer, answered

REPORT = """\
OPERATIVE REPORT

PREOPERATIVE DIAGNOSIS: Cyst of the left wrist.
PROCEDURE: Excision of a cyst of the left wrist.
BLOOD LOSS: 5 mL.
DRAINS:

INDICATIONS: A painful cyst for two years.

DESCRIPTION OF PROCEDURE: The wrist was prepped. The skin was incised. The cyst was dissected and the stalk was divided.
The cyst was removed. The skin was closed with nylon. The skin was dressed.

PLAN: The sutures will be removed in ten days.
"""


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ("[{label: blood loss}]", ("met", ["5 mL"])),
        ("[{label: 'blood'}]", ("missing", [])),  # the whole heading
        ("[{label: 'blood.*', value: '\\d+'}]", ("met", ["5"])),
        ("[{label: 'blood.*', value: liter}]", ("missing", [])),
        ("[{label: drains}]", ("missing", [])),
        ("[{label: drains, empty: true, status: partial}]", ("partial", ["DRAINS:"])),
        ("[{label: 'blood loss', empty: true}]", ("missing", [])),
        ("[{label: 'blood loss', unless: '5'}]", ("missing", [])),
        ("[{says: 'cyst was removed'}]", ("met", ["cyst was removed"])),
        ("[{says: 'painful cyst'}]", ("missing", [])),  # a history is looked at only where asked for
        ("[{says: 'painful cyst', where: [history]}]", ("met", ["painful cyst"])),
        ("[{says: 'left wrist', where: [title]}]", ("met", ["left wrist"])),
        ("[{says: 'left wrist', where: [diagnosis]}]", ("met", ["left wrist"])),
        ("[{says: '5 ml', where: [label]}]", ("met", ["5 mL"])),
        ("[{says: 'removed', where: [plan]}]", ("met", ["removed"])),
        ("[{says: '\\bskin was \\w+', unless: incised, where: [story]}]", ("met", ["skin was closed", "skin was dressed"])),
        ("[{says: '\\bcyst\\b', under: 'procedure', where: [title]}]", ("met", ["cyst"])),
        ("[{says: '\\bcyst\\b', under: 'anesthesia'}]", ("missing", [])),
        ("[{says: 'skin was', times: 3, where: [story]}]", ("met", ["skin was", "skin was"])),
        ("[{says: 'skin was', times: 4, where: [story]}]", ("missing", [])),
        ("[{says: 'nothing'}, {says: 'nylon', status: partial}, {says: 'nylon'}]", ("partial", ["nylon"])),
        ("[{status: n/a}]", ("n/a", [])),
        ("[]", ("missing", [])),
    ],
)
def test_a_way(ways, expected):
    assert answer(REPORT, ways) == expected


@pytest.mark.parametrize(
    ("shows", "most", "expected"),
    [
        ("first", 2, ["wrist was", "skin was"]),
        ("last", 2, ["skin was", "skin was"]),
        ("first", 1, ["wrist was"]),
    ],
)
def test_which_places_are_shown(shows, most, expected):
    ways = f"[{{says: '\\w+ was\\b', where: [story], times: 4, shows: {shows}, most: {most}}}]"
    assert answer(REPORT, ways) == ("met", expected)


class TestBestSentences:
    """``shows: best``: of the sentences in which a way looks, those that weigh most."""

    WAYS = "[{says: '\\w+ was \\w+', unless: prepped, where: [story], shows: best, most: 2}]"

    @pytest.mark.parametrize(
        ("weights", "expected"),
        [
            ({}, ["skin was incised", "cyst was dissected"]),  # all weigh the same: the first ones
            ({"remove": 1, "nylon": 2}, ["cyst was removed", "skin was closed"]),  # in the order of the note
            ({"prep": 9, "preppe": 9, "nylon": 1}, ["skin was incised", "skin was closed"]),  # not where it is excluded
            ({"@1": 1, "~6": 2}, ["cyst was dissected", "skin was dressed"]),  # a length and a place weigh too
            ({"suture": 9}, ["skin was incised", "cyst was dissected"]),  # not in another scope
        ],
    )
    def test_those_that_weigh_most_are_shown(self, weights, expected):
        assert answer(REPORT, self.WAYS, weights=weights) == ("met", expected)

    @pytest.mark.parametrize(
        ("weights", "expected"),
        [
            ({"=any": 0, "dresse": 5, "nylon": 4}, ["cyst was removed", "dressed"]),  # one of them has what the way looks for
            ({"=any": 0, "dresse": 5, "=found": 9}, ["cyst was removed", "dressed"]),
            ({"dresse": 5, "=found": 9}, ["cyst was removed"]),  # how likely a sentence is, only =any says
            ({"=any": -3, "dresse": 0.9}, ["cyst was removed"]),  # an unlikely sentence is not shown
            ({"=any": -3, "dresse": 1.1}, ["cyst was removed", "dressed"]),
        ],
    )
    def test_a_sentence_without_the_words_of_the_way_may_be_among_them(self, weights, expected):
        ways = "[{says: 'cyst was removed', where: [story], shows: best, most: 2}]"
        assert answer(REPORT, ways, weights=weights) == ("met", expected)

    def test_the_status_does_not_depend_on_weights(self):
        assert answer(REPORT, "[{says: nothing, shows: best}]", weights={"=any": 9}) == ("missing", [])


class TestGrounds:
    GROUNDS = (
        "[{id: removed, why: w, ways: [{says: cyst was removed}]}, {id: both, why: w, ways: [{says: nylon, when: [removed]}]}]"
    )

    def test_a_way_with_a_ground_that_holds(self):
        assert answer(REPORT, "[{says: nylon, when: [removed]}]", grounds=self.GROUNDS)[0] == "met"
        assert answer(REPORT, "[{says: nylon, without: [removed]}]", grounds=self.GROUNDS)[0] == "missing"

    def test_a_ground_that_rests_on_another(self):
        assert answer(REPORT, "[{status: n/a, when: [both]}]", grounds=self.GROUNDS)[0] == "n/a"
        other = REPORT.replace("The cyst was removed.", "")
        assert answer(other, "[{status: n/a, when: [both]}]", grounds=self.GROUNDS)[0] == "missing"

    def test_all_of_when_and_none_of_without(self):
        assert answer(REPORT, "[{status: n/a, when: [removed, both]}]", grounds=self.GROUNDS)[0] == "n/a"
        assert answer(REPORT, "[{status: n/a, without: [removed, unheard_of]}]", grounds=self.GROUNDS)[0] == "missing"

    def test_the_kind_of_the_document_is_a_ground(self):
        assert answer(REPORT, "[{status: n/a, when: [operative_report]}]")[0] == "n/a"


def test_words_stand_for_a_list():
    words = {"lump": ["cyst", "mass"], "gone": ["removed", "excised"]}
    assert answer(REPORT, "[{says: '\\b{lump} was {gone}\\b'}]", words=words) == ("met", ["cyst was removed"])


@pytest.mark.parametrize(
    ("belongs", "place"),
    [
        (["anesthesia", "blood.*"], "BLOOD LOSS:"),
        (["description.*", "blood.*"], "DESCRIPTION OF PROCEDURE:"),  # the order of the pack goes before that of the note
        (["anesthesia"], "OPERATIVE REPORT"),
        ([], "OPERATIVE REPORT"),
    ],
)
def test_where_something_missing_belongs(belongs, place):
    assert answered(REPORT, "[]", belongs=belongs).belongs["it"].text == place


def test_what_is_there_has_no_place_where_it_belongs():
    assert answered(REPORT, "[{says: nylon}]", belongs=["blood.*"]).belongs == {}


def test_a_sentence_about_an_earlier_operation_does_not_count():
    text = REPORT.replace("The skin was closed with nylon.", "In 2009 the wrist had been closed with nylon.")
    assert answer(text, "[{says: nylon, where: [story, history]}]")[0] == "missing"


KINDS = """
enough: 3
story_begins: 'was prepped'
signs:
  - {id: named, weight: 2, ways: [{label: procedure}]}
  - {id: prepped, weight: 2, ways: [{says: prepped}, {says: draped}]}
  - {id: visit, weight: -4, ways: [{label: reason for visit}]}
procedures: [{says: needle, where: [story]}]
operations: [{says: incised, where: [story]}]
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (REPORT, "operative_report"),
        (REPORT.replace("The skin was incised.", "A needle was inserted."), "procedure_note"),
        (REPORT.replace("The skin was incised.", "The skin was incised. A needle was inserted."), "operative_report"),
        (REPORT.replace("OPERATIVE REPORT", "REASON FOR VISIT: Stitches."), "other"),
        (REPORT.replace("The wrist was prepped.", ""), "other"),
        ("The garden was watered.", "other"),
    ],
)
def test_the_kind_of_a_document(text, kind):
    said = answered(text, "[{says: nylon}]", kinds=KINDS)
    assert said.kind == kind
    assert said.elements["it"].status == ("n/a" if kind == "other" else "met")
    assert not (kind == "other" and said.belongs)


def test_the_account_can_begin_under_a_history():
    text = "PROCEDURE: Excision.\n\nINDICATIONS: A painful cyst. The wrist was prepped. The skin was closed with nylon.\n"
    ways = "[{says: nylon, where: [story]}]"
    assert answer(text, ways, kinds=KINDS) == ("met", ["nylon"])
    assert answer(text.replace("prepped", "examined"), ways)[0] == "missing"
