"""What a page adds to a text: boxes, tables, page breaks, lines cut anywhere. The clean text must not show them."""

from __future__ import annotations

import pytest
from support.sentences import reader

from notelint.note import Note

BOXES = {
    "ticked before": ("Flap: [ ] fibula [x] scapula", "flap: scapula"),
    "ticked behind": ("Flap: fibula [ ]  scapula [X]", "flap: scapula"),
    "round": ("Side: (x) left ( ) right", "side: left"),
    "drawn": ("Side: \u2610 left \u2612 right", "side: right"),
    "check mark": ("Side: [\u2713] left [ ] right", "side: left"),
    "value behind the choice": ("Skin: [x] yes [ ] no      6 x 5 cm", "skin: yes\n6 x 5 cm"),
    "a list of boxes": ("[ ] fibula\n[x] rib\n[ ] scapula", "rib"),
    "nothing ticked": ("Flap: [ ] fibula [ ] scapula", "flap: [ ] fibula [ ] scapula"),
    "no box": ("The flap [sic] was pink.", "the flap [sic] was pink."),
}
TABLES = {
    "dashes": (
        (
            "          Hand         Arm\n-------   ----------   ---------\n"
            "Bone      gap 4 cm     strip 5 cm\nSkin      -            7 x 5 cm\n"
        ),
        "bone, hand: gap 4 cm\nbone, arm: strip 5 cm\n\nskin, arm: 7 x 5 cm",
    ),
    "bars": (
        "| | Hand | Arm |\n|---|---|---|\n| Bone | gap 4 cm | strip 5 cm |\n",
        "bone, hand: gap 4 cm\nbone, arm: strip 5 cm",
    ),
    "named rows": ("Surgeon   Part\n-------   -----------\nDr. A     harvest\n", "surgeon dr. a: harvest"),
    "a line of dashes is none": (
        "The leg was closed.\n-----------\nThe arm was closed.",
        "the leg was closed.\n\nthe arm was closed.",
    ),
}
PAGES = {
    "in a sentence": (
        "Report\nof 3 May\nby Vale\nThe artery was traced to the\n\n  --- Page 2 of 3 ---\n\ncrest of the ilium.",
        "traced to the crest of the ilium",
    ),
    "with a form's lines": (
        (
            "Report\nof 3 May\nby Vale\nThe pedicle was long and the\n   Page 1\n----------\n"
            "VALE, A.  4418        Page 2\n  FOR OFFICIAL USE ONLY\nvein wide."
        ),
        "long and the vein wide",
    ),
    "between sentences": (
        "Report\nof 3 May\nby Vale\nThe leg was closed.\nPage 1 of 2\nThe arm was opened.",
        "closed.\n\nthe arm",
    ),
    "with the patient on its line": (
        "Report\nof 3 May\nby Vale\nThe rib measured 9 by\nPg 3    DOE, J.    DOB 1-2-60    CONFIDENTIAL\n2 cm and was plated.",
        "the rib measured 9 by 2 cm and was plated",
    ),
    "a stamp within a word": (
        "The clavicle was osteo-\n   ** RECORDS   SCANNED **\ntomized once.",
        "the clavicle was osteotomized once.",
    ),
    "a heading behind a hyphen": ("Used were: plates, 2-\nSCREWS, 1.5\nnylon 9-0", "2-\nscrews, 1.5"),
    "not in prose": ("Report\nof 3 May\nby Vale\nSee page 2 of the chart\nfor more.", "page 2 of the chart"),
}
COLUMNS = {
    "prose": (
        (
            "Free rib to the jaw\n\n"
            "JAW                            CHEST\n"
            "Angle freed, a gap of          Sixth space opened over the\n"
            "6 cm measured. Lingual         rib, 9 cm taken with the\n"
            "artery found, its wall         muscle. Pleura whole. Drain\n"
            "soft.                          and three layers.\n\n"
            "Blood 90 ml"
        ),
        (
            "free rib to the jaw\n\njaw\nangle freed, a gap of 6 cm measured. lingual artery found, its wall soft.\n\n"
            "chest\nsixth space opened over the rib, 9 cm taken with the muscle. pleura whole. drain and three layers.\n\n"
            "blood 90 ml"
        ),
    ),
    "labels and values are none": (
        "Side            right side\nBone taken      the sixth rib\nSkin taken      none at all.\nLength of it    nine cm",
        "side\nright side\nbone taken\nthe sixth rib\nskin taken\nnone at all.\nlength of it\nnine cm",
    ),
    "a value is no label": ("EBL 300      Drain two", "ebl 300\ndrain two"),
}
SPOKEN = {
    "signs": (
        "dictated next line operation colon free rib full stop new paragraph gap comma 5 cm comma seen full stop end period",
        "dictated\n\noperation: free rib.\n\ngap, 5 cm, seen.\nend.",
    ),
    "too few to be signs": ("He stopped for a period. A full stop, new line of work, and the sigmoid colon.",) * 2,
    "a typed note": (
        "The period was long, the colon full. A new line, then a comma was seen. Next line changed, full stop. The end, period.",
    )
    * 2,
}
ROWS = {
    "figures behind labels in small letters": (
        "TIMES\n  knife          08:10\n  clip on        10:02\n  leash off      11:31 h\n  drape off      14:00\n",
        "times\nknife 08:10.\nclip on 10:02.\nleash off 11:31 h.\ndrape off 14:00.",
    ),
    "two rows are none": ("knife      08:10\ndrape      14:00", "knife, 08:10 drape, 14:00"),
}
SCANNED = {
    "capital i for l": (
        "OPERATlON: free cIavicIe, Ieft, to the mandibIe\nThe cIavicIe, lO x 2 cm, was cut. E.B.L. 9O cc, lschemia l hr.",
        "operation: free clavicle, left, to the mandible\nthe clavicle, 10 x 2 cm, was cut. ebl 90 cc, ischemia 1 hr.",
    ),
    "figures of two letters": (
        "The gap was ll cm, rnissing padd1e, T1B1A, mandibIe.",
        "the gap was 11 cm, missing paddle, tibia, mandible.",
    ),
    "right words stay": (
        "In the IMF, I took it. Iliac bone; Il y a x; McIntosh, ORIF, DIeP.",
        "in the imf, i took it. iliac bone; il y a x; mcintosh, orif, diep.",
    ),
}
CUT = {
    "words": (
        "The va\nscularized bo\nne was ta\nken with its pe\nriosteum, 7 c\nm long, at 10\n:48.",
        "the vascularized bone was taken with its periosteum, 7 cm long, at 10:48.",
    ),
    "one word": ("The graft resorbed com\npletely.", "the graft resorbed completely."),
    "a figure behind its verb": (
        "The leash was\n5 cm long.\nDrains were\n2. closed in layers.",
        "the leash was 5 cm long.\ndrains were\n2. closed in layers.",
    ),
    "no word": ("The vein was put in\nto the flap.", "the vein was put in to the flap."),
}


def clean(text):
    return reader().read(Note(text)).text.strip()


@pytest.mark.parametrize(("written", "told"), BOXES.values(), ids=BOXES)
def test_boxes(written, told):
    assert clean(written).replace("  ", " ") == told


@pytest.mark.parametrize(("written", "told"), TABLES.values(), ids=TABLES)
def test_tables(written, told):
    assert clean(written) == told


@pytest.mark.parametrize(("written", "told"), PAGES.values(), ids=PAGES)
def test_pages(written, told):
    assert told in clean(written)


@pytest.mark.parametrize(("written", "told"), COLUMNS.values(), ids=COLUMNS)
def test_columns(written, told):
    assert clean(written) == told


@pytest.mark.parametrize(("written", "told"), SPOKEN.values(), ids=SPOKEN)
def test_spoken_punctuation(written, told):
    assert clean(written) == told.lower()


@pytest.mark.parametrize(("written", "told"), ROWS.values(), ids=ROWS)
def test_rows(written, told):
    assert clean(written) == told


@pytest.mark.parametrize(("written", "told"), SCANNED.values(), ids=SCANNED)
def test_scanning_errors(written, told):
    assert clean(written) == told


def test_words_across_two_columns_point_at_both():
    reading = reader().read(Note(COLUMNS["prose"][0]))
    first, last = reading.text.index("soft"), reading.text.index("sixth space")
    across = reading.evidence(first, last + 5).text
    assert across.startswith("CHEST")
    assert across.endswith("soft.")
    assert reading.evidence(last, last + 5).text == "Sixth"


@pytest.mark.parametrize(("written", "told"), CUT.values(), ids=CUT)
def test_lines_cut_anywhere(written, told):
    assert clean(written) == told


def test_every_word_of_a_table_still_points_into_the_note():
    text = TABLES["dashes"][0]
    reading = reader().read(Note(text))
    at = reading.text.index("strip")
    assert reading.evidence(at, at + len("strip 5 cm")).text == "strip 5 cm"
