"""Write src/notelint/inputs/encounter.schema.json, the JSON Schema of the encounter file, from the records that read it.

python scripts/write_schema.py
"""

from __future__ import annotations

import json
from pathlib import Path

from notelint.inputs.encounter import schema

FILE = Path(__file__).parents[1] / "src" / "notelint" / "inputs" / "encounter.schema.json"


def text() -> str:
    """The schema as it is kept."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
    print(f"wrote {FILE.name}")
