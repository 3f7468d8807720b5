"""Two codes held side by side, point by point, as data for JSON and as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.outputs.catalogue import Data, UnknownName, code_data
from notelint.outputs.explain import INDICATORS, indicators
from notelint.outputs.layout import entry, join, listing, paragraph, section, usd, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.packs.schema import Catalogue

_POINTS = {"donor": "donor", "components": "tissue", "global_days": "global period (days)"}
_FEES = {
    "total_rvu_facility": "total RVU",
    "work_rvu": "work RVU",
    "pe_rvu_facility": "practice expense RVU",
    "mp_rvu": "malpractice RVU",
    "national_rate_usd": "surgeon",
    "hopd_rate_usd": "hospital outpatient",
    "asc_rate_usd": "surgery center",
    "mue": "units a day",
}


def compare_data(catalogues: Sequence[Catalogue], first: str, second: str) -> Data:
    """How two codes differ: ``points``, ``checklist``, ``fees``, ``indicators`` and what in a note ``decides`` between them.

    Every row has the value of each code under ``values`` (in the order asked) and says whether they are the ``same``.
    Raises ``UnknownName`` where a pack knows no such code.
    """
    pair = [_lookup(catalogues, name) for name in (first, second)]
    codes = [code_data(catalogue, catalogue.codes[code]) for catalogue, code in pair]
    return {
        "schema": "notelint.compare/1",
        "codes": [{"code": code["code"], "title": code["title"]} for code in codes],
        "points": [_row(key, [_plain(code[key]) for code in codes]) for key in ("donor", "components", "global_days")],
        "checklist": _checklist(codes),
        "fees": [_row(key, [(code["fees"] or {}).get(key) for code in codes]) for key in _FEES],
        "indicators": _indicators(pair),
        "decides": _decides(pair),
        "told_apart": _differences(codes),
    }


def compare_text(catalogues: Sequence[Catalogue], first: str, second: str, width: int = 80) -> str:
    """As ``compare_data``, side by side within ``width`` columns."""
    found = compare_data(catalogues, first, second)
    codes = [code["code"] for code in found["codes"]]
    return join(
        "\n".join(entry(code["code"], code["title"], width, 7) for code in found["codes"]),
        section("What in a note decides", _decides_text(found, codes, width)),
        section("What they are", _rows_text(found["points"], codes, width)),
        section("Checklist, where it differs", _checklist_text(found["checklist"], codes, width)),
        section("Fees", _fees_text(found["fees"], codes, width)),
        section("Payment indicators", _indicators_text(found["indicators"], codes, width)),
    )


def _lookup(catalogues: Sequence[Catalogue], name: str) -> tuple[Catalogue, str]:
    code = name.strip().upper()
    for catalogue in catalogues:
        if code in catalogue.codes:
            return catalogue, code
    raise UnknownName(name, [known for catalogue in catalogues for known in catalogue.codes])


def _row(point: str, values: list[Any]) -> Data:
    return {"point": point, "values": values, "same": values[0] == values[1]}


def _plain(value: Any) -> Any:
    return listing(value) if isinstance(value, list) else value


def _checklist(codes: list[Data]) -> list[Data]:
    asked = [{ask["element"]: ask["severity"] for ask in code["checklist"]} for code in codes]
    elements = [*asked[0], *(element for element in asked[1] if element not in asked[0])]
    return [_row(element, [severities.get(element) for severities in asked]) for element in elements]


def _indicators(pair: list[tuple[Catalogue, str]]) -> list[Data]:
    rows = [{one["indicator"]: one for one in indicators(catalogue, code)} for catalogue, code in pair]
    names = [*rows[0], *(name for name in rows[1] if name not in rows[0])]
    return [
        {
            **_row(name, [one[name]["value"] if name in one else None for one in rows]),
            "meanings": [one[name]["meaning"] if name in one else "" for one in rows],
        }
        for name in names
    ]


def _decides(pair: list[tuple[Catalogue, str]]) -> list[Data]:
    """The questions of the decision whose answers lead to one code and not to the other."""
    asked = {question.fact: question.ask for catalogue, _ in pair for question in catalogue.decision.questions}
    facts = [{fact: _answers(catalogue, code, fact) for fact in asked} for catalogue, code in pair]
    rows = [{**_row(fact, [answers[fact] for answers in facts]), "ask": ask} for fact, ask in asked.items()]
    return [row for row in rows if not row["same"]]


def _answers(catalogue: Catalogue, code: str, fact: str) -> list[str]:
    rows = [row for row in catalogue.decision.table if row.code == code]
    return list(dict.fromkeys(value for row in rows for value in row.when.get(fact, ())))


def _differences(codes: list[Data]) -> list[Data]:
    pairs = ((codes[0], codes[1]["code"]), (codes[1], codes[0]["code"]))
    return [
        {"of": code["code"], "from": other, "difference": near["difference"]}
        for code, other in pairs
        for near in code["neighbours"]
        if near["code"] == other
    ]


def _decides_text(found: Data, codes: list[str], width: int) -> str:
    blocks = [paragraph(near["difference"], width, 2) for near in found["told_apart"]]
    for row in found["decides"]:
        blocks.append(paragraph(row["ask"], width, 2))
        for code, answers in zip(codes, row["values"], strict=True):
            blocks.append(entry(code, listing(map(words, answers), "or") or "any answer", width, 11, 4))
    return "\n".join(blocks)


def _rows_text(rows: list[Data], codes: list[str], width: int) -> str:
    return "\n".join(_side_by_side(_POINTS[row["point"]], [str(value) for value in row["values"]], codes, width) for row in rows)


def _side_by_side(label: str, values: list[str], codes: list[str], width: int) -> str:
    """One line where both say the same, one per code otherwise."""
    if values[0] == values[1]:
        return entry(label, f"both: {values[0]}", width, 24, 2)
    lines = [
        entry(label if code == codes[0] else "", f"{code}: {value}", width, 24, 2)
        for code, value in zip(codes, values, strict=True)
    ]
    return "\n".join(lines)


def _checklist_text(rows: list[Data], codes: list[str], width: int) -> str:
    differing = [row for row in rows if not row["same"]]
    if not differing:
        return paragraph("Both ask for the same.", width, 2)
    return "\n".join(
        entry(
            row["point"].replace("_", "-"),
            ", ".join(f"{code} {severity or 'does not ask'}" for code, severity in zip(codes, row["values"], strict=True)),
            width,
            24,
            2,
        )
        for row in differing
    )


def _fees_text(rows: list[Data], codes: list[str], width: int) -> str:
    known = [row for row in rows if None not in row["values"]]
    return "\n".join(
        _side_by_side(_FEES[row["point"]], [_amount(row["point"], v) for v in row["values"]], codes, width) for row in known
    )


def _amount(key: str, value: float) -> str:
    if key.endswith("_usd"):
        return usd(value)
    return f"{value:.2f}" if key.endswith(("_rvu", "_facility")) else str(value)


def _indicators_text(rows: list[Data], codes: list[str], width: int) -> str:
    return "\n".join(
        _side_by_side(
            INDICATORS[row["point"]],
            [f"{value}, {meaning}" for value, meaning in zip(row["values"], row["meanings"], strict=True)],
            codes,
            width,
        )
        for row in rows
        if None not in row["values"]
    )
