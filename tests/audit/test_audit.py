"""Exact figures of a few notes that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reports import ELEMENTS

from notelint.audit.attributes import FEWEST_OF_A_TITLE, OTHER_TITLES, joined, pooled_titles, pseudonymous
from notelint.audit.audit import Wishes, audit
from notelint.audit.funnel import funnels
from notelint.audit.groups import by_dimension
from notelint.audit.measures import Measures
from notelint.audit.model import Attributes, AuditNote, Results
from notelint.audit.periods import Period, compared, split_at
from notelint.audit.shares import Share, difference
from notelint.cms.tables import open_tables
from notelint.packs.loader import builtin_packs, load_catalogue

CATALOGUES = [load_catalogue(folder) for folder in builtin_packs()]
MEASURES = Measures(CATALOGUES)
TABLES = open_tables(None)


def note(codes=("20955",), candidates=(), rules=(), name="n", about=None, **elements):
    statuses = dict.fromkeys(ELEMENTS, "met") | elements
    status = "supported" if codes else "unsupported"
    return AuditNote(name, status, tuple(codes), tuple(candidates), statuses, frozenset(rules), Attributes(**(about or {})))


def audited(notes, **wishes):
    return audit(Results(list(notes)), CATALOGUES, TABLES, Wishes(**wishes))


NOTES = [
    note(),
    note(blood_loss="missing"),  # a warning for 20955: nothing that it must document is missing
    note(defect_size="partial"),  # an error: it must
    note(("20970",), skin_dimensions="missing", cosurgeon_roles="n/a"),
    note((), ("20955", "20969"), ["skin-paddle-undetermined"], microscope="partial"),
    note((), ("20956", "20962"), ["donor-site-undetermined", "skin-paddle-undetermined"], donor_site_named="partial"),
]


class TestCounts:
    def test_decisions(self):
        found = audit(Results(NOTES, {"not_applicable": 3, "unreadable": 1}), CATALOGUES, TABLES, Wishes())
        assert found.notes == 10
        assert found.counts == {"supported": 4, "unsupported": 2, "not_applicable": 3, "unreadable": 1}

    def test_elements(self):
        found = audited(NOTES).elements
        assert (found["donor_site_named"].documented, found["donor_site_named"].incomplete, found["donor_site_named"].of) == (
            5,
            1,
            6,
        )
        assert (found["skin_dimensions"].not_documented, found["skin_dimensions"].of) == (1, 6)
        assert found["cosurgeon_roles"].of == 5

    def test_measures_of_whole_notes(self):
        shares = audited(NOTES).shares
        assert shares["supported"] == Share(4, 6)
        # The third, the fourth and the last lack what an error asks for; the microscope of the fifth is a warning.
        assert shares["complete"] == Share(3, 6)

    def test_of_nothing(self):
        found = audited([])
        assert (found.notes, found.elements, found.dimensions, found.days) == (0, {}, {}, None)
        assert found.money.open_total.notes == 0


class TestGroups:
    def test_codes_by_the_first_one_and_undecided_last(self):
        notes = [*NOTES, note(("20969", "20955"))]
        found = by_dimension("code", notes, MEASURES)
        assert [(group.name, group.notes) for group in found.groups] == [
            ("20955", 3), ("20969", 1), ("20970", 1), ("undecided", 2),
        ]  # fmt: skip

    def test_surgeons_by_their_number_of_notes_and_who_is_left_out(self):
        notes = [note(about={"surgeon": name}) for name in ("B", "A", "C", "C", "")]
        found = by_dimension("surgeon", notes, MEASURES)
        assert [(group.name, group.notes) for group in found.groups] == [("C", 2), ("A", 1), ("B", 1)]
        assert found.left_out == 1

    def test_months_in_their_order(self):
        days = [date(2026, 1, 31), date(2025, 12, 1), date(2026, 1, 1)]
        found = by_dimension("month", [note(about={"day": day}) for day in days], MEASURES)
        assert [(group.name, group.notes) for group in found.groups] == [("2025-12", 1), ("2026-01", 2)]

    @given(st.lists(st.sampled_from(["", "A", "B", "C"]), max_size=30))
    def test_every_note_is_in_one_group_or_left_out(self, surgeons):
        found = by_dimension("surgeon", [note(about={"surgeon": name}) for name in surgeons], MEASURES)
        assert sum(group.notes for group in found.groups) + found.left_out == len(surgeons)


DATED = [
    *(note(about={"day": date(2026, 1, day)}, microscope="missing" if day > 2 else "met") for day in range(1, 6)),
    *(note(about={"day": date(2026, 2, day)}) for day in range(1, 5)),
    note(),
]


class TestPeriods:
    def test_exact(self):
        found = compared(DATED, Period(date(2026, 1, 1), date(2026, 1, 5)), Period(date(2026, 2, 2), date(2026, 2, 28)), MEASURES)
        row = next(row for row in found.rows if row.measure == "microscope")
        assert (found.notes, found.left_out) == ((5, 3), 2)
        assert (row.before, row.after) == (Share(2, 5), Share(3, 3))
        assert row.difference == difference(Share(2, 5), Share(3, 3))
        assert row.difference.value == pytest.approx(0.6)

    def test_split(self):
        before, after = split_at(date(2026, 2, 1), DATED)
        assert before == Period(date(2026, 1, 1), date(2026, 1, 31))
        assert after == Period(date(2026, 2, 1), date(2026, 2, 4))
        assert audited(DATED, split=date(2026, 2, 1)).change.notes == (5, 4)

    def test_a_period_without_notes_has_no_difference(self):
        found = compared(DATED, Period(date(2020, 1, 1), date(2020, 1, 2)), Period(date(2026, 2, 1), date(2026, 2, 4)), MEASURES)
        assert found.notes == (0, 4)
        assert {row.difference for row in found.rows} == {None}


class TestFunnel:
    def test_a_surgeon_far_below_is_outside(self):
        habits = {"A": 38, "B": 36, "C": 37, "D": 8}
        notes = [
            note(about={"surgeon": name}, microscope="met" if number < met else "missing")
            for name, met in habits.items()
            for number in range(40)
        ]
        (found,) = funnels(by_dimension("surgeon", notes, MEASURES), ["microscope"])
        assert found.overall == Share(119, 160)
        # Binomial, 40 notes, 119/160: P(X >= 36) = 0.0129, P(X >= 37) = 0.0037, P(X >= 38) = 0.0008, P(X <= 8) < 0.0001.
        assert {point.surgeon: point.position for point in found.points} == {
            "A": "above 99.8 %", "B": "above 95 %", "C": "above 95 %", "D": "below 99.8 %",
        }  # fmt: skip

    def test_two_surgeons_have_none(self):
        notes = [note(about={"surgeon": name}) for name in "AABB"]
        assert funnels(by_dimension("surgeon", notes, MEASURES), ["supported"]) == ()

    def test_surgeons_who_all_document_alike_are_inside(self):
        notes = [note(about={"surgeon": name}) for name in "AAABBBBCC"]
        (found,) = funnels(by_dimension("surgeon", notes, MEASURES), ["supported"])
        assert {point.position for point in found.points} == {"inside"}


class TestMoney:
    """Fees of fees.csv: 20955 2267.92, 20956 2355.43, 20962 2428.25, 20969 2322.36, 20970 2540.81."""

    def test_undecided(self):
        found = audited(NOTES).money
        rows = {row.rule: row for row in found.open}
        skin, donor = rows["skin-paddle-undetermined"], rows["donor-site-undetermined"]
        assert skin.sum == (2, Decimal("4623.35"), Decimal("4750.61"))  # 2267.92 + 2355.43 and 2322.36 + 2428.25
        assert skin.alone == 1
        assert donor.sum == (1, Decimal("2355.43"), Decimal("2428.25"))
        assert donor.alone == 0
        assert found.open_total == (2, Decimal("4623.35"), Decimal("4750.61"))

    def test_what_a_decided_note_lacks(self):
        found = audited([*NOTES, note(("20970",), skin_dimensions="missing", perfusion_check="missing")]).money
        assert [(row.element, row.notes, row.fees) for row in found.gaps] == [
            ("skin_dimensions", 2, Decimal("5081.62")),
            ("perfusion_check", 1, Decimal("2540.81")),
        ]
        assert (found.gaps_total.notes, found.gaps_total.fees) == (2, Decimal("5081.62"))

    def test_a_note_that_is_open_without_a_finding(self):
        (row,) = audited([note((), ("20955",))]).money.open
        assert (row.rule, row.sum.notes) == ("other", 1)

    @settings(max_examples=30)
    @given(st.lists(st.sets(st.sampled_from(["20955", "20956", "20970"]), min_size=1), max_size=12))
    def test_the_lowest_is_never_above_the_highest(self, candidates):
        found = audited([note((), sorted(codes), ["donor-site-undetermined"]) for codes in candidates]).money
        assert found.open_total.low <= found.open_total.high
        assert found.open_total.notes == len(candidates)


class TestAttributes:
    def test_joined_by_the_whole_name_then_the_file_then_its_stem(self):
        notes = [note(name="in/a.txt"), note(name="in/b.txt"), note(name="in/c.txt"), note(name="in/d.txt")]
        rows = {"in/a.txt": Attributes("A"), "b.txt": Attributes("B"), "c": Attributes("C"), "a": Attributes("not A")}
        found, missing = joined(notes, rows, frozenset({"surgeon"}))
        assert [one.about.surgeon for one in found] == ["A", "B", "C", ""]
        assert missing == 1

    def test_a_name_that_two_notes_share_joins_neither(self):
        found, missing = joined([note(name="x/1.txt"), note(name="y/1.txt")], {"1": Attributes("A")}, frozenset({"surgeon"}))
        assert [one.about.surgeon for one in found] == ["", ""]
        assert missing == 2

    def test_what_the_table_does_not_have_stays_as_the_document_has_it(self):
        own = note(name="a", about={"surgeon": "from the document", "day": date(2026, 1, 1)})
        (found,), _ = joined([own], {"a": Attributes("from the table")}, frozenset({"surgeon"}))
        assert (found.about.surgeon, found.about.day) == ("from the table", date(2026, 1, 1))

    def test_titles_of_few_notes_are_not_shown(self):
        few, many = FEWEST_OF_A_TITLE - 1, FEWEST_OF_A_TITLE
        titles = ["Operative report of J. Doe"] * few + ["Operative report"] * many + [""]
        found = pooled_titles([note(about={"template": title}) for title in titles])
        assert [one.about.template for one in found] == [OTHER_TITLES] * few + ["Operative report"] * many + [""]

    def test_pseudonyms_are_stable_and_keep_who_is_unknown(self):
        notes = [note(about={"surgeon": name}) for name in ("Lind", "Abara", "", "Lind", "Imai")]
        first = [one.about.surgeon for one in pseudonymous(notes)]
        assert sorted(set(first)) == ["", "S1", "S2", "S3"]
        assert first[0] == first[3]
        assert first[2] == ""
        assert [one.about.surgeon for one in pseudonymous(notes[::-1])] == first[::-1]

    def test_a_note_shows_nothing_of_itself_in_a_repr(self):
        shown = repr(replace(note(name="Doe.txt", about={"surgeon": "Lind"}), rules=frozenset({"x"})))
        assert "Doe" not in shown
        assert "Lind" not in shown
