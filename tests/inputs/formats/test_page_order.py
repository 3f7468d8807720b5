from __future__ import annotations

import pytest
from support.growth import grows_linearly

from notelint.inputs.formats.page_lines import Cell, Glyph, Line, add_lines, line_of, rows_of
from notelint.inputs.formats.page_order import column_by_column, in_reading_order, with_values
from notelint.places import Box, TextBuilder

HIGH = 10.0


def line(*cells, top=0.0):
    """A line of cells, each a text and the place of its left edge; a letter is 5 points wide."""
    return Line(tuple(Cell(text, Box(left, top, left + 5 * len(text), top + HIGH)) for text, left in cells))


def texts(lines):
    return ["\t".join(cell.text for cell in one.cells) for one in lines]


def glyphs(text, left=0.0, top=0.0, before="", high=HIGH):
    """The letters of a text from left to right, each 5 points wide."""
    for index, char in enumerate(text):
        if char != " ":
            gap = before if not index else " " if text[index - 1] == " " else ""
            yield Glyph(char, Box(left + 5 * index, top, left + 5 * index + 5, top + high), gap)


PROSE = (
    "The fibula was taken through a",
    "lateral approach, and its pedicle",
    "was followed to the trunk, where",
    "it was clipped and divided. The",
    "bone was cut into two pieces and",
    "fixed to the plate by screws.",
)
MORE = (
    "The artery was joined end-to-end",
    "to the facial artery under the",
    "microscope, and the larger vein",
    "to the internal jugular vein.",
    "Flow returned at once, and the",
    "skin paddle turned pink.",
)


class TestColumns:
    def test_prose_that_was_drawn_line_by_line_is_read_column_by_column(self):
        lines = [line((left, 0), (right, 200), top=12 * row) for row, (left, right) in enumerate(zip(PROSE, MORE, strict=True))]
        assert texts(column_by_column(lines)) == [*PROSE, *MORE]

    def test_three_columns(self):
        rows = zip(PROSE, MORE, PROSE, strict=True)
        lines = [line((a, 0), (b, 200), (c, 400), top=12 * row) for row, (a, b, c) in enumerate(rows)]
        assert texts(column_by_column(lines)) == [*PROSE, *MORE, *PROSE]

    def test_columns_already_in_order_stay(self):
        lines = [line((text, 0), top=12 * row) for row, text in enumerate(PROSE)]
        lines += [line((text, 200), top=12 * row) for row, text in enumerate(MORE)]
        assert column_by_column(lines) == lines

    def test_lines_across_the_page_before_and_after_stay_in_place(self):
        columns = [
            line((left, 0), (right, 200), top=20 + 12 * row) for row, (left, right) in enumerate(zip(PROSE, MORE, strict=True))
        ]
        title, last = line(("OPERATIVE REPORT " * 4, 0)), line(("Dictated by the surgeon himself, " * 3, 0), top=110)
        assert texts(column_by_column([title, *columns, last])) == [*texts([title]), *PROSE, *MORE, *texts([last])]

    def test_a_short_line_below_both_columns_follows_them(self):
        columns = [line((left, 0), (right, 200), top=12 * row) for row, (left, right) in enumerate(zip(PROSE, MORE, strict=True))]
        assert texts(column_by_column([*columns, line(("Signed", 0), top=100)])) == [*PROSE, *MORE, "Signed"]

    def test_a_longer_left_column_is_read_to_its_end_first(self):
        columns = [line((left, 0), (right, 200), top=12 * row) for row, (left, right) in enumerate(zip(PROSE, MORE, strict=True))]
        columns += [line(("a last line of the left column", 0), top=72)]
        assert texts(column_by_column(columns)) == [*PROSE, "a last line of the left column", *MORE]

    @pytest.mark.parametrize(
        "rows",
        [
            [("Surgeon:", "Dr. Amankwah of the head and neck service"), ("Assistant:", "none"), ("EBL:", "550 mL")] * 3,
            [("Artery 2.5 mm wide", "Vein 3.5 mm wide"), ("Plate of 2.4 mm", "Eight screws of 8 mm")] * 4,
            [("pedicle cut", "10:04"), ("clamps off", "11:20"), ("flap pink", "11:25")] * 3,
        ],
    )
    def test_a_table_is_read_row_by_row(self, rows):
        lines = [line((left, 0), (right, 200), top=12 * row) for row, (left, right) in enumerate(rows)]
        assert texts(in_reading_order(lines)) == [f"{left}\t{right}" for left, right in rows]


class TestValues:
    LABELS = ("Surgeon:", "Procedure:", "EBL:")

    def test_values_drawn_after_all_labels_stand_behind_them(self):
        lines = [line((label, 0), top=20 * row) for row, label in enumerate(self.LABELS)]
        lines += [line((value, 100), top=20 * row) for row, value in enumerate(("Dr. A", "Free fibula flap", "550 mL"))]
        assert texts(with_values(lines)) == ["Surgeon:\tDr. A", "Procedure:\tFree fibula flap", "EBL:\t550 mL"]

    def test_values_drawn_before_their_labels(self):
        lines = [line((value, 100), top=20 * row) for row, value in enumerate(("Dr. A", "Free fibula flap", "550 mL"))]
        lines += [line((label, 0), top=20 * row) for row, label in enumerate(self.LABELS)]
        assert texts(with_values(lines)) == ["Surgeon:\tDr. A", "Procedure:\tFree fibula flap", "EBL:\t550 mL"]

    def test_a_value_of_several_lines_keeps_them(self):
        lines = [line((label, 0), top=top) for label, top in zip(self.LABELS, (0, 20, 60), strict=True)]
        values = (("Dr. A", 0), ("Free fibula flap", 20), ("to the mandible", 32), ("with skin", 44), ("550 mL", 60))
        lines += [line((value, 100), top=top) for value, top in values]
        lines += [line(("The patient was brought to the room.", 0), top=90)]
        assert texts(with_values(lines)) == [
            "Surgeon:\tDr. A", "Procedure:\tFree fibula flap", "to the mandible", "with skin", "EBL:\t550 mL",
            "The patient was brought to the room.",
        ]  # fmt: skip

    def test_no_line_is_lost_where_a_value_is_a_label_itself(self):
        lines = [line((label, 0), top=20 * row) for row, label in enumerate(self.LABELS)]
        lines += [line((label, 100), top=20 * row) for row, label in enumerate(("Left:", "Right:", "Both:"))]
        lines += [line((value, 200), top=20 * row) for row, value in enumerate(("a", "b", "c"))]
        found = texts(with_values(lines))
        assert sorted("\t".join(found).split("\t")) == sorted([*self.LABELS, "Left:", "Right:", "Both:", "a", "b", "c"])

    def test_two_columns_of_prose_are_no_labels_and_values(self):
        lines = [line((text, 0), top=12 * row) for row, text in enumerate((*PROSE, "Findings:", "Plan:"))]
        lines += [line((text, 200), top=12 * row) for row, text in enumerate((*MORE, "none", "none"))]
        assert with_values(lines) == lines


class TestLines:
    def test_a_superscript_stays_in_its_line(self):
        page = [*glyphs("3 cm"), *glyphs("2", 20, -3, "\n", 6), *glyphs("of skin", 30, 0, "\n")]
        assert [texts([line_of(row)]) for row in rows_of(page)] == [["3 cm2 of skin"]]

    def test_a_break_to_the_left_is_a_new_line(self):
        page = [*glyphs("one"), *glyphs("two and some", 0, 12, "\n"), *glyphs("three", 0, 24, " ")]
        assert [texts([line_of(row)])[0] for row in rows_of(page)] == ["one", "two and some", "three"]

    def test_a_wide_gap_parts_cells(self):
        page = [*glyphs("Surgeon:"), *glyphs("Dr. A", 100, 0, " "), *glyphs("x", 130, 0, " ")]
        assert [texts([line_of(row)]) for row in rows_of(page)] == [["Surgeon:\tDr. A x"]]

    def test_several_spaces_are_kept(self):
        assert texts([line_of(list(glyphs("[ ] right   [ ] left")))]) == ["[ ] right   [ ] left"]

    def test_a_wide_space_after_a_sentence_is_no_gap_between_choices(self):
        assert texts([line_of(list(glyphs("All was well.   The end of it")))]) == ["All was well.  The end of it"]

    @pytest.mark.parametrize("marker", ["1.", "a)", "(2)", "•", "[x]"])
    def test_the_marker_of_a_list_is_no_cell(self, marker):
        assert texts([line_of([*glyphs(marker), *glyphs("Fibula", 60, 0, " ")])]) == [f"{marker} Fibula"]

    def test_boxes_without_height_are_read(self):
        assert texts([line_of(list(glyphs("no height", high=0.0)))]) == ["no\theight"]

    def test_a_blank_line_stands_between_paragraphs_only(self):
        builder = TextBuilder()
        add_lines(
            builder, [line((text, 0), top=top) for text, top in zip("abcd", (0, 12, 24, 44), strict=True)], 3, lambda box: box
        )
        assert builder.text() == "a\nb\nc\n\nd\n"
        places = builder.places()
        assert [(places.at(offset).page, places.at(offset).line) for offset in (0, 2, 4, 7)] == [(3, 1), (3, 2), (3, 3), (3, 4)]

    def test_no_word_is_in_what_is_shown_of_records(self):
        shown = f"{list(glyphs('Fibula'))} {line(('Fibula', 0))} {line(('Fibula', 0)).cells}"
        assert "F" not in shown.replace("FFFD", "")


def test_time_grows_with_the_number_of_lines_only():
    def rows(count):
        rows = [line((f"{PROSE[row % 6]}:", 0), (MORE[row % 6], 200), top=12.0 * (row % 9)) for row in range(count)]
        rows += [line(("a:", 5.0 * (row % 7)), top=0.0) for row in range(count)]
        return rows

    assert grows_linearly(in_reading_order, rows, 2_000, most=12)
