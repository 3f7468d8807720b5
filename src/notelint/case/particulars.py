"""What a claim asks of a note beyond its report: circumstances, the recipient's side, who did what, other flaps, the day."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from notelint.case.circumstances import documented_circumstances
from notelint.case.companion_work import work_done
from notelint.case.diagnoses import diagnosis_facts
from notelint.case.events import find_events
from notelint.case.recipient_side import sided_places
from notelint.case.scene import DONE, read_scene
from notelint.packs.vocabulary import phrase
from notelint.report import Evidence, NarrativeSentence, Particulars, PartStatement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notelint.case.scene import Scene
    from notelint.note import Note
    from notelint.reading.model import Reading, Sentence
    from notelint.report import EventKind

_SHARED_OUT: tuple[EventKind, ...] = ("harvest", "anastomosis")
"""The parts that co-surgeons share out between them, as events tell them."""
_REACH = 24
_NUMERIC = re.compile(r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{2,4})(?!\d)")
_WRITTEN = re.compile(r"(?:[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}[ -][a-z]{3,9}\.?[ -]\d{4})", re.IGNORECASE)
_NUMERIC_FORMATS = ("%Y-%m-%d", "%m-%d-%Y", "%m-%d-%y")  # the notes are American: the month stands first
_WRITTEN_FORMATS = ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")


def particulars(reading: Reading, donors: frozenset[str], donor_regions: frozenset[str]) -> Particulars:
    """The particulars of a note, its grafts left out.

    ``donors`` are the donor sites of its grafts, ``donor_regions`` the words for the parts of the body that gave bone.
    """
    scene = read_scene(reading)
    agents = _agents(scene)
    return Particulars(
        circumstances=documented_circumstances(scene, donors),
        recipient_sides=_recipient_sides(scene, donor_regions),
        parts=tuple(_parts(scene, agents)),
        other_flaps=tuple(_other_flaps(scene)),
        date=operation_date(reading.note),
        narrative=tuple(_narrative(scene, sentence, agents[sentence.index]) for sentence in scene.operative),
        diagnosis=diagnosis_facts(scene, donors),
        work=tuple(work_done(scene, lambda sentence: agents[sentence.index])),
    )


def _recipient_sides(scene: Scene, donor_regions: frozenset[str]) -> dict[str, Evidence]:
    sides: dict[str, Evidence] = {}
    for sided in sided_places(scene, donor_regions):
        if sided.place.status not in {"historical", "quoted"}:
            words = scene.reading.evidence(sided.start, sided.place.end)
            sides.setdefault(sided.side, words)
    return sides


# -- who did what -----------------------------------------------------------------------------------------------------


def _parts(scene: Scene, agents: Mapping[int, str | None]) -> Iterator[PartStatement]:
    for event in find_events(scene).of(*_SHARED_OUT):
        if event.status == "performed" and event.part != "skin" and event.sentence.section.context == "performed":
            yield PartStatement(event.kind, event.words, agents[event.sentence.index])


def _agents(scene: Scene) -> dict[int, str | None]:
    """For each sentence of the story who acts in it: whom it names, else whom the one before or the heading named."""
    agents: dict[int, str | None] = {}
    section, current = None, None
    for sentence in scene.operative:
        if sentence.section is not section:
            section, current = sentence.section, _in_heading(scene, sentence)
        current = _agent(sentence, current)
        agents[sentence.index] = current
    return agents


def _in_heading(scene: Scene, sentence: Sentence) -> str | None:
    heading = scene.text[sentence.section.heading_start : sentence.section.heading_end]
    match = phrase("agent.in-heading").search(heading)
    return match["heads"] if match else None


def _agent(sentence: Sentence, before: str | None) -> str | None:
    """Who acts in a sentence; ``before`` acted in the one before, and goes on unless the author speaks of himself."""
    match = phrase("agent.named").search(sentence.text)
    if match is not None:
        return match["by"] or match["who"] or match["owns"]
    return None if phrase("agent.author").search(sentence.text) else before


def _narrative(scene: Scene, sentence: Sentence, agent: str | None) -> NarrativeSentence:
    acts = phrase("people.did").search(sentence.text) is not None
    return NarrativeSentence(scene.reading.evidence(sentence.start, sentence.end), agent, acts)


def _other_flaps(scene: Scene) -> Iterator[tuple[str, Evidence]]:
    """Flaps without bone that are told as done, in a title or in the story."""
    for mention in scene.reading.of_kind("other_flap"):
        context = scene.sentence_of(mention).section.context
        if mention.status in DONE and context in {"performed", "header"}:
            yield mention.attributes.get("free", "maybe"), scene.evidence(mention)


# -- the day ----------------------------------------------------------------------------------------------------------


def operation_date(note: Note) -> tuple[date, Evidence] | None:
    """The day of the operation as a label of the note gives it; ``None`` where none does, or where it is no date."""
    for label in phrase("date.of-operation").finditer(note.text):
        for pattern in (_NUMERIC, _WRITTEN):
            match = pattern.match(note.text, label.end(), label.end() + _REACH)
            day = _as_date(match) if match else None
            if match and day:
                return day, Evidence(match.start(), match.end(), match[0])
    return None


def _as_date(match: re.Match[str]) -> date | None:
    if match.re is _NUMERIC:
        return _parsed("-".join(match.groups()), _NUMERIC_FORMATS)
    return _parsed(" ".join(re.split(r"[\s.,-]+", match[0])), _WRITTEN_FORMATS)


def _parsed(text: str, formats: tuple[str, ...]) -> date | None:
    for form in formats:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
    return None
