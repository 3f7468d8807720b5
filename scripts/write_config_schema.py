"""Write src/notelint/config/config.schema.json, the JSON Schema of a configuration file, from the options of the commands.

python scripts/write_config_schema.py
"""

from __future__ import annotations

import json
from pathlib import Path

from notelint.cli.config_schema import schema

FILE = Path(__file__).parents[1] / "src" / "notelint" / "config" / "config.schema.json"


def text() -> str:
    """The schema as it is kept."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
    print(f"wrote {FILE.name}")
