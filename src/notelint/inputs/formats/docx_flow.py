"""The flow of text of one part of a Word document: paragraphs, runs, cells and text boxes, as their starts and ends go by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.inputs.formats.story import Size, Story, Stretches
from notelint.places import Place

if TYPE_CHECKING:
    from notelint.inputs.formats.docx_pages import Pages
    from notelint.inputs.formats.xml_tree import Element


@discreet()
@dataclass(slots=True)
class Tally:
    """What the parts of one document hold together: size, counts of what was not read, notes and comments referred to.

    ``depth`` is the most levels of elements in each.
    """

    size: Size
    depth: int
    unread: Counter[str] = field(default_factory=Counter)
    struck: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    comments: set[str] = field(default_factory=set)


@discreet()
@dataclass(slots=True)
class Paragraph:
    """A paragraph that is being read.

    ``before`` is what its next text begins with (a list number), ``is_gone`` says that its end is deleted or hidden, so that the
    next paragraph goes on in the same line.
    """

    number: int | None = None
    before: str = ""
    hidden: bool = False
    is_gone: bool = False
    ends_section: bool = False
    has_text: bool = False
    boxes: list[Stretches] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with the same properties."""

    properties: Element | None = None
    hidden: bool = False
    struck: bool = False
    raised: bool = False


class Flow:
    """Puts the text of a part together. ``numbered`` counts the paragraphs."""

    def __init__(self, tally: Tally, pages: Pages, steps: tuple[str, ...], *, numbered: bool) -> None:
        self._tally = tally
        self._pages = pages
        self._numbered = numbered
        self._count = 0
        self._stories = [Story(steps)]
        self._paragraphs = [Paragraph()]
        self._runs = [Run()]
        self._last = Run()

    @property
    def stretches(self) -> Stretches:
        """The text so far, with its places."""
        return self._stories[0].stretches

    @property
    def steps(self) -> tuple[str, ...]:
        """Where the text stands that comes next: a header, a text box in it."""
        return self._stories[-1].steps

    @property
    def run(self) -> Run:
        """The run that is being read."""
        return self._runs[-1]

    @property
    def is_hidden(self) -> bool:
        """Whether text here is hidden unless its own properties say otherwise."""
        return self._runs[-1].hidden or self._paragraphs[-1].hidden

    @property
    def in_box(self) -> bool:
        """Whether a text box is being read."""
        return len(self._stories) > 1

    def put(self, text: str) -> None:
        """Append text at this point, unless it is hidden. Raises ``RefusedError`` past the limits."""
        run = self._runs[-1]
        self._tally.unread["hidden passage"] += run.hidden and not self._last.hidden
        self._tally.struck += run.struck and not (run.hidden or self._last.struck)
        self._last = run
        if run.hidden:
            return
        self._pages.text()
        paragraph = self._paragraphs[-1]
        text, paragraph.before, paragraph.has_text = paragraph.before + text, "", True
        place = Place(self.steps, self._pages.page, paragraph.number)
        self._tally.size.add(chars=self._stories[-1].put(text, place))

    def insert(self, stretches: Stretches) -> None:
        """Append the text of another document."""
        self._tally.size.add(chars=sum(len(text) for text, _ in stretches))
        self._stories[-1].insert(stretches)

    def break_line(self) -> None:
        """A break before the next text of the paragraph, if there is any, and if there was any."""
        paragraph = self._paragraphs[-1]
        paragraph.before = "\n" if paragraph.has_text else paragraph.before

    def start_paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph begins; its number is set here. One in a text box has the number of the paragraph that holds the box."""
        self._tally.size.add(paragraphs=1)
        if self._numbered and not self.in_box:
            self._count += 1
            paragraph.number = self._count
        else:
            paragraph.number = self._paragraphs[-1].number
        self._paragraphs.append(paragraph)
        self._last = Run()

    def end_paragraph(self) -> None:
        """The paragraph ends; its text boxes follow it."""
        paragraph = self._paragraphs[-1]
        if paragraph.before.strip() and not paragraph.is_gone:  # an item without text
            text, paragraph.before = paragraph.before.strip(), ""
            self.put(text)
        self._paragraphs.pop()
        story = self._stories[-1]
        has_boxes = bool(paragraph.boxes)
        if (paragraph.has_text and has_boxes) if paragraph.is_gone else (paragraph.has_text or not has_boxes):
            story.end_line()
        for stretches in paragraph.boxes:
            story.insert(stretches)
        if paragraph.ends_section and not self.in_box:
            self._pages.end_section()

    def start_run(self, run: Run) -> None:
        """A run begins."""
        self._runs.append(run)

    def end_run(self) -> None:
        """A run ends."""
        self._runs.pop()

    def start_box(self) -> None:
        """A text box begins."""
        self._stories.append(Story((*self.steps, "text box")))

    def end_box(self) -> None:
        """A text box ends. Its text is kept for the end of the paragraph that holds it."""
        self._paragraphs[-1].boxes.append(self._stories.pop().stretches)

    def start_row(self) -> None:
        """A row of a table begins."""
        self._stories[-1].start_row()

    def end_row(self) -> None:
        """A row of a table ends."""
        self._stories[-1].end_row()
        self._stories[-1].end_line()

    def start_cell(self) -> None:
        """A cell of a table begins."""
        self._stories[-1].start_cell()

    def end_cell(self) -> None:
        """A cell of a table ends."""
        self._stories[-1].end_cell()
