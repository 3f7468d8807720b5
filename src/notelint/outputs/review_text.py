"""A review for a reader: the lines with what the notes support, the findings with the words they rest on, the money."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from notelint.outputs.drawing import drawn, titled
from notelint.outputs.excerpt import printable
from notelint.outputs.layout import listing, usd, words
from notelint.outputs.style import SEVERITY_STYLES, STATUS_STYLES, quoted
from notelint.packs.decode import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from notelint.claim import Encounter
    from notelint.outputs.formats import Options
    from notelint.review.model import ClaimFinding, Payment, ReadNote, Review

_NOTHING = Decimal(0)


def render(reviews: Iterable[Review], options: Options) -> Iterator[str]:
    """Each encounter as soon as it has been reviewed, the summary at the end. What could not be reviewed is only counted."""
    counts: Counter[str] = Counter()
    for review in reviews:
        counts.update(tally(review))
        if review.encounter is not None and (review.findings or not options.quiet):
            yield drawn(_review(review, review.encounter, options), options) + "\n"
    if not options.quiet:
        yield drawn(_summary(counts), options)


def tally(review: Review) -> Counter[str]:
    """One review's share of the summary: ``encounters``, ``unreadable``, its findings by severity."""
    counts = Counter(encounters=1)
    counts.update(finding.severity for finding in review.findings)
    if review.error is not None:
        counts["unreadable"] += 1
    return counts


def _review(review: Review, encounter: Encounter, options: Options) -> Group:
    parts: list[RenderableType] = [_headline(review, options)]
    parts += titled("Claim", _claim(encounter), _lines(review, encounter))
    parts += titled("Notes", *map(_note, review.notes))
    parts += titled("Estimate", *_basis(review))
    parts += titled("Findings", *(_finding(review, finding, options) for finding in review.findings))
    return Group(*parts)


def _headline(review: Review, options: Options) -> Text:
    counts = tally(review)
    told = [(severity, counts[severity]) for severity in SEVERITY_STYLES if counts[severity]]
    line = Text.assemble((printable(review.source), "bold"), ": ")
    if not told:
        return line.append("nothing found", "bold green")
    for number, (severity, count) in enumerate(told):
        line.append(", " if number else "").append(_amount(count, severity), SEVERITY_STYLES[severity])
    return line if options.excerpt else line.append(" (words withheld)")


def _claim(encounter: Encounter) -> Text:
    told: list[str] = [encounter.payer]
    told += [encounter.date.isoformat()] if encounter.date else []
    told += [f"place of service {encounter.place_of_service}"] if encounter.place_of_service else []
    told += [printable(encounter.facility.name)] if encounter.facility.name else []
    told += [f"{earlier.code} on {earlier.date.isoformat()} before" for earlier in encounter.earlier]
    return Text(", ".join(told))


def _lines(review: Review, encounter: Encounter) -> Table:
    """The claim's lines: as billed, what that is expected to pay, and what is as the notes stand."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    for title, justify in (("line", "left"), ("billed", "left"), ("surgeon", "left"), ("charge", "right")):
        table.add_column(title, justify=justify)  # type: ignore[arg-type]
    table.add_column("expected", justify="right")
    table.add_column("as the notes stand", justify="right")
    for line, billed, supported in zip(encounter.lines, review.payments, review.supported, strict=True):
        code = "-".join((line.code, *line.modifiers)) + (f" x{line.units}" if line.units > 1 else "")
        charge = usd(line.charge) if line.charge is not None else ""
        table.add_row(str(billed.line + 1), code, printable(line.surgeon), charge, _paid(billed), _paid(supported))
    return table


def _paid(payment: Payment) -> str:
    return "not known" if payment.amount is None else usd(payment.amount)


def _note(note: ReadNote) -> Text:
    line = Text.assemble((printable(note.ref.path), "bold"), f" ({note.ref.role}, {note.ref.kind}): ")
    decision = note.report.decision
    if decision is None:
        return line.append("not read")
    codes = listing(decision.codes or decision.candidates, "or" if decision.candidates else "and")
    line.append(words(decision.status), STATUS_STYLES[decision.status]).append(f" {codes}" if codes else "")
    counts = Counter(finding.severity for finding in note.report.findings)
    told = [_amount(counts[severity], severity) for severity in SEVERITY_STYLES if counts[severity]]
    return line.append(f"; in its documentation {listing(told)}" if told else "")


def _finding(review: Review, finding: ClaimFinding, options: Options) -> Group:
    style = SEVERITY_STYLES[finding.severity]
    place = f"{printable(review.source)}:{finding.line}" if finding.line else printable(review.source)
    parts: list[RenderableType] = [
        Text.assemble((finding.severity, style), f"[{finding.rule}]: ", (finding.message, "bold")),
        Text.assemble((" --> ", "dim"), (place, "cyan"), f" {spell(finding.where)}"),
    ]
    for told in finding.words:
        note = review.notes[told.note].report.note
        parts.append(Text.assemble(("  = ", "dim"), f"{printable(note.source)}:{quoted(note, told.evidence, options)}"))
    parts.append(Text.assemble(("  = to settle it: ", "dim"), finding.settle))
    if finding.basis:
        change = "not estimated" if finding.difference is None else f"{_signed(finding.difference)}"
        parts.append(Text.assemble(("  = payment: ", "dim"), f"{change}, {finding.basis}"))
    more = f"; {len(finding.sources) - 1} more: notelint explain {finding.rule}" if finding.sources[1:] else ""
    parts.append(Text(f"  = source: {finding.sources[0]}{more}", "dim"))
    if finding.disagreement:
        parts.append(Text(f"  = sources disagree: {finding.disagreement}", "dim"))
    return Group(*parts, "")


def _signed(amount: Decimal) -> str:
    return usd(amount) if not amount else f"{'+' if amount > 0 else '-'}{usd(abs(amount))}"


def _basis(review: Review) -> Iterator[RenderableType]:
    """The totals, what each line's amount rests on, and the tables in use."""
    billed, supported = (_total(payments) for payments in (review.payments, review.supported))
    if billed is not None and supported is not None:
        yield Text(f"expected as billed {usd(billed)}, as the notes stand {usd(supported)}, before sequestration; not a quote")
    for payment in review.payments:
        yield Text(f"line {payment.line + 1}: {payment.basis}", "dim")
    yield Text(f"tables: {'; '.join(review.tables)}", "dim")


def _total(payments: Iterable[Payment]) -> Decimal | None:
    amounts = [payment.amount for payment in payments]
    return None if None in amounts else sum((amount for amount in amounts if amount is not None), _NOTHING)


def _summary(counts: Counter[str]) -> Group:
    told = Text.assemble((_amount(counts["encounters"], "encounter"), "bold"), ": ")
    findings = (_amount(counts[severity], severity) for severity in SEVERITY_STYLES)
    told.append(", ".join(findings))
    if counts["unreadable"]:
        told.append(f"; {_amount(counts['unreadable'], 'encounter')} not checked", "bold red")
    return Group(told)


def _amount(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
