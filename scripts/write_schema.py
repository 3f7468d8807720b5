"""Write what is derived in two JSON Schemas: encounter.schema.json from its records, the facts and elements of a report.

The first is ``src/notelint/inputs/encounter.schema.json``. In ``src/notelint/outputs/report.schema.json`` the facts and elements
of a report that could be read are those of the packs that ship.

python scripts/write_schema.py
"""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.inputs.encounter import schema
from notelint.pack_names import ALL_PACKS
from notelint.packs.fact_files import labelled_facts
from notelint.packs.loader import builtin_packs, load_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = Path(__file__).parents[1] / "src" / "notelint"
FILE = SOURCE / "inputs" / "encounter.schema.json"
REPORT = SOURCE / "outputs" / "report.schema.json"
_DERIVED = re.compile(r'    "family": \{\n.*?    \},\n    "checklist"', re.DOTALL)
_WIDTH, _INDENT = 130, " " * 12


def text() -> str:
    """The schema as it is kept."""
    return json.dumps(schema(), indent=2) + "\n"


def report_text() -> str:
    """The schema of a report as it is kept, with the facts and elements of the packs that ship."""
    catalogues = {catalogue.info.id: catalogue for catalogue in map(load_catalogue, builtin_packs())}
    family, report = (catalogues[name] for name in ALL_PACKS)
    facts = list(labelled_facts([family]).values())
    values = [f"            {_json(fact.id)}: {{{_json('enum')}: {_json([*fact.values, None])}}}" for fact in facts]
    lines = [
        '    "family": {',
        '      "properties": {',
        '        "facts": {',
        f'          "required": {_json([fact.id for fact in facts])},',
        '          "properties": {',
        ",\n".join(values),
        "          }",
        "        },",
        '        "elements": {',
        *_required(family.elements),
        "        }",
        "      }",
        "    },",
        '    "operative_report": {',
        '      "allOf": [{"$ref": "#/$defs/checklist"}],',
        '      "properties": {',
        '        "elements": {',
        *_required(report.elements),
        "        }",
        "      }",
        "    },",
        '    "checklist"',
    ]
    written, count = _DERIVED.subn(lambda _: "\n".join(lines), REPORT.read_text("utf-8"))
    assert count == 1, "report.schema.json has no facts and elements to write"
    return written


def _required(elements: Iterable[str]) -> list[str]:
    listed = ", ".join(map(_json, elements))
    wrapped = textwrap.wrap(listed, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
    return ['          "required": [', *wrapped, "          ]"]


def _json(value: object) -> str:
    return json.dumps(value)


if __name__ == "__main__":
    for file, written in ((FILE, text()), (REPORT, report_text())):
        file.write_text(written, "utf-8")
        print(f"wrote {file.name}")
