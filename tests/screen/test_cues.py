"""What the first look sees, and what it passes over."""

from __future__ import annotations

import pytest
from support.screens import SCREEN

from notelint.packs.errors import PackError
from notelint.screen.cues import read_screen


@pytest.mark.parametrize(
    "text",
    [
        "PROCEDURE: Free fibula flap.",
        "PROCEDURE: FREE FIBULA FLAP.",
        "PROCEDURE: Free fibu1a flap.",
        "A strut of the uhmerus was cut.",
        "PROCEDURE: FVFG",
        "PROCEDURE: Osteo-cutaneous free flap.",
        "PROCEDURE: Osteo\u2011cutaneous free flap.",
        "PROCEDURE: Vascularised bone flap to the tibia.",
        "PROCEDURE: Iliac  crest  graft",
        "The 2nd\r\nmt was harvested.",
        "Donor: [ ] scapula [x] fibula",
        "The defect was packed with alograft.",
        "The ileac bone graft was taken.",
        "The free fibual was taken.",
        "The fibula was harvsted.",
        "An iliac crest graph was shaped.",
        "It was raised as an osteoseptocutaneous flap.",
        "| Donor | fibula |",
        "A flap from the leg with bone was made.",
        "PROCEDURE: Rib transfer to the mandible.",
        "The reamings were packed at the collar.",
        "The remings were packed at the collar.",
        "The pedicle was 80 cm long.",
        "The vein was coupled to the jugular with a 30 mm ring.",
        "A 9 mm coupler was used.",
        "PROCEDURE: Osteo- \n cutaneous flap.",
    ],
)
def test_may_be_of_the_family(text):
    assert SCREEN.cue_to_read(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0\ufeff",
        "Excision of a lipoma.",
        "The right hip was examined. No rib fracture.",
        "The external iliac artery was exposed.",
        "A free margin was found. The patient is free of pain.",
        "Pelvic examination was done under anesthesia.",
        "The rib was sutured to the muscle.",
        "The patient was prepped from the pubis to the toes.",
        "The sixth rib was removed.",
        "The fibula was divided 4 cm above the tip.",
        "Reaming was done up to 15 mm.",
        "A pedicle screw of 45 mm was placed.",
        "A ring of 28 mm was chosen. The device was tested.",
    ],
)
def test_is_certainly_not(text):
    assert SCREEN.cue_to_read(text) is None


def test_a_pack_without_a_screen_has_none(tmp_path):
    assert read_screen(tmp_path) is None


def test_an_error_in_a_screen_names_its_line(tmp_path):
    (tmp_path / "screen.yaml").write_text("source: x\nenough: many\n", "utf8")
    with pytest.raises(PackError, match=r"/screen\.yaml:\d+: "):
        read_screen(tmp_path)
