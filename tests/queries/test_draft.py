"""What a query asks, of which words of the note it tells, and what it never does."""

from __future__ import annotations

import pytest
from support.notes import FOLDER, SAMPLES, text_of
from support.queries import assert_may_be_sent, catalogue, query_of, rendered
from support.reports import unreadable
from support.sentences import linter

from notelint.note import Note
from notelint.packs.queries import read_queries
from notelint.queries.draft import draft

NOTES = {path.name[:2]: path for path in SAMPLES}
WAYS = read_queries().ways_out
COMPLETE = text_of(NOTES["16"])


def asked(query):
    return [question.id for question in query.questions]


def question(query, name):
    return next(one for one in query.questions if one.id == name)


def quoted(one):
    return [" ".join((citation.words or "").split()) for citation in one.citations]


def of_sample(number, **options):
    return query_of(text_of(NOTES[number]), **options)


class TestWhatIsAsked:
    def test_everything_that_falls_short_once_in_the_order_of_the_themes(self):
        expected = [
            "donor_bone",
            "graft_vessels",
            "pedicle_length",
            "vessel_diameter",
            "vessel_imaging",
            "defect_size",
            "duration",
        ]
        assert asked(of_sample("10")) == expected

    def test_an_open_decision_and_its_element_lead_to_one_question(self):
        query = of_sample("11")
        assert asked(query).count("joining") == 1
        assert question(query, "joining").not_found == "No clear statement was found on the joining of vessels."

    def test_a_contradiction_about_skin_is_the_question_about_skin(self):
        query = of_sample("15")
        assert "tissue" in asked(query)
        assert "statements" not in asked(query)

    def test_a_blank_beside_the_words_of_a_question_is_asked_there(self):
        query = of_sample("15")
        assert quoted(question(query, "blood_loss")) == ["Estimated blood loss: *** mL"]
        assert "Estimated blood loss: *** mL" not in quoted(question(query, "blanks"))

    def test_no_code_given_is_the_code_the_note_supports(self):
        query = of_sample("14")
        assert asked(query) == ["side", "donor_closure", "vessel_diameter", "vessel_imaging", "duration"]
        assert query == of_sample("14", code="20962")

    def test_a_code_chooses_the_checklist_and_is_not_named(self):
        text = text_of(NOTES["05"]).replace("7 x 4 cm", "small")
        bone_only, with_skin = query_of(text, code="20955"), query_of(text, code="20970")
        assert (asked(bone_only), asked(with_skin)) == ([], ["skin_size"])
        assert_may_be_sent(bone_only)
        assert_may_be_sent(with_skin)

    def test_what_the_note_never_had_is_not_asked_for_by_a_code(self):
        """A checklist that asks for the size of a skin paddle is no reason to ask where no skin was taken."""
        assert "skin_size" not in asked(of_sample("14", code="20970"))

    def test_an_unknown_code_is_an_error(self):
        with pytest.raises(KeyError):
            of_sample("14", code="99999")

    def test_loupes_are_cited_for_magnification(self):
        magnification = question(of_sample("09"), "magnification")
        assert magnification.not_found == ""
        assert quoted(magnification)[0].startswith("Using 4.5x loupes")


class TestNothingIsAsked:
    def test_of_a_complete_note(self):
        query = of_sample("16")
        assert (query.questions, query.remark) == ((), read_queries().nothing)

    @pytest.mark.parametrize("number", ["17", "18", "19", "20"])
    def test_of_a_note_outside_the_family(self, number):
        for code in (None, "20955"):
            query = of_sample(number, code=code)
            assert (query.questions, query.remark) == ((), read_queries().outside)

    def test_of_a_note_outside_the_family_with_blanks(self):
        query = query_of("PROCEDURE: Excision of a lipoma.\nEBL: *** mL\n")
        assert (query.questions, query.remark) == ((), read_queries().outside)

    def test_of_a_note_that_could_not_be_read(self):
        with pytest.raises(ValueError, match="could not be read"):
            draft(unreadable(), [catalogue()])


class TestOptions:
    def test_both_sides_where_the_record_has_both_each_with_its_words(self):
        side = question(of_sample("14"), "side")
        assert [(option.answer, option.citation.line) for option in side.options] == [("left", 9), ("right", 24)]
        assert side.ways_out == (WAYS.other, WAYS.undetermined)

    def test_bone_or_bone_and_skin_where_title_and_body_differ(self):
        operation = question(of_sample("13"), "operation")
        answers = [(option.answer, option.citation.line) for option in operation.options]
        assert answers == [("bone without skin", 16), ("bone and skin", 5)]

    def test_none_where_the_record_names_one_alone(self):
        tissue = question(of_sample("12"), "tissue")
        assert (tissue.options, tissue.ways_out) == ((), (WAYS.undetermined,))

    def test_none_where_the_words_may_not_be_shown(self):
        text = text_of(NOTES["14"]).replace("CLOSURE: The right knee", "CLOSURE: For billing, the right knee")
        side = question(query_of(text), "side")
        assert side.options == ()
        assert [citation.words is None for citation in side.citations] == [True, False]
        assert "line 24, words not quoted" in rendered(query_of(text))

    def test_what_may_not_have_been_done_can_be_answered_so(self):
        query = of_sample("11")
        for name in ("joining", "magnification", "perfusion", "vessel_imaging", "ischemia"):
            assert WAYS.undone in question(query, name).ways_out


class TestCitations:
    def test_quote_the_sentence_of_the_place(self):
        bone = question(of_sample("10"), "donor_bone")
        words = "Through an oblique incision, vascularized pelvic bone was raised on its pedicle, with a cuff of muscle."
        assert quoted(bone) == [words]
        assert (bone.citations[0].line, bone.citations[0].column) == (23, 51)

    def test_stand_beside_where_the_note_is_silent(self):
        length = question(of_sample("10"), "pedicle_length")
        assert length.not_found == "No clear statement was found on the length of the vascular pedicle."
        assert [citation.on for citation in length.citations] == ["the donor bone"]

    def test_of_many_blanks_some_are_cited_and_the_rest_counted(self):
        text = text_of(NOTES["15"]) + "".join(f"Item {chr(97 + at % 26)}: ***\n" for at in range(40))
        blanks = question(query_of(text), "blanks")
        assert len(blanks.citations) == 24
        assert blanks.more == 29

    def test_a_long_sentence_is_cut_at_a_word_and_says_so(self):
        text = text_of(NOTES["10"]).replace(
            "Through an oblique incision,", "Through an incision " + "that was long and careful " * 9
        )
        (citation,) = question(query_of(text), "donor_bone").citations
        assert citation.cut == (True, False)
        assert citation.words.startswith(("that ", "was ", "long ", "and ", "careful "))

    def test_both_boxes_of_a_choice_are_quoted(self):
        assert "Donor leg: [ ] right [ ] left" in quoted(question(of_sample("15"), "blanks"))


class TestHead:
    def test_date_and_author_are_as_in_the_note(self):
        query = of_sample("10")
        assert (query.date.words, query.date.line, query.date.column) == ("11/02/2020", 4, 50)
        assert (query.author.words, query.author.line) == ("Philomena Grasko, MD", 5)

    @pytest.mark.parametrize(
        ("line", "date"),
        [
            ("Date: December 6, 2022", "December 6, 2022"),
            ("DOS 08/05/2019", "08/05/2019"),
            ("Patient: A B     DATE OF SURGERY: 2024-10-18", "2024-10-18"),
            ("Date of birth: 01/02/1980", None),
            ("Date: 01/02/2020\nDate of surgery: 01/03/2020", None),
            ("Date: 01/02/2020\nDate of surgery: 01/02/2020", "01/02/2020"),
            ("Date: ***", None),
            ("Date: 20955", None),
        ],
    )
    def test_dates(self, line, date):
        found = query_of(f"{line}\n{COMPLETE_WITHOUT_HEAD}").date
        assert (found and found.words) == date

    @pytest.mark.parametrize(
        ("line", "author"),
        [
            ("SURGEON: Roderick Pemberley-Nwosu, MD", "Roderick Pemberley-Nwosu, MD"),
            ("Attending surgeon: Dr Aurelien Vacheresse", "Dr Aurelien Vacheresse"),
            ("Surgeon: A. Vale, MD, FACS", "A. Vale, MD, FACS"),
            ("Surgeons: A. Vale, MD, B. Lind, MD", None),
            ("Surgeon: A. Vale, MD and B. Lind, MD", None),
            ("Surgeon: A. Vale, MD\nAttending: B. Lind, MD", None),
            ("Surgeon: ***", None),
            ("Surgeon: Dr. Bill Payer", None),
        ],
    )
    def test_authors(self, line, author):
        found = query_of(f"{line}\n{COMPLETE_WITHOUT_HEAD}").author
        assert (found and found.words) == author

    def test_several_surgeons_are_asked_each_for_himself(self):
        assert query_of(text_of(NOTES["13"])).author is None

    def test_a_path_that_names_a_code_is_not_shown(self):
        query = of_sample("10", source="claims/20956/note.txt")
        assert query.source is None
        assert_may_be_sent(query)


COMPLETE_WITHOUT_HEAD = """PROCEDURE: Free vascularized pelvic bone graft to the left tibia.

DESCRIPTION: Vascularized pelvic bone was raised on its pedicle. Its artery was joined end to end to the anterior tibial artery.
"""


def test_words_are_those_of_the_note_at_their_place():
    for path in SAMPLES:
        note = Note(text_of(path))
        for one in draft(linter().lint(note), [catalogue()]).questions:
            for citation in one.citations:
                assert citation.words == note.text[citation.start : citation.end]
                assert (citation.line, citation.column) == note.position(citation.start)


def test_every_sample_has_an_answer():
    assert FOLDER.is_dir()
    for path in SAMPLES:
        query = query_of(text_of(path))
        assert bool(query.questions) != bool(query.remark)
