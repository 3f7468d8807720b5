"""What a claim asks of a note beyond its report: circumstances, the recipient's side, who did what, other flaps, the day."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from notelint.case.agents import Agents
from notelint.case.circumstances import documented_circumstances
from notelint.case.companion_work import work_done
from notelint.case.diagnoses import diagnosis_facts
from notelint.case.events import find_events
from notelint.case.recipient_side import sided_places
from notelint.case.repeated import with_repeated
from notelint.case.scene import DONE, read_scene
from notelint.packs.vocabulary import phrase
from notelint.particulars import Deed, NarrativeSentence, Particulars, PartStatement
from notelint.report import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.case.events import Event
    from notelint.case.scene import Scene
    from notelint.note import Note
    from notelint.particulars import GraftFacts
    from notelint.reading.model import Reading, Sentence
    from notelint.report import EventKind

_SHARED_OUT: tuple[EventKind, ...] = ("harvest", "anastomosis")
"""The parts that co-surgeons share out between them, as events show them."""
_REACH = 24
_NUMERIC = re.compile(r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<c>\d{2,4})(?!\d)")
_WRITTEN = re.compile(r"(?:[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}[ -][a-z]{3,9}\.?[ -]\d{4})", re.IGNORECASE)
_NUMERIC_FORMATS = ("%Y-%m-%d", "%m-%d-%Y", "%m-%d-%y")  # the notes are American: the month stands first
_WRITTEN_FORMATS = ("%B %d %Y", "%b %d %Y", "%d %B %Y", "%d %b %Y")


def particulars(reading: Reading, grafts: Sequence[GraftFacts], donor_regions: frozenset[str]) -> Particulars:
    """The particulars of a note with the ``grafts`` of its case, to which those are added that it documents in shorthand.

    ``donor_regions`` are the words for the parts of the body that gave bone.
    """
    scene = read_scene(reading)
    agents = Agents(scene)
    donors = frozenset(str(graft.facts["donor_site"]) for graft in grafts)
    return Particulars(
        grafts=with_repeated(scene, grafts),
        circumstances=documented_circumstances(scene, donors),
        recipient_sides=_recipient_sides(scene, donor_regions),
        parts=tuple(_parts(scene, agents)),
        other_flaps=tuple(_other_flaps(scene)),
        date=operation_date(reading.note),
        narrative=tuple(_narrative(scene, sentence, agents.of(sentence)) for sentence in scene.operative),
        deeds=tuple(Deed(str(deed.agent), deed.words) for deed in agents.deeds()),
        diagnosis=diagnosis_facts(scene, donors),
        work=tuple(work_done(scene, agents.at)),
    )


def _recipient_sides(scene: Scene, donor_regions: frozenset[str]) -> dict[str, Evidence]:
    sides: dict[str, Evidence] = {}
    for sided in sided_places(scene, donor_regions):
        if sided.place.status not in {"historical", "quoted"}:
            words = scene.reading.evidence(sided.start, sided.place.end)
            sides.setdefault(sided.side, words)
    return sides


# -- who did what -----------------------------------------------------------------------------------------------------


def _parts(scene: Scene, agents: Agents) -> Iterator[PartStatement]:
    for event in find_events(scene).of(*_SHARED_OUT):
        done = event.status == "performed" and event.part != "skin" and event.sentence.section.context == "performed"
        if done and not _only_shapes(event):
            yield PartStatement(event.kind, event.words, agents.at(event.sentence, event.words))


def _only_shapes(event: Event) -> bool:
    """Whether a cut into bone shapes the graft that was harvested before: that is part of setting it in place."""
    text = event.sentence.text
    return event.kind == "harvest" and phrase("graft.shaped").search(text) is not None and not phrase("graft.raised").search(text)


def _narrative(scene: Scene, sentence: Sentence, agent: str | None) -> NarrativeSentence:
    acts = phrase("people.did").search(sentence.text) is not None
    return NarrativeSentence(scene.reading.evidence(sentence.start, sentence.end), agent, acts)


def _other_flaps(scene: Scene) -> Iterator[tuple[str, Evidence]]:
    """Flaps without bone that are documented as done, in a title or in the story."""
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
