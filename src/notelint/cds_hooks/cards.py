"""Findings as cards. Source: CDS Hooks 2.0, "Card Attributes"."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.acknowledgements.hashes import note_hash, words_hash
from notelint.cds_hooks.model import CardRecord, Data
from notelint.fingerprint import fingerprints
from notelint.outputs.excerpt import printable
from notelint.outputs.markdown_text import escaped
from notelint.outputs.states import state
from notelint.packs.cds_hooks import hook_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from notelint.cds_hooks.model import HookRequest
    from notelint.packs.schema import Catalogue
    from notelint.report import Finding, Report

REASON_SYSTEM = "urn:notelint:acknowledgement-reason"
RULE_SYSTEM = "urn:notelint:rule"
LONGEST_SUMMARY = 139
"""Characters: the specification wants fewer than 140."""
INDICATORS = {"error": "critical", "warning": "warning", "info": "info"}
_RANKS = {severity: rank for rank, severity in enumerate(INDICATORS)}
_LONGEST_QUOTE = 200
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


def cards(report: Report, request: HookRequest, options: CardOptions) -> Iterator[tuple[Data, CardRecord | None]]:
    """The cards of a report, the gravest first, each with its record; the card that counts the others has none.

    A finding that was acknowledged or is in the baseline has no card.
    """
    named = zip(report.findings, fingerprints(report.findings), strict=True)
    wanted = [(finding, name) for finding, name in named if _is_wanted(finding, options)]
    wanted.sort(key=lambda pair: _RANKS[pair[0].severity])
    for finding, name in wanted[: options.most]:
        yield _card(report, finding, options, request, name), _record(report, finding, name, options, request)
    left = wanted[options.most :]
    if left:
        yield _further(report, left, options, request), None


def _is_wanted(finding: Finding, options: CardOptions) -> bool:
    return not state(finding) and _RANKS[finding.severity] <= _RANKS[options.least]


def _uuid(report: Report, request: HookRequest, name: str) -> str:
    """The id of a card: the same for the same finding of the same hook instance."""
    parts = (request.service, request.instance, report.note.source, note_hash(report.note), name)
    return str(uuid.uuid5(_NAMES, "\0".join(parts).encode("utf-8", "replace").decode()))


def _card(report: Report, finding: Finding, options: CardOptions, request: HookRequest, name: str) -> Data:
    rule = next((one.rules[finding.rule] for one in options.catalogues if finding.rule in one.rules), None)
    topic = {"system": RULE_SYSTEM, "code": finding.rule, "display": rule.summary if rule is not None else finding.rule}
    parts = [f"{_capital(escaped(finding.message))}.", _place(report, finding, options)]
    parts += [f"Why it matters: {escaped(rule.why)}"] if rule is not None else []
    return {
        "uuid": _uuid(report, request, name),
        "summary": _short(_capital(printable(finding.message).strip())) or finding.rule,
        "detail": "\n\n".join(parts),
        "indicator": INDICATORS[finding.severity],
        "source": {"label": options.tool, "topic": topic},
        "overrideReasons": override_reasons(),
        **_links(report, options),
    }


def _further(report: Report, left: Sequence[tuple[Finding, str]], options: CardOptions, request: HookRequest) -> Data:
    count = len(left)
    told = f"{count} further {'finding' if count == 1 else 'findings'} in this note"
    return {
        "uuid": _uuid(report, request, "further"),
        "summary": told,
        "detail": "\n".join(f"- {escaped(finding.message)}" for finding, _ in left),
        "indicator": INDICATORS[left[0][0].severity],
        "source": {"label": options.tool},
        **_links(report, options),
    }


def override_reasons() -> list[Data]:
    """The reasons that a card offers, as codings."""
    return [
        {"code": code, "system": REASON_SYSTEM, "display": _capital(code.replace("-", " "))}
        for code in hook_book().override_reasons
    ]


def _place(report: Report, finding: Finding, options: CardOptions) -> str:
    place = f"Line {finding.line}, column {finding.column}"
    if not options.excerpt:
        return f"{place}."
    about = report.note.metadata
    named = ", ".join(filter(None, (escaped(about.title), about.date.isoformat() if about.date else "")))
    words = report.note.text[finding.start : finding.end][:_LONGEST_QUOTE]
    quoted = f": \u201c{escaped(' '.join(words.split()))}\u201d" if words.strip() else "."
    return f"{f'{named}, ' if named else ''}{place.lower() if named else place}{quoted}"


def _links(report: Report, options: CardOptions) -> Data:
    url = options.link(report) if options.link is not None else None
    return {"links": [{"label": "Review the note", "url": url, "type": "absolute"}]} if url else {}


def _record(report: Report, finding: Finding, name: str, options: CardOptions, request: HookRequest) -> CardRecord:
    infos = (one.info for one in options.catalogues if finding.rule in one.rules)
    version = next((f"{info.id} {info.version}" for info in infos), "")
    return CardRecord(
        uuid=_uuid(report, request, name), service=request.service, user=request.user, note=report.note.source,
        rule=finding.rule, version=version, note_sha256=note_hash(report.note), words=words_hash(report.note, finding),
        finding=name,
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(text: str) -> str:
    """``text``, cut between words where it is too long for a summary."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    cut = text[: LONGEST_SUMMARY - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}\u2026"
