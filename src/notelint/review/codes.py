"""Checks of the billed codes against the notes: wrong donor bone, skin, no anastomosis, no graft, second flap."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from notelint.review.chart import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.packs.schema import Catalogue, Row
    from notelint.particulars import GraftFacts
    from notelint.report import Decision, ElementStatus, Evidence
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit, ReadNote, Words

_UNJOINED = "code-without-anastomosis"
_OPEN = {
    ("anastomosis", "not_documented"): _UNJOINED,
    ("donor_site", "unspecified"): "site-code-with-generic-donor",
}
"""For each answer that leaves the code undecided, the rule about the billed code. Answers about skin have one rule."""
_MOVED = {
    "nonvascularized": "conventional-graft-billed-as-microvascular",
    "pedicled": "pedicled-graft-billed-as-free",
}
_FREE_FLAP = frozenset({"yes", "maybe"})
_LOCAL_FLAP = frozenset({"no", "maybe"})


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about the billed codes."""
    yield from _deleted(chart)
    yield from _toes(chart)
    yield from _flaps_without_bone(chart)
    note = chart.deciding
    if note is None or note.report.decision is None:
        return
    yield from _unlisted(chart, note, note.report.decision)
    status = note.report.decision.status
    checks = {"supported": _against_supported, "unsupported": _against_candidates, "not_applicable": _against_none}
    yield from checks[status](chart, note)


# -- the note supports a code -------------------------------------------------------------------------------------------------


def _against_supported(chart: Chart, note: ReadNote) -> Iterator[Hit]:
    """Match billed lines with supported grafts; what stays unmatched on either side is a hit."""
    supported = [graft for graft in note.particulars.grafts if graft.codes]
    billed = _billed(chart)
    left = list(supported)
    matched: list[BilledLine] = []
    extra: list[BilledLine] = []
    for line in billed:
        match = next((graft for graft in left if graft.codes[0] == line.code), None)
        if match is None:
            extra.append(line)
        else:
            left.remove(match)
            matched.append(line)
    shared = any(line.has("two_surgeons") for line in matched)
    for line in extra:
        if shared and line.has("two_surgeons"):
            continue  # the other surgeon's code for the same graft, which another rule covers
        if left:
            yield _wrong_code(chart, note, line, left.pop(0))
        else:
            words = quoted(note, (place for graft in supported for place in graft.words.get("donor_site", ())))
            yield line.hit("second-flap-not-documented", words, supported=(graft.codes[0] for graft in supported))
    yield from _not_billed(chart, note, left, any_billed=bool(billed))
    yield from _documentation(chart, _once(matched))


def _billed(chart: Chart) -> list[BilledLine]:
    """One line for each billed graft. Each line and unit of a surgeon counts; co-surgeons and assistants bill the same graft."""
    billed: dict[str, list[BilledLine]] = {}
    for surgeon in dict.fromkeys(line.line.surgeon for line in chart.grafts):
        own: defaultdict[str, list[BilledLine]] = defaultdict(list)
        for line in chart.grafts:
            if line.line.surgeon == surgeon and line.is_primary and not _is_stopped(chart, line):
                own[line.code] += [line] * line.line.units
        for code, lines in own.items():
            billed[code] = max(billed.get(code, []), lines, key=len)
    return sorted((line for lines in billed.values() for line in lines), key=lambda line: line.index)


def _is_stopped(chart: Chart, line: BilledLine) -> bool:
    """Whether the line is billed as discontinued and the note documents that; then the graft need not have been done."""
    needs = [circumstance for _, modifier in line.kind("discontinued") for need in modifier.needs for circumstance in need.any]
    return bool(chart.documented(needs, chart.notes_for(line)))


def _wrong_code(chart: Chart, note: ReadNote, line: BilledLine, graft: GraftFacts) -> Hit:
    fact, rule = "donor_site", "donor-site-code-wrong"
    if graft.facts["donor_site"] in _donors(chart, line.code):
        fact = "skin_paddle"
        rule = "skin-paddle-not-billed" if graft.facts["skin_paddle"] == "yes" else "skin-paddle-not-documented"
    evidence = graft.words.get(fact) or graft.words.get("donor_site", ())
    return line.hit(rule, quoted(note, evidence), supported=graft.codes)


def _donors(chart: Chart, code: str) -> frozenset[str]:
    """The donor sites of a code in the decision table of its pack."""
    family = chart.family(code)
    rows: tuple[Row, ...] = family.decision.table if family else ()
    return frozenset(site for row in rows if row.code == code for site in row.when.get("donor_site", ()))


def _not_billed(chart: Chart, note: ReadNote, left: Iterable[GraftFacts], *, any_billed: bool) -> Iterator[Hit]:
    for graft in left:
        words = quoted(note, graft.words.get("donor_site", ()))
        if any_billed:
            yield chart.grafts[0].hit("second-flap-not-billed", words, supported=graft.codes)
        elif not chart.grafts and not chart.in_group("unlisted") and not _is_only_visits(chart):
            yield chart.lines[0].hit("graft-not-billed", words, supported=graft.codes)


def _documentation(chart: Chart, lines: Iterable[BilledLine]) -> Iterator[Hit]:
    """Hits about required elements of a supported code that no operative note documents."""
    for line in lines:
        family = chart.family(line.code)
        asked = family.codes[line.code].checklist if family else ()
        must = [requirement.element for requirement in asked if requirement.severity == "error"]
        statuses = [(name, _best_status(chart, name)) for name in must]
        lacking = [(name, status) for name, status in statuses if status == "missing" or _falls_short(chart, name, status)]
        if lacking and family:
            words = [word for note in chart.operative for name, _ in lacking for word in quoted(note, _words(note, name), 1)]
            names = ", ".join(_title(family, name, status) for name, status in lacking)
            yield line.hit("required-element-undocumented", words[:3], missing=names)


def _best_status(chart: Chart, element: str) -> ElementStatus:
    """How well the operative notes document an element: as the best of those that document a graft."""
    statuses = {note.report.elements[element].status for note in chart.operative if note.particulars.grafts}
    ranks: tuple[ElementStatus, ...] = ("met", "n/a", "partial", "missing")
    return next((status for status in ranks if status in statuses), "missing")


def _falls_short(chart: Chart, element: str, status: ElementStatus) -> bool:
    """Whether an incomplete answer does not have what the code requires, and the notes do not have it in other words."""
    if status != "partial":
        return False
    instead = [family.incomplete[element] for family in chart.claims if element in family.incomplete]
    return any(not chart.documented(circumstances, chart.operative) for circumstances in instead)


def _words(note: ReadNote, element: str) -> tuple[Evidence, ...]:
    return note.report.elements[element].evidence


def _title(family: Catalogue, element: str, status: ElementStatus) -> str:
    title = family.elements[element].title
    incomplete = " (incomplete)" if status == "partial" else ""
    return title[:1].lower() + title[1:] + incomplete


def _is_only_visits(chart: Chart) -> bool:
    return all(chart.is_visit(line.code) for line in chart.lines)


# -- the note leaves the code undecided ------------------------------------------------------------------------------------------


def _against_candidates(chart: Chart, note: ReadNote) -> Iterator[Hit]:
    decision = note.report.decision
    assert decision is not None
    could_be = " or ".join(decision.candidates)
    for line in _once(_billed(chart)):
        if line.code not in decision.candidates:
            words = quoted(note, (place for step in decision.trace for place in step.evidence))
            yield line.hit("code-ruled-out", words, candidates=could_be)
            continue
        for rule, words in _open_rules(decision, note):
            supported = _instead(chart, "nonvascularized") if rule == _UNJOINED else ()
            if rule != _UNJOINED or not _is_joined_elsewhere(chart, note):
                yield line.hit(rule, words, supported=supported, candidates=could_be)


def _is_joined_elsewhere(chart: Chart, note: ReadNote) -> bool:
    """Whether another operative note of the encounter, by a co-surgeon, documents the anastomosis."""
    return any(part.part == "anastomosis" for other in chart.operative if other is not note for part in other.particulars.parts)


def _once(lines: Iterable[BilledLine]) -> Iterator[BilledLine]:
    return iter(dict.fromkeys(lines))


def _instead(chart: Chart, moved: str) -> tuple[str, ...]:
    """The codes that a note supports instead of the codes of the family."""
    return tuple(code for family in chart.claims for code in family.instead.get(moved, ()))


def _open_rules(decision: Decision, note: ReadNote) -> Iterator[tuple[str, tuple[Words, ...]]]:
    """The rules about the answers that leave the code undecided, with the words of each answer."""
    for step in decision.trace:
        rule = _OPEN.get((step.question, step.answer))
        if rule is None and step.question == "skin_paddle" and step.answer not in {"yes", "no", "not_mentioned"}:
            rule = "skin-undetermined-for-code"
        if rule is not None:
            yield rule, quoted(note, step.evidence)


# -- the note documents no graft of the family ----------------------------------------------------------------------------


def _against_none(chart: Chart, note: ReadNote) -> Iterator[Hit]:
    decision = note.report.decision
    assert decision is not None
    step = decision.trace[-1]
    flaps = [place for free, place in note.particulars.other_flaps if free in _FREE_FLAP]
    for line in _once(_billed(chart)):
        if line.has("return", "unrelated", "staged"):  # global_period.py checks a second operation
            continue
        if step.answer in _MOVED:
            yield line.hit(_MOVED[step.answer], quoted(note, step.evidence), supported=_instead(chart, step.answer))
        elif _is_thumb(chart, line, note):
            continue
        elif flaps:
            yield line.hit("soft-tissue-flap-billed-as-bone", quoted(note, flaps), supported=_instead(chart, "soft_tissue"))
        else:
            yield line.hit("graft-code-without-graft")


# -- neighbouring codes ----------------------------------------------------------------------------------------


def _deleted(chart: Chart) -> Iterator[Hit]:
    for line in chart.lines:
        for family in chart.claims:
            if line.code in family.deleted:
                yield line.hit("deleted-code-billed", supported=family.deleted[line.code])


def _toes(chart: Chart) -> Iterator[Hit]:
    composite, thumbs = chart.in_group("toe_and_web"), chart.in_group("toe_transfer")
    for line in composite:
        for other in thumbs[:1]:
            yield line.hit("one-toe-billed-twice", other=other.code)
        for note in chart.operative if not thumbs else ():
            if _is_thumb(chart, line, note):
                words = chart.documented(["wrap_around"], [note])
                yield line.hit("thumb-from-toe-has-own-code", words, supported=_group(chart, "thumb_from_toe"))
                break


def _is_thumb(chart: Chart, line: BilledLine, note: ReadNote) -> bool:
    return chart.book.is_in(line.code, "toe_and_web") and bool(chart.documented(["wrap_around"], [note]))


def _group(chart: Chart, group: str) -> tuple[str, ...]:
    return tuple(code for family in chart.claims for code in family.groups.get(group, ()))


def _flaps_without_bone(chart: Chart) -> Iterator[Hit]:
    """Hits about codes for flaps without bone billed with a graft, or for pedicled flaps, if no such flap is documented."""
    flaps = [free for note in chart.operative for free, _ in note.particulars.other_flaps]
    graft = next(iter(chart.grafts), None)
    words = tuple(word for note in chart.operative for word in quoted(note, _donor_words(note), 1))
    if chart.operative and graft and _FREE_FLAP.isdisjoint(flaps):
        for line in chart.in_group("free_soft_tissue_flap"):
            yield line.hit("free-flap-without-second-anastomosis", words, graft=graft.code)
    if chart.operative and _LOCAL_FLAP.isdisjoint(flaps):
        for line in chart.in_group("pedicled_flap"):
            yield line.hit("pedicled-flap-code-for-free-flap", words)


def _donor_words(note: ReadNote) -> Iterator[Evidence]:
    return (place for graft in note.particulars.grafts for place in graft.words.get("donor_site", ()))


def _unlisted(chart: Chart, note: ReadNote, decision: Decision) -> Iterator[Hit]:
    if decision.status != "supported" or chart.grafts:
        return
    for line in chart.in_group("unlisted"):
        yield line.hit("unlisted-code-for-listed-graft", quoted(note, _donor_words(note)), supported=decision.codes)
