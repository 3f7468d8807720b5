"""Findings as cards. Source: CDS Hooks 2.0, "Card Attributes".

A card goes to the surgeon before the note is signed. Like a query it asks in words that suggest no answer, and names neither a
code nor a payment.
"""

from __future__ import annotations

import uuid
from calendar import month_name
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.acknowledgements.hashes import note_hash, words_hash
from notelint.cds_hooks.asking import topics
from notelint.cds_hooks.model import CardRecord, Data
from notelint.outputs.markdown_text import escaped
from notelint.packs.cds_hooks import hook_book
from notelint.packs.queries import read_queries
from notelint.queries.banned import holds_banned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from notelint.cds_hooks.asking import Topic
    from notelint.cds_hooks.model import HookRequest
    from notelint.packs.schema import Catalogue
    from notelint.report import Finding, Report

REASON_SYSTEM = "urn:notelint:acknowledgement-reason"
RULE_SYSTEM = "urn:notelint:rule"
LONGEST_SUMMARY = 139
"""Characters: the specification wants fewer than 140."""
INDICATORS = {"error": "critical", "warning": "warning", "info": "info"}
_LONGEST_QUOTE = 200
_MOST_QUOTES = 3
_WITHHELD = "(these words are not shown here)"
_NAMES = uuid.UUID("b0a4a1f2-3a0e-5c59-8c8e-0f6d1b7e4a55")


@dataclass(frozen=True, slots=True)
class CardOptions:
    """How findings become cards. ``catalogues`` are those of the linter, ``tool`` is notelint with its version.

    ``least`` is the severity from which a finding has a card, ``most`` the number of cards of a note; one more card counts the
    others. Without ``excerpt`` a card has places only. ``link`` gives the address of the page on which a note is reviewed.
    """

    catalogues: Sequence[Catalogue]
    tool: str = "notelint"
    least: str = "warning"
    most: int = 5
    excerpt: bool = True
    link: Callable[[Report], str | None] | None = None


def cards(report: Report, request: HookRequest, options: CardOptions) -> Iterator[tuple[Data, tuple[CardRecord, ...]]]:
    """The cards of a report, the gravest first, each with a record of every finding that it is about.

    Findings with the same question share a card. The card that counts the others has no record.
    """
    wanted = topics(report, options.catalogues, options.least)
    for topic in wanted[: options.most]:
        name = _uuid(report, request, topic.found[0][1])
        records = tuple(_record(report, finding, of, options, request, name) for finding, of in topic.found)
        yield _card(report, topic, options, name), records
    left = wanted[options.most :]
    if left:
        yield _further(report, left, options, request), ()


def _uuid(report: Report, request: HookRequest, name: str) -> str:
    """The id of a card: the same for the same finding of the same hook instance."""
    parts = (request.service, request.instance, report.note.source, note_hash(report.note), name)
    return str(uuid.uuid5(_NAMES, "\0".join(parts).encode("utf-8", "replace").decode()))


def _card(report: Report, topic: Topic, options: CardOptions, name: str) -> Data:
    asking, gravest = topic.asking, topic.found[0][0]
    about = {"system": RULE_SYSTEM, "code": gravest.rule, "display": asking.title}
    parts = [read_queries().not_found.format(on=asking.on)] if topic.is_missing and not asking.often_mentioned else []
    parts += ["Such a statement usually stands near:"] if topic.is_missing else []
    places = dict.fromkeys(place for finding, _ in topic.found for place in _places(finding))
    parts += [_place(report, *place, options) for place in list(places)[:_MOST_QUOTES]]
    parts += [f"Further places: {len(places) - _MOST_QUOTES}."] if len(places) > _MOST_QUOTES else []
    return {
        "uuid": name,
        "summary": _short(asking.ask),
        "detail": "\n\n".join(parts),
        "indicator": INDICATORS[gravest.severity],
        "source": {"label": options.tool, "topic": about},
        "overrideReasons": override_reasons(),
        **_links(report, options),
    }


def _further(report: Report, left: Sequence[Topic], options: CardOptions, request: HookRequest) -> Data:
    count = len(left)
    return {
        "uuid": _uuid(report, request, "further"),
        "summary": f"{count} further {'question' if count == 1 else 'questions'} about this note",
        "detail": "\n".join(f"- {topic.asking.title}" for topic in left),
        "indicator": INDICATORS[left[0].found[0][0].severity],
        "source": {"label": options.tool},
        **_links(report, options),
    }


def override_reasons() -> list[Data]:
    """The reasons that a card offers, as codings."""
    return [
        {"code": code, "system": REASON_SYSTEM, "display": _capital(code.replace("-", " "))}
        for code in hook_book().override_reasons
    ]


def _places(finding: Finding) -> Iterator[tuple[int, int]]:
    yield finding.start, finding.end
    yield from ((other.start, other.end) for other in finding.related)


def _place(report: Report, start: int, end: int, options: CardOptions) -> str:
    line, column = report.note.position(start)
    place = f"Line {line}, column {column}"
    if not options.excerpt:
        return f"{place}."
    about = report.note.metadata
    title = "" if holds_banned(about.title) else escaped(about.title)
    day = f"{about.date.day} {month_name[about.date.month]} {about.date.year}" if about.date else ""
    named = ", ".join(filter(None, (title, day)))
    words = " ".join(report.note.text[start:end][:_LONGEST_QUOTE].split())
    quoted = f"\u201c{escaped(words)}\u201d" if not holds_banned(words) else _WITHHELD
    return f"{f'{named}, ' if named else ''}{place.lower() if named else place}{f': {quoted}' if words else '.'}"


def _links(report: Report, options: CardOptions) -> Data:
    url = options.link(report) if options.link is not None else None
    return {"links": [{"label": "Review the note", "url": url, "type": "absolute"}]} if url else {}


def _record(  # noqa: PLR0913, PLR0917 -- what a record is of
    report: Report, finding: Finding, name: str, options: CardOptions, request: HookRequest, card: str
) -> CardRecord:
    infos = (one.info for one in options.catalogues if finding.rule in one.rules)
    version = next((f"{info.id} {info.version}" for info in infos), "")
    return CardRecord(
        uuid=card, service=request.service, user=request.user, note=report.note.source, rule=finding.rule, version=version,
        note_sha256=note_hash(report.note), words=words_hash(report.note, finding), finding=name,
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str) -> str:
    """``text``, cut between words where it is too long for a summary."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    cut = text[: LONGEST_SUMMARY - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}\u2026"
