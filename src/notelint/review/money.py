"""Estimate the payment of the lines, and the change if they are paid as the notes support them. Amounts are USD."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from notelint.cms.amounts import cents, payment, share
from notelint.cms.payment import payment_rules
from notelint.review.model import Payment
from notelint.review.sides import PAYS_BOTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from notelint.cms.payment import Share
    from notelint.cms.records import FeeRow, Locality
    from notelint.packs.claims import ClaimRule
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit

_BY_REPORT = "by_report"
_FURTHER = "further_procedure"
_NOTHING = Decimal(0)


class Money:
    """The amounts of one encounter, from the tables in use and the locality, if one is given."""

    def __init__(self, chart: Chart, locality: Locality | None) -> None:
        self._chart = chart
        self._locality = locality
        self._shares = {part.id: part for part in payment_rules().shares}
        self.billed = tuple(self._payments({line.index: line.code for line in chart.lines}))

    def supported(self, hits: Iterable[Hit], rules: Mapping[str, ClaimRule]) -> tuple[Payment, ...]:
        """The payment of each line as the notes support it: none if a rule denies the line, that of another code if replaced."""
        codes: dict[int, str | None] = {line.index: line.code for line in self._chart.lines}
        for hit in hits:
            effect = rules[hit.rule].effect
            for index in self._lines_of(hit) if effect != "none" else ():
                if effect == "denied":
                    codes[index] = None
                elif codes[index] is not None:
                    codes[index] = hit.supported[0] if hit.supported else None
        return tuple(self._payments(codes))

    def difference(self, hit: Hit, effect: str) -> tuple[Decimal | None, str]:
        """The change in payment if only this finding is corrected, and its basis; ``None`` if the rule changes no payment."""
        if effect == "none":
            return None, ""
        indices = self._lines_of(hit)
        codes: dict[int, str | None] = {line.index: line.code for line in self._chart.lines}
        codes |= dict.fromkeys(indices, hit.supported[0] if effect == "replaced" and hit.supported else None)
        after = {entry.line: entry for entry in self._payments(codes)}
        before = {entry.line: entry for entry in self.billed}
        unknown = [entry for index in indices for entry in (before[index], after[index]) if entry.amount is None]
        if unknown:
            return None, unknown[0].basis
        total = sum((_amount(after[line]) - _amount(before[line]) for line in before), _NOTHING)
        what = f"{hit.supported[0]} in place of {self._chart.lines[indices[0]].code}" if codes[indices[0]] else "the line unpaid"
        return total, f"{what}; {payment_rules().basis}"

    def _lines_of(self, hit: Hit) -> tuple[int, ...]:
        """The lines that a hit is about: its own, all with its code, or all graft lines if it is about the encounter."""
        if hit.where[0] != "lines":
            return tuple(line.index for line in self._chart.grafts)
        own = self._chart.lines[int(hit.where[1])]
        if hit.where[2:] != ("code",):
            return (own.index,)
        return tuple(line.index for line in self._chart.lines if line.code == own.code)

    def _payments(self, codes: Mapping[int, str | None]) -> Iterator[Payment]:
        """The payment of each line if it were billed with the given code; ``None`` is a line that is not paid."""
        found = {line.index: self._line(line, codes[line.index]) for line in self._chart.lines}
        yield from self._ranked(self._one_fee(found, codes), codes).values()

    def _one_fee(self, found: dict[int, Payment], codes: Mapping[int, str | None]) -> dict[int, Payment]:
        """Payments where a surgeon bills a code with LT and with RT: one fee for both, unless the code pays both sides."""
        sides: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
        for line in self._chart.lines:
            code, own = codes[line.index], {str(modifier.side) for _, modifier in line.kind("side")}
            billed = sides[line.line.surgeon, code]
            pays_one = code is not None and self._chart.indicator(code, "bilat_surg") not in {*PAYS_BOTH, None}
            if pays_one and len(own) == 1 and billed - own and found[line.index].amount:
                found[line.index] = Payment(line.index, _NOTHING, f"{code}: LT and RT together pay one fee")
            billed |= own
        return found

    def _line(self, line: BilledLine, code: str | None) -> Payment:
        if code is None:
            return Payment(line.index, _NOTHING, "not paid as the note stands")
        row = self._chart.tables.fee(code)
        if row is None or not payment(row):
            return Payment(line.index, None, f"no fee is known for {code}; import CMS's file (notelint data import fees FILE)")
        if line.excluded:
            place, other = line.excluded[0]
            excluded = line.line.modifiers[place]
            return Payment(line.index, None, f"{other.modifier} and {excluded} exclude each other, so the line is not priced")
        shares = [str(modifier.share) for _, modifier in line.modifiers if modifier.share]
        if _BY_REPORT in shares and not line.has("unusual_work", "team"):
            return Payment(line.index, None, "priced by the contractor from the note")
        return self._shared(line, row, [self._shares[name] for name in shares if name in self._shares])

    def _shared(self, line: BilledLine, row: FeeRow, shares: list[Share]) -> Payment:
        amount = payment(row, self._locality)
        basis = [f"{row.code}: {'national rate' if self._locality is None else self._locality.name}"]
        if line.line.units > 1:
            basis.append(f"{line.line.units} units")
        for part in shares:
            if part.of(row) is None:
                basis.append(f"no share for {part.title}")
                continue
            amount = amount * part.percent_of(row) / 100
            basis.append(f"{part.percent_of(row).normalize():f}% for {part.title}")
        return Payment(line.index, cents(amount) * line.line.units, ", ".join(basis))

    def _ranked(self, found: dict[int, Payment], codes: Mapping[int, str | None]) -> dict[int, Payment]:
        """Payments of several ranked procedures of one surgeon: the highest in full, the others in part."""
        further = self._shares[_FURTHER]
        by_surgeon: defaultdict[str, list[Payment]] = defaultdict(list)
        for index, entry in found.items():
            row = self._chart.tables.fee(codes[index] or "")
            if row is not None and further.of(row) is not None and entry.amount:
                by_surgeon[self._chart.lines[index].line.surgeon].append(entry)
        for entries in by_surgeon.values():
            for entry in sorted(entries, key=_amount, reverse=True)[1:]:
                basis = f"{entry.basis}, {further.percent}% for {further.title}"
                found[entry.line] = Payment(entry.line, share(_amount(entry), further.percent or _NOTHING), basis)
        return found


def _amount(entry: Payment) -> Decimal:
    return entry.amount or _NOTHING
