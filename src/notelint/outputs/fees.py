"""What Medicare pays for one code, as data for JSON and as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.cms.amounts import rate
from notelint.cms.payment import payment_rules
from notelint.outputs.layout import entries, entry, join, paragraph, section, usd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from notelint.cms.payment import Share
    from notelint.cms.records import Edition, FeeRow, Locality
    from notelint.packs.schema import Catalogue

    Data = dict[str, Any]

_OFFICE_RARE = "Rarely or never done in an office: the schedule has no price of its own for it (NA)."
_OFFICE_UNKNOWN = "The table that ships has facility values only; import CMS's file: notelint data import fees FILE."


def fees_data(catalogues: Sequence[Catalogue], row: FeeRow, edition: Edition, locality: Locality | None) -> Data:
    """The row with all that follows from it, ready for JSON. Amounts are numbers in USD, before sequestration.

    ``shares`` are of the rate of ``locality`` where one is given, else of the national rate. Rates are ``None`` where the
    schedule has no relative values, as for codes that the contractor prices.
    """
    rules = payment_rules()
    return {
        "schema": "notelint.fees/1",
        "code": row.code,
        "title": next((one.codes[row.code].title for one in catalogues if row.code in one.codes), None),
        "status": row.status,
        "global_days": row.global_days,
        "rvu": {
            "work": float(row.work_rvu),
            "practice_expense_facility": float(row.pe_rvu_facility),
            "practice_expense_office": None if row.pe_rvu_nonfacility is None else float(row.pe_rvu_nonfacility),
            "malpractice": float(row.mp_rvu),
            "total_facility": float(row.work_rvu + row.pe_rvu_facility + row.mp_rvu),
        },
        "office_rare": row.office_rare,
        "conversion_factor": float(row.conversion_factor),
        "national_rate_usd": float(rate(row)) or None,
        "locality": _locality(row, locality) if locality else None,
        "shares": [_share(one, row, locality) for one in rules.shares],
        "facility": _facility(catalogues, row.code),
        "source": edition.source,
        "effective": edition.effective.isoformat(),
        "imported": edition.imported,
        "basis": rules.basis,
    }


def fees_text(catalogues: Sequence[Catalogue], row: FeeRow, edition: Edition, locality: Locality | None, width: int = 80) -> str:
    """As ``fees_data``, wrapped at ``width`` columns."""
    found = fees_data(catalogues, row, edition, locality)
    title = entry(row.code, f"{found['title']}." if found["title"] else "", width, 7)
    return join(
        title,
        section("Surgeon, in a facility", _surgeon_text(found, width)),
        section(f"Parts of {'the rate there' if locality else 'the national rate'}", _shares_text(found, width)),
        section(
            "Facility",
            entries(((one["place"], f"{usd(one['amount_usd'])} ({one['source']})") for one in found["facility"]), width),
        ),
        section("Source", paragraph(f"{found['source']}, in force from {found['effective']}.", width, 2)),
        paragraph(f"Amounts in USD, {found['basis']}.", width),
    )


def _locality(row: FeeRow, locality: Locality) -> Data:
    return {
        "key": locality.key,
        "mac": locality.mac,
        "name": locality.name,
        "gpci": {"work": float(locality.work), "practice_expense": float(locality.pe), "malpractice": float(locality.mp)},
        "rate_usd": float(rate(row, locality)) or None,
    }


def _share(one: Share, row: FeeRow, locality: Locality | None) -> Data:
    return {
        "id": one.id,
        "title": one.title,
        "percent": float(one.percent_of(row)),
        "amount_usd": _number(one.of(row, locality)),
        "indicator": one.indicator,
        "value": one.value(row) or None,
        "meaning": one.meaning(row) or None,
        "source": one.source,
    }


def _facility(catalogues: Sequence[Catalogue], code: str) -> list[Data]:
    for catalogue in catalogues:
        fee, basis = catalogue.fees.get(code), catalogue.info.fee_basis
        if fee and basis:
            rates = (
                ("hospital outpatient", fee.hopd_rate_usd, basis.hopd_source),
                ("surgery center", fee.asc_rate_usd, basis.asc_source),
            )
            return [
                {"place": place, "amount_usd": float(amount), "source": catalogue.info.sources[source]}
                for place, amount, source in rates
                if source
            ]
    return []


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _surgeon_text(found: Data, width: int) -> str:
    rvu = found["rvu"]
    if found["national_rate_usd"] is None:
        return paragraph(f"The schedule has no relative values for it (status {found['status']}): no national rate.", width, 2)
    parts = (
        f"work {rvu['work']:.2f} + practice expense {rvu['practice_expense_facility']:.2f} + malpractice {rvu['malpractice']:.2f}"
    )
    rows = [
        ("relative value", f"{parts} = {rvu['total_facility']:.2f} RVU"),
        ("conversion factor", f"${found['conversion_factor']} per RVU"),
        ("national rate", usd(found["national_rate_usd"])),
    ]
    if there := found["locality"]:
        gpci = there["gpci"]
        indices = (
            f"work {gpci['work']:.3f}, practice expense {gpci['practice_expense']:.3f}, malpractice {gpci['malpractice']:.3f}"
        )
        rows += [("rate there", f"{usd(there['rate_usd'])} in {there['name']} ({there['key']})"), ("indices there", indices)]
    rows.append(
        ("global period", f"{int(found['global_days'])} days" if found["global_days"].isdecimal() else found["global_days"])
    )
    rows.append(("in an office", _office(found)))
    return entries(rows, width)


def _office(found: Data) -> str:
    expense = found["rvu"]["practice_expense_office"]
    if found["office_rare"]:
        return _OFFICE_RARE
    return _OFFICE_UNKNOWN if expense is None else f"practice expense {expense:.2f} RVU"


def _shares_text(found: Data, width: int) -> str:
    if found["national_rate_usd"] is None:
        return ""
    blocks = ((paragraph(_share_line(one), width, 2), paragraph(f"source: {one['source']}", width, 4)) for one in found["shares"])
    return "\n".join(line for lines in blocks for line in lines)


def _share_line(one: Data) -> str:
    title = one["title"][:1].upper() + one["title"][1:]
    if one["amount_usd"] is None:
        return f"{title}: {one['meaning'] or 'not known'}."
    condition = f"; {one['meaning']}" if one["meaning"] else ""
    return f"{title}: {usd(one['amount_usd'])} ({one['percent']:g}%){condition}."
