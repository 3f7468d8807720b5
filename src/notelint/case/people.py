"""The surgeons: whether there is a second one, and what part each had."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Sentence

_LEFT_OUT = frozenset({"planned", "consent"})
_LABELS = frozenset({"people", "patient", "anesthesia"})
_NAME = re.compile(r"[^\W\d_][\w'-]{2,}")
_INITIALED = re.compile(r"(?:^|[\s(-])([^\W\d_])")
_LETTERS_ALONE = re.compile(r"\(([a-z]{2,4})\)|^([a-z]{2,4}):")
_LEAST_INITIALS = 2
_SHOWN = 3
_OPENING = 8  # characters by which two lines are distinguished


def cosurgeon_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``cosurgeon_roles``: ``n/a`` for one surgeon; each one's part documented, or two named without."""
    scene = of.scene
    staff = _Staff(scene)
    lines = _lines_of_parts(scene, staff)
    second = staff.second or _other_doctor(scene, staff) or next(iter(lines), None)
    if second is None:
        return Element("n/a")
    parts = lines[:_SHOWN] or tuple(islice(_documented_parts(scene, staff), _SHOWN))
    return Element("met", (*parts, second)) if parts else Element("partial", (second,))


# -- who is named -----------------------------------------------------------------------------------------------------


class _Staff:
    """The attending surgeons on the label lines of a note, and the words that name a second one."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.named: list[str] = []
        self.second: Evidence | None = None
        for sentence in scene.own:
            if sentence.section.context in _LEFT_OUT or "***" in sentence.text[:12]:
                continue
            surgeons = _surgeons(scene, sentence)
            self.named += [name for name in surgeons if name not in self.named]
            if self.second is None:
                self.second = self._second_in(sentence, surgeons)

    def _second_in(self, sentence: Sentence, surgeons: list[str]) -> Evidence | None:
        """Where the note names two teams, a second surgeon, or a second attending on its label lines."""
        named = _two_teams(self._scene, sentence) or _labelled_second(self._scene, sentence)
        if named is None and surgeons and len(self.named) > 1:
            return self._scene.reading.evidence(sentence.start, sentence.end)
        return named

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The words of the surgeons' names, degrees and titles left out."""
        second = _names(self.second.text.lower()) if self.second is not None else []
        named = (*second, *(word for name in self.named for word in _NAME.findall(name)))
        return frozenset(word for word in named if not phrase("people.degree").fullmatch(word))

    @cached_property
    def initials(self) -> frozenset[str]:
        """The surgeons' initials: "S Balogun-Hirst" is "sbh" or "sb"."""
        return frozenset(letters for name in self.named for letters in _initials(name))

    def is_only(self, words: str) -> bool:
        """Whether ``words`` call the one surgeon whom the label lines name."""
        return len(self.named) == 1 and not self.surnames.isdisjoint(_names(words))

    def knows(self, words: str) -> bool:
        """Whether ``words`` call a doctor by a title no patient has, or by a name of a label line."""
        return phrase("people.sure-title").search(words) is not None or not self.surnames.isdisjoint(_names(words))


def _names(words: str) -> list[str]:
    """The names in words of the note, a double name in its parts as the clean text has it."""
    return _NAME.findall(words.replace("-", " "))


def _initials(name: str) -> Iterator[str]:
    bare = phrase("people.degree").sub(" ", name.partition("(")[0])
    letters = "".join(_INITIALED.findall(bare))
    if len(letters) >= _LEAST_INITIALS:
        yield letters
        yield letters[:_LEAST_INITIALS]


def _two_teams(scene: Scene, sentence: Sentence) -> Evidence | None:
    if sentence.section.context == "background" or phrase("people.no-team").search(sentence.text):
        return None
    if phrase("people.team-heading").search(_heading(scene, sentence)):
        return scene.reading.evidence(sentence.section.heading_start, sentence.section.heading_end)
    return scene.idiom("people.two-teams", sentence)


def _labelled_second(scene: Scene, sentence: Sentence) -> Evidence | None:
    if sentence.section.kind != "cosurgeon" or phrase("people.nobody").search(sentence.text):
        return None
    if phrase("people.whole-team").search(_heading(scene, sentence)) and _is_one_with_trainees(sentence.text):
        return None
    return scene.reading.evidence(sentence.start, sentence.end)


def _is_one_with_trainees(text: str) -> bool:
    """Whether a team is one surgeon and those who assist him."""
    trainee = phrase("people.trainee").search(text)
    return trainee is not None and len(phrase("people.titled-name").findall(text[: trainee.start()])) == 1


def _surgeons(scene: Scene, sentence: Sentence) -> list[str]:
    """The attending surgeons of a label line, trainees left out: names with a degree, and any under a label for several."""
    heading = _heading(scene, sentence)
    if sentence.section.kind != "people" or _names_trainee(heading):
        return []
    several = phrase("people.several").search(heading) is not None
    parts = (part.strip() for part in phrase("people.next-name").split(sentence.text))
    return [part[:40] for part in parts if not _names_trainee(part) and _is_name(part, several=several)]


def _is_name(part: str, *, several: bool) -> bool:
    return phrase("people.degree").search(part) is not None or (several and len(_NAME.findall(part)) > 1)


def _heading(scene: Scene, sentence: Sentence) -> str:
    return scene.text[sentence.section.heading_start : sentence.section.heading_end]


def _names_trainee(text: str) -> bool:
    return phrase("people.trainee").search(text) is not None


def _other_doctor(scene: Scene, staff: _Staff) -> Evidence | None:
    """Another surgeon who works in the operation though no label names one ("Dr. Ruston did the excision")."""
    sentences = (sentence for sentence in scene.own if _is_story(sentence) and _is_of_operation(scene, sentence))
    for sentence, words in scene.find("people.other-doctor", sentences):
        himself = phrase("people.surgeon-himself").search(sentence.text) or staff.is_only(words.text.lower())
        if not himself and _is_doctor(words, staff):
            return words
    return None


def _is_doctor(words: Evidence, staff: _Staff) -> bool:
    """A "Mr" or "Ms" may be the patient; whoever has no title is a team or a service."""
    name = words.text.lower()
    if phrase("people.title").search(name) is None or phrase("people.specialty").search(name):
        return True
    return staff.knows(name)


def _is_of_operation(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence is about this operation: its title, its story, or a reason that says so itself."""
    context = sentence.section.context
    if context == "background":
        return phrase("people.same-operation").search(sentence.text) is not None
    return context == "header" or sentence in scene.operative


def _is_story(sentence: Sentence) -> bool:
    """Neither a label line nor about a trainee."""
    return sentence.section.kind not in _LABELS and not _names_trainee(sentence.text)


# -- who did what -----------------------------------------------------------------------------------------------------


def _documented_parts(scene: Scene, staff: _Staff) -> Iterator[Evidence]:
    """What the note documents of each surgeon's part: sentences first, then label lines and titles, then headings."""
    sentences = [sentence for sentence in scene.own if sentence.section.context not in _LEFT_OUT]
    yield from filter(None, (_part_in_story(scene, sentence, staff) for sentence in sentences))
    yield from filter(None, (_part_on_label(scene, sentence) for sentence in sentences))
    yield from filter(None, (_part_in_heading(scene, sentence) for sentence in sentences))


def _lines_of_parts(scene: Scene, staff: _Staff) -> tuple[Evidence, ...]:
    """Lines that each open with another doctor, service or team and list its tasks; none where there is one line alone."""
    lines: dict[str, Evidence] = {}
    for sentence in scene.own:
        if sentence.section.context in _LEFT_OUT or _names_trainee(sentence.text):
            continue
        for opening, words in _parts_on_line(scene, sentence, staff):
            lines.setdefault(opening, words)
    return tuple(lines.values()) if len(lines) > 1 else ()


def _parts_on_line(scene: Scene, sentence: Sentence, staff: _Staff) -> Iterator[tuple[str, Evidence]]:
    """Who opens a line with his tasks, and the words; a name and a task may stand twice on one line."""
    opened = scene.heading_opened(sentence)
    start = sentence.section.heading_start if opened else sentence.start
    line = scene.text[start : sentence.end]
    surname = phrase("people.line-of-surname").match(line)
    known = surname if surname is not None and surname[1] in staff.surnames else None
    for match in filter(None, (phrase("people.line-of-part").match(line), known)):
        yield match[0].strip()[:_OPENING], scene.reading.evidence(start + match.start(), start + match.end())
    for match in phrase("people.name-and-task").finditer(sentence.text):
        yield match[0].strip()[:_OPENING], scene.matched(sentence, match)


def _part_on_label(scene: Scene, sentence: Sentence) -> Evidence | None:
    """Beside a name on a label line: "(harvest)", "resected the tumor"; in a title only in brackets."""
    label = sentence.section.kind in {"people", "cosurgeon"}
    title = sentence.section.context == "header"
    bracket = phrase("people.role-in-brackets").search(sentence.text) if label or title else None
    if bracket is not None and not phrase("people.trainee-in-bracket").search(bracket[0]):
        return scene.matched(sentence, bracket)
    if not label or title:
        return None
    return scene.idiom("people.did", sentence) or scene.idiom("people.role-after-dash", sentence)


def _part_in_story(scene: Scene, sentence: Sentence, staff: _Staff) -> Evidence | None:
    if not _is_story(sentence):
        return None
    words = scene.idiom("people.part-told", sentence)
    if words is not None and _is_doctor(words, staff):
        return words
    return _by_initials(scene, sentence, staff)


def _by_initials(scene: Scene, sentence: Sentence, staff: _Staff) -> Evidence | None:
    """A stretch that is marked with a surgeon's initials: "L fib (JT)", "BA: third look"."""
    for match in _LETTERS_ALONE.finditer(sentence.text):
        if (match[1] or match[2]) in staff.initials:
            return scene.matched(sentence, match)
    opening = phrase("people.paragraph-of").search(sentence.text)
    if opening is not None and opening[1] in staff.surnames:
        return scene.matched(sentence, opening)
    heading = _heading(scene, sentence).strip(" :.")
    return scene.reading.evidence(sentence.section.heading_start, sentence.start) if heading in staff.initials else None


def _part_in_heading(scene: Scene, sentence: Sentence) -> Evidence | None:
    """A section of its own for a surgeon's part ("RECONSTRUCTIVE SURGEON:")."""
    heading = _heading(scene, sentence)
    team = phrase("people.team-heading").search(heading) and phrase("people.role-in-brackets").search(heading + sentence.text)
    if not (team or phrase("people.surgeon-of-part").search(heading)):
        return None
    return scene.reading.evidence(sentence.section.heading_start, sentence.section.heading_end)
