"""What a SARIF log says of the rules that occur in it: what each finds, why that matters, examples and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.outputs.catalogue import rule_data
from notelint.outputs.claim_rules import claim_rule_data
from notelint.outputs.markdown_text import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.packs.schema import Catalogue
    from notelint.report import Severity

Data = dict[str, Any]

LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


class Descriptors:
    """The rules of a run in the order in which they occur."""

    def __init__(self, catalogues: Sequence[Catalogue]) -> None:
        self._catalogues = catalogues
        self._indices: dict[str, int] = {}

    def index(self, name: str) -> int:
        """The number of a rule among those that have occurred."""
        return self._indices.setdefault(name, len(self._indices))

    def data(self) -> Iterator[Data]:
        """The ``reportingDescriptor`` of each rule that has occurred."""
        return (self._descriptor(name) for name in self._indices)

    def _descriptor(self, name: str) -> Data:
        for catalogue in self._catalogues:
            rule = catalogue.rules.get(name)
            if rule is not None:
                data = rule_data(catalogue, rule)
                parts = [("Fires", data["fires"]), ("Stays silent", data["silent"]), ("Source", data["source"])]
                return _reporting_descriptor(data, ["note", data["group"]], parts, "check", rule.aliases)
        return self._of_claims(name)

    def _of_claims(self, name: str) -> Data:
        from notelint.packs.claims import claim_rules

        rule = claim_rules().get(name)
        if rule is None:
            return {"id": name}
        data = claim_rule_data(self._catalogues, name)
        examples = data["examples"]
        parts = [("Fires", examples["fires"]), ("Stays silent", examples["silent"]), ("To settle it", data["settle"])]
        parts += [("Source", source) for source in data["sources"]]
        return _reporting_descriptor(data, ["claim", data["group"].replace("_", "-")], parts, "review", rule.aliases)


def _reporting_descriptor(
    data: Data, tags: list[str], parts: Sequence[tuple[str, str]], command: str, aliases: Sequence[str]
) -> Data:
    name = data["name"]
    silence = f"notelint {command} --ignore {name}"
    paragraphs = [("Why it matters", data["why"]), *parts]
    text = "\n".join(f"{title}: {body}" for title, body in paragraphs)
    markdown = "\n\n".join(f"**{title}:** {escaped(body)}" for title, body in paragraphs)
    return {
        "id": name,
        "shortDescription": {"text": data["summary"]},
        "fullDescription": {"text": data["why"]},
        "help": {
            "text": f"{text}\nTo leave it out: {silence}",
            "markdown": f"{markdown}\n\n**To leave it out:** `{silence}`",
        },
        "defaultConfiguration": {"level": LEVELS[data["severity"]]},
        "properties": {"tags": tags},
        **({"deprecatedIds": list(aliases)} if aliases else {}),
    }
