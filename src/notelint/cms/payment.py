"""``payment.yaml``: the part of the surgeon's fee for a co-surgeon, an assistant, both sides, a return."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from notelint.cms.amounts import payment, share
from notelint.packs.decode import decode
from notelint.packs.record import Record

if TYPE_CHECKING:
    from notelint.cms.records import FeeRow, Locality

_NONE = Decimal(0)


class Share(Record):
    """One percentage of the fee, and the ``indicator`` of the fee schedule that allows or refuses it.

    ``percent`` is of the whole fee; without it, the shares of the code in ``parts`` are added. ``allowed`` and ``refused`` say
    what a value of the indicator means; without an indicator the share is always allowed.
    """

    id: str
    title: str
    source: str
    percent: Decimal | None = None
    parts: tuple[Literal["pre", "intra", "post"], ...] = ()
    indicator: Literal["co_surg", "asst_surg", "bilat_surg", "team_surg", "mult_proc"] | None = None
    allowed: dict[str, str] = {}  # noqa: RUF012 -- msgspec copies the default
    refused: dict[str, str] = {}  # noqa: RUF012 -- likewise

    def of(self, row: FeeRow, locality: Locality | None = None) -> Decimal | None:
        """The amount in USD.

        ``None`` if the indicator of the row does not allow it or has an unknown value, or if the schedule has no price.
        """
        percent = self.percent_of(row)
        if not percent or not payment(row) or (self.indicator and self.value(row) not in self.allowed):
            return None
        return share(payment(row, locality), percent)

    def percent_of(self, row: FeeRow) -> Decimal:
        """The percentage for this code; 0 if the code has none of the shares."""
        return sum((getattr(row, part) for part in self.parts), _NONE) * 100 if self.percent is None else self.percent

    def value(self, row: FeeRow) -> str:
        """The value of the indicator; empty if the share has no indicator."""
        return str(getattr(row, self.indicator)) if self.indicator else ""

    def meaning(self, row: FeeRow) -> str:
        """The meaning of the indicator's value; empty if there is no indicator or the value is unknown."""
        return {**self.allowed, **self.refused}.get(self.value(row), "")


class ChargeLimits(Record):
    """Between which charges a charge is plausible: the fee times ``highest``, and the fee divided by ``lowest``."""

    highest: Decimal
    lowest: Decimal


class PaymentRules(Record):
    """``payment.yaml``: the shares in the order of printing, and ``basis``, which says what such an amount is based on."""

    basis: str
    plausible_charge: ChargeLimits
    shares: tuple[Share, ...]


@lru_cache(maxsize=1)
def payment_rules() -> PaymentRules:
    """The rules in ``notelint.patterns/claims``. Raises ``PackError`` where they are not valid."""
    path = files("notelint.patterns") / "claims" / "payment.yaml"
    return decode(path.read_text("utf8"), PaymentRules, path.name)
