"""The parts of an RTF document (body, header, text box) as they are put together, paragraph by paragraph."""

from __future__ import annotations

from notelint.places import Place

_BOX = "text box"


class Story:
    """One part of a document: its stretches of text, each with paragraph and page.

    ``step`` names the part and is empty for the body. Table cells are parted by tabs, and each ends a paragraph; a row ends with
    a line break. A text box stands after the paragraph that it is anchored to. Pages count from 1; 0 where they are not known.
    """

    def __init__(self, step: str = "", anchor: int | None = None) -> None:
        self.paragraph = 1
        self._step = step
        self._anchor = anchor  # the paragraph of the body that a text box stands at
        self._line: list[str] = []
        self._stretches: list[tuple[str, Place]] = []
        self._boxes: list[Story] = []
        self._tabs = 0

    @property
    def is_open(self) -> bool:
        """Whether the paragraph has text that no break ends yet."""
        return bool(self._line)

    def write(self, text: str) -> None:
        """Append ``text`` to the paragraph."""
        if self._tabs:
            self._line.append("\t" * self._tabs)
            self._tabs = 0
        self._line.append(text)

    def end_paragraph(self, page: int) -> None:
        """End the paragraph with a line break."""
        self._line.append("\n")
        self._flush(page)
        self.paragraph += 1
        self._place_boxes(page)

    def end_cell(self, page: int) -> None:
        """End a table cell."""
        self._flush(page)
        self.paragraph += 1
        self._tabs += 1

    def end_row(self, page: int) -> None:
        """End a table row with a line break, which belongs to its last cell; empty cells at its end leave nothing."""
        self._tabs = 0
        self._flush(page)
        self._stretches.append(("\n", self._stretches[-1][1] if self._stretches else self._place(page)))
        self._place_boxes(page)

    def end_page(self, page: int) -> None:
        """End what stands on ``page``; the paragraph goes on after a line break."""
        if self._line:
            self._line.append("\n")
        self._flush(page)

    def open_box(self) -> Story:
        """The text box that begins here; a box inside a box continues it."""
        if self._step == _BOX:
            return self
        self._boxes.append(Story(_BOX, None if self._step else self.paragraph))
        return self._boxes[-1]

    def finish(self, page: int) -> list[tuple[str, Place]]:
        """All stretches, without the last line breaks. ``page`` is that of the last of them."""
        self._flush(page)
        if self._boxes and self._stretches and not self._stretches[-1][0].endswith("\n"):
            self._stretches.append(("\n", self._stretches[-1][1]))
        self._place_boxes(page)
        while self._stretches:
            text, place = self._stretches.pop()
            if kept := text.rstrip("\n"):
                self._stretches.append((kept, place))
                break
        return self._stretches

    def text(self) -> str:
        """The text without spaces around it, of a part that has no places, such as the title."""
        return "".join(text for text, _ in self.finish(0)).strip()

    def _flush(self, page: int) -> None:
        if self._line:
            self._stretches.append(("".join(self._line), self._place(page)))
            self._line.clear()

    def _place(self, page: int) -> Place:
        if not self._step:
            return Place(page=page or None, paragraph=self.paragraph)
        return Place(steps=(self._step,), page=page or None if self._step == _BOX else None, paragraph=self._anchor)

    def _place_boxes(self, page: int) -> None:
        for box in self._boxes:
            if stretches := box.finish(page):
                self._stretches += (*stretches, ("\n", stretches[-1][1]))
        self._boxes.clear()
