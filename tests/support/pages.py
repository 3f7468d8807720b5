"""Pages of the HTML report as a parser sees them, and reports on odd notes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import lxml.html
from hypothesis import strategies as st

from notelint.metadata import Metadata
from notelint.note import Note
from notelint.outputs.formats import Options, Tool, renderer
from notelint.places import Place, PlaceMap
from notelint.report import (
    Acknowledgement,
    Decision,
    Element,
    Event,
    Evidence,
    Finding,
    Reason,
    Related,
    Report,
    SetAside,
    Stage,
    Step,
    Timeline,
)

TOOL = Tool("0.1.0", [("microvascular-bone", "2026.1")])
HOSTILE = (
    "</script>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</div></main></body>",
    "</mark></s>",
    "<!--",
    "-->",
    "<style>*{display:none}</style>",
    '" onfocus="alert(1)',
    "' autofocus '",
    "{{ 7*7 }}",
    "{% raw %}",
    "&lt;",
    "&amp;#0;",
    "]]>",
    "\0",
    "\u202e",
    "\u2066",
    "\ud800",
    "\udfff",
    "\r\n",
    "\r",
    "\n",
    "\t",
    "\x1b[2J",
    "\x0c",
    "\x85",
    "\u2028",
    "\ufeff",
    "\uffff",
    "𝔣",
    "骨",
    "e\u0301",
    "the flap",
    "8 cm",
    " ",
)
TEXTS = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=6)), max_size=14).map("".join)


def page_of(*reports, **options):
    """The page on these reports as it is written to a file, decoded."""
    text = "".join(renderer("html")(reports, Options(TOOL, **options)))
    return text.encode("utf-8", errors="replace").decode()


def parsed(page):
    """The page's elements."""
    return lxml.html.document_fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def note_texts(tree):
    """The text of each note on the page, as a reader would copy it."""
    return [element.text_content() for element in tree.xpath('//div[@class="text"]')]


def without_styles(page):
    """The page without its style sheet and the hash of it."""
    return re.sub(r"<style>.*?</style>", "", re.sub(r"sha256-[^']*", "HASH", page), flags=re.DOTALL)


@st.composite
def reports(draw):
    """A report whose text, names and places are odd, with a place of every kind."""
    text = draw(TEXTS)
    note = Note(
        text, draw(TEXTS) or "-", places=draw(st.sampled_from([PlaceMap(), PlaceMap((0,), (Place(page=1, paragraph=2),))]))
    )

    def evidence():
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        cut = draw(st.integers(start, end))
        return Evidence(
            start, end, text[start:end], within=draw(st.sampled_from([(), ((start, cut),), ((cut, end), (start, end))]))
        )

    def finding(severity, **more):
        place = evidence()
        line, column = note.position(place.start)
        return Finding("a-rule", severity, draw(TEXTS), place.start, place.end, line, column, source=draw(TEXTS), **more)

    other = evidence()
    accepted = Acknowledgement(draw(TEXTS), datetime(2026, 1, 2, tzinfo=UTC), "other", draw(TEXTS), date(2027, 1, 2))
    return Report(
        note=note,
        decision=Decision(
            draw(st.sampled_from(["supported", "unsupported", "not_applicable"])),
            codes=("20970",),
            candidates=("20956",),
            trace=(Step("donor_site", "iliac_crest", draw(TEXTS), (evidence(), evidence())),),
            reasons=(Reason(draw(TEXTS), evidence()),),
        ),
        facts={"donor_site": "iliac_crest", "transfer": draw(TEXTS)},
        elements={
            "microscope": Element("met", (evidence(), evidence()), {"cm": (8.5, 3.0), "cause": draw(TEXTS)}),
            "ischemia_time": Element("missing"),
            "recipient_vessels": Element("partial", (evidence(),)),
            "metatarsal_level": Element("n/a"),
        },
        findings=(
            finding("error", related=(Related(other.start, other.end, draw(TEXTS)),)),
            finding("warning", acknowledged=accepted),
            finding("info", in_baseline=True),
        ),
        set_aside=(SetAside("donor:fibula", draw(TEXTS), evidence(), evidence()), SetAside("hip", "planned", evidence())),
        events=(Event("harvest", "performed", "bone", "fibula", evidence(), None, ("transfer",)),),
        timelines=(Timeline("fibula", "free", (Stage("raised", evidence()), Stage("joined", evidence()))),),
    )


def document_note(text, source="op.pdf"):
    """A note of two pages, the second from the middle of its lines on."""
    half = text.index("\n", len(text) // 2) + 1
    places = PlaceMap((0, half), (Place(page=1, line=1), Place(page=2, line=1)))
    return Note(text, source, places=places, metadata=Metadata(title="Operative note"))
