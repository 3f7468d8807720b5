"""Write what is derived in two JSON Schemas: encounter.schema.json from its records, the facts and elements of a report.

The first is ``src/notelint/inputs/encounter.schema.json``. In ``src/notelint/outputs/report.schema.json`` the facts and elements
of a report that could be read are those of the pack that ships.

python scripts/write_schema.py
"""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

from notelint.inputs.encounter import schema
from notelint.packs.fact_files import labelled_facts
from notelint.packs.loader import builtin_packs, load_catalogue

SOURCE = Path(__file__).parents[1] / "src" / "notelint"
FILE = SOURCE / "inputs" / "encounter.schema.json"
REPORT = SOURCE / "outputs" / "report.schema.json"
_DERIVED = re.compile(r'          "facts": \{\n            "required".*?\n        \}\n      \},\n      "else"', re.DOTALL)
_WIDTH, _INDENT = 130, " " * 14


def text() -> str:
    """The schema as it is kept."""
    return json.dumps(schema(), indent=2) + "\n"


def report_text() -> str:
    """The schema of a report as it is kept, with the facts and elements of the family that ships."""
    family = next(catalogue for catalogue in map(load_catalogue, builtin_packs()) if catalogue.decides)
    facts = list(labelled_facts([family]).values())
    values = [f"{_json(fact.id)}: {{{_json('enum')}: {_json([*fact.values, None])}}}" for fact in facts]
    lines = [
        '          "facts": {',
        f'            "required": {_json([fact.id for fact in facts])},',
        '            "properties": {',
        ",\n".join(f"              {value}" for value in values),
        "            }",
        "          },",
        '          "elements": {',
        '            "required": [',
        *textwrap.wrap(", ".join(map(_json, family.elements)), _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT),
        "            ]",
        "          }",
        "        }",
        "      },",
        '      "else"',
    ]
    written, count = _DERIVED.subn(lambda _: "\n".join(lines), REPORT.read_text("utf-8"))
    assert count == 1, "report.schema.json has no facts and elements to write"
    return written


def _json(value: object) -> str:
    return json.dumps(value)


if __name__ == "__main__":
    for file, written in ((FILE, text()), (REPORT, report_text())):
        file.write_text(written, "utf-8")
        print(f"wrote {file.name}")
