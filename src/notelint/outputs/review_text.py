"""A review for a reader: what to do line by line, the findings with the words they rest on, the claim, the notes, the money."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from notelint.outputs.excerpt import printable
from notelint.outputs.layout import KEPT, counted, listing, table, usd, words
from notelint.outputs.review_lines import lines_text
from notelint.outputs.style import SEVERITY_STYLES, STATUS_STYLES, quoted
from notelint.outputs.styled import painted, pieces, wrapped
from notelint.packs.decode import spell
from notelint.review.advice import billed_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.claim import Encounter
    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.report import Severity
    from notelint.review.model import ClaimFinding, Lack, Payment, ReadNote, Review

_NOTHING = Decimal(0)


def render(reviews: Iterable[Review], options: Options) -> Iterator[str]:
    """Each encounter as soon as it has been reviewed, the summary at the end. What could not be reviewed is only counted."""
    counts: Counter[str] = Counter()
    for review in reviews:
        counts.update(tally(review))
        if review.encounter is not None and (review.findings or review.documentation or not options.quiet):
            yield painted(_review(review, review.encounter, options), color=options.color) + "\n"
    if not options.quiet:
        yield painted(_summary(counts, options), color=options.color)


def tally(review: Review) -> Counter[str]:
    """One review's share of the summary: ``encounters``, ``unreadable``, its findings by severity."""
    counts = Counter(encounters=1)
    counts.update(finding.severity for finding in review.findings)
    if review.error is not None:
        counts["unreadable"] += 1
    return counts


def _review(review: Review, encounter: Encounter, options: Options) -> list[Line]:
    lines = [*_headline(review, options), *_documentation(review, options)]
    lines += [
        line for remark in review.remarks for line in wrapped(pieces(("note: ", "yellow"), remark.message), options.width, 2, 4)
    ]
    lines += _titled("Lines", lines_text(review, options))
    lines += _titled("Findings", [line for finding in review.findings for line in _finding(review, finding, options)])
    lines += _titled("Claim", [*_claim(encounter, options), *_lines(review, encounter, options)])
    lines += _titled("Notes", [line for note in review.notes for line in _note(note, options)])
    return lines + _titled("Estimate", _basis(review, options))


def _titled(title: str, lines: list[Line]) -> list[Line]:
    return [[], [(title, "bold")], *_without_end(lines)] if lines else []


def _without_end(lines: list[Line]) -> list[Line]:
    """The lines without an empty one at the end."""
    return lines[:-1] if not lines[-1] else lines


def _headline(review: Review, options: Options) -> list[Line]:
    counts = tally(review)
    severities = [(severity, counts[severity]) for severity in SEVERITY_STYLES if counts[severity]]
    line = pieces((printable(review.source), "bold"), ": ")
    if not severities:
        line += pieces(("nothing found", "bold green"), " in the claim" if review.documentation else "")
    for number, (severity, count) in enumerate(severities):
        line += pieces(", " if number else "", (counted(count, severity), SEVERITY_STYLES[severity]))
    if severities and not options.excerpt:
        line.append((" (words withheld)", ""))
    return wrapped(line, options.width, 0, 2)


def _documentation(review: Review, options: Options) -> list[Line]:
    """What the notes lack, counted and listed by severity."""
    counts = Counter(lack.severity for lack in review.documentation)
    severities = [counted(counts[severity], severity) for severity in SEVERITY_STYLES if counts[severity]]
    lines = wrapped(pieces(f"documentation: {listing(severities)}"), options.width, 2, 4) if severities else []
    for severity, style in SEVERITY_STYLES.items():
        if lacking := lacking_text(review, severity):
            lines += wrapped(pieces((severity, style), f": {lacking}"), options.width, 4, 6)
    return lines


def lacking_text(review: Review, severity: Severity) -> str:
    """What the notes lack with this severity, in one line."""
    return "; ".join(_lack(lack) for lack in review.documentation if lack.severity == severity)


def _lack(lack: Lack) -> str:
    return f"{lack.title} (incomplete)" if lack.status == "partial" else lack.title


def _claim(encounter: Encounter, options: Options) -> list[Line]:
    lines = wrapped(pieces(printable(", ".join(claim_facts(encounter)))), options.width, 2, 2)
    diagnoses = [f"{number} {code}" for number, code in enumerate(encounter.diagnoses, 1)]
    return lines + (wrapped(pieces(f"diagnoses {', '.join(diagnoses)}"), options.width, 2, 4) if diagnoses else [])


def claim_facts(encounter: Encounter) -> list[str]:
    """What a claim says beside its lines: payer, day, place, facility, earlier procedures."""
    facts: list[str] = [encounter.payer]
    facts += [encounter.date.isoformat()] if encounter.date else []
    facts += [f"place of service {encounter.place_of_service}"] if encounter.place_of_service else []
    facts += [encounter.facility.name] if encounter.facility.name else []
    return facts + [f"{earlier.code} on {earlier.date.isoformat()} before" for earlier in encounter.earlier]


def _lines(review: Review, encounter: Encounter, options: Options) -> list[Line]:
    """The claim's lines: as billed, what that is expected to pay, and what is as the notes stand."""
    rows = []
    for line, billed, supported in zip(encounter.lines, review.payments, review.supported, strict=True):
        code = billed_text(line)
        charge = usd(line.charge) if line.charge is not None else ""
        rows.append((str(billed.line + 1), code, printable(line.surgeon), charge, _paid(billed), _paid(supported)))
    columns = ("line", "billed", "surgeon", "charge", "expected", "as the notes stand")
    first, *others = table(columns, rows, options.width, words=(0, 1, 2)).splitlines()
    style = "dim" if first.split()[:1] == ["line"] else ""
    return [pieces((first, style)), *map(pieces, others)]


def _paid(payment: Payment) -> str:
    return "not known" if payment.amount is None else usd(payment.amount)


def _note(note: ReadNote, options: Options) -> list[Line]:
    line = pieces((printable(note.ref.path), "bold"), f" ({note.ref.role}, {note.ref.kind}): ")
    decision = note.report.decision
    if decision is None:
        line.append(("not read", ""))
        return wrapped(line, options.width, 2, 4)
    codes = listing(decision.codes or decision.candidates, "or" if decision.candidates else "and")
    line += pieces((words(decision.status), STATUS_STYLES[decision.status]), f" {codes}" if codes else "")
    counts = Counter(finding.severity for finding in note.report.findings)
    severities = [counted(counts[severity], severity) for severity in SEVERITY_STYLES if counts[severity]]
    line += pieces(f"; in its documentation {listing(severities)}" if severities else "")
    return wrapped(line, options.width, 2, 4)


def _finding(review: Review, finding: ClaimFinding, options: Options) -> list[Line]:
    style = SEVERITY_STYLES[finding.severity]
    place = f"{printable(review.source)}:{finding.line}" if finding.line else printable(review.source)
    lines = wrapped(pieces((finding.severity, style), f"[{finding.rule}]: ", (finding.message, "bold")), options.width, 2, 2)
    lines += wrapped(pieces((f"-->{KEPT}", "dim"), (place, "cyan"), f" {spell(finding.where)}"), options.width, 3, 5)
    for mention in finding.words:
        note = review.notes[mention.note].report.note
        lines += _remark(pieces(f"{printable(note.source)}:{quoted(note, mention.evidence, options)}"), options)
    lines += _remark(pieces(("to settle it: ", "dim"), finding.settle), options)
    if finding.basis:
        change = "not estimated" if finding.difference is None else f"{signed(finding.difference)}"
        lines += _remark(pieces(("payment: ", "dim"), f"{change}, {finding.basis}"), options)
    more = f"; {len(finding.sources) - 1} more: notelint explain {finding.rule}" if finding.sources[1:] else ""
    lines += _remark(pieces((f"source: {finding.sources[0]}{more}", "dim")), options)
    if finding.disagreement:
        lines += _remark(pieces((f"sources disagree: {finding.disagreement}", "dim")), options)
    return [*lines, []]


def _remark(line: Line, options: Options) -> list[Line]:
    return wrapped(pieces((f"={KEPT}", "dim"), *line), options.width, 4, 6)


def signed(amount: Decimal) -> str:
    """A change of a payment in US dollars, with its sign."""
    return usd(amount) if not amount else f"{'+' if amount > 0 else '-'}{usd(abs(amount))}"


def _basis(review: Review, options: Options) -> list[Line]:
    """The totals, what each line's amount rests on, and the tables in use."""
    lines: list[Line] = []
    if amounts := totals(review):
        lines.append(pieces(amounts))
    lines += [pieces((f"line {payment.line + 1}: {payment.basis}", "dim")) for payment in review.payments]
    lines.append(pieces((f"tables: {'; '.join(review.tables)}", "dim")))
    return [line for one in lines for line in wrapped(one, options.width, 2, 2)]


def totals(review: Review) -> str:
    """The expected payment of all lines, as billed and as the notes stand; empty if an amount is not known."""
    billed, supported = (_total(payments) for payments in (review.payments, review.supported))
    if billed is None or supported is None:
        return ""
    return f"expected as billed {usd(billed)}, as the notes stand {usd(supported)}, before sequestration; not a quote"


def _total(payments: Iterable[Payment]) -> Decimal | None:
    amounts = [payment.amount for payment in payments]
    return None if None in amounts else sum((amount for amount in amounts if amount is not None), _NOTHING)


def _summary(counts: Counter[str], options: Options) -> list[Line]:
    findings = ", ".join(counted(counts[severity], severity) for severity in SEVERITY_STYLES)
    left = counts["unreadable"]
    lines = wrapped(pieces((f"{counted(left, 'encounter')} not checked", "bold red")), options.width) if left else []
    return lines + wrapped(pieces((counted(counts["encounters"], "encounter"), "bold"), f": {findings}"), options.width, 0, 2)
