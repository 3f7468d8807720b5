"""Make findings from hits: texts and sources of the rule, line of the file, difference in payment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.review.model import ClaimFinding

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.review.chart import Chart
    from notelint.review.model import Hit, Where
    from notelint.review.money import Money

_CONTRACT = " (Medicare's rule; the payer's contract decides)"


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes the findings of one review. ``locate`` gives the line number of a place in the encounter's file."""

    chart: Chart
    money: Money
    locate: Callable[[Where], int | None]

    def finding(self, hit: Hit) -> ClaimFinding:
        """The finding of a hit. A Medicare-only rule becomes an info for a commercial payer, because the contract decides."""
        rule = self.chart.book.rules[hit.rule]
        contract = rule.medicare and self.chart.encounter.payer == "commercial"
        fills = {"supported": " or ".join(hit.supported) or "no code known here"} | dict(hit.fills)
        difference, basis = (None, "") if contract else self.money.difference(hit, rule.effect)
        return ClaimFinding(
            rule=rule.name,
            severity="info" if contract else rule.severity,
            message=rule.message.format(**fills) + (_CONTRACT if contract else ""),
            where=hit.where,
            line=self.locate(hit.where),
            words=hit.words,
            supported=hit.supported,
            settle=rule.settle,
            sources=tuple(self.chart.book.sources[key] for key in rule.sources),
            against=tuple(self.chart.book.sources[key] for key in rule.against),
            disagreement=rule.disagreement,
            difference=difference,
            basis=basis,
        )
